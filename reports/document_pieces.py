"""What stands in a line of the document besides words: figures with their ids, citations, emphasis."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.document_words import MISSING, number, plural, points, signed
from reports.edition import Row
from reports.figure_id import row_id


@dataclass(frozen=True)
class Figure:
    """A number as the document shows it, and where it comes from."""

    text: str
    row: str
    """Id of the row of the mart."""
    column: str
    plain: str = ""
    """In figures, where `text` is a word."""

    @property
    def id(self) -> str:
        """The id by which the trace knows it."""
        return f"{self.row}/{self.column}"


@dataclass(frozen=True)
class Cited:
    """A citation of a paragraph, which becomes a footnote."""

    text: str
    address: str


@dataclass(frozen=True)
class Emphasis:
    """Words in italics, as operative verbs stand in resolutions."""

    text: str


Piece = str | Figure | Cited | Emphasis
Pieces = Piece | tuple[Piece, ...]


@dataclass(frozen=True)
class MartRow:
    """One row of a mart, whose values become figures. Missing values are said with a dash, never as nought."""

    mart: str
    key: tuple[object, ...]
    values: Row

    @property
    def id(self) -> str:
        """What the ids of its figures begin with."""
        return row_id(self.mart, self.key)

    def count(self, column: str) -> Piece:
        """The number in figures: 1,443."""
        value = self.values[column]
        return MISSING if value is None else Figure(f"{value:,}", self.id, column)

    def in_words(self, column: str) -> Piece:
        """The number in words under ten; `none` for 0."""
        value = self.values[column]
        if value is None:
            return MISSING
        return Figure("none" if value == 0 else number(value), self.id, column, plain=f"{value:,}")

    def per_cent(self, column: str = "share") -> Piece:
        """A share in per cent, without the words."""
        value = self.values[column]
        return MISSING if value is None else Figure(points(value), self.id, column)

    def change(self, before: "MartRow | None", column: str = "share") -> Piece:
        """The change of a share on that of the year before, in percentage points; a dash where one is missing."""
        if before is None or self.values[column] is None or before.values[column] is None:
            return MISSING
        return Figure(signed(self.values[column] - before.values[column]), self.id, f"{column}_change")

    def out_of(self, what: str, many: str, part: str = "numerator", whole: str = "denominator") -> tuple[Piece, ...]:
        """`40 of 61 resolutions`, `none of 3 resolutions`, `1 of 1 resolution`."""
        values = self.values
        if values[part] is None or not values[whole]:
            return f"an unknown number of {many}", ""
        if values[whole] == 1:
            return self.count(part), " of ", self.count(whole), f" {what}"
        first = self.in_words(part) if values[part] == 0 else self.count(part)
        return first, " of ", self.count(whole), f" {many}"

    def of_noun(self, column: str, one: str, many: str) -> tuple[Piece, ...]:
        """`no resolutions`, `one resolution`, `12 resolutions`."""
        value = self.values[column]
        if value is None:
            return f"an unknown number of {many}", ""
        return Figure(number(value), self.id, column, plain=f"{value:,}"), f" {plural(value, one, many)}"


def moved(now: MartRow, before: MartRow, column: str = "share") -> str:
    """`up from`, `down from` or `unchanged from`, by the shares as they are printed."""
    first, second = (Decimal(points(row.values[column])) for row in (now, before))
    return "unchanged from" if first == second else "up from" if first > second else "down from"


def filled(template: str, pieces: Mapping[str, Pieces]) -> Iterator[Piece]:
    """The template's words and, for each {name}, the pieces of that name. Raises KeyError for a name not given."""
    for words, name, _, _ in string.Formatter().parse(template):
        if words:
            yield words
        if name is not None:
            given = pieces[name]
            yield from given if isinstance(given, tuple) else (given,)
