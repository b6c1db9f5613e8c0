"""Back the warehouse up into one file, and bring it back: whole, checked, or not at all.

Roles and passwords are not in the file: `wps init` makes them on every server, and restoring does so too.
"""

import hashlib
import os
import subprocess
import zlib
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from warehouse import bootstrap, db, fingerprint, postgres_binaries, releases
from warehouse.errors import WpsError
from warehouse.files import locked
from warehouse.settings import Settings

RUNBOOK = "machine.md#bring-a-backup-back"
LOCK_WAIT = "300s"
"""Nothing of ours keeps a table locked for so long."""
DUMPS = 3
MADE_ANEW = ("staging*", "intermediate*", "rules", "test_failures", "marts_candidate")
"""Schemas whose tables the next build makes anew, and drops under a dump's hands while it is under way."""


def backup(settings: Settings, file: Path | None = None) -> Path:
    """Write the warehouse as it is now into a new file, by default under WPS_HOME/backups; returns the file.

    Nothing need stop meanwhile. Raises WpsError where the file exists or cannot be written, or pg_dump fails.
    """
    target = (file or settings.home / "backups" / f"warehouse-{datetime.now(UTC):%Y%m%dT%H%M%S}.dump").absolute()
    if target.exists():
        raise WpsError(f"{target} exists already; expected a new file. Choose another name, or move it away.")
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.parent):  # so that a part that is found is a dead one's
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)  # the warehouse's content is not everybody's
            try:
                _write(settings, part)
                os.link(part, target)  # which never replaces a file, as renaming would
            finally:
                part.unlink(missing_ok=True)
            _sync(target.parent)
    except OSError as error:
        raise WpsError(
            f"The backup could not be written to {target}: {error.strerror}. Nothing is left there; free some space or "
            "choose a folder this user may write."
        ) from None
    with db.connect(settings) as admin:
        admin.execute("insert into audit.backup (file, size) values (%s, %s)", [str(target), target.stat().st_size])
    return target


def _write(settings: Settings, part: Path) -> None:
    # Large objects: none is ours, and nobody may make one.
    left_out = [f"--exclude-table={schema}.*" for schema in MADE_ANEW]
    options = ("--format=custom", "--no-large-objects", f"--lock-wait-timeout={LOCK_WAIT}", f"--file={part}", *left_out)
    for left in reversed(range(DUMPS)):
        try:
            _run("pg_dump", db.admin_dsn(settings), *options)
            break
        except WpsError as error:  # an old release was dropped when pg_dump had listed it and not locked it yet
            if not left or "does not exist" not in str(error):
                raise
    _run("pg_restore", None, f"--file={os.devnull}", str(part))  # it can be read to its end
    _sync(part)


def restore(settings: Settings, file: Path) -> int | None:
    """Fill an empty warehouse from a file of `backup`; returns the release that readers see (None: none was published).

    It is restored beside, checked against the hash that its release was published with, and only then takes the
    warehouse's name. Raises WpsError, and leaves everything as it was, where the warehouse holds data or is in use, or
    where the file is broken, of newer code, or not what was published.
    """
    if not file.is_file():
        raise WpsError(f"There is no file {file}; expected one that `wps backup` wrote.")
    _run("pg_restore", None, f"--file={os.devnull}", str(file))  # read to its end before anything is touched
    db.init(settings)
    name = _empty_warehouse(settings)
    fresh, aside = f"{name}_restoring", f"{name}_was_empty"
    maintenance = make_conninfo(db.admin_dsn(settings), dbname="postgres")
    with psycopg.connect(maintenance, autocommit=True) as server:
        row = server.execute("select pg_try_advisory_lock(hashtext(%s))", [fresh]).fetchone()
        if row != (True,):
            raise WpsError("Another restore is under way; expected to be the only one. Wait for it to end.", RUNBOOK)
        # What a restore that was killed left behind.
        _drop(server, fresh, aside)
        server.execute(sql.SQL("create database {} template template0").format(sql.Identifier(fresh)))
        try:
            release_id = _fill(settings, make_conninfo(db.admin_dsn(settings), dbname=fresh), file)
            _empty_warehouse(settings)  # still: a crawl may have begun meanwhile
            _take_name(settings, server, fresh, name, aside)
        finally:
            _drop(server, fresh, aside)
    return release_id


def _empty_warehouse(settings: Settings) -> str:
    """The name of the warehouse's database. Raises WpsError where it holds data."""
    return _check_empty(db.admin_dsn(settings))


