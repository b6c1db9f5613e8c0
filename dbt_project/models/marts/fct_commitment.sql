{{ config(indexes=[{'columns': ['symbol']}, {'columns': ['year', 'addressee_class']}]) }}

with wps as (
    select paragraph_id
    from {{ ref('int_paragraph_definition') }}
    where definition_id = 'A'
),

named_bodies as (
    select distinct
        paragraph.symbol,
        commitment.named_id
    from {{ ref('int_commitment') }} as commitment
    inner join {{ ref('int_paragraph') }} as paragraph on commitment.paragraph_id = paragraph.paragraph_id
    where commitment.named_kind = 'body'
),

candidates as (
    select
        body.body_id,
        listed.country_id,
        count(*) over (partition by body.body_id) as countries
    from {{ ref('addressee_bodies') }} as body
    cross join lateral string_to_table(body.country_ids, ';') as listed (country_id)
),

-- Several countries had a Government of National Unity: it is that of the one which the resolution is about, if one.
of_bodies as (
    select
        named_bodies.symbol,
        named_bodies.named_id,
        min(candidates.country_id) as country_id
    from named_bodies
    inner join candidates on named_bodies.named_id = candidates.body_id
    where
        candidates.countries = 1
        or candidates.country_id in (
            select agenda.country_id from {{ ref('int_country_agenda') }} as agenda
            where agenda.symbol = named_bodies.symbol
        )
    group by named_bodies.symbol, named_bodies.named_id
    having count(*) = 1
)

select
    concat_ws('|', commitment.paragraph_id, commitment.verb_id, commitment.addressee_class, commitment.named_id)
        as commitment_id,
    commitment.paragraph_id,
    paragraph.symbol,
    paragraph.resolution_number,
    paragraph.year,
    paragraph.locator,
    commitment.verb_id,
    commitment.verb_as_given,
    commitment.verb_from,
    commitment.addressee_class,
    commitment.named,
    commitment.named_kind,
    commitment.named_id,
    case commitment.named_kind when 'country' then commitment.named_id else of_bodies.country_id end as country_id,
    commitment.inherited,
    commitment.asks,
    commitment.due_type,
    commitment.due_value,
    commitment.due_as_given,
    wps.paragraph_id is not null as is_wps,
    paragraph.source_url,
    paragraph.body_sha256
from {{ ref('int_commitment') }} as commitment
inner join {{ ref('int_paragraph') }} as paragraph on commitment.paragraph_id = paragraph.paragraph_id
-- A sub-paragraph is on women, peace and security where its paragraph is.
left join wps on paragraph.top_paragraph_id = wps.paragraph_id
left join of_bodies
    on paragraph.symbol = of_bodies.symbol
        and commitment.named_id = of_bodies.named_id
        and commitment.named_kind = 'body'
