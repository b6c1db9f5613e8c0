"""What the tests of kills share: a command that can be killed where it stands, and the state that must come out."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg
from faulty_site import DOUBLED

from warehouse import db, fingerprint, processes, releases
from warehouse.settings import Settings

WPS = Path(sys.executable).with_name("wps")
PATIENCE = 300.0
BUILDING = "select from audit.build where finished_at is null"
PUBLISHER_WAITS = (
    "select from pg_stat_activity where usename = 'wps_publisher' and wait_event_type = 'Lock'"
    " and datname = current_database()"
)


@dataclass(frozen=True)
class State:
    """What must be the same whatever happened on the way."""

    marts: str
    records: int


def state(settings: Settings) -> State:
    """The hash that readers' marts have, and how many records landed. Fails where one landed twice."""
    with db.connect(settings) as admin:
        assert admin.execute(DOUBLED).fetchall() == []
        row = admin.execute("select count(*) from raw.record").fetchone()
        assert row is not None
        return State(fingerprint.fingerprint(admin, releases.current(admin).schema)["all"], row[0])


@contextmanager
def command(settings: Settings, log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """`wps ...` in a process group of its own, which is killed at the end if it has not been before."""
    environment = {**os.environ, "WPS_HOME": str(settings.home), "WPS_DATABASE_URL": settings.database_url or ""}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [WPS, *arguments], env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As the kernel would: no handler runs, nothing is tidied up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def reach(admin: psycopg.Connection, query: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the command is where `query` finds a row."""

    def found() -> bool:
        return admin.execute(query.encode()).fetchone() is not None

    assert processes.until(lambda: found() or process.poll() is not None, PATIENCE, 0.01), "the step was never reached"
    assert process.poll() is None, f"the command ended before the step: {log.read_text()}"


def sessions_gone(admin: psycopg.Connection) -> None:
    """The server ends the sessions of a killed client by itself."""
    others = "select from pg_stat_activity where datname = current_database() and usename like 'wps%'"
    others += " and application_name not like 'reader%'"
    assert processes.until(lambda: admin.execute(others.encode()).fetchone() is None, PATIENCE)


class AllAlong:
    """Something that `go` does in a thread of its own for as long as the block lasts, until `over` is set."""

    def __enter__(self) -> Self:
        self.over = threading.Event()
        self._thread = threading.Thread(target=self.go)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._thread.join()

    def go(self) -> None:
        raise NotImplementedError


def steady(admin: psycopg.Connection) -> None:
    """Make a cloned database one that may crash: PostgreSQL takes a sequence that was copied with its pages for one
    that it has logged already, and after a crash it would give the same numbers again."""
    admin.execute("checkpoint")


@contextmanager
def held_back(settings: Settings, statement: str) -> Iterator[None]:
    """Hold a lock that the command needs, so that it stays in its step until it is killed."""
    with db.connect(settings) as holder, holder.transaction(force_rollback=True):
        holder.execute(statement.encode())
        yield
