"""What a title says an item is. Titles were typed by hand over many years: two steps read all forms that were seen."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from extractors.core.html import collapse
from extractors.sources.peacewomen.dates import read_date
from extractors.sources.peacewomen.locators import Locator, begins_like_locator, read_locators
from extractors.sources.peacewomen.urls import is_news, resolution_in
from extractors.sources.peacewomen.words import Part, part_by_opening

Kind = Literal[
    "paragraph_extract",
    "preamble_extract",
    "bundle",
    "whole_resolution",
    "statement",
    "mission_report",
    "report_analysis",
    "news",
    "other",
]
EXTRACT_KINDS: frozenset[Kind] = frozenset({"paragraph_extract", "preamble_extract", "bundle"})
_EXTRACT_OF: dict[Part, Kind] = {"operative": "paragraph_extract", "preamble": "preamble_extract"}

_HEAD = re.compile(
    r"""(?P<words>
        (?:statement\s+(?:of|by)\s+(?:the\s+)?(?:un\s+|united\s+nations\s+)?security\s+council\s*[,:]\s*)?
        (?:(?:the\s+)?(?:united\s+nations|u\.?n\.?)\s+)?
        (?:security\s+council\s+|unsc\s+|sc\s+)?
        (?:(?:resolution|res\.?(?=\s))\s*(?:no\.?\s*)?|(?:un)?scr\s+)?)
    (?P<symbol>s\s*/\s*res\s*/\s*)?
    (?P<number>[1-9][0-9]{2,3})(?![0-9/])
    (?:\s*\(\s*(?P<year>(?:19|20)[0-9]{2})\s*\))?
    (?P<rest>.*)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SEPARATORS = ":,;-\u2010\u2011\u2012\u2013\u2014\u2015"
_SAME_EXTRACT_AGAIN = re.compile(r"[\s,]*\(?\s*extract\s+[0-9]{1,2}\s*\)?$", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[A-Z]{2,6}")
_THEMES = frozenset(
    "".join(name.split()).casefold()
    for name in (
        "General Women Peace and Security", "General WPS", "WPS", "Conflict Prevention", "Participation", "Protection",
        "Sexual and Gender-Based Violence", "Peace Processes", "Peacekeeping", "Human Rights", "Disarmament",
        "Justice Rule of Law and Security Sector Reform", "Reconstruction and Peacebuilding", "Implementation",
        "Displacement and Humanitarian Response",
    )
)  # fmt: skip
"""Names of the archive's themes, by which a theme is told from other words that follow a number without a colon."""

_MISSION = re.compile(
    r"report\s+(?:of|on|by)\s+the\s+(?:un\s+)?security\s+council(?:['’]s)?\s+(?:visiting\s+)?mission\s+to\b", re.I
)
_REPORT = re.compile(r"(?:[\w-]+\s+){0,3}reports?\s+(?:of|by)\s+the\s+(?:un\s+)?secretary[\s-]?general\b", re.I)
_STATEMENT = re.compile(
    r"(?:(?:joint|presidential|opening|closing)\s+)?statement\s+"
    r"(?:of|by|from|on\s+behalf\s+of|(?:made|delivered|given)\s+by)\b",
    re.I,
)
_DOCUMENT = re.compile(r"\bs/[a-z0-9/.]*[0-9]", re.IGNORECASE)
_OPENING_MARKS = re.compile(r"^(?:[\s\"'“”‘’«]|\[?(?:\.{3}|…)\]?|(?:OP|PP)?\s*[0-9]{1,3}[.:)])*", re.IGNORECASE)
_CUT = re.compile(r"\s*(?:\.{3}|…)$")
# The site cut long titles at 80 characters with an ellipsis in its first years, at its field's 255 later.
_CUT_LENGTHS = range(40, 121)
_FEWEST_LETTERS = 30
_FULL_LENGTHS = range(235, 257)
_LONGEST_THEME = 100
_LONGEST_TITLE = 1000


@dataclass(frozen=True)
class Reading:
    """What a title, with the help of the path and a label, says about an item."""

    kind: Kind = "other"
    kind_from: Literal["title", "path", "label", "opening_words"] | None = None
    number: int | None = None
    year: int | None = None
    locator_as_given: str | None = None
    locators: tuple[Locator, ...] = ()
    bundle_theme: str | None = None
    flags: frozenset[str] = frozenset()


def read_title(title: str, *, path: str | None = None, report_label: bool = False, body: str = "") -> Reading:
    """Read a title. `path` is the item's alias, `body` its text: a cut title is the beginning of it.

    What nothing explains is of kind other, flagged title_unparsed.
    """
    title = collapse(title)[:_LONGEST_TITLE]
    if is_news(path):
        return Reading("news", "path")
    reading = _read_words(title) or _read_resolution(title) or _read_statement(title) or _read_cut_text(title, body)
    if reading is not None:
        return reading
    named = resolution_in(path)
    if named is not None:
        return Reading("whole_resolution", "path", *named)
    if report_label:
        return Reading("report_analysis", "label")
    return Reading(flags=frozenset({"title_unparsed"}))


def _read_words(title: str) -> Reading | None:
    if _MISSION.match(title):
        return Reading("mission_report", "title")
    return Reading("report_analysis", "title") if _REPORT.match(title) else None


def _read_statement(title: str) -> Reading | None:
    return Reading("statement", "title") if _STATEMENT.match(title) else None


def _read_cut_text(title: str, body: str) -> Reading | None:
    """A title that is the beginning of the item's own text: its first word says what that is."""
    cut = _CUT.sub("", title)
    is_cut = cut != title and len(title) in _CUT_LENGTHS
    letters = _letters(cut)
    begins_body = len(letters) >= _FEWEST_LETTERS and _letters(body).startswith(letters)
    if not (is_cut or begins_body or len(title) in _FULL_LENGTHS):
        return None
    part = part_by_opening(_OPENING_MARKS.sub("", cut))
    flags = frozenset({"titled_by_its_text"})
    return Reading(_EXTRACT_OF[part] if part else "statement", "opening_words", flags=flags)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, _OPENING_MARKS.sub("", text)[:600])).casefold()


