"""The whole archive of extracts, as the replica makes it from the official files: each item once, each plant seen.

What is true of the archive is said by the replica's own list of items and plants. Its themes and its choice of
paragraphs are made by rule: that they are read exactly proves plumbing, and nothing about the real archive.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from archive_plants import (
    EXTRACTS,
    NOT_AS_PLANTED,
    OF_PAGES,
    OF_THESE,
    OF_THESE_ONLY,
    SITE,
    TERM_OF,
    Held,
    flagged,
    own_url,
)

from replica.server import Replica
from replica.sites.peacewomen import Item
from replica.sites.peacewomen.topics import THEMES
from warehouse import db, steps
from warehouse.settings import Settings

pytestmark = pytest.mark.official

PER_PAGE = 10


@dataclass(frozen=True)
class Archive:
    """The archive after one crawl."""

    site: Replica
    settings: Settings
    counts: dict[str, Any]
    live: list[tuple[str, str, str, dict[str, Any]]]
    """(kind, key, canonical URL, payload) of each live record."""
    rejects: list[tuple[str, str, str]]
    """(reason, place, canonical URL)"""

    @cached_property
    def items(self) -> list[Item]:
        return self.site.archive_site.items

    @cached_property
    def plants(self) -> dict[str, list[str]]:
        return self.site.archive_site.plants

    @cached_property
    def held(self) -> dict[str, Held]:
        """Item of the replica by key -> what is held of it; nothing is held of those that have no showing."""
        by_key: dict[str, Held] = {item.key: Held(item, {}, []) for item in self.items}
        by_url = {own_url(item): item.key for item in self.items}
        for kind, key, url, payload in self.live:
            if kind == "item" and key in by_key:
                by_key[key].showings[url] = payload
        for reason, place, url in self.rejects:
            key = place if reason == "shown_twice" else by_url[url]
            by_key[key].rejects.append((reason, url))
        return by_key

    @cached_property
    def titled_by_their_words(self) -> set[str]:
        return {*self.plants["titled_by_77"], *self.plants["titled_by_255"]}


@pytest.fixture(scope="module")
def archive(server, template_seeded, official_archive) -> Iterator[Archive]:
    settings = server.clone("t_archive", template_seeded).model_copy(update={"archive": "official"})
    with Replica(official_archive) as site, pytest.MonkeyPatch.context() as environment:
        for name, value in site.environment().items():
            environment.setenv(name, value)
        counts = dict(steps.crawl(settings, "peacewomen").counts)
        with db.connect(settings) as connection:
            live = connection.execute(
                "select kind, key, canonical_url, payload from raw.live_record('infinity') order by key, canonical_url"
            )
            rejects = connection.execute("select reason, place, canonical_url from raw.reject")
            yield Archive(site, settings, counts, live.fetchall(), rejects.fetchall())
    with db.connect(server.settings("postgres")) as admin:
        admin.execute("drop database t_archive with (force)")


def test_it_is_as_large_as_is_said(archive):
    kinds = Counter(item.kind for item in archive.items)
    plans = archive.site.archive_site.plan_pages
    assert archive.counts["live"] == {"item": kinds.total(), "theme": 13, "plan_page": len(plans)}
    assert kinds.total() > 3_000
    assert sum(kinds[kind] for kind in EXTRACTS) > 1_000
    assert sum(archive.site.archive_site.pages_in_list(theme.term_id) for theme in THEMES) > 500
    assert archive.counts["failed"] == archive.counts["tombstones"] == 0


def test_each_item_is_live_once_on_each_page_that_shows_it_and_nothing_else_is(archive):
    """Pages that show an item: a page of each of its themes' lists; its own page where a list shows it cut, without its
    node id, or as a whole resolution; its resolution's own page. An item on no list stands on the last only."""
    listed = [(item.key, theme.term_id) for theme in THEMES for item in archive.items if theme.term_id in item.terms]
    place: Counter[int] = Counter()
    expected = set()
    for key, term in listed:
        expected.add((key, f"{SITE}taxonomy/term/{term}?page={place[term] // PER_PAGE}"))
        place[term] += 1
    for item in archive.items:
        if item.published and (item.kind == "whole_resolution" or item.preview or not item.shows_node_id):
            expected.add((item.key, own_url(item)))
        expected |= {(extract, own_url(item)) for extract in item.extracts}
    seen = [(key, url) for kind, key, url, _ in archive.live if kind == "item"]
    assert len(seen) == len(set(seen))
    assert set(seen) == expected
    assert {key for key, _ in seen} == {item.key for item in archive.items}
    on_no_list = {item.key for item in archive.items if not item.terms}
    assert on_no_list == set(archive.plants["on_no_list"])
    of_resolutions = {own_url(item) for item in archive.items if item.kind == "whole_resolution"}
    assert all(url in of_resolutions for key, url in seen if key in on_no_list)


