"""The body of an extract: which words of a paragraph it takes, and how it marks them."""

from collections.abc import Sequence
from dataclasses import dataclass

from replica import seeded
from replica.sites.peacewomen.official import Paragraph, Piece

ELISION = "[...]"


@dataclass(frozen=True)
class Body:
    """Lines to print, without the paragraph's own number before the first; what they hold; and what they leave out."""

    lines: tuple[str, ...]
    locators: tuple[str, ...]
    elided: bool
    inherits: bool
    """Whether a line marked `(iii)` stands under the letter of a line before it."""


def locator(paragraph: Paragraph, path: Sequence[str] = ()) -> str:
    """`42 (a) (iii)`, or `PP7` for a recital."""
    number = f"PP{paragraph.number}" if paragraph.part == "preamble" else str(paragraph.number)
    return number + "".join(f" ({step})" for step in path)


def wanted(paragraph: Paragraph) -> list[int]:
    """Positions of the pieces that an extract takes: the chapeau, and what speaks of women below it."""
    pieces = paragraph.pieces
    taken = [place for place, piece in enumerate(pieces) if piece.matches]
    if taken and not pieces[0].path and pieces[0].text and 0 not in taken:
        taken.insert(0, 0)
    return taken


def body_of(paragraph: Paragraph, key: str) -> Body:
    """The extract's body; `key` decides whether it marks the gap between a chapeau and its first sub-item."""
    lines, locators = list[str](), list[str]()
    letter, elided, inherits, before = "", False, False, -1
    for place in wanted(paragraph):
        piece = paragraph.pieces[place]
        gap = place > before + 1 and (len(lines) > 1 or (len(lines) == 1 and seeded.number("gap", key) % 2 == 0))
        if gap:
            lines.append(ELISION)
            elided, letter = True, ""
        marker = _marker(piece, letter)
        inherits = inherits or (len(piece.path) == 2 and letter == piece.path[0])
        letter = piece.path[0] if piece.path else ""
        same = before >= 0 and paragraph.pieces[before].path == piece.path
        lines.append(piece.text if same else marker + piece.text)
        if not same:
            locators.append(locator(paragraph, piece.path))
        before = place
    return Body(tuple(lines), tuple(locators), elided, inherits)


def _marker(piece: Piece, letter: str) -> str:
    """`(c) ` at the first level, `a. (iii)  ` or, below the same letter, `(iii)  ` at the second."""
    if not piece.path:
        return ""
    if len(piece.path) == 1:
        return f"({piece.path[0]}) "
    if letter == piece.path[0]:
        return f"({piece.path[1]})  "
    return f"{piece.path[0]}. ({piece.path[1]})  "
