"""A real Airflow on the embedded server: started, used, broken, stopped."""

import json
import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from warehouse import airflow_api, airflow_env, embedded, passfile, ports, processes, supervisor
from warehouse.errors import WpsError

pytestmark = pytest.mark.airflow

DAGS = """
from airflow.sdk import dag, task

@dag(schedule=None)
def works():
    @task
    def first(**context):
        import helper_of_the_project
        return context["dag_run"].conf["number"]

    @task
    def second(number, **context):
        print(f"got {number} for {context['logical_date']:%Y-%m-%d}")

    second(first())

@dag(schedule=None)
def fails():
    @task
    def fine():
        pass

    @task
    def bad():
        raise ValueError("the page has no title, expected one")

    @task
    def after():
        pass

    fine() >> bad() >> after()

works()
fails()
"""


@dataclass
class Machine:
    home: Path
    project: Path
    env: dict[str, str]
    told: list[str]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    root = tmp_path_factory.mktemp("airflow")
    home, project = root / "my home", root / "project"
    (project / "dags").mkdir(parents=True)
    (project / "dags/two.py").write_text(DAGS)
    (project / "dags/broken.py").write_text("from airflow.sdk import dag\nimport a_module_that_is_not_there\n")
    (project / "helper_of_the_project.py").touch()
    server = embedded.start(home)
    try:
        airflow_env.ensure_airflow_database(server)
        airflow_env.ensure_airflow_database(server)
        env = airflow_env.environment(home, project, host=server.host, port=server.port)
        supervisor.migrate(env)
        told: list[str] = []
        supervisor.up(home, env, told.append, triggerer=False)
        yield Machine(home, project, env, told)
    finally:
        supervisor.down(home, print)
        embedded.stop(home)


@pytest.fixture
def api(machine: Machine) -> Iterator[airflow_api.Client]:
    client = airflow_api.connect(machine.home)
    yield client
    client.close()


def of_this_airflow(home: Path) -> list[psutil.Process]:
    """Every process that carries this Airflow's environment or writes to its files, found without our own records."""
    folder, found = str(home / "airflow"), []
    for process in psutil.process_iter():
        try:
            # A process that gave itself a title has overwritten its environment.
            files = [file.path for file in process.open_files()]
            if process.environ().get("AIRFLOW_HOME") == folder or any(file.startswith(folder) for file in files):
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_comes_up_and_tells_so(machine: Machine) -> None:
    names = ["api-server", "dag-processor", "scheduler"]
    assert sorted(machine.told[1:]) == [f"airflow {name} is up" for name in names]
    assert sorted(supervisor.status(machine.home)) == names


