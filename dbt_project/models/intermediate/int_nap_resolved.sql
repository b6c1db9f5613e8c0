-- One row per plan: what the deciding claims say, and the days that follow from it. A date that is exact to a year or a
-- month counts with its last day: a plan adopted in 2018 is adopted by 31 December 2018, and one for 2018-2022 is in
-- force at 31 December 2022.
{% set citable = [
    'adopted_on', 'period_start', 'period_end', 'extended_to', 'lead_agency', 'budget', 'budget_amount', 'monitoring',
    'indicators', 'civil_society', 'disarmament'
] %}
with plans as (
    select
        country_id,
        edition,
        {% for field in ['adopted_on', 'period_start', 'period_end', 'extended_to', 'lead_agency', 'revised_on'] %}
            max(value) filter (where decides and field = '{{ field }}') as {{ field }},
        {% endfor %}
        {% for field in ['adopted_on', 'period_start', 'period_end', 'extended_to'] %}
            max(value_precision) filter (where decides and field = '{{ field }}') as {{ field }}_precision,
        {% endfor %}
        {% for field in ['budget', 'monitoring', 'indicators', 'civil_society', 'disarmament'] %}
            coalesce(max(answer) filter (where decides and field = '{{ field }}'), 'unknown') as has_{{ field }},
        {% endfor %}
        {% for field in citable %}
            max(claim_id) filter (where decides and field = '{{ field }}') as {{ field }}_claim_id,
        {% endfor %}
        max(event) filter (where decides and field = 'adopted_on') as adopted_event,
        max(value) filter (where decides and field = 'adopted_not_after') as adopted_not_after,
        max(value) filter (where decides and field = 'budget_amount') as budget_amount,
        max(unit) filter (where decides and field = 'budget_amount') as budget_unit,
        string_agg(distinct value, ', ') filter (where can_decide and not differs and field = 'budget')
            as budget_kinds,
        string_agg(distinct value, ', ') filter (where can_decide and not differs and field = 'civil_society')
            as civil_society_roles,
        coalesce(bool_or(can_decide and (field = 'in_development' or of_plan = 'successor')), false) as is_being_made,
        count(*) filter (
            where can_decide
            and of_plan = 'current'
            and source <> 'nap_register'
            and field in ('period_start', 'period_end')
        ) > 0 as is_a_pages_current_plan,
        count(distinct claim_id) as claims,
        count(*) filter (where differs) as disputes
    from {{ ref('int_nap_resolution') }}
    group by country_id, edition
),

days as (
    select
        *,
        {{ last_day('adopted_on') }} as adopted_on_at_latest,
        {{ last_day('adopted_not_after') }} as adopted_not_after_day,
        {{ last_day('period_start') }} as started_by,
        {{ last_day('period_end') }} as ends_as_adopted,
        {{ last_day('extended_to') }} as extended_until
    from plans
),

-- A plan that is being made, and that nobody says is adopted or in place, is planned: its period is a promise.
planned as (
    select
        *,
        is_being_made and not is_a_pages_current_plan and adopted_on_at_latest is null and adopted_not_after_day is null
            as is_planned
    from days
),

adopted as (
    select
        *,
        case when not is_planned then coalesce(adopted_on_at_latest, adopted_not_after_day, started_by) end
            as adopted_by,
        case
            when is_planned then null
            when adopted_on_at_latest is not null then 'adoption'
            when adopted_not_after_day is not null then 'latest_possible'
            when started_by is not null then 'period_start'
        end as adopted_by_from
    from planned
)

select
    country_id,
    edition,
    country_id || '-' || edition as nap_id,
    is_planned,
    adopted_on,
    adopted_on_precision as adopted_precision,
    adopted_event,
    adopted_by,
    adopted_by_from,
    period_start,
    period_end,
    extended_to,
    coalesce(period_start_precision, period_end_precision) as period_precision,
    extended_to_precision as extended_precision,
    case when adopted_by is not null then greatest(adopted_by, started_by) end as in_force_by,
    ends_as_adopted,
    greatest(ends_as_adopted, extended_until) as ends_on,
    has_budget,
    budget_kinds,
    budget_amount,
    budget_unit,
    has_monitoring,
    has_indicators,
    has_civil_society,
    civil_society_roles,
    has_disarmament,
    lead_agency,
    revised_on,
    adopted_on_claim_id as adopted_claim_id,
    period_start_claim_id,
    period_end_claim_id,
    extended_to_claim_id,
    budget_claim_id,
    budget_amount_claim_id,
    monitoring_claim_id,
    indicators_claim_id,
    civil_society_claim_id,
    disarmament_claim_id,
    lead_agency_claim_id,
    claims::integer as claims,
    disputes::integer as disputes
from adopted
