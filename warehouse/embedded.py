"""PostgreSQL without Docker: one server under `<home>/postgres`, reachable on 127.0.0.1 only.

`start` is safe to call again: it makes the data directory on first use, finds the running server,
or brings a killed one back. Crash safety (fsync) stays on.
"""

import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import make_conninfo

from warehouse import passfile, ports, postgres_binaries, processes
from warehouse.errors import WpsError
from warehouse.files import locked, write_private
from warehouse.unprivileged import Account, account

SUPERUSER = "postgres"
START_SECONDS = 60
STOP_SECONDS = 60
NEEDED_MB = 200
LOG_MB = 10


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    home: Path
    host: str = ports.HOST

    def dsn(self, dbname: str, user: str) -> str:
        """A libpq connection string; the password is in the passfile it names."""
        return make_conninfo(
            host=self.host, port=self.port, dbname=dbname, user=user, passfile=str(passfile.path(self.home))
        )

    def admin_dsn(self, dbname: str) -> str:
        """A connection string of the superuser."""
        return self.dsn(dbname, SUPERUSER)


def start(home: Path) -> Server:
    """The home's server: the one that runs, or else started, and on first use made."""
    home = home.absolute()
    folder = _folder(home)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            return running(home) or _start(home)
    except OSError as error:
        raise WpsError(
            f"cannot use {error.filename or folder}: {error.strerror}; WPS_HOME must be a folder this user may write, "
            "on a disk with space left"
        ) from None


def stop(home: Path) -> None:
    """Shut the home's server down: sessions are ended, nothing is lost. Fine where none runs."""
    home = home.absolute()
    if not _folder(home).is_dir():
        return
    with locked(_folder(home)):
        pid = _postmaster(home)
        if pid is None:
            return
        binaries = postgres_binaries.find()
        runner = account(_folder(home), _data(home), binaries / "postgres")
        failed = _run(home, runner, [binaries / "pg_ctl", "stop", "-D", _data(home), "-m", "fast", "-W"])
        if not processes.until(lambda: _postmaster(home) is None, STOP_SECONDS):
            raise WpsError(
                f"PostgreSQL (pid {pid}) still runs {STOP_SECONDS} s after a fast shutdown "
                f"({failed or 'signal sent'}): see {_log(home)}, then end that process by hand"
            )


def running(home: Path) -> Server | None:
    """The home's server if it runs and takes connections."""
    home = home.absolute()
    lines = _pid_lines(home)
    if len(lines) < 8 or lines[7].strip() != "ready" or _postmaster(home) is None:
        return None
    server = Server(port=int(lines[3]), home=home)
    # Asked, not only looked at: one killed just now has still its process and its file.
    answer = pq.PGconn.ping(make_conninfo(server.admin_dsn("postgres"), connect_timeout=5).encode())
    return server if answer == pq.Ping.OK else None


def _start(home: Path) -> Server:
    # pg_ctl hands paths to a shell in double quotes, and the settings file has quotes of its own.
    odd = sorted(set(re.findall(r"[\"'$`\\\x00-\x1f]", str(home))))
    if odd:
        raise WpsError(f"WPS_HOME {str(home)!r} holds {' '.join(odd)!r}: choose a path without (spaces are fine)")
    binaries = postgres_binaries.find()
    runner = account(_folder(home), _data(home), binaries / "postgres")
    if (_data(home) / "PG_VERSION").exists():
        _check(home, binaries)
    else:
        _init(home, binaries, runner)
    return _launch(home, binaries, runner)


def _check(home: Path, binaries: Path) -> None:
    made = (_data(home) / "PG_VERSION").read_text(encoding="ascii").strip()
    have = postgres_binaries.major(binaries)
    if made != str(have):
        raise WpsError(
            f"{_data(home)} was made by PostgreSQL {made}, the programs in {binaries} are {have}: set WPS_POSTGRES_BIN "
            f"to the bin folder of a PostgreSQL {made}, or remove {_folder(home)} to begin anew without its data"
        )
    if passfile.password(home, SUPERUSER) is None:
        raise WpsError(
            f"{passfile.path(home)} holds no password of {SUPERUSER}, but {_data(home)} exists: restore the passfile, "
            f"or remove {_folder(home)} to begin anew without its data"
        )


def _init(home: Path, binaries: Path, runner: Account) -> None:
    free = shutil.disk_usage(home).free // 2**20
    if free < NEEDED_MB:
        raise WpsError(f"{free} MB are free at {home}, a new database needs {NEEDED_MB} MB: free some disk space")
    # Made beside and renamed: a killed initdb leaves no half of a data directory.
    fresh = _folder(home) / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    secret = _folder(home) / "password.new"
    write_private(secret, passfile.ensure(home, SUPERUSER))
    runner.own(secret)
    command: list[str | Path] = [binaries / "initdb", "-D", fresh, "-U", SUPERUSER, f"--pwfile={secret}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"]
    if postgres_binaries.major(binaries) >= 17:
        # The built-in provider: the same order and the same lower() on every machine.
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        command += ["--locale=C.UTF-8"]
    failed = _run(home, runner, command)
    secret.unlink()
    if failed:
        shutil.rmtree(fresh, ignore_errors=True)
        raise WpsError(f"initdb could not make a database in {_data(home)}: {failed}{_advice(failed)}")
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\ninclude 'wps.conf'  # written at every start by warehouse/embedded.py\n")
    fresh.rename(_data(home))


