"""Nights over the archive of extracts: what is asked when it grows, changes, loses things, or breaks.

Over the replica's sample, and once over the real page of the archive that lies beside the project.
"""

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from expectations import gate
from extractors.core import crawl as crawling
from extractors.core import source as sources
from extractors.core.visit import Mode
from replica.faults import Faults
from replica.server import Replica
from replica.sites.peacewomen.topics import THEMES
from warehouse import db, steps
from warehouse.errors import WpsError
from warehouse.settings import PROJECT, Settings

SOURCE = "peacewomen"
SITE = "https://www.peacewomen.org/"
SHARED = Path(os.environ.get("WPS_SHARED") or PROJECT.parent / "shared")


@pytest.fixture(scope="module")
def template_archive(server, template_empty) -> str:
    """The sample's archive after its first sweep."""
    settings = server.clone("template_archive", template_empty)
    with Replica() as site, pytest.MonkeyPatch.context() as environment:
        for name, value in site.environment().items():
            environment.setenv(name, value)
        steps.crawl(settings, SOURCE)
    return "template_archive"


@dataclass(frozen=True)
class Warehouse:
    """A warehouse that holds the archive, and the site that it crawls."""

    settings: Settings
    site: Replica

    def crawl(self, mode: Mode = "incremental") -> dict[str, Any]:
        return dict(steps.crawl(self.settings, SOURCE, mode).counts)

    def ask(self, query: str, *parameters: object) -> list[tuple]:
        with db.connect(self.settings) as connection:
            return connection.execute(query, parameters).fetchall()

    def live(self) -> dict[str, set[str]]:
        """Key of an item -> its titles; one of each, unless pages that were read at different times disagree."""
        titles: dict[str, set[str]] = {}
        for key, title in self.ask(
            "select key, payload ->> 'title' from raw.live_record('infinity') where kind = 'item'"
        ):
            titles.setdefault(key, set()).add(title)
        return titles

    def asked(self, since: int) -> list[str]:
        """Paths asked of the archive after so many requests, robots.txt apart."""
        paths = [one.path for one in self.site.requests[since:]]
        return [path.removeprefix("/peacewomen/") for path in paths if path.startswith("/peacewomen/")]


@pytest.fixture
def held(server, template_archive, request, site) -> Warehouse:
    """`site` is a replica over the sample, as it was when the template was made."""
    name = "".join(character if character.isalnum() else "_" for character in request.node.name)
    return Warehouse(server.clone(f"held_{name[:45]}".lower(), template_archive), site)


def test_a_new_item_is_found_without_reading_all_lists(held):
    first, before = len(held.site.requests), held.live()
    item = held.site.archive_site.add(
        "Security Council Resolution 2242: para. 7", ["7. Asks for more women in its work."], terms=(23, 32)
    )
    counts = held.crawl()
    assert held.live() == before | {item.key: {item.title}}
    lists = [path for path in held.asked(first) if path.startswith("taxonomy/")]
    read_on = ["taxonomy/term/23?page=1", "taxonomy/term/32?page=1"]
    assert sorted(lists) == sorted([f"taxonomy/term/{theme.term_id}?page=0" for theme in THEMES] + read_on)
    assert counts["tombstones"] == 0
    assert held.ask("select mode, complete from raw.crawl order by crawl_id desc limit 1") == [("incremental", False)]
    first = len(held.site.requests)
    assert held.crawl()["new_records"] == 0
    assert len([path for path in held.asked(first) if path.startswith("taxonomy/")]) == len(THEMES)


def test_only_a_sweep_says_that_an_item_is_gone(held):
    before = held.live()
    archive = held.site.archive_site
    gone = next(item for item in archive.items if item.kind == "statement" and item.key == f"node/{item.node_id}")
    archive.remove(gone.key)
    held.crawl()
    assert held.live() == before
    first = len(held.site.requests)
    held.crawl("sweep")
    assert gone.key in held.asked(first)  # its own page was asked first
    del before[gone.key]
    assert held.live() == before


