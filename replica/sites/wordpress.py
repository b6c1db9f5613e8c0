"""WordPress's REST API for pages, as far as a crawler meets it: lists with totals in headers, single pages, errors."""

import html
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from replica.faults import Faults
from replica.plans.prose import Sentence
from replica.response import HTML, JSON, Response, block_page
from replica.sites import paging

ROOT = "wp-json/wp/v2"
MOST_PER_PAGE = 100
RENAMED = {"modified_gmt": "modified_utc", "title": "heading", "content": "body", "link": "permalink"}
"""The fields that the fault `redesign` calls otherwise."""


@dataclass(frozen=True)
class WpPage:
    """One page of a WordPress site, and what its prose says of plans."""

    id: int
    slug: str
    link: str
    """Its address on the real site."""
    title: str
    """As a person reads it; the API escapes it."""
    content: str
    """HTML; empty where the page has none."""
    published: datetime
    modified: datetime
    country: str = ""
    """Empty for a page that is on no country."""
    sentences: tuple[Sentence, ...] = ()
    """What its prose is made of, with the facts; a page that was rewritten has none."""
    protected: bool = False

    @property
    def key(self) -> str:
        """The name by which plants list it."""
        return f"page/{self.id}"


@dataclass(frozen=True)
class Made:
    """What a site is made of: its pages, and plants by name with the keys of the pages that hold them."""

    pages: tuple[WpPage, ...]
    plants: dict[str, list[str]]


