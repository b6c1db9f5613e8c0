-- raw: what was seen, for ever. Every table here is append-only but raw.crawl, whose row is closed once.
create schema raw;

create table raw.origin (
    only_row boolean primary key default true check (only_row),
    archive text not null check (archive in ('sample', 'official')),
    decided_at timestamptz not null default clock_timestamp()
);
comment on table raw.origin is 'What this warehouse is made from. A sample never mixes with official files.';

create table raw.crawl (
    crawl_id bigint generated always as identity primary key,
    source text not null,
    mode text not null check (mode in ('incremental', 'sweep', 'replay')),
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    complete boolean,
    counts jsonb not null default '{}',
    parser_version integer not null,
    code_version text not null,
    verdict text check (verdict in ('accepted', 'refused')),
    reason text,
    check ((verdict is null) = (finished_at is null))
);
comment on table raw.crawl is 'One row per attempt to crawl a source; refused ones stay. No verdict means that it still runs, or was killed.';
create index on raw.crawl (source, verdict, crawl_id);

create table raw.body (
    sha256 text primary key,
    media_type text,
    size integer not null,
    bytes bytea not null,
    landed_at timestamptz not null default clock_timestamp()
);
alter table raw.body alter column bytes set storage external;
comment on column raw.body.bytes is 'The body as served, compressed with zlib; size counts the bytes before compression.';

create table raw.fetch (
    fetch_id bigint generated always as identity primary key,
    crawl_id bigint not null references raw.crawl,
    source text not null,
    requested_url text not null,
    canonical_url text not null,
    status integer,
    headers jsonb not null default '{}',
    fetched_at timestamptz not null,
    elapsed_ms integer not null,
    body_sha256 text references raw.body,
    outcome text not null check (outcome in ('ok', 'not_modified', 'http_error', 'network_error', 'refused')),
    error text
);
comment on table raw.fetch is 'One row per HTTP exchange, failures too.';
create index on raw.fetch (canonical_url, fetch_id);
create index on raw.fetch (crawl_id);

create table raw.page_version (
    page_version_id bigint generated always as identity primary key,
    crawl_id bigint not null references raw.crawl,
    source text not null,
    canonical_url text not null,
    body_sha256 text references raw.body,
    change_cursor text,
    seen_at timestamptz not null
);
comment on table raw.page_version is
'A page was first seen with these bytes; no body means that a complete listing no longer held the page.';
create index on raw.page_version (source, canonical_url, page_version_id);
create index on raw.page_version (crawl_id);

create table raw.parse (
    source text not null,
    canonical_url text not null,
    body_sha256 text not null references raw.body,
    parser_version integer not null,
    crawl_id bigint not null references raw.crawl,
    records integer not null,
    rejects integer not null,
    parsed_at timestamptz not null default clock_timestamp(),
    primary key (source, canonical_url, body_sha256, parser_version)
);
comment on table raw.parse is 'Which bytes were read by which parser version.';

create table raw.record (
    record_id bigint generated always as identity primary key,
    source text not null,
    kind text not null,
    key text not null,
    canonical_url text not null,
    tombstone boolean not null default false,
    record_sha256 text,
    payload jsonb,
    body_sha256 text references raw.body,
    parser_version integer not null,
    crawl_id bigint not null references raw.crawl,
    seen_at timestamptz not null,
    landed_at timestamptz not null default clock_timestamp(),
    check (tombstone = (payload is null)),
    check (tombstone = (body_sha256 is null))
);
comment on table raw.record is
'One row per version of a record: what a page says about a key. A tombstone says that a complete crawl no longer found it there.';
create unique index record_once on raw.record (source, canonical_url, body_sha256, parser_version, kind, key)
where not tombstone;
create index on raw.record (source, kind, key);
create index on raw.record (crawl_id);
create index on raw.record (source, kind, key, canonical_url) where tombstone;

create table raw.reject (
    reject_id bigint generated always as identity primary key,
    source text not null,
    canonical_url text not null,
    body_sha256 text,
    parser_version integer not null,
    crawl_id bigint not null references raw.crawl,
    reason text not null,
    place text not null,
    expected text not null,
    seen text not null,
    landed_at timestamptz not null default clock_timestamp(),
    unique nulls not distinct (source, canonical_url, body_sha256, parser_version, reason, place)
);
comment on table raw.reject is 'What could not be read: where, what was expected, what was seen.';

-- The records that hold at a time: per key and page the newest version seen in an accepted crawl, read by the
-- parser version of the newest accepted crawl, less what was tombstoned since.
create function raw.live_record(as_of timestamptz)
returns table (
    source text, kind text, key text, record_sha256 text, payload jsonb,
    canonical_url text, body_sha256 text, seen_at timestamptz
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
        select pv.source, pv.canonical_url, pv.body_sha256, max(pv.seen_at) as seen_at
        from raw.page_version as pv
        inner join accepted using (crawl_id)
        where pv.body_sha256 is not null and pv.seen_at <= live_record.as_of
        group by 1, 2, 3
    ),

    parsed as (
        select distinct on (p.source, p.canonical_url, p.body_sha256)
            p.source, p.canonical_url, p.body_sha256, p.parser_version, seen.seen_at
        from raw.parse as p
        inner join seen using (source, canonical_url, body_sha256)
        inner join active on active.source = p.source and p.parser_version <= active.parser_version
        order by p.source, p.canonical_url, p.body_sha256, p.parser_version desc
    ),

    newest as (
        select distinct on (r.source, r.kind, r.key, r.canonical_url)
            r.source, r.kind, r.key, r.record_sha256, r.payload, r.canonical_url, r.body_sha256, parsed.seen_at
        from raw.record as r
        inner join parsed using (source, canonical_url, body_sha256, parser_version)
        where not r.tombstone
        order by r.source, r.kind, r.key, r.canonical_url, parsed.seen_at desc
    ),

    buried as (
        select t.source, t.kind, t.key, t.canonical_url, max(t.seen_at) as seen_at
        from raw.record as t
        inner join accepted using (crawl_id)
        where t.tombstone and t.seen_at <= live_record.as_of
        group by 1, 2, 3, 4
    )

    select
        newest.source, newest.kind, newest.key, newest.record_sha256, newest.payload,
        newest.canonical_url, newest.body_sha256, newest.seen_at
    from newest
    left join buried using (source, kind, key, canonical_url)
    where buried.seen_at is null or buried.seen_at < newest.seen_at
$$;
