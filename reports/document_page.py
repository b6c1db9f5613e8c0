"""The document while it is written: numbered paragraphs, headings, tables, figures, footnotes, and the index of ids."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import docx
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from reports import document_styles
from reports.chart_style import Chart
from reports.document_pieces import Cited, Emphasis, Figure, Piece, Pieces, filled
from reports.docx_footnotes import Footnotes
from reports.docx_xml import el, field, paragraph, run, text_run
from reports.edition import Edition
from reports.inert import in_xml

WIDTH_MM = 170
"""Of the text: A4 less its margins."""
_SHORT_TABLE = 20
"""Lines of a table that is kept on one page."""
_MM_PER_LETTER = 1.5
_DXA_PER_MM = 1440 / 25.4


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    head: str
    mm: float
    kind: Literal["text", "number"] = "text"


@dataclass
class Entry:
    """A line of the index: a place in the document, and the figures of one row that stand there."""

    place: str
    row: str
    shown: list[str]


class Page:
    """Writes one document from top to bottom; `edition` is what it is about."""

    def __init__(self, edition: Edition) -> None:
        """An empty A4 document with the styles of this project."""
        self.edition = edition
        self.document = docx.Document()
        document_styles.define(self.document)
        self.footnotes = Footnotes()
        self.entries: list[Entry] = []
        self._entry_of: dict[tuple[str, str], int] = {}
        self._paragraphs = self._tables = self._figures = 0
        self._place = ""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm((210 - WIDTH_MM) / 2)
        section.top_margin, section.bottom_margin = Mm(30 if edition.is_sample else 25), Mm(22)
        section.header_distance = section.footer_distance = Mm(11)

    @property
    def next_table(self) -> str:
        """How the text names the table that comes next: table 3."""
        return f"table {self._tables + 1}"

    def table_after(self, others: int) -> str:
        """How the text names the table that comes after so many others."""
        return f"table {self._tables + 1 + others}"

    @property
    def next_figure(self) -> str:
        """How the text names the figure that comes next."""
        return f"figure {self._figures + 1}"

    def figure_after(self, others: int) -> str:
        """How the text names the figure that comes after so many others."""
        return f"figure {self._figures + 1 + others}"

    def line(self, style: str, template: str, **pieces: Pieces) -> None:
        """A line in the style with this id, which is not numbered."""
        self._place = "Summary" if not self._paragraphs else self._place
        self._add(paragraph(style, self._inline(filled(template, pieces))))

    def heading(self, level: int, text: str) -> None:
        """A heading of level 1 (I.) or 2 (A.)."""
        self._add(paragraph(f"heading{level}", [text_run(text)]))

    def say(self, template: str, **pieces: Pieces) -> None:
        """A numbered paragraph."""
        self._paragraphs += 1
        self._place = f"Para. {self._paragraphs}"
        self._add(paragraph("Numberedparagraph", self._inline(filled(template, pieces))))

    def item(self, template: str, **pieces: Pieces) -> None:
        """A sub-paragraph, (a), (b) and so on, of the paragraph above."""
        self._add(paragraph("Subparagraph", self._inline(filled(template, pieces))))

    def table(self, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Pieces]], *notes: str) -> None:
        """A table with its caption above; its head repeats on every page that it runs over.

        The notes are its last row, so that they are on the page of its end and go where the table is lifted to.
        """
        self._tables += 1
        self._place = f"Table {self._tables}"
        columns = _as_wide_as_the_text(columns)
        label = [text_run("Table "), *field("SEQ Table \\* ARABIC", str(self._tables)), text_run(f". {caption}")]
        self._add(paragraph("caption", label))
        said = [paragraph("Tablenote", [text_run(note)]) for note in notes]
        self._add(self._grid(caption, columns, rows, said), paragraph("Tableend"))

    def picture(self, chart: Chart) -> None:
        """A chart with its title above, its alternative text, and below what it shows and where that is from."""
        self._figures += 1
        label = [text_run("Figure "), *field("SEQ Figure \\* ARABIC", str(self._figures)), text_run(f". {chart.title}")]
        self._add(paragraph("caption", label))
        holder = self.document.add_paragraph()
        holder._p.insert(0, el("pPr", el("pStyle", val="Figure")))
        shape = holder.add_run().add_picture(str(chart.png), width=Mm(WIDTH_MM - 4))
        shape._inline.docPr.set("descr", in_xml(chart.alt))
        shape._inline.docPr.set("title", in_xml(chart.title))
        self._add(paragraph("Tablenote", [text_run(chart.caption)]), paragraph("Tableend"))

    def index(self) -> None:
        """The index of all figures so far: a table with the bookmarks that they lead to."""
        self._add(paragraph("Headingunnumbered", [text_run("Figures in this document")]))
        self._add(paragraph("Tablenote", [text_run(_INDEX_NOTE)]), paragraph("Tableend"))
        head = self._row(
            [(one, "Tablehead") for one in ("Place", "Row", "Figures: column and number")], INDEX, head=True
        )
        lines = [self._index_row(number, entry) for number, entry in enumerate(self.entries)]
        self._add(_table("Figures in this document", INDEX, [head, *lines]), paragraph("Tableend"))

    def header(self, first: Sequence[BaseOxmlElement], others: Sequence[BaseOxmlElement]) -> None:
        """The paragraphs at the head of the first page and of all others."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        for part, content in ((section.first_page_header, first), (section.header, others)):
            part.is_linked_to_previous = False
            _fill(part._element, content)

    def footer(self, content: Sequence[BaseOxmlElement], again: Sequence[BaseOxmlElement]) -> None:
        """The paragraphs at the foot of the first page, and the same (as elements of their own) of all others."""
        section = self.document.sections[0]
        for part, elements in ((section.first_page_footer, content), (section.footer, again)):
            part.is_linked_to_previous = False
            _fill(part._element, elements)

    def _add(self, *elements: BaseOxmlElement) -> None:
        body = self.document.element.body
        for element in elements:
            body.insert(len(body) - 1, element)  # before the properties of the section

    def _inline(self, pieces: Iterable[Piece]) -> list[BaseOxmlElement]:
        return [self._piece(piece) for piece in pieces]

    def _piece(self, piece: Piece) -> BaseOxmlElement:
        match piece:
            case Figure():
                return self._linked(piece)
            case Cited(text, address):
                return self.footnotes.mark(text, address)
            case Emphasis(text):
                return text_run(text, "Emphasis")
            case _:
                return text_run(piece)

    def _linked(self, figure: Figure) -> BaseOxmlElement:
        """The number as a link to its line of the index; the id shows when one points at it."""
        shown = f"{figure.column}: {figure.plain or figure.text}"
        which = self._entry_of.setdefault((self._place, figure.row), len(self.entries))
        if which == len(self.entries):
            self.entries.append(Entry(self._place, figure.row, []))
        if shown not in self.entries[which].shown:
            self.entries[which].shown.append(shown)
        return el(
            "hyperlink", text_run(figure.text, "Figurewithid"), anchor=_bookmark(which), tooltip=figure.id, history=1
        )

    def _grid(
        self,
        caption: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Pieces]],
        notes: Sequence[BaseOxmlElement],
    ) -> BaseOxmlElement:
        heads = [(one.head, "Tableheadnumber" if one.kind == "number" else "Tablehead") for one in columns]
        lines = [self._row(heads, columns, head=True)]
        whole = el("tcPr", el("tcW", w=_dxa(WIDTH_MM), type="dxa"), el("gridSpan", val=len(columns)))
        short = sum(_lines(cells, columns) for cells in rows) <= _SHORT_TABLE
        for number, cells in enumerate(rows):
            kept = "kept" if short or number < 2 or number >= len(rows) - 2 else ""
            styles = [f"Tablenumber{kept}" if one.kind == "number" else f"Tabletext{kept}" for one in columns]
            lines.append(self._row(list(zip(cells, styles, strict=True)), columns))
        lines.append(el("tr", el("trPr", el("cantSplit")), el("tc", whole, *notes)))
        return _table(caption, columns, lines, last=1)

    def _row(
        self, cells: Sequence[tuple[Pieces, str]], columns: Sequence[Column], *, head: bool = False
    ) -> BaseOxmlElement:
        made = [
            _cell(column, paragraph(style, self._inline(given if isinstance(given, tuple) else (given,))))
            for (given, style), column in zip(cells, columns, strict=True)
        ]
        properties = el("trPr", el("cantSplit"), *([el("tblHeader")] if head else []))
        return el("tr", properties, *made)

    def _index_row(self, number: int, entry: Entry) -> BaseOxmlElement:
        start = el("bookmarkStart", id=number, name=_bookmark(number))
        texts = (entry.place, entry.row, "; ".join(entry.shown))
        cells = [paragraph("Indextext", [text_run(text)]) for text in texts]
        cells[0].insert(1, start)
        cells[0].append(el("bookmarkEnd", id=number))
        return el("tr", el("trPr", el("cantSplit")), *map(_cell, INDEX, cells))


