"""Alerts: what went wrong, kept in audit.alert and said in the log, with the page that tells what to do."""

import logging
import shutil
from typing import Any

import psycopg

from warehouse import db, settings
from warehouse.errors import WpsError

log = logging.getLogger(__name__)

RUNBOOKS = "docs/runbooks"
PAGES = {"ingest": "ingest.md", "warehouse": "warehouse.md", "yearly": "yearly.md"}
"""First word of a DAG's name -> the page of its alarms: all ingest DAGs share one."""
NO_TASK = "no-task-named"
DISK_FULL, DATABASE = "machine.md#the-disk-is-full", "machine.md#the-database-ended-the-work"
NIGHT = "README.md#which-page"
"""For a failure of `wps nightly` that says nothing of its own section."""

FULL_MB = 64
"""Postgres writes 16 MB ahead at a time: with less than a few of these it stops, without saying why to its clients."""


def section_of(dag_id: str, task_id: str | None = None, error: BaseException | None = None) -> str:
    """The section of docs/runbooks for a task that failed, or (without one) for a run; a known cause decides.

    Raises KeyError for a DAG that has no page.
    """
    return known_section(error) or f"{PAGES[dag_id.partition('_')[0]]}#{task_id or NO_TASK}"


def known_section(error: BaseException | None) -> str | None:
    """The section for an error whose class or words say enough; None for all others."""
    if isinstance(error, psycopg.OperationalError):
        return DISK_FULL if _is_full(error) else DATABASE
    if "No space left on device" in str(error):
        return DISK_FULL
    return error.runbook if isinstance(error, WpsError) else None


def _is_full(error: psycopg.OperationalError) -> bool:
    """Whether the database ended the work for want of space: by its own word, or as a look at the disk shows."""
    if isinstance(error, psycopg.errors.DiskFull):
        return True
    loaded = settings.load()
    ours = not loaded.database_url and loaded.home.exists()
    return ours and shutil.disk_usage(loaded.home).free < FULL_MB * 2**20


def raise_alert(subject: str, message: str, section: str) -> None:
    """Keep an alert and log it. A database that is down must not hide the alert: then it stands in the log only."""
    page = f"{RUNBOOKS}/{section}"
    log.error("ALERT %s: %s What to do: %s", subject, message, page)
    try:
        with db.connect(settings.load(), "wps_loader") as connection:
            connection.execute(
                "insert into audit.alert (subject, message, runbook) values (%s, %s, %s)", [subject, message, page]
            )
    except (WpsError, psycopg.Error) as error:
        log.error("The alert could not be kept in audit.alert: %s", error)


def on_task_failure(context: dict[str, Any]) -> None:
    """Airflow's callback for a task that failed for good."""
    task, error = context["task_instance"], context.get("exception")
    section = section_of(task.dag_id, task.task_id, error)
    raise_alert(f"{task.dag_id}.{task.task_id} failed", f"{error} (run {task.run_id})", section)


def on_run_failure(context: dict[str, Any]) -> None:
    """Airflow's callback for a run that failed: for what no task lives to tell, when it was killed or ran too long."""
    dag, run_id = context["dag"], context["run_id"]
    if _is_told(dag.dag_id, run_id):
        return
    why = (
        f"it was not done within its deadline of {dag.dagrun_timeout}"
        if context.get("reason") == "timed_out"
        else "a task ended without a word; it was killed, perhaps for want of memory"
    )
    raise_alert(f"{dag.dag_id} failed", f"Run {run_id}: {why}. What is published stays.", section_of(dag.dag_id))


def _is_told(dag_id: str, run_id: str) -> bool:
    """Whether a task of the run has raised its alert already."""
    try:
        with db.connect(settings.load(), "wps_loader") as connection:
            found = connection.execute(
                "select from audit.alert where starts_with(subject, %s) and message like %s limit 1",
                [f"{dag_id}.", f"%(run {run_id})"],
            )
            return found.rowcount > 0
    except (WpsError, psycopg.Error):
        return False
