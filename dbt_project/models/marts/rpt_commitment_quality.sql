-- What the rules find against labelled paragraphs, micro-averaged: each item counts once. What is not in this warehouse
-- (the sample holds little) is left out.
with figure_sets as (
    select figure_set from (values ('pairs'), ('due')) as listed (figure_set)
),

units as (
    select distinct
        label.half,
        label.symbol,
        label.locator
    from {{ ref('commitment_labels') }} as label
    inner join {{ ref('fct_paragraph') }} as paragraph
        on label.symbol = paragraph.symbol
            and label.locator = paragraph.locator
            and paragraph.part = 'operative'
),

labelled as (
    select
        units.half,
        label.symbol,
        label.locator,
        label.verb_id,
        label.addressee_class,
        label.due_type,
        label.due_value
    from units
    inner join {{ ref('commitment_labels') }} as label on units.symbol = label.symbol and units.locator = label.locator
),

found as (
    select
        units.half,
        commitment.symbol,
        commitment.locator,
        commitment.verb_id,
        commitment.addressee_class,
        commitment.due_type,
        commitment.due_value
    from units
    inner join {{ ref('fct_commitment') }} as commitment
        on units.symbol = commitment.symbol and units.locator = commitment.locator
),

rows_of_both as (
    select
        true as is_labelled,
        labelled.*
    from labelled
    union all
    select
        false as is_labelled,
        found.*
    from found
),

-- Names of one class make one pair; of several due rules on a pair each counts.
items as (
    select
        'pairs' as figure_set,
        half,
        is_labelled,
        concat_ws('|', symbol, locator, verb_id, addressee_class) as item
    from rows_of_both
    union all
    select
        'due' as figure_set,
        rows_of_both.half,
        rows_of_both.is_labelled,
        concat_ws(
            '|',
            rows_of_both.symbol, rows_of_both.locator, rows_of_both.verb_id, rows_of_both.addressee_class,
            due.due_type, coalesce(due.due_value, '')
        ) as item
    from rows_of_both
    cross join lateral unnest(
        string_to_array(rows_of_both.due_type, ';'), string_to_array(rows_of_both.due_value, ';')
    ) as due (due_type, due_value)
),

judged as (
    select
        figure_set,
        half,
        item,
        bool_or(is_labelled) as is_labelled,
        bool_or(not is_labelled) as is_found
    from items
    group by figure_set, half, item
),

sizes as (
    select
        half,
        count(*) as paragraphs
    from units
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
    left join judged on sizes.half = judged.half and figure_sets.figure_set = judged.figure_set
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
