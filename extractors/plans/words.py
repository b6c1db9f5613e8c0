"""The small words of plan prose: numbers and ordinals, dates and how precise they are, spans of time."""

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "month", "year"]

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

NUMBER = rf"\b(?:{'|'.join(_NUMBERS[1:])}|[1-9]|1[0-2])\b"
ORDINAL = rf"\b(?:{'|'.join(_ORDINALS[1:])}|1st|2nd|3rd|[4-9]th|10th)\b"
ROMAN = rf"\b(?:{'|'.join(sorted(_ROMAN[1:], key=len, reverse=True))})\b"

_YEAR = r"(?:19[89]\d|20\d\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_VAGUE = r"(?:(?:the )?(?:early|mid|late|end of|beginning of|start of|middle of)[ -]+)?"
_EXACT = (
    rf"\b{_DAY}(?: of)? {_MONTH},?(?: of)? {_YEAR}\b"  # 8 March 2016
    rf"|\b{_MONTH} {_DAY},? {_YEAR}\b"  # March 8, 2016
    rf"|\b{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"  # 2016-03-08
    rf"|\b{_VAGUE}\b{_MONTH},?(?: of)? {_YEAR}\b"  # March 2016
)
_IN_SPAN = rf"(?:{_EXACT}|\b{_VAGUE}\b{_YEAR}\b)"
# A year by itself is no year in 2010/12, 2010-12, S/2010/498.
DATE = re.compile(rf"{_EXACT}|(?<![\d/.,-])\b{_VAGUE}\b{_YEAR}\b(?! ?[/-] ?\d)", re.IGNORECASE)

_DASH = r" ?[-\u2010-\u2015\u2212] ?"
_TO = rf"(?:{_DASH}| (?:up to|to|until|till|through) )"
_FISCAL_YEAR = rf"({_YEAR})/({_YEAR}|\d\d)"
_FISCAL = r"(?:\b(?:FYs?|fiscal years?|financial years?) ?)"
FISCAL_SPAN = re.compile(rf"{_FISCAL}?\b{_FISCAL_YEAR}{_TO}{_FISCAL}?\b{_FISCAL_YEAR}\b", re.IGNORECASE)
SPAN = re.compile(
    rf"(?:\b(?:from|between) )?(?P<start>(?<![/.,-]){_IN_SPAN}){_TO}(?P<end>{_IN_SPAN})(?! ?[/-] ?\d)"
    rf"|\bbetween (?P<first>{_IN_SPAN}) and (?P<last>{_IN_SPAN})"
    rf"|(?<![\d/.,-])\b(?P<year>{_YEAR})[-\u2010-\u2015](?P<short>\d\d)\b(?! ?[/-] ?\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Date:
    """A date as precise as it was said: `2016`, `2016-03` or `2016-03-08`."""

    value: str
    precision: Precision


@dataclass(frozen=True)
class Span:
    """A span of time. `fiscal` when it was said in fiscal years; then it starts and ends with calendar years."""

    start: Date
    end: Date
    fiscal: bool = False


def number(word: str) -> int | None:
    """The value of a cardinal or ordinal in words, digits or Roman figures, up to twelve; None for anything else."""
    plain = word.strip().lower()
    for words in (_NUMBERS, _ORDINALS):
        if plain and plain in words:
            return words.index(plain)
    if word.strip() in _ROMAN[1:]:
        return _ROMAN.index(word.strip())
    digits = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", plain)
    return int(digits[1]) if digits else None


def read_date(text: str) -> Date | None:
    """Read one date of a form that DATE finds; None for a day that no calendar has. "End of 2011" is the year 2011."""
    iso = re.search(rf"({_YEAR})-(\d\d)-(\d\d)", text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    year = re.search(rf"{_YEAR}(?!\d) ?$", text)
    if year is None:
        return None
    named = re.search(rf"\b{_MONTH}", text, re.IGNORECASE)
    if named is None:
        return Date(year[0].strip(), "year")
    month = _MONTHS.index(named[0][:3].lower()) + 1
    day = re.search(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)", text[: year.start()], re.IGNORECASE)
    if day:
        return _day(int(year[0]), month, int(day[1]))
    return Date(f"{int(year[0])}-{month:02}", "month")


def _day(year: int, month: int, day: int) -> Date | None:
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return Date(f"{year}-{month:02}-{day:02}", "day")


def read_span(found: re.Match[str]) -> Span | None:
    """Read a match of SPAN; None where it runs backwards, or where the second half may as well be a month."""
    if found["year"]:
        end = int(found["year"][:2] + found["short"])
        if int(found["short"]) <= 12 or end <= int(found["year"]):
            return None  # 2010-12 may be December
        return Span(Date(found["year"], "year"), Date(str(end), "year"))
    start, end_date = read_date(found["start"] or found["first"]), read_date(found["end"] or found["last"])
    if start is None or end_date is None or end_date.value[: len(start.value)] < start.value[: len(end_date.value)]:
        return None
    return Span(start, end_date)


def read_fiscal_span(found: re.Match[str]) -> Span | None:
    """Read a match of FISCAL_SPAN; None where a fiscal year is no two years in a row, or it runs backwards."""
    years = [int(found[n]) if len(found[n]) == 4 else int(found[n - 1][:2] + found[n]) for n in (1, 2, 3, 4)]
    if years[1] != years[0] + 1 or years[3] != years[2] + 1 or years[2] < years[0]:
        return None
    return Span(Date(str(years[0]), "year"), Date(str(years[3]), "year"), fiscal=True)
