"""A page on a State's national action plan: its prose, its header facts and its tabs, and the claims that they make."""

import re
from collections.abc import Callable
from functools import cache

from extractors.core.html import (
    Element,
    Line,
    at_least,
    classes,
    label_key,
    lines,
    nearest,
    select,
    stands_in,
    words_of,
)
from extractors.core.records import Page, PageError, Parsed, Record
from extractors.plans.claims import read_claims
from extractors.sources.peacewomen import urls
from extractors.sources.peacewomen.item_page import node_id_of_page
from extractors.sources.peacewomen.labels import is_label_element
from extractors.sources.peacewomen.pages import name_of, refuse_block_page
from extractors.sources.peacewomen.showing import is_chrome, main_of

TABS = (
    "Actors",
    "Timeframe",
    "Objectives",
    "Actions/Activities",
    "Indicators",
    "M&E",
    "Budget",
    "Disarmament",
    "NAP Development",
)
_TAB_OF = {label_key(tab).replace(" ", ""): tab for tab in TABS}
_PANE = re.compile(r"(?:.*-)?(?:tab-?pane|tab-?page|tabs-panel|tab-?content-item)")
_PLAN_OF = re.compile(
    r"(?:the\s+)?national action plan\s*(?:[:\u2013\u2014(-]|of|for)\s*(?P<after>[^)]+)\)?"
    r"|(?P<before>.+?)['’]s?\s+national action plan",
    re.IGNORECASE,
)


def read_plan_page(page: Page, root: Element) -> Parsed:
    """Read a plan page: one record `plan_page`, its text with each tab's title as a line of its own.

    Raises PageError for a page that denies access, or says nothing.
    """
    refuse_block_page(page.url, root)
    main = main_of(root)
    title = name_of(root)
    if title is None:
        raise PageError(f"{page.url}: saw no heading, expected a country's. Look at the page, then mend the parser.")
    found = lines(main, lambda at: is_chrome(at) or at.tag == "h1")
    at_least(1, found, "lines of text", page.url)
    sections: dict[str, list[str]] = {}
    text: list[str] = []
    for section, words in _sorted(_joined_facts(found), main):
        if section is not None and section not in sections:
            sections[section] = []
            text.append(section)
        if words and section is not None:
            sections[section].append(words)
        if words:
            text.append(words)
    path = urls.own_path(page.url) or ""
    country = _country(title)
    whole = "\n".join(text)
    payload = {
        "page_id": node_id_of_page(page.url, root),
        "url": page.url,
        "slug": path.rpartition("/")[2],
        "title": title,
        "country_as_given": country,
        "modified_gmt": None,
        "published_gmt": None,
        "text": whole,
        "sections": {section: "\n".join(told) for section, told in sections.items()},
        "claims": read_claims(whole, country),
        "flags": [] if sections else ["no_tabs"],
    }
    return Parsed((Record("plan_page", path, payload),))


def _country(title: str) -> str:
    found = _PLAN_OF.fullmatch(title)
    return (found["after"] or found["before"]).strip() if found else title


def _tab(words: str) -> str | None:
    """The tab that words are the title of."""
    return _TAB_OF.get(label_key(words).replace(" ", ""))


def _sorted(found: list[tuple[Line, str]], main: Element) -> list[tuple[str | None, str]]:
    """(tab or None, words) of each line, in order. A tab's title itself has no words; the menu of tabs is left out.

    A pane that a menu links to is a tab; else a line that is a tab's title begins it, up to the end of what holds it.
    """
    panes = _panes(main)
    # Lists stand in lists, and each is read whole: asked once of each, not once a line.
    tabs_in = cache(lambda menu: sum(_tab(entry) is not None for entry in _entries(menu)))
    is_of_lines = cache(lambda at: len(lines(at)) > 1)
    out: list[tuple[str | None, str]] = []
    begun: str | None = None
    holder = main
    for line, words in found:
        pane = nearest(line.block, main, lambda at: at in panes)
        tab = _tab(words)
        menu = nearest(line.block, main, lambda at: at.tag in ("ul", "ol")) if tab else None
        if menu is not None and tabs_in(menu) > 1:
            continue  # an entry of a menu of tabs: of a list with at least one other tab's title
        if pane is not None:
            out.append((panes[pane], "" if label_key(words) == label_key(panes[pane]) else words))
            continue
        if tab:
            begun, holder = tab, _holder(line, main, is_of_lines)
            out.append((tab, ""))
            continue
        if begun and not stands_in(line.block, holder):
            begun = None
        out.append((begun, words))
    return out


def _panes(main: Element) -> dict[Element, str]:
    """The element of each tab -> its title, where a menu of tabs links to them or as many of them follow it."""
    menus = [at for at in main.iterdescendants("ul", "ol") if any(map(_tab, _entries(at)))]
    by_id = {at.get("id"): at for at in main.iterdescendants() if isinstance(at.tag, str) and at.get("id")}
    panes: dict[Element, str] = {}
    for menu in menus:
        for anchor in menu.iterdescendants("a"):
            pane = by_id.get((anchor.get("href") or "").rpartition("#")[2])
            words = "" if pane is None or stands_in(pane, menu) else words_of(anchor)
            if pane is not None and words:
                panes[pane] = _tab(words) or words
    if not panes and len(menus) == 1:
        titles = _entries(menus[0])
        marked = select(main, lambda at: any(_PANE.fullmatch(name) for name in classes(at)))
        if len(marked) == len(titles):
            panes = {pane: _tab(title) or title for pane, title in zip(marked, titles, strict=True)}
    return panes


def _entries(menu: Element) -> list[str]:
    return [line.text for line in lines(menu)]


def _holder(title: Line, main: Element, is_of_lines: Callable[[Element], bool]) -> Element:
    """The element within which the lines after a tab's title belong to the tab."""
    at = title.block
    while at is not main:
        if is_of_lines(at):
            return at
        parent = at.getparent()
        if parent is None:
            break
        at = parent
    return main


def _joined_facts(found: list[Line]) -> list[tuple[Line, str]]:
    """Each line with its words; a fact's label and its value, which stand apart, are one line "label: value"."""
    out: list[tuple[Line, str]] = []
    waiting: Line | None = None
    for line in found:
        if waiting is not None and _belongs(line, waiting):
            out.append((line, f"{waiting.text.rstrip(': ')}: {line.text}"))
            waiting = None
            continue
        if waiting is not None:
            out.append((waiting, waiting.text))
        waiting = line if _is_fact_label(line) else None
        if waiting is None:
            out.append((line, line.text))
    if waiting is not None:
        out.append((waiting, waiting.text))
    return out


def _is_fact_label(line: Line) -> bool:
    if _tab(line.text) is not None:
        return False
    if line.leading(is_label_element) == line.text or line.block.tag in ("dt", "th"):
        return True
    return line.block.tag == "td" and _has_two_cells(line.block)


def _has_two_cells(cell: Element) -> bool:
    row = cell.getparent()
    cells = [] if row is None else [at for at in row if at.tag in ("td", "th")]
    return len(cells) == 2 and cells[0] is cell


def _belongs(value: Line, label: Line) -> bool:
    """Whether a line stands in the same row or field as the label before it."""
    if label.block.tag == "dt":
        return value.block.tag == "dd"
    holder = label.block.getparent()
    return holder is not None and stands_in(value.block, holder)
