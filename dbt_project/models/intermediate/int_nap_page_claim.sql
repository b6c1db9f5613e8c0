-- What pages claim of plans, one row per claim and unbroken time in which its page made it. A page that is rewritten
-- around a claim still makes it: the row then shows the newest sentence. A claim that was gone and is back is another.
with versions as (
    select
        *,
        row_number() over (partition by source, key order by seen_from, seen_to, record_sha256) as version
    from {{ ref('base__record_version') }}
),

claims as (
    select
        versions.source,
        versions.key as page_key,
        versions.version,
        versions.payload,
        claim.value as claim,
        -- What is claimed, wherever it stands on the page.
        jsonb_build_array(
            versions.source, versions.key, claim.value -> 'field', claim.value -> 'edition', claim.value -> 'of',
            claim.value -> 'value', claim.value -> 'unit'
        ) as claimed,
        (claim.value ->> 'start')::integer as sentence_start,
        (claim.value ->> 'end')::integer as sentence_end,
        versions.seen_from,
        versions.seen_to,
        versions.canonical_url,
        versions.body_sha256
    from versions
    cross join lateral jsonb_array_elements(versions.payload -> 'claims') as claim (value)
),

-- The same in another sentence of the page is another claim.
numbered as (
    select
        *,
        row_number() over (partition by claimed, version order by sentence_start, sentence_end) as occurrence
    from claims
),

followed as (
    select
        *,
        lag(version) over (partition by claimed, occurrence order by version) as version_before,
        lag(seen_to) over (partition by claimed, occurrence order by version) as seen_to_before
    from numbered
),

stretches as (
    select
        *,
        count(*) filter (
            where version_before is null or version_before + 1 < version or seen_to_before < seen_from
        ) over (partition by claimed, occurrence order by version) as stretch
    from followed
)

select distinct on (claimed, occurrence, stretch)
    md5((claimed || jsonb_build_array(occurrence, stretch))::text) as claim_id,
    payload ->> 'country_as_given' as country_as_given,
    (claim ->> 'edition')::integer as edition,
    claim ->> 'edition_from' as edition_from,
    claim ->> 'of' as of_plan,
    claim ->> 'field' as field,
    claim ->> 'value' as value,
    claim ->> 'precision' as value_precision,
    claim ->> 'unit' as unit,
    source,
    page_key,
    payload ->> 'url' as claim_url,
    sentence_start,
    sentence_end,
    substr(payload ->> 'text', sentence_start + 1, sentence_end - sentence_start) as sentence,
    claim ->> 'rule' as rule,
    min(seen_from) over (partition by claimed, occurrence, stretch) as seen_from,
    seen_to,
    canonical_url as source_url,
    body_sha256
from stretches
order by claimed asc, occurrence asc, stretch asc, version desc
