"""The Frictionless data package of an extract: schemas, units, sources, licences and how to cite."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from extractors.core.source import Source
from reports.inert import NOTE
from warehouse import fingerprint

TYPES = {"integer": "integer", "bigint": "integer", "numeric": "number", "boolean": "boolean", "date": "date"}
"""Postgres type -> Frictionless type; all others are strings."""


@dataclass(frozen=True)
class Column:
    """A column as the data dictionary has it."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Table:
    """A mart as the data dictionary has it."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def describe(connection: psycopg.Connection, schema: str, mart: str) -> Table:
    """Read a mart's columns, comments and primary key from the database."""
    name = f'"{schema}"."{mart}"'
    columns = connection.execute(
        "select attname, format_type(atttypid, atttypmod), coalesce(col_description(attrelid, attnum), '')"
        " from pg_catalog.pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
        " order by attnum",
        [name],
    ).fetchall()
    key = fingerprint.primary_key(connection, schema, mart)
    about = connection.execute("select coalesce(obj_description(%s::regclass), '')", [name]).fetchone()
    return Table(mart, about[0] if about else "", tuple(Column(*row) for row in columns), tuple(key))


def datapackage(
    *,
    year: int,
    label: str,
    dated: datetime,
    is_sample: bool,
    tables: Sequence[tuple[Table, int]],
    sources: Sequence[Source],
    folder: Path,
) -> dict[str, Any]:
    """The descriptor of the extract in `folder`, whose data files are written already."""
    sample = "SAMPLE: " if is_sample else ""
    warning = (
        "SAMPLE: made from the bundled sample, whose paragraphs are summaries; for trying the system, never to cite. "
        if is_sample
        else ""
    )
    return {
        "profile": "tabular-data-package",
        "name": f"wps-{year}",
        "title": f"{sample}Women, peace and security in the Security Council: {year}",
        "description": f"{warning}Yearly extract of the WPS Accountability Warehouse for {year}, {label}. {NOTE}",
        "version": label,
        "created": dated.isoformat(),
        "sources": [{"title": f"{one.title} ({one.publisher})", "path": one.terms.url} for one in sources],
        "licenses": [_licence(one) for one in sources],
        "contributors": [{"title": one.publisher, "role": "publisher"} for one in sources],
        "citation": " ".join(one.acknowledgement for one in sources),
        "resources": [_resource(table, rows, folder, sample) for table, rows in tables],
    }


def _licence(source: Source) -> dict[str, str]:
    terms = source.terms
    title = f"{source.name}: {terms.says} Our reading: {terms.reading}"
    return {"name": terms.licence, "title": title, "path": terms.url}


def _resource(table: Table, rows: int, folder: Path, sample: str) -> dict[str, Any]:
    path = folder / "data" / f"{table.name}.csv"
    return {
        "name": table.name,
        "title": f"{sample}{table.name}",
        "description": table.description,
        "path": f"data/{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
        "rows": rows,
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {
            "fields": [
                {"name": column.name, "type": TYPES.get(column.type, "string"), "description": column.description}
                for column in table.columns
            ],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }
