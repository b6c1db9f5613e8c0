-- As rpt_council_year, for the resolutions of one agenda item or of one kind.
with resolutions as (
    select
        resolution.symbol,
        resolution.year,
        resolution.has_english_text,
        grouping_of.by,
        coalesce(grouping_of.value, 'unknown') as value
    from {{ ref('dim_resolution') }} as resolution
    inner join {{ ref('int_council_kind') }} as kind on resolution.symbol = kind.symbol
    cross join lateral (values ('agenda_item', resolution.agenda_item), ('kind', kind.kind)) as grouping_of (by, value)
),

groups as (
    select
        year,
        by,
        value,
        count(*) as resolutions_adopted,
        count(*) filter (where has_english_text) as denominator
    from resolutions
    group by year, by, value
),

scopes as (
    select scope from (values ('body'), ('body_and_annexes')) as listed (scope)
),

matches as (
    select
        resolutions.year,
        bridge.definition_id,
        scopes.scope,
        resolutions.by,
        resolutions.value,
        count(distinct bridge.symbol) as numerator,
        count(*) filter (where bridge.part = 'operative' and bridge.top_level) as operative_paragraphs_matching
    from {{ ref('bridge_paragraph_wps') }} as bridge
    inner join scopes on bridge.in_body or scopes.scope = 'body_and_annexes'
    inner join resolutions on bridge.symbol = resolutions.symbol
    group by resolutions.year, bridge.definition_id, scopes.scope, resolutions.by, resolutions.value
)

select
    groups.year,
    definition.definition_id,
    scopes.scope,
    groups.by,
    groups.value,
    coalesce(matches.numerator, 0)::integer as numerator,
    groups.denominator::integer as denominator,
    round(coalesce(matches.numerator, 0)::numeric / nullif(groups.denominator, 0), 6) as share,
    groups.resolutions_adopted::integer as resolutions_adopted,
    coalesce(matches.operative_paragraphs_matching, 0)::integer as operative_paragraphs_matching
from groups
cross join {{ ref('definitions') }} as definition
cross join scopes
left join matches
    on groups.year = matches.year
        and definition.definition_id = matches.definition_id
        and scopes.scope = matches.scope
        and groups.by = matches.by
        and groups.value = matches.value
