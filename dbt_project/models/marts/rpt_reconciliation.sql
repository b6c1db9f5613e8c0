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

-- The newest plan of each country that was adopted by the day.
plans as (
    select distinct on (statements.statement_id, plan.country_id)
        statements.statement_id,
        statements.measure,
        statements.from_on,
        statements.to_on,
        plan.has_budget,
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
    order by statements.statement_id asc, plan.country_id asc, plan.adopted_by desc, plan.edition desc
),

answered as (
    select
        plans.statement_id,
        plans.measure,
        listed.answer
    from plans
    cross join
        lateral (
            values
            ('countries_with_plan', 'yes'),
            ('countries_with_budget', plans.has_budget),
            ('countries_with_disarmament', plans.has_disarmament),
            ('countries_with_monitoring', plans.has_monitoring),
            ('countries_with_civil_society', plans.has_civil_society)
        ) as listed (measure, answer)
    where plans.measure = listed.measure
),

-- Any of a country's plans may end in the time.
ending as (
    select
        statements.statement_id,
        count(distinct plan.country_id) filter (
            where plan.ends_on between statements.from_on and statements.to_on
        ) as numerator,
        count(distinct plan.country_id) as denominator,
        count(distinct plan.country_id) filter (where plan.ends_on is null) as unknown
    from statements
    inner join {{ ref('fct_nap') }} as plan on statements.to_on >= plan.adopted_by
    where statements.measure = 'countries_with_plan_ending'
    group by statements.statement_id
),

members as (
    select
        statements.statement_id,
        count(*) as denominator
    from statements
    inner join {{ ref('dim_country') }} as country
        on (country.entity_type = 'member_state' and country.un_member_from <= extract(year from statements.to_on))
            or (country.entity_type = 'observer_state' and statements.unit = 'member_state_or_observer')
    where statements.measure = 'countries_with_plan' and statements.unit <> 'any'
    group by statements.statement_id
),

ours as (
    select
        statement_id,
        numerator,
        denominator,
        null::bigint as unknown
    from council
    union all
    select
        statement_id,
        numerator,
        null as denominator,
        null as unknown
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
        end as unknown
    from answered
    left join members on answered.statement_id = members.statement_id
    group by answered.statement_id, answered.measure
    union all
    select
        statement_id,
        numerator,
        denominator,
        unknown
    from ending
    union all
    select
        statements.statement_id,
        count(*) as numerator,
        null as denominator,
        null as unknown
    from statements
    inner join {{ ref('dim_regional_plan') }} as plan
        on plan.is_plan and {{ last_day('plan.adopted_as_given') }} <= statements.to_on
    where statements.measure = 'regional_plans'
    group by statements.statement_id
),

-- What was counted and not found is none; a share of none is no share.
counted as (
    select
        statements.*,
        case
            when statements.is_count and statements.measure is not null then coalesce(ours.numerator, 0)
            else ours.numerator
        end as numerator,
        ours.denominator,
        ours.unknown,
        round(100.0 * ours.numerator / nullif(ours.denominator, 0), 2) as percent
    from statements
    left join ours on statements.statement_id = ours.statement_id
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
    numerator::integer as numerator,
    denominator::integer as denominator,
    percent,
    unknown::integer as unknown,
    coverage,
    difference,
    case when difference = 0 then 'exact' else reason_code end as reason_code,
    reason,
    needs,
    source as source_url
from compared
