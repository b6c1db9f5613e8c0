"""The tables of an extract as open data: CSV for every tool, Parquet for those who want types."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pyarrow
import pyarrow.parquet
from psycopg import sql

from reports import package
from reports.inert import inert

WHOLE = frozenset({"dim_country", "rpt_council_year", "rpt_nap_year", "rpt_theme_year"})
"""Marts that go in with all years: a figure is read beside those of other years."""
OF_YEAR: dict[str, LiteralString] = {
    "bridge_paragraph_theme": "paragraph_id in (select paragraph_id from {}.fct_paragraph where year = {})",
    "fct_commitment_force": "commitment_id in (select commitment_id from {}.fct_commitment where year = {})",
}
"""Marts without a year of their own: which rows are of the year."""
BATCH = 20_000
"""Rows of a Parquet row group."""
_ARROW: dict[str, pyarrow.DataType] = {
    "integer": pyarrow.int32(),
    "bigint": pyarrow.int64(),
    "numeric": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "timestamp with time zone": pyarrow.timestamp("us", tz="UTC"),
}


def write(connection: psycopg.Connection, schema: str, table: package.Table, year: int, folder: Path) -> int:
    """Write `<mart>.csv` and `<mart>.parquet`: rows of the year (of WHOLE marts, all) in key order. Returns how many.

    The CSV is RFC 4180 in UTF-8 with inert texts; Parquet holds the texts as they are.
    """
    fields = [
        pyarrow.field(
            column.name, _ARROW.get(column.type, pyarrow.string()), metadata={"description": column.description}
        )
        for column in table.columns
    ]
    shape = pyarrow.schema(fields, metadata={"description": table.description})
    count = 0
    with (
        (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file,
        pyarrow.parquet.ParquetWriter(folder / f"{table.name}.parquet", shape, compression="zstd") as parquet,
    ):
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(shape.names)
        for batch in _batches(connection, schema, table, year):
            writer.writerows([_cell(value) for value in row] for row in batch)
            columns = zip(*batch, strict=True)
            arrays = [
                pyarrow.array([_typed(value) for value in values], field.type)
                for values, field in zip(columns, fields, strict=True)
            ]
            parquet.write_batch(pyarrow.record_batch(arrays, schema=shape))
            count += len(batch)
    return count


def _batches(
    connection: psycopg.Connection, schema: str, table: package.Table, year: int
) -> Iterator[list[tuple[Any, ...]]]:
    names = [column.name for column in table.columns]
    of_year: sql.Composable = sql.SQL("true")
    if table.name in OF_YEAR:
        of_year = sql.SQL(OF_YEAR[table.name]).format(sql.Identifier(schema), year)
    elif table.name not in WHOLE and "year" in names:
        of_year = sql.SQL("year = {}").format(year)
    query = sql.SQL("select {} from {} where {} order by {}").format(
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.Identifier(schema, table.name),
        of_year,
        sql.SQL(", ").join(sql.SQL('{}::text collate "C"').format(sql.Identifier(name)) for name in table.key),
    )
    with connection.cursor(name="extract") as cursor:
        cursor.execute(query)
        while batch := cursor.fetchmany(BATCH):
            yield batch


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
