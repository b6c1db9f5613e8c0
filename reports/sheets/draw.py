"""Draws sheets into the workbook: cells by their kind, headers, filter, panes, links, and how they print."""

import textwrap
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.inert import inert_in_workbook
from reports.sheets import heights
from reports.sheets.formats import Formats
from reports.sheets.model import SAID_WHEN_MISSING, As, Cell, Column, Kind, Link, Marked, Missing, Sheet, Table

MOST_LINKS = 65_530
"""Links that a sheet can hold."""
LONGEST_ADDRESS = 2_079
UPRIGHT_NAME = 18
"""Characters of a line of a name that stands upright."""
A4, A3 = 9, 8
"""As the format numbers them."""
WIDEST_ON_A4 = 230
"""Characters that can be read when fitted on the page: at two thirds of their size."""
BACK = Link("internal:'Cover'!A1", "Back to the cover")


class Drawing:
    """Draws the sheets of one workbook."""

    def __init__(self, book: Workbook, banners: Sequence[str], footer: str) -> None:
        self._book = book
        self._formats = Formats(book)
        self._banners = banners
        """What every sheet has to say on top: SAMPLE, PROVISIONAL."""
        self._footer = footer

    def sheet(self, sheet: Sheet) -> None:
        """Draw one sheet after those that are there."""
        _OneSheet(self._book.add_worksheet(sheet.name), sheet, self._formats, self._banners, self._footer).draw()


