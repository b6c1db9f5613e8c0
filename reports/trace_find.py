"""`wps trace`: one figure, with all that stands behind it, to be read in a terminal."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from reports import edition as editions
from reports import trace
from reports.edition import Edition
from reports.trace import Figure, Traced
from reports.trace_behind import COUNTED
from warehouse import db
from warehouse.errors import WpsError
from warehouse.settings import Settings

NEAREST = 3


def lines(settings: Settings, name: str, release_id: int | None = None, as_of: datetime | None = None) -> Iterator[str]:
    """The figure of that id, its definition and the rows behind it, with those of the figures that it is made from.

    Raises WpsError for an id that the release does not know, an unknown release or time, and, when all is said, for a
    figure that is not what stands behind it.
    """
    if release_id is not None and as_of is not None:
        raise WpsError("An as-of time and a release exclude each other: give one of them.")
    with db.connect(settings, "wps_publisher") as connection:
        origin = editions.origin(settings, connection, release_id, as_of)
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            edition = editions.edition(connection, origin.dated.year, origin)
            edition = replace(edition, year=_year(edition, name))
            all_figures = trace.figures(edition)
            shown = _with_parts(_known(all_figures, name, edition), name)
            found = trace.traced(edition, all_figures, shown)
    if edition.is_sample:
        yield editions.SAMPLE
    for number, figure in enumerate(shown):
        if number:
            yield ""
        yield from _figure_lines(found, figure)
    trace.check(found, shown)


def _year(edition: Edition, name: str) -> int:
    """The year that an id names, else the newest with resolutions: what is not of a year is in every edition."""
    years = edition.ask(
        "select year, true as has_resolutions from rpt_council_year"
        " union select year, false from rpt_nap_year order by has_resolutions, year"
    )
    known = {row["year"] for row in years}
    named = [int(part) for part in name.split("/") if part.isdecimal() and int(part) in known]
    return named[0] if named else int(years[-1]["year"])


def _known(all_figures: Iterable[Figure], name: str, edition: Edition) -> dict[str, Figure]:
    figures = {figure.figure_id: figure for figure in all_figures}
    if name in figures:
        return figures
    of_its_report = [one for one in figures if one.split("/")[0] == name.split("/", maxsplit=1)[0]]
    near = difflib.get_close_matches(name, of_its_report or figures, NEAREST)
    nearest = f"; the nearest: {', '.join(near)}" if near else ""
    raise WpsError(
        f"There is no figure {name} in {edition.origin.label}{nearest}. {trace.FIGURES} of an extract lists all of"
        " its year."
    )


def _with_parts(figures: dict[str, Figure], name: str) -> list[Figure]:
    """A figure, then those that it is made from, and so on; each once."""
    names = [name]
    for one in names:  # which grows
        names += [made_from for _, made_from in figures[one].parts if made_from in figures and made_from not in names]
    return [figures[one] for one in names]


def _figure_lines(found: Traced, figure: Figure) -> Iterator[str]:
    rows = found.behind.get(figure.figure_id, ())
    values = {one.figure_id: one.value for one in found.figures}
    yield f"{figure.figure_id} = {_value(figure.value)}"
    yield f"  unit        {figure.unit}"
    yield f"  definition  {figure.about} {figure.of}"
    yield f"  release     {found.release}"
    if figure.unknown_because is not None:
        yield f"  unknown     {figure.unknown_because}"
        return
    counted = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    yield f"  {figure.how:<12}{figure.formula or counted}"
    for one in rows:
        cells = dict(zip(trace.TRACE_COLUMNS, found.row(figure, one), strict=True))
        if one.kind == "figure":
            yield f"  {one.part:<12}{one.object} = {_value(values.get(one.object))}"
            continue
        part = "" if one.part == COUNTED else f" ({one.part})"
        place = f"  at {cells['locator']}" if one.places else ""
        cited = "" if cells["citation"] == one.object else f": {cells['citation']}"
        yield f"  {one.kind.replace('_', ' ')} {one.object}{part}{cited}{place}"
        yield "    " + "  ".join(
            said
            for said in (
                cells["source"],
                cells["source_url"],
                f"first seen {cells['fetched_at']}" if cells["fetched_at"] else "",
                f"sha256 {cells['body_sha256']}" if cells["body_sha256"] else "",
            )
            if said
        )


def _value(value: Decimal | None) -> str:
    return "not known" if value is None else f"{value:f}"
