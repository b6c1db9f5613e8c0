"""An Airflow worker is killed, and with it all that would have told of its task: the night goes on by itself."""

import os
import signal

import psutil
import pytest
from airflow_machine import INGEST, OTHERS, SECONDS, WAREHOUSE, Machine, crawl_all, next_of, run, up, who_holds

from warehouse import airflow_api, processes

pytestmark = [pytest.mark.airflow, pytest.mark.long]

LOADER = "wps wps_loader", "objid = hashtext('wps crawl un_resolutions')::oid"


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        # Airflow's own 5 minutes, after which a task that gave no sign of life is taken for dead, are long for a test.
        patch.setenv("AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT", "20")
        with up(tmp_path_factory.mktemp("killed worker")) as machine:
            yield machine


def worker_of(pid: int) -> psutil.Process:
    """The process of Airflow that watches over a task's process."""
    worker = psutil.Process(pid).parent()
    assert worker is not None
    assert "airflow worker" in " ".join(worker.cmdline())
    return worker


@pytest.mark.parametrize("with_its_task", [False, True], ids=["the task lives on", "the task dies too"])
def test_the_task_is_tried_again_and_the_night_is_published(machine: Machine, tally, with_its_task):
    api = airflow_api.connect(machine.settings.home)
    nights = len(api.runs(WAREHOUSE))
    crawl_all(api)
    first = next_of(api, WAREHOUSE, nights)
    assert first.state == "success", first.complaint()
    before = machine.published()
    api.pause(WAREHOUSE)
    machine.site.faults.slow = 0.3
    run_id = api.trigger(INGEST, {"mode": "sweep"})
    task = who_holds(machine, *LOADER)
    worker = worker_of(task)
    assert worker.pid != os.getpid()
    worker.kill()
    if with_its_task:
        os.kill(task, signal.SIGKILL)
    machine.site.faults.slow = 0.0
    ended = api.wait(INGEST, run_id, lambda _: None, SECONDS)
    api.unpause(WAREHOUSE)
    assert ended.state == "success", ended.complaint()
    assert machine.published() == before
    assert processes.until(lambda: machine.ask("select from raw.crawl where finished_at is null") == [], 30)
    ((verdict,),) = machine.ask(
        "select verdict from raw.crawl where source = 'un_resolutions' order by crawl_id desc limit 1"
    )
    assert verdict == "accepted"
    assert {run(api, dag).state for dag in (*OTHERS, INGEST)} == {"success"}  # its place was taken by another worker
    api.close()
    tally("kills survived", "Airflow worker")
