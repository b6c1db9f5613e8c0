-- What a gate found is kept as it was found, and nobody has more than the work asks for.
alter table audit.gate_result add column advice text;
comment on column audit.gate_result.advice is 'What to do where the expectation failed.';

-- Results and rows are written once; a run gets its verdict once, and no second one.
revoke update on audit.gate_run, audit.gate_result, audit.failing_row, audit.model_run from wps_transformer;
grant update (finished_at, verdict) on audit.gate_run to wps_transformer;

create function audit.verdict_stands() returns trigger
language plpgsql
as $$
begin
    raise insufficient_privilege using message = 'gate run ' || old.gate_run_id || ' has its verdict; run the gate again';
end
$$;

create trigger verdict_stands before update on audit.gate_run
for each row when (old.verdict is not null)
execute function audit.verdict_stands();

create view audit.failed_row as
select
    run.gate_run_id,
    run.gate,
    run.build_id,
    run.finished_at,
    run.verdict,
    result.expectation,
    result.severity,
    result.description as expected,
    result.advice,
    failing.row_number,
    failing.row_data
from audit.failing_row as failing
inner join audit.gate_result as result using (gate_run_id, expectation)
inner join audit.gate_run as run using (gate_run_id);
comment on view audit.failed_row is 'Every row that failed an expectation, with the run, what was expected and what to do.';
grant select on audit.failed_row to wps_loader, wps_transformer, wps_publisher;

create table audit.backup (
    backup_id bigint generated always as identity primary key,
    taken_at timestamptz not null default clock_timestamp(),
    file text not null,
    size bigint not null
);
comment on table audit.backup is 'One row per `wps backup`; what `wps doctor` takes the age of the last one from.';

-- PostgreSQL lets everyone hold advisory locks, by which a night keeps others out, and make large objects, which fill
-- the disk. Readers need neither, and large objects nobody.
do $$
declare
    name regprocedure;
begin
    for name in
        select oid::regprocedure
        from pg_catalog.pg_proc
        where
            pronamespace = 'pg_catalog'::regnamespace
            and proname ~ '^(pg_(try_)?advisory_(xact_)?lock|lo_creat|lo_create|lo_from_bytea)'
    loop
        execute format('revoke execute on function %s from public', name);
        if name::text not like 'lo_%' then
            execute format('grant execute on function %s to wps_loader, wps_transformer, wps_publisher', name);
        end if;
    end loop;
end
$$;