def _check_empty(dsn: str) -> str:
    with psycopg.connect(dsn, autocommit=True) as admin:
        row = admin.execute("select (select count(*) from raw.crawl), (select count(*) from audit.release)").fetchone()
        crawls, published = row or (0, 0)
        if crawls or published:
            raise WpsError(
                f"The warehouse at {admin.info.host}:{admin.info.port}/{admin.info.dbname} holds {crawls} crawls and "
                f"{published} releases; a backup is restored into an empty one only. Set WPS_HOME (or "
                "WPS_DATABASE_URL) to a new one, or move this one away.",
                RUNBOOK,
            )
        return admin.info.dbname


def _fill(settings: Settings, dsn: str, file: Path) -> int | None:
    """Restore into an empty database, give it what stands outside of dumps, and check it. Returns its release."""
    _run("pg_restore", dsn, "--exit-on-error", str(file))
    with psycopg.connect(dsn, autocommit=True) as restored:
        if restored.execute("select to_regclass('audit.migration')").fetchone() == (None,):
            raise WpsError(f"{file} is a dump of another database; expected one that `wps backup` wrote.")
        known = {path.name for path in bootstrap.MIGRATIONS.glob("*.sql")}
        newer = [row[0] for row in restored.execute("select name from audit.migration order by name").fetchall()]
        newer = [name for name in newer if name not in known]
        if newer:
            raise WpsError(f"{file} was made by newer code (migration {newer[0]}): update this checkout, then restore.")
        bootstrap.migrate(restored, settings.home)
        # Without the statistics, which are not in the file, the first queries would plan for empty tables.
        restored.execute("analyze")
        _check_bodies(restored, file)
        current = next((release for release in releases.listed(restored) if release.is_current), None)
        if current is None:
            return None
        digest = fingerprint.fingerprint(restored, current.schema)["all"]
        if digest != current.marts_sha256:
            raise WpsError(
                f"{file} is not what was published: release {current.release_id} hashes to {digest[:12]}, expected "
                f"{current.marts_sha256[:12]}. Nothing was restored; take another backup.",
                RUNBOOK,
            )
        return current.release_id


def _check_bodies(restored: psycopg.Connection, file: Path) -> None:
    """Raise WpsError where bytes that were fetched are not those that their digest names."""
    with restored.transaction(), restored.cursor(name="bodies") as bodies:
        for sha256, packed in bodies.execute("select sha256, bytes from raw.body"):
            if not _holds(packed, sha256):
                raise WpsError(
                    f"{file} is not what was landed: the body {sha256[:12]} has other bytes. Nothing was restored; "
                    "take another backup.",
                    RUNBOOK,
                )


def _holds(packed: bytes, sha256: str) -> bool:
    try:
        return hashlib.sha256(zlib.decompress(packed)).hexdigest() == sha256
    except zlib.error:
        return False


def _take_name(settings: Settings, server: psycopg.Connection, fresh: str, name: str, aside: str) -> None:
    rename = sql.SQL("alter database {} rename to {}")
    try:
        server.execute(rename.format(sql.Identifier(name), sql.Identifier(aside)))
        try:
            _check_empty(make_conninfo(db.admin_dsn(settings), dbname=aside))  # nobody finds it any more to fill it
            server.execute(rename.format(sql.Identifier(fresh), sql.Identifier(name)))
        except BaseException:
            server.execute(rename.format(sql.Identifier(aside), sql.Identifier(name)))
            raise
    except psycopg.errors.ObjectInUse:
        raise WpsError(
            f"Database {name} is in use, so the restored one cannot take its name; expected no session in it. "
            "Close the BI tools and tasks that use it (`make down`, pg_stat_activity), then restore again."
        ) from None


def _drop(server: psycopg.Connection, *names: str) -> None:
    for name in names:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _run(program: str, dsn: str | None, *arguments: str) -> None:
    """Run a program of PostgreSQL. Raises WpsError with its first complaint."""
    path = postgres_binaries.find() / program
    given = conninfo_to_dict(dsn) if dsn else {}
    # An address may hold a password; arguments can be read by everyone on the machine.
    password = given.pop("password", None)
    environment = {**os.environ, "LC_ALL": "C"} | ({"PGPASSWORD": str(password)} if password else {})
    where = ["--dbname", make_conninfo("", **given)] if given else []
    try:
        done = subprocess.run(  # noqa: S603
            [str(path), *where, *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            env=environment,
            check=False,
        )
    except OSError as error:
        raise WpsError(
            f"{path} cannot be run: {error.strerror}; expected the {program} of PostgreSQL 18. Install "
            f"requirements.lock (it brings it), or set {postgres_binaries.SETTING} to a folder that has it."
        ) from None
    if done.returncode:
        said = next((line for line in done.stderr.splitlines() if "error:" in line or "No space" in line), done.stderr)
        raise WpsError(f"{program} failed: {' '.join(said.split())[:500]}. Nothing was changed.", RUNBOOK)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
