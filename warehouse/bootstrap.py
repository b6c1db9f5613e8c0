"""Make the warehouse's database, roles and schemas; safe to run again (`wps init`)."""

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql

from warehouse import passfile
from warehouse.errors import WpsError

MIGRATIONS = Path(__file__).parent / "migrations"
ROLES = ("wps_loader", "wps_transformer", "wps_publisher", "wps_reader")
READER_TIMEOUT = "60s"
"""A BI query that runs longer is a mistake, and would hold up the dropping of an old release."""

READER_CONNECTIONS = 80
"""Of the server's 100: a BI tool that opens ever more must not keep a night out."""


def ensure_database(maintenance_dsn: str, name: str) -> None:
    """Create database `name` if the server does not have it. `maintenance_dsn` connects as an administrator."""
    with psycopg.connect(maintenance_dsn, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def migrate(admin: psycopg.Connection, home: Path) -> list[str]:
    """Make the roles (passwords in `home`'s passfile) and apply the migrations not yet applied, in order.

    Returns the names of those applied. Raises WpsError where an applied migration has since been edited.
    """
    with admin.transaction():
        admin.execute("select pg_advisory_xact_lock(hashtext('wps migrate'))")
        _ensure_roles(admin, home)
        admin.execute("create schema if not exists audit")
        admin.execute(
            "create table if not exists audit.migration"
            " (name text primary key, sha256 text not null, applied_at timestamptz not null default now())"
        )
        applied: dict[str, str] = dict(admin.execute("select name, sha256 from audit.migration").fetchall())
        return [path.name for path in sorted(MIGRATIONS.glob("*.sql")) if _apply(admin, path, applied)]


def _apply(admin: psycopg.Connection, path: Path, applied: dict[str, str]) -> bool:
    text = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    if path.name in applied:
        if applied[path.name] != digest:
            raise WpsError(
                f"Migration {path.name} was applied with another text than it has now: "
                "restore the file and put the change into a new migration."
            )
        return False
    admin.execute(text.encode())
    admin.execute("insert into audit.migration (name, sha256) values (%s, %s)", [path.name, digest])
    return True


def _ensure_roles(admin: psycopg.Connection, home: Path) -> None:
    database = sql.Identifier(admin.info.dbname)
    existing = {row[0] for row in admin.execute("select rolname from pg_roles").fetchall()}
    for role in ROLES:
        name = sql.Identifier(role)
        if role not in existing:
            admin.execute(sql.SQL("create role {} login").format(name))
        verifier = passfile.verifier(admin, role, passfile.ensure(home, role))
        admin.execute(sql.SQL("alter role {} password {}").format(name, sql.Literal(verifier)))
        admin.execute(sql.SQL("grant connect on database {} to {}").format(database, name))
    admin.execute(sql.SQL("alter role wps_reader set statement_timeout = {}").format(sql.Literal(READER_TIMEOUT)))
    # A transaction that is left open holds the marts' views, and a publishing waits for it.
    idle = sql.SQL("alter role wps_reader set idle_in_transaction_session_timeout = {}")
    admin.execute(idle.format(sql.Literal(READER_TIMEOUT)))
    admin.execute(f"alter role wps_reader connection limit {READER_CONNECTIONS}")
    admin.execute("alter role wps_reader set default_transaction_read_only = on")
    admin.execute(sql.SQL("alter role wps_reader in database {} set search_path = marts").format(database))
    admin.execute(sql.SQL("revoke temporary, connect on database {} from public").format(database))
    admin.execute(sql.SQL("grant temporary on database {} to wps_loader, wps_transformer").format(database))
    admin.execute(sql.SQL("grant create on database {} to wps_transformer, wps_publisher").format(database))
