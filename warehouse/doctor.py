"""`wps doctor`: whether machine, database, roles, sources and last runs are as they must be, and what to do if not."""

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import psycopg
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from protego import Protego

from extractors.core import source as sources
from extractors.core.crawl import limits_of
from extractors.core.fetch import AGENT, Client, FetchError
from warehouse import bootstrap, db, postgres_binaries, releases, rights, steps
from warehouse.alerts import RUNBOOKS
from warehouse.errors import WpsError
from warehouse.settings import PROJECT, Settings

PYTHON = ((3, 11), (3, 14))
POSTGRES = 17
MB = 2**20
DISK_WRONG_MB, DISK_WARNING_MB = 500, 2048
"""Postgres alone writes up to 2 GB ahead (max_wal_size) before it cleans up after itself."""
BACKUP_DAYS = 7
PATIENCE_SECONDS = 10.0

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's."""

    name: str
    state: State
    seen: str
    advice: str = ""
    """What to do; empty where all is well."""


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at one thing after the other. What cannot be looked at is a finding too; no error is raised."""
    yield python(sys.version_info[:3])
    yield packages(PROJECT / "requirements.lock")
    yield disk(settings.home)
    declared = []
    for name in sources.names():
        try:
            declared.append(sources.load(name))
        except ValueError as error:
            yield Finding(f"source {name}", "wrong", str(error), f"mend extractors/sources/{name}/source.yml")
    try:
        with db.connect(settings) as admin:
            yield server(admin)
            known = migrations(admin)
            yield known
            if known.state != "ok":
                return
            yield roles(settings, admin)
            yield from last_runs(admin, declared)
            yield release(admin)
            yield backups(admin)
            archive = db.archive(settings, admin)
    except WpsError as error:
        yield Finding("database", "wrong", str(error), f"{RUNBOOKS}/machine.md#the-database-ended-the-work")
        return
    if len(declared) == len(sources.names()):
        yield from reach(settings, archive, declared)


def python(version: tuple[int, ...]) -> Finding:
    """Whether this Python is one that the lock was made for."""
    seen, (least, beyond) = ".".join(map(str, version)), PYTHON
    if least <= version[:2] < beyond:
        return Finding("python", "ok", seen)
    advice = (
        f"install a Python from 3.{least[1]} to 3.{beyond[1] - 1}, then: make clean setup PYTHON=python3.{least[1]}"
    )
    return Finding("python", "wrong", seen, advice)


def packages(lock: Path) -> Finding:
    """Whether what is installed is what the lock names."""
    if not lock.is_file():
        return Finding("packages", "warning", f"no {lock}", "take requirements.lock from the repository: make setup")
    text = re.sub(r"\\\n", " ", lock.read_text(encoding="utf-8"))
    lines = (re.split(r"\s--hash", line)[0].strip() for line in text.splitlines())
    locked = [Requirement(line) for line in lines if line and not line.startswith("#")]
    locked = [one for one in locked if one.marker is None or one.marker.evaluate()]
    have = {canonicalize_name(one.name): one.version for one in metadata.distributions() if one.name}
    other = [
        f"{one.name} {have.get(canonicalize_name(one.name), 'missing')} (locked {one.specifier})"
        for one in locked
        if not one.specifier.contains(have.get(canonicalize_name(one.name), "0"), prereleases=True)
    ]
    if not other:
        return Finding("packages", "ok", f"{len(locked)} as locked")
    seen = f"{len(other)} of {len(locked)} are not as locked: {', '.join(other[:3])}" + (" ..." if other[3:] else "")
    return Finding("packages", "wrong", seen, "make setup")


def disk(home: Path) -> Finding:
    """Whether the disk of WPS_HOME has room, and may be written."""
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(there).free // MB
    seen, advice = f"{free} MB free at {home}", f"{RUNBOOKS}/machine.md#the-disk-is-full"
    if not os.access(there, os.W_OK):
        return Finding("disk", "wrong", f"{there} cannot be written", "set WPS_HOME to a folder this user may write")
    if free < DISK_WRONG_MB:
        return Finding("disk", "wrong", f"{seen}, expected {DISK_WRONG_MB} at the least", advice)
    if free < DISK_WARNING_MB:
        return Finding("disk", "warning", f"{seen}, expected {DISK_WARNING_MB}", advice)
    return Finding("disk", "ok", seen)


def server(admin: psycopg.Connection) -> Finding:
    """Whether the server's version will do, and our pg_dump can read from it."""
    major, where = admin.info.server_version // 10000, f"{admin.info.host}:{admin.info.port}/{admin.info.dbname}"
    seen = f"PostgreSQL {major} at {where}"
    if major < POSTGRES:
        return Finding("database", "wrong", seen, f"move to a PostgreSQL of {POSTGRES} or newer (set WPS_DATABASE_URL)")
    try:
        ours = postgres_binaries.major(postgres_binaries.find())
    except WpsError as error:
        return Finding("database", "warning", f"{seen}; no backup can be taken: {error}", "make setup")
    if ours < major:
        advice = f"set {postgres_binaries.SETTING} to the bin folder of a PostgreSQL {major}"
        return Finding("database", "warning", f"{seen}; no backup can be taken by pg_dump {ours}", advice)
    return Finding("database", "ok", seen)


