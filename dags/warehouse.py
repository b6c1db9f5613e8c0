"""The DAG `warehouse`: gate what landed, build the marts, gate them, publish."""

from datetime import timedelta
from functools import reduce
from operator import and_

from airflow.sdk import DAG, Asset, AssetOrTimeSchedule, CronTriggerTimetable, task

from extractors.core import source as sources
from warehouse import settings
from warehouse.alerts import on_run_failure, on_task_failure

DEADLINE = "0 6 * * *"
"""UTC: by then the crawls are over or late, and the night goes on with each source's last accepted data."""

DOC = """
### gate_raw > build > gate_marts > publish

Makes the next release from each source's last accepted data.

* **When**: when all sources have been crawled, and at the crawl deadline (06:00 UTC) in any case.
* **No record changed**: no new release; the tasks behind `build` are skipped.
* **A gate closes**: its task fails; log and alert name the expectations. What to do: `docs/runbooks/warehouse.md`
* **Readers** see the old release until `publish` commits, and the new one from then on.
"""

with DAG(
    dag_id="warehouse",
    description="Gate, build, gate, publish",
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable(DEADLINE, timezone="UTC", run_immediately=timedelta(0)),
        assets=reduce(and_, [Asset(f"raw/{name}") for name in sources.names()]),
    ),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=True,
    dagrun_timeout=timedelta(hours=2),
    on_failure_callback=on_run_failure,
    default_args={"owner": "wps", "retries": 0, "on_failure_callback": on_task_failure},
    tags=["warehouse"],
    doc_md=DOC,
) as dag:

    @task
    def gate_raw() -> str:
        from expectations import gate

        return gate.run(settings.load(), "raw").verdict

    @task.short_circuit(pool="dbt")
    def build() -> bool:
        from warehouse import build as building
        from warehouse import console

        with console.progress(console.out) as progress:
            return not building.build(settings.load(), progress).unchanged

    @task
    def gate_marts() -> str:
        from expectations import gate

        return gate.run(settings.load(), "marts").verdict

    @task
    def publish() -> int:
        from warehouse import releases

        return releases.publish(settings.load()).release_id

    gate_raw() >> build() >> gate_marts() >> publish()
