"""The workbook of a yearly extract: `wps-2017.xlsx`."""

from datetime import UTC
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook

from reports.edition import SAMPLE, Edition
from reports.sheets import (
    changes,
    commitments,
    council,
    countries,
    cover,
    method,
    plans,
    reconciliation,
    regional,
    texts,
    themes,
)
from reports.sheets.draw import Drawing
from reports.sheets.formats import FONT
from reports.sheets.model import Sheet

OPTIONS = {
    "in_memory": True,  # no files of its own beside the extract
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(edition: Edition, path: Path) -> None:
    """Write the workbook of the edition to `path`. The same edition gives the same bytes.

    Raises OSError where the file cannot be written.
    """
    made = BytesIO()
    # Fonts of its own: the library changes what it is given, and the next workbook would be another.
    book = Workbook(made, {**OPTIONS, "default_format_properties": dict(FONT)})
    dated = edition.origin.dated.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties(
        {
            "title": f"{cover.TITLE}, {edition.year}",
            "subject": f"Yearly extract {edition.year}, {cover.made_from(edition)}",
            "author": "WPS Accountability Warehouse",
            "comments": SAMPLE if edition.is_sample else "",
            "created": dated,
        }
    )
    drawing = Drawing(book, _banners(edition), f"WPS Accountability Warehouse, {cover.made_from(edition)}")
    for sheet in sheets(edition):
        drawing.sheet(sheet)
    book.close()
    path.write_bytes(made.getvalue())


def sheets(edition: Edition) -> list[Sheet]:
    """All sheets, in their order."""
    of_figures = [
        council.summary(edition),
        council.ten_years(edition),
        council.by_agenda_item(edition),
        council.by_kind(edition),
        themes.by_theme(edition),
        commitments.by_force(edition),
        commitments.by_force_in_all(edition),
        commitments.by_verb(edition),
        commitments.one_by_one(edition),
        texts.paragraphs(edition),
        texts.statements(edition),
        plans.counts(edition),
        plans.one_by_one(edition),
        plans.by_topic(edition),
        regional.regional(edition),
        regional.local(edition),
        countries.scorecards(edition),
        changes.since_the_extract_before(edition),
        reconciliation.published_figures(edition),
        method.method(edition),
    ]
    others = [*of_figures, method.dictionary(edition, of_figures)]
    return [cover.cover(edition, others), *others]


def _banners(edition: Edition) -> list[str]:
    """What stands on top of every sheet."""
    banners = [SAMPLE] if edition.is_sample else []
    provisional = edition.ask(
        "select 1 from rpt_nap_year where year = %(year)s and is_provisional limit 1", {"year": edition.year}
    )
    if provisional:
        banners.append(
            f"PROVISIONAL: {edition.year} still runs; resolutions may be added, plans are as foreseen today."
        )
    return banners
