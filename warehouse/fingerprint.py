"""`wps hash`: one sha256 a mart and one over all. Identical marts means identical hashes."""

import hashlib

import psycopg
from psycopg import sql

LEFT_OUT_COLUMNS = frozenset({"fetched_at", "seen_at", "seen_from", "seen_to", "release_id"})
"""Times of retrieval and release ids: they differ between two equal warehouses."""
LEFT_OUT_MARTS = frozenset({"rpt_change"})
"""Says what differs from the release before, so it depends on history by design."""


def marts(connection: psycopg.Connection, schema: str) -> list[str]:
    """The tables of a release's schema, in order of name."""
    rows = connection.execute(
        "select tablename from pg_catalog.pg_tables where schemaname = %s order by tablename", [schema]
    ).fetchall()
    return [row[0] for row in rows]


def columns(connection: psycopg.Connection, schema: str, table: str) -> dict[str, str]:
    """Column -> type of a table or view, in its order."""
    rows = connection.execute(
        "select attname, format_type(atttypid, atttypmod) from pg_catalog.pg_attribute"
        " where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
        [f'"{schema}"."{table}"'],
    ).fetchall()
    return dict(rows)


def primary_key(connection: psycopg.Connection, schema: str, table: str) -> list[str]:
    """The columns of a table's primary key, in its order; none where it has no key."""
    rows = connection.execute(
        "select attname from pg_catalog.pg_constraint"
        " cross join lateral unnest(conkey) with ordinality as listed (attnum, position)"
        " inner join pg_catalog.pg_attribute on attrelid = conrelid and pg_attribute.attnum = listed.attnum"
        " where conrelid = %s::regclass and contype = 'p' order by position",
        [f'"{schema}"."{table}"'],
    ).fetchall()
    return [row[0] for row in rows]


def fingerprint(connection: psycopg.Connection, schema: str) -> dict[str, str]:
    """Mart -> hex sha256 of its rows in key order, and under "all" one over these. Raises LookupError without a key."""
    found = {
        mart: _of_table(connection, schema, mart) for mart in marts(connection, schema) if mart not in LEFT_OUT_MARTS
    }
    together = hashlib.sha256("".join(f"{mart} {digest}\n" for mart, digest in sorted(found.items())).encode())
    return {**found, "all": together.hexdigest()}


def _of_table(connection: psycopg.Connection, schema: str, table: str) -> str:
    key = primary_key(connection, schema, table)
    if not key:
        raise LookupError(f"{schema}.{table} has no primary key, so its rows have no order to hash them in")
    kept = sorted(name for name in columns(connection, schema, table) if name not in LEFT_OUT_COLUMNS)
    query = sql.SQL("copy (select {columns} from {table} order by {key}) to stdout").format(
        columns=sql.SQL(", ").join(map(sql.Identifier, kept)),
        table=sql.Identifier(schema, table),
        # As text in the "C" collation: the same order on every server.
        key=sql.SQL(", ").join(sql.SQL('{}::text collate "C"').format(sql.Identifier(name)) for name in key),
    )
    digest = hashlib.sha256((" ".join(kept) + "\n").encode())
    with connection.cursor().copy(query) as copy:
        for chunk in copy:
            digest.update(chunk)
    return digest.hexdigest()
