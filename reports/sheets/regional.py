"""Sheets on regional and local action plans."""

from reports.edition import Edition, Row
from reports.sheets.model import DASH, Cells, Column, Kind, Link, Sheet, Table
from reports.words import alphabetical, listed, spelt


def regional(edition: Edition) -> Sheet:
    """Plans of regional bodies, with declarations and mere mentions marked as such."""
    rows = edition.ask('select * from dim_regional_plan order by organisation collate "C", regional_plan_id')
    columns = [
        Column("Organization or region", "organisation", Kind.TEXT, 34),
        Column("Title", "title", Kind.TEXT, 50),
        Column("Kind", "kind", Kind.TEXT, 13),
        Column("Counts as a plan", "is_plan", Kind.YES_NO, 10),
        Column("Adopted", "adopted_as_given", Kind.TEXT, 14),
        Column("From", "period_start", Kind.NUMBER, 12),
        Column("To", "period_end", Kind.NUMBER, 12),
        Column(f"Period covers {edition.year}", "covers", Kind.YES_NO, 12,
               "Whether the year is in the period that the source gives."),
        Column("Note", "note", Kind.TEXT, 40),
        Column("Page", "source_url", Kind.LINK, 11),
        Column("Plan id", "regional_plan_id", Kind.CODE, 22),
    ]  # fmt: skip
    return Sheet(
        "Regional plans",
        f"Regional action plans, as known for {edition.year}",
        "Plans of regional organizations, with declarations and mere mentions marked.",
        [
            Table(
                columns, [_regional(row, edition.year) for row in rows], "dim_regional_plan", empty="No plan is known."
            )
        ],
        [
            "Finds, not a census: what our sources name, of any year. A declaration or a mere mention does not count "
            f"as a plan. {DASH} stands for what no source tells. Counts are on the sheet Plan counts.",
        ],
        frozen_columns=1,
    )


def _regional(row: Row, year: int) -> Cells:
    first, last = row["period_start"], row["period_end"]
    covers = None
    if first is not None and last is not None:
        covers = first <= year <= last
    elif first is not None and year < first:
        covers = False
    return {**_dashed(row, "adopted_as_given", "period_start", "period_end"), "kind": spelt(row["kind"]),
            "covers": covers, "source_url": Link(row["source_url"], "page")}  # fmt: skip


def local(edition: Edition) -> Sheet:
    """Plans of states, provinces, districts and municipalities."""
    rows = edition.ask("select * from dim_local_plan order by country_id, local_plan_id")
    rows.sort(key=lambda row: (alphabetical(row["country"]), alphabetical(row["place"])))
    columns = [
        Column("Country", "country", Kind.TEXT, 28),
        Column("Place", "place", Kind.TEXT, 26),
        Column("Kind", "kind", Kind.TEXT, 14),
        Column("Title", "title", Kind.TEXT, 50),
        Column("Plan", "edition", Kind.NUMBER, 9),
        Column("What the page says", "event", Kind.TEXT, 16),
        Column("When", "event_on", Kind.TEXT, 13),
        Column("From", "period_start", Kind.NUMBER, 12),
        Column("To", "period_end", Kind.NUMBER, 12),
        Column("Page", "source_url", Kind.LINK, 11),
        Column("Plan id", "local_plan_id", Kind.CODE, 20),
    ]
    lines = [
        {**_dashed(row, "edition", "event_on", "period_start", "period_end"), "event": listed(row["event"]),
         "source_url": Link(row["source_url"], "page")}
        for row in rows
    ]  # fmt: skip
    return Sheet(
        "Local plans",
        "Action plans of states, provinces, districts and municipalities",
        "Local plans that a page names.",
        [Table(columns, lines, "dim_local_plan", parts_at="country_id", empty="No plan is known.")],
        [f"Finds, not a census: nobody we know states how many there are. {DASH} stands for what no page tells."],
        frozen_columns=2,
    )


def _dashed(row: Row, *names: str) -> Cells:
    return {**row, **{name: DASH for name in names if row[name] is None}}
