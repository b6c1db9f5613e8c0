"""The workbook of the yearly extract, read back with another library and held against the marts."""

import zipfile
from datetime import datetime
from pathlib import Path
from xml.dom import minidom

import openpyxl
import pytest
from workbook_read import edition_of, header_row, links_of, table, texts_of, written

from reports import package, workbook
from reports.edition import SAMPLE
from reports.figure_id import row_id
from reports.sheets.model import FIGURES, Kind, Missing
from warehouse import db
from warehouse.settings import Settings

YEAR = 2017
ORDER = [
    "Cover", "Council summary", "Council ten years", "By agenda item", "By kind", "By theme", "Force by addressee",
    "Force, all paragraphs", "Verb by addressee", "Commitments", "Paragraphs", "Statements", "Plan counts", "Plans",
    "Plans by topic", "Regional plans", "Local plans", "Country scorecards", "Changes", "Reconciliation", "Method",
    "Data dictionary",
]  # fmt: skip
PAGES = {"Cover", "Method"}
OF_MARTS = {
    "Council summary": ("rpt_council_year", "year = 2017"),
    "By agenda item": ("rpt_council_year_by", "year = 2017 and by = 'agenda_item'"),
    "By kind": ("rpt_council_year_by", "year = 2017 and by = 'kind'"),
    "By theme": ("rpt_theme_year", "year = 2017"),
    "Verb by addressee": ("rpt_commitment_year", "year = 2017"),
    "Plan counts": ("rpt_nap_year", "year = 2017"),
    "Country scorecards": ("rpt_country_scorecard", "year = 2017"),
    "Reconciliation": ("rpt_reconciliation", "true"),
}
"""Sheets whose rows are rows of a mart, and which."""
ARCHIVE_WORDS = "words that only the archive has"


@pytest.fixture(scope="module")
def of_sample(server, template_published) -> Settings:
    """The sample as release 1, only read by the tests of this file."""
    return server.clone("workbook", template_published)


@pytest.fixture(scope="module")
def path(of_sample, tmp_path_factory) -> Path:
    """The workbook of the sample. Every text of the archive and of 1325naps is the same in its warehouse."""
    with db.connect(of_sample) as admin:
        admin.execute("update marts_r1.fct_extract set text = %s", [ARCHIVE_WORDS])
        admin.execute("update marts_r1.fct_nap_claim set sentence = %s", [ARCHIVE_WORDS])
    path = tmp_path_factory.mktemp("book") / "wps-2017.xlsx"
    written(of_sample, path)
    return path


