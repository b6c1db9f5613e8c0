-- Paragraphs under each theme, apart for each who says so. The archive did not read every resolution, and of some years
-- none: then it is not known how many there are, and nothing is counted.
with paragraphs as (
    select
        theme.theme_id,
        theme.said_by,
        paragraph.year,
        paragraph.symbol,
        paragraph.paragraph_id,
        top.part,
        paragraph.top_paragraph_id
    from {{ ref('bridge_paragraph_theme') }} as theme
    inner join {{ ref('fct_paragraph') }} as paragraph on theme.paragraph_id = paragraph.paragraph_id
    inner join {{ ref('fct_paragraph') }} as top on paragraph.top_paragraph_id = top.paragraph_id
),

tagged as (
    select
        year,
        theme_id,
        said_by,
        count(distinct paragraph_id) as paragraphs,
        count(distinct top_paragraph_id) filter (where part = 'operative') as operative_paragraphs,
        count(distinct top_paragraph_id) filter (where part = 'preamble') as preambular_paragraphs,
        count(distinct symbol) as resolutions
    from paragraphs
    group by year, theme_id, said_by
),

-- The archive read the resolutions that titles of its extracts name, and those whose words stand under another title.
archive_read as (
    select symbol from {{ ref('fct_archive_item') }}
    where kind in ('paragraph_extract', 'preamble_extract', 'bundle')
    union
    select official_symbol as symbol from {{ ref('fct_extract') }}
    where paragraph_id is not null
),

resolutions as (
    select
        resolution.year,
        count(*) as adopted,
        count(*) filter (where resolution.has_english_text) as with_text,
        sum(resolution.operative_count) as operative_paragraphs,
        count(archive_read.symbol) as in_archive
    from {{ ref('dim_resolution') }} as resolution
    left join archive_read on resolution.symbol = archive_read.symbol
    group by resolution.year
),

readers as (
    select distinct said_by from {{ ref('bridge_paragraph_theme') }}
),

grid as (
    select
        resolutions.year,
        theme.theme_id,
        readers.said_by,
        case readers.said_by
            when 'archive' then resolutions.in_archive
            else resolutions.with_text
        end as resolutions_read,
        resolutions.adopted,
        resolutions.with_text as denominator,
        resolutions.operative_paragraphs as operative_paragraphs_of_year
    from resolutions
    cross join readers
    cross join {{ ref('dim_theme') }} as theme
),

final as (
    select
        grid.year,
        grid.theme_id,
        grid.said_by,
        case when grid.resolutions_read > 0 then coalesce(tagged.paragraphs, 0) end::integer as paragraphs,
        case when grid.resolutions_read > 0 then coalesce(tagged.operative_paragraphs, 0) end::integer
            as operative_paragraphs,
        case when grid.resolutions_read > 0 then coalesce(tagged.preambular_paragraphs, 0) end::integer
            as preambular_paragraphs,
        case when grid.resolutions_read > 0 then coalesce(tagged.resolutions, 0) end::integer as resolutions,
        grid.denominator::integer as denominator,
        case
            when grid.resolutions_read > 0
                then round(coalesce(tagged.resolutions, 0)::numeric / nullif(grid.denominator, 0), 6)
        end as share,
        grid.resolutions_read::integer as resolutions_read,
        case when grid.denominator > 0 then coalesce(grid.operative_paragraphs_of_year, 0) end::integer
            as operative_paragraphs_of_year,
        grid.adopted::integer as resolutions_adopted,
        (grid.adopted - grid.denominator)::integer as without_english_text,
        case
            when grid.resolutions_read = 0 and grid.said_by = 'archive' then 'archive_holds_nothing_of_the_year'
            when grid.resolutions_read = 0 then 'no_english_text'
        end as unknown_because
    from grid
    left join tagged
        on grid.year = tagged.year and grid.theme_id = tagged.theme_id and grid.said_by = tagged.said_by
)

select * from final
