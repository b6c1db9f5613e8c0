-- Piece × each paragraph of its resolution in which it stands word for word, whole or as a part; what the piece leaves
-- out at an ellipsis of its own may stand between. Letters and digits only: the archive splits words and bends quotes.
with pieces as materialized (
    select
        extract_id,
        symbol,
        part,
        locator,
        locator_from,
        title_places,
        {{ letters_and_digits('text') }} as letters,
        {{ as_pattern('text') }} as pattern
    from {{ ref('int_extract_piece') }}
    where symbol is not null
),

paragraphs as materialized (
    select
        paragraph_id,
        symbol,
        part,
        locator,
        {{ letters_and_digits('text') }} as letters
    from {{ ref('int_paragraph') }}
    where symbol in (select pieces.symbol from pieces)
)

select
    piece.extract_id,
    paragraph.paragraph_id,
    piece.letters = paragraph.letters as is_whole,
    -- A short text stands in many places by chance.
    length(piece.letters) >= 20 as is_telling,
    {{ nearness('piece', 'paragraph') }} as nearness
from pieces as piece
inner join paragraphs as paragraph on piece.symbol = paragraph.symbol
where piece.letters <> '' and paragraph.letters like piece.pattern
