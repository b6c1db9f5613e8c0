"""Roles: each can do its job, and nothing else."""

from contextlib import ExitStack

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from warehouse import bootstrap, db
from warehouse.errors import WpsError
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
        "insert into audit.gate_run (gate) values ('raw')",
        "update audit.gate_run set verdict = 'open'",
        "insert into audit.build (schema_name, input_sha256, code_sha256) values ('marts_candidate', 'i', 'c')",
        "delete from audit.alert",
        "create view marts.mine as select 1 as one",
        "create table marts_candidate.mine (one integer)",
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
        "update audit.release set is_current = false",
        "update audit.gate_run set verdict = 'open' where verdict is not null",
        "update audit.gate_run set build_id = 1",
        "update audit.gate_result set success = true",
        "delete from audit.gate_result",
        "delete from audit.failing_row",
        "update audit.model_run set status = 'success'",
    ],
    "wps_publisher": [
        "insert into raw.crawl (source, mode, parser_version, code_version) values ('s', 'sweep', 1, 'c')",
        "update raw.crawl set verdict = 'accepted'",
        "delete from raw.record",
        "update marts_r1.dim_resolution set title = ''",
        "update audit.gate_run set verdict = 'open'",
        "update audit.build set succeeded = true",
        "insert into audit.gate_run (gate, verdict) values ('marts', 'open')",
        "delete from audit.release",
        "insert into raw.body (sha256, size, bytes) values ('0', 0, '')",
        "drop table raw.record cascade",
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
        "select count(*) from audit.failed_row",
        "select count(*) from audit.backup",
        "select count(*) from raw.live_record('infinity')",
        "select count(*) from audit.migration",
        "update marts.dim_resolution set title = ''",
        "create view marts.mine as select 1 as one",
        "create table public.mine (one integer)",
        "create temporary table mine (one integer)",
        # By these a night keeps others out, and nothing else limits what they hold.
        "select pg_try_advisory_lock(hashtext('wps build'))",
        "select pg_advisory_xact_lock_shared(1)",
        "lock table marts.dim_resolution in share mode",
    ],
}
FORBIDDEN_TO_ALL = [
    # Other people's rights, and their own.
    "create role mine",
    "alter role {other} password 'mine'",  # its own it may change: `wps doctor` sees it, `wps init` sets it back
    "alter role {other} nologin",
    "alter role {role} superuser",
    "grant wps_publisher to {role}",
    "grant pg_read_server_files to {role}",
    "set role postgres",
    "set session authorization postgres",
    # Passwords, and what other sessions do.
    "select rolpassword from pg_authid",
    "select passwd from pg_shadow",
    "select umoptions from pg_user_mapping",
    "select * from pg_hba_file_rules",
    # The machine.
    "select pg_read_file('postgresql.conf')",
    "select pg_read_binary_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select pg_stat_file('/etc/passwd')",
    "copy (select 1) to program 'true'",
    "copy raw.body from program 'true'",
    "copy (select 1) to '/nowhere/mine'",
    "create temporary table t (t text); copy t from '/etc/passwd'",
    "select lo_import('/etc/passwd')",
    "select lo_create(0)",
    "select lo_from_bytea(0, 'fills the disk')",
    "create function pg_temp.mine() returns int language c as 'libc', 'getpid'",
    "load '/tmp/mine'",
    "set log_statement = 'none'",
    "set session_replication_role = replica",
    "select pg_reload_conf()",
    "select pg_rotate_logfile()",
    "select pg_switch_wal()",
    "checkpoint",
    "create event trigger mine on ddl_command_start execute function audit.verdict_stands()",
    "create publication mine for all tables",
    "create foreign data wrapper mine",
    "drop trigger verdict_stands on audit.gate_run",
    "alter table audit.gate_run disable trigger all",
    "update audit.migration set sha256 = ''",
    "insert into audit.backup (file, size) values ('mine', 1)",
]
NOT_IN_A_TRANSACTION = [
    "create database mine",
    "drop database postgres",
    "create tablespace mine location '/tmp'",
    "alter system set log_statement = 'none'",
]


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


