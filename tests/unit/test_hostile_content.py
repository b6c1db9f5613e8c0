"""What strangers write stays what it is: text. In XML, in JSON, in our CSV files and workbooks, in Postgres."""

import csv
import io
import json
import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from extractors.core import landing, source
from extractors.core.fetch import Exchange
from extractors.core.records import Page, PageError, Parsed, Record, Reject
from extractors.sources.naps_1325.parse import parse as parse_naps
from extractors.sources.peacewomen.parse import parse as parse_peacewomen
from extractors.sources.un_resolutions import crawl as un_crawl
from extractors.sources.un_resolutions.parse import parse as parse_un
from extractors.sources.un_resolutions.paths import url_of
from replica.faults import Faults
from replica.server import SAMPLE, Replica
from reports.inert import LONGEST_CELL, inert, inert_in_workbook, recovered
from warehouse import db
from warehouse.settings import PROJECT

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
RESOLUTION = "2030/English/S_RES_9001 (2030).xml"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(1)"]


def resolution(doctype: str, text: str, attribute: str = "") -> Page:
    body = (
        f'<?xml version="1.0"?>{doctype}<akomaNtoso xmlns="{AKN}"><statement name="resolution"><coverPage><p>'
        '<docNumber refersTo="#symbol">S/RES/9001 (2030)</docNumber></p></coverPage><preamble><p>The Security Council,'
        f'</p></preamble><mainBody><paragraph><num>1.</num><content><p><span class="italic">Asks</span> for {text}'
        f'<span class="{attribute}">;</span></p></content></paragraph></mainBody></statement></akomaNtoso>'
    )
    return Page(url_of(RESOLUTION), body.encode())


