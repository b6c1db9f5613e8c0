"""What a sheet of the workbook is: a title, notes, and a table of typed columns; several where it is read as a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from reports import figure_id
from reports.edition import Row

NOT_KNOWN = "not known"
DASH = "—"


class Kind(Enum):
    """How the cells of a column are written and shown."""

    TEXT = "text"
    WORDS = "words"
    """Text in the middle of a narrow column: yes, no, A."""
    COUNT = "count"
    NUMBER = "number"
    """A whole number that is no figure: a year, a rank, the number of a plan."""
    PLAIN = "plain number"
    """The same at the left, where a page is read."""
    SHARE = "share"
    """From 0 to 1, shown as a percentage."""
    PERCENT = "percent"
    """From 0 to 100."""
    SHARE_CHANGE = "share, less another"
    """A difference of shares, from -1 to 1, shown in percentage points."""
    DIFFERENCE = "difference"
    """With its sign."""
    RATIO = "ratio"
    """From 0 to 1, shown with three decimals."""
    DATE = "date"
    TIME = "time"
    """A point in time, in UTC."""
    YES_NO = "yes or no"
    LINK = "link"
    CODE = "code"
    """Ids and names of columns, in small print."""


FIGURES = frozenset({Kind.COUNT, Kind.SHARE, Kind.PERCENT, Kind.SHARE_CHANGE, Kind.DIFFERENCE, Kind.RATIO})
SAID_WHEN_MISSING = FIGURES | {Kind.DATE, Kind.TIME, Kind.YES_NO}
"""Kinds whose cells are never silently empty."""


@dataclass(frozen=True)
class Link:
    """A link to a page, or with `internal:` to a sheet; an address that a workbook cannot link is written out."""

    address: str
    text: str


@dataclass(frozen=True)
class Missing:
    """Words in the place of a value that is not there."""

    words: str


@dataclass(frozen=True)
class Marked:
    """A value on which the sources disagree."""

    value: str | int | date | None


@dataclass(frozen=True)
class As:
    """A value of another kind than its column: a share among counts."""

    kind: Kind
    value: int | float | Decimal | date | None


Cell = None | str | int | float | Decimal | date | datetime | bool | Link | Missing | Marked | As
Cells = dict[str, Cell]


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    `name` is the column of the mart, which completes the ids of its figures. Where a sheet says something that no
    mart has as a column, `means` says what it is.
    """

    header: str
    name: str
    kind: Kind
    width: float
    """In characters of the default font."""
    means: str = ""
    missing: str = NOT_KNOWN
    """What stands for a figure, date or truth value that is not there."""
    upright: bool = False
    """Whether the header is turned, for columns that are narrower than their name."""


@dataclass(frozen=True)
class Table:
    """Rows below a header. `mart` is where the data dictionary finds what its columns mean."""

    columns: Sequence[Column]
    rows: Sequence[Cells]
    mart: str = ""
    heading: str = ""
    empty: str = ""
    """What is said where there is none."""
    parts_at: str = ""
    """Column at whose changes a line is drawn."""
    named: bool = True
    """Whether the names of the columns stand below the headers."""


@dataclass(frozen=True)
class Sheet:
    """One sheet. With one table it has a filter and frozen headers; with several it is a page to read."""

    name: str
    title: str
    about: str
    """One sentence for the index."""
    tables: Sequence[Table]
    notes: Sequence[str] = ()
    frozen_columns: int = 0

    @property
    def is_page(self) -> bool:
        """Whether it is read from top to bottom, without a filter."""
        return len(self.tables) > 1


def row_ids(width: float = 30) -> Column:
    """The last column of a sheet of figures."""
    return Column(
        "Row id",
        "row_id",
        Kind.CODE,
        width,
        "Id of the row. The id of a figure is the row id, a slash, and the name below the header of its column.",
    )


def with_ids(mart: str, key: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    """The rows, each with its row id, made of the values of the mart's key."""
    return [{**row, "row_id": figure_id.row_id(mart, [row[name] for name in key])} for row in rows]