def _launch(home: Path, binaries: Path, runner: Account) -> Server:
    found = _bury(home)
    if found:
        return found
    log = _log(home)
    if log.exists() and log.stat().st_size > LOG_MB * 2**20:
        log.replace(log.with_name("log.1"))
    end = time.monotonic() + START_SECONDS
    while True:
        port = _port(home)
        settings = _data(home) / "wps.conf"
        settings.write_text(_settings(port), encoding="utf-8")
        runner.own(settings)
        begin = log.stat().st_size if log.exists() else 0
        command: list[str | Path] = [
            binaries / "pg_ctl",
            "start",
            "-D",
            _data(home),
            "-l",
            log,
            "-w",
            "-t",
            str(START_SECONDS),
        ]
        failed = _run(home, runner, command)
        found = running(home)
        if found and not failed:
            (_folder(home) / "port").write_text(f"{port}\n", encoding="ascii")
            return found
        failed = _complaint(log, begin) or failed or "it ended at once"
        # Another process took the port just now, or what a killed server left is still going away.
        passing = ("Address already in use", "is still in use")
        if time.monotonic() > end or not any(word in failed for word in passing):
            raise WpsError(f"PostgreSQL did not start: {failed}{_advice(failed)} (log: {log})")
        time.sleep(0.3)


def _bury(home: Path) -> Server | None:
    """See off a killed server, whose children need a moment to end; or find that it was only recovering."""
    lines = _pid_lines(home)
    if not lines:
        return None
    data = _data(home)
    if not processes.until(lambda: bool(running(home)) or not processes.working_in(data, "postgres"), START_SECONDS):
        pids = ", ".join(map(str, processes.working_in(data, "postgres")))
        raise WpsError(f"a PostgreSQL that takes no connections still uses {data}: end its processes ({pids})")
    found = running(home)
    if not found and processes.pid_taken(int(lines[0])):
        # By the dead server as a zombie (for seconds, or for ever where nobody reaps), or by a stranger since:
        # PostgreSQL would take it for a running server and refuse. None of its processes is left.
        (data / "postmaster.pid").unlink(missing_ok=True)
    return found


def _postmaster(home: Path) -> int | None:
    """The pid of the server's first process, if it lives; a recycled pid is not taken for it."""
    lines = _pid_lines(home)
    return int(lines[0]) if lines and processes.works_in(int(lines[0]), _data(home), "postgres") else None


def _pid_lines(home: Path) -> list[str]:
    try:
        lines = (_data(home) / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, PermissionError):
        return []
    return lines if lines and lines[0].isdigit() else []


def _port(home: Path) -> int:
    kept = _folder(home) / "port"
    text = kept.read_text(encoding="ascii").strip() if kept.exists() else ""
    if text.isdigit() and int(text) != 5432 and ports.is_free(int(text)):
        return int(text)
    return ports.free()


def _settings(port: int) -> str:
    values = {
        "listen_addresses": ports.HOST,
        "port": port,
        "unix_socket_directories": "",  # a socket has a lock file and a limit on its path, and nobody needs it
        "max_connections": 100,
        "shared_buffers": "256MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "random_page_cost": 1.1,
        "jit": "off",
        "wal_level": "minimal",
        "max_wal_senders": 0,
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %u@%d ",
    }
    return "".join(f"{name} = '{value}'\n" for name, value in values.items())


def _run(home: Path, runner: Account, command: Sequence[str | Path]) -> str:
    """Run one program; empty where it succeeded, else the line that says why not."""
    output = _folder(home) / "command.log"
    code = runner.run(command, output)
    return "" if code == 0 else _complaint(output) or f"{Path(command[0]).name} ended with exit code {code}"


def _complaint(log: Path, begin: int = 0) -> str:
    """The line of a log, from a position on, that says why."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(begin)
        lines = [line.strip() for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
    taken = [line for line in lines if "Address already in use" in line]
    telling = [line for line in lines if re.search(r"(FATAL|PANIC|error|ERROR):", line)]
    return next(iter([*taken, *telling[-1:], *lines[-1:]]), "")


def _advice(failed: str) -> str:
    return "; free some disk space and start again" if "No space left" in failed else ""


def _folder(home: Path) -> Path:
    return home / "postgres"


def _data(home: Path) -> Path:
    return _folder(home) / "data"


def _log(home: Path) -> Path:
    return _folder(home) / "log"
