"""Build the marts with dbt: the candidate of the next release, or what was known at a past time."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import psycopg
from psycopg import sql

from warehouse import db, dbt
from warehouse.errors import WpsError
from warehouse.settings import Settings

CANDIDATE = "marts_candidate"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Build:
    """A build that succeeded; or, with `unchanged`, the published one that a new build would only repeat."""

    build_id: int
    schema: str
    unchanged: bool = False


def build(settings: Settings, progress: Progress = lambda *_: None) -> Build:
    """Build the candidate from all that is live, unless the current release is made of just that, by the same rules.

    Raises WpsError when nothing has landed or dbt fails; readers see nothing of either.
    """
    with db.connect(settings, "wps_transformer") as connection, only_one_build(connection):
        year = _year()
        inputs, code = _input_sha256(connection, year), code_sha256()
        current = connection.execute(
            "select build_id from audit.release inner join audit.build using (build_id)"
            " where is_current and input_sha256 = %s and code_sha256 = %s",
            [inputs, code],
        ).fetchone()
        if current is not None:
            return Build(int(current[0]), CANDIDATE, unchanged=True)
        _fresh_candidate(settings)
        build_id = _open_build(connection, CANDIDATE, None, inputs, code)
        _run(settings, connection, build_id, {"as_of": "infinity", "built_in_year": year}, progress)
        return Build(build_id, CANDIDATE)


def build_as_of(settings: Settings, as_of: datetime, progress: Progress = lambda *_: None) -> Build:
    """Build what was known at `as_of`, read by today's parser and rules, into a schema of its own.

    Raises WpsError where nothing was known then, or dbt fails.
    """
    with db.connect(settings, "wps_transformer") as connection, only_one_build(connection):
        row = connection.execute(
            "select min(seen_at) from raw.page_version inner join raw.crawl using (crawl_id) where verdict = 'accepted'"
        ).fetchone()
        first = row[0] if row else None
        if first is None or as_of < first:
            raise WpsError(
                f"Nothing was known as of {as_of:%Y-%m-%d %H:%M:%S %Z}: the first accepted crawl saw its first page "
                + (f"at {first:%Y-%m-%d %H:%M:%S %Z}. Choose a later time." if first else "never. Run a crawl first.")
            )
        suffix = "asof_" + as_of.astimezone(UTC).strftime("%Y%m%dt%H%M%S%f")
        schema = as_of_schema(as_of)
        _drop(connection, [schema])
        year = _year()
        build_id = _open_build(connection, schema, as_of, _input_sha256(connection, year, as_of), code_sha256())
        variables: dict[str, str | int] = {"as_of": as_of.isoformat(), "schema_suffix": suffix, "built_in_year": year}
        _run(settings, connection, build_id, variables, progress)
        _drop(connection, [f"{layer}_{suffix}" for layer in ("staging", "intermediate")])
        return Build(build_id, schema)


def as_of_schema(as_of: datetime) -> str:
    """The schema that holds the marts as of a time."""
    return "marts_asof_" + as_of.astimezone(UTC).strftime("%Y%m%dt%H%M%S%f")


def parse_as_of(text: str) -> datetime:
    """Read an as-of: a date means its end (UTC); a time without zone is UTC. Raises WpsError on anything else."""
    try:
        if len(text) == len("2026-01-31"):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WpsError(f"{text!r} is no date; expected one such as 2026-01-31 or 2026-01-31T12:00:00+00:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def code_sha256() -> str:
    """Hash over the dbt project: its rules decide what a release says as much as the data does."""
    digest = hashlib.sha256()
    for path in sorted(dbt.DBT_PROJECT.rglob("*")):
        if path.is_file() and path.suffix in {".sql", ".yml", ".csv"}:
            digest.update(str(path.relative_to(dbt.DBT_PROJECT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _year() -> int:
    """The year in which marts are built: it decides, as records do, up to which year States have a status."""
    return datetime.now(UTC).year


def _input_sha256(connection: psycopg.Connection, year: int, as_of: datetime | None = None) -> str:
    """Hash over the year and what the live records say. Which page shows a record, and in which bytes, is no news."""
    row = connection.execute(
        "select encode(sha256(convert_to(coalesce(string_agg("
        " concat_ws(' ', source, kind, key, record_sha256), e'\\n'"
        " order by source, kind, key collate \"C\", record_sha256), ''), 'utf8')), 'hex'), count(*)"
        " from (select distinct source, kind, key, record_sha256 from raw.live_record(%s)) as said",
        [as_of or "infinity"],
    ).fetchone()
    if row is None or not row[1]:
        raise WpsError("No accepted crawl has landed a record, so there is nothing to build. Run `wps crawl` first.")
    return hashlib.sha256(f"{row[0]} {year}".encode()).hexdigest()


def _fresh_candidate(settings: Settings) -> None:
    """An empty candidate; what a failed build left there for inspection goes only now."""
    with db.connect(settings, "wps_publisher") as publisher, publisher.transaction():
        publisher.execute(f"drop schema if exists {CANDIDATE} cascade")
        make_candidate(publisher)


def make_candidate(publisher: psycopg.Connection) -> None:
    """Make the empty schema that dbt builds into; it belongs to the publisher, who renames it to publish."""
    publisher.execute(f"create schema {CANDIDATE}")
    publisher.execute(f"grant usage, create on schema {CANDIDATE} to wps_transformer")


def _drop(connection: psycopg.Connection, schemas: Sequence[str]) -> None:
    for schema in schemas:
        connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema)))


def _open_build(connection: psycopg.Connection, schema: str, as_of: datetime | None, inputs: str, code: str) -> int:
    row = connection.execute(
        "insert into audit.build (schema_name, as_of, input_sha256, code_sha256) values (%s, %s, %s, %s)"
        " returning build_id",
        [schema, as_of, inputs, code],
    ).fetchone()
    assert row is not None  # noqa: S101 - insert returning gives a row, or raises
    return int(row[0])


def _run(
    settings: Settings,
    connection: psycopg.Connection,
    build_id: int,
    variables: dict[str, str | int],
    progress: Progress,
) -> None:
    error: str | None = None
    runs: list[dbt.NodeRun] = []
    try:
        # The unit tests of the rules read no data, so a night learns nothing from them: tests/ runs them.
        command = ["build", "--exclude-resource-type", "unit_test", "--vars", json.dumps(variables)]
        if _seeds_stand(connection, build_id):
            command += ["--exclude", "path:seeds"]
        runs = dbt.run(settings, command, progress)
        failed = [node for node in runs if node.failed]
        if failed:
            others = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
            first = failed[0]
            error = f"Build {build_id}: {_short(first.node_id)}{others} failed: {first.message or first.status}"
            if rows := _keep_failing_rows(settings, connection, failed, variables).get(first.node_id):
                error += f" First rows: {'; '.join(rows)}"
    except WpsError as cause:
        error = f"{error} {cause}" if error else str(cause)  # why its rows could not be kept says not why it failed
    with connection.transaction():
        for node in runs:
            connection.execute(
                "insert into audit.model_run"
                " (build_id, node_id, resource_type, status, seconds, rows_affected, message)"
                " values (%s, %s, %s, %s, %s, %s, %s)",
                [
                    build_id,
                    node.node_id,
                    node.resource_type,
                    node.status,
                    node.seconds,
                    node.rows_affected,
                    node.message,
                ],
            )
        connection.execute(
            "update audit.build set finished_at = clock_timestamp(), succeeded = %s, error = %s where build_id = %s",
            [error is None, error, build_id],
        )
    if error is not None:
        raise WpsError(error)


def _seeds_stand(connection: psycopg.Connection, build_id: int) -> bool:
    """Whether the seeds in the database, and what the tests beside them look at, are those that this build would load.

    They are files of the project. Once a build by this project ended well, only one by another project can change
    them: a later build that failed, or was killed, did not touch them. A backup leaves them out.
    """
    row = connection.execute(
        "select (select count(*) from pg_catalog.pg_tables where schemaname = 'rules') >= %s and exists ("
        " select from audit.build as good inner join audit.build as this"
        "  on good.build_id < this.build_id and good.code_sha256 = this.code_sha256"
        " where this.build_id = %s and good.succeeded and not exists ("
        "  select from audit.build as other where other.build_id between good.build_id and this.build_id"
        "  and other.code_sha256 <> this.code_sha256))",
        [len(list(dbt.DBT_PROJECT.glob("seeds/*.csv"))), build_id],
    ).fetchone()
    return row == (True,)


def _keep_failing_rows(
    settings: Settings,
    connection: psycopg.Connection,
    failed: Sequence[dbt.NodeRun],
    variables: dict[str, str | int],
) -> dict[str, list[str]]:
    """Run the tests that failed once more, with all their rows kept in schema test_failures; return the first three of
    each, as JSON: they name what has to be mended.

    Tests that pass keep none: writing hundreds of empty tables would be a third of a build.
    """
    tests = [_short(node.node_id) for node in failed if node.resource_type == "test"]
    if not tests:
        return {}
    _drop(connection, ["test_failures"])
    command = ["test", "--store-failures", "--vars", json.dumps(variables), "--select", *tests]
    return {
        node.node_id: [
            row
            for (row,) in connection.execute(
                sql.SQL("select to_jsonb(failure)::text from {} as failure limit 3").format(
                    sql.Identifier("test_failures", node.alias)
                )
            )
        ]
        for node in dbt.run(settings, command)
        if node.status == "fail"
    }


def _short(node_id: str) -> str:
    return node_id.split(".")[2] if node_id.count(".") >= 2 else node_id


@contextmanager
def only_one_build(connection: psycopg.Connection) -> Iterator[None]:
    """Hold the candidate. Raises WpsError at once where another build, or a publishing, holds it."""
    row = connection.execute("select pg_try_advisory_lock(hashtext('wps build'))").fetchone()
    if row is None or not row[0]:
        raise WpsError(
            "Another build or publishing is under way; expected to be the only one. Wait for it to end, then run again."
        )
    try:
        yield
    finally:
        if not connection.broken:
            connection.execute("select pg_advisory_unlock(hashtext('wps build'))")
