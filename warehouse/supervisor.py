"""Airflow's processes on one machine: started apart, watched until healthy, stopped as whole groups.

Not `airflow standalone`, which leaves its children behind when it is stopped.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import requests

from warehouse import logs, processes
from warehouse.errors import WpsError
from warehouse.files import locked, write_private
from warehouse.processes import Process

# Task logs are read from this machine's disk, so nothing needs to serve them on a port of its own.
COMPONENTS = {
    "api-server": ["api-server"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
HEALTH = {"scheduler": "scheduler", "dag-processor": "dag_processor", "triggerer": "triggerer"}
UP_SECONDS = 120
GRACE_SECONDS = 15

Progress = Callable[[str], None]


def migrate(env: Mapping[str, str]) -> None:
    """Make or raise the tables in Airflow's database."""
    done = subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"],
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = logs.gist(done.stdout + done.stderr) or f"exit code {done.returncode}"
        raise WpsError(f"airflow db migrate failed: {why}; is PostgreSQL running, and this the right WPS_HOME?")


def up(home: Path, env: Mapping[str, str], on_progress: Progress, *, triggerer: bool = True) -> None:
    """Start what does not run yet, and wait until all are healthy. What runs with other settings is restarted."""
    home = home.absolute()
    (home / "airflow" / "log").mkdir(parents=True, exist_ok=True)
    with locked(home / "airflow"):
        settings = _digest(env)
        recorded, with_settings = _read(home)
        if with_settings != settings:
            _stop(home, recorded, on_progress)
            recorded = {}
        began = datetime.now(UTC)
        wanted = [name for name in COMPONENTS if triggerer or name != "triggerer"]
        started = []
        for name in wanted:
            if name not in recorded or not processes.alive(recorded[name]):
                # A killed scheduler leaves workers that would go on beside the new one's.
                for orphan in processes.tree(recorded[name]) if name in recorded else ():
                    processes.send(orphan, signal.SIGKILL)
                recorded[name] = _spawn(home, name, env)
                _write(home, recorded, settings)
                started.append(name)
        if started:
            on_progress(f"starting airflow {', '.join(started)}")
        try:
            _await_health(home, env, {name: recorded[name] for name in wanted}, started, began, on_progress)
        except (WpsError, KeyboardInterrupt):
            _stop(home, recorded, on_progress)
            raise


def down(home: Path, on_progress: Progress) -> None:
    """Stop all of Airflow's processes. Fine where none runs."""
    home = home.absolute()
    if (home / "airflow").is_dir():
        with locked(home / "airflow"):
            _stop(home, _read(home)[0], on_progress)


def status(home: Path) -> dict[str, int | None]:
    """The pid of each process that was started, None where it has ended. Empty where Airflow is down."""
    recorded, _ = _read(home.absolute())
    return {name: process.pid if processes.alive(process) else None for name, process in recorded.items()}


def has_settings(home: Path, env: Mapping[str, str]) -> bool:
    """Whether what was started has this environment, as far as it decides what Airflow and its tasks do."""
    return _read(home.absolute())[1] == _digest(env)


def log_file(home: Path, name: str) -> Path:
    """Where a component writes."""
    return home.absolute() / "airflow" / "log" / f"{name}.log"


def _spawn(home: Path, name: str, env: Mapping[str, str]) -> Process:
    log = log_file(home, name)
    if log.exists():  # of the start before
        log.replace(log.with_suffix(".log.1"))
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "airflow", *COMPONENTS[name]],
        {**os.environ, **env},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,  # a session and group of its own: Ctrl-C does not reach it, and one signal reaches all of it
    )
    return processes.identify(pid) or Process(pid, "ended at once")


