select
    country_id as object,
    null as symbol,
    null as locator,
    name as country,
    name as citation,
    'list of countries kept with this project: ISO 3166-1, UN M49, UN membership (seed countries)' as source,
    null as source_url,
    null as body_sha256
from dim_country
where country_id = any(%(objects)s)