def test_listens_on_loopback_only(machine: Machine) -> None:
    heard = {
        connection.laddr
        for process in of_this_airflow(machine.home)
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert {(ports.HOST, int(machine.env["AIRFLOW__API__PORT"]))} == heard


def test_secrets_are_their_owners_alone(machine: Machine) -> None:
    folder = machine.home / "airflow"
    for file in (airflow_env.admin_password_file(machine.home), folder / "secrets", folder / "log/api-server.log"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    password = passfile.password(machine.home, "airflow")
    assert not [name for name, value in machine.env.items() if password in value]
    admin = json.loads(airflow_env.admin_password_file(machine.home).read_text())["admin"]
    assert admin not in (folder / "log/api-server.log").read_text()


def test_the_environment_stays_the_same_while_airflow_is_up(machine: Machine) -> None:
    database = machine.env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].rpartition(":")[2].partition("/")[0]
    again = airflow_env.environment(machine.home, machine.project, host=ports.HOST, port=int(database))
    assert again == machine.env


def test_the_pages_ask_for_a_login(machine: Machine) -> None:
    with pytest.raises(WpsError, match=r"refused the login of admin: .*"):
        airflow_api.Client(machine.env["AIRFLOW__API__BASE_URL"], "admin", "guess")


def test_a_run_succeeds(api: airflow_api.Client) -> None:
    told: list[str] = []
    api.await_dag("works")
    api.unpause("works")
    run_id = api.trigger("works", {"number": 7}, datetime(2025, 12, 31, tzinfo=UTC))
    run = api.wait("works", run_id, told.append, 60)
    assert (run.state, run.tasks, run.failures) == ("success", {"first": "success", "second": "success"}, ())
    assert {"works.first: success", "works.second: success"} <= set(told)
    assert "got 7 for 2025-12-31" in api.task_log("works", run_id, "second")
    assert [known["dag_run_id"] for known in api.runs("works")] == [run_id]


def test_a_failed_run_says_where_and_why(api: airflow_api.Client) -> None:
    api.await_dag("fails")
    api.unpause("fails")
    run = api.wait("fails", api.trigger("fails"), lambda _: None, 60)
    assert run.state == "failed"
    assert run.tasks == {"fine": "success", "bad": "failed", "after": "upstream_failed"}
    assert [(failure.task, failure.attempt) for failure in run.failures] == [("bad", 1)]
    assert "dags/two.py" in run.failures[0].log  # where it was raised
    assert run.complaint().endswith(": failed; bad (attempt 1): ValueError: the page has no title, expected one")


def test_a_paused_dag_waits_and_the_wait_ends(api: airflow_api.Client) -> None:
    api.await_dag("works")
    api.pause("works")
    with pytest.raises(WpsError, match=r"DAG works, run .* is queued after 1 s .*: see http"):
        api.wait("works", api.trigger("works", {"number": 1}), lambda _: None, 1)


def test_a_file_that_cannot_be_read_is_named(api: airflow_api.Client) -> None:
    with pytest.raises(WpsError, match=r"no DAG other: .*broken.py cannot be imported: ModuleNotFoundError.*not_there"):
        api.await_dag("other", 20)


def test_pools_are_made_and_changed(api: airflow_api.Client) -> None:
    api.set_pool("dbt", 3, "one build at a time")
    api.set_pool("dbt", 1, "one build at a time")
    assert api.pools()["dbt"] == 1


def test_what_airflow_refuses_is_told(api: airflow_api.Client) -> None:
    with pytest.raises(WpsError, match=r"POST dags/nowhere/dagRuns with 404: .*nowhere"):
        api.trigger("nowhere")


def test_up_again_starts_only_what_has_died_and_ends_what_it_left(machine: Machine) -> None:
    before = supervisor.status(machine.home)
    left = processes.tree(processes.identify(before["scheduler"]))
    assert len(left) > 1
    os.kill(before["scheduler"], signal.SIGKILL)
    processes.until(lambda: supervisor.status(machine.home)["scheduler"] is None, 5)
    supervisor.up(machine.home, machine.env, print, triggerer=False)
    after = supervisor.status(machine.home)
    assert after.pop("scheduler") not in (None, before.pop("scheduler"))
    assert after == before
    assert processes.gone(left, 5)


def test_a_component_that_dies_is_named_with_its_log(machine: Machine, tmp_path: Path) -> None:
    port = ports.free()  # nobody listens there
    env = airflow_env.environment(tmp_path, machine.project, host=ports.HOST, port=port)
    with pytest.raises(WpsError, match=r"airflow [a-z-]+ ended instead of starting: .+ \(log: .*\.log\)") as caught:
        supervisor.up(tmp_path, env, print, triggerer=False)
    assert "\n" not in str(caught.value)
    assert of_this_airflow(tmp_path) == []
    with pytest.raises(WpsError, match=r"airflow db migrate failed: .*refused"):
        supervisor.migrate(env)


def test_a_recycled_pid_is_never_killed(tmp_path: Path) -> None:
    (tmp_path / "airflow").mkdir()
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as stranger:
        was = {"pid": stranger.pid, "started": "another boot:1"}
        (tmp_path / "airflow/processes.json").write_text(json.dumps({"settings": "", "processes": {"scheduler": was}}))
        assert supervisor.status(tmp_path) == {"scheduler": None}
        supervisor.down(tmp_path, print)
        assert stranger.poll() is None
        stranger.kill()
    assert supervisor.status(tmp_path) == {}


def test_down_leaves_no_process_not_even_one_that_hangs(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(of_this_airflow(machine.home)) >= 3
    os.kill(supervisor.status(machine.home)["dag-processor"], signal.SIGSTOP)
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 5)
    told: list[str] = []
    supervisor.down(machine.home, told.append)
    assert "airflow dag-processor still busy after 5 s: killing" in told
    assert of_this_airflow(machine.home) == []
    assert supervisor.status(machine.home) == {}
    assert ports.is_free(int(machine.env["AIRFLOW__API__PORT"]))
    supervisor.down(machine.home, print)
    with pytest.raises(WpsError, match=r"no answer from Airflow at .*is it up"):
        airflow_api.connect(machine.home)
