"""Passwords of database roles, in one libpq passfile under the home folder.

libpq, psycopg2 and asyncpg read it by themselves (`passfile=` or `PGPASSFILE`), so that no
password stands in an address, a log or a list of processes.
"""

import re
import secrets
from pathlib import Path

import psycopg

from warehouse.errors import WpsError
from warehouse.files import locked, write_private

_FIELD = re.compile(r"(?:[^:\\]|\\.)*")


def path(home: Path) -> Path:
    """Where the passwords of this home are."""
    return home / "pgpass"


def password(home: Path, user: str) -> str | None:
    """The password kept for a role, or None."""
    try:
        lines = path(home).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WpsError(
            f"cannot read {path(home)}: {error.strerror}; make it readable by this user (mode 0600)"
        ) from None
    for line in lines:
        fields = _fields(line)
        if len(fields) == 5 and fields[3] == user:
            return fields[4]
    return None


def ensure(home: Path, user: str) -> str:
    """The password kept for a role; generated and kept first where there is none."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WpsError(f"cannot make {home}: {error.strerror}; WPS_HOME must be a folder this user may write") from None
    with locked(home):
        known = password(home, user)
        if known is not None:
            path(home).chmod(0o600)  # libpq ignores, with only a warning, a passfile others may read
            return known
        made = secrets.token_urlsafe(24)
        before = path(home).read_text(encoding="utf-8") if path(home).exists() else ""
        if before and not before.endswith("\n"):
            before += "\n"
        # Any host and any port: a changed port keeps working.
        write_private(path(home), f"{before}*:*:*:{_escaped(user)}:{made}\n")
        return made


def verifier(connection: psycopg.Connection, user: str, password: str) -> str:
    """What the server keeps of a password: sent in its place, since a server may log the statements it is given."""
    return connection.pgconn.encrypt_password(password.encode(), user.encode(), b"scram-sha-256").decode()


def _fields(line: str) -> list[str]:
    if line.startswith("#"):
        return []
    fields, position = [], 0
    while True:
        found = _FIELD.match(line, position)
        end = found.end() if found else position
        fields.append(re.sub(r"\\(.)", r"\1", line[position:end]))
        if end >= len(line):
            return fields
        position = end + 1


def _escaped(field: str) -> str:
    return field.replace("\\", "\\\\").replace(":", "\\:")
