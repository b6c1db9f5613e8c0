"""What all tests share: a real Postgres, fresh databases cloned from prepared ones, the sample, the official files."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from scratch_warehouse import AS_IN_A_BUILD

from replica.server import SAMPLE, Replica
from warehouse import build, db, dbt, embedded, steps
from warehouse.settings import PROJECT, Settings

SHARED = Path(os.environ.get("WPS_SHARED") or PROJECT.parent / "shared")
OFFICIAL = SHARED / "archive" / "un_xml"


@pytest.fixture(autouse=True)
def _settings_of_tests_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests may reach them."""
    for name in [name for name in os.environ if name.startswith("WPS_") and name != "WPS_SHARED"]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def official_archive() -> Path:
    if not OFFICIAL.is_dir():
        pytest.skip(f"the official files are not here ({OFFICIAL}); they are used for tests only and not distributed")
    return OFFICIAL


@dataclass(frozen=True)
class Server:
    """The test run's own Postgres, whose roles all test databases share."""

    home: Path
    embedded: embedded.Server

    def clone(self, name: str, template: str) -> Settings:
        """A new database, a copy of `template`, and the settings that lead to it."""
        with psycopg.connect(self.embedded.admin_dsn("postgres"), autocommit=True) as admin:
            admin.execute(f'drop database if exists "{name}" with (force)')
            admin.execute(f'create database "{name}" template "{template}"')
        settings = self.settings(name)
        db.init(settings)  # what is granted on a database is not copied with it
        return settings

    def rename(self, name: str, to: str) -> None:
        """Make a finished database a template. dbt reads its project anew for each name of a database: those that
        tests build in have as few names as can be."""
        with psycopg.connect(self.embedded.admin_dsn("postgres"), autocommit=True) as admin:
            admin.execute(f'alter database "{name}" rename to "{to}"')

    def settings(self, name: str) -> Settings:
        address = f"postgresql://postgres@127.0.0.1:{self.embedded.port}/{name}"
        return Settings(home=self.home, database_url=f"{address}?passfile={quote(str(self.home / 'pgpass'))}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("wps home")  # with a space, as a person's folder may have
    yield Server(home, embedded.start(home))
    embedded.stop(home)


@pytest.fixture(scope="session")
def template_empty(server: Server) -> str:
    """A database with roles and schemas and nothing landed."""
    server.clone("template_empty", "template0")
    return "template_empty"


@pytest.fixture(scope="session")
def template_seeded(server: Server, template_empty: str) -> str:
    """A database whose seeds are loaded and tested, as an earlier build's: half of the time of a first build."""
    settings = server.clone("published", template_empty)
    seeds = ["build", "--select", "path:seeds", "--indirect-selection", "cautious"]
    assert [run.message for run in dbt.run(settings, [*seeds, *AS_IN_A_BUILD]) if run.failed] == []
    with db.connect(settings) as admin:
        admin.execute(
            "insert into audit.build (build_id, schema_name, input_sha256, code_sha256, finished_at, succeeded)"
            " overriding system value values (0, 'rules', '', %s, now(), true)",
            [build.code_sha256()],
        )
    server.rename("published", "template_seeded")
    return "template_seeded"


@pytest.fixture(scope="session")
def template_published(server: Server, template_seeded: str) -> str:
    """The sample crawled, built, gated and published once: release 1."""
    steps.nightly(server.clone("published", template_seeded))
    server.rename("published", "template_published")
    return "template_published"


@pytest.fixture
def fresh(server: Server, template_empty: str) -> Settings:
    """A warehouse of its own with nothing in it."""
    return server.clone("fresh", template_empty)


@pytest.fixture
def seeded(server: Server, template_seeded: str) -> Settings:
    """A warehouse of its own with nothing in it but seeds: its first build loads none."""
    return server.clone("seeded", template_seeded)


@pytest.fixture
def published(server: Server, template_published: str) -> Settings:
    """A warehouse of its own that holds the sample as release 1."""
    return server.clone("published", template_published)


@pytest.fixture
def copied_sample(tmp_path: Path) -> Path:
    """The bundled sample in a folder that a test may change: what the replica serves follows the files."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "archive"))


@pytest.fixture
def site(copied_sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """A replica over `copied_sample`, which all crawls of the test go to."""
    with Replica(copied_sample) as replica:
        for name, value in replica.environment().items():
            monkeypatch.setenv(name, value)
        yield replica


@pytest.fixture
def rows() -> Callable[..., list[tuple]]:
    """Ask the warehouse as the administrator: rows(settings, query, *parameters)."""

    def ask(settings: Settings, query: str, *parameters: object) -> list[tuple]:
        with db.connect(settings) as connection:
            return connection.execute(query, parameters).fetchall()

    return ask


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Count what a passed test has shown, for the figures that stand below the run: tally(what, which, number=1)."""

    def add(what: str, which: str = "", number: int = 1) -> None:
        record_property("tally", (what, which, number))

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have tallied; docs/reliability.md quotes it."""
    tallied: dict[str, Counter[str]] = {}
    for report in terminalreporter.getreports("passed"):
        for name, said in report.user_properties if report.when == "call" else []:
            if name == "tally":
                what, which, number = said
                tallied.setdefault(what, Counter())[which] += number
    if tallied:
        terminalreporter.section("figures")
    for what, parts in tallied.items():
        named = ", ".join(f"{which} {number}" for which, number in parts.items() if which)
        terminalreporter.line(f"{what}: {sum(parts.values()):,}" + (f" ({named})" if named else ""))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount a real file system of so many megabytes; the test is skipped where none can be mounted."""
    made: list[Path] = []

    def mount(megabytes: int) -> Path:
        folder = tmp_path / f"disk {len(made)}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "wps-test", str(folder)]
        if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("no disk of a test's own can be mounted here: that takes root")
        made.append(folder)
        return folder

    yield mount
    for folder in made:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