def _await_health(
    home: Path, env: Mapping[str, str], wanted: dict[str, Process], started: list[str], began: datetime, say: Progress
) -> None:
    url = f"{env['AIRFLOW__API__BASE_URL']}/api/v2/monitor/health"
    end = time.monotonic() + UP_SECONDS
    missing: set[str] = set(wanted)
    while missing:
        for name, process in wanted.items():
            if not processes.alive(process):
                processes.reap(process)
                log = log_file(home, name)
                raise WpsError(f"airflow {name} ended instead of starting: {_gist_of(log)} (log: {log})")
        if time.monotonic() > end:
            raise WpsError(
                f"airflow {', '.join(sorted(missing))} not healthy after {UP_SECONDS} s: see {log_file(home, '*')}"
            )
        now = missing & _unhealthy(url, wanted, started, began)
        for name in sorted(missing - now):
            say(f"airflow {name} is up")
        missing = now
        if missing:
            time.sleep(0.2)


def _unhealthy(url: str, wanted: Mapping[str, Process], started: list[str], began: datetime) -> set[str]:
    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxy, no .netrc
            health = session.get(url, timeout=5).json()
    except (requests.RequestException, ValueError):
        return set(wanted)
    unhealthy = set()
    for name in wanted.keys() & HEALTH.keys():
        part = health.get(HEALTH[name]) or {}
        beat = part.get(f"latest_{HEALTH[name]}_heartbeat")
        # Just after a start, the last beat may be that of the process before.
        stale = name in started and (not beat or datetime.fromisoformat(beat) < began)
        if part.get("status") != "healthy" or stale:
            unhealthy.add(name)
    return unhealthy


def _stop(home: Path, recorded: Mapping[str, Process], say: Progress) -> None:
    # The API server last: the others report to it that they end.
    for names in (["scheduler", "dag-processor", "triggerer"], ["api-server"]):
        leaders = {name: recorded[name] for name in names if name in recorded}
        members = {process for leader in leaders.values() for process in processes.tree(leader)}
        for name, leader in leaders.items():
            if processes.alive(leader):
                say(f"stopping airflow {name}")
            processes.send(leader, signal.SIGTERM)
        if not processes.gone(leaders.values(), GRACE_SECONDS):
            # A scheduler waits for its running tasks: one that is killed is run again after the next start.
            left = [name for name, leader in leaders.items() if processes.alive(leader)]
            say(f"airflow {', '.join(left)} still busy after {GRACE_SECONDS} s: killing")
        members |= {process for leader in leaders.values() for process in processes.tree(leader)}
        for process in members:
            processes.send(process, signal.SIGKILL)
        if not processes.gone(members, GRACE_SECONDS):
            pids = sorted(process.pid for process in members if processes.alive(process))
            raise WpsError(f"airflow processes {pids} did not end even when killed: see what holds them (disk, NFS)")
        for leader in leaders.values():
            processes.reap(leader)
    _file(home).unlink(missing_ok=True)


def _read(home: Path) -> tuple[dict[str, Process], str]:
    try:
        kept = json.loads(_file(home).read_text(encoding="utf-8"))
        return {name: Process(**process) for name, process in kept["processes"].items()}, kept["settings"]
    except FileNotFoundError:
        return {}, ""
    except (ValueError, KeyError, TypeError):
        raise WpsError(f"cannot understand {_file(home)}: end Airflow's processes by hand, then remove it") from None


def _write(home: Path, recorded: Mapping[str, Process], settings: str) -> None:
    kept = {"settings": settings, "processes": {name: asdict(process) for name, process in recorded.items()}}
    write_private(_file(home), json.dumps(kept, indent=1) + "\n")


def _digest(env: Mapping[str, str]) -> str:
    # Tasks read ours (WPS_*) too; where they crawl is among them.
    settings = sorted((name, value) for name, value in env.items() if name.startswith(("AIRFLOW", "WPS_")))
    return hashlib.sha256(json.dumps(settings).encode()).hexdigest()


def _gist_of(log: Path) -> str:
    return (logs.gist(log.read_text(encoding="utf-8", errors="replace")) if log.exists() else "") or "it wrote nothing"


def _file(home: Path) -> Path:
    return home / "airflow" / "processes.json"
