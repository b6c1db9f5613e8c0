{{ config(indexes=[{'columns': ['country_id', 'edition']}, {'columns': ['field', 'is_current']}]) }}

select
    claim.claim_id,
    claim.country_id,
    claim.country_as_given,
    claim.edition,
    claim.edition_from,
    plan.country_id || '-' || plan.edition as nap_id,
    plan.edition_rule as nap_rule,
    claim.of_plan,
    claim.field,
    claim.value,
    claim.value_precision,
    claim.unit,
    claim.event,
    claim.source,
    claim.page_key,
    claim.claim_url,
    claim.sentence_start,
    claim.sentence_end,
    claim.sentence,
    claim.rule,
    claim.evidence,
    claim.may_decide,
    claim.correction_ids,
    claim.seen_from,
    claim.seen_to,
    claim.seen_to is null as is_current,
    claim.source_url,
    claim.body_sha256
from {{ ref('int_nap_claim') }} as claim
left join {{ ref('int_nap_edition') }} as plan on claim.claim_id = plan.claim_id
