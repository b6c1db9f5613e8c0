-- Every figure that somebody published, in one shape, with the rule that says what of ours answers it. Whether a stated
-- percentage follows from the counts stated with it is reckoned here; counts of countries are out of the Member States.
with members as (
    select
        statement.as_of,
        statement.unit,
        count(*) filter (
            where country.entity_type = 'member_state'
            or (country.entity_type = 'observer_state' and statement.unit = 'Member States and observers')
        ) as members
    from {{ ref('nap_counts') }} as statement
    inner join {{ ref('countries') }} as country
        on coalesce(country.un_member_from, country.observer_from)::integer <= left(statement.as_of, 4)::integer
    group by statement.as_of, statement.unit
),

statements as (
    select
        'published_figures ' || figure_id as statement_id,
        'published_figures' as stated_in,
        metric,
        period,
        population,
        value_as_stated,
        qualifier,
        unit = 'count' as is_count,
        case unit when 'count' then value::numeric end as stated_count,
        case unit when 'percent' then value when 'share' then round(100 * value, 1) end as stated_percent,
        numerator as stated_numerator,
        denominator as stated_denominator,
        denominator as reckoned_from,
        is_computed,
        source
    from {{ ref('published_figures') }}
    union all
    select
        'nap_counts ' || counts.as_of || ' ' || counts.unit as statement_id,
        'nap_counts' as stated_in,
        'how many plans there are, or countries with one' as metric,
        counts.as_of as period,
        counts.unit as population,
        counts.stated_count::text as value_as_stated,
        case when counts.is_at_least then 'at_least' when counts.as_of_is_about then 'about' end as qualifier,
        true as is_count,
        counts.stated_count::numeric as stated_count,
        counts.stated_percent,
        counts.stated_count as stated_numerator,
        null::integer as stated_denominator,
        members.members as reckoned_from,
        false as is_computed,
        counts.source
    from {{ ref('nap_counts') }} as counts
    inner join members on counts.as_of = members.as_of and counts.unit = members.unit
),

reckoned as (
    select
        *,
        100.0 * stated_numerator / nullif(reckoned_from, 0) as percent_of_counts
    from statements
),

final as (
    select
        reckoned.statement_id,
        reckoned.stated_in,
        reckoned.metric,
        reckoned.period,
        reckoned.population,
        reckoned.value_as_stated,
        reckoned.qualifier,
        reckoned.is_count,
        reckoned.stated_count,
        reckoned.stated_percent,
        reckoned.stated_numerator,
        reckoned.stated_denominator,
        case
            when reckoned.stated_percent is null or reckoned.is_computed then null
            else round(reckoned.percent_of_counts, scale(reckoned.stated_percent)) = reckoned.stated_percent
        end as stated_is_consistent,
        case
            when reckoned.stated_percent is not null then round(reckoned.percent_of_counts, 2)
        end as percent_of_counts,
        nullif(rule.measure, '') as measure,
        rule.unit,
        rule.definition_id,
        rule.scope,
        rule.from_on,
        rule.to_on,
        coalesce(rule.reason_code, 'no_rule') as reason_code,
        rule.reason,
        rule.needs,
        reckoned.source
    from reckoned
    left join {{ ref('reconciliation_rules') }} as rule on reckoned.statement_id = rule.statement_id
)

select * from final
