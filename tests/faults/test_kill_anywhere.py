"""Nights, extracts and the server killed at random moments: readers see one whole release or another, and one clean
run ends where an undisturbed one does."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from faulty_site import change, changed_archive
from killed import BUILDING, PUBLISHER_WAITS, AllAlong, command, held_back, kill, reach, sessions_gone, state, steady

from replica.server import Replica
from reports import extract as extracts
from warehouse import db, embedded, processes, steps
from warehouse.settings import Settings

pytestmark = pytest.mark.long

KILLS = {
    "fetch": 9,
    "land": 9,
    "parse": 9,
    "gate raw": 6,
    "build": 12,
    "gate marts": 6,
    "publish": 9,
    "extract": 6,
    "postgres": 6,
}
"""How often each step is killed; `postgres` is the server itself, whatever the step."""

LOADER_WAITS = PUBLISHER_WAITS.replace("wps_publisher", "wps_loader")
BUILT = "(select count(*) from pg_tables where schemaname = 'marts_candidate')"
JUDGING = "select from audit.gate_run where verdict is null and gate = "
JUDGED = "select from audit.gate_run inner join audit.build using (build_id) where build_id > 1 and verdict is not null"
AS_ONE = """
select
    (select md5(string_agg(text, '|' order by paragraph_id)) from fct_paragraph),
    (select md5(string_agg(to_jsonb(row)::text, '|' order by to_jsonb(row)::text)) from rpt_council_year as row),
    (select count(*) from fct_commitment),
    (select md5(string_agg(title, '|' order by symbol)) from dim_resolution),
    (select count(*) from fct_archive_item)
