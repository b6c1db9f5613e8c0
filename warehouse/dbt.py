"""Run dbt in this process, as the transformer; what it did comes back as data."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from warehouse import db, passfile
from warehouse.errors import WpsError
from warehouse.settings import PROJECT, Settings

DBT_PROJECT = PROJECT / "dbt_project"


@dataclass(frozen=True)
class NodeRun:
    """What became of one model, seed or test."""

    node_id: str
    resource_type: str
    status: str
    seconds: float
    rows_affected: int | None
    message: str | None
    alias: str
    """The name of what it made: of a test, of the table that keeps its rows."""

    @property
    def failed(self) -> bool:
        """Whether it stands against using what was built."""
        return self.status in ("error", "fail", "runtime error")


def run(
    settings: Settings, arguments: Sequence[str], progress: Callable[[str, int, int], None] = lambda *_: None
) -> list[NodeRun]:
    """Run a dbt command (`["build", "--vars", ...]`). Returns one row per node, failed ones too.

    Raises WpsError when dbt could not run at all (a broken project, no database).
    """
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - takes two seconds; only those who run dbt pay

    def on_event(event: Any) -> None:
        # Called in dbt's worker threads, where an exception would hang the run: only plain reads with defaults.
        total = int(getattr(event.data, "total", 0) or 0)
        if total:
            progress("dbt: nodes", int(getattr(event.data, "index", 0) or 0), total)

    with _environment(settings):
        result = dbtRunner(callbacks=[on_event]).invoke(
            [
                *arguments,
                "--project-dir",
                str(DBT_PROJECT),
                "--profiles-dir",
                str(DBT_PROJECT),
                "--target-path",
                str(settings.home / "dbt" / "target"),
                "--log-path",
                str(settings.home / "dbt" / "logs"),
                "--quiet",
                "--no-write-json",  # two large files that nobody reads, at a quarter of the time
                "--no-use-colors",
            ]
        )
    if result.exception is not None:
        raise WpsError(f"dbt {arguments[0]} could not run: {_one_line(str(result.exception))}")
    return [_node_run(node) for node in getattr(result.result, "results", [])]


def _node_run(result: Any) -> NodeRun:
    response = result.adapter_response or {}
    return NodeRun(
        node_id=result.node.unique_id,
        resource_type=str(result.node.resource_type),
        status=str(result.status),
        seconds=float(result.execution_time or 0),
        rows_affected=response.get("rows_affected"),
        message=_one_line(result.message) if result.message else None,
        alias=str(result.node.alias),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())[:1000]


@contextmanager
def _environment(settings: Settings) -> Iterator[None]:
    """What profiles.yml reads, set for the time of a run."""
    parameters = db.parameters(settings, "wps_transformer")
    ours = {
        "WPS_DBT_HOST": parameters["host"],
        "WPS_DBT_PORT": parameters.get("port", "5432"),
        "WPS_DBT_DBNAME": parameters["dbname"],
        "WPS_DBT_USER": parameters["user"],
        "PGPASSFILE": str(passfile.path(settings.home)),
        "DO_NOT_TRACK": "1",
    }
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
