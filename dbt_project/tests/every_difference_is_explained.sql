{{ config(severity='warn') }}

-- A figure of ours that should equal a published one and does not: either of the two is wrong.
select
    statement_id,
    numerator,
    denominator,
    difference
from {{ ref('rpt_reconciliation') }}
where reason_code in ('unexplained', 'no_rule')
