-- A crawl that was refused only for how much would be gone may be accepted by a person who says why.
create table raw.refused_removal (
    crawl_id bigint primary key references raw.crawl,
    present text[]
);
comment on table raw.refused_removal is 'Crawls that were refused for a removal and nothing else: `wps accept` may take them.';
comment on column raw.refused_removal.present is 'Canonical URLs that the complete crawl found; null where it says nothing about absence.';

create table raw.declared_removal (
    crawl_id bigint primary key references raw.refused_removal,
    declared_at timestamptz not null default clock_timestamp(),
    declared_by text not null,
    because text not null check (because <> ''),
    refusal text not null
);
comment on table raw.declared_removal is 'Who accepted a refused crawl, when, and why; refusal is what had been said against it.';

grant select on raw.refused_removal, raw.declared_removal to wps_loader, wps_transformer, wps_publisher;
grant insert on raw.refused_removal, raw.declared_removal to wps_loader;
