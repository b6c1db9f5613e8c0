select
    regional_plan_id,
    organisation,
    title,
    kind,
    adopted_as_given,
    case length(adopted_as_given) when 4 then 'year' when 7 then 'month' when 10 then 'day' end as adopted_on_precision,
    period_start,
    period_end,
    kind in ('plan', 'programme') as is_plan,
    nullif(
        concat_ws(
            '; ',
            'adopted by ' || decided_by,
            'named in ' || named_in,
            'strategy of ' || earlier_strategy || ' before it (' || earlier_strategy_source || ')'
        ),
        ''
    ) as note,
    source as source_url
from {{ ref('regional_plans') }}
