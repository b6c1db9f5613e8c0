{{ config(indexes=[{'columns': ['symbol']}, {'columns': ['year', 'addressee_class']}]) }}

-- A sub-paragraph is on women, peace and security where its paragraph is.
with recursive top as (
    select
        paragraph_id,
        paragraph_id as top_id
    from {{ ref('int_paragraph') }}
    where part = 'operative' and parent_paragraph_id is null
    union all
    select
        paragraph.paragraph_id,
        top.top_id
    from {{ ref('int_paragraph') }} as paragraph
    inner join top on paragraph.parent_paragraph_id = top.paragraph_id
),

wps as (
    select paragraph_id
    from {{ ref('int_paragraph_definition') }}
    where definition_id = 'A'
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
inner join top on commitment.paragraph_id = top.paragraph_id
left join wps on top.top_id = wps.paragraph_id
