-- Item × theme. Spellings lead to a theme through the seed; one that it lacks is a theme of its own, and says so.
with spelt as (
    select
        item.archive_item_id,
        item.source_url,
        item.body_sha256,
        theme.name,
        theme.position
    from {{ ref('int_archive_showing') }} as item
    cross join lateral jsonb_array_elements_text(item.themes) with ordinality as theme (name, position)
)

select
    spelt.archive_item_id,
    coalesce(known.theme_id, {{ theme_id('spelt.name') }}) as theme_id,
    min(spelt.name) as theme_as_given,
    min(spelt.position) as position,
    bool_or(known.theme_id is not null) as is_known,
    spelt.source_url,
    spelt.body_sha256
from spelt
left join {{ ref('theme_aliases') }} as known on {{ alias_key('spelt.name') }} = known.alias_key
group by
    spelt.archive_item_id,
    coalesce(known.theme_id, {{ theme_id('spelt.name') }}),
    spelt.source_url,
    spelt.body_sha256
