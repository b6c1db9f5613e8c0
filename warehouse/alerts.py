"""Alerts: what went wrong, kept in audit.alert and said in the log, with the page that tells what to do."""

import logging
from typing import Any

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
    except WpsError as error:
        log.error("The alert could not be kept in audit.alert: %s", error)


def on_task_failure(context: dict[str, Any]) -> None:
    """Airflow's callback for a task that failed for good."""
    task = context["task_instance"]
    raise_alert(f"{task.dag_id}.{task.task_id} failed", str(context.get("exception")), task.dag_id.partition("_")[0])
