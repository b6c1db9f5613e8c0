-- What the rules find against labelled paragraphs, micro-averaged: each item counts once.
with figure_sets as (
    select figure_set from (values ('pairs'), ('due')) as listed (figure_set)
),

-- Every labelled paragraph has a pair, for a label is one: of a statement that asks nobody the class is none.
sizes as (
    select
        half,
        count(distinct concat_ws('|', symbol, locator)) as paragraphs
    from {{ ref('fct_commitment_judgement') }}
    where figure_set = 'pairs'
    group by half
),

counted as (
    select
        figure_sets.figure_set,
        sizes.half,
        sizes.paragraphs,
        count(*) filter (where judged.is_labelled) as labelled,
        count(*) filter (where judged.is_found) as found,
        count(*) filter (where judged.is_labelled and judged.is_found) as agreed
    from sizes
    cross join figure_sets
    left join {{ ref('fct_commitment_judgement') }} as judged
        on sizes.half = judged.half and figure_sets.figure_set = judged.figure_set
    group by figure_sets.figure_set, sizes.half, sizes.paragraphs
)

select
    figure_set,
    half,
    paragraphs::integer as paragraphs,
    labelled::integer as labelled,
    found::integer as found,
    agreed::integer as agreed,
    trim_scale(round(agreed::numeric / nullif(found, 0), 3)) as precision,
    trim_scale(round(agreed::numeric / nullif(labelled, 0), 3)) as recall,
    trim_scale(round(2 * agreed::numeric / nullif(found + labelled, 0), 3)) as f1
from counted
