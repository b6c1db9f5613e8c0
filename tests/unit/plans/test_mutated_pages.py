"""No bytes whatever may raise anything but PageError, in either WordPress source."""

import json
import random

import pytest

from extractors.core.records import Page, PageError
from extractors.sources import naps_1325, wps_focal_points
from extractors.sources.naps_1325.parse import parse as parse_naps
from extractors.sources.wps_focal_points.parse import parse as parse_focal_points

from .helpers import check
from .pages import body, entry

PROSE = (
    "<p>Norlandia adopted its most recent National Action Plan (NAP) in 2018 for the period 2018-2022. The NAP was "
    "developed by the Ministry of Defence, Family and Work in consultation with civil society. It was preceded by two "
    "other NAPs, adopted in 2006 and 2011 and implemented for the periods 2006-2010 and FY"
    " 2011/2012&#8211;2013/2014.</p>"
    "<h2>Budget</h2><ul><li>The NAP does not include an allocated budget; EUR 4.5 million was set aside.</li></ul>"
)
PIECES = [
    b"<p>", b"</li>", b"<!--", b"&#0;", b"\\ud800", b'"', b"[", b"{", b"null", b"\x00", b"\xff", b"1e999", b"\\n",
    b'"id": ', b" NAP ", b" 2018-", b" its second ", b", adopted in ", b"The ", b". ", b" no ", b"(", "⟦P0⟧".encode(),
]  # fmt: skip
LIST = "pages?per_page=50&page=1&orderby=modified&order=desc"
SAMPLES = {
    LIST: body(
        entry(7, "Norlandia", PROSE), entry(8, "About", "<p>NAPs</p>"), entry(9, "Zambia", "Zambia has no NAP.")
    ),
    "pages/7": json.dumps(entry(7, "Norlandia", PROSE)).encode(),
}


def mutated(given: bytes, dice: random.Random) -> bytes:
    changed = bytearray(given)
    for _ in range(dice.randrange(1, 12)):
        start = dice.randrange(len(changed) or 1)
        match dice.randrange(4):
            case 0 if changed:
                changed[start] = dice.randrange(256)
            case 1:
                del changed[start : start + dice.randrange(40)]
            case 2:
                changed[start:start] = PIECES[dice.randrange(len(PIECES))]
            case _:
                changed[start:start] = changed[start // 2 : start // 2 + dice.randrange(90)]
    return bytes(changed)


def mutated_text(given: bytes, dice: random.Random) -> bytes:
    """A body that is still JSON: its strings are changed, not the marks around them."""
    answer = json.loads(given)
    for one in answer if isinstance(answer, list) else [answer]:
        for name in ("title", "content"):
            text = mutated(one[name]["rendered"].encode(), dice).decode("utf-8", "surrogateescape")
            one[name]["rendered"] = text
        one["slug"] = mutated(one["slug"].encode(), dice).decode("latin-1")
        one["link"] = mutated(one["link"].encode(), dice).decode("latin-1")
    return json.dumps(answer).encode()


@pytest.mark.parametrize("mutate", [mutated, mutated_text])
@pytest.mark.parametrize("path", SAMPLES)
@pytest.mark.parametrize(("api", "parse"), [(naps_1325.API, parse_naps), (wps_focal_points.API, parse_focal_points)])
def test_only_page_errors_escape(api, parse, path, mutate):
    dice = random.Random(api.live + path)
    read = 0
    for _ in range(150):
        given = mutate(SAMPLES[path], dice)
        try:
            parsed = parse(Page(api.live + path, given))
        except PageError:
            continue
        keys = [(record.kind, record.key) for record in parsed.records]
        assert len(keys) == len(set(keys))
        for record in parsed.records:
            record.json.encode()  # can be stored
            assert "\\u0000" not in record.json
            for claim in record.payload.get("claims", []):
                check(claim, record.payload["text"])
        read += 1
    assert read > (100 if mutate is mutated_text else 3)


def test_what_is_mutated_is_read_whole():
    parsed = parse_naps(Page(naps_1325.API.live + LIST, SAMPLES[LIST]))
    assert [(record.kind, record.key) for record in parsed.records] == [
        ("plan_page", "page/7"),
        ("other_page", "page/8"),
        ("plan_page", "page/9"),
    ]
    assert parsed.rejects == ()
    assert {claim["field"] for claim in parsed.records[0].payload["claims"]} == {
        "adopted_on", "period_start", "period_end", "lead_agency", "civil_society", "predecessors", "edition", "budget",
        "budget_amount",
    }  # fmt: skip
