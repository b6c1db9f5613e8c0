with aliases as (
    select
        country_id,
        string_agg(alias, '; ' order by alias) as aliases
    from {{ ref('country_aliases') }}
    group by country_id
)

select
    country.country_id,
    country.iso2,
    country.iso3,
    country.m49,
    country.name,
    country.region,
    country.sub_region,
    country.entity_type,
    country.un_member_from::integer as un_member_from,
    country.un_member_to::integer as un_member_to,
    country.observer_from::integer as observer_from,
    aliases.aliases
from {{ ref('countries') }} as country
left join aliases on country.country_id = aliases.country_id
