-- What became of each correction. A row that it changed carries its id; a row that is there and does not carry it said
-- something else: what is right already (nothing is left to correct), or a third thing (somebody has to look). As of a
-- past day there are only the corrections that had been made by then.
with held as (
    select
        'resolution' as entity,
        symbol as key,
        to_jsonb(resolution) as row_now,
        correction_ids
    from {{ ref('int_resolution') }} as resolution
    union all
    select
        'resolution_country' as entity,
        symbol as key,
        to_jsonb(agenda) as row_now,
        correction_ids
    from {{ ref('int_country_agenda') }} as agenda
    union all
    select
        'plan_claim' as entity,
        claim_id as key,
        to_jsonb(claim) as row_now,
        correction_ids
    from {{ ref('int_nap_claim') }} as claim
    union all
    select
        'archive_item' as entity,
        archive_item_id as key,
        to_jsonb(item) as row_now,
        correction_ids
    from {{ ref('int_archive_item') }} as item
    union all
    select
        'extract' as entity,
        extract_id as key,
        to_jsonb(piece) as row_now,
        correction_ids
    from {{ ref('int_extract_piece') }} as piece
),

found as (
    select
        correction.correction_id,
        count(held.key) as rows_found,
        bool_or(correction.correction_id = any(string_to_array(held.correction_ids, ', '))) as is_applied,
        bool_or(held.row_now ->> correction.field is not distinct from correction.value_to) as is_right,
        string_agg(distinct held.row_now ->> correction.field, ', ') as value_now
    from {{ ref('corrections') }} as correction
    left join held on correction.entity = held.entity and correction.key = held.key
    where {{ known_correction() }}
    group by correction.correction_id
)

select
    correction.correction_id,
    correction.entity,
    correction.key,
    correction.field,
    correction.value_from,
    correction.value_to,
    found.value_now,
    case
        when found.is_applied then 'applied'
        when found.rows_found = 0 then 'key_not_found'
        when found.is_right then 'right_already'
        else 'value_differs'
    end as state,
    correction.reason,
    correction.citation,
    correction.who,
    correction.corrected_on,
    correction.source
from {{ ref('corrections') }} as correction
inner join found on correction.correction_id = found.correction_id
