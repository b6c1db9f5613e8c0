-- Labelled paragraphs, and their themes by label and lexicon, behind the figures of rpt_theme_quality that an extract
-- shows. The paragraphs are listed once, at all themes; the other rows refer to them.
with judged as (
    select
        *,
        concat_ws('|', symbol, part, locator) as paragraph,
        concat_ws('|', gold, symbol, part, locator, theme_id) as judgement
    from fct_theme_judgement
    where half = 'held_out'
)

select distinct
    array[gold, half, 'all'] as key,
    'paragraphs' as figure,
    'labelled_paragraph' as kind,
    paragraph as object
from judged
union all
select
    array[judged.gold, judged.half, of_theme.value],
    listed.figure,
    'theme_judgement',
    judged.judgement
from judged
cross join lateral (values ('all'), (judged.theme_id)) as of_theme (value)
cross join lateral (
    values
    ('n', judged.is_labelled),
    ('said', judged.is_said),
    ('agreed', judged.is_labelled and judged.is_said)
) as listed (figure, counts)
where listed.counts and (judged.gold = 'hand' or of_theme.value = 'all')