@pytest.fixture(scope="module")
def book(path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def test_all_sheets_are_there_in_their_order(book):
    assert book.sheetnames == ORDER


def test_tables_have_a_filter_and_frozen_headers_that_are_printed_on_every_page(book):
    for sheet in book:
        if sheet.title in PAGES:
            assert sheet.freeze_panes is not None, sheet.title
            continue
        header = header_row(sheet)
        assert sheet.cell(header, 1).fill.fgColor.rgb in {"FFE4E8EE", "FF1F3550"}, sheet.title
        assert sheet.cell(header + 1, 1).fill.fill_type is None, sheet.title
        assert sheet.auto_filter.ref.endswith(sheet.dimensions.split(":")[1]), sheet.title
        assert int(sheet.freeze_panes.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) == header + 1, sheet.title
        assert sheet.print_title_rows.endswith(f"${header}"), sheet.title


def test_sheets_print_across_so_that_they_can_be_read_with_title_release_and_page(book):
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape", sheet.title
        room = {9: 277, 8: 400}[sheet.page_setup.paperSize]  # mm of A4 and A3, less the margins
        wide = 1.85 * sum(column.width for column in sheet.column_dimensions.values())
        assert room / wide > 0.55, sheet.title  # letters of 10 points print with 5.5 at least
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert str(sheet["A1"].value)[:60] in sheet.oddHeader.left.text, sheet.title
        assert "release 1" in sheet.oddFooter.left.text, sheet.title
        assert "&P" in sheet.oddFooter.right.text or "Page" in sheet.oddFooter.right.text, sheet.title


def test_every_sheet_says_sample(book):
    for sheet in book:
        assert sheet["A2"].value == SAMPLE, sheet.title
        assert "SAMPLE" in sheet.oddHeader.center.text, sheet.title
    assert book.properties.description == SAMPLE


@pytest.mark.parametrize("name", OF_MARTS)
def test_every_figure_is_the_marts(book, of_sample, name):
    mart, chosen = OF_MARTS[name]
    with edition_of(of_sample) as edition:
        key = package.describe(edition.connection, edition.origin.schema, mart).key
        marts = {
            row_id(mart, [row[part] for part in key]): row
            for row in edition.ask(f"select * from {mart} where {chosen}")
        }
        declared = next(one for one in workbook.sheets(edition) if one.name == name).tables[0].columns
    figures = [one.name for one in declared if one.kind in FIGURES]
    shown = {row["row_id"]: row for row in table(book[name])}
    assert shown.keys() == marts.keys()
    assert len(figures) >= 3
    compared = 0
    for row, values in shown.items():
        for column in set(figures) & marts[row].keys():
            expected = marts[row][column]
            if expected is None:
                assert isinstance(values[column], str), (row, column, values[column])
            else:
                assert values[column] == pytest.approx(float(expected)), (row, column)
                compared += 1
    assert compared > 0


def test_the_change_on_the_year_before_is_the_difference_of_the_shares(book, of_sample):
    with edition_of(of_sample) as edition:
        share = {
            (row["year"], row["definition_id"], row["scope"]): row["share"]
            for row in edition.ask("select * from rpt_council_year where year in (2016, 2017)")
        }
    for row in table(book["Council summary"]):
        _, year, definition_id, scope = str(row["row_id"]).split("/")
        expected = share[int(year), definition_id, scope] - share[int(year) - 1, definition_id, scope]
        assert row["share_change"] == pytest.approx(float(expected))


def test_the_row_of_ten_years_is_the_marts(book, of_sample):
    with edition_of(of_sample) as edition:
        marts = {
            row_id("rpt_council_year", [row["year"], row["definition_id"], row["scope"]]): row
            for row in edition.ask("select * from rpt_council_year")
        }
    rows = table(book["Council ten years"])
    assert len(rows) == 8 * 3
    for row in rows:
        for year in range(2008, 2018):
            expected = marts[str(row["row_id"]).replace("YYYY", str(year))][str(row["measure"])]
            shown = row[str(year)]
            assert shown == "—" if expected is None else shown == pytest.approx(float(expected))


@pytest.mark.parametrize(
    ("name", "chosen", "count"),
    [("Force by addressee", "is_wps", "commitments_wps"), ("Force, all paragraphs", "true", "commitments_all")],
)
def test_force_by_addressee_is_counted_again(book, of_sample, name, chosen, count):
    with edition_of(of_sample) as edition:
        rows = edition.ask(
            "select distinct paragraph_id, verb_id, addressee_class, scale_id, level from fct_commitment"
            f" inner join fct_commitment_force using (commitment_id) where asks and year = 2017 and {chosen}"
        )
        pairs = edition.ask(
            "select distinct paragraph_id, verb_id, addressee_class from fct_commitment"
            f" where asks and year = 2017 and {chosen}"
        )
    shown = {row["row_id"]: row for row in table(book[name])}
    assert rows
    for scale_id in ("modeldiplomat", "lri_2010_legal", "gruenberg_2009_instructive"):
        of_scale = [row for row in rows if row["scale_id"] == scale_id]
        totals = shown[f"commitment_force/2017/{scale_id}/all"]
        ranked_not = shown[f"commitment_force/2017/{scale_id}/not_ranked"]
        assert totals[f"all/{count}"] == len(pairs)
        assert ranked_not[f"all/{count}"] == len(pairs) - len(of_scale)
        for level in {row["level"] for row in of_scale}:
            line = shown[row_id("commitment_force", [2017, scale_id, level])]
            for one in {row["addressee_class"] for row in of_scale}:
                expected = sum(row["level"] == level and row["addressee_class"] == one for row in of_scale)
                assert line[f"{one}/{count}"] == expected, (scale_id, level, one)


def test_the_list_of_commitments_says_how_many_it_holds(book, of_sample):
    """One that names several of a class has several rows."""
    with edition_of(of_sample) as edition:
        (total,) = edition.ask(
            "select commitments from rpt_commitment_year where year = 2017 and scope = 'wps'"
            " and addressee_class = 'all' and verb_id = 'all'"
        )
    rows = len(table(book["Commitments"]))
    assert str(book["Commitments"]["A3"].value).startswith(f"{rows} rows, {total['commitments']} commitments: ")


def test_what_is_known_by_topic_is_counted_again(book, of_sample):
    with edition_of(of_sample) as edition:
        plans = edition.ask("select nap_id from fct_nap where adopted_by <= '2017-12-31' and not is_planned")
        topics = edition.ask("select * from fct_nap_topic where is_expected")
    adopted = {row["nap_id"] for row in plans}
    for row in table(book["Plans by topic"]):
        field = str(row["row_id"]).rsplit("/", 1)[1]
        of_field = [one for one in topics if one["field"] == field and one["nap_id"] in adopted]
        assert row["plans"] == len(of_field) == len(adopted)
        assert row["known"] == sum(one["is_known"] for one in of_field)
        assert row["unknown"] == row["plans"] - row["known"]
        assert row["disputed"] == sum(one["is_disputed"] for one in of_field)


def test_quality_is_that_of_the_half_that_was_held_out(book, of_sample):
    with edition_of(of_sample) as edition:
        expected = edition.ask("select * from rpt_commitment_quality where half = 'held_out' and figure_set = 'pairs'")[
            0
        ]
    rows = list(book["Method"].iter_rows(values_only=True))
    (line,) = (row for row in rows if row[-1] == "commitment_quality/pairs/held_out")
    figures = ("paragraphs", "labelled", "found", "agreed", "precision", "recall", "f1")
    assert line[2:9] == pytest.approx([float(expected[name]) for name in figures])


def test_ids_of_rows_are_unique(book):
    for sheet in book:
        ids = (
            [row["row_id"] for row in table(sheet) if row.get("row_id")]
            if sheet.title not in {*PAGES, "Data dictionary"}
            else []
        )
        if sheet.title == "Council ten years":
            continue
        assert len(ids) == len(set(ids)), sheet.title


def test_paragraphs_are_those_that_meet_a_definition_with_their_official_text(book, of_sample):
    with edition_of(of_sample) as edition:
        expected = {
            row["paragraph_id"]: row["text"]
            for row in edition.ask(
                "select paragraph_id, text from fct_paragraph"
                " where paragraph_id in (select paragraph_id from bridge_paragraph_wps where year = 2017)"
            )
        }
        held = {row["paragraph_id"] for row in edition.ask("select paragraph_id from fct_extract")}
    rows = table(book["Paragraphs"])
    assert {row["paragraph_id"]: row["text"] for row in rows} == expected
    assert {row["paragraph_id"] for row in rows if row["item_url"] != "—"} == expected.keys() & held
    assert expected.keys() & held


def test_links_lead_to_the_document_and_to_the_archives_page(book):
    sheet = book["Paragraphs"]
    names = [cell.value for cell in sheet[header_row(sheet)]]
    targets = [
        (sheet.cell(row, names.index("document_url") + 1).hyperlink, sheet.cell(row, names.index("item_url") + 1))
        for row in range(header_row(sheet) + 1, sheet.max_row + 1)
    ]
    assert all(document.target.startswith("https://undocs.org/en/S/RES/") for document, _ in targets)
    pages = [cell.hyperlink.target for _, cell in targets if cell.value != "—"]
    assert pages
    assert all(page.startswith("https://www.peacewomen.org/") for page in pages)


def test_links_of_the_cover_lead_to_every_sheet(book):
    led_to = {link.location for link in links_of(book["Cover"])}
    assert led_to - {None} == {f"'{name}'!A1" for name in ORDER[1:]}


def test_cells_have_the_types_of_their_values(book):
    statements = table(book["Statements"])
    assert statements
    assert all(isinstance(row["held_on"], datetime) for row in statements)
    scorecards = table(book["Country scorecards"])
    assert {row["voted_in_the_council"] for row in scorecards} == {"yes", "no"}
    assert any(isinstance(row["plan_ends_on"], datetime) for row in scorecards)
    sheet = book["Council summary"]
    share = next(cell for cell in sheet[header_row(sheet)] if cell.value == "share").column
    assert sheet.cell(header_row(sheet) + 1, share).number_format.startswith("0.0%")
    assert isinstance(sheet.cell(header_row(sheet) + 1, share).value, float)
    assert sheet.cell(header_row(sheet) + 1, share).is_date is False


def test_plans_are_those_adopted_by_the_end_of_the_year_and_disputes_are_marked(book, of_sample):
    with edition_of(of_sample) as edition:
        plans = edition.ask(
            "select nap_id from fct_nap where not is_planned and coalesce(adopted_by, '2017-01-01') <= '2017-12-31'"
        )
        disputes = edition.ask("select distinct nap_id from fct_nap_dispute")
        status = edition.ask("select nap_id, status from fct_nap_status_year where year = 2017 and status = 'expired'")
    sheet = book["Plans"]
    rows = table(sheet)
    assert {row["nap_id"] for row in rows} == {row["nap_id"] for row in plans}
    disputed = {row["nap_id"] for row in rows if row["sides"]}
    assert disputed == {row["nap_id"] for row in disputes} & {row["nap_id"] for row in plans}
    assert {row["nap_id"] for row in rows if row["status"] == "expired"} == {row["nap_id"] for row in status}
    names = [str(cell.value).replace("\n", "") for cell in sheet[header_row(sheet)]]
    ghana = next(cells for cells in sheet.iter_rows() if cells[-1].value == "GHA-1")
    assert ghana[names.index("adopted_on")].font.bold
    assert not ghana[names.index("period_end")].font.bold


def test_no_text_of_the_archive_or_of_1325naps_is_in_the_workbook(book, of_sample, rows):
    assert rows(of_sample, "select distinct text from marts_r1.fct_extract") == [(ARCHIVE_WORDS,)]
    assert rows(of_sample, "select distinct sentence from marts_r1.fct_nap_claim") == [(ARCHIVE_WORDS,)]
    assert not [text for text in texts_of(book) if ARCHIVE_WORDS in text]


def test_the_dictionary_says_what_every_column_means(book):
    dictionary = book["Data dictionary"]
    lines = list(dictionary.iter_rows(min_row=header_row(dictionary) + 1, values_only=True))
    named = {(line[0], line[2]) for line in lines}
    for sheet in book:
        if sheet.title not in {*PAGES, "Data dictionary"}:
            names = {str(cell.value).replace("\n", "") for cell in sheet[header_row(sheet)]}
            assert {(sheet.title, name) for name in names} <= named
    assert [line for line in lines if not line[5]] == []


def test_cover_names_year_release_sources_warnings_and_how_to_cite(book, of_sample):
    said = [value for row in book["Cover"].iter_rows(values_only=True) for value in row if value is not None]
    with edition_of(of_sample) as edition:
        for one in edition.sources:
            assert one.declared.publisher in said
            assert any(one.declared.acknowledgement in str(text) for text in said)
            assert any(
                isinstance(text, datetime) and abs((text - one.accepted_at.replace(tzinfo=None)).total_seconds()) < 1.5
                for text in said
            )
        assert edition.warnings
        for warning in edition.warnings:
            assert warning.description in said
            assert warning.cases
            assert "\n".join(warning.cases) in said
        (votes,) = (one for one in edition.warnings if one.expectation == "votes_are_known_where_there_was_one")
        assert (votes.seen, votes.cases) == ("It was not so in one case.", ("symbol S/RES/1700 (2006)",))
    assert {YEAR, "release 1"} <= set(said)
    assert any(str(text).startswith("council_year/2017/A/body/numerator:") for text in said)


def test_the_same_edition_gives_the_same_bytes(of_sample, path, tmp_path):
    written(of_sample, tmp_path / "again.xlsx")
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(tmp_path / "again.xlsx") as again:
        assert [name for name in parts.namelist() if parts.read(name) != again.read(name)] == []
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.testzip() is None
        for part in parts.namelist():
            minidom.parseString(parts.read(part))  # noqa: S318 - our own file


def test_a_year_that_runs_is_provisional_on_every_sheet_and_what_is_not_there_is_said(of_sample, path, tmp_path):
    with edition_of(of_sample) as edition:
        year = edition.ask("select max(year) as year from rpt_nap_year where is_provisional")[0]["year"]
    book = written(of_sample, tmp_path / "running.xlsx", year)
    for sheet in book:
        assert str(sheet["A3"].value).startswith(f"PROVISIONAL: {year} still runs"), sheet.title
    summary = book["Council summary"]
    assert summary.cell(header_row(summary) + 1, 1).value == f"No resolution of {year} is here."
    assert {row["is_provisional"] for row in table(book["Plan counts"])} == {"yes"}


def test_missing_words_are_no_figures(of_sample):
    with edition_of(of_sample) as edition:
        for sheet in workbook.sheets(edition):
            for table in sheet.tables:
                for row in table.rows:
                    for column in table.columns:
                        if column.kind in {Kind.COUNT, Kind.SHARE} and column.name in row:
                            value = row[column.name]
                            assert not isinstance(value, str) or isinstance(value, Missing), (sheet.name, column.name)
