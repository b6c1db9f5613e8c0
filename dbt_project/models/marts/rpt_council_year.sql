-- A resolution counts once. The denominator is resolutions with English text; those without are shown beside it.
with scopes as (
    select scope from (values ('body'), ('body_and_annexes')) as listed (scope)
),

resolutions as (
    select
        year,
        count(*) as resolutions_adopted,
        count(*) filter (where has_english_text) as denominator,
        count(*) filter (where not has_english_text) as without_english_text
    from {{ ref('dim_resolution') }}
    group by year
),

paragraphs as (
    select
        year,
        count(*) filter (where part = 'operative' and top_level) as operative_paragraphs,
        count(*) filter (where part = 'preamble' and top_level) as preambular_paragraphs
    from {{ ref('fct_paragraph') }}
    group by year
),

matches as (
    select
        bridge.year,
        bridge.definition_id,
        scopes.scope,
        count(distinct bridge.symbol) as numerator,
        count(*) filter (where bridge.part = 'operative' and bridge.top_level) as operative_paragraphs_matching,
        count(*) filter (where bridge.part = 'preamble' and bridge.top_level) as preambular_paragraphs_matching
    from {{ ref('bridge_paragraph_wps') }} as bridge
    inner join scopes on bridge.in_body or scopes.scope = 'body_and_annexes'
    group by bridge.year, bridge.definition_id, scopes.scope
)

select
    resolutions.year,
    definition.definition_id,
    scopes.scope,
    coalesce(matches.numerator, 0)::integer as numerator,
    resolutions.denominator::integer as denominator,
    round(coalesce(matches.numerator, 0)::numeric / nullif(resolutions.denominator, 0), 6) as share,
    resolutions.resolutions_adopted::integer as resolutions_adopted,
    resolutions.without_english_text::integer as without_english_text,
    coalesce(paragraphs.operative_paragraphs, 0)::integer as operative_paragraphs,
    coalesce(matches.operative_paragraphs_matching, 0)::integer as operative_paragraphs_matching,
    coalesce(paragraphs.preambular_paragraphs, 0)::integer as preambular_paragraphs,
    coalesce(matches.preambular_paragraphs_matching, 0)::integer as preambular_paragraphs_matching,
    definition.in_words as definition
from resolutions
cross join {{ ref('definitions') }} as definition
cross join scopes
left join paragraphs on resolutions.year = paragraphs.year
left join matches
    on resolutions.year = matches.year
        and definition.definition_id = matches.definition_id
        and scopes.scope = matches.scope
