"""The parser of peacewomen: one page of the site to records. Pure, no input or output.

Record kinds: theme and item (a theme's listing), item (an item's own page), plan_page (a page on an action plan).
"""

from functools import lru_cache

from extractors.core.records import Page, PageError, Parsed
from extractors.sources.peacewomen import urls
from extractors.sources.peacewomen.item_page import read_item_page
from extractors.sources.peacewomen.listing import read_listing
from extractors.sources.peacewomen.pages import open_page, refuse_block_page
from extractors.sources.peacewomen.plan_page import read_plan_page

PARSER_VERSION = 1


def parse(page: Page) -> Parsed:
    """Read one page; its address says of which kind it is. The index of themes and that of States hold no record.

    Raises PageError when the page is not of this source at all: another address, a block or login page, a body cut
    short. Whatever else cannot be read is a reject: item_without_key, item_without_title, theme_without_name; and
    shown_twice tells of an item that stands on the page more than once.
    """
    if page.url != urls.canonical(page.url) or urls.own_path(page.url) is None:
        raise PageError(
            f"address {page.url!r} is no canonical one of this source, expected {urls.CANONICAL}<path>; mend the crawl"
        )
    return _read(page.url, page.body)


@lru_cache(maxsize=1)  # a crawl reads a page to check it, to follow it and to land it
def _read(url: str, body: bytes) -> Parsed:
    page, root = Page(url, body), open_page(url, body)
    if urls.listing_of(page.url):
        return read_listing(page, root)
    if page.url in (urls.THEME_INDEX, urls.MEMBER_STATES):
        refuse_block_page(page.url, root)
        return Parsed(())
    if urls.is_plan(page.url):
        return read_plan_page(page, root)
    return read_item_page(page, root)
