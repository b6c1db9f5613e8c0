"""Roles: each can do its job, and nothing else."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from warehouse import bootstrap, db
from warehouse.settings import Settings

JOBS = {
    "wps_loader": [
        "insert into raw.crawl (source, mode, parser_version, code_version) values ('s', 'sweep', 1, 'c')",
        "update raw.crawl set verdict = 'accepted', finished_at = now(), counts = '{}' where source = 's'",
        "insert into raw.body (sha256, size, bytes) values ('0', 0, '')",
        "create temporary table stage (kind text)",
        "insert into audit.alert (subject, message, runbook) values ('s', 'm', 'r')",
    ],
    "wps_transformer": [
        "select count(*) from raw.live_record('infinity')",
        "create table staging.probe as select 1 as one",
        "create table marts_candidate.probe as select 1 as one",
        "create schema marts_asof_probe",
        "insert into audit.build (schema_name, input_sha256, code_sha256) values ('marts_candidate', 'i', 'c')",
        "select count(*) from marts.dim_resolution",
    ],
    "wps_publisher": [
        "select count(*) from marts_candidate.dim_resolution",
        "select count(*) from raw.crawl",
        "create view marts.probe as select 1 as one",
        "alter schema marts_candidate rename to marts_r9",
        "update audit.release set extracted = true where release_id = 1",
    ],
    "wps_reader": [
        "select count(*) from marts.dim_resolution",
        "select count(*) from fct_paragraph",
        "select count(*) from rpt_gate",
        "select count(*) from rpt_source_freshness",
        "select count(*) from rpt_reject",
    ],
}
FORBIDDEN = {
    "wps_loader": [
        "select count(*) from marts.dim_resolution",
        "select count(*) from marts_r1.dim_resolution",
        "update raw.record set payload = '{}'",
        "delete from raw.record",
        "truncate raw.record",
        "delete from raw.body",
        "update raw.body set bytes = ''",
        "update raw.crawl set source = 'x'",
        "delete from raw.crawl",
        "create table raw.mine (one integer)",
        "create schema mine",
        "update audit.release set is_current = false",
    ],
    "wps_transformer": [
        "insert into raw.crawl (source, mode, parser_version, code_version) values ('s', 'sweep', 1, 'c')",
        "update raw.crawl set verdict = 'accepted'",
        "delete from raw.record",
        "select count(*) from marts_r1.dim_resolution",
        "update marts_r1.dim_resolution set title = ''",
        "drop table marts_r1.dim_resolution cascade",
        "create table marts_r1.mine (one integer)",
        "drop schema marts_r1 cascade",
        "create view marts.mine as select 1 as one",
        "create or replace view marts.dim_resolution as select 1 as one",
        "drop view marts.dim_resolution",
        "insert into audit.release (schema_name, build_id, archive, marts_sha256, mart_rows, sources)"
        " values ('marts_candidate', 1, 'sample', '', '{}', '{}')",
        "drop schema marts_candidate cascade",
    ],
    "wps_publisher": [
        "insert into raw.crawl (source, mode, parser_version, code_version) values ('s', 'sweep', 1, 'c')",
        "update raw.crawl set verdict = 'accepted'",
        "delete from raw.record",
        "update marts_r1.dim_resolution set title = ''",
        "update audit.gate_run set verdict = 'open'",
        "update audit.build set succeeded = true",
        "create table staging.mine (one integer)",
    ],
    "wps_reader": [
        "select count(*) from raw.record",
        "select count(*) from marts_r1.dim_resolution",
        "select count(*) from marts_candidate.dim_resolution",
        "select count(*) from staging.base__live_record",
        "select count(*) from intermediate.int_resolution",
        "select count(*) from rules.countries",
        "select count(*) from audit.release",
        "update marts.dim_resolution set title = ''",
        "create view marts.mine as select 1 as one",
        "create table public.mine (one integer)",
        "create temporary table mine (one integer)",
    ],
}


@pytest.fixture(scope="module")
def warehouse(server, template_published) -> Settings:
    """One warehouse for all tests here: each undoes what it did. Its candidate holds a mart, as after a build."""
    settings = server.clone("t_roles", template_published)
    with db.connect(settings, "wps_transformer") as transformer:
        transformer.execute("create table marts_candidate.dim_resolution as select 1 as one")
    return settings


def run(settings: Settings, role: str, statement: str) -> None:
    with db.connect(settings, role) as connection, connection.transaction(force_rollback=True):
        if role == "wps_reader":
            connection.execute("set transaction read write")  # its read-only default must not be what holds it back
        connection.execute(statement.encode())


@pytest.mark.parametrize("role", JOBS)
def test_a_role_can_do_its_job(warehouse, role):
    with db.connect(warehouse, role) as connection, connection.transaction(force_rollback=True):
        for statement in JOBS[role]:
            connection.execute(statement.encode())


@pytest.mark.parametrize("role", FORBIDDEN)
def test_a_role_can_do_nothing_else(warehouse, role):
    allowed = []
    for statement in FORBIDDEN[role]:
        try:
            run(warehouse, role, statement)
            allowed.append(statement)
        except InsufficientPrivilege:
            continue
        except psycopg.Error as error:
            allowed.append(f"{statement}: {error!r}")
    assert allowed == []


def test_a_reader_starts_read_only_with_a_time_limit_and_in_the_marts(warehouse):
    with db.connect(warehouse, "wps_reader") as connection:
        for setting, value in (
            ("statement_timeout", "1min"),
            ("default_transaction_read_only", "on"),
            ("search_path", "marts"),
        ):
            assert connection.execute(f"show {setting}".encode()).fetchone() == (value,)
        with pytest.raises(ReadOnlySqlTransaction):
            connection.execute("create table mine (one integer)")
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("set statement_timeout = '50ms'").execute("select pg_sleep(5)")


def test_no_role_is_more_than_a_login(warehouse, rows):
    found = rows(
        warehouse,
        "select rolname, rolcanlogin, rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls,"
        " (select count(*) from pg_auth_members where member = pg_roles.oid) from pg_roles where rolname like 'wps%%'"
        " order by 1",
    )
    assert found == [(role, True, False, 0) for role in sorted(bootstrap.ROLES)]


def test_only_those_named_may_connect(warehouse, rows):
    assert rows(warehouse, "select has_database_privilege('public', current_database(), 'connect')") == [(False,)]
