"""Each figure of the workbook, the document and the data of charts has its id in figures.csv, with the same value."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from extract_editions import IN_PER_CENT, edition_of
from made_candidates import candidate

from reports import charts, document, trace, workbook
from reports.chart_tiles import STATUS
from reports.edition import Edition
from reports.inert import recovered
from reports.sheets.model import DASH, FIGURES, As, Marked, Missing, Sheet, Table
from warehouse import db, releases
from warehouse.settings import Settings

YEARS = (2000, 2013, 2017, 2019, 2020)
IN_WORDS = {"one third": Decimal("33.3")}
"""Percentages that others state in words, with one decimal."""
STATED = re.compile(r"\d+(?:\.\d+)?")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
ENTRY = re.compile(r"([\w/]+): ([^;]+)")
Known = dict[str, Decimal | None]
Shown = list[tuple[str, str, Any]]
"""Where it stands, its id, and the value as it is shown."""


@dataclass(frozen=True)
class Extract:
    """What an extract shows, and what its files say of it."""

    known: Known
    behind: dict[str, set[str]]
    """Figure id -> objects, as trace.csv lists them."""
    workbook: Shown
    document: Shown
    links: set[str]
    charts: Shown


@pytest.fixture(scope="module")
def warehouse(server: Any, template_published: str) -> Settings:
    return server.clone("every_figure", template_published)


@pytest.fixture(scope="module", params=YEARS)
def extract(request: Any, warehouse: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Extract]:
    folder = tmp_path_factory.mktemp("every")
    with edition_of(warehouse, request.param) as edition:
        yield written(edition, folder)


def written(edition: Edition, folder: Path) -> Extract:
    """The extract's parts. The document is written as of official texts: of the sample it is silent on quality."""
    trace.write(edition, folder)
    drawn = charts.write(edition, folder)
    path = folder / "text.docx"
    document.write(replace(edition, origin=replace(edition.origin, archive="official")), path, drawn)
    body = docx.Document(str(path)).element.body
    known = {line["figure_id"]: Decimal(line["value"]) if line["value"] else None for line in _read(folder, "figures")}
    behind: dict[str, set[str]] = {}
    for line in _read(folder, "trace"):
        behind.setdefault(line["figure_id"], set()).add(line["object"])
    return Extract(
        known,
        behind,
        [cell for sheet in workbook.sheets(edition) for table in sheet.tables for cell in _cells(sheet, table)],
        list(_index(body)),
        {link.get(qn("w:tooltip")) for link in body.iter(qn("w:hyperlink"))},
        [
            (chart.name, recovered(row["figure_id"]), _number(recovered(row["value"])))
            for chart in drawn
            for row in _read(folder, chart.name)
        ],
    )


def _read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> Decimal | str:
    return Decimal(text) if NUMBER.fullmatch(text) else text


def _cells(sheet: Sheet, table: Table) -> Iterator[tuple[str, str, Any]]:
    """Figures of a sheet that are known; one in a row without an id has none either."""
    for row in table.rows:
        for column in table.columns:
            cell = row.get(column.name)
            kind, value = (cell.kind, cell.value) if isinstance(cell, As) else (column.kind, cell)
            value = value.value if isinstance(value, Marked) else value
            if kind not in FIGURES or value is None or isinstance(value, Missing):
                continue
            name = f"{row.get('row_id', '')}/{column.name}"
            if "/YYYY/" in name:  # the row of ten years
                name = f"{row['row_id']}/{row['measure']}".replace("/YYYY/", f"/{column.name}/")
            yield sheet.name, name, value


def _index(body: Any) -> Iterator[tuple[str, str, str]]:
    for line in list(list(body.iter(qn("w:tbl")))[-1].iter(qn("w:tr")))[1:]:
        place, row, shown = ("".join(cell.itertext(qn("w:t"))) for cell in line.iter(qn("w:tc")))
        entries = ENTRY.findall(shown)
        assert "; ".join(f"{column}: {text}" for column, text in entries) == shown
        yield from ((place, f"{row}/{column}", text) for column, text in entries)


def faults(shown: Shown, known: Known) -> list[tuple[str, str, Any]]:
    """What has no id in figures.csv, or stands there with another value."""
    return [one for one in shown if known.get(one[1]) is None or not _equal(one[2], known[one[1]], one[1])]


