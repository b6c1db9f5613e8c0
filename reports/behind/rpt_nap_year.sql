-- Countries and plans behind the figures of rpt_nap_year, each with the plan by which it counts and the claim that says
-- so. What does not depend on the metric is listed once: at adopted, of regional bodies at plans_adopted.
with statuses as (
    select
        unit.unit,
        status.*,
        make_date(status.year, 12, 31) as year_end
    from fct_nap_status_year as status
    inner join (values ('member_state'), ('member_state_or_observer'), ('all')) as unit (unit)
        on unit.unit = 'all'
            or status.entity_type = 'member_state'
            or (status.entity_type = 'observer_state' and unit.unit = 'member_state_or_observer')
    where status.year <= %(year)s
),

plans as (
    select
        statuses.unit,
        statuses.year,
        statuses.country_id,
        plan.nap_id,
        plan.edition,
        plan.in_force_by > statuses.year_end as begins_later,
        plan.in_force_by <= statuses.year_end and extract(year from plan.ends_on) = statuses.year as ends,
        extract(year from plan.adopted_by) = statuses.year as counts_from_year,
        plan.adopted_by_from = 'adoption' and coalesce(plan.adopted_event, '') <> 'known_by_then' as year_is_told,
        plan.adopted_claim_id,
        plan.period_start_claim_id
    from statuses
    inner join fct_nap as plan on statuses.country_id = plan.country_id and statuses.year_end >= plan.adopted_by
),

-- Of several plans of a country, the newest speaks for it.
spoken_for as (
    select
        unit,
        year,
        country_id,
        max(edition) filter (where begins_later) as later,
        max(edition) filter (where ends) as ending
    from plans
    group by unit, year, country_id
),

being_made as (
    select distinct on (country_id)
        country_id,
        nap_id,
        claim_id
    from fct_nap_claim
    where field = 'in_development' and may_decide
    order by country_id asc, edition desc nulls last, source = 'nap_register' asc, claim_id asc
),

countries as (
    select
        statuses.unit,
        statuses.year,
        statuses.country_id,
        listed.metric,
        listed.nap_id,
        listed.claim_id
    from statuses
    left join fct_nap as plan on statuses.nap_id = plan.nap_id
    left join fct_nap as newest on statuses.newest_nap_id = newest.nap_id
    left join spoken_for
        on statuses.unit = spoken_for.unit
            and statuses.year = spoken_for.year
            and statuses.country_id = spoken_for.country_id
    left join fct_nap as later on statuses.country_id = later.country_id and spoken_for.later = later.edition
    left join fct_nap as ending on statuses.country_id = ending.country_id and spoken_for.ending = ending.edition
    left join being_made on statuses.country_id = being_made.country_id
    cross join lateral (
        values
        ('adopted', statuses.has_adopted, newest.nap_id, newest.adopted_claim_id),
        (
            statuses.status,
            true,
            coalesce(plan.nap_id, case statuses.status when 'in_development' then being_made.nap_id end),
            case statuses.status
                when 'extended' then plan.extended_to_claim_id
                when 'in_development' then being_made.claim_id
                when 'period_unknown' then coalesce(plan.period_start_claim_id, plan.adopted_claim_id)
                else coalesce(plan.extended_to_claim_id, plan.period_end_claim_id)
            end
        ),
        ('adopted_not_begun', statuses.adopted_not_begun, later.nap_id, later.period_start_claim_id),
        ('successor_in_development', statuses.successor_in_development, being_made.nap_id, being_made.claim_id),
        (
            'ending_this_year',
            statuses.ending_this_year,
            ending.nap_id,
            coalesce(ending.extended_to_claim_id, ending.period_end_claim_id)
        ),
        (
            'expiring_next_year',
            statuses.expires_next_year,
            plan.nap_id,
            coalesce(plan.extended_to_claim_id, plan.period_end_claim_id)
        ),
        ('with_budget_' || newest.has_budget, statuses.has_adopted, newest.nap_id, newest.budget_claim_id),
        ('with_monitoring_' || newest.has_monitoring, statuses.has_adopted, newest.nap_id, newest.monitoring_claim_id),
        (
            'with_civil_society_' || newest.has_civil_society,
            statuses.has_adopted,
            newest.nap_id,
            newest.civil_society_claim_id
        ),
        (
            'with_disarmament_' || newest.has_disarmament,
            statuses.has_adopted,
            newest.nap_id,
            newest.disarmament_claim_id
        )
    ) as listed (metric, counts, nap_id, claim_id)
    where listed.counts
),

