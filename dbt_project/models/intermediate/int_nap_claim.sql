-- Every claim on a national action plan, of pages and of the register, in one shape. Who is right is decided later.
-- A corrected date is as exact as the correction writes it.
with claims as (
    select
        claim.claim_id,
        alias.country_id,
        claim.country_as_given,
        claim.edition,
        claim.edition_from,
        claim.of_plan,
        claim.field,
        claim.value,
        claim.value_precision,
        claim.unit,
        -- What was done on the day is in the rule that read it: adoption_launched, label_approved.
        case
            when claim.field = 'adopted_on' then nullif(regexp_replace(claim.rule, '^(adoption|label)_', ''), 'adopted')
        end as event,
        claim.source,
        claim.page_key,
        claim.claim_url,
        claim.sentence_start,
        claim.sentence_end,
        claim.sentence,
        claim.rule,
        'page' as evidence,
        true as may_decide,
        claim.seen_from,
        claim.seen_to,
        claim.source_url,
        claim.body_sha256
    from {{ ref('int_nap_page_claim') }} as claim
    left join {{ ref('country_aliases') }} as alias on {{ alias_key('claim.country_as_given') }} = alias.alias_key
    union all
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
        null as sentence_start,
        null as sentence_end,
        null as sentence,
        rule,
        evidence,
        may_decide,
        null as seen_from,
        null as seen_to,
        claim_url as source_url,
        null as body_sha256
    from {{ ref('int_nap_register_claim') }}
),

corrected as (
    select
        claim_id,
        country_id,
        country_as_given,
        edition,
        edition_from,
        of_plan,
        field,
        {{ corrected('plan_claim', 'claim_id', 'value', 'value') }} as value,
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
        source_url,
        body_sha256,
        {{ correction_ids('plan_claim', 'claim_id', {'value': 'value'}) }} as correction_ids
    from claims
)

select
    claim_id,
    country_id,
    country_as_given,
    edition,
    edition_from,
    of_plan,
    field,
    value,
    case
        when correction_ids is null or value_precision not in ('year', 'month', 'day') then value_precision
        when length(value) = 4 then 'year'
        when length(value) = 7 then 'month'
        when length(value) = 10 then 'day'
    end as value_precision,
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
    correction_ids,
    seen_from,
    seen_to,
    source_url,
    body_sha256
from corrected
