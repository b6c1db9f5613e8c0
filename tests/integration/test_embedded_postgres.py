"""The embedded server, really started, killed and broken."""

import contextlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from warehouse import embedded, passfile, ports, processes, unprivileged
from warehouse.errors import WpsError

PROJECT = Path(__file__).resolve().parents[2]
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become someone else")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home whose path holds a space; pytest keeps it under a folder of mode 0700."""
    place = tmp_path / "my home"
    yield place
    with contextlib.suppress(WpsError):
        embedded.stop(place)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach."""
    place = Path(tempfile.mkdtemp(prefix="wps "))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def one(server: embedded.Server, query: str) -> object:
    with psycopg.connect(server.admin_dsn("postgres")) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def postmaster(home: Path) -> int:
    return int((home / "postgres/data/postmaster.pid").read_text().splitlines()[0])


def test_starts_once_stops_and_comes_back_on_its_port(home: Path) -> None:
    assert embedded.running(home) is None
    embedded.stop(home)  # nothing there yet: fine
    server = embedded.start(home)
    assert embedded.start(home) == server == embedded.running(home)
    assert server.port != 5432
    assert one(server, "show server_version_num").startswith("18")
    assert [one(server, f"show {name}") for name in ("fsync", "jit", "timezone")] == ["on", "off", "UTC"]
    assert one(server, "select lower('ÉTÉ') || upper('ß')") == "étéß"  # the same on every machine
    embedded.stop(home)
    assert embedded.running(home) is None
    embedded.stop(home)
    assert embedded.start(home).port == server.port


def test_listens_on_loopback_only_and_asks_for_the_password(home: Path) -> None:
    server = embedded.start(home)
    assert one(server, "show listen_addresses") == "127.0.0.1"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"host=127.0.0.1 port={server.port} user=postgres dbname=postgres password=guess")
    lines = [line.split() for line in (home / "postgres/data/pg_hba.conf").read_text().splitlines()]
    assert {line[-1] for line in lines if line and line[0] in ("local", "host")} == {"scram-sha-256"}


def test_a_killed_server_comes_back_with_what_was_committed(home: Path) -> None:
    server = embedded.start(home)
    with psycopg.connect(server.admin_dsn("postgres")) as connection:
        connection.execute("create table kept as select 42 as answer")
    os.kill(postmaster(home), signal.SIGKILL)
    again = embedded.start(home)
    assert again == server
    assert one(again, "select answer from kept") == 42


def test_moves_to_another_port_when_its_own_is_taken(home: Path) -> None:
    first = embedded.start(home)
    embedded.stop(home)
    with socket.socket() as thief:
        thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        thief.bind(("127.0.0.1", first.port))
        thief.listen()
        second = embedded.start(home)
        assert second.port != first.port
        assert one(second, "select 1") == 1  # the passfile names no port


def test_a_port_taken_between_choice_and_start_is_not_the_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as thief:
        thief.bind(("127.0.0.1", 0))
        thief.listen()
        chosen = iter([thief.getsockname()[1]])
        free = ports.free
        monkeypatch.setattr(ports, "free", lambda: next(chosen, None) or free())
        assert one(embedded.start(home), "select 1") == 1


def test_a_recycled_pid_is_neither_taken_for_the_server_nor_killed(home: Path) -> None:
    embedded.start(home)
    pidfile = home / "postgres/data/postmaster.pid"
    lines = pidfile.read_text().splitlines(keepends=True)
    embedded.stop(home)
    with subprocess.Popen(["sleep", "60"]) as stranger:
        pidfile.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
        assert embedded.running(home) is None
        embedded.stop(home)
        assert one(embedded.start(home), "select 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_a_killed_server_that_nobody_reaps_is_no_obstacle(home: Path) -> None:
    embedded.start(home)
    pidfile = home / "postgres/data/postmaster.pid"
    lines = pidfile.read_text().splitlines(keepends=True)
    embedded.stop(home)
    with subprocess.Popen(["true"]) as zombie:
        os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
        pidfile.write_text("".join([f"{zombie.pid}\n", *lines[1:]]))
        assert one(embedded.start(home), "select 1") == 1


def test_two_starts_at_once_start_one_server(home: Path) -> None:
    code = f"from warehouse import embedded; from pathlib import Path; print(embedded.start(Path({str(home)!r})))"
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    started = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert {process.communicate()[0] for process in started} == {f"{embedded.running(home)}\n"}


def test_a_half_made_data_directory_is_made_anew(home: Path) -> None:
    (home / "postgres/data.new/base").mkdir(parents=True)
    assert one(embedded.start(home), "select 1") == 1


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (
            lambda home, _: (home / "postgres/data/PG_VERSION").write_text("15\n"),
            "made by PostgreSQL 15.*are 18.*set WPS",
        ),
        (lambda home, _: passfile.path(home).unlink(), "no password of postgres.*restore"),
        (lambda home, _: (home / "postgres/data/global/pg_control").unlink(), "did not start: .*pg_control"),
        (lambda home, patch: patch.setenv("WPS_POSTGRES_BIN", str(home)), "holds no initdb, pg_ctl: set it"),
    ],
    ids=["other-major-version", "passfile-lost", "damaged", "no-binaries"],
)
def test_what_cannot_start_says_why_in_one_line(home: Path, monkeypatch: pytest.MonkeyPatch, fault, says: str) -> None:
    embedded.start(home)
    embedded.stop(home)
    fault(home, monkeypatch)
    with pytest.raises(WpsError, match=says) as caught:
        embedded.start(home)
    assert "\n" not in str(caught.value)


def test_a_path_pg_ctl_would_misread_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WpsError, match="choose a path without"):
        embedded.start(tmp_path / "a$HOME")


def test_a_full_disk_is_named_before_the_database_is_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 5 * 2**20))
    with pytest.raises(WpsError, match=r"5 MB are free.*needs 200 MB"):
        embedded.start(home)


def run_python(code: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run code as another user, by an interpreter that user may run and with our packages."""
    library = str(Path(psycopg.__file__).parents[1])
    same = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, shutil.which(same, path="/usr/local/bin:/usr/bin")):
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{PROJECT}:{library}", "PYTHONDONTWRITEBYTECODE": "1"}
        with contextlib.suppress(PermissionError):
            return subprocess.run(
                [python or same, "-c", code], env=environment, capture_output=True, text=True, check=False, **options
            )
    pytest.skip(f"user nobody can run neither {sys.executable} nor a {same} of the system")


