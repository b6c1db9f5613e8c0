-- What the rules and a reader say of each labelled paragraph, item by item. What is not in this warehouse (the sample
-- holds little) is left out.
with units as (
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
        symbol,
        locator,
        is_labelled,
        concat_ws('|', verb_id, addressee_class) as item
    from rows_of_both
    union all
    select
        'due' as figure_set,
        rows_of_both.half,
        rows_of_both.symbol,
        rows_of_both.locator,
        rows_of_both.is_labelled,
        concat_ws(
            '|', rows_of_both.verb_id, rows_of_both.addressee_class, due.due_type, coalesce(due.due_value, '')
        ) as item
    from rows_of_both
    cross join lateral unnest(
        string_to_array(rows_of_both.due_type, ';'), string_to_array(rows_of_both.due_value, ';')
    ) as due (due_type, due_value)
)

select
    figure_set,
    half,
    symbol,
    locator,
    item,
    bool_or(is_labelled) as is_labelled,
    bool_or(not is_labelled) as is_found
from items
group by figure_set, half, symbol, locator, item
