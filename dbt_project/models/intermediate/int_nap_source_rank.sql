-- Which rank the source of a claim has: the plan itself, where the page holds the text of the plan that the claim is
-- about; else the page's host, or the known host that it is under; else other. Low ranks go first.
with claims as (
    select
        claim_id,
        country_id,
        edition,
        claim_url,
        {{ host('claim_url') }} as host
    from {{ ref('int_nap_claim') }}
),

hosted as (
    select distinct on (claims.claim_id)
        claims.claim_id,
        claims.country_id,
        claims.edition,
        claims.claim_url,
        claims.host,
        known.source_class
    from claims
    left join {{ ref('plan_hosts') }} as known
        on claims.host = known.host or claims.host like '%.' || known.host
    order by claims.claim_id asc, length(known.host) desc nulls last
),

classed as (
    select
        hosted.claim_id,
        hosted.host,
        case when document.url is not null then 'plan_document' else coalesce(hosted.source_class, 'other') end
            as source_class
    from hosted
    left join {{ ref('plan_documents') }} as document
        on hosted.claim_url = document.url
            and hosted.country_id = document.country_id
            and hosted.edition = document.edition
)

select
    classed.claim_id,
    classed.host,
    classed.source_class,
    source_rank.rank as source_rank
from classed
inner join {{ ref('source_rank') }} as source_rank on classed.source_class = source_rank.source_class
