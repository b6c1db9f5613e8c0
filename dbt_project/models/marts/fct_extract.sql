{{ config(indexes=[{'columns': ['symbol', 'part']}, {'columns': ['year']}, {'columns': ['paragraph_id']}]) }}

-- A piece that may be of several paragraphs is of none for certain: one row, and the paragraphs listed.
with held as (
    select * from {{ ref('int_piece_paragraph') }}
    where verdict <> 'ambiguous'
),

candidates as (
    select
        extract_id,
        min(text_kind) as text_kind,
        max(score) as score,
        max(number_finding) as number_finding,
        count(*)::integer as candidate_count,
        string_agg(official_symbol || ' ' || official_locator, '; ' order by match_number)
        filter (where match_number <= 10) as candidate_places
    from {{ ref('int_piece_paragraph') }}
    where verdict = 'ambiguous'
    group by extract_id
)

select
    piece.extract_id,
    coalesce(held.match_number, 1) as match_number,
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
    case
        when piece.body_differs_from_title
            then coalesce(held.number_finding, candidates.number_finding, 'undecided')
    end as number_finding,
    piece.themes,
    piece.text,
    piece.correction_ids,
    case
        when held.extract_id is not null then held.verdict
        when candidates.extract_id is not null then 'ambiguous'
        else 'none'
    end as verdict,
    coalesce(held.text_kind, candidates.text_kind) as text_kind,
    coalesce(held.score, candidates.score) as score,
    held.match_kind,
    held.paragraph_id,
    held.official_symbol,
    held.official_part,
    held.official_locator,
    candidates.candidate_count,
    candidates.candidate_places,
    piece.source_url,
    piece.body_sha256
from {{ ref('int_extract_piece') }} as piece
left join held on piece.extract_id = held.extract_id
left join candidates on piece.extract_id = candidates.extract_id
