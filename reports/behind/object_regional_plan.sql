select
    regional_plan_id as object,
    null as symbol,
    null as locator,
    organisation as country,
    organisation || ', ' || title as citation,
    'list of regional plans kept with this project (seed regional_plans)' as source,
    source_url,
    null as body_sha256
from dim_regional_plan
where regional_plan_id = any(%(objects)s)
