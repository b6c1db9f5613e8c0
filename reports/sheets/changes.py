"""The sheet of changes: what differs from the release that the extract before was made from."""

from collections.abc import Set

from reports import package
from reports.edition import Edition, Row
from reports.figure_id import figure_id
from reports.sheets.model import DASH, Cells, Column, Kind, Sheet, Table
from reports.trace_figures import figures
from reports.words import spelt


def since_the_extract_before(edition: Edition) -> Sheet:
    """Changed figures of the year and of what bears no year, and how many rows of other marts changed."""
    rows = sorted(edition.changes(), key=lambda row: not row["mart"].startswith("rpt"))
    keys = {
        mart: package.describe(edition.connection, edition.origin.schema, mart).key
        for mart in sorted({row["mart"] for row in rows if row["mart"].startswith("rpt_")})
    }
    known = {figure.figure_id for figure in figures(edition)} if keys else set()
    lines = [_line(row, known) for row in rows if _concerns(row, keys, edition.year)]
    columns = [
        Column("Mart", "mart", Kind.TEXT, 26),
        Column("Row", "row_key", Kind.TEXT, 48),
        Column("Column", "column_name", Kind.TEXT, 28),
        Column("What happened", "change", Kind.TEXT, 12),
        Column("Before", "value_before", Kind.TEXT, 30),
        Column("Now", "value_after", Kind.TEXT, 30),
        Column("Release before", "release_before", Kind.NUMBER, 13),
        Column(
            "Figure id",
            "figure_id",
            Kind.CODE,
            48,
            "Id of the figure that changed; of words and of what no sheet shows there is none.",
        ),
    ]
    return Sheet(
        "Changes",
        f"What changed since the extract before, {edition.year}",
        "Figures that differ from those of the release that the extract before was made from, with both values.",
        [Table(columns, lines, "rpt_change", parts_at="mart", empty=_nothing(edition, rows))],
        [
            _compared(edition),
            f"Listed are figures of {edition.year} and of what bears no year. Of other marts it is counted how many "
            "rows came, went and changed, in all years.",
        ],
        frozen_columns=2,
    )


def _concerns(row: Row, keys: dict[str, tuple[str, ...]], year: int) -> bool:
    key = keys.get(row["mart"], ())
    parts = row["row_key"].split(" | ")
    if "year" not in key or len(parts) < len(key):
        return True
    return bool(parts[key.index("year")] == str(year))


def _line(row: Row, known: Set[str]) -> Cells:
    whole = row["column_name"] == "(row)"
    is_figure = row["mart"].startswith("rpt_") and not row["column_name"].startswith("(")
    both = {
        name: DASH if row[name] is None else "the whole row" if whole else row[name]
        for name in ("value_before", "value_after")
    }
    of_figure = figure_id(row["mart"], row["row_key"].split(" | "), row["column_name"])
    return {
        **row,
        **both,
        "column_name": row["column_name"] if is_figure else spelt(row["column_name"]),
        "figure_id": of_figure if of_figure in known else DASH,
    }


def _compared(edition: Edition) -> str:
    origin = edition.origin
    if origin.release_id is None:
        return "These marts are built as of a past time: there is no release before them to compare with."
    if origin.compared_with is None:
        return "No extract was made from an earlier release: there is nothing to compare with."
    return (
        f"Compared is release {origin.release_id} with release {origin.compared_with}, the newest one before it that "
        "an extract was made from. What changed from one release to the next is in data/rpt_change.csv."
    )


def _nothing(edition: Edition, rows: list[Row]) -> str:
    if edition.origin.compared_with is None:
        return "Nothing to compare with."
    return f"No figure of {edition.year} differs." if rows else "Nothing differs."
