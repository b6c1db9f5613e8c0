"""A page of a theme's listing: the theme, the items it shows, and where its pager leads."""

import re
from collections.abc import Iterable

from extractors.core.html import Element, classes, lines, nearest, select
from extractors.core.records import Page, PageError, Parsed, Record, Reject
from extractors.sources.peacewomen import urls
from extractors.sources.peacewomen.items import Item, read_item
from extractors.sources.peacewomen.pages import name_of, refuse_block_page
from extractors.sources.peacewomen.showing import (
    Shown,
    containers,
    is_chrome,
    main_of,
    shown_by_headings,
    shown_in,
    with_embedded,
)

_LEAST_DESCRIPTION = 80
"""Characters that a page says at least about its theme, when it lists no item."""


def read_listing(page: Page, root: Element) -> Parsed:
    """Read a page of a theme's listing. A page past the list's end has no items, and gives no record.

    Raises PageError when it shows neither items nor what the theme is about.
    """
    shown, untitled = _items_shown(root, page.url)
    rejects = [no_title for _ in range(untitled)]
    if not shown:
        refuse_block_page(page.url, root)
        _refuse_without_description(page.url, root)
        return Parsed((), tuple(rejects))
    records, found = distinct(shown, page.url)
    rejects.extend(found)
    name, listing = name_of(root), urls.listing_of(page.url)
    if name is None or listing is None:
        rejects.append(Reject("theme_without_name", "page", "a heading that names the theme", ""))
        return Parsed(tuple(records), tuple(rejects))
    theme = Record("theme", f"term/{listing[0]}", {"term_id": listing[0], "name": name})
    return Parsed((theme, *records), tuple(rejects))


no_title = Reject("item_without_title", "page", "a heading, or a link to the item's page", "")


def _items_shown(root: Element, url: str) -> tuple[list[Shown], int]:
    """The items in order, and how many elements look like items but have no title."""
    main = main_of(root)
    for area in dict.fromkeys([main, *root.iterdescendants("body")]):
        found = [shown_in(at, url) for at in containers(area)]
        if any(found):
            return [one for one in found if one is not None], sum(one is None for one in found)
    return shown_by_headings(lines(main, is_chrome), main, url), 0


def _refuse_without_description(url: str, root: Element) -> None:
    marked = select(root, lambda at: "taxonomy-term-description" in classes(at) or "page-taxonomy" in classes(at))
    words = sum(len(line.text) for line in lines(main_of(root), is_chrome))
    if not marked and words < _LEAST_DESCRIPTION:
        raise PageError(
            f"{url}: saw no item and {words} characters of text, expected items, or past a list's end the theme's "
            "description. Has the site's shape changed? Look at the page, then mend the parser."
        )


def distinct(shown: Iterable[Shown], url: str) -> tuple[list[Record], list[Reject]]:
    """Read items and those they show in turn, one record each: of two showings the fuller counts, and that is told."""
    best: dict[str, Item] = {}
    rejects: list[Reject] = []
    for one in with_embedded(shown):
        rejects.extend(no_title for _ in range(one.untitled))
        item = read_item(one, url)
        if isinstance(item, Reject):
            rejects.append(item)
            continue
        key = item.record.key
        if key in best:
            rejects.append(Reject("shown_twice", key, "each item once on a page", one.title[:200]))
        if key not in best or item.fullness > best[key].fullness:
            best[key] = item
    return [item.record for item in best.values()], rejects


def last_page(root: Element, url: str) -> int | None:
    """The number of the last page that the listing's pager links to; None where it links to none.

    Without an element that the markup calls a pager, every link to this listing outside the items counts.
    """
    listing = urls.listing_of(url)
    anchors = select(root, lambda at: bool(re.search(r"[?&]page=", at.get("href") or "")), "a")
    in_pager = [at for at in anchors if nearest(at, root, _is_pager) is not None]
    linked = [urls.listing_of(urls.canonical(at.get("href") or "", url)) for at in in_pager or _outside(anchors, root)]
    return max((found[1] for found in linked if found and listing and found[0] == listing[0]), default=None)


def _is_pager(element: Element) -> bool:
    return any(name == "pager" or name.startswith("pager-") for name in classes(element))


def _outside(anchors: list[Element], root: Element) -> list[Element]:
    items = set(containers(main_of(root)))
    return [at for at in anchors if not any(above in items for above in at.iterancestors())]
