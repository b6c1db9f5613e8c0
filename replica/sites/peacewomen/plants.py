"""The errors and habits of the real site, planted at known rates: each names the items that it touched.

Most change one thing of an item. Of the plants on one axis an item holds at most one, so that each can be told apart.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from replica import seeded
from replica.sites.peacewomen import topics
from replica.sites.peacewomen.model import Item

HOST = "www.peacewomen.org"
_NUMBERED = re.compile(r'^"?(?:OP ?|Para |Paragraph )?(\d+)[.:] ')
_LONG_WORD = re.compile(r"\b([a-z]{7})([a-z]{4,})\b")


@dataclass(frozen=True)
class Plant:
    """One thing done to one item in `one_in` of those it fits, and to one at least where there is any."""

    name: str
    axis: str
    one_in: int
    fits: Callable[[Item], bool]
    change: Callable[[Item], Item]


def apply(items: Sequence[Item], note: Callable[[str, Item], None]) -> list[Item]:
    """The items with all plants in; `note` is told of each plant and the item."""
    now = {item.node_id: item for item in items}
    held = dict[int, set[str]]()
    for plant in PLANTS:
        free = [i for i in now.values() if plant.axis not in held.get(i.node_id, set()) and plant.fits(i)]
        for item in seeded.pick(plant.name, free, plant.one_in, lambda i: str(i.node_id)):
            now[item.node_id] = plant.change(item)
            held.setdefault(item.node_id, set()).add(plant.axis)
            note(plant.name, item)
    return list(now.values())


def _is_extract(item: Item) -> bool:
    return item.resolution_number is not None and item.kind != "whole_resolution"


def _is_operative(item: Item) -> bool:
    return item.kind == "paragraph_extract" and len(item.locators) == 1


def _has_usual_link(item: Item) -> bool:
    """News is known by its address alone, so that it keeps it."""
    return not item.link


def _fields(**changes: object) -> Callable[[Item], Item]:
    return lambda item: replace(item, **changes)  # type: ignore[arg-type]


def _without(label: str, **changes: object) -> Callable[[Item], Item]:
    return lambda item: replace(item, labels=tuple(x for x in item.labels if x != label), **changes)  # type: ignore[arg-type]


def _link(prefix: str) -> Callable[[Item], Item]:
    return lambda item: replace(item, link=f"{prefix}/node/{item.node_id}")


def _renamed(old: str, new: str) -> Callable[[Item], Item]:
    return lambda item: replace(item, themes=tuple(new if theme == old else theme for theme in item.themes))


def _in_text(change: Callable[[str], str]) -> Callable[[Item], Item]:
    return lambda item: replace(item, text=tuple(change(line) for line in item.text))


def _first_in_text(pattern: re.Pattern[str], new: str) -> Callable[[Item], Item]:
    def change(item: Item) -> Item:
        for place, line in enumerate(item.text):
            if pattern.search(line):
                lines = (*item.text[:place], pattern.sub(new, line, count=1), *item.text[place + 1 :])
                return replace(item, text=lines)
        return item

    return change


def _has_long_word(item: Item) -> bool:
    return _is_extract(item) and any(_LONG_WORD.search(line) for line in item.text)


def _one_off(item: Item) -> Item:
    """The title names the paragraph after the one that the body holds and numbers."""
    (given,) = item.locators
    number = str(int(given) + 1)
    before, _, after = item.title.rpartition(given)
    return replace(item, title=before + number + after, locators=(number,))


def _can_be_one_off(item: Item) -> bool:
    found = _NUMBERED.match(item.text[0]) if item.text else None
    return (
        _is_operative(item)
        and found is not None
        and item.locators[0] == found[1]
        and item.title.lower().rpartition(item.locators[0])[0].endswith((" ", ".", "op"))
    )


def _recitals_one_off(item: Item) -> Item:
    renumber = re.compile(r"^PP(\d+): ")
    return _in_text(lambda line: renumber.sub(lambda m: f"PP{int(m[1]) + 1}: ", line))(item)


def _has_marked_recitals(item: Item) -> bool:
    return item.kind == "preamble_extract" and not item.locators and item.text[0].startswith("PP")


def _elsewhere(item: Item) -> Item:
    others = [topic for topic in topics.GEOGRAPHIC_TOPICS if topic not in item.geographic]
    return replace(item, geographic=(seeded.one_of(others, "elsewhere", item.node_id),))


def _later(item: Item) -> Item:
    return replace(item, dated=item.dated + timedelta(days=81) if item.dated else None)


def _no_break(item: Item) -> Item:
    before, _, after = item.title.rpartition(" ")
    spaced = tuple(line.replace(" ", "\N{NO-BREAK SPACE}", 3) for line in item.text)
    return replace(item, title=f"{before}\N{NO-BREAK SPACE}{after}", text=spaced)


def _is_long(item: Item) -> bool:
    return _is_extract(item) and sum(map(len, item.text)) > 160 and item.shows_node_id


def _listed(item: Item) -> bool:
    return bool(item.terms) and item.shown == "once" and not item.preview and item.shows_node_id


PLANTS = (
    # fields and their labels
    Plant("geographic_first", "labels", 10, lambda i: i.labels[:2] == ("themes", "geographic"),
          lambda i: replace(i, labels=("geographic", "themes", *i.labels[2:]))),
    Plant("body_first", "labels", 25, lambda i: i.labels[:1] == ("themes",) and "body" in i.labels,
          lambda i: replace(i, labels=("body", *(x for x in i.labels if x != "body")))),
    Plant("themes_and_topic_empty", "labels", 60, lambda i: i.labels[:2] == ("themes", "geographic"),
          _fields(themes=(), geographic=())),
    Plant("themes_label_empty", "labels", 20, lambda i: _is_extract(i) and "themes" in i.labels, _fields(themes=())),
    Plant("themes_label_absent", "labels", 20, lambda i: _is_extract(i) and "themes" in i.labels,
          _without("themes", themes=())),
    Plant("thematic_label_empty", "labels", 40, lambda i: _is_extract(i) and "thematic" not in i.labels,
          lambda i: replace(i, labels=(*i.labels[:-1], "thematic", *i.labels[-1:]))),
    Plant("no_extract_label", "body_label", 15, lambda i: _is_extract(i) and bool(i.text), _fields(body_label="")),
    Plant("unknown_label", "unknown", 60, _is_extract, _fields(unknown_label=("Keywords:", "women police; training"))),
    Plant("countries_label_absent", "countries", 12, lambda i: i.kind == "whole_resolution", _fields(countries=())),
    # names of themes
    Plant("theme_misspelt", "themes", 80, lambda i: "Participation" in i.themes,
          _renamed("Participation", topics.MISSPELT)),
    Plant("theme_oxford_comma", "themes", 6, lambda i: topics.BY_TERM[30].name in i.themes,
          _renamed(topics.BY_TERM[30].name, topics.OXFORD_COMMA)),
    Plant("themes_without_links", "themes", 15, lambda i: bool(i.themes), _fields(linked_themes=False)),
    # numbers, places and dates that are wrong
    Plant("body_number_differs", "number", 40, _can_be_one_off, _one_off),
    Plant("preamble_off_by_one", "number", 8, _has_marked_recitals, _recitals_one_off),
    Plant("wrong_place_tag", "place", 60, lambda i: _is_extract(i) and bool(i.geographic), _elsewhere),
    Plant("page_date_differs", "date", 40,
          lambda i: i.kind == "whole_resolution" and i.dated is not None and (i.dated.year, i.dated.month) < (2018, 9),
          _later),
    # words
    Plant("no_break_space", "words", 20, _is_extract, _no_break),
    Plant("split_word", "words", 40, _has_long_word, _first_in_text(_LONG_WORD, r"\1 \2")),
    Plant("shouted_word", "words", 60, lambda i: any(" women" in line for line in i.text),
          _first_in_text(re.compile(" women"), " WOMEN")),
    # addresses
    Plant("link_http", "link", 20, _has_usual_link, _link(f"http://{HOST}")),
    Plant("link_without_www", "link", 20, _has_usual_link, _link("https://peacewomen.org")),
    Plant("link_mail_host", "link", 60, _has_usual_link, _link("https://mail.peacewomen.org")),
    Plant("link_trailing_dot", "link", 80, _has_usual_link, _link("http://peacewomen.org.")),
    Plant("link_staging_host", "link", 400, lambda i: i.kind == "statement", _link("http://peacewomen.stage.example.org")),
    Plant("link_alias", "link", 6, _has_usual_link, _fields(link="alias")),
    Plant("alias_only", "link", 25, lambda i: _is_extract(i) or i.kind == "statement",
          _fields(link="alias", shows_node_id=False)),
    # rows of lists
    Plant("preview_and_full", "row", 60, lambda i: _is_long(i) and _listed(i), _fields(shown="preview_and_full")),
    Plant("shown_twice", "row", 60, lambda i: _is_extract(i) and _listed(i), _fields(shown="twice")),
    Plant("preview", "row", 12, lambda i: _is_long(i) and _listed(i), _fields(preview=True)),
    Plant("on_no_list", "row", 80, lambda i: _is_extract(i) and _listed(i), _fields(terms=())),
    Plant("unpublished", "published", 30, lambda i: i.preview, _fields(published=False)),
)  # fmt: skip
