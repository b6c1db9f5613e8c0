"""The views in `marts` that readers use: pointed at one release, all at once, in the blink of an eye."""

from collections.abc import Iterator

import psycopg
from psycopg import sql

from warehouse import fingerprint
from warehouse.errors import WpsError

HOLD = "400ms"
"""Whoever comes while we wait for a long reader queues behind us: after this time we stand aside and try again."""


class InUseError(Exception):
    """The views could not be switched in the time that readers may be kept waiting."""


def only_one_switch(connection: psycopg.Connection) -> None:
    """Wait for any other switch, until the caller's transaction ends: what a view becomes is read before it changes."""
    connection.execute("select pg_advisory_xact_lock(hashtext('wps switch'))")


def moment(connection: psycopg.Connection) -> int:
    """Now, as a transaction id: what was committed before is seen by every snapshot that is taken from now on."""
    row = connection.execute("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchone()
    assert row is not None  # noqa: S101 - an expression gives a row
    return int(row[0])


def await_snapshots(connection: psycopg.Connection, since: int) -> None:
    """Raise InUseError while anyone reads in a snapshot older than the moment `since`.

    In a REPEATABLE READ transaction that began before a release was built, its tables would be empty.
    """
    # PostgreSQL hides the type of others' sessions from a plain role; a session with no user is the server's own.
    row = connection.execute(
        "select exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        " and usesysid is not null and age(backend_xmin) > age((%s %% 4294967296)::text::xid))",
        [since],
    ).fetchone()
    if row == (True,):
        raise InUseError


def point_at(connection: psycopg.Connection, schema: str) -> None:
    """Make the views show the marts of `schema`, as the last thing in the caller's transaction.

    Each view names its columns in a steady order: those it had, then new ones. A mart, or a column, that an older
    release does not have yet is empty for as long as readers see that release.

    All that must be read is read first; then one statement locks and changes every view, and its time is limited: so
    is that of a reader who waits for us. Raises InUseError when that did not suffice, and WpsError where a view would
    lose a mart, a column or its type.
    """
    body = sql.SQL("begin {}; end").format(sql.SQL("; ").join(_changes(connection, schema)))
    connection.execute(sql.SQL("set local statement_timeout = {}").format(sql.Literal(HOLD)))
    try:
        connection.execute(sql.SQL("do {}").format(sql.Literal(body.as_string(connection))))
    except psycopg.errors.QueryCanceled:
        raise InUseError from None
    connection.execute("set local statement_timeout = 0")


def _changes(connection: psycopg.Connection, schema: str) -> Iterator[sql.Composed]:
    tables = fingerprint.marts(connection, schema)
    is_older = _is_older(connection, schema)
    for missing in sorted(_release_views(connection) - set(tables)):
        if not is_older:
            raise WpsError(
                f"{schema} lacks the mart {missing}, which readers use; expected every published mart. "
                "Bring it back, or drop its view by hand after telling the readers."
            )
        yield _empty_view(connection, missing)
    for table in tables:
        yield _view(connection, schema, table, is_older)


def describe(connection: psycopg.Connection, schema: str) -> None:
    """Give the views the docs that dbt persisted on the tables of `schema`; this keeps no reader waiting."""
    with connection.transaction():
        only_one_switch(connection)
        for table in fingerprint.marts(connection, schema):
            for comment in _comments(connection, schema, table):
                connection.execute(comment)


def _view(connection: psycopg.Connection, schema: str, table: str, is_older: bool) -> sql.Composed:
    has = fingerprint.columns(connection, schema, table)
    had = fingerprint.columns(connection, "marts", table) if _exists(connection, table) else {}
    for name in had:
        if had[name] != has.get(name, had[name]):
            raise WpsError(
                f"{table} has the column {name} as {has[name]}, which readers use as {had[name]}; expected no "
                "published column to change its type. Change it back, or drop the view by hand after telling the "
                "readers."
            )
    lost = [name for name in had if name not in has]
    if lost and not is_older:
        raise WpsError(
            f"{table} lacks the column {lost[0]}, which readers use; expected no published column to go. "
            "Bring it back, or declare the break by dropping the view by hand after telling the readers."
        )
    chosen = [
        sql.Identifier(name) if name in has else _null(name, type_name) for name, type_name in {**had, **has}.items()
    ]
    return sql.SQL("create or replace view {} as select {} from {}").format(
        sql.Identifier("marts", table), sql.SQL(", ").join(chosen), sql.Identifier(schema, table)
    )


def _empty_view(connection: psycopg.Connection, table: str) -> sql.Composed:
    columns = [_null(name, type_name) for name, type_name in fingerprint.columns(connection, "marts", table).items()]
    return sql.SQL("create or replace view {} as select {} where false").format(
        sql.Identifier("marts", table), sql.SQL(", ").join(columns)
    )


def _null(name: str, type_name: str) -> sql.Composed:
    return sql.SQL("null::{} as {}").format(sql.SQL(type_name), sql.Identifier(name))


def _exists(connection: psycopg.Connection, table: str) -> bool:
    return connection.execute("select to_regclass(%s) is not null", [f"marts.{table}"]).fetchone() == (True,)


def _is_older(connection: psycopg.Connection, schema: str) -> bool:
    """Whether the schema is that of a release which is not the newest."""
    return connection.execute(
        "select exists (select from audit.release where schema_name = %s and dropped_at is null and release_id <"
        " (select max(release_id) from audit.release))",
        [schema],
    ).fetchone() == (True,)


def _comments(connection: psycopg.Connection, schema: str, table: str) -> Iterator[sql.Composed]:
    """The docs of the table for the view that readers see, where it has others."""
    had = _described(connection, "marts", table)
    for column, text in _described(connection, schema, table).items():
        if had.get(column) != text:
            target = (
                sql.SQL("view {}").format(sql.Identifier("marts", table))
                if column is None
                else sql.SQL("column {}").format(sql.Identifier("marts", table, column))
            )
            yield sql.SQL("comment on {} is {}").format(target, sql.Literal(text))


def _described(connection: psycopg.Connection, schema: str, name: str) -> dict[str | None, str]:
    """Column -> its comment; None -> that of the table or view itself."""
    rows = connection.execute(
        "select attname, description from pg_catalog.pg_description"
        " left join pg_catalog.pg_attribute on attrelid = objoid and attnum = objsubid and objsubid > 0"
        " where classoid = 'pg_class'::regclass and objoid = %s::regclass",
        [f'"{schema}"."{name}"'],
    ).fetchall()
    return dict(rows)


def _release_views(connection: psycopg.Connection) -> set[str]:
    """The views in `marts` that show a release; live views stand on raw and audit.

    Not from information_schema: it tells only of tables that one owns, and these are the transformer's.
    """
    rows = connection.execute(
        "select relname from pg_catalog.pg_class as view where relnamespace = 'marts'::regnamespace and relkind = 'v'"
        " and not exists (select from pg_catalog.pg_rewrite as rule"
        "  inner join pg_catalog.pg_depend on classid = 'pg_rewrite'::regclass and objid = rule.oid"
        "  inner join pg_catalog.pg_class as used on refclassid = 'pg_class'::regclass and refobjid = used.oid"
        "  where rule.ev_class = view.oid and used.relnamespace in ('raw'::regnamespace, 'audit'::regnamespace))"
    ).fetchall()
    return {row[0] for row in rows}
