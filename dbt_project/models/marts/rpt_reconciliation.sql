-- Each published figure once, beside ours. What we count follows the rule of seed reconciliation_rules: resolutions by
-- their day of adoption, plans as they were known to be adopted by the day that the figure is of.
with statements as (
    select * from {{ ref('int_reconciliation_statement') }}
),

about_countries as (
    select distinct symbol from {{ ref('int_country_agenda') }}
    where scope = 'country_or_situation'
),

council as (
    select
        statements.statement_id,
        count(*) filter (
            where exists (
                select from {{ ref('bridge_paragraph_wps') }} as bridge
                where
                    resolution.symbol = bridge.symbol
                    and statements.definition_id = bridge.definition_id
                    and (bridge.in_body or statements.scope = 'body_and_annexes')
            )
        ) as numerator,
        count(*) as denominator
    from statements
    inner join {{ ref('dim_resolution') }} as resolution
        on resolution.has_english_text and resolution.adopted_on between statements.from_on and statements.to_on
    left join about_countries on resolution.symbol = about_countries.symbol
    where
        statements.measure = 'council_share'
        and (statements.unit = 'resolution' or about_countries.symbol is not null)
    group by statements.statement_id
),

agenda as (
    select
        statements.statement_id,
        count(*) as numerator
    from statements
    inner join {{ ref('dim_resolution') }} as resolution
        on resolution.is_wps_agenda_item and resolution.adopted_on between statements.from_on and statements.to_on
    inner join {{ ref('fct_paragraph') }} as paragraph
        on resolution.symbol = paragraph.symbol and paragraph.part = 'operative' and paragraph.top_level
    where statements.measure = 'operative_paragraphs'
    group by statements.statement_id
    union all
    select
        statements.statement_id,
        count(distinct concat_ws('|', commitment.paragraph_id, commitment.verb_id, commitment.addressee_class))
            as numerator
    from statements
    inner join {{ ref('dim_resolution') }} as resolution
        on resolution.is_wps_agenda_item and resolution.adopted_on between statements.from_on and statements.to_on
    inner join {{ ref('fct_commitment') }} as commitment on resolution.symbol = commitment.symbol and commitment.asks
    where statements.measure = 'commitments'
    group by statements.statement_id
),

-- Plans known to be adopted by the day.
adopted as (
    select
        statements.statement_id,
        statements.measure,
        statements.from_on,
        statements.to_on,
        plan.nap_id,
        plan.country_id,
        plan.edition,
        plan.adopted_by,
        plan.ends_on,
        plan.has_budget,
        plan.budget_kinds,
        plan.has_disarmament,
        plan.has_monitoring,
        plan.has_civil_society
    from statements
    inner join {{ ref('fct_nap') }} as plan
        on statements.to_on >= plan.adopted_by
            and (
                statements.unit = 'any'
                or plan.entity_type = 'member_state'
                or (plan.entity_type = 'observer_state' and statements.unit = 'member_state_or_observer')
            )
    where statements.measure like 'countries\_with\_%'
),

newest as (
    select distinct on (statement_id, country_id) *
    from adopted
    order by statement_id asc, country_id asc, adopted_by desc, edition desc
),

-- Any of a country's plans may end in the time.
ending as (
    select distinct
        statement_id,
        country_id
    from adopted
    where ends_on between from_on and to_on
),

-- What holds of a country's newest plan. Whether one ends in the time is unknown where no source tells the newest one's
-- end: an older plan without an end has been replaced.
answered as (
    select
        newest.statement_id,
        newest.measure,
        listed.answer,
        newest.has_budget = 'yes' and 'allocated' = any(string_to_array(newest.budget_kinds, ', ')) as has_allocated
    from newest
    left join ending on newest.statement_id = ending.statement_id and newest.country_id = ending.country_id
    cross join
        lateral (
            values
            ('countries_with_plan', 'yes'),
            ('countries_with_budget', newest.has_budget),
            ('countries_with_disarmament', newest.has_disarmament),
            ('countries_with_monitoring', newest.has_monitoring),
            ('countries_with_civil_society', newest.has_civil_society),
            (
                'countries_with_plan_ending',
                case
                    when ending.country_id is not null then 'yes'
                    when newest.ends_on is null then 'unknown'
                    else 'no'
                end
            )
        ) as listed (measure, answer)
    where newest.measure = listed.measure
),

