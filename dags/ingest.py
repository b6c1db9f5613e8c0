"""One ingest DAG a source, made from its `source.yml`: `ingest_<source>`."""

from datetime import timedelta

from airflow.sdk import DAG, Asset, CronTriggerTimetable, Param, task

from extractors.core import source as sources
from warehouse import settings
from warehouse.alerts import on_run_failure, on_task_failure

DOC = """
### {title}

{publisher}. Discover > fetch > land > parse, and decide whether the data may be used.

* **Accepted**: emits the asset `raw/{name}`, on which the DAG `warehouse` runs.
* **Refused**: the task fails with the reason, and the data in use stays. What to do: `docs/runbooks/ingest.md`
* **When**: nightly (UTC). It sees the site as it is now, so nights that were missed are not made up for one by one.
* **Mode**: `incremental` asks for what changed, and becomes a sweep when one is due; `sweep` asks for every page.

{acknowledgement}
"""


def ingest_dag(source: sources.Source) -> DAG:
    """The DAG of one source."""
    # A site needs time to recover; the replica does not.
    pause = timedelta(minutes=10) if settings.load().sources == "live" else timedelta(seconds=1)
    with DAG(
        dag_id=f"ingest_{source.name}",
        description=source.title,
        # At the first start no night was missed yet, however short ago its hour was; later ones are caught up with.
        schedule=CronTriggerTimetable(source.schedule, timezone="UTC", run_immediately=timedelta(0)),
        catchup=False,
        max_active_runs=1,
        is_paused_upon_creation=True,
        dagrun_timeout=timedelta(hours=source.deadline_hours),
        on_failure_callback=on_run_failure,
        default_args={"owner": "wps", "retries": 2, "retry_delay": pause, "on_failure_callback": on_task_failure},
        params={"mode": Param("incremental", enum=["incremental", "sweep"], description="sweep asks for every page")},
        tags=["ingest", source.name],
        doc_md=DOC.format(
            title=source.title,
            publisher=source.publisher,
            name=source.name,
            acknowledgement=source.acknowledgement,
        ),
    ) as dag:

        @task(outlets=[Asset(f"raw/{source.name}")])
        def crawl(name: str, params: dict[str, str] | None = None) -> dict[str, object]:
            from warehouse import console, steps

            with console.progress(console.out) as progress:
                return dict(steps.crawl(settings.load(), name, (params or {})["mode"], progress).counts)

        crawl(source.name)
    return dag


for _name in sources.names():
    globals()[f"ingest_{_name}"] = ingest_dag(sources.load(_name))
