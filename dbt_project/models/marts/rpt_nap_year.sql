-- Plans counted by year, each figure beside its coverage: how many countries with a plan we knew on the day of the
-- nearest count that somebody stated, and that count. Who states a count of plans may count each edition, or countries
-- with one: where the count is of plans, ours is given in both ways.
with units as (
    select
        unit,
        entity_type
    from (
        values
        ('member_state', 'member_state'),
        ('member_state_or_observer', 'member_state'),
        ('member_state_or_observer', 'observer_state')
    ) as listed (unit, entity_type)
    union all
    select distinct
        'all' as unit,
        entity_type
    from {{ ref('fct_nap_status_year') }}
),

countries as (
    select
        units.unit,
        status.*,
        newest.has_budget,
        newest.has_monitoring,
        newest.has_civil_society,
        newest.has_disarmament
    from {{ ref('fct_nap_status_year') }} as status
    inner join units on status.entity_type = units.entity_type
    left join {{ ref('fct_nap') }} as newest on status.newest_nap_id = newest.nap_id
),

counted as (
    select
        year,
        unit,
        bool_or(is_provisional) as is_provisional,
        count(*) as countries,
        count(*) filter (where has_adopted) as adopted,
        sum(plans_adopted) as plans_adopted,
        sum(greatest(highest_edition, plans_adopted)) as plans_implied,
        sum(plans_adopted_in_year) as adopted_in_year,
        sum(plans_adopted_in_year_unknown) as adopted_in_year_unknown,
        {% for status in ['in_force', 'extended', 'expired', 'period_unknown', 'in_development', 'none'] %}
            count(*) filter (where status = '{{ status }}') as status_{{ status }},
        {% endfor %}
        {% for flag in ['adopted_not_begun', 'successor_in_development', 'ending_this_year', 'expires_next_year'] %}
            count(*) filter (where {{ flag }}) as {{ flag }},
        {% endfor %}
        {% for quality in ['budget', 'monitoring', 'civil_society', 'disarmament'] %}
            {% for answer in ['yes', 'no', 'unknown'] %}
                count(*) filter (where has_adopted and has_{{ quality }} = '{{ answer }}')
                    as {{ quality }}_{{ answer }},
            {% endfor %}
        {% endfor %}
        make_date(year, 12, 31) as year_end
    from countries
    group by year, unit
),

regional as (
    select
        years.year,
        'regional_body' as unit,
        years.is_provisional,
        count(plan.regional_plan_id) as plans_adopted,
        years.year_end
    from (
        select distinct
            year,
            is_provisional,
            year_end
        from counted
    ) as years
    left join {{ ref('dim_regional_plan') }} as plan
        on plan.is_plan and {{ last_day('plan.adopted_as_given') }} <= years.year_end
    group by years.year, years.is_provisional, years.year_end
),

metrics as (
    select
        counted.year,
        counted.unit,
        counted.is_provisional,
        counted.year_end,
        counted.countries,
        counted.adopted,
        listed.metric,
        listed.numerator
    from counted
    cross join
        lateral (
            values
            ('adopted', counted.adopted),
            ('plans_adopted', counted.plans_adopted),
            ('plans_implied', counted.plans_implied),
            ('adopted_in_year', counted.adopted_in_year),
            ('adopted_in_year_unknown', counted.adopted_in_year_unknown),
            {% for status in ['in_force', 'extended', 'expired', 'period_unknown', 'in_development', 'none'] %}
                ('{{ status }}', counted.status_{{ status }}),
            {% endfor %}
            {% for quality in ['budget', 'monitoring', 'civil_society', 'disarmament'] %}
                {% for answer in ['yes', 'no', 'unknown'] %}
                    ('with_{{ quality }}_{{ answer }}', counted.{{ quality }}_{{ answer }}),
                {% endfor %}
            {% endfor %}
            ('adopted_not_begun', counted.adopted_not_begun),
            ('successor_in_development', counted.successor_in_development),
            ('ending_this_year', counted.ending_this_year),
            ('expiring_next_year', counted.expires_next_year)
        ) as listed (metric, numerator)
    union all
    select
        year,
        unit,
        is_provisional,
        year_end,
        null as countries,
        null as adopted,
        'plans_adopted' as metric,
        plans_adopted as numerator
    from regional
),

stated as (
    select
        as_of,
        stated_count,
        unit,
        source,
        case when is_at_least then 'at_least' when as_of_is_about then 'about' end as qualifier,
        unit = 'Regional Action Plans' as is_regional,
        unit in ('plans', 'NAPs', 'Regional Action Plans') as is_of_plans,
        {{ last_day('as_of') }} as as_of_day
    from {{ ref('nap_counts') }}
),

nearest as (
    select distinct on (counts.year, counts.unit)
        counts.year,
        counts.unit,
        stated.as_of,
        stated.as_of_day,
        stated.stated_count,
        stated.unit as stated_unit,
        stated.qualifier as stated_qualifier,
        stated.is_of_plans,
        stated.source
    from (
        select distinct
            year,
            unit,
            year_end
        from metrics
    ) as counts
    inner join stated on (counts.unit = 'regional_body') = stated.is_regional and counts.year_end >= stated.as_of_day
    order by counts.year asc, counts.unit asc, stated.as_of_day desc, stated.stated_count desc
),

-- What we know of the day that the stated count is of.
known as (
    select
        nearest.year,
        nearest.unit,
        count(distinct plan.country_id) as known_count,
        count(*) as known_plans
    from nearest
    inner join countries on nearest.year = countries.year and nearest.unit = countries.unit
    inner join {{ ref('fct_nap') }} as plan
        on countries.country_id = plan.country_id and nearest.as_of_day >= plan.adopted_by
    group by nearest.year, nearest.unit
    union all
    select
        nearest.year,
        nearest.unit,
        count(*) as known_count,
        count(*) as known_plans
    from nearest
    inner join {{ ref('dim_regional_plan') }} as plan
        on plan.is_plan and {{ last_day('plan.adopted_as_given') }} <= nearest.as_of_day
    where nearest.unit = 'regional_body'
    group by nearest.year, nearest.unit
),

figures as (
    select
        metrics.year,
        metrics.unit,
        metrics.metric,
        metric.counts,
        metrics.numerator::integer as numerator,
        case metric.out_of when 'countries' then metrics.countries when 'countries_with_plan' then metrics.adopted end
        ::integer as denominator,
        metrics.is_provisional,
        metric.in_words as definition
    from metrics
    inner join {{ ref('plan_metrics') }} as metric on metrics.metric = metric.metric
)

select
    figures.year,
    figures.unit,
    figures.metric,
    figures.counts,
    figures.numerator,
    figures.denominator,
    round(figures.numerator::numeric / nullif(figures.denominator, 0), 6) as share,
    nearest.stated_count,
    nearest.stated_unit,
    nearest.stated_qualifier,
    nearest.as_of as stated_as_of,
    nearest.source as stated_source_url,
    case when nearest.stated_count is not null then coalesce(known.known_count, 0) end::integer as known_count,
    case when nearest.stated_count is not null then coalesce(known.known_plans, 0) end::integer as known_plans,
    round(coalesce(known.known_count, 0)::numeric / nearest.stated_count, 6) as coverage,
    case when nearest.is_of_plans then round(coalesce(known.known_plans, 0)::numeric / nearest.stated_count, 6) end
        as coverage_by_plans,
    figures.is_provisional,
    figures.definition
from figures
left join nearest on figures.year = nearest.year and figures.unit = nearest.unit
left join known on figures.year = known.year and figures.unit = known.unit
