"""What differs between two releases, row by row in plain Python: what rpt_change has to say."""

from collections import Counter
from typing import Any

import psycopg
from psycopg import sql

from warehouse import fingerprint

NOT_COMPARED = {"rpt_change"}
Row = dict[str, str | None]
Change = tuple[str, str, str, str, str | None, str | None]
"""Mart, key, column, what became of it, value before, value after."""


def differences(connection: psycopg.Connection, before: str, after: str) -> set[Change]:
    """Of reports each figure (of a row that came or went no values), of other marts how many rows."""
    found: set[Change] = set()
    for mart in sorted(set(fingerprint.marts(connection, after)) - NOT_COMPARED):
        key = fingerprint.primary_key(connection, after, mart)
        then, now = (_rows(connection, schema, mart, key) for schema in (before, after))
        if mart.startswith("rpt_"):
            for row_key in then.keys() | now.keys():
                found |= _of_row(mart, " | ".join(row_key), then.get(row_key), now.get(row_key))
        else:
            counts = Counter(_became(then.get(row_key), now.get(row_key)) for row_key in then.keys() | now.keys())
            found |= {
                (mart, "all rows", f"rows_{became}", became, str(len(then)), str(count))
                for became, count in counts.items()
                if became
            }
    return found


def _rows(connection: psycopg.Connection, schema: str, mart: str, key: list[str]) -> dict[tuple[str, ...], Row]:
    query = sql.SQL(
        "select (select jsonb_object_agg(said.key, said.value) from jsonb_each_text(to_jsonb(held)) as said)"
        " from {} as held"
    ).format(sql.Identifier(schema, mart))
    found: dict[tuple[str, ...], Row] = {}
    for (said,) in connection.execute(query).fetchall():
        row: dict[str, Any] = {name: said[name] for name in said if name not in fingerprint.LEFT_OUT_COLUMNS}
        found[tuple(row.pop(name) for name in key)] = row
    return found


def _became(then: Row | None, now: Row | None) -> str | None:
    if then is None or now is None:
        return "added" if then is None else "gone"
    return "changed" if then != now else None


def _of_row(mart: str, row_key: str, then: Row | None, now: Row | None) -> set[Change]:
    if then is None or now is None:
        return {(mart, row_key, "(row)", str(_became(then, now)), None, None)}
    return {(mart, row_key, name, "changed", then[name], now[name]) for name in now if then[name] != now[name]}
