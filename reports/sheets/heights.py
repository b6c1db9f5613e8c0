"""How high rows have to be for their texts: a workbook that says so looks the same in every program."""

import re
from collections.abc import Iterable
from functools import lru_cache

from xlsxwriter.utility import xl_pixel_width

PIXELS_A_CHARACTER = 7
PADDING = 8
LINE = 12.75
"""Points of a line of the default font, Arial 10."""
NARROWER = 0.96
"""How wide its letters are beside those whose widths XlsxWriter knows."""
SMALL_LINE = 10.5
"""Points of a line of small print, Arial 8."""
SMALLER = 0.8
"""How wide small print is beside the default font."""
HIGHEST = 409.0
"""Points; what programs allow."""

BOLD = 1.1
"""How wide bold letters are beside plain ones."""
_PARTS = re.compile("[^_/]*[_/]|[^_/]+")

Piece = tuple[str, float, bool]
"""A text, the width of its column in characters, and whether it is in small print."""


@lru_cache(maxsize=65_536)
def _pixels(text: str) -> float:
    return float(xl_pixel_width(text)) * NARROWER


def lines(text: str, width: float, small: bool = False) -> int:
    """How many lines the text takes in a column of that width, in characters; words longer than it are broken."""
    room = max(width * PIXELS_A_CHARACTER - PADDING, PIXELS_A_CHARACTER)
    if small:
        room /= SMALLER
    return sum(_lines_of_paragraph(paragraph, room) for paragraph in text.split("\n"))


def _lines_of_paragraph(paragraph: str, room: float) -> int:
    count, used = 1, 0.0
    space = _pixels(" ")
    for word in paragraph.split(" "):
        wide = _pixels(word)
        if used and used + space + wide > room:
            count, used = count + 1, 0.0
        if wide > room:
            count += int(wide // room)
            used = wide % room
        else:
            used += (space if used else 0.0) + wide
    return count


def height(pieces: Iterable[Piece]) -> float:
    """Points of a row that holds these texts."""
    needed = (lines(text, width, small) * (SMALL_LINE if small else LINE) for text, width, small in pieces if text)
    return min(max(needed, default=LINE) + 3, HIGHEST)


def turned(pieces: Iterable[Piece]) -> float:
    """Points of a row whose texts stand upright, in as many lines as their columns are wide."""
    return max((_turned(*piece) for piece in pieces), default=0.0)


def _turned(text: str, width: float, small: bool) -> float:
    fit = max(int((width * PIXELS_A_CHARACTER) // (13 if small else 17)), 1)
    room = max(map(len, text.split()), default=0) * 0.7  # narrower, and words would be broken for sure
    while lines(text, room, small) > fit or any(lines(word, room, small) > 1 for word in text.split()):
        room += 1
    return room * PIXELS_A_CHARACTER * 0.75 * (1 if small else BOLD) + 6


def broken(name: str, width: float) -> str:
    """A column's name in lines that end at its strokes, where it is wider than its column."""
    if lines(name, width, small=True) == 1:
        return name
    made = [""]
    for part in _PARTS.findall(name):
        if made[-1] and lines(made[-1] + part, width, small=True) > 1:
            made.append(part)
        else:
            made[-1] += part
    return "\n".join(made)
