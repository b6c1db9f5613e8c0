"""The DAG files: all load, none is empty, each keeps the rules; shown to fail on an empty and on a broken folder."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractors.core import source as sources
from warehouse import alerts
from warehouse.settings import PROJECT

HEAVY = ("dbt", "great_expectations", "pandas", "lxml", "expectations", "reports", "warehouse.build", "warehouse.steps")
"""What the tasks are for: the DAG processor reads the files all day and must not load it."""

LOAD = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
before = set(sys.modules)
bag = DagBag(sys.argv[1])
print("BAG " + json.dumps({
    "errors": bag.import_errors,
    "heavy": sorted(name for name in json.loads(sys.argv[2]) if name in sys.modules and name not in before),
    "dags": {
        dag.dag_id: {
            "doc": dag.doc_md,
            "tags": sorted(dag.tags),
            "active_runs": dag.max_active_runs,
            "catchup": dag.catchup,
            "paused": dag.is_paused_upon_creation,
            "schedule": dag.timetable.__class__.__name__,
            "timeout": dag.dagrun_timeout and dag.dagrun_timeout.total_seconds(),
            "callback": getattr(dag.on_failure_callback, "__name__", str(dag.on_failure_callback)),
            "tasks": {
                task.task_id: {
                    "pool": task.pool,
                    "retries": task.retries,
                    "callbacks": [callback.__name__ for callback in task.on_failure_callback],
                    "outlets": [outlet.uri for outlet in task.outlets],
                    "downstream": sorted(task.downstream_task_ids),
                }
                for task in dag.tasks
            },
        }
        for dag in bag.dags.values()
    },
}))
"""


class BagError(Exception):
    """A DAG folder that must not be shipped."""


def load(folder: Path, home: Path) -> dict[str, Any]:
    """The DAGs of a folder, read as Airflow reads them. Raises BagError where a file is broken or none has a DAG."""
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "WPS_HOME": str(home),
        "PYTHONPATH": str(PROJECT),
    }
    # A process of its own: Airflow reads these once, when it is first imported.
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(folder), json.dumps(HEAVY)],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("BAG ")]
    if done.returncode or not told:
        raise BagError(f"the folder {folder} cannot be read: {done.stderr[-2000:]}")
    bag = json.loads(told[-1].removeprefix("BAG "))
    if bag["errors"]:
        raise BagError(f"a DAG file cannot be imported: {bag['errors']}")
    if not bag["dags"]:
        raise BagError(f"no DAG in {folder}; expected at least one")
    return bag


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return load(PROJECT / "dags", tmp_path_factory.mktemp("airflow home"))


@pytest.fixture(scope="module")
def dags(bag: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return bag["dags"]


def test_a_folder_without_a_dag_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags/airflow_dag_to_be.py").write_text("# airflow dag: to be written\n")
    with pytest.raises(BagError, match="no DAG in"):
        load(tmp_path / "dags", tmp_path)


def test_a_broken_file_is_an_error_though_others_load(tmp_path: Path) -> None:
    (tmp_path / "dags").mkdir()
    for file in (PROJECT / "dags").glob("*.py"):
        (tmp_path / "dags" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "dags/broken.py").write_text("from airflow.sdk import dag\nimport a_module_that_is_not_there\n")
    with pytest.raises(BagError, match=r"broken\.py.*a_module_that_is_not_there"):
        load(tmp_path / "dags", tmp_path)


def test_each_source_has_its_dag_and_there_are_no_others(dags: dict[str, dict[str, Any]]) -> None:
    folders = {path.parent.name for path in (PROJECT / "extractors/sources").glob("*/source.yml")}
    assert folders
    assert set(sources.names()) == folders
    assert set(dags) == {*(f"ingest_{name}" for name in folders), "warehouse", "yearly_extract"}


def test_every_dag_keeps_the_rules(dags: dict[str, dict[str, Any]]) -> None:
    for name, dag in dags.items():
        assert "docs/runbooks/" in dag["doc"], name
        assert dag["tags"], name
        assert dag["active_runs"] == 1, name
        assert dag["catchup"] is False, name
        assert dag["paused"] is True, name
        assert dag["callback"] == "on_run_failure", name
        for task, settings in dag["tasks"].items():
            assert settings["callbacks"] == ["on_task_failure"], f"{name}.{task}"
        assert dag["schedule"] == "NullTimetable" or dag["timeout"], f"{name} runs by itself and has no deadline"


def test_only_the_extract_waits_for_a_hand(dags: dict[str, dict[str, Any]]) -> None:
    assert [name for name, dag in dags.items() if dag["schedule"] == "NullTimetable"] == ["yearly_extract"]


def test_every_alarm_has_its_section_and_the_docs_name_its_page(dags: dict[str, dict[str, Any]]) -> None:
    for name, dag in dags.items():
        for task in (*dag["tasks"], None):
            page, _, anchor = alerts.section_of(name, task).partition("#")
            text = (PROJECT / alerts.RUNBOOKS / page).read_text(encoding="utf-8")
            # tests/unit/test_runbooks.py follows every link; this holds the pages against the DAGs as they are.
            assert f"\n## {anchor}\n".replace("no-task-named", "No task named") in text, f"{name}.{task}"
            assert f"{alerts.RUNBOOKS}/{page}" in dag["doc"], name


def test_what_runs_dbt_does_so_one_at_a_time(dags: dict[str, dict[str, Any]]) -> None:
    pools = {f"{name}.{task}": of["pool"] for name, dag in dags.items() for task, of in dag["tasks"].items()}
    assert {task for task, pool in pools.items() if pool == "dbt"} == {"warehouse.build", "yearly_extract.extract"}


def test_crawls_are_tried_again_and_emit_their_asset(dags: dict[str, dict[str, Any]]) -> None:
    for name in sources.names():
        (crawl,) = dags[f"ingest_{name}"]["tasks"].values()
        assert crawl["retries"] == 2
        assert crawl["outlets"] == [f"raw/{name}"]


def test_the_night_is_gated_before_dbt_and_before_readers(dags: dict[str, dict[str, Any]]) -> None:
    order = {task: of["downstream"] for task, of in dags["warehouse"]["tasks"].items()}
    assert order == {"gate_raw": ["build"], "build": ["gate_marts"], "gate_marts": ["publish"], "publish": []}


def test_reading_the_files_imports_nothing_heavy(bag: dict[str, Any]) -> None:
    assert bag["heavy"] == []
