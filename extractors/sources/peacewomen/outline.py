"""Where a sub-item stands: paths such as (b) (iii), told from the order of their steps."""

import re
from dataclasses import dataclass
from typing import Literal

Style = Literal["letter", "roman", "number"]

_ROMAN = re.compile(r"(?:x{0,3})(?:ix|iv|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10}
_COULD_BE_BOTH = frozenset("ivx")


@dataclass(frozen=True)
class Step:
    """One step of a path: "(b)" is Step("letter", "b")."""

    style: Style
    value: str


Path = tuple[Step, ...]


def path_text(path: Path) -> str:
    """A path as it is cited: "(b) (iii)"; "" for none."""
    return " ".join(f"({step.value})" for step in path)


def locator(number: int | None, path: Path) -> str | None:
    """A paragraph as it is cited: "42 (b) (iii)"; None without a number."""
    return None if number is None else " ".join([str(number), *([path_text(path)] if path else [])])


def roman_value(value: str) -> int:
    """The value of a roman number; 0 for what is none."""
    if not value or not _ROMAN.fullmatch(value):
        return 0
    total = 0
    for letter, following in zip(value, [*value[1:], ""], strict=True):
        worth = _VALUES[letter]
        total += -worth if worth < _VALUES.get(following, 0) else worth
    return total


def enter(path: Path, value: str, *, after_gap: bool = False) -> Path:
    """The path of the sub-item marked `value` that follows on the one at `path`; `after_gap`: not directly.

    "(i)" is a letter only directly after "(h)" at that level; so are "(v)" after "(u)" and "(x)" after "(w)". After a
    gap "(i)" is a letter where an earlier one stands alone before it: between a letter's own words and its first
    sub-item there is nothing to leave out.
    """
    value = value.lower()
    if after_gap and value == "i" and len(path) == 1 and path[0].style == "letter" and path[0].value < "i":
        return (Step("letter", value),)
    return _set(path, Step(_style(path, value), value))


def below(path: Path, value: str) -> Path:
    """The path of the step `value` written directly behind the steps of `path`: (a) (i)."""
    value = value.lower()
    if value in _COULD_BE_BOTH:
        style: Style = "roman" if any(step.style == "letter" for step in path) else "letter"
        return (*path, Step(style, value))
    return (*path, Step(_plain_style(value), value))


def _style(path: Path, value: str) -> Style:
    if value not in _COULD_BE_BOTH:
        return _plain_style(value)
    romans = [step for step in path if step.style == "roman"]
    if romans and roman_value(value) > roman_value(romans[-1].value):
        return "roman"
    letters = [step for step in path if step.style == "letter"]
    return "letter" if letters and ord(letters[-1].value[0]) + 1 == ord(value) else "roman"


def _plain_style(value: str) -> Style:
    if value.isdigit():
        return "number"
    return "roman" if len(value) > 1 and roman_value(value) else "letter"


def _set(path: Path, step: Step) -> Path:
    for depth, kin in enumerate(path):
        if kin.style == step.style:
            return (*path[:depth], step)
    return (*path, step)