"""
"""One statement over several marts: what it finds must be all of one release."""

Seen = tuple[Any, ...]


@dataclass(frozen=True)
class Undisturbed:
    """The changed site, a night over it that nobody disturbed, and what readers may see before and after."""

    site: Replica
    settings: Settings
    before: Seen
    after: Seen
    marts: str
    live: int
    fetches: int
    extract: str
    """Its manifest."""


def ask(settings: Settings, query: str) -> Any:
    with db.connect(settings) as admin:
        row = admin.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def live(settings: Settings) -> int:
    return int(ask(settings, "select count(*) from raw.live_record('infinity')"))


def seen_by(settings: Settings) -> Seen:
    with db.connect(settings, "wps_reader") as reader:
        row = reader.execute(AS_ONE).fetchone()
    assert row is not None
    return row


@pytest.fixture(scope="module")
def undisturbed(server, template_published, tmp_path_factory) -> Iterator[Undisturbed]:
    archive = changed_archive(tmp_path_factory.mktemp("changed"))
    for file in archive.rglob("*.xml"):  # other bytes that say the same: much is fetched, and the gates stay open
        file.write_bytes(file.read_bytes() + b"<!-- published again -->\n")
    settings = server.clone("t_undisturbed", template_published)
    before, fetched = seen_by(settings), ask(settings, "select count(*) from raw.fetch")
    with pytest.MonkeyPatch.context() as patch, Replica(archive) as site:
        change(site)
        for name, value in site.environment().items():
            patch.setenv(name, value)
        assert steps.nightly(settings).release is not None
        folder = tmp_path_factory.mktemp("extracts") / "2019"
        extracts.extract(settings, 2019, out=folder)
        yield Undisturbed(
            site=site,
            settings=settings,
            before=before,
            after=seen_by(settings),
            marts=state(settings).marts,
            live=live(settings),
            fetches=ask(settings, "select count(*) from raw.fetch") - fetched,
            extract=(folder / "MANIFEST.sha256").read_text(),
        )


class Watch(AllAlong):
    """A reader who asks all along, and what was seen."""

    def __init__(self, settings: Settings, *, outages: bool = False) -> None:
        self.found: list[Seen] = []
        self.polls = 0
        self.errors: list[psycopg.Error] = []
        self._settings, self._outages = settings, outages

    def sees(self, what: Seen) -> None:
        """Wait until that was seen."""
        assert processes.until(lambda: self.found[-1:] == [what] or bool(self.errors), 30), self.found
        assert self.errors == []

    def go(self) -> None:
        address = psycopg.conninfo.make_conninfo(
            **{**db.parameters(self._settings, "wps_reader"), "application_name": "reader of a test"}
        )
        while not self.over.is_set():
            try:
                with psycopg.connect(address, autocommit=True) as connection:
                    while not self.over.wait(0.02):
                        row = connection.execute(AS_ONE).fetchone()
                        assert row is not None
                        self.polls += 1
                        if self.found[-1:] != [row]:
                            self.found.append(row)
            except psycopg.OperationalError as error:
                if not self._outages:
                    self.errors.append(error)
                    return
                self.over.wait(0.1)
            except psycopg.Error as error:
                self.errors.append(error)
                return


@dataclass(frozen=True)
class Moment:
    """When to kill: once `query` finds a row; with a lock, once the command waits for it; and after a random pause."""

    query: str
    pause: float
    lock: str | None = None
    waits: str = ""


def moment(step: str, luck: random.Random, known: Undisturbed, fetched: int) -> Moment:
    after = f"select from raw.fetch having count(*) > {fetched + luck.randrange(known.fetches)}"
    waiting = luck.uniform(0, 0.8)
    spread = luck.uniform(0, 0.2)
    held = {
        "land": Moment(after, waiting, "lock table raw.page_version in exclusive mode", LOADER_WAITS),
        "parse": Moment(after, waiting, "lock table raw.record in exclusive mode", LOADER_WAITS),
        "publish": Moment(BUILDING, waiting, "select count(*) from marts.dim_resolution", PUBLISHER_WAITS),
    }
    if step in held:
        return held[step]
    first = {
        "fetch": after,
        "gate raw": f"{JUDGING} 'raw'",
        "build": f"{BUILDING} and {BUILT} >= {luck.randrange(30)}",
        "gate marts": f"{JUDGING} 'marts'",
    }
    return Moment(first[step], spread)


def kill_at(when: Moment, settings: Settings, process: Any, log: Path) -> None:
    with db.connect(settings) as admin:
        reach(admin, when.query, process, log)
        with held_back(settings, when.lock) if when.lock else nullcontext():
            if when.lock:
                reach(admin, when.waits, process, log)
            time.sleep(when.pause)
            kill(process)


@contextmanager
def slow(site: Replica, seconds: float) -> Iterator[None]:
    """Answers take a while, so that a crawl is met while it waits for one."""
    site.faults.slow = seconds
    try:
        yield
    finally:
        site.faults.slow = 0.0


def numbered(*step_names: str) -> list[tuple[str, int]]:
    return [(step, number) for step in step_names for number in range(KILLS[step])]


@pytest.mark.parametrize(("step", "number"), numbered(*[name for name in KILLS if name not in {"extract", "postgres"}]))
def test_a_killed_night(server, template_published, undisturbed, tmp_path, monkeypatch, tally, step, number):
    settings = server.clone("t_killed", template_published)
    for name, value in undisturbed.site.environment().items():
        monkeypatch.setenv(name, value)
    when = moment(step, random.Random(f"{step} {number}"), undisturbed, ask(settings, "select count(*) from raw.fetch"))
    log = tmp_path / "log"
    with Watch(settings) as watch:
        crawling = step in ("fetch", "land", "parse")
        with slow(undisturbed.site, 0.02 if crawling else 0.0), command(settings, log, "nightly") as night:
            kill_at(when, settings, night, log)
        assert night.returncode == -signal.SIGKILL, log.read_text()
        with db.connect(settings) as admin:
            sessions_gone(admin)
        met, had = where(settings) or step, landed(settings)
        assert seen_by(settings) == (undisturbed.after if met == "end" else undisturbed.before)
        steps.nightly(settings)
        watch.sees(undisturbed.after)
    ended_as(undisturbed, settings, had)
    assert watch.found == [undisturbed.before, undisturbed.after]
    tally("kills survived", met)
    tally("statements of a reader meanwhile, none mixed, none failed", number=watch.polls)


WHERE = f"""
select case
    when exists (select from raw.crawl where verdict is null) then null
    when exists (select from audit.gate_run where verdict is null)
        then 'gate ' || (select gate from audit.gate_run where verdict is null)
    when exists ({BUILDING}) then 'build'
    when exists (select from audit.release where release_id = 2) then 'end'
    when exists ({JUDGED}) then 'publish'
    else 'between two steps'
