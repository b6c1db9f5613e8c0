"""Walking lists: what is asked, when a walk stops, what a sweep may conclude, over a small site of our own making."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import pytest

from extractors.core import crawl as crawling
from extractors.core import source as sources
from extractors.core.acceptance import CrawlRefusedError
from extractors.core.landing import MixedArchiveError
from extractors.core.records import Leads, Page, Parsed, Record, Target
from warehouse import db
from warehouse.settings import Settings

PER_PAGE = 3
SITE = "https://toy.example/"


@dataclass
class Toy:
    """A site with lists of things, newest first, `PER_PAGE` a page; each thing has a page of its own."""

    lists: dict[str, list[str]] = field(default_factory=lambda: {"a": [f"n{n}" for n in range(12, 0, -1)]})
    says: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], int | None] = lambda path: None
    """Called before each answer; may change the site, or give a status to answer instead."""
    cut_previews: bool = False
    repeats: bool = False
    cut_after: int | None = None
    """A page that links to no next one, though the list says how many it has."""

    def thing(self, key: str) -> dict[str, str]:
        return {"key": key, "says": self.says.get(key, "first")}

    def answer(self, path: str) -> tuple[int, object]:
        self.asked.append(path)
        status = self.before(path)
        if status:
            return status, {}
        parts = urlsplit(path)
        if parts.path == "/robots.txt":
            return 404, {}
        if parts.path == "/start":
            return 200, {"lists": sorted(self.lists)}
        kind, _, name = parts.path.removeprefix("/").partition("/")
        if kind == "thing":
            there = any(name in things for things in self.lists.values()) or name in self.says
            return (200, {"things": [self.thing(name)]}) if there else (404, {})
        things = self.lists[name]
        number = 0 if self.repeats else int(parse_qs(parts.query)["page"][0])
        here = things[number * PER_PAGE : (number + 1) * PER_PAGE]
        more = len(things) > (number + 1) * PER_PAGE and number != self.cut_after
        pages = -(-len(things) // PER_PAGE)
        return 200, {"things": [self.thing(key) for key in here], "next": number + 1 if more else None, "pages": pages}

    def pages(self) -> list[str]:
        """What was asked since last time, robots.txt apart."""
        asked = [path for path in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return asked


def _modules(toy: Toy) -> dict[str, ModuleType]:
    """The toy source's crawl and parse."""

    def target(path: str, urls: dict[str, str]) -> Target:
        return Target(SITE + path, urls["site"] + path)

    def follow(page: Page, urls: dict[str, str]) -> Leads:
        said = json.loads(page.body)
        if "lists" in said:
            return Leads(lists=tuple(target(f"list/{name}?page=0", urls) for name in said["lists"]))
        following = said.get("next")
        return Leads(
            next_page=target(f"{urlsplit(page.url).path[1:]}?page={following}", urls) if following else None,
            pages_in_list=said.get("pages"),
            details={("thing", one["key"]): target(f"thing/{one['key']}", urls) for one in said["things"]}
            if toy.cut_previews and "/list/" in page.url
            else {},
        )

    def parse(page: Page) -> Parsed:
        things = json.loads(page.body).get("things", [])
        return Parsed(tuple(Record("thing", one["key"], one) for one in things))

    crawl, reader = ModuleType("crawl"), ModuleType("parse")
    crawl.starts = lambda urls: [target("start", urls)]  # type: ignore[attr-defined]
    crawl.check_body = lambda target, body: None  # type: ignore[attr-defined]
    crawl.follow = follow  # type: ignore[attr-defined]
    crawl.page_of = lambda kind, key, urls: target(f"thing/{key}", urls)  # type: ignore[attr-defined]
    reader.PARSER_VERSION = 1  # type: ignore[attr-defined]
    reader.parse = parse  # type: ignore[attr-defined]
    return {"crawl": crawl, "parse": reader}


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Toy]:
    site = Toy()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = site.answer(self.path)
            said = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    for name, module in _modules(site).items():
        monkeypatch.setitem(sys.modules, f"extractors.sources.toy.{name}", module)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        monkeypatch.setenv("WPS_TOY_SITE_URL", f"http://127.0.0.1:{server.server_port}/")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield site
        server.shutdown()
        thread.join()


def _source(max_shrink: float = 0.2) -> sources.Source:
    declared = sources.load("un_resolutions").model_dump()
    bounds = sources.Bounds(records={"thing": (1, 100)}, max_rejects=20)
    return sources.Source(
        **declared
        | {
            "name": "toy",
            "urls": {"site": SITE},
            "max_shrink": max_shrink,
            "sweep_every_days": 7,
            "bounds": {"sample": bounds, "official": bounds},
            "politeness": declared["politeness"] | {"attempts": 1},
        }
    )


