-- Which rows of reports a corrected agenda item, country or day of adoption bears on: those that the resolution left
-- and those that it came to.
with corrections as (
    select
        correction_id,
        entity,
        key,
        field,
        value_from,
        value_to
    from {{ ref('int_correction') }}
    where state = 'applied'
),

-- What the wrong agenda item was about, by the same rules.
old_items as (
    select
        corrections.correction_id,
        resolution.symbol,
        resolution.year,
        resolution.title,
        agenda.scope,
        agenda.country_id,
        dense_rank() over (partition by corrections.correction_id order by agenda.title_pattern is null) as preference
    from corrections
    inner join {{ ref('int_resolution') }} as resolution on corrections.key = resolution.symbol
    left join {{ ref('agenda_country') }} as agenda
        on {{ alias_key('corrections.value_from') }} = {{ alias_key('agenda.agenda_item') }}
            and (agenda.title_pattern is null or resolution.title ~* agenda.title_pattern)
    where corrections.entity = 'resolution' and corrections.field = 'agenda_item'
),

old_kinds as (
    select distinct on (old_items.correction_id)
        old_items.correction_id,
        rule.kind
    from old_items
    inner join {{ ref('resolution_kinds') }} as rule
        on case rule.reads when 'title' then old_items.title else old_items.scope end ~* rule.pattern
    where old_items.preference = 1
    order by old_items.correction_id asc, rule.rank asc
),

-- An agenda item moves a resolution between the groups of its year, and from countries to others.
moved as (
    select
        corrections.correction_id,
        corrections.value_from,
        corrections.value_to,
        resolution.symbol,
        resolution.year,
        resolution.adopted_on,
        'Women and peace and security' in (corrections.value_from, corrections.value_to) as moves_the_wps_item
    from corrections
    inner join {{ ref('int_resolution') }} as resolution on corrections.key = resolution.symbol
    where corrections.entity = 'resolution' and corrections.field = 'agenda_item'
),

divided as (
    select distinct
        moved.correction_id,
        moved.year,
        definition.definition_id,
        scopes.scope,
        listed.by,
        listed.value
    from moved
    inner join {{ ref('int_council_kind') }} as kind on moved.symbol = kind.symbol
    left join old_kinds on moved.correction_id = old_kinds.correction_id
    cross join {{ ref('definitions') }} as definition
    cross join (values ('body'), ('body_and_annexes')) as scopes (scope)
    cross join
        lateral (
            values
            ('agenda_item', coalesce(moved.value_from, 'unknown')),
            ('agenda_item', coalesce(moved.value_to, 'unknown')),
            ('kind', kind.kind),
            ('kind', coalesce(old_kinds.kind, 'unknown'))
        ) as listed (by, value)
),

groups as (
    select
        correction_id,
        'rpt_council_year_by' as mart,
        concat_ws(' | ', year, definition_id, scope, by, value) as row_key
    from divided
),

indicators as (
    select
        divided.correction_id,
        'rpt_indicator' as mart,
        concat_ws(' | ', measure.indicator_id, measure.measure, divided.value, divided.year) as row_key
    from divided
    inner join {{ ref('indicator_measures') }} as measure
        on divided.definition_id = measure.definition_id and divided.scope = measure.scope
    where divided.by = 'kind' and measure.measure like 'resolutions\_%'
    union all
    select
        moved.correction_id,
        'rpt_indicator' as mart,
        concat_ws(' | ', measure.indicator_id, measure.measure, 'all', moved.year) as row_key
    from moved
    inner join {{ ref('indicator_measures') }} as measure on measure.measure = 'resolutions_under_the_item'
    where moved.moves_the_wps_item
    union all
    select
        moved.correction_id,
        'rpt_indicator' as mart,
        concat_ws(' | ', measure.indicator_id, measure.measure, commitment.addressee_class, moved.year) as row_key
    from moved
    inner join {{ ref('int_paragraph') }} as paragraph on moved.symbol = paragraph.symbol
    inner join {{ ref('int_commitment') }} as commitment
        on paragraph.paragraph_id = commitment.paragraph_id and commitment.asks
    inner join {{ ref('indicator_measures') }} as measure
        on measure.measure = 'commitments_in_resolutions_under_the_item'
    where moved.moves_the_wps_item
),

-- A day of adoption moves a resolution into the time that a published figure is of, or out of it.
statements as (
    select
        moved.correction_id,
        'rpt_reconciliation' as mart,
        statement.statement_id as row_key
    from moved
    inner join {{ ref('int_reconciliation_statement') }} as statement
        on moved.adopted_on between statement.from_on and statement.to_on
            and (
                statement.unit = 'resolution_on_a_country'
                or (statement.unit = 'wps_agenda_resolution' and moved.moves_the_wps_item)
            )
    union all
    select
        corrections.correction_id,
        'rpt_reconciliation' as mart,
        statement.statement_id as row_key
    from corrections
    inner join {{ ref('int_reconciliation_statement') }} as statement
        on statement.unit in ('resolution', 'resolution_on_a_country', 'wps_agenda_resolution')
            and (
                corrections.value_from between statement.from_on::text and statement.to_on::text
                or corrections.value_to between statement.from_on::text and statement.to_on::text
            )
    where corrections.entity = 'resolution' and corrections.field = 'adopted_on'
),

countries as (
    select
        moved.correction_id,
        'rpt_country_scorecard' as mart,
        concat_ws(' | ', agenda.country_id, agenda.year) as row_key
    from moved
    inner join {{ ref('int_country_agenda') }} as agenda
        on moved.symbol = agenda.symbol and agenda.country_id is not null
    union all
    select
        moved.correction_id,
        'rpt_country_scorecard' as mart,
        concat_ws(' | ', vote.country_id, moved.year) as row_key
    from moved
    inner join {{ ref('int_vote') }} as vote on moved.year = vote.year and vote.country_id is not null
    where moved.moves_the_wps_item
    union all
    select
        correction_id,
        'rpt_country_scorecard' as mart,
        concat_ws(' | ', country_id, year) as row_key
    from old_items
    where preference = 1 and country_id is not null
    union all
    select
        corrections.correction_id,
        'rpt_country_scorecard' as mart,
        concat_ws(' | ', listed.country_id, resolution.year) as row_key
    from corrections
    inner join {{ ref('int_resolution') }} as resolution on corrections.key = resolution.symbol
    cross join lateral (values (corrections.value_from), (corrections.value_to)) as listed (country_id)
    where corrections.entity = 'resolution_country' and listed.country_id is not null
)

select * from groups
union
select * from indicators
union
select * from statements
union
select * from countries
