-- Piece that stands in no paragraph of its resolution word for word × the paragraphs of it that share runs of four
-- words with it. Each run of the piece is given to the paragraph that shares most with it, of equals to the nearest: a
-- piece may hold several paragraphs, and paragraphs share stock phrases.
with pieces as materialized (
    select
        extract_id,
        symbol,
        part,
        locator,
        locator_from,
        title_places,
        text
    from {{ ref('int_extract_piece') }}
    where
        symbol is not null
        and length({{ letters_and_digits('text') }}) >= 20
        and extract_id not in (select contained.extract_id from {{ ref('int_piece_paragraph_contained') }} as contained)
),

of_pieces as materialized (
    select distinct
        piece.extract_id,
        piece.symbol,
        run.shingle
    from pieces as piece
    cross join lateral {{ shingles('piece.text', 4) }} as run
),

of_paragraphs as materialized (
    select distinct
        paragraph.paragraph_id,
        paragraph.symbol,
        run.shingle
    from {{ ref('int_paragraph') }} as paragraph
    cross join lateral {{ shingles('paragraph.text', 4) }} as run
    where paragraph.symbol in (select pieces.symbol from pieces) and paragraph.text <> ''
),

shared as (
    select
        of_pieces.extract_id,
        of_paragraphs.paragraph_id,
        of_pieces.shingle
    from of_pieces
    inner join of_paragraphs on of_pieces.symbol = of_paragraphs.symbol and of_pieces.shingle = of_paragraphs.shingle
),

pairs as (
    select
        counted.extract_id,
        counted.paragraph_id,
        counted.runs_shared,
        {{ nearness('piece', 'paragraph') }} as nearness
    from (
        select
            extract_id,
            paragraph_id,
            count(*) as runs_shared
        from shared
        group by extract_id, paragraph_id
    ) as counted
    inner join pieces as piece on counted.extract_id = piece.extract_id
    inner join {{ ref('int_paragraph') }} as paragraph on counted.paragraph_id = paragraph.paragraph_id
),

given as (
    select
        shared.extract_id,
        shared.paragraph_id,
        shared.shingle,
        rank() over (
            partition by shared.extract_id, shared.shingle order by pairs.runs_shared desc, pairs.nearness desc
        ) as preference
    from shared
    inner join pairs on shared.extract_id = pairs.extract_id and shared.paragraph_id = pairs.paragraph_id
),

kept as (
    select
        extract_id,
        paragraph_id,
        count(*) over (partition by extract_id, shingle) > 1 as is_tied
    from given
    where preference = 1
),

sizes as (
    select
        extract_id as text_id,
        count(*) as runs
    from of_pieces
    group by extract_id
    union all
    select
        paragraph_id as text_id,
        count(*) as runs
    from of_paragraphs
    group by paragraph_id
)

select
    pairs.extract_id,
    pairs.paragraph_id,
    pairs.nearness,
    pairs.runs_shared::integer as runs_shared,
    count(*)::integer as runs_given,
    (count(*) filter (where kept.is_tied))::integer as runs_tied,
    of_piece.runs::integer as runs_of_piece,
    of_paragraph.runs::integer as runs_of_paragraph
from pairs
inner join kept on pairs.extract_id = kept.extract_id and pairs.paragraph_id = kept.paragraph_id
inner join sizes as of_piece on pairs.extract_id = of_piece.text_id
inner join sizes as of_paragraph on pairs.paragraph_id = of_paragraph.text_id
group by
    pairs.extract_id, pairs.paragraph_id, pairs.nearness, pairs.runs_shared, of_piece.runs, of_paragraph.runs