def _equal(shown: Any, exact: Decimal, name: str) -> bool:
    """A text of the document may be rounded, and in per cent: it is as near as its last digit allows.

    What others state stands as they write it (nearly 2500, 38-41, one third): the figure is one of the numbers.
    """
    if not isinstance(shown, str):
        return Decimal(shown) == exact
    column = name.rpartition("/")[2]
    text = shown.replace("−", "-").replace(",", "")
    if column.startswith("stated_"):
        return exact in ([Decimal(one) for one in STATED.findall(text)] or [IN_WORDS[text]])
    number = Decimal(text)
    factor = 100 if column in IN_PER_CENT else 1
    return abs(number - factor * exact) <= Decimal((0, (5,), int(number.as_tuple().exponent) - 1))


def test_every_figure_of_the_workbook_is_in_the_file(extract: Extract) -> None:
    assert faults(extract.workbook, extract.known) == []
    sheets = Counter(sheet for sheet, _, _ in extract.workbook)
    assert {"Council summary", "Council ten years", "By theme", "Country scorecards", "Reconciliation", "Method"} <= (
        sheets.keys()
    )
    assert sheets["Method"] > 20


def test_every_figure_of_the_document_is_in_the_file(extract: Extract) -> None:
    assert faults(extract.document, extract.known) == []
    assert extract.links - {None} == {name for _, name, _ in extract.document}
    assert "theme_quality/hand/held_out/all/paragraphs" in extract.links


def test_every_number_of_a_chart_is_in_the_file(extract: Extract) -> None:
    numbers = [one for one in extract.charts if isinstance(one[2], Decimal)]
    assert faults(numbers, extract.known) == []
    assert {"share_by_year", "themes_by_year"} <= {chart for chart, _, _ in numbers}
    # What is missing says so there too, and the file knows it as not known, or not at all.
    assert [one for one in extract.charts if one[2] == "" and extract.known.get(one[1]) is not None] == []


def test_the_map_leads_to_the_count_that_each_state_is_in(extract: Extract) -> None:
    counted = Counter(name for chart, name, _ in extract.charts if chart == "plan_status_map")
    assert {name: extract.known[name] for name in counted} == dict(counted)
    assert {name: len(extract.behind[name]) for name in counted} == dict(counted)


def test_plans_by_topic_are_all_figures(extract: Extract) -> None:
    of_topics = {name for name in extract.known if name.startswith("nap_topic/")}
    assert of_topics == {name for sheet, name, _ in extract.workbook if sheet == "Plans by topic"}


@pytest.mark.parametrize("part", ["workbook", "document", "charts"])
def test_a_figure_that_the_file_lacks_or_has_otherwise_is_found(extract: Extract, part: str) -> None:
    """The comparison itself is no blind one: each part is held against a file with a gap and with another value."""
    shown = [one for one in getattr(extract, part) if extract.known.get(one[1]) is not None and one[2] not in STATUS]
    name = shown[0][1]
    lacking = {other: value for other, value in extract.known.items() if other != name}
    assert {one[1] for one in faults(shown, lacking)} == {name}
    assert {one[1] for one in faults(shown, {**extract.known, name: extract.known[name] + 1})} == {name}


def test_changed_figures_are_in_the_file_and_what_is_none_has_no_id(published: Settings) -> None:
    candidate(
        published,
        "update marts_candidate.rpt_country_scorecard set votes_unknown_because = 'x' where year = 2017;"
        " update marts_candidate.rpt_commitment_quality set labelled = labelled + 1 where half = 'tune';"
        " update marts_candidate.rpt_reconciliation set stated_numerator = stated_numerator + 1",
    )
    with db.connect(published) as admin:
        admin.execute("update audit.release set extracted = true")
    releases.publish(published)
    with edition_of(published, 2017) as edition:
        (sheet,) = (one for one in workbook.sheets(edition) if one.name == "Changes")
        known = {figure.figure_id: figure.value for figure in trace.figures(edition)}
    lines = sheet.tables[0].rows
    told = {str(row["figure_id"]): row["value_after"] for row in lines if row["figure_id"] != DASH}
    assert told
    assert {name: known[name] for name in told} == {name: Decimal(str(value)) for name, value in told.items()}
    without = {(row["mart"], row["column_name"]) for row in lines if row["figure_id"] == DASH}
    assert {("rpt_country_scorecard", "votes_unknown_because"), ("rpt_commitment_quality", "labelled")} <= without
