-- Piece × the paragraph of another resolution that it holds, or, where several hold it equally well, may be of. It must
-- stand there word for word, or have four in five of its runs of four words there. Of equals counts the resolution in
-- which most pieces of the same item can stand, then the whole before a part, then the nearest place.
with shared as (
    select
        extract_id,
        paragraph_id,
        rank() over (partition by extract_id order by runs_shared desc) as preference
    from {{ ref('int_shingle_elsewhere') }}
),

pairs as materialized (
    select
        shared.extract_id,
        shared.paragraph_id,
        piece.archive_item_id,
        paragraph.symbol,
        {{ nearness('piece', 'paragraph') }} as nearness,
        {{ letters_and_digits('piece.text') }} = {{ letters_and_digits('paragraph.text') }} as is_whole,
        {{ letters_and_digits('paragraph.text') }} like {{ as_pattern('piece.text') }} as is_word_for_word
    from shared
    inner join {{ ref('int_extract_piece') }} as piece on shared.extract_id = piece.extract_id
    inner join {{ ref('int_paragraph') }} as paragraph on shared.paragraph_id = paragraph.paragraph_id
    where shared.preference <= 20
),

unchanged as (
    select distinct extract_id
    from pairs
    where is_word_for_word
),

-- Runs are counted only for pieces that stand nowhere word for word.
changed as materialized (
    select
        extract_id,
        paragraph_id
    from pairs
    where extract_id not in (select unchanged.extract_id from unchanged)
),

of_pieces as materialized (
    select distinct
        piece.extract_id,
        run.shingle
    from {{ ref('int_extract_piece') }} as piece
    cross join lateral {{ shingles('piece.text', 4) }} as run
    where piece.extract_id in (select changed.extract_id from changed)
),

of_paragraphs as materialized (
    select distinct
        paragraph.paragraph_id,
        run.shingle
    from {{ ref('int_paragraph') }} as paragraph
    cross join lateral {{ shingles('paragraph.text', 4) }} as run
    where paragraph.paragraph_id in (select changed.paragraph_id from changed)
),

alike as (
    select
        changed.extract_id,
        changed.paragraph_id,
        count(of_paragraphs.shingle)::numeric / count(*) as share
    from changed
    inner join of_pieces on changed.extract_id = of_pieces.extract_id
    left join of_paragraphs
        on changed.paragraph_id = of_paragraphs.paragraph_id and of_pieces.shingle = of_paragraphs.shingle
    group by changed.extract_id, changed.paragraph_id
),

scored as (
    select
        pairs.*,
        case when pairs.is_word_for_word then 1 else trim_scale(round(alike.share, 3)) end as score
    from pairs
    left join alike on pairs.extract_id = alike.extract_id and pairs.paragraph_id = alike.paragraph_id
    where pairs.is_word_for_word or alike.share >= 0.8
),

supported as (
    select
        archive_item_id,
        symbol,
        count(distinct extract_id) as pieces
    from scored
    group by archive_item_id, symbol
),

ranked as (
    select
        scored.*,
        rank() over (
            partition by scored.extract_id
            order by
                supported.pieces desc,
                scored.is_whole desc,
                scored.is_word_for_word desc,
                scored.score desc,
                scored.nearness desc
        ) as preference
    from scored
    inner join supported
        on scored.archive_item_id = supported.archive_item_id and scored.symbol = supported.symbol
)

select
    extract_id,
    paragraph_id,
    case when is_whole then 'exact' when is_word_for_word then 'elided' else 'edited' end as text_kind,
    score,
    nearness,
    count(*) over (partition by extract_id) > 1 as is_ambiguous
from ranked
where preference = 1
