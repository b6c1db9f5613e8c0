-- The 26 indicators of S/2010/498: one row per measure, kind and year for those that these sources serve, fully or in
-- part; one row without figures for each of the others. All say what they would need.
with council as (
    select
        measure.measure,
        'all' as kind,
        figures.year::text as period,
        figures.numerator,
        figures.denominator
    from {{ ref('indicator_measures') }} as measure
    inner join {{ ref('rpt_council_year') }} as figures
        on measure.definition_id = figures.definition_id and measure.scope = figures.scope
    where measure.measure like 'resolutions\_%'
    union all
    select
        measure.measure,
        figures.value as kind,
        figures.year::text as period,
        figures.numerator,
        figures.denominator
    from {{ ref('indicator_measures') }} as measure
    inner join {{ ref('rpt_council_year_by') }} as figures
        on measure.definition_id = figures.definition_id and measure.scope = figures.scope and figures.by = 'kind'
    where measure.measure like 'resolutions\_%'
    union all
    select
        'resolutions_under_the_item' as measure,
        'all' as kind,
        year::text as period,
        count(*) filter (where is_wps_agenda_item) as numerator,
        count(*) as denominator
    from {{ ref('dim_resolution') }}
    group by year
),

statements as (
    select
        measure.measure,
        'all' as kind,
        statement.year::text as period,
        count(*) filter (
            where measure.definition_id = any(string_to_array(statement.wps_definitions, ', '))
        ) as numerator,
        count(*) as denominator
    from {{ ref('indicator_measures') }} as measure
    inner join {{ ref('fct_statement') }} as statement
        on not statement.is_withdrawn and not statement.is_corrigendum
    where measure.measure like 'statements\_%'
    group by measure.measure, statement.year
),

commitments as (
    select
        'commitments_in_resolutions_under_the_item' as measure,
        commitment.addressee_class as kind,
        commitment.year::text as period,
        count(distinct concat_ws('|', commitment.paragraph_id, commitment.verb_id)) as numerator,
        null::bigint as denominator
    from {{ ref('fct_commitment') }} as commitment
    inner join {{ ref('dim_resolution') }} as resolution
        on commitment.symbol = resolution.symbol and resolution.is_wps_agenda_item
    where commitment.asks
    group by commitment.addressee_class, commitment.year
),

-- Reports bear no date of their own in the archive; their titles end with the mission's year.
listed as (
    select
        case item.kind when 'mission_report' then 'mission_reports_on_women' else 'report_analyses_listed' end
            as measure,
        coalesce(substring(item.title from '.*\y((?:19|20)\d\d)\y'), 'undated') as period,
        item.kind = 'report_analysis' or item.text ~* definition.pattern as counts
    from {{ ref('int_archive_item') }} as item
    cross join {{ ref('definitions') }} as definition
    where definition.definition_id = 'A' and item.kind in ('mission_report', 'report_analysis')
),

archive as (
    select
        measure,
        'all' as kind,
        period,
        count(*) filter (where counts) as numerator,
        case measure when 'mission_reports_on_women' then count(*) end as denominator
    from listed
    group by measure, period
),

-- Whose plans: as rpt_nap_year counts them. Where a period's end is unknown, so is whether the plan is in force.
plans as (
    select
        listed.measure,
        figures.unit as kind,
        figures.year::text as period,
        sum(figures.numerator) filter (where not listed.is_unknown) as numerator,
        sum(figures.numerator) filter (where listed.is_unknown) as unknown,
        min(figures.denominator) as denominator,
        min(figures.coverage) as coverage
    from (
        values
        ('countries_with_a_plan_in_force', 'in_force', false),
        ('countries_with_a_plan_in_force', 'extended', false),
        ('countries_with_a_plan_in_force', 'period_unknown', true),
        ('plans_on_disarmament', 'with_disarmament_yes', false),
        ('plans_on_disarmament', 'with_disarmament_unknown', true)
    ) as listed (measure, metric, is_unknown)
    inner join {{ ref('rpt_nap_year') }} as figures on listed.metric = figures.metric
    group by listed.measure, figures.unit, figures.year
),

others as (
    select * from council
    union all
    select * from statements
    union all
    select * from commitments
    union all
    select * from archive
),

figures as (
    select
        others.*,
        null::numeric as unknown,
        null::numeric as coverage
    from others
    union all
    select
        measure,
        kind,
        period,
        numerator,
        denominator,
        unknown,
        coverage
    from plans
),

dated as (
    select
        *,
        case when period ~ '^\d{4}$' then period::integer end as year
    from figures
)

select
    indicator.indicator_id,
    coalesce(measure.measure, 'none') as measure,
    coalesce(dated.kind, 'all') as kind,
    coalesce(dated.period, 'none') as period,
    indicator.number,
    indicator.sub,
    indicator.pillar,
    indicator.text,
    case indicator.served when 'yes' then 'yes' when 'partly' then 'partly' else 'no' end as answered,
    dated.year,
    dated.numerator::integer as numerator,
    dated.denominator::integer as denominator,
    dated.unknown::integer as unknown,
    round(dated.numerator::numeric / nullif(dated.denominator - coalesce(dated.unknown, 0), 0), 6) as share,
    dated.coverage,
    make_date(dated.year, 12, 31) > {{ as_of_day() }} as is_provisional,
    measure.definition_id,
    measure.scope,
    measure.in_words,
    need.needs,
    indicator.text_evidence,
    indicator.source as source_url
from {{ ref('indicators') }} as indicator
inner join {{ ref('indicator_needs') }} as need on indicator.indicator_id = need.indicator_id
left join {{ ref('indicator_measures') }} as measure on indicator.indicator_id = measure.indicator_id
left join dated on measure.measure = dated.measure
