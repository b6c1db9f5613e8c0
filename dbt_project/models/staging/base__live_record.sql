{{ config(materialized='table', indexes=[{'columns': ['source', 'kind']}]) }}

-- The records that hold at var('as_of'), of accepted crawls only: see raw.live_record.
select
    source,
    kind,
    key,
    record_sha256,
    payload,
    canonical_url,
    body_sha256,
    seen_at
from raw.live_record('{{ var("as_of") }}'::timestamptz)
