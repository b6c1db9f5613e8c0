-- Piece × the official paragraph that it holds. Where the place and the beginning of the text agree, that is it; else
-- the one paragraph that holds the beginning, in the same part, or in any part where the same one has none: the
-- archive numbers some recitals as operative paragraphs. Letters and digits only: it splits words and bends quotes.
with pieces as materialized (
    select
        extract_id,
        symbol,
        part,
        locator,
        left({{ letters_and_digits('text') }}, 80) as beginning
    from {{ ref('int_extract_piece') }}
    where symbol is not null
),

paragraphs as materialized (
    select
        paragraph_id,
        symbol,
        part,
        locator,
        {{ letters_and_digits('text') }} as words
    from {{ ref('int_paragraph') }}
    where symbol in (select pieces.symbol from pieces)
),

candidates as (
    select
        piece.extract_id,
        paragraph.paragraph_id,
        -- A short text stands in many places by chance.
        length(piece.beginning) >= 20 as is_telling,
        coalesce(piece.part = paragraph.part, true) as in_part,
        piece.locator = paragraph.locator and starts_with(paragraph.words, piece.beginning) as at_place
    from pieces as piece
    inner join paragraphs as paragraph on piece.symbol = paragraph.symbol
    where piece.beginning <> '' and position(piece.beginning in paragraph.words) > 0
),

counted as (
    select
        *,
        count(*) filter (where at_place) over of_piece as at_place_count,
        count(*) filter (where in_part) over of_piece as in_part_count,
        count(*) over of_piece as in_all_count
    from candidates
    window of_piece as (partition by extract_id)
),

final as (
    select
        extract_id,
        paragraph_id,
        case
            when at_place_count = 1 then 'locator_and_text'
            when in_part_count = 1 then 'text'
            else 'text_in_other_part'
        end as match_kind
    from counted
    where
        (at_place_count = 1 and at_place)
        or (
            at_place_count <> 1
            and is_telling
            and ((in_part_count = 1 and in_part) or (in_part_count = 0 and in_all_count = 1))
        )
)

select * from final