_INDEX_NOTE = (
    "In the order of the text; a figure that stands twice in one place is listed once. The id of a figure is its row, "
    "a slash, and the name of its column; the command wps trace prints what is behind it. Shares are shown in per "
    "cent."
)
INDEX = (Column("Place", 18), Column("Row", 84), Column("Figures", WIDTH_MM - 102))


def page_number() -> list[BaseOxmlElement]:
    """The runs of `3/24`, as pages of United Nations documents are numbered."""
    return [*field("PAGE", "1"), text_run("/"), *field("NUMPAGES", "1")]


def tab() -> BaseOxmlElement:
    """A run that goes on at the next tab stop."""
    return run(el("tab"))


def _bookmark(number: int) -> str:
    return f"figure_{number + 1}"


def _table(caption: str, columns: Sequence[Column], rows: Sequence[BaseOxmlElement], last: int = 0) -> BaseOxmlElement:
    """`last` is 1 where the last row holds notes."""
    properties = el(
        "tblPr",
        el("tblStyle", val="Annextable"),
        el("tblW", w=_dxa(sum(one.mm for one in columns)), type="dxa"),
        el("tblLayout", type="fixed"),
        el(
            "tblLook",
            val=f"00{6 if last else 2}0",
            firstRow=1,
            lastRow=last,
            firstColumn=0,
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
        el("tblCaption", val=caption),
    )
    return el("tbl", properties, el("tblGrid", *(el("gridCol", w=_dxa(one.mm)) for one in columns)), *rows)


def _cell(column: Column, content: BaseOxmlElement) -> BaseOxmlElement:
    return el("tc", el("tcPr", el("tcW", w=_dxa(column.mm), type="dxa")), content)


def _as_wide_as_the_text(columns: Sequence[Column]) -> list[Column]:
    factor = WIDTH_MM / sum(one.mm for one in columns)
    return [replace(one, mm=one.mm * factor) for one in columns]


def _lines(cells: Sequence[Pieces], columns: Sequence[Column]) -> int:
    """About how many lines the row takes."""
    return max(
        math.ceil(len(given) * _MM_PER_LETTER / column.mm) if isinstance(given, str) else 1
        for given, column in zip(cells, columns, strict=True)
    )


def _dxa(mm: float) -> int:
    return round(mm * _DXA_PER_MM)


def _fill(part: BaseOxmlElement, content: Sequence[BaseOxmlElement]) -> None:
    for child in list(part):
        part.remove(child)
    part.extend(content or [paragraph("Tableend")])  # a part of no paragraph is not valid