def test_what_pages_say_of_an_item_is_as_it_was_made(archive):
    wrong = [
        (key, url, name, said[name], value)
        for key, held in archive.held.items()
        for url, said in held.showings.items()
        for name, value in _truth(archive, held.item).items()
        if said[name] != value
    ]
    assert wrong == []


def _truth(archive: Archive, item: Item) -> dict[str, Any]:
    """What every page that shows an item must give of it, by name of the payload's field."""
    by_its_words = item.key in archive.titled_by_their_words
    labelled = "filled" if item.themes else "empty"
    return {
        "kind": item.kind,
        "node_id": item.node_id if item.shows_node_id else None,
        "title": " ".join(item.title.split()),
        "resolution_number": None if by_its_words else item.resolution_number,
        "resolution_year": item.resolution_year,
        "themes": list(item.themes),
        "theme_ids": {name: TERM_OF[name] for name in item.themes} if item.linked_themes else {},
        "themes_label": labelled if "themes" in item.labels else "absent",
        "geographic_topics": list(item.geographic),
        "thematic_topics": list(item.thematic),
    }


def test_locators_are_as_titles_name_them(archive):
    for key, held in archive.held.items():
        named = [
            f"PP{one['number']}" if one["part"] == "preamble" else one["locator"]
            for one in held.said["locators"]
            if one["number"] is not None
        ]
        assert named == list(held.item.locators), key


def test_pieces_stand_where_the_official_paragraphs_do(archive):
    """Each mark of a body leads to the place in the resolution that its words are from, the planted errors apart."""
    wrong, numbered = set(), 0
    for key, held in archive.held.items():
        if held.item.kind in EXTRACTS and held.item.published:
            numbered += held.said["pieces"][0]["number"] is not None
            wrong |= set() if _places_read(held) == _places_made(held) else {key}
    assert numbered > 1_000
    planted = ("numbered_through", "preamble_off_by_one", "piece_of_another_paragraph")
    assert wrong - set().union(*(archive.plants[name] for name in planted)) == set(READ_BETTER)
    assert len(wrong) > 30


READ_BETTER = {
    "node/71913": "2005, para. 2: (iv)",
    "node/71266": "2155, para. 4: paragraphs 11 to 25, which the official file nests in (c) (vi)",
    "node/63580": "1889, para. 19: (a) to (d)",
    "node/30729": "1433, para. 3: (3)",
}
"""Marks that the texts show, and that the replica's own simple reading of the official files overlooks."""


def _places_read(held: Held) -> list[str]:
    marked = [piece for piece in held.said["pieces"] if piece["marker"]]
    return [("PP" if one["part"] == "preamble" else "") + (one["locator"] or one["path"]) for one in marked]


def _places_made(held: Held) -> list[str]:
    """Of a body that does not give its paragraph's number, the marks of its sub-items are all that can be known."""
    made = list(held.item.official)
    if held.said["pieces"][0]["number"] is None:
        return [place.partition(" ")[2] for place in made if " " in place]
    return made


def test_texts_are_whole(archive):
    """What is cut in lists has its whole text from its own page, but for those whose page is not public."""
    for key, held in archive.held.items():
        whole = "\n".join(" ".join(line.split()) for line in held.item.text) if "body" in held.item.labels else ""
        if held.item.published and held.item.kind != "whole_resolution":
            assert (held.text, held.said["is_preview"]) == (whole, False), key
        assert all(
            said["is_preview"] and whole.startswith(said["text"].removesuffix("..."))
            for said in held.on_lists
            if said["text"] not in (whole, None)
        ), key


