{{ config(indexes=[{'columns': ['year', 'status']}]) }}

select
    status.country_id,
    status.year,
    status.entity_type,
    status.status,
    status.nap_id,
    status.ends_on,
    status.has_adopted,
    status.newest_nap_id,
    status.plans_adopted,
    status.highest_edition,
    status.plans_adopted_in_year,
    status.plans_adopted_in_year_unknown,
    status.adopted_not_begun,
    status.successor_in_development,
    status.ending_this_year,
    status.expires_next_year,
    status.is_provisional
from {{ ref('int_nap_status') }} as status
