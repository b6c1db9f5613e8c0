"""Alerts: what went wrong, kept in audit.alert and said in the log, with the page that tells what to do."""

import logging
from typing import Any

import psycopg

from warehouse import db, settings
from warehouse.errors import WpsError

log = logging.getLogger(__name__)

RUNBOOKS = "docs/runbooks"


def raise_alert(subject: str, message: str, runbook: str) -> None:
    """Keep an alert and log it. A database that is down must not hide the alert: then it stands in the log only."""
    page = f"{RUNBOOKS}/{runbook}.md"
    log.error("ALERT %s: %s What to do: %s", subject, message, page)
    try:
        with db.connect(settings.load(), "wps_loader") as connection:
            connection.execute(
                "insert into audit.alert (subject, message, runbook) values (%s, %s, %s)", [subject, message, page]
            )
    except (WpsError, psycopg.Error) as error:
        log.error("The alert could not be kept in audit.alert: %s", error)


def runbook_of(dag_id: str) -> str:
    """The page of a DAG's alarms: all ingest DAGs share one."""
    return dag_id.partition("_")[0]


def on_task_failure(context: dict[str, Any]) -> None:
    """Airflow's callback for a task that failed for good."""
    task = context["task_instance"]
    message = f"{context.get('exception')} (run {task.run_id})"
    raise_alert(f"{task.dag_id}.{task.task_id} failed", message, runbook_of(task.dag_id))


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
    raise_alert(f"{dag.dag_id} failed", f"Run {run_id}: {why}. What is published stays.", runbook_of(dag.dag_id))


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
