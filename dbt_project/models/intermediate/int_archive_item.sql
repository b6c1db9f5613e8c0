-- One row per item of the archive, with the kind that only a list of themes or of countries can tell, its resolution,
-- and what is odd about it. An item whose whole title is a theme or a country is a statement in a debate, as archived.
with themes as (
    select
        said.archive_item_id,
        string_agg(coalesce(registered.name, said.theme_as_given), '; ' order by said.position) as themes,
        bool_and(said.is_known) as all_known
    from {{ ref('int_archive_theme') }} as said
    left join {{ ref('themes') }} as registered on said.theme_id = registered.theme_id
    where not said.only_from_title
    group by said.archive_item_id
),

places as (
    select
        item.archive_item_id,
        string_agg(
            {{ place("listed.value ->> 'part'", "listed.value ->> 'number'", "listed.value ->> 'path'") }},
            ', ' order by listed.position
        ) as locators
    from {{ ref('int_archive_showing') }} as item
    cross join lateral jsonb_array_elements(item.locators) with ordinality as listed (value, position)
    group by item.archive_item_id
),

joined as (
    select
        item.*,
        case
            when item.kind <> 'other' then item.kind_from
            when title_theme.theme_id is not null then 'theme_title'
            when title_country.country_id is not null then 'country_title'
        end as refined_kind_from,
        coalesce(bundled.theme_id, title_theme.theme_id) as title_theme_id,
        places.locators as places,
        themes.themes as theme_names,
        coalesce(themes.all_known, true) as themes_are_known,
        resolution.symbol,
        resolution.year
    from {{ ref('int_archive_showing') }} as item
    left join themes on item.archive_item_id = themes.archive_item_id
    left join places on item.archive_item_id = places.archive_item_id
    left join {{ ref('theme_aliases') }} as title_theme on {{ alias_key('item.title') }} = title_theme.alias_key
    left join {{ ref('theme_aliases') }} as bundled on {{ alias_key('item.bundle_theme') }} = bundled.alias_key
    left join {{ ref('country_aliases') }} as title_country on {{ alias_key('item.title') }} = title_country.alias_key
    left join {{ ref('int_resolution') }} as resolution on item.resolution_number = resolution.resolution_number
)

select
    archive_item_id,
    node_id,
    item_url,
    title,
    case when kind = 'other' and refined_kind_from is not null then 'statement' else kind end as kind,
    refined_kind_from as kind_from,
    symbol,
    resolution_number,
    correction_ids,
    year,
    locator_as_given,
    locators as title_locators,
    places as locators,
    title_theme_id,
    theme_names as themes,
    themes_label,
    geographic_topics,
    thematic_topics,
    countries,
    published_on,
    has_extract_label,
    text,
    pieces,
    is_preview,
    times_listed,
    case when kind = 'other' and refined_kind_from is not null then flags - 'title_unparsed' else flags end
    || to_jsonb(array_remove(array[
        case when not themes_are_known then 'unknown_theme' end,
        case when bundle_theme is not null and title_theme_id is null then 'unknown_title_theme' end,
        case when resolution_number is not null and symbol is null then 'unknown_resolution' end,
        case when resolution_year <> year then 'resolution_year_differs' end
    ], null)) as flags,
    source_url,
    body_sha256
from joined
