"""Extracts against the official text: the archive's real page, and its real items as far as facts tell of them."""

import csv
from collections.abc import Iterator
from html import escape
from itertools import takewhile
from typing import Any

import pytest
import scratch_warehouse as scratch

from extractors.core.records import Page
from warehouse import db
from warehouse.settings import PROJECT

pytestmark = pytest.mark.official
SITE = "https://www.peacewomen.org/"
OF_SEED_PAGE = {2382, 2385, 2386, 2387}

Row = dict[str, str]


def _tags() -> list[Row]:
    """The real items whose official paragraph was found by hand, less the one that the seed page shows whole."""
    with (PROJECT / "dbt_project" / "seeds" / "archive_tags.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["symbol"] != "S/RES/2387 (2017)"]


TAGS = _tags()


def _places(tag: Row) -> list[tuple[str, str, int]]:
    """(symbol, part, number) of each official paragraph that the tag names."""
    columns = (tag[name].split("; ") for name in ("symbol", "part", "paragraph_number"))
    return [(symbol, part, int(number)) for symbol, part, number in zip(*columns, strict=True)]


def _shared(text: str, *others: str) -> str:
    """The beginning that all texts have in common: what the archive cut can be of any of them."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(text, *others, strict=False))
    return "".join(letters[0] for letters in same)


def _title(tag: Row, text: str) -> str:
    if tag["title_characters"]:
        return text[: int(tag["title_characters"])]
    return text[:77] + "..." if tag["title"].endswith("...") else tag["title"]


def _listing(texts: dict[tuple[str, str, int], str]) -> bytes:
    """The real titles and number marks over the words of the official paragraphs, as the archive shows items."""
    rows = []
    for number, tag in enumerate(TAGS, 1):
        text = _shared(*(texts[place] for place in _places(tag)))
        rows.append(
            f'<div class="views-row"><div class="node node-teaser" id="node-{number}" about="/node/{number}">'
            f'<h2><a href="/node/{number}">{escape(_title(tag, text))}</a></h2><div class="content">'
            '<div class="field"><div class="field-label">Extract:&nbsp;</div><div class="field-items">'
            f'<div class="field-item"><p>{tag["number_marker"]} {escape(text)}</p></div></div></div></div></div></div>'
        )
    page = f'<html><body><h1 class="title">Participation</h1><div class="view-content">{"".join(rows)}</div>'
    return (page + '<ul class="pager"><li class="pager-current">1</li></ul></body></html>').encode()


@pytest.fixture(scope="module")
def extracts(server, template_seeded, official_archive) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Rows of fct_extract in the order of the archive: title of the item -> its pieces."""
    seed_page = official_archive.parent / "peacewomen" / "term-32-page-0.html"
    if not seed_page.is_file():
        pytest.skip(f"the archive's real page is not here ({seed_page}); it is used for tests only and not distributed")
    settings = server.clone("t_seed_page_extracts", template_seeded)
    numbers = OF_SEED_PAGE | {int(symbol[6:10]) for tag in TAGS for symbol, _, _ in _places(tag)}
    scratch.land(settings, "un_resolutions", scratch.official_pages(official_archive, numbers, range(2014, 2019)))
    with db.connect(settings) as admin:
        told = admin.execute(
            "select payload ->> 'symbol', payload ->> 'part', (payload ->> 'paragraph_number')::integer,"
            " payload ->> 'text' from raw.record where kind = 'paragraph' and (payload ->> 'top_level')::boolean"
        ).fetchall()
    texts = {(symbol, part, number): text for symbol, part, number, text in told}
    listing = Page(SITE + "taxonomy/term/23?page=0", _listing(texts))
    scratch.land(settings, "peacewomen", [Page(SITE + "taxonomy/term/32?page=0", seed_page.read_bytes()), listing])
    scratch.build(settings, "+fct_extract", "+fct_archive_item")
    with db.connect(settings) as admin:
        cursor = admin.execute(
            "select item.title, extract.* from marts_candidate.fct_extract as extract"
            " inner join marts_candidate.fct_archive_item as item using (archive_item_id)"
            " order by item.node_id, extract.position, extract.match_number"
        )
        names = [column.name for column in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    by_title: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        by_title.setdefault(row["title"], []).append(row)
    yield by_title
    with db.connect(server.settings("postgres")) as admin:
        admin.execute("drop database t_seed_page_extracts with (force)")


def test_2387_holds_four_parts_of_42_and_one_of_43_under_42(extracts):
    pieces = extracts["Security Council Resolution 2387: Para.42"]
    assert [(row["locator"], row["official_locator"], row["verdict"]) for row in pieces] == [
        ("42", "42", "exact"),
        ("42 (a) (iii)", "42 (a) (iii)", "exact"),
        ("42 (b) (ii)", "42 (b) (ii)", "exact"),
        ("42 (b) (iii)", "42 (b) (iii)", "exact"),
        ("42 (b) (iv)", "42 (b) (iv)", "exact"),
        ("42 (d) (ii)", "43 (d) (ii)", "wrong_locator"),
    ]
    assert {row["official_symbol"] for row in pieces} == {"S/RES/2387 (2017)"}
    assert pieces[-1]["paragraph_id"] == "S/RES/2387 (2017)|op-43-d-ii"
    assert {row["archive_item_id"] for row in pieces} == {"node/101499"}


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("Security Council Resolution 2386: Preamble", ["PP 9", "PP 10"]),
        ("Security Council Resolution 2382: para.6(a)", ["6", "6 (a)"]),
        ("Security Council Resolution 2382: para.13", ["13"]),
        ("Security Council Resolution 2382: para.4(c)", ["4", "4 (c)"]),
    ],
)
def test_the_seed_pages_other_extracts_stand_where_they_say(extracts, title, places):
    assert [row["official_locator"] for row in extracts[title]] == places
    assert {row["verdict"] for row in extracts[title]} == {"exact"}
    assert {row["body_differs_from_title"] for row in extracts[title]} <= {False, None}


@pytest.mark.parametrize("tag", TAGS, ids=lambda tag: tag["title"][:45])
def test_a_real_item_is_of_the_paragraph_that_was_found_by_hand(extracts, tag):
    """The archive's own titles and numbers, over the words of the official paragraph: match and locator_agrees hold."""
    (title,) = [title for title in extracts if title.startswith(tag["title"].removesuffix("..."))]
    (row,) = [row for row in extracts[title] if row["archive_item_id"] != "node/101499"]
    expected = [f"{symbol} {'PP ' if part == 'preamble' else ''}{number}" for symbol, part, number in _places(tag)]
    if tag["match"] == "ambiguous":
        assert (row["verdict"], row["paragraph_id"], row["candidate_count"]) == ("ambiguous", None, len(expected))
        assert row["candidate_places"] == "; ".join(expected)
    else:
        assert [f"{row['official_symbol']} {row['official_locator']}"] == expected
        assert row["verdict"] == ("wrong_locator" if tag["locator_agrees"] == "no" else "exact")