def test_resolutions_have_their_dates_countries_files_and_extracts(archive):
    for held in archive.held.values():
        item, said = held.item, held.said
        if item.kind == "whole_resolution":
            assert said["date"] == item.dated.isoformat(), item.key
            assert said["countries"] == list(item.countries)
            assert [link["text"] for link in said["pdf_links"]] == [text for text, _ in item.pdf]
            assert sorted(said["extracts"]) == sorted(item.extracts)


def test_themes_are_those_of_the_index_under_the_names_of_their_lists(archive):
    themes = {(key, said["term_id"], said["name"]) for kind, key, _, said in archive.live if kind == "theme"}
    assert themes == {(f"term/{theme.term_id}", theme.term_id, theme.name) for theme in THEMES}


def test_every_plant_has_a_line(archive):
    lines = [*OF_THESE_ONLY, *OF_THESE, *OF_PAGES]
    assert sorted(lines) == sorted(archive.plants)
    assert all(archive.plants.values())


@pytest.mark.parametrize("plant", [*OF_THESE_ONLY, *OF_THESE])
def test_a_plant_is_seen(archive, plant):
    check = (OF_THESE_ONLY | OF_THESE)[plant]
    planted = [key for key in archive.plants[plant] if (plant, key) != NOT_AS_PLANTED]
    assert [key for key in planted if not check(archive.held[key])] == []
    if plant in OF_THESE_ONLY:
        assert sum(map(check, archive.held.values())) == len(planted)


def test_what_could_not_be_read_is_what_was_planted(archive):
    """An item shown twice is told for each list page that does so, a page that is not public once."""
    twice = archive.plants["shown_twice"] + archive.plants["preview_and_full"]
    told = Counter((reason, key) for key, held in archive.held.items() for reason, _ in held.rejects)
    assert told == Counter(
        {("shown_twice", key): len(archive.held[key].item.terms) for key in twice}
        | {("page_not_there", key): 1 for key in archive.plants["unpublished"]}
    )
    assert len(archive.rejects) == told.total() == archive.counts["rejects"]


def test_flags_are_those_of_plants(archive):
    seen = {name: {key for key, held in archive.held.items() if flagged(name)(held)} for name in FLAGS_OF}
    assert {flag for held in archive.held.values() for flag in held.said["flags"]} == set(FLAGS_OF)
    assert seen == {name: set().union(*(archive.plants[plant] for plant in of)) for name, of in FLAGS_OF.items()}


FLAGS_OF = {
    "body_number_differs": ["body_number_differs"],
    "titled_by_its_text": ["titled_by_77", "titled_by_255", "titled_by_77_statement"],
    "unknown_label": ["unknown_label"],
    "title_unparsed": [
        "title_unparsed", "title_country_only", "title_theme_only", "meeting_of_experts", "action_points",
        "after_the_silence", "debate_title",
    ],
}  # fmt: skip


def test_lists_below_access_denied_are_read(archive):
    urls = {url for _, _, url, _ in archive.live}
    denied = [SITE + path for path in archive.plants["access_denied_above_list"]]
    assert len(denied) > 40
    assert [url for url in denied if url not in urls] == []


def test_themes_are_found_however_the_index_spells_them(archive):
    live = {key for kind, key, _, _ in archive.live if kind == "theme"}
    for plant in ("index_other_host", "index_other_spelling"):
        assert {path.removeprefix("taxonomy/") for path in archive.plants[plant]} <= live


def test_plan_pages_of_both_ages_are_read(archive):
    pages = {key: said for kind, key, _, said in archive.live if kind == "plan_page"}
    old = {key for key, said in pages.items() if said["flags"] == ["no_tabs"] and not said["sections"]}
    tabbed = {key for key, said in pages.items() if len(said["sections"]) == 9}
    assert (tabbed, old) == (set(archive.plants["plan_page_with_tabs"]), set(archive.plants["plan_page_of_old"]))
    countries = {page.alias: page.country for page in archive.site.archive_site.plan_pages}
    assert {key: said["country_as_given"] for key, said in pages.items()} == countries
