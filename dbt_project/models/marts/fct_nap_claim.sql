{{ config(indexes=[{'columns': ['country_id', 'edition']}, {'columns': ['field', 'is_current']}]) }}

select
    claim_id,
    country_id,
    country_as_given,
    edition,
    edition_from,
    of_plan,
    field,
    value,
    value_precision,
    unit,
    event,
    source,
    page_key,
    claim_url,
    sentence_start,
    sentence_end,
    sentence,
    rule,
    evidence,
    may_decide,
    seen_from,
    seen_to,
    seen_to is null as is_current,
    source_url,
    body_sha256
from {{ ref('int_nap_claim') }}
