"""`wps doctor`: each check passes on a healthy warehouse, and is seen to fire on a sick one."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from test_cli import wps

from extractors.core import source
from replica.faults import Faults
from warehouse import backup, db, doctor
from warehouse.doctor import Finding
from warehouse.settings import PROJECT, Settings


def found(settings: Settings, name: str) -> Finding:
    """The one finding of that name."""
    (finding,) = [finding for finding in doctor.examine(settings) if finding.name == name]
    return finding


@pytest.fixture(scope="module")
def healthy(server, template_published, tmp_path_factory) -> Settings:
    settings = server.clone("t_doctor", template_published)
    backup.backup(settings, tmp_path_factory.mktemp("backup") / "wps.dump")
    return settings


def test_a_healthy_warehouse_is_ok_in_every_line(healthy):
    findings = list(doctor.examine(healthy))
    assert [finding for finding in findings if finding.state != "ok"] == []
    assert not any(finding.advice for finding in findings)
    assert [finding.name for finding in findings] == [
        *("python", "packages", "disk", "database", "schemas", "roles"),
        *(f"crawl of {name}" for name in ("naps_1325", "peacewomen", "un_resolutions", "wps_focal_points")),
        *("release", "backup"),
        *(f"site of {name}" for name in ("naps_1325", "peacewomen", "un_resolutions", "wps_focal_points")),
    ]


def test_the_command_ends_with_zero_when_nothing_is_wrong_and_with_one_when_something_is(healthy):
    well = wps("doctor", settings=healthy)
    assert (well.returncode, well.stderr) == (0, "")
    assert "ok      release                   1, published 20" in well.stdout
    sick = wps("doctor", settings=healthy, WPS_DATABASE_URL="postgresql://postgres:secret@127.0.0.1:1/db")
    assert sick.returncode == 1
    assert "wrong   database                  The warehouse's database cannot be reached" in sick.stdout
    assert "do: docs/runbooks/machine.md#the-database-ended-the-work" in sick.stdout
    assert sick.stderr == "wps: 1 thing is wrong; what to do stands with each.\n"
    assert "secret" not in sick.stdout


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 14, 0)])
def test_a_python_that_the_lock_was_not_made_for(version):
    finding = doctor.python(version)
    assert finding.state == "wrong"
    assert "3.11 to 3.13" in finding.advice
    assert doctor.python((3, 13, 2)).state == "ok"


@pytest.mark.parametrize(
    ("lock", "said"),
    [
        ("psycopg==2.0.0 \\\n    --hash=sha256:00\n    # via us\n", "psycopg 3"),
        ("nosuch_package==1.0\n", "nosuch_package missing (locked ==1.0)"),
    ],
)
def test_packages_that_are_not_as_locked(tmp_path, lock, said):
    (tmp_path / "lock").write_text(lock + 'another-one==1 ; python_full_version < "3.0"\n')
    finding = doctor.packages(tmp_path / "lock")
    assert (finding.state, finding.advice) == ("wrong", "make setup")
    assert said in finding.seen
    assert finding.seen.startswith("1 of 1 are not as locked")


def test_a_missing_lock_is_a_warning(tmp_path):
    assert doctor.packages(tmp_path / "lock").state == "warning"


@pytest.mark.parametrize(("megabytes", "state"), [(400, "wrong"), (1000, "warning"), (3000, "ok")])
def test_a_disk_with_little_room(small_disk, megabytes, state):
    finding = doctor.disk(small_disk(megabytes) / "home to be")
    assert finding.state == state, finding
    assert bool(finding.advice) == (state != "ok")


def test_a_disk_that_cannot_be_written(small_disk):
    folder = small_disk(10)
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    finding = doctor.disk(folder / "home")
    assert (finding.state, finding.advice) == ("wrong", "set WPS_HOME to a folder this user may write")


def test_a_server_that_is_too_old(healthy, monkeypatch):
    monkeypatch.setattr(doctor, "POSTGRES", 99)
    finding = found(healthy, "database")
    assert finding.state == "wrong"
    assert "move to a PostgreSQL of 99" in finding.advice


def test_a_pg_dump_that_is_older_than_the_server(healthy, monkeypatch, tmp_path):
    for name in ("postgres", "initdb", "pg_ctl"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.1'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("WPS_POSTGRES_BIN", str(tmp_path))
    finding = found(healthy, "database")
    assert (finding.state, "no backup can be taken by pg_dump 15" in finding.seen) == ("warning", True)
    monkeypatch.setenv("WPS_POSTGRES_BIN", str(tmp_path / "nowhere"))
    assert found(healthy, "database").state == "warning"


@contextmanager
def planted(settings: Settings, plant: str, undo: str = "") -> Iterator[None]:
    with db.connect(settings) as admin:
        admin.execute(plant.encode())
        try:
            yield
        finally:
            admin.execute(undo.encode())


@pytest.mark.parametrize(
    ("name", "plant", "state", "said", "advice"),
    [
        ("schemas", "drop table audit.migration", "wrong", "not initialised", "wps init"),
        ("schemas", "delete from audit.migration where name like '0006%'", "wrong", "1 migrations", "wps init"),
        ("schemas", "insert into audit.migration values ('9999.sql', '')", "wrong", "newer code", "update this"),
        ("roles", "grant select on raw.record to wps_loader, wps_reader", "wrong", "wps_reader may select", "revoke"),
        ("roles", "grant update on raw.record to wps_loader", "wrong", "wps_loader may update raw.record", "revoke"),
        ("roles", "revoke insert on raw.record from wps_loader", "wrong", "wps_loader may not insert", "grant insert"),
        ("roles", "revoke select on marts.fct_vote from wps_reader", "wrong", "not read marts.fct_vote", "grant"),
        ("roles", "grant execute on function pg_try_advisory_lock(bigint) to wps_reader", "wrong", "may take locks",
         "revoke"),
        ("roles", "grant connect on database {database} to public", "wrong", "may connect", "wps init"),
        ("crawl of peacewomen", "update raw.crawl set finished_at = finished_at - interval '10 days'", "warning",
         "10.0 days ago", "ingest.md#crawl"),
        ("crawl of peacewomen", "update raw.crawl set finished_at = finished_at - interval '90 days'", "wrong",
         "90.0 days ago", "wps crawl peacewomen"),
        ("crawl of peacewomen", "update raw.crawl set verdict = 'refused'", "warning", "none was", "wps crawl"),
        ("build", "insert into audit.build (schema_name, input_sha256, code_sha256, finished_at, succeeded, error)"
         " values ('x', '', '', now(), false, 'no such column')", "warning", "no such column", "warehouse.md#build"),
        ("gate marts", "insert into audit.gate_run (gate, verdict) values ('marts', 'closed')", "warning",
         "closed in run", "warehouse.md#gate_marts"),
        ("release", "update audit.release set is_current = false", "warning", "nothing is published", "wps nightly"),
        ("backup", "delete from audit.backup", "warning", "none was taken", "wps backup"),
        ("backup", "insert into audit.backup (taken_at, file, size) values (now() - interval '9 days', 'f', 1)",
         "warning", "9.0 days old", "wps backup"),
    ],
)  # fmt: skip
def test_what_is_not_as_it_must_be_is_seen(published, name, plant, state, said, advice):
    with db.connect(published) as admin:
        database = f'"{admin.info.dbname}"'
    with planted(published, plant.replace("{database}", database)):
        finding = found(published, name)
    assert finding.state == state, finding
    assert said in finding.seen
    assert advice in finding.advice


@pytest.mark.parametrize(
    ("plant", "undo", "said"),
    [
        ("alter role wps_reader createrole", "alter role wps_reader nocreaterole", "wps_reader is more than a login"),
        ("grant wps_loader to wps_reader", "revoke wps_loader from wps_reader", "wps_reader is more than a login"),
        ("alter role wps_loader password 'another'", "", "cannot be reached as wps_loader"),
    ],
)
def test_a_role_that_is_more_or_less_than_it_should_be_is_seen(healthy, plant, undo, said):
    try:
        with planted(healthy, plant, undo or "select 1"):
            finding = found(healthy, "roles")
        assert finding.state == "wrong"
        assert said in finding.seen
    finally:
        db.init(healthy)  # what the advice says
    assert found(healthy, "roles").state == "ok"


@pytest.mark.parametrize(
    ("fault", "said"),
    [({"status_500": True}, "500"), ({"robots_forbid": True}, "forbids it")],
    ids=lambda value: "" if isinstance(value, str) else next(iter(value)),
)
def test_a_source_that_is_down_or_forbids_us_is_seen(healthy, site, fault, said):
    assert found(healthy, "site of peacewomen").state == "ok"
    site.faults = Faults(**fault)
    finding = found(healthy, "site of peacewomen")
    assert finding.state == "wrong"
    assert said in finding.seen


def test_a_source_that_does_not_answer_is_seen(healthy, site, monkeypatch):
    monkeypatch.setenv("WPS_PEACEWOMEN_SITE_URL", "http://127.0.0.1:1/")
    assert found(healthy, "site of peacewomen").state == "wrong"
    assert found(healthy, "site of un_resolutions").state == "ok"
    monkeypatch.setenv("WPS_PEACEWOMEN_SITE_URL", "ftp://x")
    assert "WPS_PEACEWOMEN_SITE_URL is 'ftp://x'" in found(healthy, "site of peacewomen").seen


def test_live_sources_are_asked_by_the_rules_of_a_crawl(fresh, site):
    """No private address is asked, not even by the doctor: these sites are not the replica's, says the setting."""
    live = fresh.model_copy(update={"sources": "live"})
    finding = found(live, "site of un_resolutions")
    assert (finding.state, "private address" in finding.seen) == ("wrong", True)


def test_a_source_that_is_declared_wrong_is_seen_and_the_rest_is_still_looked_at(healthy, monkeypatch):
    load = source.load
    monkeypatch.setattr(source, "load", lambda name: load(name if name != "peacewomen" else "nosuch"))
    findings = {finding.name: finding for finding in doctor.examine(healthy)}
    assert findings["source peacewomen"].state == "wrong"
    assert "There is no source 'nosuch'" in findings["source peacewomen"].seen
    assert findings["crawl of un_resolutions"].state == findings["backup"].state == "ok"


def test_an_archive_that_cannot_be_served_is_seen(fresh, rows):
    rows(fresh, "insert into raw.origin (archive) values ('official') returning archive")
    finding = found(fresh, "sources")
    assert (finding.state, "needs a folder of official files" in finding.seen) == ("wrong", True)


def test_what_it_looks_at_is_what_this_project_has():
    assert (PROJECT / "requirements.lock").is_file()
    assert doctor.PYTHON == ((3, 11), (3, 14))
    assert 'requires-python = ">=3.11,<3.14"' in (PROJECT / "pyproject.toml").read_text()
