"""Addresses of the site: one canonical spelling each, and what a path tells about the page."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

from extractors.core.records import Target

CANONICAL = "https://www.peacewomen.org/"
THEME_INDEX = CANONICAL + "security-council/pw-themes"
MEMBER_STATES = CANONICAL + "member-states"

_HOSTS = frozenset({"peacewomen.org", "www.peacewomen.org", "mail.peacewomen.org"})
_SAFE = "/%:@!$&'()*+,;=~-._"
_TERM = re.compile(r"/taxonomy/term/([0-9]{1,9})(?:/.*)?", re.DOTALL)
_NODE = re.compile(r"node/([0-9]{1,9})")
_PLAN = re.compile(r"(?:action-plan/|nap-)[^/]+")
_RESOLUTION = re.compile(
    r"security-council/resolution/(?:security-council-)?resolution-([0-9]{3,4})(?:-((?:19|20)[0-9]{2}))?(?:-[0-9]+)?"
)
_NO_ITEM = re.compile(
    r"(?:taxonomy|sites|users?|search|comment|admin)(?:/|$)|.*\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|zip|xml|mp[34])$",
    re.IGNORECASE | re.DOTALL,
)
_NO_PAGE = re.compile(r"(?:#|mailto:|tel:|javascript:|data:)", re.IGNORECASE)


def canonical(href: str, base: str = CANONICAL) -> str:
    """The one spelling of an address of the site: https, www, no junk after a term, no fragment, only a needed query.

    A theme listing always names its page (`?page=0` is the first). An address on another host comes back as given.
    """
    given = href.strip()
    return _canonical(given, CANONICAL if given.startswith("/") else base)


@lru_cache(maxsize=4096)  # pages name the same few again and again
def _canonical(given: str, base: str) -> str:
    if _NO_PAGE.match(given):
        return given
    try:
        parts = urlsplit(urljoin(base, given))
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return given
    if parts.scheme not in ("http", "https") or host not in _HOSTS:
        return given
    path = "/" + "/".join(step for step in parts.path.split("/") if step)
    listing = _TERM.fullmatch(path)
    if listing:
        return listing_url(int(listing[1]), _page_number(parts.query))
    return CANONICAL + quote(path[1:], safe=_SAFE, errors="replace")


def _page_number(query: str) -> int:
    given = [value for name, value in parse_qsl(query, keep_blank_values=True) if name == "page"]
    # Drupal counts several pagers on a page as "0,3": ours is the first.
    number = given[-1].split(",")[0] if given else ""
    return int(number) if re.fullmatch(r"[0-9]{1,6}", number) else 0


def listing_url(term: int, page: int) -> str:
    """The canonical address of a page of a theme's listing; pages count from 0."""
    return f"{CANONICAL}taxonomy/term/{term}?page={page}"


def own_path(url: str) -> str | None:
    """The path of a canonical address of the site, without its first slash; None for one that is not the site's."""
    return url.removeprefix(CANONICAL) if url.startswith(CANONICAL) else None


def listing_of(url: str) -> tuple[int, int] | None:
    """(term id, page) of a theme listing's canonical address; None for any other page."""
    found = re.fullmatch(re.escape(CANONICAL) + r"taxonomy/term/([0-9]{1,9})\?page=([0-9]{1,6})", url)
    return (int(found[1]), int(found[2])) if found else None


def node_of(url: str) -> int | None:
    """The node id in a canonical address `/node/<id>`; None where it names none."""
    found = _NODE.fullmatch(own_path(url) or "")
    return int(found[1]) if found else None


def is_plan(url: str) -> bool:
    """Whether a canonical address is that of a page on a national action plan."""
    return bool(_PLAN.fullmatch(own_path(url) or ""))


def is_item(url: str) -> bool:
    """Whether a canonical address can be an item's own page: not the front page, a file, a listing or a user."""
    path = own_path(url)
    return bool(path) and not _NO_ITEM.match(path or "")


def is_news(path: str | None) -> bool:
    """Whether an alias path is that of a news article."""
    return bool(path) and (path or "").startswith("e-news/")


def resolution_in(path: str | None) -> tuple[int, int | None] | None:
    """(number, year or None) of the resolution that an alias path names."""
    found = _RESOLUTION.fullmatch(path or "")
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def target(url: str, urls: Mapping[str, str]) -> Target:
    """The target of a canonical address, asked where `urls` says that the site is."""
    return Target(url=url, address=urls["site"] + url.removeprefix(CANONICAL))
