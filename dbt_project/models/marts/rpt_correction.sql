-- Each correction, with the row that it changed and the rows of reports that count it; row_key is the row's key as in
-- rpt_change, which has the figures. A correction that changed nothing has one row, which says why.
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

own as (
    select
        corrections.correction_id,
        listed.mart,
        corrections.key as row_key
    from corrections
    inner join (
        values
        ('resolution', 'dim_resolution'),
        ('resolution_country', 'dim_resolution'),
        ('plan_claim', 'fct_nap_claim'),
        ('archive_item', 'fct_archive_item'),
        ('extract', 'fct_extract')
    ) as listed (entity, mart) on corrections.entity = listed.entity
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
    inner join {{ ref('dim_resolution') }} as resolution on corrections.key = resolution.symbol
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
groups as (
    select
        corrections.correction_id,
        'rpt_council_year_by' as mart,
        concat_ws(' | ', resolution.year, definition.definition_id, scopes.scope, listed.by, listed.value) as row_key
    from corrections
    inner join {{ ref('dim_resolution') }} as resolution on corrections.key = resolution.symbol
    inner join {{ ref('int_council_kind') }} as kind on corrections.key = kind.symbol
    left join old_kinds on corrections.correction_id = old_kinds.correction_id
    cross join {{ ref('definitions') }} as definition
    cross join (values ('body'), ('body_and_annexes')) as scopes (scope)
    cross join
        lateral (
            values
            ('agenda_item', coalesce(corrections.value_from, 'unknown')),
            ('agenda_item', coalesce(corrections.value_to, 'unknown')),
            ('kind', kind.kind),
            ('kind', coalesce(old_kinds.kind, 'unknown'))
        ) as listed (by, value)
    where corrections.entity = 'resolution' and corrections.field = 'agenda_item'
),

countries as (
    select
        corrections.correction_id,
        'rpt_country_scorecard' as mart,
        concat_ws(' | ', agenda.country_id, agenda.year) as row_key
    from corrections
    inner join {{ ref('int_country_agenda') }} as agenda
        on corrections.key = agenda.symbol and agenda.country_id is not null
    where corrections.entity = 'resolution' and corrections.field = 'agenda_item'
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
    inner join {{ ref('dim_resolution') }} as resolution on corrections.key = resolution.symbol
    cross join lateral (values (corrections.value_from), (corrections.value_to)) as listed (country_id)
    where corrections.entity = 'resolution_country' and listed.country_id is not null
    union all
    select
        corrections.correction_id,
        'rpt_country_scorecard' as mart,
        concat_ws(' | ', card.country_id, card.year) as row_key
    from corrections
    inner join {{ ref('fct_nap_claim') }} as claim on corrections.key = claim.claim_id
    inner join {{ ref('rpt_country_scorecard') }} as card on claim.country_id = card.country_id
    where corrections.entity = 'plan_claim' and card.nap_id is not null
),

themes as (
    select distinct
        corrections.correction_id,
        'rpt_theme_year' as mart,
        concat_ws(' | ', resolution.year, theme.theme_id, 'archive') as row_key
    from corrections
    inner join {{ ref('int_archive_item') }} as item
        on corrections.key = item.archive_item_id or split_part(corrections.key, '#', 1) = item.archive_item_id
    inner join {{ ref('int_archive_theme') }} as theme on item.archive_item_id = theme.archive_item_id
    inner join {{ ref('dim_resolution') }} as resolution
        on item.symbol = resolution.symbol
            or (corrections.field = 'resolution_number' and corrections.value_from = resolution.resolution_number::text)
    where corrections.entity in ('archive_item', 'extract')
),

touched as (
    select * from own
    union
    select * from groups
    union
    select * from countries
    union
    select * from themes
)

select
    correction.correction_id,
    coalesce(touched.mart, 'none') as mart,
    coalesce(touched.row_key, 'none') as row_key,
    correction.state,
    correction.entity,
    correction.key,
    correction.field,
    correction.value_from as value_before,
    correction.value_to as value_after,
    correction.value_now,
    correction.reason,
    correction.citation,
    correction.who,
    correction.corrected_on,
    correction.source as source_url
from {{ ref('int_correction') }} as correction
left join touched on correction.correction_id = touched.correction_id
