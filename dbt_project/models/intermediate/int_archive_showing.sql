-- One row per item of the archive: of the pages that show it, its own counts, then one that does not cut it, then the
-- newest. A page that names an item by its alias only means the node that another page names together with that alias.
with nodes as (
    select
        alias,
        min(node_id) as node_id
    from {{ ref('stg_peacewomen__item') }}
    where node_id is not null and alias is not null
    group by alias
    having count(distinct node_id) = 1
),

identified as (
    select
        item.*,
        coalesce('node/' || coalesce(item.node_id, nodes.node_id), item.item_key) as archive_item_id,
        regexp_replace(item.source_url, '^https?://[^/]+/', '') as shown_at
    from {{ ref('stg_peacewomen__item') }} as item
    left join nodes on item.alias = nodes.alias
),

-- Lists, not their pages: an item that moved to the next page is still known from the one before.
listed as (
    select
        archive_item_id,
        count(distinct substring(shown_at from '^taxonomy/term/(\d+)')) as times_listed
    from identified
    group by archive_item_id
),

ranked as (
    select
        *,
        -- By payload first: which of the lists that say the same was read last is chance.
        max(seen_at) over (partition by archive_item_id, record_sha256) as last_said_at,
        (shown_at in (archive_item_id, item_key) or shown_at is not distinct from alias) as is_own_page
    from identified
),

preferred as (
    select
        *,
        row_number() over (
            partition by archive_item_id
            order by is_own_page desc, is_preview asc, last_said_at desc, source_url collate "C" asc, item_key asc
        ) as preference
    from ranked
)

select
    preferred.archive_item_id,
    coalesce(substring(preferred.archive_item_id from '^node/(\d+)$')::integer, preferred.node_id) as node_id,
    preferred.alias,
    preferred.item_url,
    preferred.title,
    preferred.kind,
    preferred.kind_from,
    {{ corrected(
        'archive_item', 'preferred.archive_item_id', 'resolution_number', 'preferred.resolution_number', 'integer'
    ) }} as resolution_number,
    {{ correction_ids(
        'archive_item', 'preferred.archive_item_id', {'resolution_number': 'preferred.resolution_number'}
    ) }} as correction_ids,
    preferred.resolution_year,
    preferred.locator_as_given,
    preferred.locators,
    preferred.bundle_theme,
    preferred.themes,
    preferred.themes_label,
    preferred.geographic_topics,
    preferred.thematic_topics,
    preferred.countries,
    preferred.published_on,
    preferred.has_extract_label,
    preferred.text,
    preferred.pieces,
    preferred.is_preview,
    preferred.flags,
    listed.times_listed,
    preferred.source_url,
    preferred.body_sha256
from preferred
inner join listed on preferred.archive_item_id = listed.archive_item_id
where preferred.preference = 1
