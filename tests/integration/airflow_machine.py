"""A machine in nightly use, for the tests that run the real DAGs in a real Airflow."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from extractors.core import source
from replica.server import SAMPLE, Replica
from warehouse import airflow_api, db, operate, processes, releases
from warehouse.settings import Settings

INGEST, WAREHOUSE, EXTRACT = "ingest_un_resolutions", "warehouse", "yearly_extract"
OTHERS = [f"ingest_{name}" for name in source.names() if f"ingest_{name}" != INGEST]
SECONDS = 300
"""Patience with a busy machine; a run takes 2 to 20."""


@dataclass(frozen=True)
class Machine:
    """A machine in nightly use, after `make up`."""

    settings: Settings
    site: Replica
    told: list[str]

    def ask(self, query: str, *parameters: object) -> list[tuple]:
        with db.connect(self.settings) as connection:
            return connection.execute(query, parameters).fetchall()

    def published(self) -> tuple[int, str]:
        with db.connect(self.settings, "wps_publisher") as connection:
            release = releases.current(connection)
        return release.release_id, release.marts_sha256

    def alerts(self, run_id: str) -> list[tuple]:
        query = "select subject, message, runbook from audit.alert where strpos(message, %s) > 0 order by alert_id"
        return self.ask(query, run_id)


@contextmanager
def up(root: Path) -> Iterator[Machine]:
    """`make up` in `root`, with a copy of the sample as the sites, until the end."""
    archive, settings = shutil.copytree(SAMPLE, root / "archive"), Settings(home=root / "my home")
    told: list[str] = []
    with Replica(archive) as site, pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("WPS_")]:
            patch.delenv(name)
        for name, value in site.environment().items():
            patch.setenv(name, value)
        try:
            operate.up(settings, told.append)
            yield Machine(settings, site, told)
        finally:
            operate.down(settings, print)


def run(api: airflow_api.Client, dag: str, conf: dict[str, object] | None = None) -> airflow_api.Run:
    return api.wait(dag, api.trigger(dag, conf), lambda _: None, SECONDS)


def next_of(api: airflow_api.Client, dag: str, before: int) -> airflow_api.Run:
    """The run that comes by itself after the `before` ones known, once it has ended."""
    assert processes.until(lambda: len(api.runs(dag)) > before, 30, pause=0.3), f"{dag} was not started"
    return api.wait(dag, api.runs(dag)[0]["dag_run_id"], lambda _: None, SECONDS)


def crawl_all(api: airflow_api.Client) -> None:
    """Crawl every source, as a night does: the warehouse waits for all of them."""
    triggered = [(dag, api.trigger(dag)) for dag in (*OTHERS, INGEST)]
    ended = [api.wait(dag, run_id, lambda _: None, SECONDS) for dag, run_id in triggered]
    assert [one.state for one in ended] == ["success"] * len(ended), [one.complaint() for one in ended]


def who_holds(machine: Machine, application: str, lock: str) -> int:
    """The pid of the process on this machine whose session holds a lock of the warehouse."""
    query = (
        "select client_port, inet_server_port() from pg_locks inner join pg_stat_activity using (pid)"
        f" where application_name = '{application}' and {lock}"
    )
    assert processes.until(lambda: bool(machine.ask(query)), 60), "no task has taken the lock"
    ((port, servers),) = machine.ask(query)
    # Both ports: another connection, to another server, may have the same one on this side.
    (pid,) = {
        end.pid
        for end in psutil.net_connections("tcp")
        if end.laddr.port == port and end.raddr and end.raddr.port == servers
    }
    assert pid != os.getpid()
    return int(pid)


def kill_who_holds(machine: Machine, application: str, lock: str) -> None:
    """Kill it, as the kernel would."""
    os.kill(who_holds(machine, application, lock), signal.SIGKILL)
