{{ config(indexes=[{'columns': ['theme_id', 'said_by']}]) }}

select
    matched.paragraph_id,
    theme.theme_id,
    'archive' as said_by,
    string_agg(matched.extract_id, '; ' order by piece.archive_item_id, piece.position) as extract_ids,
    count(distinct piece.archive_item_id)::integer as archive_items,
    null::text as matched_terms
from {{ ref('int_piece_paragraph') }} as matched
inner join {{ ref('int_extract_piece') }} as piece on matched.extract_id = piece.extract_id
inner join {{ ref('int_archive_theme') }} as theme on piece.archive_item_id = theme.archive_item_id
where matched.verdict <> 'ambiguous'
group by matched.paragraph_id, theme.theme_id
