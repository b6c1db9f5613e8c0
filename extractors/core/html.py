"""Reading HTML by its text: lines with their links, labels after normalising spaces, selections that state their count.

Class names change with a site's design, words seldom do: so a page is read as lines, and a line knows where it stands.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TypeVar

from lxml import etree

from extractors.core.records import PageError

Element = etree._Element
T = TypeVar("T")

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody td "
    "tfoot th thead title tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Elements that begin a line of their own."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "head", "button", "select", "textarea"}
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_DEEPEST_MESSAGE = "Excessive depth"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """What bytes that are no UTF-8 stand for."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", errors="replace"), error.end


_OLD = "as windows-1252"
codecs.register_error(_OLD, _as_windows_1252)


def parse_html(url: str, body: bytes) -> Element:
    """Parse a page's bytes: UTF-8, and what is not is the site's old Windows-1252. Returns the root element.

    Byte by byte: one that an editor pasted must not spoil the rest of the page, and an old page is read as before.

    Raises PageError for a body without any element, and for one that the parser gives up in its midst.
    """
    text = body.decode("utf-8", errors=_OLD)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(storable(text).encode(), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        raise PageError(f"{url}: expected an HTML page, saw {body[:60]!r}. Look what the site answers, then run again.")
    if any(_DEEPEST_MESSAGE in entry.message for entry in parser.error_log):
        raise PageError(
            f"{url}: elements nested deeper than any page of a site is; the rest of the page was not read. "
            "Look at the page: is it the site's?"
        )
    return root


def storable(text: str) -> str:
    """Replace what a database cannot hold (NUL, lone surrogates) by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def collapse(text: str) -> str:
    """Collapse each run of white space (U+00A0 included) to one space and trim; all else stays as spelt."""
    return " ".join(text.split())


def label_key(text: str) -> str:
    """The form in which labels are compared: single spaces, no final colon, one case."""
    return collapse(_ZERO_WIDTH.sub("", text)).rstrip(": ").casefold()


def classes(element: Element) -> frozenset[str]:
    """The class names of an element."""
    return _names(element.get("class") or "")


@lru_cache(maxsize=1024)  # a site has a few dozen combinations, asked for again and again
def _names(given: str) -> frozenset[str]:
    return frozenset(given.split())


def select(root: Element, test: Callable[[Element], bool], *tags: str) -> list[Element]:
    """The descendants for which `test` holds, in document order; only those of `tags` where any is given."""
    return [element for element in root.iterdescendants(*(tags or (etree.Element,))) if test(element)]


def at_least(number: int, found: Sequence[T], what: str, where: str) -> list[T]:
    """What was found; raises PageError when it is less than expected."""
    if len(found) < number:
        raise PageError(
            f"{where}: saw {len(found)} of {what}, expected at least {number}. "
            "Has the site's shape changed? Look at the page, then mend the parser."
        )
    return list(found)


@dataclass(frozen=True)
class Link:
    """A link: its words and its address as given."""

    text: str
    href: str


@dataclass(frozen=True)
class Line:
    """A line of a page as a reader sees it: runs of text, each with the element that holds it."""

    runs: tuple[tuple[str, Element], ...]
    block: Element
    """The block that the line stands in."""

    @cached_property
    def text(self) -> str:
        """The words of the line."""
        return storable(collapse("".join(text for text, _ in self.runs)))

    def parts(self) -> list[str | Link]:
        """The line's words in order, those of each link apart; what has no words is no part."""
        found: list[str | Link] = []
        for anchor, runs in groupby(self.runs, key=lambda run: nearest(run[1], self.block, _is_link)):
            words = storable(collapse("".join(text for text, _ in runs)))
            if words:
                href = None if anchor is None else storable((anchor.get("href") or "").strip())
                found.append(words if href is None else Link(words, href))
        return found

    def links(self) -> list[Link]:
        """The line's links that have words and an address, in order."""
        return [part for part in self.parts() if isinstance(part, Link)]

    def leading(self, test: Callable[[Element], bool]) -> str:
        """The words that the line starts with and that stand in an element for which `test` holds."""
        words = ""
        for text, owner in self.runs:
            if text.strip() and nearest(owner, self.block, test) is None:
                break
            words += text
        return collapse(words)

    def without_start(self, characters: int) -> "Line":
        """The line without its first visible characters; white space is not counted."""
        for position, (text, owner) in enumerate(self.runs):
            for at, character in enumerate(text):
                if characters <= 0 and not character.isspace():
                    return Line(((text[at:], owner), *self.runs[position + 1 :]), self.block)
                characters -= not character.isspace()
        return Line((), self.block)


def _is_link(element: Element) -> bool:
    return element.tag == "a" and bool((element.get("href") or "").strip())


def nearest(element: Element, top: Element, test: Callable[[Element], bool]) -> Element | None:
    """The innermost element, from this one out to `top`, for which `test` holds; `top` is asked too."""
    at: Element | None = element
    while at is not None:
        if test(at):
            return at
        at = None if at is top else at.getparent()
    return None


def stands_in(element: Element, holder: Element) -> bool:
    """Whether an element is `holder` or stands in it."""
    return element is holder or any(above is holder for above in element.iterancestors())


def words_of(element: Element) -> str:
    """All the words of an element as one line."""
    return " ".join(line.text for line in lines(element))


def lines(root: Element, skip: Callable[[Element], bool] = lambda _: False) -> list[Line]:
    """The lines of an element that have words, without those of the elements that `skip` names.

    Scripts, styles and controls are no text. A block begins a line, and so does `br`.
    """
    found: list[Line] = []
    runs: list[tuple[str, Element]] = []

    def flush() -> None:
        if not runs:
            return
        first = next((owner for text, owner in runs if text.strip()), None)
        if first is not None:
            block = nearest(first, root, lambda at: at.tag in BLOCKS)
            found.append(Line(tuple(runs), root if block is None else block))
        runs.clear()

    for text, owner, breaks in _texts(root, skip):
        if breaks:
            flush()
        if text:
            runs.append((text, owner))
    flush()
    return found


def _is_unseen(element: Element) -> bool:
    return not isinstance(element.tag, str) or element.tag in _UNSEEN


def _texts(root: Element, skip: Callable[[Element], bool]) -> Iterator[tuple[str, Element, bool]]:
    """(text, the element that holds it, whether a line begins here), in document order; without recursion."""
    todo: list[tuple[Element, bool]] = [(root, False)]
    while todo:
        element, leaving = todo.pop()
        breaks = element.tag in BLOCKS or element.tag == "br"
        parent = element.getparent()
        if leaving or (element is not root and (_is_unseen(element) or skip(element))):
            yield "", element, breaks
        else:
            yield element.text or "", element, breaks
            todo.append((element, True))
            todo.extend((child, False) for child in reversed(element))
            continue
        if element is not root and parent is not None and element.tail:
            yield element.tail, parent, False