def test_what_changes_far_down_is_seen_by_the_sweep(held):
    archive = held.site.archive_site
    old = [item for item in archive.items if 20 in item.terms and item.shows_node_id][-1]
    assert archive.pages_in_list(20) > 10
    new = archive.retitle(old.key, "Security Council Resolution 1325: para. 99")
    held.crawl()
    assert held.live()[old.key] == {old.title}
    held.crawl("sweep")
    assert held.live()[old.key] == {new.title}


def test_an_own_page_that_is_no_longer_public_is_told_and_nothing_else_is_lost(held):
    before = held.live()
    archive = held.site.archive_site
    (alone,) = archive.plants["on_no_list"]
    resolution = next(item for item in archive.items if alone in item.extracts)
    archive.unpublish(resolution.key)
    held.crawl("sweep")
    rejects = held.ask("select reason, canonical_url, seen from raw.reject where reason = 'page_not_there'")
    assert ("page_not_there", f"{SITE}{resolution.key}", "status 403") in rejects
    assert held.live() == before
    pages = held.ask("select canonical_url from raw.live_record('infinity') where key = %s", alone)
    assert pages == [(SITE + alone,)]  # its own page, for the one that showed it is closed


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("empty_list", r"term/\d+\?page=0: saw no items, page 0 is the first of its list; expected items"),
        ("repeated_page", "saw only what earlier pages of this list hold"),
        ("block_page", "saw 'Access denied' and no item"),
    ],
    ids=["empty_list", "repeated_page", "block_page"],
)
def test_a_broken_site_is_refused_and_nothing_is_lost(held, fault, told):
    before = held.live()
    held.site.faults = Faults.from_names([fault])
    for mode in ("sweep", "incremental"):
        if fault == "repeated_page" and mode == "incremental":
            held.crawl(mode)  # the first pages are as ever, and no other is asked
        else:
            with pytest.raises(WpsError, match=told):
                held.crawl(mode)
        assert held.live() == before
    held.site.faults = Faults()
    assert held.crawl()["new_records"] == 0
    assert held.live() == before


def test_other_labels_close_the_gate_and_nothing_is_lost(held):
    before = held.live()
    held.site.faults = Faults(redesign=True)
    assert held.crawl("sweep")["new_records"] > 0  # accepted: titles are as ever, so each item is found
    assert held.live() == before
    assert not _labels_are_found(held)
    held.site.faults = Faults()
    held.crawl("sweep")
    assert held.live() == before
    assert _labels_are_found(held)


def _labels_are_found(held: Warehouse) -> bool:
    """Run the raw gate, which is closed in any case while other sources are missing, and see why."""
    with pytest.raises(gate.GateClosedError) as closed:
        gate.run(held.settings, "raw")
    said = "archive_labels_are_found" in str(closed.value)
    ((success, rows),) = held.ask(
        "select success, failing_rows from audit.gate_result where expectation = 'archive_labels_are_found'"
        " order by gate_run_id desc limit 1"
    )
    assert said is not success
    assert (rows > 100) is not success
    return bool(success)


REAL = "archive/peacewomen/term-32-page-0.html"
PAGES_OF_REAL_LIST = 8
OTHER_THEMES = {20, 23, 26, 30}
"""Themes that the real page's items link to, apart from its own."""


@pytest.fixture
def real_page() -> bytes:
    path = SHARED / REAL
    if not path.is_file():
        pytest.skip(f"the archive's page is not here ({path}); it is used for tests only and not distributed")
    return path.read_bytes()


