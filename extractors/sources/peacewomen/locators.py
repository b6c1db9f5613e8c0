"""The second step of reading a title: which paragraphs it names after the resolution's number."""

import re
from dataclasses import dataclass

from extractors.sources.peacewomen.outline import Path, Step, below, enter, locator, path_text, roman_value
from extractors.sources.peacewomen.words import Part

_LONGEST_RANGE = 100
_TOKENS = re.compile(
    r"""\s*(?:
    (?P<operative>operative\s+(?:paragraphs?|paras?\.?)|ops?(?![a-z]))
    | (?P<preambular>preambular\s+(?:paragraphs?|paras?\.?)|pps?(?![a-z]))
    | (?P<preamble>preamb(?:le|les|ular)(?![a-z]))
    | (?P<paragraph>(?:paragra(?:ph|gh|hp|p|h)s?|pargraphs?|paras?|pars?)(?![a-z]))
    | (?P<group>\(\s*(?:[a-z]{1,5}|[0-9]{1,2})\s*\)(?:\s*\(\s*(?:[a-z]{1,5}|[0-9]{1,2})\s*\))*)
    | (?P<number>[0-9]{1,3})(?![0-9])(?:\s?(?P<letter>[a-z])(?![a-z]))?
    | (?P<range>[-\u2010-\u2015]|to(?![a-z])|through(?![a-z]))
    | (?P<list>[,;&+]|and(?![a-z]))
    | (?P<noise>[.:])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?P<preamble>preamb|pps?[\s.:]*[0-9])|ops?[\s.:]*[0-9]|operative\s+par|(?:paragra|pargra|paras?(?![a-z])|pars?[\s.]+[0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Locator:
    """One paragraph or sub-paragraph that a title names; the number is None for the preamble as a whole."""

    part: Part
    number: int | None
    path: Path = ()

    def as_json(self) -> dict[str, object]:
        """The locator as it stands in a payload."""
        return {
            "part": self.part,
            "number": self.number,
            "path": path_text(self.path),
            "locator": locator(self.number, self.path),
        }


def begins_like_locator(text: str) -> Part | None:
    """The part that a text seems to name paragraphs of, whether or not all of it can be read; None for other words."""
    found = _BEGINS.match(text)
    if not found:
        return None
    return "preamble" if found["preamble"] else "operative"


def read_locators(text: str) -> tuple[Locator, ...] | None:
    """All paragraphs that a text names, ranges and lists spelt out: "paras 5-7 and 9 (a)"; None when it says more."""
    tokens = _tokens(text)
    if tokens is None:
        return None
    reader = _Reader()
    if not all(reader.take(kind, value) for kind, value in tokens) or reader.open:
        return None
    return tuple(dict.fromkeys(reader.found)) or None


def _tokens(text: str) -> list[tuple[str, str]] | None:
    tokens, at, text = [], 0, text.strip()
    while at < len(text):
        found = _TOKENS.match(text, at)
        if not found:
            return None
        for kind, value in found.groupdict().items():
            if value is not None and kind != "noise":
                tokens.append((kind, value))
        at = found.end()
    return tokens


class _Reader:
    """Takes the tokens one by one; `found` is what they named so far."""

    def __init__(self) -> None:
        self.found: list[Locator] = []
        self.part: Part | None = None
        self.range_from: Locator | None = None
        self.separated = True
        """Whether the next number or group begins another locator rather than going on with the last one."""

    @property
    def open(self) -> bool:
        """Whether something was begun that nothing ended: a range, or a word for paragraphs without a number."""
        return self.range_from is not None or not self.found

    def take(self, kind: str, value: str) -> bool:
        """Take a token; False when it makes no sense here."""
        if kind in ("operative", "preambular", "paragraph"):
            return self._take_word(kind)
        if kind == "preamble":
            self.part = "preamble"
            self.found.append(Locator("preamble", None))
            self.separated = False
            return self.range_from is None
        if kind == "range":
            self.range_from = self.found[-1] if self.found else None
            self.separated = True
            return self.range_from is not None and self.range_from.number is not None
        if kind == "list":
            self.separated = True
            return self.range_from is None
        return self._take_number(int(value)) if kind == "number" else self._take_groups(value.strip("() "))

    def _take_word(self, kind: str) -> bool:
        after_preamble = bool(self.found) and self.found[-1].number is None and not self.separated
        if kind == "preambular":
            self.part = "preamble"
        elif kind == "operative" or not after_preamble:
            self.part = "operative"
        if not after_preamble:
            self.separated = True
        return self.range_from is None

    def _take_number(self, number: int) -> bool:
        if self.part is None or not number:
            return False
        here = Locator(self.part, number)
        first, self.range_from = self.range_from, None
        if first is not None:
            last = first.number or 0
            if first.part != self.part or first.path or not last < number <= last + _LONGEST_RANGE:
                return False
            self.found.extend(Locator(self.part, between) for between in range(last + 1, number + 1))
        elif not self.separated:
            if self.found[-1].number is not None:
                return False
            self.found[-1] = here  # "Preamble para. 5": the word only said where paragraph 5 stands
        else:
            self.found.append(here)
        self.separated = False
        return True

    def _take_groups(self, given: str) -> bool:
        if not self.found or self.found[-1].number is None:
            return False
        first, *deeper = re.split(r"[()\s]+", given)
        before = self.found[-1]
        begin, self.range_from = self.range_from, None
        goes_on = begin is None and not self.separated
        path = below(before.path, first) if goes_on and before.path else enter(before.path, first)
        for value in deeper:
            path = below(path, value)
        if begin is not None:
            return self._take_range(before, path)
        if not goes_on and not before.path:
            return False
        here = Locator(before.part, before.number, path)
        if goes_on:
            self.found[-1] = here
        else:
            self.found.append(here)
        self.separated = False
        return True

    def _take_range(self, before: Locator, path: Path) -> bool:
        """Spell out "(a)-(c)" and "(i)-(iii)": the steps between, last one included."""
        if not before.path or len(before.path) != len(path) or before.path[:-1] != path[:-1]:
            return False
        first, last = before.path[-1], path[-1]
        between = _steps_between(first, last)
        self.found.extend(Locator(before.part, before.number, (*path[:-1], step)) for step in between)
        self.separated = False
        return bool(between)


def _steps_between(first: Step, last: Step) -> list[Step]:
    if first.style != last.style:
        return []
    if first.style == "roman":
        values = {roman_value(value): value for value in _ROMANS}
        numbers = range(roman_value(first.value) + 1, roman_value(last.value) + 1)
        return [Step("roman", values[number]) for number in numbers if number in values]
    if first.style == "number":
        return [Step("number", str(number)) for number in range(int(first.value) + 1, int(last.value) + 1)]
    if len(first.value) != 1 or len(last.value) != 1:
        return []
    return [Step("letter", chr(code)) for code in range(ord(first.value) + 1, ord(last.value) + 1)]


_ROMANS = tuple(
    tens + ones
    for tens in ("", "x", "xx", "xxx")
    for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
)[1:]
