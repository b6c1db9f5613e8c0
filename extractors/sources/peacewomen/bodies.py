"""A body split into marked pieces: `42.`, `OP10.`, `PP18:`, `a. (iii)`, and what stands after an elision `[...]`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from extractors.core.html import collapse
from extractors.sources.peacewomen.locators import Locator
from extractors.sources.peacewomen.outline import Path, below, enter, locator, path_text
from extractors.sources.peacewomen.words import Part, part_by_opening

_ELISION = re.compile(r"\[\s*(?:\.\s*){2,5}\]|\[\s*…\s*\]|\(\s*\.{3}\s*\)|\(\s*…\s*\)")
_BARE_ELISION = re.compile(r"[\s\"'“”‘’;,]*(?:\.{3,}|…)[\s\"'“”‘’;,]*")
_QUOTES = r"[\s\"'“”‘’«]*"
_GROUP = r"\(\s*(?:[a-z]{1,2}|[ivx]{1,6}|[0-9]{1,2})\s*\)"
_GROUPS = rf"{_GROUP}(?:\s*{_GROUP})*"
_CAPITAL = "(?-i:[A-Z])"
_THEN_TEXT = rf"""(?=[\s"'“‘]|{_CAPITAL}|$)"""
_STEP = re.compile(r"[a-z]{1,6}|[0-9]{1,2}", re.IGNORECASE)
_MARKER = re.compile(
    rf"""{_QUOTES}(?P<marker>
      (?P<word>OPs?|PPs?|(?:operative\s+|preambular\s+)?(?:paragra(?:ph|gh)|para)\.?)\s?(?P<worded>[0-9]{{1,3}})(?![0-9])
        (?P<worded_groups>(?:\s*{_GROUP})*)\s*(?:[.:)\-\u2013\u2014]+|(?=\s*["“‘]?{_CAPITAL}|\s*$))
    | (?P<bare>[0-9]{{1,3}})\s*(?:[.)]\s*(?P<bare_groups>{_GROUPS})?|(?P<joined>{_GROUPS})\.?){_THEN_TEXT}
    | (?P<letter>[a-z]{{1,4}})[.)]\s*(?P<letter_groups>{_GROUPS})?{_THEN_TEXT}
    | (?P<groups>{_GROUPS})[.:]?{_THEN_TEXT}
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER_WITHOUT_STOP = re.compile(rf"{_QUOTES}(?P<marker>[0-9]{{1,3}})\s+(?=[A-Z])")
_SUB_LETTER = re.compile(r"[a-z]|[ivx]{1,4}|([a-z])\1")
"""What may stand before a stop or bracket as a sub-item's mark ("a.", "iv)"); other short words are words."""


@dataclass(frozen=True)
class Piece:
    """A piece of a body, with where it says that it stands."""

    text: str
    marker: str | None = None
    marker_as_given: str | None = None
    part: Part | None = None
    number: int | None = None
    path: Path = ()
    after_elision: bool = False

    def as_json(self, position: int) -> dict[str, Any]:
        """The piece as it stands in a payload; positions count from 1."""
        return {
            "position": position,
            "marker": self.marker,
            "marker_as_given": self.marker_as_given,
            "part": self.part,
            "number": self.number,
            "path": path_text(self.path),
            "locator": locator(self.number, self.path),
            "after_elision": self.after_elision,
            "text": self.text,
        }


@dataclass
class _Reader:
    """Reads line after line; what a marker leaves unsaid is inherited from the markers before it."""

    named: tuple[Locator, ...]
    pieces: list[Piece] = field(default_factory=list)
    part: Part | None = None
    number: int | None = None
    path: Path = ()
    elided: bool = False

    def line(self, text: str) -> None:
        begun = False
        for words, elided in _between_elisions(text):
            self.elided = self.elided or elided
            if not words:
                continue
            piece = self._marked(words)
            last = self.pieces[-1] if self.pieces else None
            if piece is None and last is not None and not last.text:
                piece = replace(self.pieces.pop(), text=words)  # the marker stood alone
            elif piece is None and last is not None and begun:
                piece = replace(last, text=words, marker=None, marker_as_given=None)  # its paragraph goes on
            self.pieces.append(replace(piece or Piece(words), after_elision=self.elided))
            self.elided, begun = False, True

    def _marked(self, words: str) -> Piece | None:
        found = _MARKER.match(words)
        if found and found["letter"] and not _SUB_LETTER.fullmatch(found["letter"].lower()):
            found = None
        if not found:
            return self._number_without_stop(words)
        given = collapse(found["marker"])
        text = words[found.end() :].strip()
        number = found["worded"] or found["bare"]
        if number:
            groups = found["worded_groups"] or found["bare_groups"] or found["joined"]
            return self._at_number(int(number), groups or "", given, text, found["word"] or "")
        steps = _STEP.findall(found["groups"] or found["letter_groups"] or "")
        if found["letter"]:
            steps.insert(0, found["letter"])
        self.path = _walk(self.path, steps, after_gap=self.elided)
        return self._piece(_marker_of(self.path), given, text)

    def _number_without_stop(self, words: str) -> Piece | None:
        """ "7 Underlines ...": a number that the title names as well."""
        found = _NUMBER_WITHOUT_STOP.match(words)
        if not found or int(found["marker"]) not in {one.number for one in self.named}:
            return None
        return self._at_number(int(found["marker"]), "", found["marker"], words[found.end() :].strip(), "")

    def _at_number(self, number: int, groups: str, given: str, text: str, word: str) -> Piece:
        self.number, self.path = number, _walk((), _STEP.findall(groups))
        self.part = self._part_of(word, text)
        name = word[:2].upper() if word[:1].upper() in ("O", "P") and word[1:2].upper() == "P" else ""
        marker = f"{name}{number}" + (f" {path_text(self.path)}" if self.path else ".")
        return self._piece(marker, given, text)

    def _part_of(self, word: str, text: str) -> Part | None:
        """By the marker's own word, else a title that names this number, else the text's first word, else the title."""
        if word.upper().startswith(("OP", "OPERATIVE")):
            return "operative"
        if word.upper().startswith(("PP", "PREAMBULAR")):
            return "preamble"
        of_number = {one.part for one in self.named if one.number == self.number}
        of_title = {one.part for one in self.named}
        return _only(of_number) or part_by_opening(text) or _only(of_title)

    def _piece(self, marker: str, given: str, text: str) -> Piece:
        return Piece(text, marker, given, self.part, self.number, self.path)


def _only(parts: set[Part]) -> Part | None:
    return next(iter(parts)) if len(parts) == 1 else None


def _between_elisions(text: str) -> Iterator[tuple[str, bool]]:
    """The stretches of a line, and whether an elision stands before each."""
    if _BARE_ELISION.fullmatch(text):
        yield "", False
        yield "", True
        return
    elided = False
    for words in _ELISION.split(text):
        yield words.strip(), elided
        elided = True


def _walk(path: Path, steps: Sequence[str], *, after_gap: bool = False) -> Path:
    for position, step in enumerate(steps):
        path = below(path, step) if position else enter(path, step, after_gap=after_gap)
    return path


def _marker_of(path: Path) -> str:
    """A sub-item's mark with what it inherits, in the archive's own style: "(a)", "b. (iii)"."""
    if len(path) == 1:
        return path_text(path)
    return f"{path[0].value}. {path_text(path[1:])}"


def read_body(text_lines: Sequence[str], named: tuple[Locator, ...] = ()) -> list[Piece]:
    """Split a body's lines into pieces. `named` are the paragraphs that the title names."""
    reader = _Reader(named)
    for line in text_lines:
        reader.line(line)
    return reader.pieces


def number_differs(pieces: Sequence[Piece], named: tuple[Locator, ...]) -> bool:
    """Whether the body holds a numbered paragraph that the title does not name, though it names some by number.

    "OP 5" and "PP 5" are two paragraphs, a bare "5." may be either.
    """
    numbers = {one.number for one in named if one.number is not None}
    if not numbers:
        return False
    stated = {(one.part, one.number) for one in named}
    for piece in pieces:
        says_part = (piece.marker or "").startswith(("OP", "PP"))
        if piece.number is not None and (
            piece.number not in numbers or (says_part and (piece.part, piece.number) not in stated)
        ):
            return True
    return False
