with items as (
    select
        theme_id,
        count(*) as items,
        string_agg(distinct theme_as_given, '; ' order by theme_as_given) as spellings
    from {{ ref('int_archive_theme') }}
    group by theme_id
)

select
    theme.theme_id,
    theme.name,
    theme.term_id,
    theme.evidence,
    theme.is_registered,
    items.spellings,
    coalesce(items.items, 0)::integer as items,
    theme.source_url,
    theme.body_sha256
from {{ ref('int_theme') }} as theme
left join items on theme.theme_id = items.theme_id
