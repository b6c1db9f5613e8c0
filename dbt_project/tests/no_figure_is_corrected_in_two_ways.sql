-- Also: each field is one that its entity has.
select
    entity,
    key,
    field,
    value_from,
    count(*) as corrections,
    string_agg(correction_id, ', ') as correction_ids
from {{ ref('corrections') }}
group by entity, key, field, value_from
having
    count(*) > 1
    or not (entity, field) in (
        ('resolution', 'adopted_on'),
        ('resolution', 'meeting'),
        ('resolution', 'meeting_record'),
        ('resolution', 'agenda_item'),
        ('resolution_country', 'country_id'),
        ('plan_claim', 'value'),
        ('archive_item', 'resolution_number'),
        ('extract', 'locator')
    )
