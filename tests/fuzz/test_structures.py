"""Made-up pages and texts, well formed and strange: built from the words that the parsers look for."""

import json
import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.core.fetch import _retry_after
from extractors.core.html import parse_html, words_of
from extractors.core.records import Page, PageError
from extractors.core.wordpress import canonical_link
from extractors.plans.claims import read_claims
from extractors.plans.country import from_title, read_address
from extractors.plans.html_text import html_text
from extractors.sources.peacewomen import urls as peacewomen_urls
from extractors.sources.peacewomen.dates import read_date
from extractors.sources.peacewomen.locators import begins_like_locator, read_locators
from extractors.sources.peacewomen.titles import read_title
from extractors.sources.un_resolutions import crawl
from extractors.sources.un_resolutions.labels import first_reading, readings, split_label
from extractors.sources.un_resolutions.paths import classify, path_of, url_of
from extractors.sources.un_resolutions.symbols import find_day, find_place, resolution_symbol, statements_named

from .mutate import HOSTILE_TEXT, VALUES
from .readers import read
from .seeds import LIVE, Seed

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
WORDS = (
    "Resolution", "1325", "(2000)", "S/RES/1325 (2000)", ":", "para.", "paras.", "OP", "4", "(a)", "(iii)", "-", "and",
    "Extract:", "[...]", "Urges", "Recalling", "Women", "31 October 2000", "October 31, 2000", "2018-2022",
    "FY 2011/12",
    "The", "Norlandia", "NAP", "National Action Plan", "second", "adopted", "in", "for the period", "expired", "was",
    "developed by", "the Ministry of Defence", "budget", "EUR 4.5 million", "no", "civil society", ".", ",", ";", "\n",
    "Presidential Statement", "S/PRST/2010/22", "Security Council", "Annex", "unanimously", "15-0-0", "in Nairobi",
    "\xa0",
    "⟦P0⟧", "⟦D12⟧", "its", "first", "two", "NAPs", "1.", "–", "“", "”", "http://x.org/", "www.", "%00", "é", "中文",
    "\u202e",
)  # fmt: skip
prose = st.lists(st.sampled_from((*WORDS, *HOSTILE_TEXT)) | st.text(max_size=8), max_size=30).map(" ".join)
storable_prose = prose.map(lambda text: text.encode("utf-8", "replace").decode())
json_values = st.recursive(
    st.sampled_from(VALUES) | prose | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(prose, inner, max_size=4),
    max_leaves=8,
)


def _xml(text: str) -> str:
    return "".join(one for one in text if one >= " " or one in "\t\n").replace("&", "&amp;").replace("<", "&lt;")


