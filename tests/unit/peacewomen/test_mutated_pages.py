"""No bytes whatever may raise anything but PageError, and no page takes long."""

import contextlib
import random
import time

import pytest

from extractors.core.records import Page, PageError
from extractors.sources.peacewomen import crawl
from extractors.sources.peacewomen.parse import parse

from .conftest import SITE, URLS, extract, field, listing, node, page, pager, themes
from .test_crawl import INDEX, STATES
from .test_item_page import RESOLUTION, WHOLE
from .test_plan_page import PATH, PROSE, SHAPES

SAMPLES = {
    "taxonomy/term/23?page=0": listing(
        node(
            "Resolution 9101: paras 4-6 (a), (c)", themes("A", "B"), extract("4. Urges: [...]", "a. (ii) x", "(iii) y")
        ),
        node("Norway", field("Date:", "June 29, 2016"), extract("We thank...")),
        node("Resolution 9101", node_id=8, href="/security-council/resolution/x"),
        pager=pager("/taxonomy/term/23", 0, 7),
    ),
    RESOLUTION: WHOLE,
    PATH: page(PROSE + SHAPES["linked panes with headings"] + SHAPES["boxes"], title="Atlantis"),
    "security-council/pw-themes": INDEX,
    "member-states": STATES,
    "node/5": page('<h2><a href="/node/5">Norway</a></h2><p>Extract: We thank all.</p>', title="Norway"),
}
PIECES = [
    b"<div>", b"</div>", b"<p>", b"&nbsp;", b"\x00", b"\xff", b"<!--", b"<a href='http://[x'>", b"<table><tr><td>x",
    b"Extract:", b"<h2><a href='/node/99999999999999999999'>", b"&#xD800;", b"<br>" * 50, b"<ul>", b"[...]", b"(i) ",
    b'<div class="node" id="node-1">', b'<div class="field-label">', b"<select>", b"<svg>", b"<title>", b"<h1>",
    b"9" * 30, b"?page=9", b"9. (a) ",
]  # fmt: skip


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
        made = Page(SITE + path, mutated(SAMPLES[path].encode(), dice))
        try:
            parsed = parse(made)
            leads = crawl.follow(made, URLS)
        except PageError:
            continue
        keys = [(one.kind, one.key) for one in parsed.records]
        assert len(keys) == len(set(keys))
        assert all(one.sha256 and one.json.encode() for one in parsed.records)
        assert all(reject.seen.encode() is not None for reject in parsed.rejects)
        assert all(target.url.startswith(SITE) for target in (*leads.lists, *leads.pages, *leads.details.values()))
        read += bool(parsed.records or leads.lists or leads.pages)
    assert read > 20


def test_the_real_page_in_pieces(real_page: bytes) -> None:
    dice = random.Random("real")
    read = 0
    for _ in range(100):
        try:
            read += len(parse(Page(SITE + "taxonomy/term/32?page=0", mutated(real_page, dice))).records)
        except PageError:
            continue
    assert read > 500


@pytest.mark.parametrize("path", SAMPLES)
@pytest.mark.parametrize("body", [b"", b" ", b"{}", b"</html>", b"\x00</html>", b"<html></html>", b"<!-- </html>"])
def test_bodies_of_no_kind_are_refused(path: str, body: bytes) -> None:
    with pytest.raises(PageError):
        crawl.follow(Page(SITE + path, body), URLS)


@pytest.mark.parametrize(
    "inner",
    [
        "<div>" * 5_000,
        "<b>" * 5_000 + "x",
        "<p>" + "(a) " * 5_000,
        "<p>" + "[...] " * 5_000,
        "<p>" + "x" * 1_000_000,
        "<p>" + "... " * 8_000,
        "<p>a:" * 3_000,
        '<div class="node"><h2>x</h2>' * 150,
        '<div class="views-row"><h2><a href="/node/1">x</a></h2></div>' * 2_000,
        '<h2><a href="/node/1">x</a></h2><p>y</p>' * 2_000,
        "<ul><li>Actors<li>Budget</ul>" * 300,
        '<div class="field"><div class="field-label">Extract:</div>' * 100 + "x",
    ],
    ids=range(12),
)
@pytest.mark.parametrize("path", ["taxonomy/term/23?page=0", "node/5", PATH])
def test_no_page_takes_long(path: str, inner: str) -> None:
    began = time.process_time()
    with contextlib.suppress(PageError):
        parse(Page(SITE + path, page(inner, title="Resolution 9101: para. 4").encode()))
    assert time.process_time() - began < 8
