"""Which items a page shows: nodes and rows where the markup names them, else headings that link to an item."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from extractors.core.html import HEADINGS, Element, Line, classes, lines, nearest, select, words_of
from extractors.sources.peacewomen import urls

_NODE_ID = re.compile(r"node-([0-9]{1,9})")
_ABOUT = re.compile(r"(?:https?://[^/]+)?/?node/([0-9]{1,9})")
_CHROME = frozenset({"links", "submitted", "element-invisible", "visually-hidden", "breadcrumb", "pager"})
_ASIDE = ("nav", "aside", "footer", "form")


@dataclass(frozen=True)
class Shown:
    """An item as a page shows it."""

    title: str
    node_id: int | None
    url: str | None
    """Canonical address of its own page; None where the page names none."""
    linked: bool
    """Whether its title links to its own page, as titles in a list do."""
    lines: tuple[Line, ...]
    """Its lines without the title's and without those of the items that it shows in turn."""
    container: Element
    """The element that holds the lines."""
    embedded: tuple["Shown", ...] = ()
    untitled: int = 0
    """How many elements in it look like items but have no title."""

    @property
    def key(self) -> str | None:
        """The record's key; None where the page gives neither a node id nor an address."""
        if self.node_id is not None:
            return f"node/{self.node_id}"
        return urls.own_path(self.url) if self.url else None


def node_id_of(element: Element) -> int | None:
    """The node id that an element carries (`id="node-7"`, `about="/node/7"`)."""
    for pattern, given in ((_NODE_ID, element.get("id")), (_ABOUT, element.get("about"))):
        found = pattern.fullmatch(given.strip()) if given else None
        if found:
            return int(found[1])
    return None


def is_chrome(element: Element) -> bool:
    """Whether an element is the site's, not an item's: menus, forms, side columns, "read more"."""
    names = classes(element)
    return element.tag in _ASIDE or _is_aside(names) or (element.tag == "ul" and "tabs" in names)


@lru_cache(maxsize=1024)
def _is_aside(names: frozenset[str]) -> bool:
    return bool(names & _CHROME) or any(name.startswith(("sidebar", "region-sidebar")) for name in names)


def main_of(root: Element) -> Element:
    """The part of a page that holds what it is about; the whole page where nothing says which."""
    for element in root.iterdescendants(etree.Element):
        if element.get("id") == "content" or element.tag == "main" or element.get("role") == "main":
            return element
    return next(root.iterdescendants("body"), root)


def containers(area: Element) -> list[Element]:
    """The outermost elements within `area` that each show one item."""
    found = []
    for element in _outermost_shown(area, lambda at: _is_node(at) or "views-row" in classes(at)):
        nodes = [] if _is_node(element) else _outermost_shown(element, _is_node)
        found.extend(nodes if len(nodes) > 1 else [element])
    return found


def _outermost_shown(area: Element, test: Callable[[Element], bool]) -> list[Element]:
    """The outermost elements in `area` for which `test` holds, without those in menus and side columns."""
    found, todo = [], list(reversed(area))
    while todo:
        element = todo.pop()
        if not isinstance(element.tag, str) or is_chrome(element):
            continue
        if test(element):
            found.append(element)
        else:
            todo.extend(reversed(element))
    return found


def _is_node(element: Element) -> bool:
    return "node" in classes(element) or node_id_of(element) is not None


def shown_in(element: Element, base: str) -> Shown | None:
    """The item that an element shows; None where it has no title.

    The title is the first heading that links to an item's page, else the first heading, else a link that is all of the
    first line.
    """
    node = next(filter(_is_node, element.iter(etree.Element)), element)
    inner = containers(node)
    embedded = [(at, shown_in(at, base)) for at in inner]
    heading = _heading_of(element, inner, base)
    if heading is None:
        return None
    link = own_link(heading, base)
    node_id = node_id_of(node)
    if node_id is None and link:
        node_id = urls.node_of(link)
    left_out = {heading, *inner}
    return Shown(
        title=words_of(heading),
        node_id=node_id,
        url=link or (f"{urls.CANONICAL}node/{node_id}" if node_id is not None else None),
        linked=link is not None,
        lines=tuple(lines(element, lambda at: at in left_out or is_chrome(at))),
        container=element,
        embedded=tuple(one for _, one in embedded if one is not None),
        untitled=sum(one is None for _, one in embedded),
    )


def _heading_of(element: Element, inner: list[Element], base: str) -> Element | None:
    marked = select(element, lambda at: at.tag in HEADINGS or "views-field-title" in classes(at))
    heads = [at for at in marked if nearest(at, element, lambda above: above in inner) is None and lines(at)]
    linked = [at for at in heads if own_link(at, base)]
    if heads:
        return next(iter([*linked, *heads]))
    return _link_as_title(element, inner, base)


def _link_as_title(element: Element, inner: list[Element], base: str) -> Element | None:
    first = next(iter(lines(element, lambda at: at in inner or is_chrome(at))), None)
    if first is None or len(first.parts()) != 1 or not first.links():
        return None
    anchors = {nearest(owner, element, lambda at: at.tag == "a") for text, owner in first.runs if text.strip()}
    anchor = anchors.pop()
    return anchor if not anchors and anchor is not None and own_link(anchor, base) else None


def own_link(element: Element, base: str) -> str | None:
    """The canonical address of an item's page that a heading is, holds or stands in a link to."""
    around = [element, *element.iterdescendants("a"), *element.iterancestors("a")]
    found = (urls.canonical(at.get("href") or "", base) for at in around if at.tag == "a" and at.get("href"))
    return next((url for url in found if urls.is_item(url)), None)


def shown_by_headings(found: list[Line], area: Element, base: str) -> list[Shown]:
    """Items of a page without any known class: each heading that links to an item's page begins one."""
    shown: list[Shown] = []
    for line in found:
        heading = nearest(line.block, area, lambda at: at.tag in HEADINGS)
        url = own_link(heading, base) if heading is not None and heading is not area else None
        if url:
            shown.append(Shown(line.text, urls.node_of(url), url, True, (), area))
        elif shown:
            shown[-1] = replace(shown[-1], lines=(*shown[-1].lines, line))
    return shown


def with_embedded(shown: Iterable[Shown]) -> list[Shown]:
    """Items and all that they show in turn, each before its own."""
    found = []
    for one in shown:
        found.extend([one, *with_embedded(one.embedded)])
    return found
