"""Labels of paragraphs ('42.', '(a)', '(iii)', '–') and the level each opens or continues.

Flat files give sub-items as a plain run of paragraphs; only the order of their labels tells the levels.
"""

import re
from dataclasses import dataclass

_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
_BULLET = re.compile(r"[–—•·●▪◦\-−*o]")
_CORE = re.compile(r"([(\[]?)\s*([A-Za-z]{1,6}|\d{1,4})\s*([)\].]?)\.?")
_QUOTES = "“”\"'‘’ \xa0\t"
# A roman number above this is far likelier a letter: (l), (c), (d) and (m) are letters.
_HIGHEST_ROMAN = 40
_IN_TEXT = re.compile(
    r"[“\"]?(?:\(\s*(?:\d{1,2}|[a-z]|[A-Z]|[ivx]{1,6}|([a-z])\1)\s*\)|\d{1,3}[.)](?=\s)|[–—•·−](?=\s))"
)
_BARE_NUMBER = re.compile(r"(\d{1,3})\s+(?=[A-Z])")


@dataclass(frozen=True)
class Reading:
    """One way to read a label: its style (how it is written) and its place in that style's order."""

    style: str
    ordinal: int


@dataclass(frozen=True)
class Level:
    """An open level of a list: the reading of its last item and the node that item is."""

    reading: Reading
    node: int


def roman(text: str) -> int | None:
    """Give the value of a well-formed roman number up to 40, else None."""
    total = 0
    values = [_ROMAN_DIGITS.get(letter, 0) for letter in text.lower()]
    if not values or 0 in values:
        return None
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total if 0 < total <= _HIGHEST_ROMAN and _to_roman(total) == text.lower() else None


def _to_roman(number: int) -> str:
    out = ""
    for value, letters in ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        out += letters * (number // value)
        number %= value
    return out


def readings(label: str) -> list[Reading]:
    """List the ways a label can be read: '(i)' is the ninth letter or the first roman number.

    A bullet's ordinal is 0: it is only counted. A label of no known shape has no reading.
    """
    bare = label.strip(_QUOTES)
    if _BULLET.fullmatch(bare):
        return [Reading(f"bullet {bare}", 0)]
    found = _CORE.fullmatch(bare)
    if not found:
        return []
    before, core, after = found.groups()
    shape = f"{before}x{after}"
    if core.isdigit():
        return [Reading(f"number {shape}", int(core))]
    case = "lower" if core == core.lower() else "upper" if core == core.upper() else ""
    out = []
    if case and len(set(core.lower())) == 1:
        out.append(Reading(f"{case} letter {shape}", ord(core[0].lower()) - 96 + 26 * (len(core) - 1)))
    number = roman(core)
    if case and number is not None:
        out.append(Reading(f"{case} roman {shape}", number))
    return out


def path_token(label: str, bullet_number: int) -> str:
    """Give a label's word in a path: '(a)' is 'a', '42.' is '42', the second bullet is 'bullet 2'."""
    if _BULLET.fullmatch(label.strip(_QUOTES)):
        return f"bullet {bullet_number}"
    return re.sub(r"[^\w]+", "", label) or f"item {bullet_number}"


def split_label(text: str) -> tuple[str, str]:
    """Split a label off a text that starts with one ('(a) To seek ...'); ('', text) when it starts with none."""
    found = _IN_TEXT.match(text)
    return (text[: found.end()], text[found.end() :].strip()) if found and text[found.end() :].strip() else ("", text)


def split_number(text: str, expected: int) -> tuple[str, str]:
    """Split off a paragraph number without its stop ('7 Further underlines ...') if it is the one expected next."""
    found = _BARE_NUMBER.match(text)
    return (found[1], text[found.end() :]) if found and int(found[1]) == expected else ("", text)


def place(label: str, levels: list[Level], next_label: str = "") -> tuple[int, Reading, bool]:
    """Find the level a flat item's label belongs to, given the open levels from the outermost in.

    Returns its depth (0 is outermost), the reading it takes there and whether it follows on in order. In turn:
    the innermost level it continues ('(i)' is a letter only directly after '(h)' at that level, and not if '(ii)'
    comes next); a new level, if it can be a first item; a level of its style, out of order; a new level, out of order.
    """
    options = _without_refuted(readings(label), next_label)
    for depth in range(len(levels) - 1, -1, -1):
        last = levels[depth].reading
        for option in options:
            if option.style == last.style and option.style.startswith("bullet"):
                return depth, Reading(option.style, last.ordinal + 1), True
            if option.style == last.style and option.ordinal == last.ordinal + 1:
                return depth, option, True
    styles = [level.reading.style for level in levels]
    for option in options:
        if option.ordinal <= 1 and option.style not in styles:
            return _depth_of_new(option, levels), Reading(option.style, 1), True
    for option in options:
        if option.style in styles:
            return len(styles) - 1 - styles[::-1].index(option.style), option, False
    option = options[0] if options else Reading(f"other {label}", 1)
    return _depth_of_new(option, levels), option, False


def _without_refuted(options: list[Reading], next_label: str) -> list[Reading]:
    """Drop the letter reading of '(i)' where the label after it is '(ii)' (2217, para. 32 (h))."""
    following = readings(next_label)
    first_roman = [option for option in options if " roman " in option.style and option.ordinal == 1]
    goes_on = any(kin.style == option.style and kin.ordinal == 2 for option in first_roman for kin in following)
    return first_roman if goes_on else options


def _depth_of_new(option: Reading, levels: list[Level]) -> int:
    """A new level opens below the innermost one, but numbers and letters never stand below a bullet,
    '1.' stands below nothing but 'A.' or 'I.', and those below nothing."""
    style = option.style
    for depth, level in enumerate(levels):
        above = level.reading.style
        if above.startswith("bullet") and not style.startswith("bullet"):
            return depth
        if style.startswith("upper") and style.endswith("x."):
            return depth
        if style == "number x." and not (above.startswith("upper") and above.endswith("x.")):
            return depth
    return len(levels)


def first_reading(label: str, before: Reading | None) -> Reading:
    """Read the label of an item the XML itself nests, given the item before it at its level."""
    options = readings(label)
    for option in options:
        if before and option.style == before.style and option.ordinal in {before.ordinal + 1, 0}:
            return Reading(option.style, before.ordinal + 1)
    for option in options:
        if option.ordinal <= 1:
            return Reading(option.style, 1)
    return options[0] if options else Reading(f"other {label}", 1)
