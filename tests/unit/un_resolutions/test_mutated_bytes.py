"""No bytes whatever may raise anything but PageError."""

import json
import random

import pytest

from extractors.core.records import Page, PageError
from extractors.sources.un_resolutions.parse import parse
from extractors.sources.un_resolutions.paths import url_of

from .conftest import document, heading, nested, para, point, recital
from .test_metadata import row
from .test_statements import OPENING, statement

ITEMS = point("(a)", "one") + f"<sublist>{point('(i)', 'two')}</sublist>" + "<wrapUp><p>and</p></wrapUp>"
RESOLUTION = document(
    nested("1.", "*Asks* the test:", ITEMS)
    + para("", "of it;")
    + para("(b)", "text")
    + heading("Annex")
    + para("1.", "x"),
    preamble=recital("*Hoping* for the end,"),
)
SAMPLES = {
    "2030/English/S_RES_9001 (2030).xml": RESOLUTION,
    "PRST/2030/S_PRST_2030_4.xml": statement(OPENING, "“The Council asks.”"),
    "Not adopted/English/S_2030_12.xml": RESOLUTION.replace("S/RES/9001 (2030)", "S/2030/12"),
    "data_extract/2030.json": json.dumps(row()) + "\n" + json.dumps(row(symbol="S/RES/9002 (2030)")) + "\n",
}
PIECES = [
    b"<point>",
    b"</p>",
    b"&odd;",
    b"\x00",
    b"\xff",
    b"<num>",
    b"<!--",
    b"\\ud800",
    b"<table><tr><td>x</td></tr></table>",
]


def mutated(body: bytes, dice: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(dice.randrange(1, 12)):
        start = dice.randrange(len(changed) or 1)
        match dice.randrange(4):
            case 0 if changed:
                changed[start] = dice.randrange(256)
            case 1:
                del changed[start : start + dice.randrange(60)]
            case 2:
                changed[start:start] = PIECES[dice.randrange(len(PIECES))]
            case _:
                changed[start:start] = changed[start // 2 : start // 2 + dice.randrange(90)]
    return bytes(changed)


@pytest.mark.parametrize("path", SAMPLES)
def test_only_page_errors_escape(path: str) -> None:
    dice = random.Random(path)
    read = 0
    for _ in range(300):
        try:
            parsed = parse(Page(url_of(path), mutated(SAMPLES[path].encode(), dice)))
        except PageError:
            continue
        keys = [(one.kind, one.key) for one in parsed.records]
        assert len(keys) == len(set(keys))
        assert all(one.sha256 for one in parsed.records)
        assert parsed.records or parsed.rejects
        read += bool(parsed.records)
    assert read > 20


@pytest.mark.parametrize("path", [*SAMPLES, "PRST/2030/test.txt", "2030/French/x.xml"])
@pytest.mark.parametrize(
    "body", [b" ", b"[", b"{}", b"[" * 100_000, b"<a/>", b"<akomaNtoso/>", b"<akomaNtoso><statement/></akomaNtoso>"]
)
def test_bodies_of_no_kind_are_rejects(path: str, body: bytes) -> None:
    parsed = parse(Page(url_of(path), body))
    assert (len(parsed.records), len(parsed.rejects)) == (0, 1)
