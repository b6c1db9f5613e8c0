"""WordPress as a source: its REST API lists a site's pages, newest change first, and serves each one by its id.

A page object is the same JSON in a list and on its own, so a record does not depend on where it was read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from extractors.core import strict_json
from extractors.core.records import Leads, Page, PageError, Target

PER_PAGE = 50
TOTAL_PAGES = "x-wp-totalpages"
MAX_ID = 2**53
"""Ids above are no ids: JSON numbers are exact up to here."""

_LIST = re.compile(r"pages\?per_page=\d+&page=([1-9]\d{0,5})&orderby=modified&order=desc")
_SINGLE = re.compile(r"pages/([1-9]\d{0,15})")
_KEY = re.compile(r"page/([1-9]\d{0,15})")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Api:
    """The pages of one WordPress site."""

    live: str
    """The publisher's own address of `/wp/v2/`, with its final slash: canonical URLs begin so."""
    setting: str = "api"
    """Name in `source.yml`'s urls of the address to ask."""

    def starts(self, urls: Mapping[str, str]) -> list[Target]:
        """The first page of the list."""
        return [self._target(_list_path(1), urls)]

    def check_body(self, target: Target, body: bytes) -> None:
        """Raise PageError when the body is not the JSON that the address promises."""
        self.objects(Page(target.url, body))

    def follow(self, page: Page, urls: Mapping[str, str]) -> Leads:
        """Where a page of the list leads: to the next one, up to the last that the site's header names.

        Raises PageError when the header is missing or no number (no sweep could be called complete), and when a
        page holds nothing though it is the first, or the header says that others follow.
        """
        listed = self._match(_LIST, page.url)
        objects = self.objects(page)
        if listed is None:
            return Leads()
        number = int(listed[1])
        total = _total_pages(page)
        if not objects and (number == 1 or number < total):
            raise PageError(
                f"{page.url}: an empty list, page {number} of {total}; expected pages. "
                "Look whether the site still shows its pages to visitors who are not logged in."
            )
        following = self._target(_list_path(number + 1), urls) if number < total else None
        return Leads(next_page=following, pages_in_list=total)

    def page_of(self, key: str, urls: Mapping[str, str]) -> Target | None:
        """The page that serves one record alone; None for a key that is not `page/<id>`."""
        found = _KEY.fullmatch(key)
        return self._target(f"pages/{found[1]}", urls) if found else None

    def objects(self, page: Page) -> list[Any]:
        """What a page holds: the entries of a list as they stand (of any shape), or the one page object.

        Raises PageError for an address that is not of this site's pages, for a body that is no JSON of the promised
        shape (a block page, a login page, an error of the API), and for another page than the one asked for.
        """
        single = self._match(_SINGLE, page.url)
        if single is None and self._match(_LIST, page.url) is None:
            raise PageError(f"address {page.url!r} is not of this source; expected {self.live}pages...; mend the crawl")
        answer = _decode(page)
        if single is None:
            if not isinstance(answer, list):
                raise PageError(f"{page.url}: expected a list of pages (JSON), saw {_seen(answer)}. {_ADVICE}")
            return answer
        if not isinstance(answer, dict) or answer.get("id") != int(single[1]):
            raise PageError(f"{page.url}: expected the page {single[1]} (JSON), saw {_seen(answer)}. {_ADVICE}")
        return [answer]

    def _match(self, pattern: re.Pattern[str], url: str) -> re.Match[str] | None:
        return pattern.fullmatch(url.removeprefix(self.live)) if url.startswith(self.live) else None

    def _target(self, path: str, urls: Mapping[str, str]) -> Target:
        return Target(url=self.live + path, address=urls[self.setting] + path)


_ADVICE = "Look whether the address is right and whether the API still answers visitors in this shape."


def _list_path(number: int) -> str:
    return f"pages?per_page={PER_PAGE}&page={number}&orderby=modified&order=desc"


def _decode(page: Page) -> Any:
    try:
        return strict_json.load(page.body.removeprefix(_BYTE_ORDER_MARK).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PageError(
            f"{page.url}: expected JSON, saw {page.body[:60]!r} ({type(error).__name__}). {_ADVICE}"
        ) from None


def _seen(answer: Any) -> str:
    if isinstance(answer, dict) and "code" in answer:
        return f"the error {str(answer['code'])[:60]!r}"
    if isinstance(answer, dict):
        return f"an object with id {str(answer.get('id'))[:20]!r}"
    return type(answer).__name__


def _total_pages(page: Page) -> int:
    given = page.headers.get(TOTAL_PAGES, "")
    if not re.fullmatch(r"[0-9]{1,6}", given):
        raise PageError(
            f"{page.url}: header {TOTAL_PAGES} is {given[:40]!r}; expected the number of pages in the list, without"
            f" which "
            "nobody knows where it ends. Look whether something between us and the site strips headers."
        )
    return int(given)


def page_id(entry: Any) -> int | None:
    """The id of a page object; None where it has none that can be one."""
    given = entry.get("id") if isinstance(entry, dict) else None
    return given if type(given) is int and 0 < given < MAX_ID else None


def rendered(entry: Mapping[str, Any], name: str) -> str | None:
    """The HTML of a field such as `title` or `content` ({"rendered": ...}); None where there is none."""
    held = entry.get(name)
    text = held.get("rendered") if isinstance(held, dict) else None
    return text if isinstance(text, str) else None


def canonical_link(link: str, hosts: tuple[str, ...]) -> str | None:
    """A page's public address in one spelling: https, the host in lower case, a final slash, nothing after it.

    A query stays only where it names the page (`?p=7`, `?page_id=7`). None where the link is not on one of `hosts`.
    """
    try:
        parts = urlsplit(link.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or host not in hosts:
        return None
    named = re.search(r"(?:^|&)((?:p|page_id)=\d+)(?:&|$)", parts.query)
    path = "/" + "/".join(step for step in parts.path.split("/") if step)
    path = quote(path.rstrip("/") + "/", safe="/%:@!$&'()*+,;=~-._", errors="replace")
    return f"https://{host}{path}" + (f"?{named[1]}" if named else "")
