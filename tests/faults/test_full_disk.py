"""A disk that fills up in the middle of the work: nothing landed is lost, nothing is half written, a rerun ends equal.

The disk is a real one, of a size of its own, and what writes to it are the command and Postgres themselves.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reports import extract
from warehouse import backup, db, embedded, fingerprint, releases
from warehouse.settings import Settings

WPS = Path(sys.executable).with_name("wps")
MB = 2**20
LANDED = (
    "select md5(string_agg(line, '|' order by line)), count(*) from ("
    " select concat_ws(' ', source, kind, key, canonical_url, record_sha256, body_sha256, parser_version) as line"
    " from raw.record where source = 'un_resolutions') as lines"
)
TORN = (
    # A page is one transaction: what is said to be parsed has its bytes and all of its records.
    "select canonical_url from raw.parse left join lateral (select count(*) as found from raw.record as r where"
    " (r.source, r.canonical_url, r.body_sha256, r.parser_version)"
    " = (parse.source, parse.canonical_url, parse.body_sha256, parse.parser_version)) as landed on true"
    " where found <> records union all select sha256 from raw.body where size is null or octet_length(bytes) = 0"
)


@contextmanager
def filled(disk: Path, left: float) -> Iterator[None]:
    """Only `left` megabytes are free until the context ends."""
    ballast, space = disk / "ballast", os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, space.f_bavail * space.f_frsize - int(left * MB))
    try:
        yield
    finally:
        ballast.unlink()


def wps(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "WPS_HOME": str(settings.home), "WPS_DATABASE_URL": settings.database_url or ""}
    return subprocess.run([WPS, *arguments], env=environment, capture_output=True, text=True, timeout=300, check=False)


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that says why; progress may stand before it."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("wps: ")]
    assert len(said) == 1, done.stderr
    assert done.stderr.splitlines()[-1] == said[0]
    return said[0]


@pytest.fixture
def homed(small_disk, tmp_path) -> Iterator[Settings]:
    """A warehouse with its embedded Postgres on a disk of 700 MB."""
    settings = Settings(home=small_disk(700) / "home")
    try:
        db.init(settings)
        yield settings
    finally:
        embedded.stop(settings.home)


def ask(settings: Settings, query: str) -> list[tuple]:
    with db.connect(settings) as admin:
        return admin.execute(query.encode()).fetchall()


@pytest.mark.parametrize("left", [0.3, 2, 12], ids=lambda left: f"{left} MB left")
def test_while_landing(homed, server, template_published, site, left):
    """With 0.3 MB no table can grow; with more it is the write-ahead log, and with it the server, that stops."""
    disk = homed.home.parent
    with filled(disk, left):
        said = last_line(wps(homed, "crawl", "un_resolutions"))
        assert "What landed stays; the disk is full: free some space, run again" in said
        assert said.endswith("docs/runbooks/machine.md#the-disk-is-full")
        again = last_line(wps(homed, "crawl", "un_resolutions"))  # no worse than before, and as clear
        assert "disk" in again or "space" in again
    assert ask(homed, TORN) == []
    landed = set(ask(homed, "select canonical_url, body_sha256 from raw.parse"))
    assert ask(homed, "select from raw.live_record('infinity')") == []  # readers of raw see no half of a crawl
    done = wps(homed, "crawl", "un_resolutions")
    assert done.returncode == 0, done.stderr
    assert landed <= set(ask(homed, "select canonical_url, body_sha256 from raw.parse"))
    assert ask(homed, TORN) == []
    assert ask(homed, LANDED) == ask(server.settings(template_published), LANDED)


def test_while_extracting(published, small_disk, tmp_path):
    disk = small_disk(1)
    said = last_line(wps(published, "extract", "2019", "--out", str(disk / "2019")))
    assert "could not be written" in said
    assert "No space left on device. Nothing is left there" in said
    assert said.endswith("docs/runbooks/machine.md#the-disk-is-full")
    assert list(disk.iterdir()) == []
    subprocess.run(["mount", "-o", "remount,size=50m", disk], check=True)  # some space is freed
    done = wps(published, "extract", "2019", "--out", str(disk / "2019"))
    assert done.returncode == 0, done.stderr
    undisturbed = extract.extract(published, 2019, out=tmp_path / "undisturbed")
    manifests = [(folder / extract.MANIFEST).read_bytes() for folder in (disk / "2019", undisturbed)]
    assert manifests[0] == manifests[1]


def test_while_backing_up(published, small_disk):
    disk = small_disk(1)
    said = last_line(wps(published, "backup", str(disk / "wps.dump")))
    assert "pg_dump failed" in said
    assert "No space left on device" in said
    assert list(disk.iterdir()) == []


def test_while_a_gate_writes_its_page(published, small_disk, caplog):
    """A page that cannot be written neither closes the gate nor hides its verdict, which is in the database."""
    disk = small_disk(1)
    (published.home / "gates").rename(published.home / "gates before")
    (published.home / "gates").symlink_to(disk)
    try:
        with filled(disk, 0.0):
            done = wps(published, "gate", "raw")
    finally:
        (published.home / "gates").unlink()
        (published.home / "gates before").rename(published.home / "gates")
    assert done.returncode == 0, done.stderr
    assert "Gate raw is open with warnings" in done.stdout
    assert "has no page: cannot write" in done.stderr
    assert "`wps gate-page " in done.stderr
    assert "Page:" not in done.stdout
    assert list(disk.iterdir()) == []


@pytest.mark.long
def test_while_building_the_next_release(homed, server, template_published, site, tmp_path):
    """In the middle of a night: readers keep the release, and the night after ends as it would have."""
    backup.restore(homed, backup.backup(server.settings(template_published), tmp_path / "wps.dump"))
    ask(homed, "update audit.build set code_sha256 = 'older rules' returning build_id")
    with db.connect(homed) as admin:
        before = fingerprint.fingerprint(admin, releases.current(admin).schema)["all"]
    with filled(homed.home.parent, 20):
        said = last_line(wps(homed, "nightly"))
    assert "docs/runbooks/" in said
    with db.connect(homed) as admin:
        assert releases.current(admin).marts_sha256 == before
    done = wps(homed, "nightly")
    assert done.returncode == 0, done.stderr
    with db.connect(homed, "wps_publisher") as publisher:
        after = releases.current(publisher)
    assert (after.release_id, after.marts_sha256) == (2, before)
