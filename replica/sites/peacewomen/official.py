"""What the archive's items are made from: the paragraphs of the resolutions in a folder shaped as UNxml/SCresolutions.

A small reading of the UN's XML of its own: good enough to make plausible extracts with right numbers, no more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from lxml import etree

LANGUAGE = re.compile(
    r"wom[ae]n|girl|gender|female|sexual (?:violence|exploitation|abuse|slavery)|\brape\b"
    r"|\b(?:1325|1820|1888|1889|1960|2106|2122|2242) \(",
    re.IGNORECASE,
)
"""Words that make a paragraph worth an extract here. What the real archive's editors took is not known."""

_SYMBOL = re.compile(r"S/RES/(\d{3,4})\s*\((\d{4})\)")
_NUMBER = re.compile(r"(\d{1,3})\.?")
_LABEL = re.compile(r"\(?([a-z]{1,5}|\d{1,2})\)\.?")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True)
class Piece:
    """Words of one sub-paragraph; `path` is ("a", "iii") for (a) (iii) and empty for the paragraph's own words."""

    path: tuple[str, ...]
    text: str

    @cached_property
    def matches(self) -> bool:
        """Whether the words speak of women, gender, sexual violence or the agenda's resolutions."""
        return LANGUAGE.search(self.text) is not None


@dataclass(frozen=True)
class Paragraph:
    """An operative paragraph by its number, or a recital by its place."""

    part: str
    number: int
    pieces: tuple[Piece, ...]

    @cached_property
    def matches(self) -> bool:
        """Whether any piece does."""
        return any(piece.matches for piece in self.pieces)


@dataclass(frozen=True)
class Resolution:
    """One resolution: `recitals` counts all of its preamble, `paragraphs` holds both parts in their order."""

    number: int
    year: int
    adopted: date
    agenda: str
    recitals: int
    paragraphs: tuple[Paragraph, ...]


def read_resolutions(folder: Path) -> list[Resolution]:
    """The resolutions of 2000-2019 in the folder, by number; what is no XML or says no symbol is left out.

    Of a resolution that is filed twice the first file by path counts. Raises OSError for a file that cannot be opened:
    an archive made from half a folder would look like items that are gone.
    """
    found: dict[int, Resolution] = {}
    for file in sorted((folder / "Pre-2020").glob("*/*.xml")):
        resolution = _read(file)
        if resolution:
            found.setdefault(resolution.number, resolution)
    return [found[number] for number in sorted(found)]


def _read(file: Path) -> Resolution | None:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(file.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return None
    body = root.find("{*}statement/{*}mainBody") if root is not None else None
    symbol = _SYMBOL.search(_text(root.find(".//{*}docNumber"))) if body is not None else None
    if body is None or symbol is None:
        return None
    number, year = int(symbol[1]), int(symbol[2])
    recitals = tuple(_recitals(root))
    agenda = "; ".join(
        name for keyword in root.iterfind(".//{*}keyword[@refersTo='agenda']") if (name := keyword.get("showAs"))
    )
    title = "; ".join(_text(title) for title in root.iterfind(".//{*}keyword") if title.get("refersTo") != "agenda")
    return Resolution(
        number,
        year,
        _adopted(root, year),
        agenda or title,
        len(recitals),
        (*recitals, *_operative(body)),
    )


def _adopted(root: etree._Element, year: int) -> date:
    """The date on the cover, else the one in the metadata: that of the symbol's year."""
    given = [element.get("date") for element in root.iterfind(".//{*}docDate[@refersTo='#adoptionDate']")]
    given += [element.get("date") for element in root.iterfind(".//{*}FRBRdate")]
    for text in given:
        if text and re.fullmatch(rf"{year}-\d\d-\d\d", text):
            return date.fromisoformat(text)
    return date(year, 1, 1)


def _recitals(root: etree._Element) -> Iterator[Paragraph]:
    preamble = root.find("{*}statement/{*}preamble")
    number = 0
    for container in preamble.iterfind("{*}container") if preamble is not None else ():
        text = _text(container)
        if text:
            number += 1
            yield Paragraph("preamble", number, (Piece((), text),))


def _operative(body: etree._Element) -> Iterator[Paragraph]:
    """Numbered paragraphs with what follows them, until numbers fall: then an annex begins."""
    number, pieces = 0, list[Piece]()
    for element in body.iter("{*}paragraph"):
        label = _text(element.find("{*}num"))
        numbered = _NUMBER.fullmatch(label)
        if numbered and int(numbered[1]) <= number:
            break
        if numbered:
            if pieces:
                yield Paragraph("operative", number, tuple(pieces))
            number, pieces = int(numbered[1]), list(_pieces(element, ()))
        elif number and pieces:
            path = _flat_path(pieces[-1].path, label)
            pieces += [piece for piece in _pieces(element, path) if label or _is_sentence(piece.text)]
    if pieces:
        yield Paragraph("operative", number, tuple(pieces))


def _pieces(element: etree._Element, path: tuple[str, ...]) -> Iterator[Piece]:
    """The words below an element. A `sublist` follows its point as a sibling and belongs to it."""
    last = path
    for child in element.iterchildren("{*}intro", "{*}content", "{*}wrapUp", "{*}list", "{*}point", "{*}sublist"):
        kind = etree.QName(child).localname
        if kind == "point":
            label = _text(child.find("{*}num"))
            named = _LABEL.fullmatch(label)
            last = (*path, named[1]) if named else path
            for piece in _pieces(child, last):
                yield piece if named or not label else Piece(piece.path, f"{label} {piece.text}")
        elif kind in {"list", "sublist"}:
            yield from _pieces(child, last if kind == "sublist" else path)
        elif text := _text(child):
            yield Piece(path, text)


def _flat_path(before: tuple[str, ...], label: str) -> tuple[str, ...]:
    """Where a sub-item stands that is marked up as a paragraph of its own, from the path before it."""
    named = _LABEL.fullmatch(label)
    if not named:
        return before
    name = named[1]
    roman = _ROMAN.fullmatch(name) is not None
    if not before or _follows(before[0], name):
        return (name,)
    if roman and not (_ROMAN.fullmatch(before[0]) and len(before) == 1):
        return (before[0], name)
    return (name,)


def _follows(before: str, name: str) -> bool:
    return len(before) == len(name) == 1 and ord(name) == ord(before) + 1


def _is_sentence(text: str) -> bool:
    """Headings end without a mark."""
    return text.endswith((";", ":", ",", "."))


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())
