-- One row per piece of an extract: a paragraph or a part of one, with the place that it says it has. The number in the
-- body counts before that in the title; the title gives what the body leaves open, where it names one place only.
with pieces as (
    select
        item.archive_item_id,
        item.kind,
        item.symbol,
        item.resolution_number,
        item.year,
        item.themes,
        item.title_locators,
        item.locators as title_locator,
        case when jsonb_array_length(item.title_locators) = 1 then item.title_locators -> 0 end as only_locator,
        piece.position,
        piece.value ->> 'marker' as marker,
        piece.value ->> 'part' as part,
        (piece.value ->> 'number')::integer as number,
        coalesce(piece.value ->> 'path', '') as path,
        coalesce((piece.value ->> 'after_elision')::boolean, false) as after_elision,
        piece.value ->> 'text' as text,
        item.source_url,
        item.body_sha256
    from {{ ref('int_archive_item') }} as item
    cross join lateral jsonb_array_elements(item.pieces) with ordinality as piece (value, position)
    where item.kind in ('paragraph_extract', 'preamble_extract', 'bundle')
),

titled as (
    select
        pieces.archive_item_id,
        pieces.position,
        bool_or(
            coalesce(pieces.part = place.value ->> 'part', true)
            and coalesce(pieces.number = (place.value ->> 'number')::integer, true)
            and (
                starts_with(pieces.path, coalesce(place.value ->> 'path', ''))
                or starts_with(coalesce(place.value ->> 'path', ''), pieces.path)
            )
        ) as agrees
    from pieces
    cross join lateral jsonb_array_elements(pieces.title_locators) as place (value)
    where pieces.number is not null
    group by pieces.archive_item_id, pieces.position
),

placed as (
    select
        pieces.*,
        coalesce(
            pieces.part,
            pieces.only_locator ->> 'part',
            case pieces.kind when 'preamble_extract' then 'preamble' end
        ) as found_part,
        coalesce(pieces.number, (pieces.only_locator ->> 'number')::integer) as found_number,
        case
            when pieces.number is null and pieces.path = '' then coalesce(pieces.only_locator ->> 'path', '')
            else pieces.path
        end as found_path,
        case
            when pieces.number is not null then 'marker'
            when pieces.only_locator ->> 'number' is not null then 'title'
        end as locator_from,
        not titled.agrees as body_differs_from_title
    from pieces
    left join titled on pieces.archive_item_id = titled.archive_item_id and pieces.position = titled.position
),

located as (
    select
        *,
        archive_item_id || '#' || position as extract_id,
        case when found_number is not null then {{ place('found_part', 'found_number', 'found_path') }} end
            as locator_said
    from placed
),

corrected as (
    select
        *,
        {{ corrected('extract', 'extract_id', 'locator', 'locator_said') }} as locator,
        {{ correction_ids('extract', 'extract_id', {'locator': 'locator_said'}) }} as correction_ids
    from located
)

select
    extract_id,
    archive_item_id,
    position::integer as position,
    symbol,
    resolution_number,
    year,
    case
        when correction_ids is null then found_part
        when locator ~ '^(PP |preamble)' then 'preamble'
        when locator is not null then 'operative'
    end as part,
    locator,
    correction_ids,
    locator_from,
    marker,
    after_elision,
    title_locator,
    title_locators as title_places,
    body_differs_from_title,
    themes,
    text,
    source_url,
    body_sha256
from corrected
