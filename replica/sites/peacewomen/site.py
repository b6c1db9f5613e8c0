"""The site: which page answers which address, and what tests may change while it runs."""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from replica import seeded
from replica.faults import Faults
from replica.response import HTML, Response, block_page
from replica.sites import paging
from replica.sites.peacewomen import markup, pages, plan_pages
from replica.sites.peacewomen.derive import derive, finished
from replica.sites.peacewomen.model import Item
from replica.sites.peacewomen.topics import BY_TERM, THEMES

NAME = "peacewomen"
PER_PAGE = 10
DENIED_ONE_IN = 25
"""One list page in so many says that access is denied, above a list that is as it should be."""

_HEADERS = {"Cache-Control": "no-cache, must-revalidate", "X-Generator": "Drupal 7 (http://drupal.org)"}
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class _State:
    """The items as they stand now, newest first, and ways to find them."""

    items: tuple[Item, ...]

    @cached_property
    def by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.items}

    @cached_property
    def by_path(self) -> dict[str, Item]:
        paths = {item.alias: item for item in self.items}
        return paths | {f"node/{item.node_id}": item for item in self.items}

    @cached_property
    def by_term(self) -> dict[int, list[Item]]:
        return {term: [item for item in self.items if term in item.terms] for term in BY_TERM}