def migrations(admin: psycopg.Connection) -> Finding:
    """Whether the schemas are those of this code."""
    if admin.execute("select to_regclass('audit.migration')").fetchone() == (None,):
        return Finding("schemas", "wrong", "the warehouse is not initialised", "wps init")
    applied = {row[0] for row in admin.execute("select name from audit.migration").fetchall()}
    ours = {path.name for path in bootstrap.MIGRATIONS.glob("*.sql")}
    if applied - ours:
        return Finding("schemas", "wrong", f"made by newer code ({max(applied - ours)})", "update this checkout")
    if ours - applied:
        return Finding("schemas", "wrong", f"{len(ours - applied)} migrations are not applied", "wps init")
    return Finding("schemas", "ok", f"{len(applied)} migrations applied")


def roles(settings: Settings, admin: psycopg.Connection) -> Finding:
    """Whether each role can log in, may do its work, and nothing else."""
    for role in bootstrap.ROLES:
        try:
            db.connect(settings, role).close()  # type: ignore[arg-type]
        except WpsError as error:
            return Finding("roles", "wrong", str(error), "wps init (it sets the passwords of WPS_HOME/pgpass)")
    wrong = list(rights.differences(admin))
    if wrong:
        seen, advice = wrong[0]
        more = f" (and {len(wrong) - 1} more)" if wrong[1:] else ""
        return Finding("roles", "wrong", seen + more, advice)
    return Finding(
        "roles", "ok", f"{len(bootstrap.ROLES)} log in; {len(rights.TABLES)} rights on tables are as expected, no more"
    )


def last_runs(admin: psycopg.Connection, declared: Sequence[sources.Source]) -> Iterator[Finding]:
    """How old the last accepted crawl of each source is, and whether the last build and gates were good."""
    for name, limits in ((source.name, source.freshness) for source in declared):
        row = admin.execute(
            "select max(finished_at), extract(epoch from clock_timestamp() - max(finished_at)) / 86400 from raw.crawl"
            " where source = %s and verdict = 'accepted' and mode <> 'replay'",
            [name],
        ).fetchone()
        finished, days = row or (None, None)
        line, advice = f"crawl of {name}", f"wps crawl {name}; {RUNBOOKS}/ingest.md#crawl"
        if finished is None:
            yield Finding(line, "warning", "none was accepted yet", advice)
            continue
        seen = f"last accepted {finished:%Y-%m-%d %H:%M} UTC, {days:.1f} days ago"
        state: State = (
            "wrong" if days > limits.close_after_days else "warning" if days > limits.warn_after_days else "ok"
        )
        yield Finding(line, state, seen, "" if state == "ok" else advice)
    build = admin.execute(
        "select build_id, succeeded, error from audit.build where finished_at is not null"
        " order by build_id desc limit 1"
    ).fetchone()
    if build is not None and not build[1]:
        yield Finding("build", "warning", f"build {build[0]} failed: {build[2]}", f"{RUNBOOKS}/warehouse.md#build")
    closed = admin.execute(
        "select gate, gate_run_id from (select distinct on (gate) * from audit.gate_run where verdict is not null"
        " order by gate, gate_run_id desc) as last where verdict = 'closed' order by gate"
    ).fetchall()
    for gate, run in closed:
        advice = f"wps gate-page {run}; {RUNBOOKS}/warehouse.md#gate_{gate}"
        yield Finding(f"gate {gate}", "warning", f"closed in run {run}; readers keep the release before", advice)


