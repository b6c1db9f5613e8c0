"""What a sheet of the workbook makes of its cells, without a warehouse."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.utility import xl_pixel_width
from xlsxwriter.workbook import Workbook

from reports import words
from reports.sheets import draw, heights
from reports.sheets.model import As, Cell, Column, Kind, Link, Marked, Missing, Sheet, Table, row_ids, with_ids


def _drawn(sheet: Sheet, *banners: str) -> Worksheet:
    made = BytesIO()
    book = Workbook(made, {"in_memory": True})
    draw.Drawing(book, banners, "footer & more").sheet(sheet)
    book.close()
    return openpyxl.load_workbook(made)[sheet.name]


def _cell(value: Cell, kind: Kind, **column: object) -> openpyxl.cell.Cell:
    shown = _drawn(
        Sheet("One", "Title", "about", [Table([Column("Header", "name", kind, 20, **column)], [{"name": value}])])
    )
    return shown.cell(5, 1)


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (3, Kind.COUNT, 3),
        (0, Kind.COUNT, 0),
        (Decimal("0.655738"), Kind.SHARE, 0.655738),
        (date(2017, 11, 15), Kind.DATE, datetime(2017, 11, 15)),
        (datetime(2026, 1, 2, 3, 4, 5, 9, tzinfo=UTC), Kind.TIME, datetime(2026, 1, 2, 3, 4, 5)),
        (True, Kind.YES_NO, "yes"),
        (False, Kind.YES_NO, "no"),
        ("2017", Kind.TEXT, "2017"),
        ("=1+1", Kind.TEXT, "'=1+1"),
        (None, Kind.COUNT, "not known"),
        (None, Kind.SHARE, "not known"),
        (None, Kind.DATE, "not known"),
        (None, Kind.YES_NO, "not known"),
        (None, Kind.TEXT, None),
        (Missing("no text"), Kind.COUNT, "no text"),
        (As(Kind.SHARE, Decimal("0.5")), Kind.COUNT, 0.5),
        (As(Kind.SHARE, None), Kind.COUNT, "not known"),
        (Marked("2012"), Kind.TEXT, "2012"),
    ],
)
def test_a_cell_shows(value, kind, shown):
    assert _cell(value, kind).value == shown


def test_a_missing_figure_is_said_in_the_words_of_its_column():
    assert _cell(None, Kind.COUNT, missing="none stated").value == "none stated"


def test_a_marked_value_is_seen_without_colours():
    cell = _cell(Marked("2012"), Kind.TEXT)
    assert cell.font.bold
    assert cell.border.left.style == "thin"


def test_a_share_among_counts_is_shown_as_one():
    assert _cell(As(Kind.SHARE, 0.5), Kind.COUNT).number_format.startswith("0.0%")


@pytest.mark.parametrize(
    ("address", "is_linked"),
    [
        ("https://undocs.org/en/S/RES/2387", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://x.example/" + "y" * 2100, False),
    ],
)
def test_only_pages_are_linked_and_other_addresses_are_written_out(address, is_linked):
    cell = _cell(Link(address, "page"), Kind.LINK)
    assert (cell.hyperlink is not None) is is_linked
    assert cell.value == ("page" if is_linked else address)


def test_a_sheet_takes_no_more_links_than_it_may(monkeypatch):
    monkeypatch.setattr(draw, "MOST_LINKS", 3)
    rows = [{"name": Link(f"https://x.example/{number}", "page")} for number in range(4)]
    sheet = _drawn(Sheet("One", "Title", "about", [Table([Column("H", "name", Kind.LINK, 20)], rows)]))
    linked = [sheet.cell(row, 1).hyperlink is not None for row in range(5, 9)]
    assert linked == [True, True, False, False]  # one more leads back to the cover
    assert sheet.cell(8, 1).value == "https://x.example/3"


def test_a_table_without_rows_says_so():
    sheet = _drawn(
        Sheet("One", "Title", "about", [Table([Column("H", "name", Kind.COUNT, 20)], [], empty="Nothing here.")])
    )
    assert sheet.cell(5, 1).value == "Nothing here."


def test_banners_stand_below_the_title_and_the_footer_is_taken_literally():
    sheet = _drawn(Sheet("One", "A & B", "about", [Table([Column("H", "name", Kind.TEXT, 20)], [])]), "SAMPLE: no")
    assert sheet["A2"].value == "SAMPLE: no"
    assert sheet.oddHeader.center.text == "SAMPLE"
    assert sheet.oddHeader.left.text == "A && B"
    assert "footer && more" in sheet.oddFooter.left.text


def test_long_notes_are_broken_into_lines_and_none_is_lost():
    note = " ".join(f"word{number}" for number in range(80))
    sheet = _drawn(Sheet("One", "Title", "about", [Table([Column("H", "name", Kind.TEXT, 40)], [])], [note]))
    lines = [sheet.cell(row, 1).value for row in range(2, 30)]
    lines = lines[: lines.index("Back to the cover")]
    assert " ".join(lines) == note
    assert len(lines) > 5


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("short", 20, 1),
        ("one\ntwo\nthree", 20, 3),
        ("seven words that need a second line", 20, 2),
        ("x" * 300, 10, 35),
    ],
)
def test_lines_of_a_text(text, width, lines):
    assert heights.lines(text, width) == pytest.approx(lines, abs=4 if lines > 10 else 0)


def test_a_row_grows_with_its_texts_and_not_beyond_what_programs_allow():
    low, high = (heights.height([("word " * number, 40, False)]) for number in (5, 200))
    assert low < high < heights.HIGHEST
    assert heights.height([("word " * 9000, 40, False)]) == heights.HIGHEST


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("numerator", 12, "numerator"),
        ("operative_paragraphs_matching", 15, "operative_\nparagraphs_\nmatching"),
        ("member_states/commitments_wps", 18, "member_states/\ncommitments_wps"),
        ("unbreakable", 2, "unbreakable"),
    ],
)
def test_a_name_is_broken_at_its_strokes_only(name, width, shown):
    assert heights.broken(name, width) == shown
    assert heights.broken(name, width).replace("\n", "") == name


def test_no_word_of_an_upright_header_is_broken():
    room = heights.turned([("Troop- and police-contributing countries", 8, False)])
    assert room * 96 / 72 > xl_pixel_width("police-contributing")


def test_row_ids_are_made_of_the_key():
    assert with_ids(
        "rpt_council_year", ("year", "definition_id"), [{"year": 2017, "definition_id": "A", "share": 1}]
    ) == [{"year": 2017, "definition_id": "A", "share": 1, "row_id": "council_year/2017/A"}]
    assert row_ids().name == "row_id"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("no_english_text", "no English text"),
        (
            "no_english_text, archive_holds_nothing_of_the_year",
            "no English text; the archive holds nothing of the year",
        ),
        ("a_reason_that_is_new", "a reason that is new"),
    ],
)
def test_reasons_are_said_in_words(code, said):
    assert words.because(code) == said