end
"""


def where(settings: Settings) -> str | None:
    """Where a night was killed, as the warehouse tells; None for amid a crawl, which does not say in which step."""
    return ask(settings, WHERE)


def landed(settings: Settings) -> set[tuple[str, str]]:
    """Whatever has landed: (table, number or digest)."""
    with db.connect(settings) as admin:
        return set(
            admin.execute(
                "select 'fetch', fetch_id::text from raw.fetch union all select 'body', sha256 from raw.body"
                " union all select 'page', page_version_id::text from raw.page_version"
                " union all select 'record', record_id::text from raw.record"
            ).fetchall()
        )


def ended_as(undisturbed: Undisturbed, settings: Settings, had: set[tuple[str, str]]) -> None:
    """All that had landed is there, nothing is there twice, and readers have what they would have had."""
    assert had <= landed(settings)
    assert seen_by(settings) == undisturbed.after
    assert state(settings).marts == undisturbed.marts
    assert live(settings) == undisturbed.live
    with db.connect(settings) as admin:
        kept = admin.execute("select schema_name from audit.release order by release_id").fetchall()
        found = admin.execute("select nspname from pg_namespace where nspname like 'marts\\_r%' order by 1").fetchall()
    assert found == kept == [("marts_r1",), ("marts_r2",)]


@pytest.mark.parametrize("number", range(KILLS["extract"]))
def test_a_killed_extract(undisturbed, tmp_path, tally, number):
    settings, log, folder = undisturbed.settings, tmp_path / "log", tmp_path / "extracts" / "2019"
    draft = folder.with_name(".2019.draft")
    arguments = ["extract", "2019", "--out", str(folder)]
    files = random.Random(number).randrange(len(undisturbed.extract.splitlines()) - 1)
    with command(settings, log, *arguments) as process:
        assert processes.until(
            lambda: len(list(draft.glob("data/*"))) >= files or process.poll() is not None, 90, 0.001
        )
        kill(process)
    assert process.returncode == -signal.SIGKILL, log.read_text()
    assert not folder.exists()
    with command(settings, log, *arguments) as process:
        assert process.wait(90) == 0, log.read_text()
    assert (folder / "MANIFEST.sha256").read_text() == undisturbed.extract
    assert [path.name for path in folder.parent.iterdir()] == ["2019"]
    tally("kills survived", "extract")


@pytest.fixture(scope="module")
def own_server(undisturbed, tmp_path_factory) -> Iterator[Settings]:
    """A warehouse on a server of its own, which may be killed; the sample is published there, and a copy kept."""
    settings = Settings(home=tmp_path_factory.mktemp("own server"))
    with Replica() as site, pytest.MonkeyPatch.context() as patch:
        for name, value in site.environment().items():
            patch.setenv(name, value)
        db.init(settings)
        assert steps.nightly(settings).release is not None
    with psycopg.connect(embedded.start(settings.home).admin_dsn("postgres"), autocommit=True) as admin:
        admin.execute("create database kept template warehouse")
    yield settings
    embedded.stop(settings.home)


@pytest.mark.parametrize("number", range(KILLS["postgres"]))
def test_a_killed_server(own_server, undisturbed, tmp_path, monkeypatch, tally, number):
    with psycopg.connect(embedded.start(own_server.home).admin_dsn("postgres"), autocommit=True) as admin:
        admin.execute("drop database warehouse with (force)")
        admin.execute("create database warehouse template kept")
        steady(admin)
    db.init(own_server)
    for name, value in undisturbed.site.environment().items():
        monkeypatch.setenv(name, value)
    luck = random.Random(number)
    step = luck.choice(["fetch", "gate raw", "build", "build", "gate marts"])
    when = moment(step, luck, undisturbed, ask(own_server, "select count(*) from raw.fetch"))
    log = tmp_path / "log"
    with Watch(own_server, outages=True) as watch:
        with slow(undisturbed.site, 0.02), command(own_server, log, "nightly") as night:
            with db.connect(own_server) as admin:
                reach(admin, when.query, night, log)
            time.sleep(when.pause)
            assert night.poll() is None, "the night was over before the server could be killed"
            for pid in processes.working_in(own_server.home / "postgres" / "data", "postgres"):
                with suppress(ProcessLookupError):  # a backend that ended by itself since it was listed
                    os.kill(pid, signal.SIGKILL)
            night.wait(90)
        assert "Traceback" not in log.read_text()
        db.init(own_server)  # brings the server back
        had = landed(own_server)
        steps.nightly(own_server)
        watch.sees(undisturbed.after)
    ended_as(undisturbed, own_server, had)
    assert watch.found == [undisturbed.before, undisturbed.after]
    tally("kills survived", "PostgreSQL's server")
    tally("statements of a reader meanwhile, none mixed, none failed", number=watch.polls)
