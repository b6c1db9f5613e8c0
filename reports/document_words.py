"""How the document says numbers, dates and lists: in the spelling and manner of the United Nations editorial rules."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MISSING = "—"
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def number(count: int) -> str:
    """Words under ten, else figures with a comma between thousands; 0 is `no`, as before a noun."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else f"{count:,}"


def points(share: Decimal) -> str:
    """A share from 0 to 1 as per cent with one decimal; halves away from zero."""
    return str((100 * share).quantize(Decimal("0.1"), ROUND_HALF_UP))


def signed(share: Decimal) -> str:
    """A difference of shares in percentage points: +2.5, −1.0, 0.0."""
    text = points(share)
    if Decimal(text) == 0:
        return "0.0"
    return f"+{text}" if share > 0 else text.replace("-", "−")


def day(when: date) -> str:
    """15 November 2017."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def moment(as_given: str) -> str:
    """A time that is exact to a year, month or day: 2017, September 2017, 15 November 2017. Others stay as given."""
    parts = as_given.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return as_given
    year, *rest = parts
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{month} {year}" if len(rest) == 1 else f"{int(rest[1])} {month} {year}"


def ordinal(edition: int) -> str:
    """first, second, ..., ninth, then 10th; 0, the number of a plan that no source numbers, is `unnumbered`."""
    if edition == 0:
        return "unnumbered"
    if edition <= len(_ORDINALS):
        return _ORDINALS[edition - 1]
    tail = "th" if edition % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(edition % 10, "th")
    return f"{edition}{tail}"


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`: no comma before the last."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def plural(count: int, one: str, many: str) -> str:
    """The noun that goes with the count; none takes the plural."""
    return one if count == 1 else many


def sentence(text: str) -> str:
    """The text with a capital at its head and one stop at its end."""
    text = text.strip()
    return text if not text else text[0].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, cut between words, with an ellipsis where something is left out."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0].rstrip(' ,;:')} …"


def span(years: Sequence[int]) -> str:
    """2008–2017, or 2000 where it is one year."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