@dataclass(frozen=True)
class Crawler:
    settings: Settings

    def __call__(self, mode: str = "incremental", *, derived: bool = True, max_shrink: float = 0.2) -> crawling.Result:
        with db.connect(self.settings, "wps_loader") as connection:
            return crawling.crawl(
                connection,
                _source(max_shrink),
                mode,
                archive="sample",
                replica=True,
                derived=derived,  # type: ignore[arg-type]
            )

    def ask(self, query: str) -> list[tuple]:
        with db.connect(self.settings) as connection:
            return connection.execute(query).fetchall()

    def live(self) -> dict[str, str]:
        rows = self.ask("select distinct key, payload ->> 'says' from raw.live_record('infinity') where kind = 'thing'")
        assert len(rows) == len({row[0] for row in rows})
        return dict(rows)


@pytest.fixture
def crawl(fresh: Settings) -> Crawler:
    return Crawler(fresh)


def _lists(asked: list[str]) -> list[str]:
    return [path for path in asked if path.startswith("/list")]


def test_the_first_walk_is_a_sweep_and_finds_each_thing_once(toy, crawl):
    result = crawl()
    assert len(crawl.live()) == 12
    assert result.counts["listed"] == 12
    assert crawl.ask("select mode, complete, derived from raw.crawl") == [("sweep", True, True)]
    assert _lists(toy.pages()) == [f"/list/a?page={n}" for n in range(4)]


def test_a_thing_in_several_lists_is_read_from_each(toy, crawl):
    toy.lists["b"] = ["n3", "n12", "n99"]
    crawl()
    assert len(crawl.live()) == 13
    assert crawl.ask("select count(*) from raw.live_record('infinity') where key = 'n3'") == [(2,)]


def test_an_incremental_walk_stops_at_a_page_that_says_nothing_new(toy, crawl):
    crawl()
    toy.pages()
    result = crawl()
    assert toy.pages() == ["/start", "/list/a?page=0"]
    assert not result.changed
    assert crawl.ask("select mode, complete from raw.crawl order by crawl_id desc limit 1") == [("incremental", False)]
    toy.lists["a"][:0] = ["n16", "n15", "n14", "n13"]
    crawl()
    assert _lists(toy.pages()) == ["/list/a?page=0", "/list/a?page=1", "/list/a?page=2"]
    assert len(crawl.live()) == 16


def test_what_changes_far_down_is_seen_by_the_next_sweep(toy, crawl):
    crawl()
    toy.says["n2"] = "second"
    crawl()
    assert crawl.live()["n2"] == "first"
    crawl("sweep")
    assert crawl.live()["n2"] == "second"


def test_a_sweep_is_due_after_its_days(toy, crawl):
    crawl()
    crawl.ask("update raw.crawl set started_at = started_at - interval '7 days' returning 1")
    crawl()
    assert crawl.ask("select mode from raw.crawl order by crawl_id") == [("sweep",), ("sweep",)]


def test_only_a_sweep_says_that_a_thing_is_gone_and_asks_its_own_page_first(toy, crawl):
    crawl()
    toy.lists["a"].remove("n7")
    crawl()
    assert "n7" in crawl.live()
    toy.pages()
    crawl("sweep")
    assert toy.pages()[-1] == "/thing/n7"
    assert "n7" not in crawl.live()
    assert len(crawl.live()) == 11
    crawl("sweep")
    assert "/thing/n7" not in toy.pages()


def test_a_thing_that_no_list_shows_but_that_has_its_page_lives(toy, crawl):
    crawl()
    toy.lists["a"].remove("n7")
    toy.says["n7"] = "of its own"
    crawl("sweep")
    crawl("sweep")
    assert crawl.live()["n7"] == "of its own"


def test_things_that_move_up_while_we_read_are_not_lost(toy, crawl):
    crawl()

    def remove_the_first(path: str) -> None:
        if path == "/list/a?page=1" and "n12" in toy.lists["a"]:
            toy.lists["a"].remove("n12")  # n9 moves up to page 0, which is read already

    toy.before = remove_the_first
    crawl("sweep")
    assert "/thing/n9" in toy.pages()
    assert len(crawl.live()) == 12
    crawl("sweep")
    assert sorted(crawl.live()) == sorted([f"n{n}" for n in range(1, 12)])


def test_things_that_move_down_while_we_read_are_read_twice_and_kept_once(toy, crawl):
    def add_one(path: str) -> None:
        if path == "/list/a?page=1" and "n13" not in toy.lists["a"]:
            toy.lists["a"].insert(0, "n13")

    toy.before = add_one
    crawl()
    assert len(crawl.live()) == 12  # n13 came too late for this walk
    crawl()
    assert len(crawl.live()) == 13


