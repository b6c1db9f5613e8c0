"""An item's own page: the item as a whole, and for a resolution the extracts that it shows."""

import re

from extractors.core.html import Element, Line, classes, label_key, lines, select, words_of
from extractors.core.records import Page, PageError, Parsed
from extractors.sources.peacewomen import urls
from extractors.sources.peacewomen.labels import LABELS
from extractors.sources.peacewomen.listing import distinct, no_title
from extractors.sources.peacewomen.pages import first_headings, is_refusal, name_of, refuse_block_page
from extractors.sources.peacewomen.showing import (
    Shown,
    containers,
    is_chrome,
    main_of,
    node_id_of,
    shown_by_headings,
    shown_in,
)

_PAGE_NODE = re.compile(r"page-node-([0-9]{1,9})")


def read_item_page(page: Page, root: Element) -> Parsed:
    """Read an item's own page.

    Raises PageError for a page without a title, of another item than the one asked for, or that refuses to show it.
    """
    main = main_of(root)
    tops = containers(main)
    node_id = node_id_of_page(page.url, root)
    own = next((at for at in tops if _is_own(at, node_id, page.url)), None)
    inside = containers(own) if own is not None else []
    others = [*inside, *(at for at in tops if at is not own)]
    shown = [shown_in(at, page.url) for at in others]
    if not tops:
        refuse_block_page(page.url, root)
    title = _title_of(page.url, root, own)
    container = main if own is None else own
    found = lines(container, lambda at: at in others or is_chrome(at) or _is_title(at, title))
    embedded = [one for one in shown if one is not None]
    if not embedded:
        found, embedded = _split_at_extracts(found, container, page.url)
    if node_id is None and own is not None:
        node_id = node_id_of(own)
    item = Shown(title, node_id, _own_url(page.url, root), True, tuple(found), container, tuple(embedded))
    records, rejects = distinct([item], page.url)
    return Parsed(tuple(records), (*rejects, *(no_title for one in shown if one is None)))


def node_id_of_page(url: str, root: Element) -> int | None:
    """The page's node id: of its address, its body's class or its short link. Raises PageError where they disagree."""
    named = [_PAGE_NODE.fullmatch(name) for at in root.iterdescendants("body") for name in classes(at)]
    ids = [int(found[1]) for found in named if found]
    ids += [found for href in _links_in_head(root, "shortlink") if (found := urls.node_of(href)) is not None]
    asked = urls.node_of(url)
    if asked is not None and ids and asked not in ids:
        raise PageError(
            f"{url}: saw the page of node {ids[0]}, expected that of node {asked}. Look at the site, then run again."
        )
    return asked if asked is not None else next(iter(ids), None)


def _links_in_head(root: Element, relation: str) -> list[str]:
    found = select(root, lambda at: at.get("rel") == relation, "link")
    return [urls.canonical(at.get("href") or "") for at in found]


def _own_url(url: str, root: Element) -> str:
    """The item's address: its alias where the page names one."""
    if urls.node_of(url) is None:
        return url
    named = (href for href in _links_in_head(root, "canonical") if urls.is_item(href))
    return next((href for href in named if urls.node_of(href) is None), url)


def _is_own(element: Element, node_id: int | None, url: str) -> bool:
    """Whether an element shows the page's own item: by its id, else because its title leads to no other page."""
    here = node_id_of(element)
    if here is not None and node_id is not None:
        return here == node_id
    shown = shown_in(element, url)
    return shown is None or not shown.linked or shown.url == url


def _title_of(url: str, root: Element, own: Element | None) -> str:
    in_main = next((words for words in first_headings(main_of(root)) if not is_refusal(words)), None)
    shown = shown_in(own, url) if own is not None and in_main is None else None
    title = in_main or (shown.title if shown is not None else name_of(root))
    if title is None:
        raise PageError(
            f"{url}: saw no heading, expected the title of an item. Look at the page, then mend the parser."
        )
    return title


def _is_title(element: Element, title: str) -> bool:
    return element.tag == "h1" or (element.tag in ("h2", "h3") and words_of(element) == title)


def _split_at_extracts(found: list[Line], container: Element, url: str) -> tuple[list[Line], list[Shown]]:
    """Without any known class, the items under "Resolution Extracts:" begin at headings that link to them."""
    for position, line in enumerate(found, start=1):
        if LABELS.get(label_key(line.text)) == "extracts":
            embedded = shown_by_headings(found[position:], container, url)
            return (found[:position], embedded) if embedded else (found, [])
    return found, []
