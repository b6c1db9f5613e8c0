"""The objects behind figures, each with what it takes to cite it and to find its page again."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from reports.edition import Edition
from reports.figure_id import figure_id
from reports.trace_kinds import Mart, Row
from warehouse.errors import WpsError

QUERIES = Path(__file__).parent / "behind"
COUNTED = "counted"
STATED = "stated figures kept with this project (seeds published_figures and nap_counts)"
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Behind:
    """One object behind a figure, or one figure that it is made from."""

    part: str
    """What it counts as: `counted`, or the part that it has in the figure's formula."""
    kind: str
    object: str
    places: str | None = None
    """Where in it that stands by which it counts."""
    nap_id: str | None = None
    """The plan by which it counts."""
    claim_id: str | None = None
    """The claim that says so, in fct_nap_claim."""


@dataclass(frozen=True)
class Source:
    """Where an object was read."""

    symbol: str | None = None
    locator: str | None = None
    country: str | None = None
    citation: str | None = None
    source: str | None = None
    """The source's name; of what is kept with the project (list of countries, register) what it is, in words."""
    source_url: str | None = None
    body_sha256: str | None = None
    fetched_at: datetime | None = None


def listed(edition: Edition, mart: Mart) -> dict[str, list[Behind]]:
    """The objects behind the figures of a mart, by id, of the edition's year and those before."""
    rows = _ask(edition, mart.name, {"year": edition.year})
    behind = defaultdict(list)
    for row in rows:
        behind[figure_id(mart.name, row["key"], row["figure"])].append(
            Behind(
                row.get("part", COUNTED),
                row["kind"],
                row["object"],
                row.get("places"),
                row.get("nap_id"),
                row.get("claim_id"),
            )
        )
    for objects in behind.values():
        objects.sort(key=lambda one: (one.part, one.kind, _in_reading_order(one.object)))
    return dict(behind)


class Sources:
    """What is known of the objects behind a list of figures. Raises WpsError for an object that no mart holds."""

    def __init__(self, edition: Edition, objects: Iterable[Behind]) -> None:
        objects = list(objects)
        by_kind = defaultdict(set)
        for one in objects:
            by_kind[one.kind].add(one.object)
            if one.nap_id is not None:
                by_kind["plan"].add(one.nap_id)
        self._of = {
            kind: _by_object(_ask(edition, f"object_{kind}", {"objects": sorted(names)}))
            for kind, names in sorted(by_kind.items())
            if kind not in ("figure", "page")
        }
        claims = {one.claim_id for one in objects} | {row["claim_id"] for row in self._of.get("plan", {}).values()}
        self._of["claim"] = _by_object(_ask(edition, "object_claim", {"objects": sorted(claims - {None})}))
        bodies = {row.get("body_sha256") for rows in self._of.values() for row in rows.values()}
        seen = _ask(edition, "first_seen", {"dated": edition.origin.dated, "bodies": sorted(bodies - {None})})
        self._seen: dict[tuple[str, str], datetime] = {
            (row["source_url"], row["body_sha256"]): row["fetched_at"] for row in seen
        }

    def of(self, one: Behind) -> Source:
        """Symbol, place, citation and page of an object."""
        if one.kind == "figure":
            return Source()
        if one.kind == "page":
            return Source(citation=one.object, source=STATED, source_url=one.object)
        row = self._row("plan", one.nap_id) if one.nap_id else self._row(one.kind, one.object)
        claim_id = one.claim_id or row.get("claim_id")
        if claim_id is not None:
            claim = self._row("claim", claim_id)
            row = {**row, **claim, "citation": f"{row['citation']}: {claim['claim_url']}"}
        address, body = row["source_url"], row["body_sha256"]
        return Source(
            row["symbol"],
            one.places or row["locator"],
            row["country"],
            row["citation"],
            row["source"],
            address,
            body,
            self._seen.get((address, body)),
        )

    def _row(self, kind: str, name: str) -> Row:
        try:
            return self._of[kind][name]
        except KeyError:
            raise WpsError(
                f"{kind} {name} stands behind a figure, and no mart holds it; expected each to be in its mart."
                " Report it: a query in reports/behind is wrong."
            ) from None


def _in_reading_order(name: str) -> list[str | int]:
    """Paragraph 2 before paragraph 12."""
    return [int(part) if part.isdecimal() else part for part in _DIGITS.split(name)]


def _by_object(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["object"]: row for row in rows}


def _ask(edition: Edition, name: str, parameters: dict[str, Any]) -> list[Row]:
    return ask(edition, (QUERIES / f"{name}.sql").read_text(encoding="utf-8"), parameters)


def ask(edition: Edition, query: str, parameters: dict[str, Any]) -> list[Row]:
    """Rows of a query over the marts. Raises WpsError where the release was built before what it needs."""
    try:
        return edition.ask(query, parameters)
    except (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable) as error:
        raise WpsError(
            f"{edition.origin.label} lacks what the rows behind its figures are found by"
            f" ({error.diag.message_primary}): it was built by an older version. Build and publish again, or take a"
            " newer release."
        ) from None
