"""Nights that are killed at each step: readers keep what they had, and one clean night ends where it should."""

import os
import shutil
import signal
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from faulty_site import FILE
from killed import PATIENCE, PUBLISHER_WAITS, State, command, held_back, kill, reach, sessions_gone, state, steady

from replica.server import SAMPLE, Replica
from warehouse import db, embedded, processes, steps
from warehouse.settings import Settings


def edit(archive: Path) -> None:
    file = archive / FILE
    file.write_text(file.read_text(encoding="utf-8").replace("work better", "work far better"), encoding="utf-8")


@pytest.fixture(scope="module")
def undisturbed(server, template_published, tmp_path_factory) -> State:
    """The state after an ordinary night over the edited file."""
    archive = Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("undisturbed") / "archive"))
    edit(archive)
    settings = server.clone("t_undisturbed_by_kills", template_published)
    with pytest.MonkeyPatch.context() as patch, Replica(archive) as replica:
        for name, value in replica.environment().items():
            patch.setenv(name, value)
        steps.nightly(settings)
    return state(settings)


def test_killed_while_crawling(seeded, site, server, template_published, tmp_path):
    site.faults.slow = 0.02
    log = tmp_path / "log"
    with db.connect(seeded) as admin:
        with command(seeded, log, "nightly") as night:
            reach(admin, "select from raw.parse where source = 'un_resolutions' having count(*) > 30", night, log)
        sessions_gone(admin)
        landed = admin.execute("select count(*) from raw.page_version where change_cursor is not null").fetchone()
        ours = "source = 'un_resolutions'"
        assert admin.execute(f"select verdict from raw.crawl where {ours}").fetchall() == [(None,)]
        assert admin.execute(f"select from raw.live_record('infinity') where {ours}").fetchall() == []
        site.faults.slow = 0
        night_after = steps.nightly(seeded)
        assert landed is not None
        assert night_after.crawls["un_resolutions"]["reused"] == landed[0] > 0
        # As the crawl counted them, the listing among them: the replica may still be answering the killed one.
        counts = night_after.crawls["un_resolutions"]
        assert counts["fetched"] + counts["not_modified"] == 103 - landed[0] + 1
        verdicts = admin.execute(
            f"select verdict, reason like 'interrupted%' from raw.crawl where {ours} order by crawl_id"
        )
        assert verdicts.fetchall() == [("refused", True), ("accepted", None)]
    assert state(seeded) == state(server.settings(template_published))


NEW_BUILD = "select from audit.build where finished_at is null and build_id > {build}"
JUDGING = "select from audit.gate_run where verdict is null and gate_run_id > {run} and gate = "
IN_THE_MIDST_OF_IT = f"{NEW_BUILD} and (select count(*) from pg_tables where schemaname = 'marts_candidate') > 2"
STEPS: dict[str, tuple[str, str | None, str]] = {
    "judging what landed": (f"{JUDGING} 'raw'", None, ""),
    "building": (IN_THE_MIDST_OF_IT, None, ""),
    "judging the candidate": (
        NEW_BUILD,
        "lock table audit.gate_result in access exclusive mode",
        f"{JUDGING} 'marts'",
    ),
    "publishing": (NEW_BUILD, "select count(*) from marts.dim_resolution", PUBLISHER_WAITS),
}
"""Step -> when it or the one before it goes on; what lock to take then; and when it is met with that lock."""


def test_killed_in_one_step_after_the_other(published, server, site, copied_sample, undisturbed, tmp_path):
    """Each night meets what the one before left; `test_kill_anywhere.py` lets each kill recover by itself."""
    before = state(published)
    edit(copied_sample)
    log = tmp_path / "log"
    with db.connect(published) as admin:
        steady(admin)
    for first, lock, then in STEPS.values():
        with db.connect(published) as admin:
            known = newest(admin)
            with command(published, log, "nightly") as night:
                reach(admin, first.format(**known), night, log)
                with held_back(published, lock) if lock else nullcontext():
                    if lock:
                        reach(admin, then.format(**known), night, log)
                    kill(night)
            sessions_gone(admin)
            assert admin.execute("select release_id, is_current from audit.release").fetchall() == [(1, True)]
        assert state(published).marts == before.marts  # readers noticed nothing
    kill_the_server_amid_a_build(published, server, log)
    assert state(published).marts == before.marts
    assert steps.nightly(published).release is not None
    assert state(published) == undisturbed
    with db.connect(published) as admin:
        kept = admin.execute("select schema_name from audit.release order by release_id").fetchall()
        found = admin.execute("select nspname from pg_namespace where nspname like 'marts\\_r%' order by 1").fetchall()
    assert found == kept  # nothing is left of the release that was not


def newest(admin: psycopg.Connection) -> dict[str, int]:
    """The last build and gate run that were begun: those of a killed night stay as they were."""
    row = admin.execute(
        "select (select max(build_id) from audit.build), (select max(gate_run_id) from audit.gate_run)"
    ).fetchone()
    assert row is not None
    return {"build": row[0], "run": row[1]}


def kill_the_server_amid_a_build(settings: Settings, server: Any, log: Path) -> None:
    with command(settings, log, "nightly") as night:
        with db.connect(settings) as admin:
            reach(admin, IN_THE_MIDST_OF_IT.format(**newest(admin)), night, log)
        for pid in processes.working_in(server.home / "postgres" / "data", "postgres"):
            with suppress(ProcessLookupError):  # a backend that ended by itself since it was listed
                os.kill(pid, signal.SIGKILL)
        assert night.wait(PATIENCE) == 1
    said = log.read_text().strip().splitlines()[-1]
    assert said.startswith("wps: ")
    assert "docs/runbooks/" in said
    assert "Traceback" not in log.read_text()
    assert embedded.start(server.home).port == server.embedded.port
