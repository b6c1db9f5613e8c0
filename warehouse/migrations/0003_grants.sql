-- Who may do what. The roles exist already (warehouse/bootstrap.py makes them, with their passwords).
grant usage on schema raw to wps_loader, wps_transformer, wps_publisher;
grant select on all tables in schema raw to wps_loader, wps_transformer, wps_publisher;
grant insert on all tables in schema raw to wps_loader;
grant update (finished_at, complete, counts, verdict, reason) on raw.crawl to wps_loader;
-- A first crawl fills empty tables: without fresh statistics its acceptance would plan for empty ones.
grant maintain on all tables in schema raw to wps_loader;
grant usage on schema audit to wps_loader, wps_transformer, wps_publisher;
grant select on all tables in schema audit to wps_loader, wps_transformer, wps_publisher;
grant insert on audit.alert to wps_loader, wps_transformer, wps_publisher;
grant insert, update on audit.build, audit.model_run, audit.gate_run, audit.gate_result, audit.failing_row
to wps_transformer;
grant insert, update on audit.release to wps_publisher;

-- The transformer's own schemas. The candidate belongs to the publisher, who alone can rename it.
create schema staging authorization wps_transformer;
create schema intermediate authorization wps_transformer;
create schema rules authorization wps_transformer;
create schema marts authorization wps_publisher;
create schema marts_candidate authorization wps_publisher;
grant usage, create on schema marts_candidate to wps_transformer;
grant usage on schema staging, intermediate, rules to wps_publisher;
grant usage on schema marts to wps_reader, wps_transformer;
alter default privileges for role wps_transformer grant select on tables to wps_publisher;
alter default privileges for role wps_publisher in schema marts grant select on tables to wps_reader, wps_transformer;
