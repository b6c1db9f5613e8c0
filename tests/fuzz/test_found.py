"""What fuzzing found, at its smallest: each of these once crashed a crawl, or took seconds to minutes."""

import json
import time

import pytest

from extractors.core.fetch import _retry_after
from extractors.core.records import Page
from extractors.sources.un_resolutions import crawl
from extractors.sources.un_resolutions.paths import url_of
from extractors.sources.un_resolutions.symbols import find_place, statements_named

from .readers import read
from .seeds import LIVE, Seed
from .worker import measured

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
RESOLUTION = url_of("2030/English/S_RES_9001 (2030).xml")
API = LIVE["naps_1325"]["api"]


def _document(text: str) -> bytes:
    return (
        f'<akomaNtoso xmlns="{AKN}"><statement name="resolution"><coverPage><p><docNumber refersTo="#symbol">'
        "S/RES/9001 (2030)</docNumber></p></coverPage><preamble><p>The Security Council,</p></preamble><mainBody>"
        f"<paragraph><num>1.</num><content><p>{text}</p></content></paragraph></mainBody></statement></akomaNtoso>"
    ).encode()


def _plan_page(text: str, slug: str = "norlandia") -> Seed:
    entry = {"id": 7, "slug": slug, "link": f"https://1325naps.peacewomen.org/index.php/{slug}/"}
    texts = {"title": {"rendered": "About plans in 1 place"}, "content": {"rendered": text}}
    return Seed("naps_1325", "found", Page(f"{API}pages/7", json.dumps({**entry, **texts}).encode()))


def _plan_of_a_state(markup: str) -> Seed:
    body = f'<html><body><h1>Norlandia</h1><p id="t">x</p>{markup}</body></html>'
    return Seed("peacewomen", "found", Page(f"{LIVE['peacewomen']['site']}action-plan/norlandia", body.encode()))


def _row(**fields: object) -> Seed:
    row = json.dumps({"symbol": "S/RES/9001 (2030)", **fields})
    return Seed("un_resolutions", "found", Page(url_of("data_extract/2030.json"), row.encode()))


def _tree(body: bytes) -> Seed:
    return Seed("un_resolutions", "tree", Page(crawl.CANONICAL_TREE, body))


def _entry(path: object, sha: object = "0" * 40) -> bytes:
    return json.dumps({"tree": [{"path": path, "sha": sha, "type": "blob"}], "truncated": False}).encode()


FOUND = {
    "a listing in no encoding, whose refusal repeated it whole": (_tree(b"\xff" * 50_000), "refused"),
    "a path that no address can hold": (_tree(_entry("2030/English/S_RES_9001 (2030)\ud800.xml")), "rejects only"),
    "a sha that is a list": (_tree(_entry("README.md", ["0" * 40])), "refused"),
    "a sha that is another thing": (_tree(_entry("README.md", "x\r\nHost: y")), "refused"),
    "a reference to half a character": (
        Seed("un_resolutions", "found", Page(RESOLUTION, _document("*Asks*&#xD800;"))),
        "rejects only",
    ),
    "NUL in an address": (_plan_page("Norlandia adopted its NAP in 2018.", "nor%00landia"), "records"),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_page_that_crashed_a_parser(name: str) -> None:
    seed, outcome = FOUND[name]
    assert read(seed) == outcome


SLOW = {
    "a row of stops": _plan_page("." * 60_000),
    "a row of ellipses": _plan_page("…" * 60_000),
    "words glued by stops": _plan_page("abc.Bcd" * 10_000),
    "an address of small numbers": _plan_page("Norlandia has no NAP.", "nor" + "-1" * 30_000),
    "menus of tabs in menus of tabs": _plan_of_a_state(
        "<ul><li>" * 110 + '<li><a href="#t">x</a><li>Budget<li>Actors' * 300
    ),
    "digits": _row(adoption_type="9" * 60_000),
    "a place that does not end": _row(adoption_date="in a " * 12_000 + "!"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_page_that_took_long(name: str) -> None:
    began = time.process_time()
    _, wrong, _, _ = measured(SLOW[name])
    assert wrong is None
    assert time.process_time() - began < 2.5


def test_a_number_of_any_length_is_no_corrigendum() -> None:
    assert statements_named("S/PRST/2000/1/Corr." + "9" * 5000) == ["S/PRST/2000/1"]
    assert statements_named("S/PRST/2000/1/Corr.2") == ["S/PRST/2000/1/Corr.2"]


def test_a_place_is_read_at_the_end_of_a_long_text() -> None:
    assert find_place("x " * 500 + "19 November 2004 in Nairobi") == "Nairobi"


def test_a_pause_is_read_between_any_white_space() -> None:
    assert _retry_after("0\x1f") == 0


@pytest.mark.parametrize("header", ["²", "Mon, 01 Jan 99999999999 00:00:00 GMT", "Mon, 99 Foo", "-1", "\0", ""])
def test_a_pause_that_nobody_can_keep_is_none(header: str) -> None:
    assert _retry_after(header) is None
