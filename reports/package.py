"""The Frictionless data package of an extract: schemas, units, sources, licences and how to cite."""

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from extractors.core.source import Source
from reports.chart_style import Chart
from reports.citation import title as title_of
from reports.edition import SAMPLE, Edition
from reports.inert import NOTE
from reports.units import unit
from warehouse import fingerprint

TYPES = {
    "integer": "integer",
    "bigint": "integer",
    "numeric": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp with time zone": "datetime",
}
"""Postgres type -> Frictionless type; all others are strings."""
OF_FIGURES = {
    "figures.csv": "Every figure of workbook, document and charts, with its id, value, unit and definition.",
    "trace.csv": "The rows behind each figure: place in the official text, plan or page, and the bytes that were read.",
}
MEANS = {
    "figure_id": "Id of the figure: the row of its report, a slash, the column.",
    "value": "The figure; empty where it is not known.",
    "unit": "What it is a number of.",
    "mart": "The report that it is in; of what no mart holds, the name of the table.",
    "column": "The column of the report.",
    "definition": "What is counted or measured, and of what.",
    "how": "counted, same (as another figure), ratio, difference, or stated (by somebody else).",
    "formula": "How it is reckoned from other figures; their ids are its rows in trace.csv.",
    "rows": "How many rows of trace.csv stand behind it.",
    "unknown_because": "Why it is not known.",
    "release": "What the extract is made from.",
    "part": "counted, or the part that the row has in the formula.",
    "kind": "What the object is: resolution, paragraph, commitment, vote, statement, archive_item, plan, country,"
    " labelled paragraph or judgement, another figure, or a page that states it.",
    "object": "Key of the object in its mart, or id of the figure, or address of the page.",
    "symbol": "Symbol of the document of the United Nations.",
    "locator": "Places in it, as they are cited: 42 (a) (iii).",
    "country": "The country.",
    "nap_id": "The plan by which it counts.",
    "citation": "Ready to cite.",
    "source": "The source that it was read from.",
    "source_url": "Address that it was read from.",
    "fetched_at": "When these bytes were first read, in UTC; empty for what was not fetched by this project.",
    "body_sha256": "sha256 of the bytes; empty for what was not fetched by this project.",
    "series": "Line, area or panel of the chart.",
    "category": "Its year, addressee or State.",
}
"""What the columns of files that are no marts mean."""
KNOWN_COLUMNS = {
    ("figures", "value"): {"type": "number", "unit": "as `unit` says"},
    ("figures", "rows"): {"type": "integer", "unit": "rows of trace.csv"},
    ("trace", "fetched_at"): {"type": "datetime"},
}
"""Their types, where they are no texts."""
WITHHELD = {"fct_extract": {"text"}, "fct_nap_claim": {"sentence"}}
"""Columns with words of others that we cite and link, and do not pass on: those of PeaceWomen's archive and of pages on
plans. Official texts of the United Nations are passed on, with the acknowledgement."""


class Column(NamedTuple):
    """A column as the data dictionary has it."""

    name: str
    type: str
    description: str


class Table(NamedTuple):
    """A mart as the data dictionary has it."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def describe(connection: psycopg.Connection, schema: str, mart: str) -> Table:
    """Read a mart's columns, comments and primary key from the database, without columns whose words are withheld."""
    name = f'"{schema}"."{mart}"'
    columns = connection.execute(
        "select attname, format_type(atttypid, atttypmod), coalesce(col_description(attrelid, attnum), '')"
        " from pg_catalog.pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
        " order by attnum",
        [name],
    ).fetchall()
    key = fingerprint.primary_key(connection, schema, mart)
    about = connection.execute("select coalesce(obj_description(%s::regclass), '')", [name]).fetchone()
    passed_on = tuple(Column(*row) for row in columns if row[0] not in WITHHELD.get(mart, ()))
    return Table(mart, about[0] if about else "", passed_on, tuple(key))


def datapackage(
    edition: Edition, tables: Sequence[tuple[Table, int]], drawn: Sequence[Chart], folder: Path
) -> dict[str, Any]:
    """The descriptor of the extract in `folder`, whose data files are written already: marts with so many rows,
    figures with the rows behind them, and the data of charts."""
    origin, declared = edition.origin, [one.declared for one in edition.sources]
    warning = f"{SAMPLE} " if edition.is_sample else ""
    made_for = f"Yearly extract of the WPS Accountability Warehouse for {edition.year}, {origin.label}."
    return {
        "profile": "tabular-data-package",
        "name": edition.name.lower(),
        "title": title_of(edition),
        "description": f"{warning}{made_for} {NOTE}",
        "version": origin.label,
        "created": origin.dated.isoformat(),
        "madeFrom": made_from(edition),
        "sources": [{"title": f"{one.title} ({one.publisher})", "path": one.terms.url} for one in declared],
        "licenses": [_licence(one) for one in declared],
        "contributors": [{"title": one.publisher, "role": "publisher"} for one in declared],
        "citation": " ".join(one.acknowledgement for one in declared),
        "resources": [
            *(_resource(table, rows, folder, edition.is_sample) for table, rows in tables),
            *(_file(folder / name, name, about, folder, edition.is_sample) for name, about in OF_FIGURES.items()),
            *(_file(chart.data, f"figures/{chart.name}", chart.title, folder, edition.is_sample) for chart in drawn),
        ],
    }


def made_from(edition: Edition) -> dict[str, int | str | None]:
    """What was asked for: with it, `wps extract --verify` makes the same again."""
    release = edition.origin.release_id
    return {
        "year": edition.year,
        "release": release,
        "as_of": edition.origin.dated.isoformat() if release is None else None,
    }


def _licence(source: Source) -> dict[str, str]:
    terms = source.terms
    title = f"{source.name}: {terms.says} Our reading: {terms.reading}"
    return {"name": terms.licence, "title": title, "path": terms.url}


def _resource(table: Table, rows: int, folder: Path, is_sample: bool) -> dict[str, Any]:
    path = folder / "data" / f"{table.name}.csv"
    withheld = sorted(WITHHELD.get(table.name, ()))
    left_out = f" Left out, being words of others: {', '.join(withheld)}." if withheld else ""
    return {
        "name": table.name,
        "title": f"SAMPLE: {table.name}" if is_sample else table.name,
        "description": f"{table.description}{left_out} The same rows, typed, are in data/{table.name}.parquet.",
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
            "fields": [_field(table.name, column) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _file(path: Path, name: str, about: str, folder: Path, is_sample: bool) -> dict[str, Any]:
    """A CSV file that is no mart: all columns are texts but those whose kind is known by name."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        names = next(reader)
        rows = sum(1 for _ in reader)
    body = path.read_bytes()
    title = name.removesuffix(".csv")
    return {
        "name": title.replace("/", "-"),
        "title": f"SAMPLE: {title}" if is_sample else title,
        "description": about,
        "path": path.relative_to(folder).as_posix(),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "rows": rows,
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {
            "fields": [
                {"name": column, "description": MEANS[column], **KNOWN_COLUMNS.get((title, column), {"type": "string"})}
                for column in names
            ],
            "missingValues": [""],
        },
    }


def _field(mart: str, column: Column) -> dict[str, str]:
    kind = TYPES.get(column.type, "string")
    field = {"name": column.name, "type": kind, "description": column.description}
    measured = unit(mart, column.name) if kind in ("integer", "number") else None
    return field if measured is None else {**field, "unit": measured}
