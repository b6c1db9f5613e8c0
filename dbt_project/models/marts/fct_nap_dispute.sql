-- Every claim that lost and says something else than the claim that decides, with both sides.
with statements as (
    select * from {{ ref('int_nap_resolution') }}
)

select
    other.statement_id as dispute_id,
    other.country_id || '-' || other.edition as nap_id,
    other.country_id,
    other.edition,
    other.field,
    deciding.can_decide as is_decided,
    deciding.value as deciding_value,
    deciding.value_precision as deciding_precision,
    deciding.unit as deciding_unit,
    deciding.event as deciding_event,
    deciding.source as deciding_source,
    deciding.source_class as deciding_source_class,
    deciding.claim_id as deciding_claim_id,
    deciding.claim_url as deciding_url,
    other.value as other_value,
    other.value_precision as other_precision,
    other.unit as other_unit,
    other.event as other_event,
    other.source as other_source,
    other.source_class as other_source_class,
    other.claim_id as other_claim_id,
    other.claim_url as other_url,
    other.standing as other_standing,
    other.lost_by as other_lost_by
from statements as other
inner join statements as deciding
    on other.country_id = deciding.country_id
        and other.edition = deciding.edition
        and other.field = deciding.field
        and deciding.place = 1
where other.differs and other.place > 1
