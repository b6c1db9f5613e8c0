"""How a figure of a report comes about: counted, the same as another, reckoned from others, or stated by somebody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
Parts = dict[str, str]
"""What a figure is reckoned from: the part that it has in the formula -> id of the figure."""
Unit = str | Callable[[Row], str]
"""What a figure is a number of, in words; of some columns the row tells."""


def _never(row: Row) -> str | None:
    return None


@dataclass(frozen=True)
class Formula:
    """A rule of arithmetic over named parts."""

    words: str
    reckon: Callable[[Mapping[str, Decimal]], Decimal]


SHARE = Formula("numerator / denominator", lambda of: of["numerator"] / of["denominator"])
SHARE_OF_KNOWN = Formula(
    "numerator / (denominator - unknown)", lambda of: of["numerator"] / (of["denominator"] - of["unknown"])
)
PERCENT = Formula("100 * numerator / denominator", lambda of: 100 * of["numerator"] / of["denominator"])
PERCENT_OF_KNOWN = Formula(
    "100 * numerator / (denominator - unknown)", lambda of: 100 * of["numerator"] / (of["denominator"] - of["unknown"])
)
PERCENT_AT_MOST = Formula(
    "100 * (numerator + unknown) / denominator",
    lambda of: 100 * (of["numerator"] + of["unknown"]) / of["denominator"],
)
SHARE_KNOWN = Formula("known / plans", lambda of: of["known"] / of["plans"])
COVERAGE = Formula("known / stated", lambda of: of["known"] / of["stated"])
PRECISION = Formula("agreed / said", lambda of: of["agreed"] / of["said"])
RECALL = Formula("agreed / n", lambda of: of["agreed"] / of["n"])
F1 = Formula("2 * agreed / (said + n)", lambda of: 2 * of["agreed"] / (of["said"] + of["n"]))
CHANGE = Formula("year - year_before", lambda of: of["year"] - of["year_before"])
DIFFERENCE = Formula("ours - stated", lambda of: of["ours"] - of["stated"])
FORMULAS = {
    one.words: one
    for one in (
        SHARE,
        SHARE_OF_KNOWN,
        PERCENT,
        PERCENT_OF_KNOWN,
        PERCENT_AT_MOST,
        SHARE_KNOWN,
        COVERAGE,
        PRECISION,
        RECALL,
        F1,
        CHANGE,
        DIFFERENCE,
    )
}


@dataclass(frozen=True)
class Counted:
    """A whole number: how many distinct objects stand behind it."""

    column: str
    unit: Unit
    same_as: Callable[[Row], str | None] = _never
    """The id of the figure of another row that counts the same objects; None where this one lists them itself."""
    unknown: Callable[[Row], str | None] = _never
    """Why it is not known, where it is empty; None where there is no such figure at all."""


@dataclass(frozen=True)
class Stated:
    """Somebody else's figure: behind it is the page that states it."""

    column: str
    unit: Unit
    page: str
    """Column with the page's address."""


@dataclass(frozen=True)
class Reckoned:
    """A ratio or a difference of other figures."""

    column: str
    unit: Unit
    how: str
    of: Callable[[Row], tuple[Formula, Parts]]
    unknown: Callable[[Row], str | None] = _never
    about: str = ""
    """What it is, where it is no column of the mart: its value is then reckoned here."""


Column = Counted | Stated | Reckoned


@dataclass(frozen=True)
class Mart:
    """A report, and which of its columns are figures."""

    name: str
    columns: tuple[Column, ...]
    words: Callable[[Row], str]
    """The definition of a row's figures, beside what its columns say."""
    query: str
    """Its rows of %(year)s, and of the years before where it has figures of them, in key order."""
    earlier: frozenset[str] = frozenset()
    """Figures of all years before, for charts, rows of ten years and changes on the year before."""
    key: tuple[str, ...] = ()
    """Of what is no mart; marts have their primary key."""
    docs: tuple[tuple[str, str], ...] = ()
    """What its columns mean, of what is no mart or counted for this purpose only."""