def all_said(parsed: Parsed) -> str:
    return "".join(record.json for record in parsed.records) + repr(parsed.rejects)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback, and what it was asked for: nothing that we read may ever ask it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"FETCHED")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "billion laughs": (f'<!DOCTYPE x [<!ENTITY l0 "HA">{LAUGHS}]>', "&l9;", ""),
    "billion laughs in an attribute": (f'<!DOCTYPE x [<!ENTITY l0 "HA">{LAUGHS}]>', "x", "&l9;"),
    "quadratic": (f'<!DOCTYPE x [<!ENTITY big "{"HA" * 50_000}">]>', "&big;" * 3000, ""),
    "quadratic in an attribute": (f'<!DOCTYPE x [<!ENTITY big "{"HA" * 50_000}">]>', "x", "&big;" * 3000),
    "an entity of itself": ('<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;", "&a;"),
    "parameter entities": (
        "<!DOCTYPE x [<!ENTITY % a \"<!ENTITY b 'HAHA'>\">%a;" + "%a;" * 2000 + "]>",
        "&b;",
        "",
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_an_entity_bomb_costs_nothing(bomb: str) -> None:
    began = time.process_time()
    parsed = parse_un(resolution(*BOMBS[bomb]))
    assert time.process_time() - began < 2
    assert len(all_said(parsed)) < 100_000
    assert all_said(parsed).count("HA") < 20
    assert parsed.records or parsed.rejects


@pytest.mark.parametrize(
    ("doctype", "text"),
    [
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file://FILE">]>', "&e;"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "HOST/e">]>', "&e;"),
        ('<!DOCTYPE x [<!ENTITY % p SYSTEM "HOST/p"> %p;]>', "x"),
        ('<!DOCTYPE x SYSTEM "HOST/dtd">', "x"),
        ('<!DOCTYPE x PUBLIC "-//X//Y" "HOST/dtd">', "&nbsp;"),
        ("", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://FILE" parse="text"/>'),
        ("", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="HOST/include"/>'),
        ('<?xml-stylesheet type="text/xsl" href="HOST/style"?>', "x"),
    ],
    ids=["file", "http", "parameter", "dtd", "public dtd", "xinclude file", "xinclude http", "stylesheet"],
)
def test_xml_reads_no_file_and_asks_nobody(
    doctype: str, text: str, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    address, asked = listener
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    filled = [one.replace("FILE", str(secret)).replace("HOST", address) for one in (doctype, text)]
    parsed = parse_un(resolution(filled[0], filled[1]))
    assert parsed.records or parsed.rejects
    assert "SECRET" not in all_said(parsed)
    assert "FETCHED" not in all_said(parsed)
    assert asked == []


def test_html_reads_no_file_and_asks_nobody(tmp_path: Path, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    body = (
        f'<!DOCTYPE html SYSTEM "{address}/dtd" [<!ENTITY e SYSTEM "file://{secret}">]><html><head><title>Norway</title>'
        f'<link rel="stylesheet" href="{address}/s.css"><base href="{address}/"></head><body><h1>Norway</h1>'
        f'<p>Extract: &e; <img src="{address}/i.png"><iframe src="{address}/f"></iframe></p></body></html>'
    )
    parsed = parse_peacewomen(Page("https://www.peacewomen.org/node/5", body.encode()))
    assert parsed.records
    assert "SECRET" not in all_said(parsed)
    assert asked == []


# JSON

API = "https://1325naps.peacewomen.org/index.php/wp-json/wp/v2/"
WP_LIST = API + "pages?per_page=50&page=1&orderby=modified&order=desc"
YEAR = url_of("data_extract/2030.json")
TREE = un_crawl.CANONICAL_TREE
URLS = {"tree": "https://api.github.com/", "raw": "https://raw.githubusercontent.com/"}


def _wordpress(entry: str) -> Parsed:
    return parse_naps(Page(WP_LIST, f"[{entry}]".encode()))


def _told(entry: str) -> str:
    """What is told of a list of this one entry, of which nothing can be read."""
    try:
        parsed = _wordpress(entry)
    except PageError as error:
        return "expected JSON" if "expected JSON" in str(error) else str(error)
    (reject,) = parsed.rejects
    return f"{reject.reason}{parsed.records or ''}"


@pytest.mark.parametrize(
    "value",
    ["1" * 5000, "-" + "9" * 400, "1e999", "NaN", "-Infinity", "1.5", "true", '"7"', "[7]", "[" * 800 + "]" * 800],
    ids=["5000 digits", "400 digits", "1e999", "NaN", "-Infinity", "1.5", "true", "text", "list", "deep"],
)
def test_a_number_that_is_no_id_is_told(value: str) -> None:
    entry = f'{{"id": {value}, "title": {{"rendered": "x"}}, "content": {{"rendered": "x"}}}}'
    assert _told(entry) in ("expected JSON", "no_id")


@pytest.mark.parametrize("depth", [900, 950, *range(960, 1000), 5_000, 200_000])
def test_nests_of_json_are_told_at_any_depth(depth: int) -> None:
    """Also just below the depth at which Python's reader gives up, where writing what was read would fail."""
    nest = "[" * depth + "]" * depth
    with_nest = json.dumps({"symbol": "S/RES/9001 (2030)", "sponsors": 0, "subjects": 1}).replace("0", nest, 1)
    for make in (f'{{"symbol": "S/RES/9001 (2030)", "sponsors": {nest}, "subjects": {nest}}}', with_nest, nest):
        parsed = parse_un(Page(YEAR, make.encode()))
        assert parsed.records or parsed.rejects
    with pytest.raises(PageError):
        un_crawl.read_listing(Page(TREE, f'{{"tree": {nest}, "truncated": false}}'.encode()), URLS)
    entry = f'{{"id": 7, "title": {nest}, "content": {{"rendered": {nest}}}, "{depth}": {nest}}}'
    assert _told(entry) in ("expected JSON", "no_content")


@pytest.mark.parametrize(
    "body",
    [
        '{"tree": [], "tree": [], "truncated": false}',
        '{"tree": [], "truncated": true, "truncated": false}',
        '{"tree": [{"path": "README.md", "path": "a.xml", "type": "blob", "sha": "SHA"}], "truncated": false}',
    ],
)
def test_a_listing_that_says_a_thing_twice_is_refused(body: str) -> None:
    with pytest.raises(PageError, match="expected a tree listing"):
        un_crawl.read_listing(Page(TREE, body.replace("SHA", "0" * 40).encode()), URLS)


@pytest.mark.parametrize("truncated", ["null", "0", '""', '"false"', "[]", "1", "true"])
def test_a_listing_is_whole_only_where_it_says_so(truncated: str) -> None:
    with pytest.raises(PageError, match="expected a complete tree listing"):
        un_crawl.read_listing(Page(TREE, f'{{"tree": [], "truncated": {truncated}}}'.encode()), URLS)


def test_a_row_that_says_a_thing_twice_is_a_reject() -> None:
    row = '{"symbol": "S/RES/9001 (2030)", "outcome": "a", "outcome": "b"}'
    parsed = parse_un(Page(YEAR, row.encode()))
    assert not parsed.records
    assert [(reject.reason, "outcome" in reject.seen) for reject in parsed.rejects] == [("not_json", True)]


def test_an_entry_that_says_a_thing_twice_is_refused() -> None:
    with pytest.raises(PageError, match="expected JSON"):
        _wordpress('{"id": 7, "id": 8, "title": {"rendered": "x"}, "content": {"rendered": "x"}}')


# CSV and workbooks


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_inert_and_comes_back(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert recovered(inert(text)) == text


@pytest.mark.parametrize("text", ["", "x", "'", "''=1", "'=1", "S/RES/1325 (2000)", "a=1", " =1", "“x”", "١", '"=1'])
def test_every_text_comes_back(text: str) -> None:
    assert recovered(inert(text)) == text
    assert text.startswith("'") == (inert(text) != text)


def test_an_inert_text_stays_one_cell() -> None:
    text = '=1,"x";\r\n=2'
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow([inert(text), "next"])
    assert list(csv.reader(io.StringIO(file.getvalue(), newline=""))) == [[f"'{text}", "next"]]


def test_a_workbook_can_hold_the_text() -> None:
    assert inert_in_workbook("=1\0\x0b\ud800\ufffe😀\t") == "'=1\ufffd\ufffd\ufffd\ufffd😀\t"
    assert len(inert_in_workbook("=" + "x" * 40_000)) == LONGEST_CELL


# Postgres

UNSTORABLE = [
    (Record("item", "nul", {"title": "a\0b"}), "unstorable_character"),
    (Record("item", "half", {"title": "\ud800"}), "unstorable_character"),
    (Record("item", "other half", {"\udfff": 1}), "unstorable_character"),
    (Record("item", "key\0", {}), "unstorable_character"),
    (Record("item", "key\ud800", {}), "unstorable_character"),
    (Record("item", "nan", {"n": [float("nan")]}), "unstorable_number"),
    (Record("item", "infinity", {"n": {"m": float("-inf")}}), "unstorable_number"),
]
STORABLE = [
    Record("item", "text about NUL", {"title": "\\u0000 and \\\\u0000"}),
    Record("item", "text about numbers", {"title": "NaN, Infinity", "NaN": "-Infinity"}),
    Record("item", "'); drop table raw.record; --", {"title": "'); drop table raw.record; --\\.\n\t\\N"}),
    Record("item", "\\N", {"title": "$(touch /tmp/x) `id` %s %(x)s {{ 1 }} \u202e\x1b[2J😀"}),
    Record("item", "\t\n\r\\", {"a": "\x7f\x01"}),
]


def test_what_postgres_cannot_hold_is_a_reject_and_the_rest_is_kept(fresh, rows) -> None:
    page = Page("https://www.peacewomen.org/node/5", b"<html>")
    said = Parsed(
        tuple([record for record, _ in UNSTORABLE] + STORABLE),
        (Reject("a_reason", "pl\0ace", "\ud800", "seen \0 '); drop table raw.reject; --"),),
    )
    with db.connect(fresh, "wps_loader") as connection:
        where = landing.Where("peacewomen", landing.open_crawl(connection, "peacewomen", "sweep", 1, "test"), 1)
        now = datetime.now(UTC)
        landing.land_fetch(connection, where, Exchange(page.url, page.url, now, 1, "ok", 200, body=page.body))
        landed = landing.land_page(connection, where, page, said, seen_at=now, cursor=None)
    assert (landed.records, landed.rejects) == (len(STORABLE), len(UNSTORABLE) + 1)
    kept = dict(rows(fresh, "select key, payload from raw.record"))
    assert kept == {record.key: record.payload for record in STORABLE}
    rejects = rows(fresh, "select reason, place, seen from raw.reject order by reject_id")
    reasons = [reason for reason, _, _ in rejects]
    assert reasons == ["a_reason", *(reason for _, reason in UNSTORABLE)]
    assert rejects[0][2] == "seen \\0 '); drop table raw.reject; --"
    assert all("\0" not in place for _, place, _ in rejects)


def test_headers_that_postgres_cannot_hold_are_landed(fresh, rows) -> None:
    url = "https://www.peacewomen.org/node/5"
    headers = {"etag": 'W/"\0"', "content-type": "text/html\0", "last-modified": "\udc80", "location": "'); drop --"}
    exchange = Exchange(url, url, datetime.now(UTC), 1, "ok", 200, headers=headers, body=b"x", error="a\0\ud800b")
    with db.connect(fresh, "wps_loader") as connection:
        where = landing.Where("peacewomen", landing.open_crawl(connection, "peacewomen", "sweep", 1, "test"), 1)
        landing.land_fetch(connection, where, exchange)
    ((kept, error, media_type),) = rows(
        fresh, "select headers, error, media_type from raw.fetch inner join raw.body on sha256 = body_sha256"
    )
    assert set(kept) == set(headers)
    assert kept["location"] == "'); drop --"
    assert "\\0" in error
    assert media_type.startswith("text/html")


@pytest.mark.parametrize("name", source.names())
def test_no_parser_runs_what_it_reads(name: str) -> None:
    """No source's code holds a way to run text: neither Python's nor the shell's nor a pickle."""
    ways = re.compile(r"\b(?:eval|exec|compile|__import__|pickle|marshal|subprocess|os\.system|yaml\.load)\s*\(")
    files = [*(source.FOLDER / name).glob("*.py"), *(source.FOLDER.parent / "plans").glob("*.py")]
    assert len(files) > 5
    found = [(file.name, hit[0]) for file in files for hit in ways.finditer(file.read_text(encoding="utf-8"))]
    assert [one for one in found if one[1] != "compile("] == []


# HTML that we make


def test_the_replica_writes_markup_of_others_as_text() -> None:
    replica = Replica(SAMPLE, port=80)
    markup = '<script>alert(1)</script><img src="x" onerror=alert(1)> "quoted" & \'more\''
    item = replica.archive_site.add(markup, [markup])
    pages = [f"/peacewomen/taxonomy/term/{item.terms[0]}?page=0", f"/peacewomen/node/{item.node_id}"]
    for page in pages:
        body = replica.answer(page, Faults()).body.decode()
        assert "alert(1)" in body
        assert "<script>alert" not in body
        assert "<img" not in body


def test_we_know_all_that_writes_html() -> None:
    """A module that comes to write HTML has to be named here, with the test that shows foreign markup on it as text."""
    tested = {"expectations/page.py": "tests/integration/test_gate_page.py", "replica": __file__}
    made = re.compile(r"<html|<!doctype html", re.IGNORECASE)
    packages = ("extractors", "warehouse", "expectations", "reports", "replica", "dags")
    files = [file for package in packages for file in (PROJECT / package).rglob("*.py")]
    writers = {
        file.relative_to(PROJECT).as_posix() for file in files if made.search(file.read_text(encoding="utf-8"))
    } - {"extractors/plans/html_text.py", "extractors/sources/un_resolutions/parse.py"}  # these read
    assert {name if name in tested else name.split("/")[0] for name in writers} == set(tested)
    assert all((PROJECT / test).exists() for test in tested.values())
