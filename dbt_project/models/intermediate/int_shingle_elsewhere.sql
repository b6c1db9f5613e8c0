-- Piece without a paragraph in its own resolution, or of which the archive names none × paragraphs of all resolutions
-- that share a run of eight words with it. Of the paragraphs every fourth run is looked at: eleven words in common are
-- always found.
with pieces as materialized (
    select
        piece.extract_id,
        piece.symbol,
        piece.text
    from {{ ref('int_extract_piece') }} as piece
    where
        length({{ letters_and_digits('piece.text') }}) >= 20
        -- A resolution that is named but not held cannot be looked into, so nothing is known to be wrong.
        and (
            (piece.symbol is null and piece.resolution_number is null)
            or piece.symbol in (select paragraph.symbol from {{ ref('int_paragraph') }} as paragraph)
        )
        and piece.extract_id not in (select home.extract_id from {{ ref('int_piece_paragraph_at_home') }} as home)
),

of_pieces as materialized (
    select distinct
        piece.extract_id,
        piece.symbol,
        run.shingle
    from pieces as piece
    cross join lateral {{ shingles('piece.text', 8) }} as run
),

wanted as materialized (
    select distinct shingle from of_pieces
),

of_paragraphs as materialized (
    select distinct
        paragraph.paragraph_id,
        paragraph.symbol,
        run.shingle
    from {{ ref('int_paragraph') }} as paragraph
    cross join lateral {{ shingles('paragraph.text', 8, 4) }} as run
    where run.shingle in (select wanted.shingle from wanted)
)

select
    of_pieces.extract_id,
    of_paragraphs.paragraph_id,
    count(*)::integer as runs_shared
from of_pieces
inner join of_paragraphs on of_pieces.shingle = of_paragraphs.shingle
where of_paragraphs.symbol is distinct from of_pieces.symbol
group by of_pieces.extract_id, of_paragraphs.paragraph_id