class WordPress:
    """A site's API below `wp-json/wp/v2`. Pages are made when first asked for, and may be changed while it runs."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: Made | None = None
        self._pages: dict[int, WpPage] = {}
        self._lock = threading.RLock()

    @property
    def pages(self) -> list[WpPage]:
        """All pages, the one modified last first."""
        with self._lock:
            self._load()
            return sorted(self._pages.values(), key=lambda page: (page.modified, page.id), reverse=True)

    @property
    def plants(self) -> dict[str, list[str]]:
        """Name of a plant -> keys (`page/<id>`) of the pages that held it when the site was made."""
        with self._lock:
            return {name: list(keys) for name, keys in self._load().plants.items()}

    def page(self, slug: str) -> WpPage:
        """The page with that slug; of several, the first that was made. Raises KeyError where there is none."""
        found = [page for page in sorted(self.pages, key=lambda page: page.id) if page.slug == slug]
        if not found:
            raise KeyError(f"no page has the slug {slug!r}")
        return found[0]

    def rewrite(
        self, page_id: int, content: str | None = None, title: str | None = None, modified_gmt: str | None = None
    ) -> WpPage:
        """Change a page in place, as its editors do. Without `modified_gmt` it becomes the page modified last.

        Raises KeyError where there is no such page.
        """
        with self._lock:
            self._load()
            page = self._pages[page_id]
            page = replace(
                page,
                content=page.content if content is None else content,
                title=page.title if title is None else title,
                modified=self._modified(modified_gmt),
                sentences=page.sentences if content is None else (),
            )
            self._pages[page_id] = page
            return page

    def add(self, slug: str, title: str, content: str, link: str, modified_gmt: str | None = None) -> WpPage:
        """Publish a page; its id is the next free one."""
        with self._lock:
            self._load()
            when = self._modified(modified_gmt)
            page = WpPage(max(self._pages, default=0) + 1, slug, link, title, content, when, when)
            self._pages[page.id] = page
            return page

    def remove(self, page_id: int) -> None:
        """Take a page down. Raises KeyError where there is no such page."""
        with self._lock:
            self._load()
            del self._pages[page_id]

    def answer(self, path: str, url: str, faults: Faults) -> Response:
        """The answer to `path` (as requested, below the site's root), whose full address is `url`."""
        if faults.block_page:
            return block_page()
        if path.strip("/") == f"{ROOT}/pages":
            return self._list(parse_qs(urlsplit(url).query), faults)
        before, _, last = path.strip("/").rpartition("/")
        if before == f"{ROOT}/pages" and last.isascii() and last.isdigit():
            page = next((page for page in self.pages if page.id == int(last)), None)
            if page is None:
                return _error(404, "rest_post_invalid_id", "Invalid post ID.")
            return Response(200, _json(_object(page, faults)), JSON)
        if path.startswith("wp-json"):
            return _error(404, "rest_no_route", "No route was found matching the URL and request method.")
        return Response(404, b"<!DOCTYPE html>\n<html><head><title>Page not found</title></head></html>\n", HTML)

    def _list(self, query: dict[str, list[str]], faults: Faults) -> Response:
        asked = {name: values[-1] for name, values in query.items()}
        numbers = {name: _number(asked.get(name, default)) for name, default in (("per_page", "10"), ("page", "1"))}
        per_page, number = numbers["per_page"], numbers["page"]
        wrong = [name for name, value in numbers.items() if value is None or value < 1]
        if per_page is not None and per_page > MOST_PER_PAGE:
            wrong.append("per_page")
        wrong += ["orderby"] * (asked.get("orderby", "date") not in {"date", "modified", "id", "title", "slug"})
        wrong += ["order"] * (asked.get("order", "desc") not in {"asc", "desc"})
        if wrong or per_page is None or number is None:
            return _error(400, "rest_invalid_param", f"Invalid parameter(s): {', '.join(wrong)}")
        pages = self._ordered(asked.get("orderby", "date"), asked.get("order", "desc"))
        total = -(-len(pages) // per_page)
        if faults.endless_list:
            total = number + 1
        if number > max(total, 1) and not faults.repeated_page:
            message = "The page number requested is larger than the number of pages available."
            return _error(400, "rest_post_invalid_page_number", message)
        shown = paging.shown(pages, number - 1, per_page, faults, _made_up)
        headers = {"X-WP-Total": str(len(pages)), "X-WP-TotalPages": str(total)}
        return Response(200, _json([_object(page, faults) for page in shown]), JSON, headers=headers)

    def _ordered(self, by: str, order: str) -> list[WpPage]:
        keys: dict[str, Callable[[WpPage], Any]] = {
            "date": lambda page: (page.published, page.id),
            "modified": lambda page: (page.modified, page.id),
            "id": lambda page: page.id,
            "title": lambda page: (page.title, page.id),
            "slug": lambda page: (page.slug, page.id),
        }
        return sorted(self.pages, key=keys[by], reverse=order == "desc")

    def _modified(self, given: str | None) -> datetime:
        if given is not None:
            return datetime.fromisoformat(given)
        return max((page.modified for page in self._pages.values()), default=datetime(2024, 1, 1)) + timedelta(hours=1)

    def _load(self) -> Made:
        if self._made is None:
            self._made = self._make()
            self._pages = {page.id: page for page in self._made.pages}
        return self._made


def _made_up(page: WpPage, number: int) -> WpPage:
    """Another page like this one, of which there is no end."""
    return replace(page, id=1_000_000 + number, slug=f"{page.slug}-{number}", link=f"{page.link}{number}/")


def paragraphs(texts: Iterable[str]) -> str:
    """Prose as WordPress renders it: typographic apostrophes and dashes as character references, `&` escaped."""
    return "".join(f"<p>{_typography(text)}</p>\n" for text in texts)


def _typography(text: str) -> str:
    return html.escape(text, quote=False).replace("'", "&#8217;").replace("–", "&#8211;")


def _object(page: WpPage, faults: Faults) -> dict[str, Any]:
    written = {
        "id": page.id,
        "date": page.published.isoformat(),
        "date_gmt": page.published.isoformat(),
        "guid": {"rendered": page.link.partition("/index.php")[0].rstrip("/") + f"/?page_id={page.id}"},
        "modified": page.modified.isoformat(),
        "modified_gmt": page.modified.isoformat(),
        "slug": page.slug,
        "status": "publish",
        "type": "page",
        "link": page.link,
        "title": {"rendered": _typography(page.title)},
        "content": {"rendered": page.content, "protected": page.protected},
        "author": 1,
        "parent": 0,
        "menu_order": 0,
        "template": "",
    }
    return {RENAMED.get(name, name): value for name, value in written.items()} if faults.redesign else written


def _json(value: object) -> bytes:
    # WordPress escapes slashes and every character beyond ASCII.
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def _error(status: int, code: str, message: str) -> Response:
    return Response(status, _json({"code": code, "message": message, "data": {"status": status}}), JSON)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
