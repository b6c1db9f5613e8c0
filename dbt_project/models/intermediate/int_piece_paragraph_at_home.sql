-- Piece × the paragraphs of its own resolution that it holds, or, where several hold it equally well, may be of.
-- Word for word: where place and text agree, that is it; else by the nearest place, then the whole before a part.
-- Else by runs of words: the piece holds a paragraph that has half of the piece's runs, or half of whose runs it has;
-- all of them together have half of the piece's runs.
with word_for_word as (
    select
        *,
        rank() over (partition by extract_id order by nearness desc, is_whole desc) as preference
    from {{ ref('int_piece_paragraph_contained') }}
    where is_telling or nearness = 3
),

first_of_them as (
    select
        extract_id,
        paragraph_id,
        case when is_whole then 'exact' else 'elided' end as text_kind,
        1::numeric as score,
        nearness,
        count(*) over (partition by extract_id) > 1 as is_ambiguous
    from word_for_word
    where preference = 1
),

half as (
    select
        *,
        2 * runs_tied > runs_given as is_tied
    from {{ ref('int_shingle_resolution') }}
    where 2 * runs_given >= runs_of_piece or (runs_given >= 5 and 2 * runs_given >= runs_of_paragraph)
),

together as (
    select
        *,
        bool_and(is_tied) over (partition by extract_id) as all_tied,
        sum(runs_given) filter (where not is_tied) over (partition by extract_id) as runs_held
    from half
)

select
    extract_id,
    paragraph_id,
    text_kind,
    score,
    nearness,
    is_ambiguous
from first_of_them
union all
select
    extract_id,
    paragraph_id,
    'edited' as text_kind,
    trim_scale(round(runs_given::numeric / runs_of_piece, 3)) as score,
    nearness,
    all_tied as is_ambiguous
from together
where (all_tied and 2 * runs_given >= runs_of_piece) or (not is_tied and 2 * runs_held >= runs_of_piece)