class _OneSheet:
    def __init__(self, target: Worksheet, sheet: Sheet, formats: Formats, banners: Sequence[str], footer: str) -> None:
        self._target, self._sheet, self._formats = target, sheet, formats
        self._banners, self._footer = banners, footer
        self._row = 0
        self._links = 0
        columns = max((table.columns for table in sheet.tables), key=len)
        self._widths = [column.width for column in columns]

    def draw(self) -> None:
        for position, width in enumerate(self._widths):
            self._target.set_column(position, position, width)
        self._head()
        if self._sheet.is_page:
            self._target.freeze_panes(self._row, 0)
        for table in self._sheet.tables:
            self._table(table)
        self._printing()

    def _line(self, text: str, look: Format, height: float) -> None:
        self._target.set_row(self._row, height)
        self._target.write_string(self._row, 0, inert_in_workbook(text), look)
        self._row += 1

    def _banner(self, text: str) -> None:
        for position in range(1, len(self._widths)):
            self._target.write_blank(self._row, position, None, self._formats.banner())
        self._line(text, self._formats.banner(), 18)

    def _head(self) -> None:
        self._line(self._sheet.title, self._formats.title(), 24)
        for banner in self._banners:
            self._banner(banner)
        # A note is broken into lines of the table's width: a cell that wraps over columns would have to be merged.
        room = max(int(min(sum(self._widths), 200) * 1.12), 60)
        for note in self._sheet.notes:
            for line in textwrap.wrap(note, room):
                self._line(line, self._formats.note(), 13)
        if self._sheet.name != "Cover":
            self._target.set_row(self._row, 15)
            self._link(self._row, 0, BACK, self._formats.back())
            self._row += 1

    def _table(self, table: Table) -> None:
        if table.heading:
            self._line(table.heading, self._formats.heading(), 26)
        first = self._row
        if any(column.header for column in table.columns):
            self._header(table)
        if not self._sheet.is_page:
            self._target.freeze_panes(self._row, self._sheet.frozen_columns)
            self._target.repeat_rows(first, self._row - 1)
            last = max(self._row, self._row + len(table.rows) - 1)
            self._target.autofilter(self._row - 1, 0, last, len(table.columns) - 1)
            self._target.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        self._rows(table)

    def _header(self, table: Table) -> None:
        self._header_row(table.columns, [column.header for column in table.columns], small=False)
        if table.named:
            names = [
                heights.broken(column.name, UPRIGHT_NAME if column.upright else column.width)
                for column in table.columns
            ]
            self._header_row(table.columns, names, small=True)

    def _header_row(self, columns: Sequence[Column], texts: Sequence[str], *, small: bool) -> None:
        level: list[heights.Piece] = []
        upright: list[heights.Piece] = []
        for position, (column, text) in enumerate(zip(columns, texts, strict=True)):
            look = self._formats.name if small else self._formats.header
            self._target.write_string(self._row, position, text, look(column.upright))
            # Headers are bold, so wider than the width of their letters says.
            piece = (text, column.width / (1 if small else heights.BOLD), small)
            (upright if column.upright else level).append(piece)
        self._target.set_row(self._row, max(heights.height(level) + 4, heights.turned(upright)))
        self._row += 1

    def _rows(self, table: Table) -> None:
        if not table.rows:
            self._line(table.empty, self._formats.note(), 15)
            return
        before: Cell = None
        for number, row in enumerate(table.rows):
            now = row.get(table.parts_at)
            self._one_row(table.columns, row, new_part=number > 0 and now != before)
            before = now

    def _one_row(self, columns: Sequence[Column], row: dict[str, Cell], *, new_part: bool) -> None:
        texts = []
        for position, column in enumerate(columns):
            shown = self._cell(self._row, position, column, row.get(column.name), new_part)
            texts.append((shown, column.width, column.kind is Kind.CODE))
        self._target.set_row(self._row, heights.height(texts))
        self._row += 1

    def _cell(self, row: int, position: int, column: Column, value: Cell, new_part: bool) -> str:
        """Write a cell; returns the text that it shows, for the height of its row."""
        kind = column.kind
        if isinstance(value, As):
            kind, value = value.kind, value.value
        look = self._formats.cell(kind, new_part=new_part)
        if isinstance(value, Marked):
            look, value = self._formats.marked(kind, new_part=new_part), value.value
        if value is None and kind in SAID_WHEN_MISSING:
            value = Missing(column.missing)
        if isinstance(value, Missing):
            return self._text(row, position, value.words, self._formats.missing(kind, new_part=new_part))
        if isinstance(value, Link):
            return self._link(row, position, value, look)
        if isinstance(value, bool):
            return self._text(row, position, "yes" if value else "no", look)
        if isinstance(value, str):
            plain = kind is Kind.LINK  # words where there is no page
            return self._text(row, position, value, self._formats.cell(Kind.TEXT) if plain else look)
        self._number(row, position, value, look)
        return ""

    def _number(self, row: int, position: int, value: float | Decimal | date | None, look: Format) -> None:
        if isinstance(value, datetime):
            value = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        if value is None:
            self._target.write_blank(row, position, None, look)
        elif isinstance(value, date):
            self._target.write_datetime(row, position, value, look)
        else:
            self._target.write_number(row, position, value, look)

    def _text(self, row: int, position: int, text: str, look: Format) -> str:
        shown = inert_in_workbook(text)
        self._target.write_string(row, position, shown, look)
        return shown

    def _link(self, row: int, position: int, link: Link, look: Format) -> str:
        linkable = link.address.startswith(("https://", "http://", "internal:")) and (
            len(link.address) <= LONGEST_ADDRESS and self._links < MOST_LINKS
        )
        if not linkable:
            return self._text(row, position, link.address, self._formats.cell(Kind.TEXT))
        self._links += 1
        shown = inert_in_workbook(link.text)
        self._target.write_url(row, position, inert_in_workbook(link.address), look, shown)
        return shown

    def _printing(self) -> None:
        target = self._target
        target.set_landscape()
        target.set_paper(A4 if sum(self._widths) <= WIDEST_ON_A4 else A3)
        target.fit_to_pages(1, 0)
        target.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        target.hide_gridlines(2)
        sample = '&C&"Arial,Bold"&9SAMPLE' if any(one.startswith("SAMPLE") for one in self._banners) else ""
        title = self._sheet.title.replace("&", "&&")
        target.set_header(f'&L&"Arial,Regular"&8{title[:150]}{sample}')
        target.set_footer(f'&L&"Arial,Regular"&8{self._footer.replace("&", "&&")}&R&8Page &P of &N')
