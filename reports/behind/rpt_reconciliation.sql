-- What of ours stands behind the figures of rpt_reconciliation, in the days that ours is counted over.
with statements as (
    select
        statement_id,
        measure,
        measured_of as unit,
        definition_id,
        scope,
        counted_from,
        counted_to,
        stated_in,
        percent_of_counts,
        population,
        case stated_in when 'nap_counts' then left(period, 4)::integer end as year
    from rpt_reconciliation
),

resolutions as (
    select
        statements.statement_id,
        resolution.symbol,
        resolution.resolution_number,
        meets.places,
        meets.paragraphs > 0 as meets
    from statements
    inner join dim_resolution as resolution
        on resolution.has_english_text
            and resolution.adopted_on between statements.counted_from and statements.counted_to
    cross join lateral (
        select
            count(*) as paragraphs,
            string_agg(
                coalesce(nullif(paragraph.locator, ''), paragraph.part || ' text ' || paragraph.ordinal),
                '; '
                order by paragraph.ordinal
            ) filter (where bridge.in_own_text) as places
        from bridge_paragraph_wps as bridge
        inner join fct_paragraph as paragraph on bridge.paragraph_id = paragraph.paragraph_id
        where
            resolution.symbol = bridge.symbol
            and statements.definition_id = bridge.definition_id
            and (bridge.in_body or statements.scope = 'body_and_annexes')
    ) as meets
    where
        statements.measure = 'council_share'
        and (statements.unit = 'resolution' or resolution.agenda_scope = 'country_or_situation')
),

under_the_item as (
    select
        statements.statement_id,
        statements.measure,
        resolution.symbol
    from statements
    inner join dim_resolution as resolution
        on resolution.is_wps_agenda_item
            and resolution.adopted_on between statements.counted_from and statements.counted_to
    where statements.measure in ('operative_paragraphs', 'commitments')
),

-- Plans known to be adopted by the day.
adopted as (
    select
        statements.statement_id,
        statements.measure,
        statements.counted_from,
        statements.counted_to,
        plan.*
    from statements
    inner join fct_nap as plan
        on statements.counted_to >= plan.adopted_by
            and (
                statements.unit = 'any'
                or plan.entity_type = 'member_state'
                or (plan.entity_type = 'observer_state' and statements.unit = 'member_state_or_observer')
            )
    where starts_with(statements.measure, 'countries_with_')
),

newest as (
    select distinct on (statement_id, country_id) *
    from adopted
    order by statement_id asc, country_id asc, adopted_by desc, edition desc
),

ending as (
    select distinct on (statement_id, country_id)
        statement_id,
        country_id,
        nap_id,
        coalesce(extended_to_claim_id, period_end_claim_id) as claim_id
    from adopted
    where ends_on between counted_from and counted_to
    order by statement_id asc, country_id asc, edition desc
),

answers as (
    select
        newest.statement_id,
        newest.country_id,
        coalesce(case newest.measure when 'countries_with_plan_ending' then ending.nap_id end, newest.nap_id) as nap_id,
        newest.measure = 'countries_with_plan' as is_of_all,
        case newest.measure
            when 'countries_with_plan' then 'yes'
            when 'countries_with_budget' then newest.has_budget
            when 'countries_with_disarmament' then newest.has_disarmament
            when 'countries_with_monitoring' then newest.has_monitoring
            when 'countries_with_civil_society' then newest.has_civil_society
            when 'countries_with_plan_ending'
                then case when ending.nap_id is not null then 'yes' when newest.ends_on is null then 'unknown' else 'no' end
        end as answer,
        case newest.measure
            when 'countries_with_plan' then newest.adopted_claim_id
            when 'countries_with_budget' then newest.budget_claim_id
            when 'countries_with_disarmament' then newest.disarmament_claim_id
            when 'countries_with_monitoring' then newest.monitoring_claim_id
            when 'countries_with_civil_society' then newest.civil_society_claim_id
            when 'countries_with_plan_ending' then coalesce(ending.claim_id, newest.period_end_claim_id)
        end as claim_id,
        newest.measure = 'countries_with_budget'
        and newest.has_budget = 'yes'
        and 'allocated' = any(string_to_array(newest.budget_kinds, ', ')) as has_allocated
    from newest
    left join ending on newest.statement_id = ending.statement_id and newest.country_id = ending.country_id
)

select
    array[resolutions.statement_id] as key,
    listed.figure,
    'resolution' as kind,
    resolutions.symbol as object,
    listed.places,
    null as nap_id,
    null as claim_id
from resolutions
cross join lateral (
    values
    ('denominator', true, null),
    ('numerator', resolutions.meets, resolutions.places)
) as listed (figure, counts, places)
where listed.counts
union all
select
    array[item.statement_id],
    'numerator',
    'paragraph',
    paragraph.paragraph_id,
    null,
    null,
    null
from under_the_item as item
inner join fct_paragraph as paragraph
    on item.symbol = paragraph.symbol and paragraph.part = 'operative' and paragraph.top_level
where item.measure = 'operative_paragraphs'
union all
select distinct
    array[item.statement_id],
    'numerator',
    'commitment',
    concat_ws('|', commitment.paragraph_id, commitment.verb_id, commitment.addressee_class),
    null,
    null,
    null
from under_the_item as item
inner join fct_commitment as commitment on item.symbol = commitment.symbol and commitment.asks
where item.measure = 'commitments'
union all
select
    array[answers.statement_id],
    listed.figure,
    'country',
    answers.country_id,
    null,
    answers.nap_id,
    answers.claim_id
from answers
cross join lateral (
    values
    ('numerator', answers.answer = 'yes'),
    ('denominator', not answers.is_of_all),
    ('unknown', not answers.is_of_all and (answers.answer is null or answers.answer not in ('yes', 'no'))),
    ('with_allocated_budget', answers.has_allocated)
) as listed (figure, counts)
where listed.counts
union all
select
    array[statement_id],
    'known_plans',
    'plan',
    nap_id,
    null,
    nap_id,
    adopted_claim_id
from adopted
union all
select
    array[statements.statement_id],
    listed.figure,
    'country',
    country.country_id,
    null,
    null,
    null
from statements
cross join lateral (
    values
    (
        'denominator',
        extract(year from statements.counted_to),
        statements.measure = 'countries_with_plan' and statements.unit <> 'any',
        statements.unit = 'member_state_or_observer'
    ),
    (
        'member_states',
        statements.year,
        statements.stated_in = 'nap_counts' and statements.percent_of_counts is not null,
        statements.population = 'Member States and observers'
    )
) as listed (figure, year, counts, with_observers)
inner join dim_country as country
    on (country.entity_type = 'member_state' and country.un_member_from <= listed.year)
        or (country.entity_type = 'observer_state' and country.observer_from <= listed.year and listed.with_observers)
where listed.counts
union all
select
    array[statements.statement_id],
    'numerator',
    'regional_plan',
    plan.regional_plan_id,
    null,
    null,
    null
from statements
inner join dim_regional_plan as plan
    on statements.measure = 'regional_plans'
        and plan.is_plan
        and case length(plan.adopted_as_given)
            when 4 then (plan.adopted_as_given || '-12-31')::date
            when 7 then ((plan.adopted_as_given || '-01')::date + interval '1 month - 1 day')::date
            else plan.adopted_as_given::date
        end <= statements.counted_to
