"""What each role must and must not be able to do, as PostgreSQL sees it: for `wps doctor`."""

from collections.abc import Iterator

import psycopg

from warehouse import bootstrap

TABLES = (
    ("wps_loader", "raw.record", "insert", True),
    ("wps_loader", "raw.record", "update", False),
    ("wps_loader", "raw.record", "delete", False),
    ("wps_loader", "audit.gate_run", "insert", False),
    ("wps_loader", "audit.release", "update", False),
    ("wps_transformer", "raw.record", "select", True),
    ("wps_transformer", "raw.record", "insert", False),
    ("wps_transformer", "audit.gate_run", "insert", True),
    ("wps_transformer", "audit.release", "insert", False),
    ("wps_publisher", "audit.release", "insert", True),
    ("wps_publisher", "raw.record", "insert", False),
    ("wps_publisher", "audit.gate_run", "update", False),
    ("wps_reader", "marts.rpt_gate", "select", True),
    ("wps_reader", "raw.record", "select", False),
    ("wps_reader", "audit.release", "select", False),
)
"""(role, table, right, whether it must have it)."""
LOCKS = "pg_catalog.pg_try_advisory_lock(bigint)"


def differences(admin: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """What is not as it must be, and the statement that sets it right."""
    strong = admin.execute(
        "select rolname from pg_catalog.pg_roles where rolname = any(%s) and (rolsuper or rolcreatedb or rolcreaterole"
        " or rolreplication or rolbypassrls"
        " or exists (select from pg_catalog.pg_auth_members where member = pg_roles.oid)) order by rolname",
        [list(bootstrap.ROLES)],
    ).fetchall()
    for (role,) in strong:
        do = f"alter role {role} nosuperuser nocreatedb nocreaterole noreplication nobypassrls, and revoke its roles"
        yield f"{role} is more than a login", f"as administrator: {do}"
    for role, table, right, must in TABLES:
        if admin.execute("select has_table_privilege(%s, %s, %s)", [role, table, right]).fetchone() != (must,):
            do = f"grant {right} on {table} to {role}" if must else f"revoke {right} on {table} from {role}"
            yield f"{role} may {'not ' if must else ''}{right} {table}", f"as administrator: {do};"
    if admin.execute("select has_function_privilege('wps_reader', %s, 'execute')", [LOCKS]).fetchone() == (True,):
        yield (
            "wps_reader may take locks that nights wait for",
            f"as superuser: revoke execute on function {LOCKS} from public, wps_reader;",
        )
    published = admin.execute(
        "select relname from pg_catalog.pg_class where relnamespace = 'marts'::regnamespace and relkind = 'v'"
        " and not has_table_privilege('wps_reader', oid, 'select') order by relname"
    ).fetchall()
    for (view,) in published:
        yield f"wps_reader may not read marts.{view}", f"as administrator: grant select on marts.{view} to wps_reader;"
    if admin.execute("select has_database_privilege('public', current_database(), 'connect')").fetchone() == (True,):
        yield "every role of the server may connect", "wps init"
