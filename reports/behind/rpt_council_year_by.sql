-- As rpt_council_year.sql, apart for the resolutions of each agenda item and of each kind.
with scopes as (
    select scope from (values ('body'), ('body_and_annexes')) as listed (scope)
),

resolutions as (
    select
        resolution.symbol,
        resolution.year,
        resolution.has_english_text,
        groups.by,
        coalesce(groups.value, 'unknown') as value
    from dim_resolution as resolution
    cross join lateral (values ('agenda_item', resolution.agenda_item), ('kind', resolution.kind)) as groups (by, value)
    where resolution.year = %(year)s
),

matches as (
    select
        resolutions.year,
        bridge.definition_id,
        scopes.scope,
        resolutions.by,
        resolutions.value,
        bridge.symbol,
        bridge.part,
        bridge.in_own_text,
        bridge.top_level,
        paragraph.top_paragraph_id,
        paragraph.ordinal,
        coalesce(nullif(paragraph.locator, ''), paragraph.part || ' text ' || paragraph.ordinal) as place
    from resolutions
    inner join bridge_paragraph_wps as bridge on resolutions.symbol = bridge.symbol
    inner join fct_paragraph as paragraph on bridge.paragraph_id = paragraph.paragraph_id
    inner join scopes on bridge.in_body or scopes.scope = 'body_and_annexes'
)

select
    array[year::text, definition_id, scope, by, value] as key,
    'numerator' as figure,
    'resolution' as kind,
    symbol as object,
    string_agg(place, '; ' order by ordinal) filter (where in_own_text) as places
from matches
group by year, definition_id, scope, by, value, symbol
union all
select
    array[year::text, 'A', 'body', by, value],
    listed.figure,
    'resolution',
    symbol,
    null
from resolutions
cross join
    lateral (values ('denominator', has_english_text), ('resolutions_adopted', true)) as listed (figure, counts)
where listed.counts
union all
select
    array[year::text, definition_id, scope, by, value],
    'operative_paragraphs_matching',
    'paragraph',
    top_paragraph_id,
    string_agg(place, '; ' order by ordinal) filter (where in_own_text)
from matches
where part = 'operative'
group by year, definition_id, scope, by, value, top_paragraph_id
having bool_or(top_level)
