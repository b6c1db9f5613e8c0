-- Labelled paragraphs, and the items that a reader and fct_commitment give them, behind the figures of
-- rpt_commitment_quality that an extract shows. The paragraphs are listed once, at the pairs, of which each has one; due
-- items refer to them.
with judged as (
    select
        *,
        concat_ws('|', symbol, 'operative', locator) as paragraph,
        concat_ws('|', figure_set, symbol, locator, item) as judgement
    from fct_commitment_judgement
    where half = 'held_out'
)

select distinct
    array[figure_set, half] as key,
    'paragraphs' as figure,
    'labelled_paragraph' as kind,
    paragraph as object
from judged
where figure_set = 'pairs'
union all
select
    array[judged.figure_set, judged.half],
    listed.figure,
    'commitment_judgement',
    judged.judgement
from judged
cross join lateral (
    values
    ('labelled', judged.is_labelled),
    ('found', judged.is_found),
    ('agreed', judged.is_labelled and judged.is_found)
) as listed (figure, counts)
where listed.counts
