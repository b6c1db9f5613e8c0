-- Objects behind those figures of rpt_indicator that no other report counts.
with measures as (
    select distinct
        indicator_id,
        measure,
        definition_id
    from rpt_indicator
    where year = %(year)s
),

statements as (
    select
        measures.indicator_id,
        measures.measure,
        statement.symbol,
        measures.definition_id = any(string_to_array(statement.wps_definitions, ', ')) as meets
    from measures
    inner join fct_statement as statement
        on measures.measure in ('statements_naming_1325', 'statements_on_women')
            and statement.year = %(year)s
            and not statement.is_withdrawn
            and not statement.is_corrigendum
),

reports as (
    select
        archive_item_id,
        case kind when 'mission_report' then 'mission_reports_on_women' else 'report_analyses_listed' end as measure,
        kind = 'report_analysis' or 'A' = any(string_to_array(wps_definitions, ', ')) as counts
    from fct_archive_item
    where
        kind in ('mission_report', 'report_analysis')
        and substring(title from '.*\y((?:19|20)\d\d)\y') = %(year)s::text
)

select
    array[measures.indicator_id, measures.measure, 'all', %(year)s::text] as key,
    'numerator' as figure,
    'resolution' as kind,
    resolution.symbol as object,
    null as nap_id,
    null as claim_id
from measures
inner join dim_resolution as resolution
    on measures.measure = 'resolutions_under_the_item'
        and resolution.is_wps_agenda_item
        and resolution.year = %(year)s
union all
select
    array[statements.indicator_id, statements.measure, 'all', %(year)s::text],
    listed.figure,
    'statement',
    statements.symbol,
    null,
    null
from statements
cross join lateral (values ('denominator', true), ('numerator', statements.meets)) as listed (figure, counts)
where listed.counts
union all
select distinct
    array[measures.indicator_id, measures.measure, commitment.addressee_class, %(year)s::text],
    'numerator',
    'commitment',
    concat_ws('|', commitment.paragraph_id, commitment.verb_id, commitment.addressee_class),
    null,
    null
from measures
inner join fct_commitment as commitment
    on measures.measure = 'commitments_in_resolutions_under_the_item'
        and commitment.year = %(year)s
        and commitment.asks
inner join dim_resolution as resolution on commitment.symbol = resolution.symbol and resolution.is_wps_agenda_item
union all
select
    array[measures.indicator_id, measures.measure, 'all', %(year)s::text],
    listed.figure,
    'archive_item',
    reports.archive_item_id,
    null,
    null
from measures
inner join reports on measures.measure = reports.measure
cross join lateral (
    values
    ('numerator', reports.counts),
    ('denominator', reports.measure = 'mission_reports_on_women')
) as listed (figure, counts)
where listed.counts
union all
select
    array[measures.indicator_id, measures.measure, unit.unit, %(year)s::text],
    'numerator',
    'country',
    status.country_id,
    status.nap_id,
    coalesce(plan.extended_to_claim_id, plan.period_end_claim_id)
from measures
inner join fct_nap_status_year as status
    on measures.measure = 'countries_with_a_plan_in_force'
        and status.year = %(year)s
        and status.status in ('in_force', 'extended')
inner join (values ('member_state'), ('member_state_or_observer'), ('all')) as unit (unit)
    on unit.unit = 'all'
        or status.entity_type = 'member_state'
        or (status.entity_type = 'observer_state' and unit.unit = 'member_state_or_observer')
inner join fct_nap as plan on status.nap_id = plan.nap_id
