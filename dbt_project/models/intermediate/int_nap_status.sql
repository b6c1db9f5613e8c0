-- The status of each country at 31 December of each year since the first plan, up to the year that runs. Only plans
-- that were adopted and had begun by then count; of several, one in force goes first, then an extended one, then the
-- one that began last.
with years as (
    select
        year,
        make_date(year, 12, 31) as year_end,
        make_date(year, 12, 31) > {{ as_of_day() }} as is_provisional
    from
        generate_series({{ var('first_status_year', 2005) }}, extract(year from {{ as_of_day() }})::integer)
            as listed (year)
),

-- Member States and observer States of the year; and whoever else a plan is claimed of.
entities as (
    select
        country.country_id,
        country.entity_type,
        years.year,
        years.year_end,
        years.is_provisional
    from {{ ref('countries') }} as country
    cross join years
    where
        (country.entity_type = 'member_state' and country.un_member_from::integer <= years.year)
        or (country.entity_type = 'observer_state' and country.observer_from::integer <= years.year)
        or (
            country.entity_type not in ('member_state', 'observer_state')
            and country.country_id in (select claim.country_id from {{ ref('int_nap_statement') }} as claim)
        )
),

adopted_plans as (
    select
        entities.country_id,
        entities.year,
        plan.nap_id,
        plan.edition,
        plan.adopted_by,
        plan.in_force_by,
        plan.ends_on,
        plan.in_force_by <= entities.year_end as has_begun,
        entities.year = extract(year from plan.adopted_by) as counts_from_year,
        plan.adopted_by_from = 'adoption' and coalesce(plan.adopted_event, '') <> 'known_by_then' as year_is_told,
        entities.year = extract(year from plan.ends_on) as ends_in_year,
        case
            when plan.ends_as_adopted >= entities.year_end then 'in_force'
            when plan.ends_on >= entities.year_end then 'extended'
            when plan.ends_on is null then 'period_unknown'
            else 'expired'
        end as status
    from entities
    inner join {{ ref('int_nap_resolved') }} as plan
        on entities.country_id = plan.country_id and entities.year_end >= plan.adopted_by
),

adopted as (
    select
        country_id,
        year,
        count(*) as plans_adopted,
        max(edition) as highest_edition,
        count(*) filter (where counts_from_year and year_is_told) as plans_adopted_in_year,
        count(*) filter (where counts_from_year and not year_is_told) as plans_adopted_in_year_unknown,
        bool_or(not has_begun) as adopted_not_begun,
        bool_or(has_begun and ends_in_year) as ending_this_year
    from adopted_plans
    group by country_id, year
),

newest as (
    select distinct on (country_id, year)
        country_id,
        year,
        nap_id
    from adopted_plans
    order by country_id asc, year asc, adopted_by desc, edition desc
),

deciding as (
    select distinct on (country_id, year)
        country_id,
        year,
        nap_id,
        status,
        ends_on
    from adopted_plans
    where has_begun
    order by
        country_id asc,
        year asc,
        case status when 'in_force' then 1 when 'extended' then 2 else 3 end asc,
        in_force_by desc,
        edition desc
),

-- Somebody says that a plan is being made, until it is adopted. A page says so from our first sight of it until it does
-- no more; a dated source that the register cites says so of its own year; what bears no date, of the year that runs.
being_made as (
    select
        statement.country_id,
        statement.edition,
        coalesce((statement.seen_from at time zone 'UTC')::date, dated.stated_on::date) as said_from,
        case
            when statement.seen_from is null and dated.stated_on is not null
                then make_date(extract(year from dated.stated_on)::integer + 1, 1, 1)
            else coalesce((statement.seen_to at time zone 'UTC')::date, 'infinity')
        end as said_until
    from {{ ref('int_nap_statement') }} as statement
    left join {{ ref('plan_statement_dates') }} as dated on statement.claim_url = dated.url
    where statement.field = 'in_development' and statement.may_decide
),

making as (
    select distinct
        entities.country_id,
        entities.year
    from entities
    inner join being_made
        on entities.country_id = being_made.country_id
            and entities.year_end < being_made.said_until
            and case
                when being_made.said_from is null then entities.is_provisional
                else entities.year_end >= being_made.said_from
            end
    left join adopted_plans as made
        on entities.country_id = made.country_id
            and entities.year = made.year
            and case
                when being_made.edition is null then being_made.said_from < made.adopted_by
                else being_made.edition = made.edition
            end
    where made.nap_id is null
)

select
    entities.country_id,
    entities.year,
    entities.entity_type,
    case
        when deciding.status is not null then deciding.status
        when adopted.plans_adopted is null and making.year is not null then 'in_development'
        else 'none'
    end as status,
    deciding.nap_id,
    deciding.ends_on,
    adopted.plans_adopted is not null as has_adopted,
    newest.nap_id as newest_nap_id,
    coalesce(adopted.plans_adopted, 0)::integer as plans_adopted,
    coalesce(adopted.highest_edition, 0)::integer as highest_edition,
    coalesce(adopted.plans_adopted_in_year, 0)::integer as plans_adopted_in_year,
    coalesce(adopted.plans_adopted_in_year_unknown, 0)::integer as plans_adopted_in_year_unknown,
    coalesce(adopted.adopted_not_begun, false) as adopted_not_begun,
    adopted.plans_adopted is not null and making.year is not null as successor_in_development,
    coalesce(adopted.ending_this_year, false) as ending_this_year,
    coalesce(
        deciding.status in ('in_force', 'extended') and extract(year from deciding.ends_on) = entities.year + 1, false
    ) as expires_next_year,
    entities.is_provisional
from entities
left join adopted on entities.country_id = adopted.country_id and entities.year = adopted.year
left join newest on entities.country_id = newest.country_id and entities.year = newest.year
left join deciding on entities.country_id = deciding.country_id and entities.year = deciding.year
left join making on entities.country_id = making.country_id and entities.year = making.year
