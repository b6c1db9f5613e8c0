-- Paragraphs and resolutions behind the figures of rpt_theme_year, and the resolutions that the archive looked at.
with tagged as (
    select
        paragraph.year,
        theme.theme_id,
        theme.said_by,
        paragraph.symbol,
        paragraph.paragraph_id,
        paragraph.ordinal,
        paragraph.top_paragraph_id,
        top.part,
        coalesce(nullif(paragraph.locator, ''), paragraph.part || ' text ' || paragraph.ordinal) as place
    from bridge_paragraph_theme as theme
    inner join fct_paragraph as paragraph on theme.paragraph_id = paragraph.paragraph_id
    inner join fct_paragraph as top on paragraph.top_paragraph_id = top.paragraph_id
    where paragraph.year <= %(year)s
),

archive_read as (
    select symbol from fct_archive_item
    where kind in ('paragraph_extract', 'preamble_extract', 'bundle')
    union
    select official_symbol as symbol from fct_extract
    where paragraph_id is not null
)

select
    array[year::text, theme_id, said_by] as key,
    'paragraphs' as figure,
    'paragraph' as kind,
    paragraph_id as object,
    null as places
from tagged
where year = %(year)s
union all
select
    array[year::text, theme_id, said_by],
    case part when 'operative' then 'operative_paragraphs' else 'preambular_paragraphs' end,
    'paragraph',
    top_paragraph_id,
    string_agg(place, '; ' order by ordinal)
from tagged
where part in ('operative', 'preamble') and year = %(year)s
group by year, theme_id, said_by, part, top_paragraph_id
union all
select
    array[year::text, theme_id, said_by],
    'resolutions',
    'resolution',
    symbol,
    string_agg(place, '; ' order by ordinal)
from tagged
group by year, theme_id, said_by, symbol
union all
select
    array[resolution.year::text, theme.theme_id, 'archive'],
    'resolutions_read',
    'resolution',
    resolution.symbol,
    null
from dim_resolution as resolution
inner join archive_read on resolution.symbol = archive_read.symbol
cross join dim_theme as theme
where resolution.year = %(year)s
