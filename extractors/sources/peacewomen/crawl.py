"""How the pages of peacewomen are found: the index names themes, their listings name items, pagers lead on."""

from collections.abc import Iterable, Mapping

from extractors.core.html import Element, at_least, select
from extractors.core.records import Leads, Page, PageError, Record, Target
from extractors.sources.peacewomen import urls as site
from extractors.sources.peacewomen.listing import last_page
from extractors.sources.peacewomen.pages import open_page
from extractors.sources.peacewomen.parse import parse
from extractors.sources.peacewomen.showing import main_of


def starts(urls: dict[str, str]) -> list[Target]:
    """The pages that every walk begins with: the index of themes, and that of the States with action plans."""
    return [site.target(site.THEME_INDEX, urls), site.target(site.MEMBER_STATES, urls)]


def check_body(target: Target, body: bytes) -> None:
    """Raise PageError for a body that is not the page its address promises: a block or login page, cut short, empty."""
    parse(Page(target.url, body))


def follow(page: Page, urls: dict[str, str]) -> Leads:
    """Where a page leads: to listings of themes, a listing's next page, action plans, and pages that say more of items.

    Raises PageError for the index pages without any link of theirs, and for a page of a listing that is empty though
    it is the first or the pager says that others follow.
    """
    root = open_page(page.url, page.body)
    if page.url == site.THEME_INDEX:
        return Leads(lists=_targets(_themes_linked(root, page.url), urls))
    if page.url == site.MEMBER_STATES:
        # the States stand in a menu: their addresses tell them from what else a menu holds
        linked = [url for url in _linked(root, page.url) if site.is_plan(url)]
        return Leads(pages=_targets(at_least(1, linked, "links to action plans", page.url), urls))
    records = [record for record in parse(page).records if record.kind == "item"]
    themes = (term for record in records for term in record.payload["theme_ids"].values())
    lists = _targets((site.listing_url(term, 0) for term in themes), urls)
    details = _details(records, page.url, urls)
    listing = site.listing_of(page.url)
    if listing is None:
        return Leads(lists=lists, details=details)
    term, number = listing
    last = last_page(root, page.url)
    if not records and (number == 0 or (last is not None and last > number)):
        follows = "the first of its list" if number == 0 else f"and its pager goes on to page {last}"
        raise PageError(
            f"{page.url}: saw no items, page {number} is {follows}; expected items. "
            "Look whether the site still shows its lists to visitors who are not logged in, then run again."
        )
    goes_on = bool(records) and last is not None and last > number
    return Leads(
        next_page=site.target(site.listing_url(term, number + 1), urls) if goes_on else None,
        pages_in_list=None if last is None else max(last, number) + 1,
        lists=lists,
        details=details,
    )


def page_of(kind: str, key: str, urls: dict[str, str]) -> Target | None:
    """The page of a record's own."""
    url = site.canonical(f"/taxonomy/{key}" if kind == "theme" else f"/{key}")
    return site.target(url, urls)


def _details(records: Iterable[Record], here: str, urls: Mapping[str, str]) -> dict[tuple[str, str], Target]:
    """Own pages of the items that a list shows in part: previews, whole resolutions, and items without a node id."""
    found = {}
    for record in records:
        said = record.payload
        in_part = said["is_preview"] or said["kind"] == "whole_resolution" or said["node_id"] is None
        if in_part and said["url"] != here and here != f"{site.CANONICAL}node/{said['node_id']}":
            found[record.kind, record.key] = site.target(said["url"], urls)
    return found


def _themes_linked(root: Element, url: str) -> list[str]:
    listings = [found for linked in _linked(main_of(root), url) if (found := site.listing_of(linked))]
    return [site.listing_url(term, 0) for term, _ in at_least(1, listings, "links to themes", url)]


def _linked(area: Element, url: str) -> list[str]:
    """The canonical addresses that a part of a page links to."""
    anchors = select(area, lambda at: bool(at.get("href")), "a")
    return [site.canonical(at.get("href") or "", url) for at in anchors]


def _targets(found: Iterable[str], urls: Mapping[str, str]) -> tuple[Target, ...]:
    return tuple(site.target(url, urls) for url in dict.fromkeys(found))