class PeaceWomen:
    """The archive made from `archive`, once, when it is first asked for: later changes of the folder do not show."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._lock = threading.RLock()
        self._made: _State | None = None
        self._plants: dict[str, list[str]] = {}
        self._denied: dict[tuple[int, int], str] = {}

    @property
    def items(self) -> list[Item]:
        """Every item as it stands now, newest first; also those that no list names and those not published."""
        return list(self._state().items)

    @property
    def plants(self) -> dict[str, list[str]]:
        """Name of a plant -> what held it when the site was made: keys of items, or for `access_denied_above_list`
        paths of pages, for `index_other_host` and `index_other_spelling` paths of themes, and for the plants of action
        plans (`plan_page_with_tabs`, `plan_page_of_old`) paths of their pages.
        """
        self._state()
        return {name: list(keys) for name, keys in self._plants.items()}

    @property
    def plan_pages(self) -> list[plan_pages.PlanPage]:
        """The pages on action plans, by path."""
        return list(plan_pages.plan_pages())

    def pages_in_list(self, term_id: int) -> int:
        """How many pages the list of a theme has; 0 where it has no item."""
        return _pages_of(self._state().by_term[term_id])

    def add(self, title: str, text: Iterable[str] = (), terms: Iterable[int] = (20,), kind: str = "other") -> Item:
        """Publish a new item, above all others on the lists of its themes."""
        with self._lock:
            items = self._state().items
            node = max((item.node_id for item in items), default=20_000) + 1
            themes = tuple(BY_TERM[term].name for term in terms)
            item = Item("", node, "", kind, title, text=tuple(text), terms=tuple(terms), themes=themes)
            item = replace(item, labels=("themes", "body"))
            self._keep([*items, item])
            return self._state().by_key[f"node/{node}"]

    def remove(self, key: str) -> None:
        """Delete an item: no list names it and its own page is not found. Raises KeyError for an unknown key."""
        with self._lock:
            gone = self._item(key)
            self._keep(item for item in self._state().items if item is not gone)

    def retitle(self, key: str, title: str) -> Item:
        """Give an item another title; its addresses stay. Raises KeyError for an unknown key."""
        return self._change(key, title=title)

    def rewrite(self, key: str, *text: str) -> Item:
        """Give an item another body, a paragraph each. Raises KeyError for an unknown key."""
        return self._change(key, text=tuple(text))

    def unpublish(self, key: str) -> Item:
        """Its own page is denied from now on; lists still name it. Raises KeyError for an unknown key."""
        return self._change(key, published=False)

    def answer(self, path: str, url: str, faults: Faults) -> Response:
        """The answer to `path` (as requested, below the site's root), whose full address is `url`."""
        if faults.block_page:
            return block_page()
        asked = unquote(path).strip("/")
        status, page = 200, ""
        plan = next((page for page in plan_pages.plan_pages() if page.alias == asked), None)
        if asked == "":
            page = pages.front()
        elif asked == "security-council/pw-themes":
            page = pages.theme_index()
        elif asked == "member-states":
            page = plan_pages.member_states()
        elif plan:
            page = plan_pages.draw(plan)
        elif asked.startswith("taxonomy/term/"):
            page = self._term_list(asked, parse_qs(urlsplit(url).query), faults)
        else:
            status, page = self._item_page(asked)
        if not page:
            status, page = 404, pages.not_found(asked)
        if faults.redesign:
            page = plan_pages.relabelled(page) if plan else markup.relabelled(page)
        return Response(status, page.encode(), HTML, headers=_HEADERS)

    def _term_list(self, asked: str, query: dict[str, list[str]], faults: Faults) -> str:
        """Whatever follows the term id in the address changes nothing, as on the real site."""
        term = asked.split("/")[2]
        theme = BY_TERM.get(int(term)) if _NUMBER.fullmatch(term) else None
        if theme is None:
            return ""
        given = _NUMBER.match(query.get("page", ["0"])[-1])
        number = int(given[0]) if given else 0
        listed = self._state().by_term[theme.term_id]
        shown = paging.shown(listed, number, PER_PAGE, faults, lambda item, n: _made_up(item, theme.term_id, n))
        denied = "heading" if faults.denied_above_list else self._denied.get((theme.term_id, number), "")
        pages_said = number + 2 if faults.endless_list else _pages_of(listed)
        return pages.term_list(theme, shown, f"/{asked}", number, pages_said, denied)

    def _item_page(self, asked: str) -> tuple[int, str]:
        state = self._state()
        item = state.by_path.get(asked)
        if item is None:
            return 404, ""
        if not item.published:
            return 403, pages.access_denied()
        held = [state.by_key[key] for key in item.extracts if key in state.by_key]
        return 200, pages.item_page(item, held)

    def _state(self) -> _State:
        with self._lock:
            if self._made is None:
                derived = derive(self._archive)
                self._made = _State(derived.items)
                self._plants = derived.plants | self._plants_of_pages(self._made)
            return self._made

    def _plants_of_pages(self, state: _State) -> dict[str, list[str]]:
        of_lists = [(t.term_id, page) for t in THEMES for page in range(_pages_of(state.by_term[t.term_id]))]
        chosen = seeded.pick("denied", of_lists, DENIED_ONE_IN, lambda place: f"{place[0]} {place[1]}")
        self._denied = {place: ("heading", "message")[n % 2] for n, place in enumerate(chosen)}
        plans = plan_pages.plan_pages()
        return {
            "access_denied_above_list": [f"taxonomy/term/{term}?page={page}" for term, page in chosen],
            "index_other_host": [f"taxonomy/term/{term}" for term in pages.INDEX_LINKS],
            "index_other_spelling": ["taxonomy/term/30"],
            "plan_page_with_tabs": [page.alias for page in plans if page.tabbed],
            "plan_page_of_old": [page.alias for page in plans if not page.tabbed],
        }

    def _item(self, key: str) -> Item:
        return self._state().by_key[key]

    def _change(self, key: str, **changes: object) -> Item:
        with self._lock:
            old = self._item(key)
            new = replace(old, **changes)  # type: ignore[arg-type]
            self._keep(new if item is old else item for item in self._state().items)
            return new

    def _keep(self, items: Iterable[Item]) -> None:
        """The items from now on. A page that is being drawn goes on with those before."""
        self._made = _State(finished(items))


def _made_up(item: Item, term: int, number: int) -> Item:
    """Another item like this one, of which there is no end."""
    node = 1_000_000 * term + number
    return replace(item, node_id=node, alias=f"{item.alias}-{node}", link=f"/{item.alias}-{node}", preview=False)


def _pages_of(listed: Sequence[Item]) -> int:
    return -(-len(listed) // PER_PAGE)