-- A plan of number 4 implies three before it, whether or not a source here tells of them.
implied as (
    select
        statuses.unit,
        statuses.year,
        statuses.country_id || '-' || number as object,
        highest.nap_id,
        highest.adopted_claim_id
    from statuses
    inner join fct_nap as highest
        on statuses.country_id = highest.country_id and statuses.highest_edition = highest.edition
    cross join generate_series(1, statuses.highest_edition) as number
    where not exists (
        select from plans
        where
            statuses.unit = plans.unit
            and statuses.year = plans.year
            and statuses.country_id = plans.country_id
            and number = plans.edition
    )
),

regional as (
    select
        plan.*,
        (
            case length(plan.adopted_as_given)
                when 4 then (plan.adopted_as_given || '-12-31')::date
                when 7 then ((plan.adopted_as_given || '-01')::date + interval '1 month - 1 day')::date
                else plan.adopted_as_given::date
            end
        ) as adopted_by
    from dim_regional_plan as plan
    where plan.is_plan and plan.adopted_as_given is not null
),

-- The day that the stated count is of.
stated as (
    select distinct
        year,
        unit,
        (
            case length(stated_as_of)
                when 4 then (stated_as_of || '-12-31')::date
                when 7 then ((stated_as_of || '-01')::date + interval '1 month - 1 day')::date
                else stated_as_of::date
            end
        ) as as_of_day
    from rpt_nap_year
    where year <= %(year)s and stated_as_of is not null
),

known as (
    select
        stated.unit,
        stated.year,
        plan.country_id,
        plan.nap_id,
        plan.adopted_claim_id,
        row_number() over (
            partition by stated.unit, stated.year, plan.country_id order by plan.adopted_by desc, plan.edition desc
        ) as place
    from stated
    inner join statuses on stated.unit = statuses.unit and stated.year = statuses.year
    inner join fct_nap as plan on statuses.country_id = plan.country_id and stated.as_of_day >= plan.adopted_by
)

select
    array[year::text, unit, metric] as key,
    'numerator' as figure,
    'counted' as part,
    'country' as kind,
    country_id as object,
    nap_id,
    claim_id
from countries
union all
select
    array[year::text, unit, 'adopted'],
    'denominator',
    'counted',
    'country',
    country_id,
    null,
    null
from statuses
where year = %(year)s
union all
select
    array[plans.year::text, plans.unit, listed.metric],
    'numerator',
    'counted',
    'plan',
    plans.nap_id,
    plans.nap_id,
    plans.adopted_claim_id
from plans
cross join lateral (
    values
    ('plans_adopted', true),
    ('plans_implied', true),
    ('adopted_in_year', plans.counts_from_year and plans.year_is_told),
    ('adopted_in_year_unknown', plans.counts_from_year and not plans.year_is_told)
) as listed (metric, counts)
where listed.counts
union all
select
    array[year::text, unit, 'plans_implied'],
    'numerator',
    'implied by a later plan''s number',
    'plan',
    object,
    nap_id,
    adopted_claim_id
from implied
union all
select
    array[years.year::text, 'regional_body', 'plans_adopted'],
    'numerator',
    'counted',
    'regional_plan',
    regional.regional_plan_id,
    null,
    null
from (select distinct year, year_end from statuses) as years
inner join regional on years.year_end >= regional.adopted_by
union all
select
    array[year::text, unit, 'adopted'],
    'known_plans',
    'counted',
    'plan',
    nap_id,
    nap_id,
    adopted_claim_id
from known
where year = %(year)s
union all
select
    array[year::text, unit, 'adopted'],
    'known_count',
    'counted',
    'country',
    country_id,
    nap_id,
    adopted_claim_id
from known
where place = 1
union all
select
    array[stated.year::text, 'regional_body', 'plans_adopted'],
    listed.figure,
    'counted',
    'regional_plan',
    regional.regional_plan_id,
    null,
    null
from stated
inner join regional on stated.as_of_day >= regional.adopted_by
cross join (values ('known_count'), ('known_plans')) as listed (figure)
where stated.unit = 'regional_body' and (listed.figure = 'known_count' or stated.year = %(year)s)