def named(statement: str, role: str) -> str:
    """The statement about this role, and about another one."""
    other = "wps_loader" if role != "wps_loader" else "wps_reader"
    return statement.replace("{role}", role).replace("{other}", other)


@pytest.mark.parametrize("role", bootstrap.ROLES)
def test_only_the_administrator_is_an_administrator(warehouse, role):
    allowed = []
    for statement in FORBIDDEN_TO_ALL:
        try:
            run(warehouse, role, named(statement, role))
            allowed.append(statement)
        except InsufficientPrivilege:
            continue
        except psycopg.Error as error:
            allowed.append(f"{statement}: {error!r}")
    for statement in NOT_IN_A_TRANSACTION:
        with db.connect(warehouse, role) as connection:
            if role == "wps_reader":
                connection.execute("set default_transaction_read_only = off")
            try:
                connection.execute(statement.encode())
                allowed.append(statement)
            except InsufficientPrivilege:
                continue
    assert allowed == []


def test_what_is_forbidden_is_possible_at_all(warehouse):
    """Else a wrong spelling, or a thing that is not there, would pass for a right that is missing."""
    impossible = []
    for statement in [*FORBIDDEN_TO_ALL, *(statement for role in FORBIDDEN for statement in FORBIDDEN[role])]:
        with db.connect(warehouse) as admin, admin.transaction(force_rollback=True):
            try:
                admin.execute(named(statement, "wps_reader").encode())
            except (psycopg.errors.SyntaxError, psycopg.errors.UndefinedFunction, psycopg.errors.UndefinedTable) as e:
                impossible.append(f"{statement}: {e!r}")
            except psycopg.Error:
                continue  # as the administrator it fails for what it is, such as a file that is not there
    assert impossible == []


def test_a_verdict_stands_even_against_the_administrator(warehouse):
    refused = pytest.raises(InsufficientPrivilege, match="has its verdict; run the gate again")
    with db.connect(warehouse) as admin, refused:
        admin.execute("update audit.gate_run set verdict = 'open'")


def test_a_role_sees_no_query_of_another_and_ends_none(warehouse):
    with db.connect(warehouse, "wps_publisher") as publisher:
        publisher.execute("select 'what the publisher asks'")
        session = [publisher.info.backend_pid]
        for role in ("wps_loader", "wps_transformer", "wps_reader"):
            with db.connect(warehouse, role) as other:
                seen = other.execute("select query from pg_stat_activity where pid = %s", session).fetchone()
                assert seen == ("<insufficient privilege>",)
                for end in ("pg_cancel_backend", "pg_terminate_backend"):
                    with pytest.raises(InsufficientPrivilege):
                        other.execute(f"select {end}(%s)".encode(), session)


def test_a_reader_starts_read_only_with_a_time_limit_and_in_the_marts(warehouse):
    with db.connect(warehouse, "wps_reader") as connection:
        for setting, value in (
            ("statement_timeout", "1min"),
            ("idle_in_transaction_session_timeout", "1min"),
            ("default_transaction_read_only", "on"),
            ("search_path", "marts"),
        ):
            assert connection.execute(f"show {setting}".encode()).fetchone() == (value,)
        with pytest.raises(ReadOnlySqlTransaction):
            connection.execute("create table mine (one integer)")
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("set statement_timeout = '50ms'").execute("select pg_sleep(5)")


def test_readers_cannot_take_every_connection(warehouse):
    with ExitStack() as held:
        for _ in range(bootstrap.READER_CONNECTIONS):
            held.enter_context(db.connect(warehouse, "wps_reader"))
        with pytest.raises(WpsError, match='too many connections for role "wps_reader"'):
            db.connect(warehouse, "wps_reader")
        for role in ("wps_loader", "wps_transformer", "wps_publisher"):
            held.enter_context(db.connect(warehouse, role))


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
