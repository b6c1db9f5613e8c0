-- Sources that are walked list by list, some of whose pages are rewritten in place: what they said before stays known.
alter table raw.crawl add column derived boolean not null default false;
comment on column raw.crawl.derived is 'Whether the pages were made up by the replica; they prove plumbing, never quality.';

-- Every version of every record, with the time in which it held: one row per unbroken time in which (source, kind, key)
-- had that payload, whatever page showed it. Read, like raw.live_record, from accepted crawls only.
create function raw.record_version(as_of timestamptz)
returns table (
    source text, kind text, key text, record_sha256 text, payload jsonb,
    canonical_url text, body_sha256 text, seen_from timestamptz, seen_to timestamptz
)
language sql stable
as $$
    with accepted as (
        select crawl_id, source, parser_version
        from raw.crawl
        where verdict = 'accepted'
    ),

    active as (
        select distinct on (source) source, parser_version
        from accepted
        order by source, crawl_id desc
    ),

    seen as (
        select pv.source, pv.canonical_url, pv.body_sha256, pv.seen_at
        from raw.page_version as pv
        inner join accepted using (crawl_id)
        where pv.body_sha256 is not null and pv.seen_at <= record_version.as_of
    ),

    parsed as (
        select distinct on (p.source, p.canonical_url, p.body_sha256)
            p.source, p.canonical_url, p.body_sha256, p.parser_version
        from raw.parse as p
        inner join active on active.source = p.source and p.parser_version <= active.parser_version
        order by p.source, p.canonical_url, p.body_sha256, p.parser_version desc
    ),

    sightings as (
        select
            r.source, r.kind, r.key, r.record_sha256, r.payload, r.canonical_url, r.body_sha256, seen.seen_at
        from raw.record as r
        inner join parsed using (source, canonical_url, body_sha256, parser_version)
        inner join seen using (source, canonical_url, body_sha256)
        where not r.tombstone
    ),

    -- A key is gone from its last burial on, if no page has shown it since.
    burials as (
        select t.source, t.kind, t.key, max(t.seen_at) as seen_at
        from raw.record as t
        inner join accepted using (crawl_id)
        where t.tombstone and t.seen_at <= record_version.as_of
        group by 1, 2, 3
    ),

    live as (
        select distinct l.source, l.kind, l.key from raw.live_record(record_version.as_of) as l
    ),

    changes as (
        select
            sightings.*,
            lag(record_sha256) over of_key is distinct from record_sha256 as is_change
        from sightings
        window of_key as (partition by source, kind, key order by seen_at, canonical_url collate "C")
    )

    select
        changes.source, changes.kind, changes.key, changes.record_sha256, changes.payload,
        changes.canonical_url, changes.body_sha256, changes.seen_at as seen_from,
        coalesce(
            lead(changes.seen_at) over (
                partition by changes.source, changes.kind, changes.key
                order by changes.seen_at, changes.canonical_url collate "C"
            ),
            case when live.key is null then burials.seen_at end
        ) as seen_to
    from changes
    left join burials using (source, kind, key)
    left join live using (source, kind, key)
    where changes.is_change
$$;
comment on function raw.record_version(timestamptz) is 'Every version of every record of accepted crawls, with the time in which it held.';
