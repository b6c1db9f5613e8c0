select
    local_plan.local_plan_id,
    local_plan.country_id,
    country.name as country,
    local_plan.place,
    local_plan.kind,
    local_plan.title,
    local_plan.edition,
    local_plan.event,
    local_plan.event_on,
    case length(local_plan.event_on) when 4 then 'year' when 7 then 'month' when 10 then 'day' end
        as event_on_precision,
    local_plan.period_start,
    local_plan.period_end,
    local_plan.source as source_url
from {{ ref('plan_local') }} as local_plan
inner join {{ ref('countries') }} as country on local_plan.country_id = country.country_id
