-- Which rows a corrected claim on a plan bears on. A date or a number moves the plan: whatever is counted of its
-- country follows, from the year before the first that is named (the year before a plan ends says that it expires). A
-- quality moves its own figures only.
with claims as (
    select
        correction.correction_id,
        claim.country_id,
        claim.field,
        country.entity_type,
        plan.country_id || '-' || plan.edition as nap_id,
        case
            when claim.field in ('budget', 'monitoring', 'civil_society', 'disarmament') then claim.field
            when claim.field ~ '^(adopted|period|extended|in_development|edition)' then 'all'
        end as bears_on,
        case
            when claim.field not in ('edition', 'in_development') then least(
                    substring(correction.value_from from '^\d{4}')::integer - 1,
                    substring(correction.value_to from '^\d{4}')::integer - 1,
                    extract(year from resolved.adopted_by)::integer
                )
        end as first_year
    from {{ ref('int_correction') }} as correction
    inner join {{ ref('int_nap_claim') }} as claim on correction.key = claim.claim_id
    inner join {{ ref('countries') }} as country on claim.country_id = country.country_id
    left join {{ ref('int_nap_edition') }} as plan on claim.claim_id = plan.claim_id
    left join {{ ref('int_nap_resolved') }} as resolved
        on plan.country_id = resolved.country_id and plan.edition = resolved.edition
    where correction.entity = 'plan_claim' and correction.state = 'applied'
),

years as (
    select
        claims.correction_id,
        claims.country_id,
        claims.entity_type,
        claims.bears_on,
        status.year
    from claims
    inner join {{ ref('int_nap_status') }} as status
        on claims.country_id = status.country_id and status.year >= coalesce(claims.first_year, status.year)
    where claims.bears_on is not null
),

units as (
    select
        entity_type,
        unit
    from (
        values
        ('member_state', 'member_state'),
        ('member_state', 'member_state_or_observer'),
        ('observer_state', 'member_state_or_observer')
    ) as listed (entity_type, unit)
),

-- The years in each unit that counts the country.
counted as (
    select
        years.correction_id,
        years.year,
        years.bears_on,
        listed.unit
    from years
    cross join
        lateral (
            select units.unit from units
            where units.entity_type = years.entity_type
            union all
            select 'all' as unit
        ) as listed
)

select
    correction_id,
    'fct_nap' as mart,
    nap_id as row_key
from claims
where nap_id is not null
union all
select
    correction_id,
    'fct_nap_status_year' as mart,
    concat_ws(' | ', country_id, year) as row_key
from years
where bears_on = 'all'
union all
select
    correction_id,
    'rpt_country_scorecard' as mart,
    concat_ws(' | ', country_id, year) as row_key
from years
union all
select
    counted.correction_id,
    'rpt_nap_year' as mart,
    concat_ws(' | ', counted.year, counted.unit, metric.metric) as row_key
from counted
inner join {{ ref('plan_metrics') }} as metric
    on counted.bears_on = 'all' or starts_with(metric.metric, 'with_' || counted.bears_on || '_')
union all
select
    claims.correction_id,
    'rpt_reconciliation' as mart,
    statement.statement_id as row_key
from claims
inner join {{ ref('int_reconciliation_statement') }} as statement
    on extract(year from statement.to_on) >= coalesce(claims.first_year, 0)
        and (
            statement.measure = 'countries_with_' || claims.bears_on
            or (claims.bears_on = 'all' and statement.measure like 'countries\_with\_%')
        )
        and (
            statement.unit = 'any'
            or exists (
                select from units
                where units.entity_type = claims.entity_type and units.unit = statement.unit
            )
        )
union all
select
    counted.correction_id,
    'rpt_indicator' as mart,
    concat_ws(' | ', measure.indicator_id, measure.measure, counted.unit, counted.year) as row_key
from counted
inner join {{ ref('indicator_measures') }} as measure
    on (measure.measure = 'countries_with_a_plan_in_force' and counted.bears_on = 'all')
        or (measure.measure = 'plans_on_disarmament' and counted.bears_on in ('all', 'disarmament'))
union all
select
    claims.correction_id,
    'rpt_practice' as mart,
    concat_ws(' | ', practice.practice_id, claims.nap_id) as row_key
from claims
inner join {{ ref('nap_field_rules') }} as field on claims.field = field.field
inner join {{ ref('plan_practices') }} as practice on field.topic_id = practice.topic_id
where
    claims.nap_id is not null
    and claims.field in ('budget', 'budget_amount', 'monitoring', 'indicators', 'civil_society', 'disarmament')
