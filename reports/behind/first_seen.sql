-- When these bytes were first seen at that address in a crawl that was accepted.
select
    version.canonical_url as source_url,
    version.body_sha256,
    min(version.seen_at) as fetched_at
from raw.page_version as version
inner join raw.crawl as crawl on version.crawl_id = crawl.crawl_id
where
    crawl.verdict = 'accepted'
    and version.seen_at <= %(dated)s
    and version.body_sha256 = any(%(bodies)s)
group by version.canonical_url, version.body_sha256
