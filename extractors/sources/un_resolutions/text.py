"""Reading XML and its text: parsing that survives defects, and the words of one element without its sub-items."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

Element = etree._Element

# Characters that Postgres's jsonb or UTF-8 cannot hold: NUL and lone surrogates.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BREAKS = frozenset({"p", "td", "th", "tr", "li", "br", "eol", "heading", "subheading", "docTitle", "num", "intro"})
_EMPHASIS = re.compile(r"\b(?:italic|underline)\b")
_STYLED = re.compile(r"\b(?:italic|underline|bold)\b")


class UnreadableXmlError(Exception):
    """Bytes in which not even the recovering parser finds an element."""


def parse_xml(body: bytes) -> tuple[Element, bool]:
    """Parse bytes as XML: strictly, then with recovery. Returns the root and whether recovery was needed.

    Entities stay unresolved, nothing is fetched, huge trees are refused. Raises UnreadableXmlError.
    """
    try:
        return etree.fromstring(body, _parser(recover=False)), False
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        root = etree.fromstring(body, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableXmlError(str(error)) from error
    if root is None:
        raise UnreadableXmlError("no element found")
    try:
        etree.tostring(root, encoding="utf-8").decode("utf-8")
    except UnicodeDecodeError:  # recovery takes references to half a surrogate pair for characters
        raise UnreadableXmlError("a reference to a character that does not exist") from None
    return root, True


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )


def local_name(element: Element) -> str:
    """Give an element's name without its namespace; '' for a comment or an entity."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    """List the child elements of the given names (all child elements when none is given)."""
    return list(element.iterchildren(*[f"{{*}}{name}" for name in names or "*"]))


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Walk the descendants of the given names in document order."""
    return element.iter(*[f"{{*}}{name}" for name in names])


def collapse(text: str) -> str:
    """Collapse each run of white space (U+00A0 and tabs included) to one space and trim; all else is kept."""
    return " ".join(text.split())


def storable(text: str) -> str:
    """Replace what a database cannot hold (NUL, lone surrogates) by U+FFFD."""
    return _UNSTORABLE.sub("�", text)


def count_characters(text: str) -> int:
    """Count the characters that are not white space."""
    return sum(map(len, text.split()))


@dataclass
class Words:
    """The words of one element: pieces of text with their styling, and the notes that stood among them."""

    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)

    def text(self) -> str:
        """Give the words as one line."""
        return collapse("".join(piece for piece, _, _ in self.pieces))

    def emphasised(self) -> list[str]:
        """List the spans in italics (underlined ones too: some files of 2000 set their verbs so), in order.

        Neighbouring spans with nothing but space between them are one.
        """
        return list(_joined(self.pieces, lambda piece: piece[1]))

    def opening(self) -> str | None:
        """Give the emphasised words the text starts with, if it starts with some."""
        first = next((piece for piece in self.pieces if piece[0].strip(" \t\r\n\xa0“\"'‘")), None)
        return self.emphasised()[0] if first is not None and first[1] else None

    def wholly_styled(self) -> bool:
        """Tell whether every letter stands in italics, bold or underline: the look of a heading."""
        return any(styled for _, _, styled in self.pieces) and all(
            styled or not re.search(r"\w", piece) for piece, _, styled in self.pieces
        )


def _joined(pieces: list[tuple[str, bool, bool]], chosen: Callable[[tuple[str, bool, bool]], bool]) -> Iterator[str]:
    run = ""
    for piece in pieces:
        if chosen(piece) or (run and not piece[0].strip()):
            run += piece[0]
        elif piece[0]:
            if run.strip():
                yield collapse(run)
            run = ""
    if run.strip():
        yield collapse(run)


def read_words(element: Element, skip: Callable[[Element], bool] = lambda _: False) -> Words:
    """Read an element's words without those of the elements `skip` names (their tails are read).

    Footnotes are set aside, so that they do not run into the sentence they hang on. Comments are not text; an
    unresolved entity is kept as it is written.
    """
    words = Words()
    _read(element, words, skip, emphasised=False, styled=False)
    return words


def _read(element: Element, words: Words, skip: Callable[[Element], bool], *, emphasised: bool, styled: bool) -> None:
    name = local_name(element)
    if name == "span":
        look = element.get("class") or ""
        emphasised = emphasised or bool(_EMPHASIS.search(look))
        styled = styled or bool(_STYLED.search(look))
    if name in _BREAKS:
        words.pieces.append((" ", emphasised, styled))
    words.pieces.append((element.text or "", emphasised, styled))
    for child in element:
        if isinstance(child, etree._Entity):
            words.pieces.append((child.text or "", emphasised, styled))
        elif local_name(child) == "authorialNote":
            words.notes.append(child)
        elif local_name(child) and not skip(child):
            _read(child, words, skip, emphasised=emphasised, styled=styled)
        words.pieces.append((child.tail or "", emphasised, styled))
    if name in _BREAKS:
        words.pieces.append((" ", emphasised, styled))


def all_text(element: Element) -> str:
    """Give all the words of an element, notes included, as one line."""
    words = read_words(element)
    return collapse(" ".join([words.text(), *(all_text(note) for note in words.notes)]))
