"""The labelled fields of an item, told by the words of their labels: in any order, in any markup that has lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from extractors.core.html import HEADINGS, Element, Line, Link, classes, label_key, nearest

LABELS = {
    "peacewomen consolidated themes": "themes",
    "security council agenda geographical topic": "geographic_topics",
    "security council agenda thematic topic": "thematic_topics",
    "extract": "extract",
    "report analysis": "report_analysis",
    "countries": "countries",
    "resolution reference pdf": "pdf",
    "document pdf": "pdf",
    "resolution extracts": "extracts",
    "date": "date",
}
"""Label as compared (see label_key) -> the field that it begins."""
TEXT_FIELDS = frozenset({"extract", "report_analysis"})

_BEFORE_COLON = re.compile(r"([^:]{3,60}):")
_EMPHASIS = frozenset({"strong", "b", "em", "dt", "label", "th", *HEADINGS})
_LONGEST_VALUE = 80
_BETWEEN_VALUES = " ,;|"
_NO_VALUE = re.compile(r"[\"“‘\[(]|(?:OP|PP)\s?\d|\d+[.)]|.*[.;:,…]$", re.DOTALL)


@dataclass(frozen=True)
class Field:
    """A label and the lines that belong to it; `name` is None for lines without a label, "unknown" for a new label."""

    name: str | None
    label: str = ""
    lines: list[Line] = field(default_factory=list)
    place: Element | None = None
    """The element that the markup itself makes the field's; None where only the order of lines tells."""
    inline: Line | None = None
    """The line that holds both the label and a value."""


def is_label_element(element: Element) -> bool:
    """Whether the markup calls an element a label (`field-label`, `views-label`)."""
    return _say_label(classes(element))


@lru_cache(maxsize=1024)
def _say_label(names: frozenset[str]) -> bool:
    return any(name == "label" or name.endswith("-label") for name in names)


def _is_field_element(element: Element) -> bool:
    return _say_field(classes(element))


@lru_cache(maxsize=1024)
def _say_field(names: frozenset[str]) -> bool:
    return any(name in ("field", "views-field") or name.startswith("field-name-") for name in names)


def read_fields(lines: Sequence[Line], container: Element) -> list[Field]:
    """Sort the lines of an item into fields, in order. No line is lost: what no label claims is a field without one."""
    fields: list[Field] = []
    for line in lines:
        place = nearest(line.block, container, _is_field_element)
        if place is container:
            place = None
        current = fields[-1] if fields else None
        in_text = current is not None and current.name in TEXT_FIELDS and current.place is not None
        begun = _begin(line, place, marked_only=in_text and current is not None and place is current.place)
        if begun is not None:
            fields.append(begun)
        elif current is not None and _takes(current, line, place):
            if current.place is None and current.name in TEXT_FIELDS and place is not None:
                fields[-1] = current = replace(current, place=place)
            current.lines.append(line)
        else:
            fields.append(Field(None, lines=[line], place=place))
    return fields


def _begin(line: Line, place: Element | None, *, marked_only: bool) -> Field | None:
    """The field that a line begins, with the rest of the line as its first value. None for a line without a label.

    With `marked_only` nothing but an element that the markup calls a label counts: words in a text are no labels.
    """
    words = line.leading(is_label_element)
    marked = bool(words)
    if not words:
        if marked_only:
            return None
        before_colon = _BEFORE_COLON.match(line.text)
        words = f"{before_colon[1]}:" if before_colon else ""
        if label_key(words) not in LABELS:
            emphasised = line.leading(lambda element: element.tag in _EMPHASIS)
            words = emphasised if emphasised and emphasised == line.text else line.text
        if label_key(words) not in LABELS or (words == line.text and not _may_stand_bare(line, words)):
            return None
    name = LABELS.get(label_key(words), "unknown")
    rest = line.without_start(sum(not character.isspace() for character in words))
    if marked and rest.text.startswith(":"):
        rest = rest.without_start(1)
    begun = Field(name, words.rstrip(": "), place=place, inline=line if rest.text else None)
    if rest.text:
        begun.lines.append(rest)
    return begun


def _may_stand_bare(line: Line, words: str) -> bool:
    """Whether a whole line is a label: with its colon, in bold, or of several words ("Date" alone may be a text)."""
    return words.endswith(":") or " " in words or line.leading(lambda element: element.tag in _EMPHASIS) == line.text


def _takes(current: Field, line: Line, place: Element | None) -> bool:
    """Whether a line without a label of its own goes on with the field before it."""
    is_text = current.name in TEXT_FIELDS
    if current.name is not None and (current.place is not None or place is not None):
        return place is current.place or (is_text and current.place is None and not current.lines)
    if current.name is None or is_text:
        return True
    return (current.inline is None or line.block is current.inline.block) and _is_value_of(current, line)


def _is_value_of(current: Field, line: Line) -> bool:
    if current.name in ("pdf", "extracts"):
        return all(isinstance(part, Link) or not part.strip(_BETWEEN_VALUES) for part in line.parts())
    if current.name == "date":
        return not current.lines
    return looks_like_value(line.text)


def looks_like_value(text: str) -> bool:
    """Whether a line can be a theme, a topic or a country: short, without a paragraph's mark or a sentence's stop."""
    return len(text) <= _LONGEST_VALUE and not _NO_VALUE.match(text)


def values_of(lines: Sequence[Line]) -> list[tuple[str, str | None]]:
    """(name, href or None) of the values that lines list: each link is one, and so is the text between links."""
    found: list[tuple[str, str | None]] = []
    for line in lines:
        for part in line.parts():
            if isinstance(part, Link):
                found.append((part.text, part.href))
            elif words := part.strip(_BETWEEN_VALUES):
                found.append((words, None))
    return found
