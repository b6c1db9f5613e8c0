"""What differs between two releases: fills `rpt_change` of the candidate when it is published, and tells an extract.

Only then is it known which release stands before: readers may have been rolled back since the build.
"""

from collections.abc import Iterator

import psycopg
from psycopg import sql

from warehouse import fingerprint

MART = "rpt_change"
ALL_ROWS = "all rows"


def record(connection: psycopg.Connection, schema: str, before: str | None, release_before: int | None) -> None:
    """Write into `schema`'s rpt_change what differs from the schema `before`; nothing where there is none.

    Each changed figure of a report is a row; of another mart it is counted how many rows came, went and changed.
    """
    if MART not in fingerprint.marts(connection, schema):
        return
    with connection.transaction():
        _take_over(connection, schema)
        if before is None:
            return
        for found in _differences(connection, schema, before):
            _write(connection, schema, release_before, found)


def between(connection: psycopg.Connection, schema: str, before: str) -> list[tuple[str | None, ...]]:
    """What differs from the schema `before` in `schema`, as rpt_change would have it, in the order of its key.

    Rows of (mart, row_key, column_name, change, value_before, value_after).
    """
    rows: list[tuple[str | None, ...]] = []
    for found in _differences(connection, schema, before):
        rows += connection.execute(found).fetchall()
    return sorted(rows, key=lambda row: (row[0] or "", row[1] or "", row[2] or ""))


def _differences(connection: psycopg.Connection, schema: str, before: str) -> Iterator[sql.Composed]:
    now, then = (set(fingerprint.marts(connection, one)) - {MART} for one in (schema, before))
    for mart in sorted(now | then):
        if mart not in then:
            yield _whole(mart, "added", sql.Identifier(schema, mart))
        elif mart not in now:
            yield _whole(mart, "gone", sql.Identifier(before, mart))
        else:
            yield from _compare(connection, schema, before, mart)


def _take_over(connection: psycopg.Connection, schema: str) -> None:
    """Make the table that dbt made, which belongs to the transformer, the publisher's own, with its comments."""
    filled, table = sql.Identifier(schema, f"{MART}_filled"), sql.Identifier(schema, MART)
    row = connection.execute("select obj_description(%s::regclass, 'pg_class')", [f'"{schema}"."{MART}"']).fetchone()
    connection.execute(sql.SQL("create table {} (like {} including all)").format(filled, table))
    connection.execute(sql.SQL("comment on table {} is {}").format(filled, sql.Literal(row[0] if row else None)))
    connection.execute(sql.SQL("drop table {}").format(table))
    connection.execute(sql.SQL("alter table {} rename to {}").format(filled, sql.Identifier(MART)))


def _compare(connection: psycopg.Connection, schema: str, before: str, mart: str) -> Iterator[sql.Composed]:
    key = fingerprint.primary_key(connection, schema, mart)
    columns, had = (fingerprint.columns(connection, one, mart) for one in (schema, before))
    common = [name for name in columns if columns[name] == had.get(name) and name not in fingerprint.LEFT_OUT_COLUMNS]
    if key and set(key) <= set(common):
        compared = [name for name in common if name not in key]
        ask = _figures if mart.startswith("rpt_") else _counts
        yield ask(mart, sql.Identifier(before, mart), sql.Identifier(schema, mart), key, compared)
    else:  # another grain: no row of the one is a row of the other
        yield _whole(mart, "changed", sql.Identifier(schema, mart))
    for name in columns.keys() - had.keys():
        yield sql.SQL("select {}, {}, {}, 'added', null, null").format(*map(sql.Literal, (mart, ALL_ROWS, name)))


def _figures(
    mart: str, before: sql.Identifier, after: sql.Identifier, key: list[str], compared: list[str]
) -> sql.Composed:
    """One row per figure that changed; a row that came or went is one, with all that it said."""
    return sql.SQL(
        "with before as (select {key} as row_key, (select to_jsonb(s) from (select {said}) as s) as said"
        "  from {before} as t),"
        " after as (select {key} as row_key, (select to_jsonb(s) from (select {said}) as s) as said from {after} as t)"
        " select {mart}, after.row_key, figure.key, 'changed', before.said ->> figure.key, figure.value"
        " from before inner join after using (row_key)"
        " cross join lateral jsonb_each_text(after.said) as figure"
        " where before.said <> after.said and before.said ->> figure.key is distinct from figure.value"
        " union all"
        " select {mart}, row_key, '(row)', case when before.said is null then 'added' else 'gone' end,"
        " before.said::text, after.said::text from before full join after using (row_key)"
        " where before.said is null or after.said is null"
    ).format(
        mart=sql.Literal(mart),
        before=before,
        after=after,
        key=_joined(key),
        said=sql.SQL(", ").join(_column("t", name) for name in compared),
    )


def _counts(
    mart: str, before: sql.Identifier, after: sql.Identifier, key: list[str], compared: list[str]
) -> sql.Composed:
    """How many rows came, went and changed; nothing where none did."""
    rows = [sql.SQL(", ").join(_column(side, name) for name in compared) for side in ("before", "after")]
    differ = sql.SQL("row({}) is distinct from row({})").format(*rows) if compared else sql.SQL("false")
    return sql.SQL(
        "with compared as (select before.{one} is null as added, after.{one} is null as gone, {differ} as changed"
        "  from {before} as before full join {after} as after using ({key})),"
        " counted as (select count(*) filter (where not added) as had, count(*) filter (where added) as added,"
        "  count(*) filter (where gone) as gone, count(*) filter (where changed and not added and not gone) as changed"
        "  from compared)"
        " select {mart}, {all_rows}, 'rows_' || found.change, found.change, had::text, found.rows::text from counted"
        " cross join lateral (values ('added', added), ('gone', gone), ('changed', changed)) as found (change, rows)"
        " where found.rows > 0"
    ).format(
        one=sql.Identifier(key[0]),
        differ=differ,
        before=before,
        after=after,
        key=sql.SQL(", ").join(map(sql.Identifier, key)),
        mart=sql.Literal(mart),
        all_rows=sql.Literal(ALL_ROWS),
    )


def _whole(mart: str, change: str, table: sql.Identifier) -> sql.Composed:
    """A mart that came, went or is of another grain than before."""
    count = sql.SQL("(select count(*)::text from {})").format(table)
    null = sql.SQL("null")
    return sql.SQL("select {}, {}, '(mart)', {}, {}, {}").format(
        sql.Literal(mart),
        sql.Literal(ALL_ROWS),
        sql.Literal(change),
        count if change == "gone" else null,
        null if change == "gone" else count,
    )


def _joined(key: list[str]) -> sql.Composed:
    return sql.SQL("concat_ws(' | ', {})").format(sql.SQL(", ").join(_column("t", name) for name in key))


def _column(table: str, name: str) -> sql.Composed:
    return sql.SQL("{}.{}").format(sql.Identifier(table), sql.Identifier(name))


def _write(connection: psycopg.Connection, schema: str, release_before: int | None, found: sql.Composed) -> None:
    connection.execute(
        sql.SQL(
            "insert into {} (mart, row_key, column_name, change, value_before, value_after, release_before)"
            " select found.*, {}::bigint from ({}) as found"
        ).format(sql.Identifier(schema, MART), sql.Literal(release_before), found)
    )
