-- Resolutions and paragraphs behind the figures of rpt_council_year. What does not depend on definition and scope is
-- listed once, at definition A and scope body; the other rows refer to it.
with scopes as (
    select scope from (values ('body'), ('body_and_annexes')) as listed (scope)
),

matches as (
    select
        bridge.year,
        bridge.definition_id,
        scopes.scope,
        bridge.symbol,
        bridge.part,
        bridge.in_own_text,
        bridge.top_level,
        bridge.paragraph_id,
        paragraph.top_paragraph_id,
        paragraph.ordinal,
        coalesce(nullif(paragraph.locator, ''), paragraph.part || ' text ' || paragraph.ordinal) as place
    from bridge_paragraph_wps as bridge
    inner join fct_paragraph as paragraph on bridge.paragraph_id = paragraph.paragraph_id
    inner join scopes on bridge.in_body or scopes.scope = 'body_and_annexes'
    where bridge.year <= %(year)s
),

matching_tops as (
    select
        year,
        definition_id,
        scope,
        part,
        top_paragraph_id,
        string_agg(place, '; ' order by ordinal) filter (where in_own_text) as places
    from matches
    where part in ('operative', 'preamble') and year = %(year)s
    group by year, definition_id, scope, part, top_paragraph_id
    having bool_or(top_level)
)

select
    array[year::text, definition_id, scope] as key,
    'numerator' as figure,
    'resolution' as kind,
    symbol as object,
    string_agg(place, '; ' order by ordinal) filter (where in_own_text) as places
from matches
group by year, definition_id, scope, symbol
union all
select
    array[resolution.year::text, 'A', 'body'],
    listed.figure,
    'resolution',
    resolution.symbol,
    null
from dim_resolution as resolution
cross join lateral (
    values
    ('denominator', resolution.has_english_text),
    ('resolutions_adopted', true),
    ('without_english_text', not resolution.has_english_text)
) as listed (figure, counts)
where
    listed.counts
    and (resolution.year = %(year)s or (listed.figure = 'denominator' and resolution.year < %(year)s))
union all
select
    array[year::text, 'A', 'body'],
    case part when 'operative' then 'operative_paragraphs' else 'preambular_paragraphs' end,
    'paragraph',
    paragraph_id,
    null
from fct_paragraph
where year = %(year)s and top_level and part in ('operative', 'preamble')
union all
select
    array[year::text, definition_id, scope],
    case part when 'operative' then 'operative_paragraphs_matching' else 'preambular_paragraphs_matching' end,
    'paragraph',
    top_paragraph_id,
    places
from matching_tops
