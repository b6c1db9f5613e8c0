-- Item × theme: those under its label, and of a bundle the one in its title ("Resolution 2331, Protection"). Spellings
-- lead to a theme through the seed; one that it lacks is a theme of its own under the label, and none in a title.
with spelt as (
    select
        item.archive_item_id,
        item.source_url,
        item.body_sha256,
        theme.name,
        theme.position,
        false as from_title
    from {{ ref('int_archive_showing') }} as item
    cross join lateral jsonb_array_elements_text(item.themes) with ordinality as theme (name, position)
    union all
    select
        archive_item_id,
        source_url,
        body_sha256,
        bundle_theme as name,
        null as position,
        true as from_title
    from {{ ref('int_archive_showing') }}
    where kind = 'bundle'
)

select
    spelt.archive_item_id,
    coalesce(known.theme_id, {{ theme_id('spelt.name') }}) as theme_id,
    coalesce(min(spelt.name) filter (where not spelt.from_title), min(spelt.name)) as theme_as_given,
    min(spelt.position) as position,
    bool_or(known.theme_id is not null) as is_known,
    bool_and(spelt.from_title) as only_from_title,
    spelt.source_url,
    spelt.body_sha256
from spelt
left join {{ ref('theme_aliases') }} as known on {{ alias_key('spelt.name') }} = known.alias_key
where not spelt.from_title or known.theme_id is not null
group by
    spelt.archive_item_id,
    coalesce(known.theme_id, {{ theme_id('spelt.name') }}),
    spelt.source_url,
    spelt.body_sha256