@pytest.fixture
def real_site(real_page, monkeypatch) -> Iterator[list[str]]:
    """A site whose index names theme 32 alone, whose list begins with the real page; the paths that were asked of it.

    Further pages of that list, and the lists of the other themes, hold one item each. Other pages are not there.
    """
    asked: list[str] = []

    def answer(path: str) -> bytes:
        listed = re.fullmatch(r"/taxonomy/term/(\d+)\?page=(\d+)", path)
        if path == "/security-council/pw-themes":
            return _page("PeaceWomen Themes", '<h3><a href="/taxonomy/term/32">Implementation</a></h3>')
        if path == "/member-states":
            return _page("Member States", '<a href="/action-plan/national-action-plan-atlantis">Atlantis</a>')
        if path == "/taxonomy/term/32?page=0":
            return real_page
        if listed and int(listed[1]) in OTHER_THEMES | {32}:
            node = 1_000 * int(listed[1]) + int(listed[2])
            pager = (
                f'<ul class="pager"><a href="?page={PAGES_OF_REAL_LIST - 1}">last</a></ul>' if listed[1] == "32" else ""
            )
            item = f'<div id="node-{node}" class="node"><h2><a href="/node/{node}">Statement of Atlantis</a></h2></div>'
            return _page("A theme", item + pager)
        return b""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = answer(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        monkeypatch.setenv("WPS_PEACEWOMEN_SITE_URL", f"http://127.0.0.1:{server.server_port}/")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield asked
        server.shutdown()
        thread.join()


def _page(title: str, content: str) -> bytes:
    return f'<html><body><div id="content"><h1>{title}</h1>{content}</div></body></html>'.encode()


def test_the_real_page_lands_through_a_real_crawl(fresh, rows, real_site):
    declared = sources.load(SOURCE)
    small = sources.Bounds(records={"theme": (5, 5), "item": (20, 20), "plan_page": (0, 0)}, max_rejects=0)
    source = declared.model_copy(update={"bounds": dict.fromkeys(declared.bounds, small)})
    with db.connect(fresh, "wps_loader") as connection:
        result = crawling.crawl(connection, source, "sweep", archive="official", replica=True)
    assert result.counts["live"] == {"theme": 5, "item": 9 + (PAGES_OF_REAL_LIST - 1) + len(OTHER_THEMES)}
    landed = rows(
        fresh,
        "select key, payload ->> 'kind', (payload ->> 'resolution_number')::integer, payload -> 'locators' -> 0 ->>"
        " 'locator', jsonb_array_length(payload -> 'themes'), payload -> 'flags' from raw.live_record('infinity')"
        " where kind = 'item' and canonical_url like '%%term/32?page=0' order by key desc",
    )
    assert landed == [
        ("node/101499", "paragraph_extract", 2387, "42", 4, []),
        ("node/101498", "whole_resolution", 2387, None, 0, []),
        ("node/101497", "preamble_extract", 2386, None, 3, []),
        ("node/101496", "whole_resolution", 2385, None, 0, []),
        ("node/101495", "mission_report", None, None, 0, []),
        ("node/101494", "paragraph_extract", 2382, "6 (a)", 1, []),
        ("node/101493", "paragraph_extract", 2382, "13", 2, []),
        ("node/101492", "paragraph_extract", 2382, "4 (c)", 3, []),
        ("node/101491", "whole_resolution", 2382, None, 0, []),
    ]
    ((marks,),) = rows(
        fresh,
        "select array_agg(piece ->> 'marker' order by piece -> 'position') from raw.live_record('infinity')"
        " cross join lateral jsonb_array_elements(payload -> 'pieces') as piece where key = 'node/101499'",
    )
    assert marks == ["42.", "a. (iii)", "b. (ii)", "b. (iii)", "b. (iv)", "d. (ii)"]
    rejects = rows(fresh, "select reason, canonical_url, seen from raw.reject order by canonical_url")
    missing = ["action-plan/national-action-plan-atlantis", *(f"node/{n}" for n in (101491, 101496, 101498))]
    assert rejects == [("page_not_there", SITE + path, "status 404") for path in missing]
    assert {path.removeprefix("/") for path in real_site} >= set(missing)