def _read_resolution(title: str) -> Reading | None:
    found = _HEAD.fullmatch(title)
    if not found:
        return None
    named = bool(found["words"].strip() or found["symbol"])
    rest, separated = _rest(found["rest"])
    reading = Reading("whole_resolution", "title", int(found["number"]), int(found["year"]) if found["year"] else None)
    if not rest or (separated and read_date(rest)):
        return reading if named else None
    part = begins_like_locator(rest)
    locators = read_locators(rest)
    if locators:
        kinds = {locator.part for locator in locators}
        kind = _EXTRACT_OF["operative" if "operative" in kinds else "preamble"]
        return replace(reading, kind=kind, locator_as_given=rest, locators=locators)
    if named and (part or re.fullmatch(r"[^A-Za-z]*[0-9][^A-Za-z]*", rest)):
        unparsed = frozenset({"locator_unparsed"})
        return replace(reading, kind=_EXTRACT_OF[part or "operative"], locator_as_given=rest, flags=unparsed)
    if _is_theme(rest, separated=separated and named):
        return replace(reading, kind="bundle", locator_as_given=rest, bundle_theme=rest)
    return None


def _rest(given: str) -> tuple[str, bool]:
    """What follows the number, bare of separators, enclosing brackets and the final stop; whether one separated it."""
    text = _SAME_EXTRACT_AGAIN.sub("", given.strip().removesuffix(".")).strip().removesuffix(".").strip()
    bare = text.lstrip(_SEPARATORS + " ")
    if bare.startswith("(") and bare.endswith(")") and bare.count("(") == bare[1:].count("(") + 1 and _encloses(bare):
        return bare[1:-1].strip().removesuffix("."), True
    return bare, bare != text or bare.startswith("(")


def _encloses(text: str) -> bool:
    """Whether the first bracket is closed by the last one."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return at == len(text) - 1
    return False


def _is_theme(text: str, *, separated: bool) -> bool:
    """Whether free text names a theme: any words after a separator, else only an abbreviation or a theme's name."""
    if "".join(text.replace(",", "").split()).casefold() in _THEMES or _ABBREVIATION.fullmatch(text):
        return True
    return (
        separated
        and len(text) <= _LONGEST_THEME
        and bool(re.search("[A-Za-z]{2}", text))
        and not _DOCUMENT.search(text)
    )
