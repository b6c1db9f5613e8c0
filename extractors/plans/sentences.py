"""Plain text to sentences, as offsets: `text[start:end]` is the sentence."""

import re
from itertools import pairwise

from extractors.plans.patterns import word_set

_SHORT = word_set(
    "mr mrs ms dr prof st no nos art arts para paras p pp cf vs e.g i.e approx ca ed eds vol fig u.n u.s u.k e.u jan"
    " feb mar apr jun jul aug sep sept oct nov dec"
)
"""Words before a full stop that does not end a sentence."""

# What ends a sentence, with the quotes, brackets and note marks behind it; then space, and no lower-case letter.
# Looked for only where a row of stops begins: from each of ten thousand dots it would read the others again.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?:\[\d{1,3}\])*(?=\s+[^\sa-z])")
# A space forgotten after the full stop, as editors do: "... until 2018.The plan ..."
_GLUED = re.compile(r"(?<=[a-z0-9]{3}[.!?])(?=[A-Z][a-z])")
_LONGEST_ADDRESS = 2000
_WORD_BEFORE = re.compile(r"(\S+?)[.!?…]*[\"'”’»)\]]*(?:\[\d{1,3}\])*\Z")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `text` start and end. A line's end is always a sentence's end; blank ones are left out."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        cuts = [line.start(), *_cuts(text, line.start(), line.end()), line.end()]
        for cut, end in pairwise(cuts):
            sentence = text[cut:end].strip()
            if sentence:
                start = text.index(sentence, cut)
                found.append((start, start + len(sentence)))
    return found


def _cuts(text: str, start: int, end: int) -> list[int]:
    ends = [found.end() for found in _END.finditer(text, start, end) if not _is_short(text, start, found.end())]
    glued = [found.start() for found in _GLUED.finditer(text, start, end) if not _is_address(text, found.start())]
    return sorted({*ends, *glued})


def _is_short(text: str, line: int, end: int) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or the numbering of the line."""
    so_far = text[max(line, end - 40) : end]
    word = _WORD_BEFORE.search(so_far)
    if word is None or not so_far.rstrip("\"'”’»)]").endswith("."):
        return False
    bare = word[1].lstrip("(\"'“‘[").rstrip(".")
    if bare.lower() in _SHORT or re.fullmatch(r"[A-Z]|(?:[A-Z]\.)+[A-Z]", bare):
        return True
    return end - line < 8 and bool(re.fullmatch(r"\s*\(?(?:\d{1,3}|[ivxIVX]{1,4}|[a-z])\)?\.", text[line:end]))


def _is_address(text: str, at: int) -> bool:
    reach = max(0, at - _LONGEST_ADDRESS)
    start = max(text.rfind(" ", reach, at), text.rfind("\n", reach, at), reach - 1) + 1
    return any(mark in text[start : at + 40].split(maxsplit=1)[0] for mark in ("www.", "://", "@"))
