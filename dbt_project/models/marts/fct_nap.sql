{{ config(indexes=[{'columns': ['country_id', 'edition']}]) }}

-- What is known of each plan, decided between claims. A plan is succeeded by the next that was adopted.
with plans as (
    select
        *,
        count(adopted_by) over later as later_adopted
    from {{ ref('int_nap_resolved') }}
    window later as (partition by country_id order by edition rows between 1 following and unbounded following)
)

select
    plan.nap_id,
    plan.country_id,
    country.name as country,
    country.entity_type,
    plan.edition,
    plan.is_planned,
    plan.adopted_on,
    plan.adopted_precision,
    plan.adopted_event,
    plan.adopted_by,
    plan.adopted_by_from,
    plan.period_start,
    plan.period_end,
    plan.period_precision,
    plan.extended_to,
    plan.extended_precision,
    plan.in_force_by,
    plan.ends_as_adopted,
    plan.ends_on,
    plan.has_budget,
    plan.budget_kinds,
    plan.budget_amount,
    plan.budget_unit,
    plan.has_monitoring,
    plan.has_indicators,
    plan.has_civil_society,
    plan.civil_society_roles,
    plan.has_disarmament,
    plan.lead_agency,
    plan.revised_on,
    successor.nap_id as succeeded_by,
    plan.claims,
    plan.disputes,
    plan.adopted_claim_id,
    plan.period_start_claim_id,
    plan.period_end_claim_id,
    plan.extended_to_claim_id,
    plan.budget_claim_id,
    plan.budget_amount_claim_id,
    plan.monitoring_claim_id,
    plan.indicators_claim_id,
    plan.civil_society_claim_id,
    plan.disarmament_claim_id,
    plan.lead_agency_claim_id
from plans as plan
inner join {{ ref('countries') }} as country on plan.country_id = country.country_id
left join plans as successor
    on plan.country_id = successor.country_id
        and plan.edition < successor.edition
        and successor.adopted_by is not null
        and plan.later_adopted = successor.later_adopted + 1
