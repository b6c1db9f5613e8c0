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

plans as (
    select
        listed.measure,
        'all' as kind,
        status.year::text as period,
        count(*) filter (where listed.counts) as numerator,
        count(*) filter (where listed.is_asked) as denominator
    from {{ ref('fct_nap_status_year') }} as status
    left join {{ ref('fct_nap') }} as newest on status.newest_nap_id = newest.nap_id
    cross join
        lateral (
            values
            ('countries_with_a_plan_in_force', status.status in ('in_force', 'extended'), true),
            ('plans_on_disarmament', coalesce(newest.has_disarmament = 'yes', false), status.has_adopted)
        ) as listed (measure, counts, is_asked)
    group by listed.measure, status.year
),

figures as (
    select * from council
    union all
    select * from statements
    union all
    select * from commitments
    union all
    select * from archive
    union all
    select * from plans
)

select
    indicator.indicator_id,
    coalesce(measure.measure, 'none') as measure,
    coalesce(figures.kind, 'all') as kind,
    coalesce(figures.period, 'none') as period,
    indicator.number,
    indicator.sub,
    indicator.pillar,
    indicator.text,
    case indicator.served when 'yes' then 'yes' when 'partly' then 'partly' else 'no' end as answered,
    case when figures.period ~ '^\d{4}$' then figures.period::integer end as year,
    figures.numerator::integer as numerator,
    figures.denominator::integer as denominator,
    round(figures.numerator::numeric / nullif(figures.denominator, 0), 6) as share,
    measure.definition_id,
    measure.scope,
    measure.in_words,
    need.needs,
    indicator.text_evidence,
    indicator.source as source_url
from {{ ref('indicators') }} as indicator
inner join {{ ref('indicator_needs') }} as need on indicator.indicator_id = need.indicator_id
left join {{ ref('indicator_measures') }} as measure on indicator.indicator_id = measure.indicator_id
left join figures on measure.measure = figures.measure
