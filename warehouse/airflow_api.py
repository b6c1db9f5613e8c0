"""A small client of Airflow's REST API (v2)."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from warehouse import airflow_env
from warehouse.errors import WpsError
from warehouse.logs import gist

FINISHED = ("success", "failed")


@dataclass(frozen=True)
class Failure:
    """A task that failed, and what its last attempt wrote."""

    task: str
    attempt: int
    log: str


@dataclass(frozen=True)
class Run:
    """A finished run. `tasks` holds each task's state; a mapped one is named `task[index]`."""

    dag_id: str
    run_id: str
    state: str
    tasks: dict[str, str]
    failures: tuple[Failure, ...]

    def complaint(self) -> str:
        """Why it failed, in one line."""
        told = "; ".join(
            f"{failure.task} (attempt {failure.attempt}): {gist(failure.log)}" for failure in self.failures
        )
        return f"DAG {self.dag_id}, run {self.run_id}: {self.state}" + (f"; {told}" if told else "")


class Client:
    """A session with the API server, logged in as the administrator."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        self._login = {"username": user, "password": password}
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy, no .netrc: it is this machine
        self._log_in()

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def await_dag(self, dag_id: str, seconds: float = 60) -> None:
        """Wait until the DAG's file has been read. Where files cannot be read, the wait soon ends."""
        end = time.monotonic() + seconds
        while self._call("GET", f"dags/{quote(dag_id)}", allow=(404,)) is None:
            broken = self.import_errors()
            if broken:  # perhaps of another DAG's file, or mended just now
                end = min(end, time.monotonic() + 5)
            if time.monotonic() > end:
                why = "; ".join(broken) or f"not found in {seconds:.0f} s: does a file in the DAG folder define it?"
                raise WpsError(f"no DAG {dag_id}: {why}")
            time.sleep(0.2)

    def import_errors(self) -> list[str]:
        """One line for each DAG file that cannot be read."""
        found = self._call("GET", "importErrors")["import_errors"]
        return [f"{error['filename']} cannot be imported: {gist(error['stack_trace'])}" for error in found]

    def pause(self, dag_id: str, paused: bool = True) -> None:
        """Pause a DAG: it is not scheduled, and what is triggered waits."""
        self._call("PATCH", f"dags/{quote(dag_id)}", json={"is_paused": paused})

    def unpause(self, dag_id: str) -> None:
        """Let a DAG run."""
        self.pause(dag_id, paused=False)

    def is_paused(self, dag_id: str) -> bool:
        """Whether a DAG is paused."""
        return bool(self._call("GET", f"dags/{quote(dag_id)}")["is_paused"])

    def next_run(self, dag_id: str) -> datetime | None:
        """When a DAG's schedule starts it next; None where only a hand or an asset does."""
        after = self._call("GET", f"dags/{quote(dag_id)}")["next_dagrun_run_after"]
        return datetime.fromisoformat(after) if after else None

    def trigger(self, dag_id: str, conf: dict[str, Any] | None = None, logical_date: datetime | None = None) -> str:
        """Start a run; its id."""
        body = {"conf": conf or {}, "logical_date": logical_date.isoformat() if logical_date else None}
        return str(self._call("POST", f"dags/{quote(dag_id)}/dagRuns", json=body)["dag_run_id"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The DAG's runs as Airflow tells them, the latest first."""
        path = f"dags/{quote(dag_id)}/dagRuns?order_by=-run_after&limit=100"
        return list(self._call("GET", path)["dag_runs"])

    def wait(self, dag_id: str, run_id: str, on_progress: Callable[[str], None], seconds: float = 3600) -> Run:
        """Wait for the end of a run, telling each task's change of state. A failed run is returned with its logs."""
        end = time.monotonic() + seconds
        path = f"dags/{quote(dag_id)}/dagRuns/{quote(run_id)}"
        told: dict[str, str] = {}
        while True:
            run = self._call("GET", path)
            instances = self._instances(path)
            states = {_name(instance): str(instance["state"] or "waiting") for instance in instances}
            for name, state in states.items():
                if told.get(name, "waiting") != state:
                    on_progress(f"{dag_id}.{name}: {state}")
            told = states
            if run["state"] in FINISHED:
                failures = [
                    Failure(_name(instance), int(instance["try_number"]), self._log(path, instance))
                    for instance in instances
                    if instance["state"] == "failed"
                ]
                return Run(dag_id, run_id, run["state"], states, tuple(failures))
            if time.monotonic() > end:
                open_ones = ", ".join(f"{name} {state}" for name, state in states.items() if state not in FINISHED)
                raise WpsError(
                    f"DAG {dag_id}, run {run_id} is {run['state']} after {seconds:.0f} s "
                    f"({open_ones or 'no task yet'}): see {self.url}/dags/{dag_id}/runs/{run_id}"
                )
            time.sleep(0.2)

    def task_log(self, dag_id: str, run_id: str, task_id: str, attempt: int = 1, map_index: int = -1) -> str:
        """What an attempt of a task wrote, one event a line."""
        instance = {"task_id": task_id, "try_number": attempt, "map_index": map_index}
        return self._log(f"dags/{quote(dag_id)}/dagRuns/{quote(run_id)}", instance)

    def set_pool(self, name: str, slots: int, description: str) -> None:
        """Make a pool, or give it these slots."""
        body = {"slots": slots, "description": description, "include_deferred": False}
        if self._call("POST", "pools", json={"name": name, **body}, allow=(409,)) is None:
            self._call("PATCH", f"pools/{quote(name)}", json={"pool": name, **body})

    def pools(self) -> dict[str, int]:
        """Slots by pool."""
        return {pool["name"]: int(pool["slots"]) for pool in self._call("GET", "pools")["pools"]}

    def _instances(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            page = self._call("GET", f"{path}/taskInstances?limit=100&offset={len(found)}")
            found += page["task_instances"]
            if len(found) >= page["total_entries"] or not page["task_instances"]:
                return found

    def _log(self, path: str, instance: dict[str, Any]) -> str:
        asked = f"{path}/taskInstances/{quote(instance['task_id'])}/logs/{instance['try_number']}"
        content = self._call("GET", f"{asked}?map_index={instance['map_index']}&full_content=true")["content"]
        return _log_text(content)

    def _log_in(self) -> None:
        answer = self._send("POST", f"{self.url}/auth/token", json=self._login)
        if answer.status_code != 201:
            raise WpsError(f"Airflow at {self.url} refused the login of {self._login['username']}: {_detail(answer)}")
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def _call(self, method: str, path: str, allow: tuple[int, ...] = (), **options: Any) -> Any:
        answer = self._send(method, f"{self.url}/api/v2/{path}", **options)
        if answer.status_code == 401:  # the token is good for a day
            self._log_in()
            answer = self._send(method, f"{self.url}/api/v2/{path}", **options)
        if answer.status_code in allow:
            return None
        if not answer.ok:
            raise WpsError(f"Airflow answered {method} {path} with {answer.status_code}: {_detail(answer)}")
        return answer.json()

    def _send(self, method: str, url: str, **options: Any) -> requests.Response:
        try:
            return self._session.request(method, url, timeout=60, **options)
        except requests.RequestException as error:
            raise WpsError(
                f"no answer from Airflow at {self.url} ({type(error).__name__}): is it up? See the logs in airflow/log"
            ) from None


def connect(home: Path) -> Client:
    """A session with the home's Airflow."""
    try:
        passwords = json.loads(airflow_env.admin_password_file(home).read_text(encoding="utf-8"))
        url = airflow_env.api_url(home)
    except FileNotFoundError as error:
        raise WpsError(f"no {error.filename}: Airflow has not been started in this WPS_HOME") from None
    return Client(url, airflow_env.ADMIN, passwords[airflow_env.ADMIN])


def _name(instance: dict[str, Any]) -> str:
    index = instance["map_index"]
    return str(instance["task_id"]) if index == -1 else f"{instance['task_id']}[{index}]"


def _log_text(content: list[Any]) -> str:
    """The events of a log, one a line; without Airflow's account of where it found them."""
    lines, about_sources = [], False
    for item in content:
        event: dict[str, Any] = item if isinstance(item, dict) else {"event": str(item)}
        text = str(event["event"])
        if text.startswith("::"):
            about_sources = "Log message source" in text
        elif not about_sources:
            lines.append(" ".join(str(part) for part in (event.get("timestamp"), event.get("level"), text) if part))
            # Airflow tells an exception before its causes; as Python does, what was raised in the end comes last.
            for error in reversed(event.get("error_detail") or []):
                lines += [f"  {frame['filename']}:{frame['lineno']} {frame['name']}" for frame in error["frames"] or []]
                lines.append(f"{error['exc_type']}: {error['exc_value']}")
    return "\n".join(lines)


def _detail(answer: requests.Response) -> str:
    try:
        detail = answer.json()["detail"]
    except (ValueError, KeyError, TypeError):
        detail = answer.text
    return " ".join(str(detail).split())[:300]