known_plans as (
    select
        statement_id,
        count(*) as plans
    from adopted
    group by statement_id
),

members as (
    select
        statements.statement_id,
        count(*) as denominator
    from statements
    inner join {{ ref('dim_country') }} as country
        on (country.entity_type = 'member_state' and country.un_member_from <= extract(year from statements.to_on))
            or (
                country.entity_type = 'observer_state'
                and country.observer_from <= extract(year from statements.to_on)
                and statements.unit = 'member_state_or_observer'
            )
    where statements.measure = 'countries_with_plan' and statements.unit <> 'any'
    group by statements.statement_id
),

ours as (
    select
        statement_id,
        numerator,
        denominator,
        null::bigint as unknown,
        null::bigint as with_allocated_budget
    from council
    union all
    select
        statement_id,
        numerator,
        null as denominator,
        null as unknown,
        null as with_allocated_budget
    from agenda
    union all
    select
        answered.statement_id,
        count(*) filter (where answered.answer = 'yes') as numerator,
        case
            when answered.measure <> 'countries_with_plan' then count(*)
            else min(members.denominator)
        end as denominator,
        case
            when answered.measure <> 'countries_with_plan'
                then count(*) filter (where answered.answer is null or answered.answer not in ('yes', 'no'))
        end as unknown,
        case
            when answered.measure = 'countries_with_budget' then count(*) filter (where answered.has_allocated)
        end as with_allocated_budget
    from answered
    left join members on answered.statement_id = members.statement_id
    group by answered.statement_id, answered.measure
    union all
    select
        statements.statement_id,
        count(*) as numerator,
        null as denominator,
        null as unknown,
        null as with_allocated_budget
    from statements
    inner join {{ ref('dim_regional_plan') }} as plan
        on plan.is_plan and {{ last_day('plan.adopted_as_given') }} <= statements.to_on
    where statements.measure = 'regional_plans'
    group by statements.statement_id
),

-- What was counted and not found is none; a share of none is no share. Shares are of those of which it is known: what
-- is unknown is neither yes nor no, and the bounds say what it may be.
counted as (
    select
        statements.*,
        case
            when statements.is_count and statements.measure is not null then coalesce(ours.numerator, 0)
            else ours.numerator
        end as numerator,
        ours.denominator,
        ours.unknown,
        ours.with_allocated_budget,
        known_plans.plans as known_plans,
        round(100.0 * ours.numerator / nullif(ours.denominator - coalesce(ours.unknown, 0), 0), 2) as percent,
        case when ours.unknown is not null then round(100.0 * ours.numerator / nullif(ours.denominator, 0), 2) end
            as percent_at_least,
        round(100.0 * (ours.numerator + ours.unknown) / nullif(ours.denominator, 0), 2) as percent_at_most
    from statements
    left join ours on statements.statement_id = ours.statement_id
    left join known_plans on statements.statement_id = known_plans.statement_id
),

compared as (
    select
        *,
        case when is_count then numerator - stated_count else percent - stated_percent end as difference,
        round(
            case
                when measure in ('countries_with_plan', 'regional_plans') then numerator / stated_count
                when measure like 'countries\_with\_%' then denominator::numeric / stated_denominator
            end, 6
        ) as coverage
    from counted
)

select
    statement_id,
    stated_in,
    metric,
    period,
    population,
    value_as_stated,
    qualifier,
    stated_numerator,
    stated_denominator,
    stated_percent,
    percent_of_counts,
    stated_is_consistent,
    measure,
    unit as measured_of,
    definition_id,
    scope,
    from_on as counted_from,
    to_on as counted_to,
    numerator::integer as numerator,
    denominator::integer as denominator,
    percent,
    percent_at_least,
    percent_at_most,
    unknown::integer as unknown,
    with_allocated_budget::integer as with_allocated_budget,
    known_plans::integer as known_plans,
    coverage,
    difference,
    case when difference = 0 then 'exact' else reason_code end as reason_code,
    reason,
    needs,
    source as source_url
from compared
