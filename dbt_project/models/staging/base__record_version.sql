{{ config(materialized='table') }}

-- What plan pages said, and from when to when, as known at var('as_of'): they are rewritten in place. See
-- raw.record_version.
select
    source,
    key,
    record_sha256,
    payload,
    canonical_url,
    body_sha256,
    seen_from,
    seen_to
from raw.record_version('{{ var("as_of") }}'::timestamptz)
where kind = 'plan_page'
