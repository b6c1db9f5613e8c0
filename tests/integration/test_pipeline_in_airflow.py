"""The real DAGs in a real Airflow over a real Postgres: a night, a still one, broken sites, a closed gate, a kill."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import psycopg
import pytest
import requests
import secrets_scan
from airflow_machine import (
    EXTRACT,
    INGEST,
    OTHERS,
    SECONDS,
    WAREHOUSE,
    Machine,
    crawl_all,
    kill_who_holds,
    next_of,
    run,
    up,
)
from test_airflow_runs import of_this_airflow

from replica.faults import Faults
from warehouse import airflow_api, airflow_env, alerts, db, embedded, operate, ports, processes, supervisor
from warehouse.errors import WpsError

pytestmark = pytest.mark.airflow


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with up(tmp_path_factory.mktemp("nightly")) as machine:
        yield machine


@pytest.fixture
def api(machine: Machine) -> Iterator[airflow_api.Client]:
    client = airflow_api.connect(machine.settings.home)
    yield client
    client.close()
    machine.site.faults = Faults()


def test_up_tells_where_to_look_and_starts_no_run_by_itself(machine: Machine, api: airflow_api.Client) -> None:
    told = "\n".join(machine.told)
    assert airflow_env.api_url(machine.settings.home) in told
    assert "postgresql://wps_reader@" in told
    assert "every night, next at 20" in told
    secret = json.loads(airflow_env.admin_password_file(machine.settings.home).read_text())["admin"]
    assert secret not in told
    for dag in (*OTHERS, INGEST, WAREHOUSE, EXTRACT):
        assert not api.is_paused(dag)
        assert api.runs(dag) == []
    assert api.pools()["dbt"] == 1


def test_an_accepted_crawl_starts_the_warehouse_which_publishes(machine: Machine, api: airflow_api.Client) -> None:
    crawl_all(api)
    night = next_of(api, WAREHOUSE, before=0)
    assert night.run_id.startswith("asset_triggered")
    assert (night.state, set(night.tasks.values())) == ("success", {"success"}), night.complaint()
    assert machine.published()[0] == 1
    assert machine.ask("select count(*) from marts.dim_resolution")[0][0] > 40
    assert machine.ask("select count(*) from audit.alert") == [(0,)]
    log = api.task_log(WAREHOUSE, night.run_id, "gate_raw") + api.task_log(WAREHOUSE, night.run_id, "gate_marts")
    assert len(log.splitlines()) < 60  # Great Expectations tells a thousand lines where it may
    assert (machine.settings.home / "dbt/logs/dbt.log").is_file()


def test_make_run_while_it_is_up_leaves_all_as_it_was_and_an_unchanged_night_makes_no_release(
    machine: Machine, api: airflow_api.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, components = machine.published(), supervisor.status(machine.settings.home)
    asked = len(machine.site.requests)
    with pytest.raises(WpsError, match="Airflow is up in this WPS_HOME with other settings"):
        operate.run(machine.settings, print)
    for name, value in machine.site.environment().items():
        monkeypatch.setenv(name, value)
    api.pause(WAREHOUSE)
    told: list[str] = []
    try:
        operate.run(machine.settings, told.append)
        assert api.is_paused(WAREHOUSE)
    finally:
        api.unpause(WAREHOUSE)
    assert not api.is_paused(INGEST)
    assert supervisor.status(machine.settings.home) == components
    assert machine.published() == before
    states = {"gate_raw": "success", "build": "success", "gate_marts": "skipped", "publish": "skipped"}
    latest = api.runs(WAREHOUSE)[0]["dag_run_id"]
    assert api.wait(WAREHOUSE, latest, lambda _: None, 1).tasks == states
    ours = [request for request in machine.site.requests[asked:] if request.path.startswith("/un_resolutions")]
    assert {request.path for request in ours} == {"/un_resolutions/tree"}  # which names no file that we lack
    assert not [request for request in machine.site.requests[asked:] if request.status not in (200, 304, 403)]
    assert any("wps-2019-r1-SAMPLE" in line for line in told)


@pytest.mark.parametrize(
    ("fault", "reason"), [("status_500", r"answered 500|status 500"), ("tree_truncated", "truncated: true")]
)
def test_a_refused_crawl_says_why_and_changes_nothing_for_readers(
    machine: Machine, api: airflow_api.Client, fault: str, reason: str
) -> None:
    before, nights = machine.published(), len(api.runs(WAREHOUSE))
    setattr(machine.site.faults, fault, True)
    failed = run(api, INGEST)
    assert (failed.state, [(failure.task, failure.attempt) for failure in failed.failures]) == (
        "failed",
        [("crawl", 3)],
    )
    ((subject, message, runbook),) = machine.alerts(failed.run_id)
    assert (subject, runbook) == (f"{INGEST}.crawl failed", "docs/runbooks/ingest.md#crawl")
    for text in (failed.failures[0].log, failed.complaint(), message):
        assert "un_resolutions is refused, the data in use stays" in text
        assert re.search(reason, text), text
    assert machine.published() == before
    assert len(api.runs(WAREHOUSE)) == nights


def test_a_killed_crawl_leaves_no_lock_and_its_next_attempt_succeeds(machine: Machine, api: airflow_api.Client) -> None:
    api.pause(WAREHOUSE)  # an event that finds it paused starts nothing
    machine.site.faults.slow = 0.5
    run_id = api.trigger(INGEST, {"mode": "sweep"})
    assert processes.until(lambda: bool(machine.ask("select from raw.crawl where finished_at is null")), 60)
    kill_who_holds(machine, "wps wps_loader", "objid = hashtext('wps crawl un_resolutions')::oid")
    machine.site.faults.slow = 0.0
    finished = api.wait(INGEST, run_id, lambda _: None, SECONDS)
    api.unpause(WAREHOUSE)
    assert finished.state == "success", finished.complaint()
    (last,), (killed,) = machine.ask(
        "select verdict from raw.crawl where source = 'un_resolutions' order by crawl_id desc limit 2"
    )
    assert last == "accepted"
    assert killed != "accepted"


def test_a_closed_gate_fails_its_task_and_readers_keep_the_release(machine: Machine, api: airflow_api.Client) -> None:
    before, nights = machine.published(), len(api.runs(WAREHOUSE))
    year = machine.site.archive / "data_extract/2017.json"
    whole = year.read_bytes()
    try:
        year.write_bytes(b"".join(whole.splitlines(keepends=True)[1:]))
        crawl_all(api)
        night = next_of(api, WAREHOUSE, nights)
    finally:
        year.write_bytes(whole)
    assert night.tasks == {
        "gate_raw": "failed",
        "build": "upstream_failed",
        "gate_marts": "upstream_failed",
        "publish": "upstream_failed",
    }
    ((subject, message, runbook),) = machine.alerts(night.run_id)
    assert (subject, runbook) == ("warehouse.gate_raw failed", "docs/runbooks/warehouse.md#gate_raw")
    for text in (night.failures[0].log, night.complaint(), message):
        assert "closed_years_are_complete (1 rows)" in text
    assert machine.published() == before
    assert machine.ask("select count(*) from marts.dim_resolution where year = 2017") == [(3,)]


def test_a_killed_extract_is_told_and_the_next_one_is_whole(machine: Machine, api: airflow_api.Client) -> None:
    folder = machine.settings.home / "extracts/wps-2017-r1-SAMPLE"
    with db.connect(machine.settings) as blocker, blocker.transaction():
        blocker.execute("lock table marts_r1.rpt_council_year in access exclusive mode")
        run_id = api.trigger(EXTRACT, {"year": 2017})
        kill_who_holds(machine, "wps wps_publisher", "not granted")
    killed = api.wait(EXTRACT, run_id, lambda _: None, SECONDS)
    assert (killed.state, folder.exists()) == ("failed", False)
    # No task lives to tell it: Airflow's DAG processor does, a moment later.
    assert processes.until(lambda: bool(machine.alerts(run_id)), 40, pause=0.3)
    ((subject, message, runbook),) = machine.alerts(run_id)
    assert (subject, runbook) == ("yearly_extract failed", "docs/runbooks/yearly.md#no-task-named")
    assert "a task ended without a word" in message
    assert run(api, EXTRACT, {"year": 2017}).state == "success"
    assert (folder / "MANIFEST.sha256").is_file()
    assert (folder / "data/rpt_council_year.csv").is_file()


def test_each_failure_was_told_once(machine: Machine, api: airflow_api.Client) -> None:
    failed = [
        one["dag_run_id"] for dag in (INGEST, WAREHOUSE, EXTRACT) for one in api.runs(dag) if one["state"] == "failed"
    ]
    assert len(failed) == 4
    assert [len(machine.alerts(run_id)) for run_id in failed] == [1, 1, 1, 1]
    assert machine.ask("select count(*) from audit.alert") == [(4,)]


def test_a_run_past_its_deadline_is_told(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WPS_HOME", str(machine.settings.home))
    dag = SimpleNamespace(dag_id=INGEST, dagrun_timeout=timedelta(hours=3))
    alerts.on_run_failure({"dag": dag, "run_id": "scheduled__x", "reason": "timed_out"})  # as Airflow calls it
    ((subject, message, runbook),) = machine.alerts("scheduled__x")
    assert (subject, runbook) == ("ingest_un_resolutions failed", "docs/runbooks/ingest.md#no-task-named")
    assert "not done within its deadline of 3:00:00" in message


def test_airflow_keeps_and_shows_no_secret(machine: Machine, api: airflow_api.Client) -> None:
    """After all these nights: logs, DAG code, rendered templates, connections, and all else in both databases."""
    home = machine.settings.home
    secrets = secrets_scan.of(home)
    assert {"airflow", "wps_loader", "admin", "jwt", "fernet"} <= set(secrets)
    files = [
        file
        for file in home.rglob("*")
        if home / "postgres/data" not in file.parents and file.relative_to(home).as_posix() not in secrets_scan.KEPT_IN
    ]
    assert any("task_id=gate_marts" in str(file) for file in files)
    assert secrets_scan.in_files(secrets, iter(files)) == []
    for database in ("warehouse", "airflow"):
        with psycopg.connect(embedded.start(home).admin_dsn(database), autocommit=True) as admin:
            assert secrets_scan.in_database(secrets, admin) == [], database
            if database == "airflow":
                rendered = admin.execute("select count(*) > 0 from rendered_task_instance_fields").fetchone()
                assert rendered == (True,)
    for path in ("connections", "variables", "dagSources/warehouse", "config"):
        shown = requests.get(f"{api.url}/api/v2/{path}", headers=dict(api._session.headers), timeout=30).text
        assert [name for name, secret in secrets.items() if secret in shown] == [], path


def test_airflow_asks_for_a_login(api: airflow_api.Client) -> None:
    for path in ("api/v2/dags", "api/v2/connections", "ui/config"):
        assert requests.get(f"{api.url}/{path}", timeout=30).status_code == 401, path
    refused = requests.post(f"{api.url}/auth/token", json={"username": "admin", "password": "admin"}, timeout=30)
    assert refused.status_code == 401


def test_down_leaves_no_process(machine: Machine) -> None:
    assert of_this_airflow(machine.settings.home)
    port = int(airflow_env.api_url(machine.settings.home).rpartition(":")[2])
    operate.down(machine.settings, print)
    assert of_this_airflow(machine.settings.home) == []
    assert embedded.running(machine.settings.home) is None
    assert ports.is_free(port)
    operate.down(machine.settings, print)  # nothing to do, and no complaint
