"""Releases: publish atomically, roll back, list, prune. Readers see one release or another, never a mixture."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from warehouse import changes, db, fingerprint, published_views
from warehouse.build import CANDIDATE, make_candidate, only_one_build
from warehouse.errors import WpsError
from warehouse.settings import Settings

KEPT = 5
"""How many releases stay besides those that an extract was made from."""
LOCK_TIMEOUT = "100ms"
"""How long the dropping of an old release waits for those who read it still."""
PATIENCE_SECONDS = 1800.0
PAUSE_SECONDS = 0.5
"""Between two attempts to switch: readers who waited for one that failed have passed by then."""


@dataclass(frozen=True)
class Release:
    """One published state of the marts."""

    release_id: int
    schema: str
    published_at: datetime
    archive: str
    marts_sha256: str
    mart_rows: dict[str, int]
    verdict: str | None
    is_current: bool


def listed(connection: psycopg.Connection) -> list[Release]:
    """All releases that still exist, newest first."""
    rows = connection.execute(
        "select release_id, schema_name, published_at, archive, marts_sha256, mart_rows, gate_run.verdict, is_current"
        " from audit.release left join audit.gate_run using (gate_run_id)"
        " where dropped_at is null order by release_id desc"
    ).fetchall()
    return [Release(*row) for row in rows]


def current(connection: psycopg.Connection) -> Release:
    """The release that readers see. Raises WpsError where none is published yet."""
    for release in listed(connection):
        if release.is_current:
            return release
    raise WpsError("Nothing is published yet. Run `wps nightly`, or crawl, build, gate and publish by hand.")


def find(connection: psycopg.Connection, release_id: int) -> Release:
    """A release by its number. Raises WpsError that names those there are."""
    releases = listed(connection)
    for release in releases:
        if release.release_id == release_id:
            return release
    known = ", ".join(str(release.release_id) for release in releases) or "none"
    raise WpsError(f"There is no release {release_id}; there is: {known}. `wps releases` lists them.")


def publish(settings: Settings) -> Release:
    """Make the candidate the current release, in one transaction.

    Raises WpsError when the newest build did not succeed, is published already, has not passed its gate, or would
    take a column away from readers, or while a build is under way, which would change what was judged.
    """
    with db.connect(settings, "wps_publisher") as connection, only_one_build(connection):
        build_id, gate_run_id = _publishable(connection)
        before = next((release for release in listed(connection) if release.is_current), None)
        changes.record(connection, CANDIDATE, before.schema if before else None, before.release_id if before else None)
        marts = fingerprint.marts(connection, CANDIDATE)
        digests = fingerprint.fingerprint(connection, CANDIDATE)
        rows = {mart: _count(connection, CANDIDATE, mart) for mart in marts}
        archive = connection.execute("select archive from raw.origin").fetchone()

        built = published_views.moment(connection)

        def switch() -> None:
            published_views.only_one_switch(connection)
            published_views.await_snapshots(connection, built)
            # Counted here, not by the identity: its numbers would skip with every attempt that waits for a reader.
            row = connection.execute("select coalesce(max(release_id), 0) + 1 from audit.release").fetchone()
            assert row is not None  # noqa: S101 - an aggregate gives a row
            release_id, schema = row[0], f"marts_r{row[0]}"
            connection.execute(
                "insert into audit.release"
                " (release_id, schema_name, build_id, gate_run_id, archive, marts_sha256, mart_rows, sources)"
                " values (%s, %s, %s, %s, %s, %s, %s, (select"
                "  coalesce(jsonb_object_agg(source, last_accepted_at), '{}') from marts.rpt_source_freshness))",
                [
                    release_id,
                    schema,
                    build_id,
                    gate_run_id,
                    archive[0] if archive else "sample",
                    digests["all"],
                    Jsonb(rows),
                ],
            )
            connection.execute(
                sql.SQL("alter schema {} rename to {}").format(sql.Identifier(CANDIDATE), sql.Identifier(schema))
            )
            connection.execute(sql.SQL("revoke all on schema {} from wps_transformer").format(sql.Identifier(schema)))
            make_candidate(connection)
            _make_current(connection, release_id)
            published_views.point_at(connection, schema)

        _patiently(connection, switch)
        release = current(connection)
        published_views.describe(connection, release.schema)
        _prune(connection)
        return release


def rollback(settings: Settings, release_id: int | None = None) -> Release:
    """Show readers an earlier release again: the one named, or the one before the current.

    Raises WpsError where there is none.
    """
    with db.connect(settings, "wps_publisher") as connection:
        now = current(connection)
        if release_id is None:
            earlier = [release for release in listed(connection) if release.release_id < now.release_id]
            if not earlier:
                raise WpsError(f"Release {now.release_id} is the earliest there is; there is none to roll back to.")
            target = earlier[0]
        else:
            target = find(connection, release_id)

        def switch() -> None:
            published_views.only_one_switch(connection)
            find(connection, target.release_id)  # still: publishing drops old ones
            _make_current(connection, target.release_id)
            published_views.point_at(connection, target.schema)

        _patiently(connection, switch)
        published_views.describe(connection, target.schema)
        return current(connection)


def _publishable(connection: psycopg.Connection) -> tuple[int, int]:
    """The newest candidate build and the gate run that let it pass."""
    row = connection.execute(
        "select build.build_id, build.succeeded, release.release_id from audit.build"
        " left join audit.release as release using (build_id)"
        " where build.schema_name = %s order by build.build_id desc limit 1",
        [CANDIDATE],
    ).fetchone()
    if row is None or not row[1]:
        raise WpsError("There is no build to publish: the last one failed, or none was made. Run `wps build` first.")
    if row[2] is not None:
        raise WpsError(
            f"Build {row[0]} is published already, as release {row[2]}. Nothing to do until a new `wps build`."
        )
    gate = connection.execute(
        "select gate_run_id, verdict from audit.gate_run where gate = 'marts' and build_id = %s"
        " order by gate_run_id desc limit 1",
        [row[0]],
    ).fetchone()
    if gate is None or gate[1] is None:
        raise WpsError(f"Build {row[0]} has not been through its gate. Run `wps gate marts` first.")
    if gate[1] == "closed":
        raise WpsError(f"The gate is closed to build {row[0]}: see marts.rpt_gate for the expectations that failed.")
    return int(row[0]), int(gate[0])


def _patiently(connection: psycopg.Connection, switch: Callable[[], None]) -> None:
    """Do the switch in one transaction, again and again until no long reader is in its way."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with connection.transaction():
                switch()
            return
        except (published_views.InUseError, psycopg.errors.DeadlockDetected):
            if time.monotonic() > give_up:
                raise WpsError(
                    f"Readers held the marts, or an old snapshot, for {PATIENCE_SECONDS / 60:.0f} min with no pause of "
                    f"{published_views.HOLD}, so the release could not be switched; expected one. End the longest "
                    "queries and idle transactions (pg_stat_activity), run again."
                ) from None
            time.sleep(PAUSE_SECONDS)


def _make_current(connection: psycopg.Connection, release_id: int) -> None:
    connection.execute("update audit.release set is_current = false where is_current")
    connection.execute("update audit.release set is_current = true where release_id = %s", [release_id])


def _prune(connection: psycopg.Connection) -> None:
    """Drop what is older than the last few and was never extracted; a reader in the way keeps it until next time."""
    spare: list[Any] = connection.execute(
        "select release_id, schema_name from audit.release where dropped_at is null and not extracted"
        " and not is_current order by release_id desc offset %s",
        [KEPT - 1],
    ).fetchall()
    for release_id, schema in spare:
        try:
            with connection.transaction():
                published_views.only_one_switch(connection)
                if current(connection).release_id == release_id:  # a rollback came between
                    continue
                connection.execute(sql.SQL("set local lock_timeout = {}").format(sql.Literal(LOCK_TIMEOUT)))
                connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(schema)))
                connection.execute(
                    "update audit.release set dropped_at = clock_timestamp() where release_id = %s", [release_id]
                )
        except psycopg.errors.LockNotAvailable:
            continue


def _count(connection: psycopg.Connection, schema: str, table: str) -> int:
    row = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))).fetchone()
    return int(row[0]) if row else 0
