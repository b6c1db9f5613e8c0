-- Who was asked to do what: commitments that ask somebody for something. A row with 'all' is the total over that
-- column; the parts of a total over paragraphs do not add up to it, for a paragraph may ask several, of several things.
with scopes as (
    select scope from (values ('wps'), ('all')) as listed (scope)
),

-- A pair of verb and class in a paragraph is one commitment, however many of the class it names.
pairs as (
    select
        commitment.year,
        commitment.symbol,
        commitment.paragraph_id,
        commitment.verb_id,
        commitment.addressee_class,
        bool_or(commitment.due_type is not null) as has_due,
        bool_or(commitment.named_id is not null) as is_named,
        bool_and(commitment.inherited) as is_inherited,
        bool_or(commitment.is_wps) as is_wps
    from {{ ref('fct_commitment') }} as commitment
    where commitment.asks
    group by
        commitment.year,
        commitment.symbol,
        commitment.paragraph_id,
        commitment.verb_id,
        commitment.addressee_class
),

asked as (
    select
        scopes.scope,
        pairs.year,
        pairs.addressee_class,
        pairs.verb_id,
        pairs.symbol,
        paragraph.top_paragraph_id,
        pairs.has_due,
        pairs.is_named,
        pairs.is_inherited
    from pairs
    inner join {{ ref('fct_paragraph') }} as paragraph on pairs.paragraph_id = paragraph.paragraph_id
    inner join scopes on pairs.is_wps or scopes.scope = 'all'
),

counted as (
    select
        scope,
        year,
        case grouping(addressee_class) when 1 then 'all' else coalesce(addressee_class, 'unknown') end
            as addressee_class,
        case grouping(verb_id) when 1 then 'all' else coalesce(verb_id, 'unknown') end as verb_id,
        count(*) as commitments,
        count(distinct top_paragraph_id) as operative_paragraphs,
        count(distinct symbol) as resolutions,
        count(*) filter (where has_due) as with_due,
        count(*) filter (where is_named) as with_named_addressee,
        count(*) filter (where is_inherited) as inherited
    from asked
    group by scope, year, cube (addressee_class, verb_id)
),

years as (
    select
        resolution.year,
        scopes.scope,
        count(distinct resolution.symbol) as resolutions_adopted,
        count(distinct resolution.symbol) filter (where resolution.has_english_text) as resolutions_with_text,
        count(distinct paragraph.paragraph_id) as operative_paragraphs
    from {{ ref('dim_resolution') }} as resolution
    cross join scopes
    left join {{ ref('fct_paragraph') }} as paragraph
        on resolution.symbol = paragraph.symbol
            and paragraph.part = 'operative'
            and paragraph.top_level
            and (
                scopes.scope = 'all'
                or exists (
                    select from {{ ref('bridge_paragraph_wps') }} as bridge
                    where bridge.paragraph_id = paragraph.paragraph_id and bridge.definition_id = 'A'
                )
            )
    group by resolution.year, scopes.scope
),

final as (
    select
        years.year,
        years.scope,
        coalesce(counted.addressee_class, 'all') as addressee_class,
        coalesce(counted.verb_id, 'all') as verb_id,
        {% for name, counted in [
            ('commitments', 'commitments'),
            ('numerator', 'operative_paragraphs'),
            ('resolutions', 'resolutions'),
            ('with_due', 'with_due'),
            ('with_named_addressee', 'with_named_addressee'),
            ('inherited', 'inherited'),
        ] %}
            case when years.resolutions_with_text > 0 then coalesce(counted.{{ counted }}, 0) end::integer
                as {{ name }},
        {% endfor %}
        case when years.resolutions_with_text > 0 then years.operative_paragraphs end::integer as denominator,
        round(coalesce(counted.operative_paragraphs, 0)::numeric / nullif(years.operative_paragraphs, 0), 6) as share,
        years.resolutions_with_text::integer as resolutions_with_text,
        years.resolutions_adopted::integer as resolutions_adopted,
        (years.resolutions_adopted - years.resolutions_with_text)::integer as without_english_text,
        case when years.resolutions_with_text = 0 then 'no_english_text' end as unknown_because
    from years
    left join counted on years.year = counted.year and years.scope = counted.scope
)

select
    year,
    scope,
    addressee_class,
    verb_id,
    commitments,
    numerator,
    denominator,
    share,
    resolutions,
    resolutions_with_text,
    resolutions_adopted,
    without_english_text,
    with_due,
    with_named_addressee,
    inherited,
    unknown_because
from final
