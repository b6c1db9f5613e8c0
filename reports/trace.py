"""What stands behind each figure of an extract: `figures.csv` and `trace.csv`, checked against each other first.

figures.csv says of each what it is; trace.csv lists the objects that it counts. Where another figure counts the same
(`same`), or it is made from others (`ratio`, `difference`), the rows are those figures, which have rows of their own.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from reports import trace_behind
from reports.edition import Edition
from reports.inert import inert
from reports.trace_behind import Behind, Sources
from reports.trace_figures import MARTS, Figure, figures, reckoned
from reports.trace_force import force_by_addressee
from warehouse.errors import WpsError

__all__ = ["FIGURES", "TRACE", "Figure", "Traced", "figures", "force_by_addressee", "traced", "write"]

FIGURES, TRACE = "figures.csv", "trace.csv"
FIGURE_COLUMNS = (
    "figure_id",
    "value",
    "unit",
    "mart",
    "column",
    "definition",
    "how",
    "formula",
    "rows",
    "unknown_because",
    "release",
)
TRACE_COLUMNS = (
    "figure_id",
    "part",
    "kind",
    "object",
    "symbol",
    "locator",
    "country",
    "nap_id",
    "citation",
    "source",
    "source_url",
    "fetched_at",
    "body_sha256",
    "definition",
    "release",
)


@dataclass(frozen=True)
class Traced:
    """All figures of an edition with what stands behind each."""

    figures: Sequence[Figure]
    behind: Mapping[str, Sequence[Behind]]
    """Figure id -> its objects, the figures that it is made from, or the page that states it."""
    sources: Sources
    release: str
    """What it is made from, and whether that is the sample."""

    def row(self, figure: Figure, one: Behind) -> tuple[str, ...]:
        """One row behind a figure, as TRACE_COLUMNS name its cells."""
        where = self.sources.of(one)
        fetched = "" if where.fetched_at is None else f"{where.fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        return (
            figure.figure_id,
            one.part,
            one.kind,
            one.object,
            where.symbol or "",
            where.locator or "",
            where.country or "",
            one.nap_id or "",
            where.citation or "",
            where.source or "",
            where.source_url or "",
            fetched,
            where.body_sha256 or "",
            figure.of,
            self.release,
        )


def traced(edition: Edition, all_figures: Sequence[Figure], some: Sequence[Figure]) -> Traced:
    """`some` of all figures with what stands behind each, unchecked.

    Raises WpsError where the release is of an older version, which lacks what the rows are found by.
    """
    names = {figure.figure_id for figure in some}
    behind: dict[str, Sequence[Behind]] = {}
    for mart in MARTS:
        if any(figure.mart == mart.name for figure in some):
            listed = trace_behind.listed(edition, mart)
            behind |= {name: rows for name, rows in listed.items() if some is all_figures or name in names}
    for figure in some:
        if figure.parts:
            kind = "page" if figure.how == "stated" else "figure"
            behind[figure.figure_id] = [Behind(part, kind, made_from) for part, made_from in figure.parts]
    release = f"{edition.origin.label}{', SAMPLE' if edition.is_sample else ''}"
    return Traced(all_figures, behind, Sources(edition, [one for rows in behind.values() for one in rows]), release)


def write(edition: Edition, folder: Path) -> None:
    """Write figures.csv and trace.csv: RFC 4180, UTF-8, texts inert, figures in their order, rows by part and object.

    Raises WpsError for a figure that is not what stands behind it; nothing is written then.
    """
    all_figures = figures(edition)
    found = traced(edition, all_figures, all_figures)
    check(found, found.figures)
    _write(folder / FIGURES, FIGURE_COLUMNS, (_cells(figure, found) for figure in found.figures))
    _write(
        folder / TRACE,
        TRACE_COLUMNS,
        (found.row(figure, one) for figure in found.figures for one in found.behind.get(figure.figure_id, ())),
    )


def _cells(figure: Figure, found: Traced) -> Iterator[str]:
    yield figure.figure_id
    yield "" if figure.value is None else f"{figure.value:f}"
    yield figure.unit
    yield figure.mart
    yield figure.column
    yield f"{figure.about} {figure.of}"
    yield figure.how
    yield figure.formula
    yield str(len(found.behind.get(figure.figure_id, ())))
    yield figure.unknown_because or ""
    yield found.release


def _write(path: Path, names: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(names)
        # A number is no text; it may begin with a minus.
        is_text = [name != "value" for name in names]
        for row in rows:
            writer.writerow([inert(cell) if text else cell for cell, text in zip(row, is_text, strict=True)])


def check(found: Traced, some: Iterable[Figure]) -> None:
    """Each of these figures is what stands behind it. Raises WpsError that names the first that is not."""
    values = {figure.figure_id: figure.value for figure in found.figures if figure.value is not None}
    for name, rows in found.behind.items():
        if name not in values:
            raise WpsError(
                f"{len(rows)} rows stand behind {name}, which the release does not hold or calls unknown; expected"
                " none. Build and publish again, or take another release; if it stays so, report it."
            )
    for figure in some:
        if figure.value is None or figure.how == "stated":
            continue
        if figure.how == "counted":
            made = Decimal(len({(one.kind, one.object) for one in found.behind.get(figure.figure_id, ())}))
            from_what = f"{made} objects stand behind it"
        else:
            made = _of_parts(figure, values)
            from_what = f"what it is made from gives {made} ({', '.join(name for _, name in figure.parts)})"
        if made != figure.value:
            raise WpsError(
                f"{figure.figure_id} is {figure.value} in {figure.mart}, and {from_what}; expected the two to be equal."
                " Build and publish again, or take another release; if they still differ, report it:"
                f" reports/behind/{figure.mart}.sql lists the objects."
            )


def _of_parts(figure: Figure, values: Mapping[str, Decimal]) -> Decimal:
    """What the figures that it refers to give, rounded as the mart rounds it: halves away from nought."""
    missing = [name for _, name in figure.parts if name not in values]
    if missing:
        raise WpsError(
            f"{figure.figure_id} is made from {missing[0]}, which the release does not hold; expected each figure's"
            " parts to be figures. Nothing is written. Report it."
        )
    if figure.how == "same":
        return values[figure.parts[0][1]]
    assert figure.value is not None  # noqa: S101 - what is not known is not checked
    return reckoned(figure, values).quantize(figure.value, ROUND_HALF_UP)
