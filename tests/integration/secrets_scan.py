"""Look for the secrets of a WPS_HOME where they must not be: in files, and in every column of a database."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg

KEPT_IN = ("pgpass", "airflow/secrets", "airflow/admin_password.json")
"""The files that hold the secrets, for their owner alone."""


def of(home: Path) -> dict[str, str]:
    """Name -> secret of a home."""
    lines = (home / "pgpass").read_text(encoding="utf-8").splitlines()
    found = {line.split(":")[3]: line.rpartition(":")[2] for line in lines}
    for file in ("airflow/secrets", "airflow/admin_password.json"):
        if (home / file).exists():
            found |= json.loads((home / file).read_text(encoding="utf-8"))
    return found


def in_files(secrets: dict[str, str], files: Iterator[Path]) -> list[tuple[str, str]]:
    """(file, name of a secret it holds)."""
    needles = {name: secret.encode() for name, secret in secrets.items()}
    return [
        (str(file), name)
        for file in files
        if file.is_file() and not file.is_symlink()
        for body in [file.read_bytes()]
        for name, needle in needles.items()
        if needle in body
    ]


def in_database(secrets: dict[str, str], admin: psycopg.Connection) -> list[tuple[str, str]]:
    """(table, name of a secret it holds): every table but those of PostgreSQL's own catalogue, every column as text."""
    tables = admin.execute(
        "select format('%I.%I', nspname, relname) from pg_class inner join pg_namespace"
        " on relnamespace = pg_namespace.oid where relkind in ('r', 'm') and nspname !~ '^(pg_|information_schema)'"
    ).fetchall()
    assert tables
    return [
        (table, name)
        for (table,) in tables
        for name, secret in secrets.items()
        if admin.execute(f"select 1 from {table} as t where strpos(t::text, %s) > 0 limit 1", [secret]).fetchone()
    ]