ROUND_TRIP = """
import os, signal, psycopg
from pathlib import Path
from warehouse import embedded, unprivileged
if not {namespaces}:
    unprivileged.may_unshare = lambda: False
home = Path({home!r})
server = embedded.start(home)
assert embedded.start(home) == server
with psycopg.connect(server.admin_dsn("postgres")) as connection:
    connection.execute("create table kept as select 7 as answer")
os.kill(int((home / "postgres/data/postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
with psycopg.connect(embedded.start(home).admin_dsn("postgres")) as connection:
    print(os.geteuid(), connection.execute("select answer from kept").fetchone()[0])
embedded.stop(home)
"""


@AS_ROOT
def test_runs_as_an_ordinary_user(open_folder: Path) -> None:
    os.chown(open_folder, unprivileged.NOBODY, unprivileged.NOBODY)
    open_folder.chmod(0o700)
    nobody = {"user": unprivileged.NOBODY, "group": unprivileged.NOBODY, "extra_groups": [], "cwd": open_folder}
    done = run_python(ROUND_TRIP.format(home=str(open_folder / "my home"), namespaces=True), **nobody)
    assert (done.stdout, done.stderr) == (f"{unprivileged.NOBODY} 7\n", "")
    assert processes.working_in(open_folder / "my home/postgres/data", "postgres") == []


@AS_ROOT
@pytest.mark.parametrize("namespaces", [True, False])
def test_runs_as_root_in_a_container_that_may_not_look_at_processes(open_folder: Path, namespaces: bool) -> None:
    code = ROUND_TRIP.format(home=str(open_folder / "my home"), namespaces=namespaces)
    command = ["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace", sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("0 7\n", "")
    assert processes.working_in(open_folder / "my home/postgres/data", "postgres") == []


@AS_ROOT
def test_another_users_database_is_refused(home: Path, open_folder: Path) -> None:
    (open_folder / "postgres/data").mkdir(parents=True)
    os.chown(open_folder / "postgres/data", 12345, 12345)
    nobody = {"user": unprivileged.NOBODY, "group": unprivileged.NOBODY, "extra_groups": [], "cwd": open_folder}
    code = f"from warehouse import embedded; from pathlib import Path; embedded.start(Path({str(open_folder)!r}))"
    done = run_python(code, **nobody)
    assert "belongs to user id 12345, this is user id 65534: run as that user" in done.stderr


@AS_ROOT
def test_root_without_user_namespaces_becomes_nobody(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unprivileged, "may_unshare", lambda: False)
    server = embedded.start(open_folder / "my home")
    try:
        assert (open_folder / "my home/postgres/data").stat().st_uid == unprivileged.NOBODY
        assert one(server, "select 1") == 1
        monkeypatch.undo()  # namespaces are allowed again: the same account goes on
        os.kill(postmaster(open_folder / "my home"), signal.SIGKILL)
        assert one(embedded.start(open_folder / "my home"), "select 1") == 1
    finally:
        embedded.stop(open_folder / "my home")


@AS_ROOT
def test_root_without_user_namespaces_under_a_closed_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unprivileged, "may_unshare", lambda: False)
    with pytest.raises(WpsError, match=r"user nobody cannot reach .*run as an ordinary user"):
        embedded.start(home)


def test_the_passfile_keeps_one_password_a_role_and_is_private(tmp_path: Path) -> None:
    first = passfile.ensure(tmp_path, "wps_reader")
    other = passfile.ensure(tmp_path, "airflow")
    assert first != other
    assert passfile.ensure(tmp_path, "wps_reader") == first == passfile.password(tmp_path, "wps_reader")
    assert passfile.path(tmp_path).read_text() == f"*:*:*:wps_reader:{first}\n*:*:*:airflow:{other}\n"
    assert stat.S_IMODE(passfile.path(tmp_path).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["pgpass"]


def test_the_passfile_understands_what_a_person_wrote(tmp_path: Path) -> None:
    passfile.path(tmp_path).write_text("# mine\ndb.example:5433:*:own\\:role:a\\\\b\\:c")
    passfile.path(tmp_path).chmod(0o644)
    assert passfile.ensure(tmp_path, "own:role") == "a\\b:c"
    assert stat.S_IMODE(passfile.path(tmp_path).stat().st_mode) == 0o600
    made = passfile.ensure(tmp_path, "new")
    assert passfile.path(tmp_path).read_text().endswith(f"a\\\\b\\:c\n*:*:*:new:{made}\n")


def test_processes_that_ask_at_once_get_the_same_password(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from warehouse import passfile; print(passfile.ensure(Path('.'), 'r'))"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    asked = [
        subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment, stdout=subprocess.PIPE)
        for _ in range(6)
    ]
    assert len({process.communicate()[0] for process in asked}) == 1