def release(admin: psycopg.Connection) -> Finding:
    """What readers see, and since when."""
    for one in releases.listed(admin):
        if one.is_current:
            return Finding("release", "ok", f"{one.release_id}, published {one.published_at:%Y-%m-%d %H:%M} UTC")
    return Finding("release", "warning", "nothing is published yet", "wps nightly")


def backups(admin: psycopg.Connection) -> Finding:
    """How old the last backup is."""
    row = admin.execute(
        "select file, extract(epoch from clock_timestamp() - taken_at) / 86400 from audit.backup"
        " order by backup_id desc limit 1"
    ).fetchone()
    if row is None:
        return Finding("backup", "warning", "none was taken", "wps backup, and keep the file on another machine")
    file, days = row
    if days > BACKUP_DAYS:
        return Finding("backup", "warning", f"the last is {days:.1f} days old ({file})", "wps backup")
    return Finding("backup", "ok", f"{days:.1f} days old ({file})")


def reach(settings: Settings, archive: sources.Archive, declared: Sequence[sources.Source]) -> Iterator[Finding]:
    """Whether each source answers and lets us in. Its robots.txt is asked for, nothing else."""
    try:
        with steps.site(settings, archive):
            for source in declared:
                yield _reach(settings, source)
    except WpsError as error:
        yield Finding("sources", "wrong", str(error), f"{RUNBOOKS}/ingest.md#crawl")


def _reach(settings: Settings, source: sources.Source) -> Finding:
    line, advice = f"site of {source.name}", f"open it in a browser; {RUNBOOKS}/ingest.md#crawl"
    replica = settings.sources == "replica"
    try:
        limits = limits_of(source, replica, settings.contact)
        urls = source.base_urls().values()
    except ValueError as error:
        return Finding(line, "wrong", str(error), "set the address right")
    once = replace(limits, attempts=1, seconds_between_requests=0.0, timeout_seconds=PATIENCE_SECONDS)
    client = Client(once, lambda exchange: None)
    try:
        for url in urls:
            parts = urlsplit(url)
            _ask(
                client, f"{parts.scheme}://{parts.netloc}/robots.txt", url, parts.hostname in once.hosts_without_robots
            )
    except FetchError as error:
        return Finding(line, "wrong", str(error), advice)
    finally:
        client.close()
    hosts = ", ".join(sorted({urlsplit(url).netloc for url in urls}))
    return Finding(line, "ok", f"{hosts} answers{' (replica)' if replica else ''}")


def _ask(client: Client, robots: str, url: str, is_without: bool) -> None:
    """Raise FetchError where the host does not answer, or its robots.txt keeps us from `url`."""
    try:
        body = client.get(robots, robots).body or b""
    except FetchError as error:
        if error.status is None or error.status >= 500:
            raise
        return  # it answers, and has no robots.txt
    if not is_without and not Protego.parse(body.decode("utf-8", "replace")).can_fetch(url, AGENT):
        raise FetchError(f"{url}: {robots} forbids it. Ask the publisher, or drop the source.")
