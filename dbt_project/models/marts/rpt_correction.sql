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
        ('archive_item', 'fct_archive_item')
    ) as listed (entity, mart) on corrections.entity = listed.entity
    union all
    select
        corrections.correction_id,
        'fct_extract' as mart,
        concat_ws(' | ', extract.extract_id, extract.match_number) as row_key
    from corrections
    inner join {{ ref('fct_extract') }} as extract on corrections.key = extract.extract_id
    where corrections.entity = 'extract'
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

gaps as (
    select
        corrections.correction_id,
        'rpt_archive_gap' as mart,
        gap.paragraph_id as row_key
    from corrections
    inner join {{ ref('rpt_archive_gap') }} as gap on corrections.key = gap.symbol
    where corrections.entity = 'resolution' and corrections.field = 'adopted_on'
    union all
    select
        corrections.correction_id,
        'rpt_archive_gap' as mart,
        gap.paragraph_id as row_key
    from corrections
    inner join {{ ref('int_archive_item') }} as item
        on corrections.key = item.archive_item_id or split_part(corrections.key, '#', 1) = item.archive_item_id
    inner join {{ ref('dim_resolution') }} as resolution
        on item.symbol = resolution.symbol
            or (corrections.field = 'resolution_number' and corrections.value_from = resolution.resolution_number::text)
    inner join {{ ref('rpt_archive_gap') }} as gap on resolution.symbol = gap.symbol
    where corrections.entity in ('archive_item', 'extract')
),

practices as (
    select
        corrections.correction_id,
        'rpt_practice' as mart,
        concat_ws(' | ', practice.practice_id, practice.nap_id) as row_key
    from corrections
    inner join {{ ref('fct_nap_claim') }} as claim on corrections.key = claim.claim_id
    inner join {{ ref('rpt_practice') }} as practice on claim.nap_id = practice.nap_id
    where corrections.entity = 'plan_claim'
),

touched as (
    select * from own
    union
    select * from themes
    union
    select * from gaps
    union
    select * from practices
    union
    select * from {{ ref('int_council_correction') }}
    union
    select * from {{ ref('int_plan_correction') }}
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
