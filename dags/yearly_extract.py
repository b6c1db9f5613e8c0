"""The DAG `yearly_extract`: the extract of one year, from a release or as of a past time."""

from airflow.sdk import DAG, Param, task

from warehouse import settings
from warehouse.alerts import on_run_failure, on_task_failure

DOC = """
### The extract of one year, as a folder under `WPS_HOME/extracts`

Workbook, document, charts and open data, with the rows behind each figure: `docs/for_report_authors.md`.

* **year**: of adoption; empty for the latest complete one.
* **release** or **as_of**: the number of a release (empty: the current one), or a past day or time.
* **Safe to run again**: the same parameters give the same bytes.
* **When it fails**: `docs/runbooks/yearly.md`
"""

with DAG(
    dag_id="yearly_extract",
    description="Workbook, document, charts and open data of one year",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=True,
    on_failure_callback=on_run_failure,
    default_args={"owner": "wps", "retries": 0, "on_failure_callback": on_task_failure},
    params={
        "year": Param(None, type=["null", "integer"], description="Year of adoption; empty: the latest complete one"),
        "release": Param(None, type=["null", "integer"], description="Number of a release; empty: the current one"),
        "as_of": Param(None, type=["null", "string"], description="A past day or time, such as 2026-01-31"),
    },
    tags=["extract"],
    doc_md=DOC,
) as dag:

    @task(pool="dbt")
    def extract(params: dict[str, object] | None = None) -> str:
        from reports import extract as extracts

        return str(extracts.from_parameters(settings.load(), params or {}))

    extract()