def _tree(tags: tuple[str, ...], attributes: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Markup of these elements, each closed, with the given attributes at random."""
    leaf = storable_prose.map(_xml)
    element = st.tuples(st.sampled_from(tags), st.sampled_from(attributes))
    return st.recursive(
        leaf,
        lambda inner: st.tuples(element, st.lists(inner, max_size=5)).map(
            lambda made: f"<{made[0][0]} {made[0][1]}>{''.join(made[1])}</{made[0][0]}>"
        ),
        max_leaves=15,
    )


AKN_TREE = _tree(
    ("paragraph", "num", "content", "p", "list", "point", "intro", "wrapUp", "sublist", "span", "authorialNote",
    "table",
     "subheading", "heading", "mainBody", "preamble", "meta", "docNumber", "docDate", "formula", "attachments", "eol"),
    ("", 'class="italic"', 'refersTo="#symbol"', 'date="2000-10-31"', 'class="H4"', 'name="enactingFormula"',
    'marker="1"'),
)  # fmt: skip
HTML_TREE = _tree(
    ("div", "p", "h1", "h2", "ul", "li", "a", "table", "td", "b", "span", "br", "title", "section", "nav", "script",
    "em"),
    ("", 'class="node" id="node-12"', 'class="views-row"', 'class="field-label"', 'href="/node/12"', 'class="pager"',
     'href="/taxonomy/term/20?page=3"', 'href="/security-council/resolution/security-council-resolution-1325-2000"',
     'href="http://[x"', 'href="//evil.example/"', 'href="/action-plan/national-action-plan-norway"', 'id="content"'),
)  # fmt: skip
FIELDS = (
    "symbol", "adoption_meeting", "adoption_date", "agenda_item_name", "adoption_type", "draft_resolution", "outcome",
    "outcome_letter", "resolution_title", "chapter_VII", "MS_in_favour_count", "MS_in_favour", "MS_against", "sponsors",
    "subjects", "SDGs", "MS_abstaining", "unknown\0field",
)  # fmt: skip
SYMBOL = st.sampled_from(("S/RES/9001 (2030)", "S/RES/9002(2030)", "S/RES/9001 (2030)\t"))
ROW = st.tuples(SYMBOL, st.dictionaries(st.sampled_from(FIELDS[1:]), json_values)).map(
    lambda made: {"symbol": made[0], **made[1]}
)
ENTRY = st.fixed_dictionaries(
    {"id": st.integers(0, 9) | json_values, "content": st.fixed_dictionaries({"rendered": HTML_TREE}) | json_values},
    optional={
        "title": st.fixed_dictionaries({"rendered": prose}),
        "slug": prose,
        "link": prose.map(lambda text: f"https://1325naps.peacewomen.org/country/{text}") | json_values,
        "modified_gmt": prose | json_values,
    },
)
FILE = st.fixed_dictionaries(
    {"path": st.tuples(st.sampled_from(("PRST/2000/", "2000/English/", "", "x/French/")), prose).map("".join),
     "sha": st.just("0" * 40) | json_values, "type": st.just("blob") | json_values}
)  # fmt: skip


def _page(reader: str, url: str, body: str, sort: str = "made up") -> Seed:
    return Seed(reader, sort, Page(url, body.encode("utf-8", "replace"), {"x-wp-totalpages": "1"}))


def _akn(tree: str) -> str:
    number = '<coverPage><p><docNumber refersTo="#symbol">S/RES/9001 (2030)</docNumber></p></coverPage>'
    return f'<akomaNtoso xmlns="{AKN}"><statement name="resolution">{number}{tree}</statement></akomaNtoso>'


def _html(tree: str) -> str:
    return f"<!DOCTYPE html><html><head><title>Norlandia</title></head><body>{tree}</body></html>"


SITE, WP = LIVE["peacewomen"]["site"], "pages?per_page=50&page=1&orderby=modified&order=desc"
PAGES: dict[str, st.SearchStrategy[Seed]] = {
    "resolution": AKN_TREE.map(lambda tree: _page("un_resolutions", url_of("2030/English/a.xml"), _akn(tree))),
    "statement": AKN_TREE.map(lambda tree: _page("un_resolutions", url_of("PRST/2030/S_PRST_2030_1.xml"), _akn(tree))),
    "draft": AKN_TREE.map(lambda tree: _page("un_resolutions", url_of("Not adopted/English/S_2030_1.xml"), _akn(tree))),
    "metadata": st.lists(ROW | json_values, max_size=4).map(
        lambda rows: _page("un_resolutions", url_of("data_extract/2030.json"), "\n".join(map(json.dumps, rows)))
    ),
    "tree": st.lists(FILE, max_size=5).map(
        lambda files: _page(
            "un_resolutions", crawl.CANONICAL_TREE, json.dumps({"tree": files, "truncated": False}), "tree"
        )
    ),
    "list of a theme": HTML_TREE.map(lambda tree: _page("peacewomen", f"{SITE}taxonomy/term/20?page=0", _html(tree))),
    "item": HTML_TREE.map(lambda tree: _page("peacewomen", f"{SITE}node/12", _html(tree))),
    "index": HTML_TREE.map(lambda tree: _page("peacewomen", peacewomen_urls.THEME_INDEX, _html(tree))),
    "plan": HTML_TREE.map(
        lambda tree: _page("peacewomen", f"{SITE}action-plan/national-action-plan-norlandia", _html(tree))
    ),
    "wordpress": st.lists(ENTRY | json_values, max_size=3).map(
        lambda entries: _page("naps_1325", LIVE["naps_1325"]["api"] + WP, json.dumps(entries))
    ),
    "focal points": st.lists(ENTRY, max_size=2).map(
        lambda entries: _page("wps_focal_points", LIVE["wps_focal_points"]["api"] + WP, json.dumps(entries))
    ),
    "robots": prose.map(lambda text: _page("robots", SITE + "robots.txt", f"User-agent: *\n{text}\nDisallow: {text}")),
}


def _read_text(text: str) -> None:
    """Give one text to every reader of small texts."""
    read_title(text, path=text, body=text)
    read_locators(text)
    begins_like_locator(text)
    read_date(text)
    peacewomen_urls.canonical(text)
    assert peacewomen_urls.canonical(peacewomen_urls.canonical(text)) == peacewomen_urls.canonical(text)
    peacewomen_urls.resolution_in(text)
    canonical_link(text, ("1325naps.peacewomen.org",))
    for claim in read_claims(text, "Norlandia"):
        assert text[claim["start"] : claim["end"]].strip()
    from_title(text)
    read_address(f"https://x.org/{text}", text)
    assert "\0" not in html_text(text)
    readings(text)
    first_reading(text, None)
    split_label(text)
    resolution_symbol(text)
    statements_named(text)
    find_day(text)
    find_place(text)
    classify(text)
    path_of(text)
    pause = _retry_after(text)
    assert pause is None or pause >= 0
    with suppress(PageError):
        words_of(parse_html("x", text.encode("utf-8", "replace")))


QUICK = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip
LONG = settings(QUICK, max_examples=400)


def _check_pages(name: str, limits: settings) -> None:
    outcomes: list[str] = []

    @limits
    @given(PAGES[name])
    def check(seed: Seed) -> None:
        outcomes.append(read(seed))

    check()
    assert len(outcomes) >= limits.max_examples // 2, "hypothesis ran out of examples"


def _check_texts(limits: settings) -> None:
    limits(given(prose)(_read_text))()


@pytest.mark.parametrize("name", PAGES)
def test_made_up_pages_are_read_or_refused(name: str) -> None:
    _check_pages(name, QUICK)


def test_made_up_texts_are_read() -> None:
    _check_texts(settings(QUICK, max_examples=150))


@pytest.mark.long
@pytest.mark.parametrize("name", PAGES)
def test_many_made_up_pages_are_read_or_refused(name: str) -> None:
    _check_pages(name, LONG)


@pytest.mark.long
def test_many_made_up_texts_are_read() -> None:
    _check_texts(settings(LONG, max_examples=5_000))


def test_a_failure_tells_how_to_make_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The alarm fires: a text that a reader cannot take is found, and printed as small as it gets: one word."""

    def fails(text: str) -> Any:
        if "NAP" in text:
            raise ZeroDivisionError(text)

    monkeypatch.setattr(f"{__name__}.read_date", fails)
    with pytest.raises(ZeroDivisionError) as caught:
        _check_texts(settings(QUICK, max_examples=400))
    # Which word depends on the texts in the sources under test: hypothesis tries those first.
    assert re.search(r"text='\w*NAP\w*'", "".join(caught.value.__notes__))
