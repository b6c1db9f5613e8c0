-- Live views: what is true now, beside the releases and not part of any. Readers may always read them.
create view marts.rpt_source_freshness as
with crawls as (
    select
        source,
        max(started_at) as last_attempt_at,
        max(finished_at) filter (where verdict = 'accepted') as last_accepted_at,
        max(crawl_id) filter (where verdict = 'accepted') as last_accepted_crawl_id,
        max(crawl_id) as last_crawl_id
    from raw.crawl
    where mode <> 'replay'
    group by source
),

changes as (
    select source, max(seen_at) as last_change_at from raw.page_version group by source
)

select
    crawls.source,
    crawls.last_attempt_at,
    crawls.last_accepted_at,
    changes.last_change_at,
    last_crawl.verdict as last_verdict,
    last_crawl.reason as last_reason,
    extract(epoch from clock_timestamp() - crawls.last_accepted_at) / 86400.0 as days_since_accepted
from crawls
left join changes using (source)
left join raw.crawl as last_crawl on crawls.last_crawl_id = last_crawl.crawl_id;
comment on view marts.rpt_source_freshness is 'Per source: when it was last tried, accepted and seen to change.';

create view marts.rpt_gate as
select
    run.gate_run_id,
    run.gate,
    run.build_id,
    release.release_id,
    run.finished_at,
    run.verdict,
    result.expectation,
    result.severity,
    result.success,
    result.description,
    result.observed,
    result.failing_rows
from audit.gate_run as run
left join audit.gate_result as result using (gate_run_id)
left join audit.release as release on run.gate_run_id = release.gate_run_id;
comment on view marts.rpt_gate is 'Every expectation of every gate run, with what was observed.';

create view marts.rpt_reject as
select
    reject.source,
    reject.reason,
    reject.canonical_url as source_url,
    reject.place,
    reject.expected,
    reject.seen,
    reject.landed_at,
    reject.crawl_id,
    crawl.verdict as crawl_verdict
from raw.reject as reject
left join raw.crawl as crawl using (crawl_id);
comment on view marts.rpt_reject is 'Every thing that could not be read, with where it stood.';

alter view marts.rpt_source_freshness owner to wps_publisher;
alter view marts.rpt_gate owner to wps_publisher;
alter view marts.rpt_reject owner to wps_publisher;
grant select on marts.rpt_source_freshness, marts.rpt_gate, marts.rpt_reject to wps_reader, wps_transformer;