def test_a_list_that_repeats_itself_is_refused(toy, crawl):
    crawl()
    toy.repeats = True
    with pytest.raises(CrawlRefusedError, match="The list repeats or has no end"):
        crawl("sweep")
    assert len(crawl.live()) == 12


def test_a_list_that_ends_before_its_own_word_is_refused(toy, crawl):
    toy.cut_after = 1
    with pytest.raises(CrawlRefusedError, match="the list ends after 2 pages, expected the 4 that it said it had"):
        crawl()
    assert crawl.live() == {}


def test_a_truncated_list_is_refused(toy, crawl):
    crawl()
    del toy.lists["a"][4:]
    with pytest.raises(
        CrawlRefusedError, match=r"names 4 records, expected at least 10 \(the last accepted crawl saw 12\)"
    ):
        crawl("sweep")
    assert len(crawl.live()) == 12


def test_a_sweep_that_the_site_broke_off_is_resumed(toy, crawl):
    toy.before = lambda path: 500 if path == "/list/a?page=3" else None
    with pytest.raises(CrawlRefusedError, match="500"):
        crawl()
    assert crawl.live() == {}
    toy.pages()
    toy.before = lambda path: None
    crawl()
    assert toy.pages() == ["/list/a?page=3"]
    assert len(crawl.live()) == 12
    crawl("sweep")
    assert len(_lists(toy.pages())) == 4  # nothing is resumed once a sweep was accepted


def test_a_sweep_that_was_killed_is_resumed_for_a_day(toy, crawl):
    toy.before = lambda path: 500 if path == "/list/a?page=2" else None
    with pytest.raises(CrawlRefusedError):
        crawl()
    crawl.ask("update raw.crawl set verdict = null, finished_at = null, counts = '{}' returning 1")
    toy.before = lambda path: None
    toy.pages()
    crawl()
    assert _lists(toy.pages()) == ["/list/a?page=2", "/list/a?page=3"]


@pytest.mark.parametrize(
    "change",
    ["started_at = started_at - interval '25 hours'", "counts = '{\"resumable\": false}'"],
    ids=["a day later", "refused for what it said"],
)
def test_what_is_old_or_was_refused_for_itself_is_asked_anew(toy, crawl, change):
    toy.before = lambda path: 500 if path == "/list/a?page=2" else None
    with pytest.raises(CrawlRefusedError):
        crawl()
    crawl.ask(f"update raw.crawl set {change} returning 1")
    toy.before = lambda path: None
    toy.pages()
    crawl()
    assert len(_lists(toy.pages())) == 4


def test_details_are_asked_for_what_is_new_only(toy, crawl):
    toy.cut_previews = True
    crawl()
    assert sum(path.startswith("/thing/") for path in toy.pages()) == 12
    toy.lists["a"].insert(0, "n13")
    crawl()
    assert [path for path in toy.pages() if path.startswith("/thing/")] == ["/thing/n13"]


def test_a_detail_that_is_not_there_is_a_reject_and_stops_nothing(toy, crawl):
    toy.cut_previews = True
    toy.before = lambda path: 403 if path == "/thing/n5" else None
    crawl()
    assert len(crawl.live()) == 12
    assert crawl.ask("select reason, canonical_url, seen from raw.reject") == [
        ("page_not_there", SITE + "thing/n5", "status 403")
    ]


def test_what_was_said_before_stays_known_with_its_time(toy, crawl):
    for said in ("first", "second", "first"):
        toy.says["n12"] = said
        crawl()
    toy.lists["a"].remove("n12")
    del toy.says["n12"]
    crawl("sweep")
    versions = crawl.ask(
        "select payload ->> 'says', seen_from, seen_to from raw.record_version('infinity')"
        " where key = 'n12' order by seen_from"
    )
    assert [version[0] for version in versions] == ["first", "second", "first"]
    assert versions[0][2] == versions[1][1]
    assert versions[1][2] == versions[2][1]
    assert versions[2][2] is not None
    assert crawl.ask("select count(*) from raw.record_version('infinity') where key = 'n3' and seen_to is null") == [
        (1,)
    ]


def test_made_up_pages_and_a_publishers_own_never_mix(toy, crawl):
    crawl()
    with pytest.raises(MixedArchiveError, match="holds pages made up by the replica of toy and was asked to take"):
        crawl(derived=False)


def test_a_replica_without_the_source_is_refused_before_the_far_site_is_asked(crawl, toy, monkeypatch):
    monkeypatch.delenv("WPS_TOY_SITE_URL")
    with pytest.raises(ValueError, match=r"toy\.example is not on this machine, expected the address of a replica"):
        crawl()
    assert toy.asked == []
