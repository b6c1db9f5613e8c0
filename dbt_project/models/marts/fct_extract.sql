{{ config(indexes=[{'columns': ['symbol', 'part']}, {'columns': ['year']}, {'columns': ['paragraph_id']}]) }}

select
    piece.extract_id,
    piece.archive_item_id,
    piece.position,
    piece.symbol,
    piece.resolution_number,
    piece.year,
    piece.part,
    piece.locator,
    piece.locator_from,
    piece.marker,
    piece.after_elision,
    piece.title_locator,
    piece.body_differs_from_title,
    piece.themes,
    piece.text,
    matched.paragraph_id,
    matched.match_kind,
    piece.source_url,
    piece.body_sha256
from {{ ref('int_extract_piece') }} as piece
left join {{ ref('int_piece_paragraph') }} as matched on piece.extract_id = matched.extract_id
