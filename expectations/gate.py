"""Run a gate's expectations with Great Expectations, keep the verdict and every failing row, and raise if it closed."""

import logging
from dataclasses import dataclass
from typing import Any, Literal

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from expectations import bounds, marts, raw
from expectations.check import CURRENT, Check
from extractors.core import source
from warehouse import db
from warehouse.build import CANDIDATE
from warehouse.errors import WpsError
from warehouse.settings import Settings

Gate = Literal["raw", "marts"]
MOST_ROWS_KEPT = 100_000
"""Per expectation and run; far above any real fault, it keeps a broken query from filling the disk."""


@dataclass(frozen=True)
class Outcome:
    """What became of one expectation."""

    check: Check
    success: bool
    failing_rows: int
    error: str | None


@dataclass(frozen=True)
class GateRun:
    """One run of a gate."""

    gate_run_id: int
    gate: Gate
    verdict: Literal["open", "warning", "closed"]
    outcomes: tuple[Outcome, ...]


class GateClosedError(WpsError):
    """A critical expectation failed: nothing behind this gate may run."""


def checks_of(settings: Settings, connection: psycopg.Connection, gate: Gate) -> list[Check]:
    """The expectations of a gate, with the bounds of the archive that the warehouse holds."""
    block = bounds.of(db.archive(settings, connection))
    all_sources = [source.load(name) for name in source.names()]
    if gate == "raw":
        return raw.checks(block, all_sources)
    published = connection.execute("select viewname from pg_catalog.pg_views where schemaname = %s", [CURRENT])
    return marts.checks(block, all_sources, [row[0] for row in published.fetchall()])


def run(settings: Settings, gate: Gate) -> GateRun:
    """Run a gate and keep its results in audit.*.

    Raises GateClosedError that names the critical expectations which failed; WpsError where there is nothing to judge.
    """
    with db.connect(settings, "wps_transformer") as connection:
        build_id = _candidate_build(connection) if gate == "marts" else None
        checks = checks_of(settings, connection, gate)
        row = connection.execute(
            "insert into audit.gate_run (gate, build_id) values (%s, %s) returning gate_run_id", [gate, build_id]
        ).fetchone()
        assert row is not None  # noqa: S101 - insert returning gives a row, or raises
        outcomes = tuple(
            _keep(connection, row[0], check, success, error)
            for check, success, error in _validate(settings, gate, checks)
        )
        failed = {outcome.check.severity for outcome in outcomes if not outcome.success}
        verdict: Literal["open", "warning", "closed"] = (
            "closed" if "critical" in failed else "warning" if failed else "open"
        )
        connection.execute(
            "update audit.gate_run set verdict = %s, finished_at = clock_timestamp() where gate_run_id = %s",
            [verdict, row[0]],
        )
        result = GateRun(row[0], gate, verdict, outcomes)
    if verdict == "closed":
        raise GateClosedError(_sentence(result))
    return result


def _candidate_build(connection: psycopg.Connection) -> int:
    row = connection.execute(
        "select build_id, succeeded from audit.build where schema_name = %s order by build_id desc limit 1", [CANDIDATE]
    ).fetchone()
    if row is None or not row[1]:
        raise WpsError(
            "There is no candidate to judge: the last build failed, or none was made. Run `wps build` first."
        )
    return int(row[0])


def _validate(settings: Settings, gate: Gate, checks: list[Check]) -> list[tuple[Check, bool, str | None]]:
    """Have Great Expectations judge each query. An expectation that cannot run has failed: it is no evidence."""
    # Where a program logs INFO, as Airflow's tasks do, it tells hundreds of lines of its own affairs; and it sets its
    # own level when it is imported.
    quiet = logging.getLogger("great_expectations")
    quiet.setLevel(logging.WARNING)
    import great_expectations as gx  # noqa: PLC0415 - takes four seconds; only those who run a gate pay
    import great_expectations.expectations as gxe  # noqa: PLC0415

    quiet.setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    datasource = context.data_sources.add_postgres("warehouse", connection_string=_sqlalchemy_url(settings))
    batch = datasource.add_query_asset(gate, query="select 1 as one").add_batch_definition_whole_table("whole")
    suite = gx.ExpectationSuite(
        name=gate,
        expectations=[
            gxe.UnexpectedRowsExpectation(
                # GX wants its batch named; our queries choose their own tables, so it is named at no cost.
                unexpected_rows_query=f"select * from ({check.failing}) as rows where exists (select from {{batch}})",
                description=check.expects,
                severity=check.severity,
                meta={"name": check.name},
            )
            for check in checks
        ],
    )
    definition = gx.ValidationDefinition(name=gate, data=batch, suite=context.suites.add(suite))
    try:
        answer = context.validation_definitions.add(definition).run(result_format="BASIC")
    finally:
        # GX keeps two engines with open sessions; they would stay until this process ends.
        datasource.get_execution_engine().engine.dispose()
        datasource.get_engine().dispose()
    by_name = {result.expectation_config.meta["name"]: result for result in answer.results}
    return [(check, bool(by_name[check.name].success), _exception(by_name[check.name])) for check in checks]


def _exception(result: Any) -> str | None:
    infos = result.exception_info or {}
    found = [infos] if "raised_exception" in infos else list(infos.values())
    messages = [info["exception_message"] for info in found if info.get("raised_exception")]
    return " ".join(messages[0].split())[:500] if messages else None


def _sqlalchemy_url(settings: Settings) -> str:
    parameters = db.parameters(settings, "wps_transformer")
    return URL.create(
        "postgresql+psycopg2",
        username=parameters["user"],
        host=parameters["host"],
        port=int(parameters.get("port", "5432")),
        database=parameters["dbname"],
        query={"passfile": parameters["passfile"]},
    ).render_as_string(hide_password=False)


def _keep(connection: psycopg.Connection, gate_run_id: int, check: Check, success: bool, error: str | None) -> Outcome:
    """Store the result, and the failing rows complete."""
    kept = 0
    with connection.transaction():
        if not success and error is None:
            kept = connection.execute(
                sql.SQL(
                    "insert into audit.failing_row (gate_run_id, expectation, row_number, row_data)"
                    " select %s, %s, row_number() over (), to_jsonb(failing) from ({}) as failing limit %s"
                ).format(sql.SQL(check.failing.replace("%", "%%"))),
                [gate_run_id, check.name, MOST_ROWS_KEPT],
            ).rowcount
        connection.execute(
            "insert into audit.gate_result (gate_run_id, expectation, severity, success, description, observed,"
            " failing_rows) values (%s, %s, %s, %s, %s, %s, %s)",
            [gate_run_id, check.name, check.severity, success, check.expects, error or f"{kept} failing rows", kept],
        )
    return Outcome(check, success, kept, error)


def _sentence(run_: GateRun) -> str:
    failed = [outcome for outcome in run_.outcomes if not outcome.success and outcome.check.severity == "critical"]
    said = "; ".join(
        f"{outcome.check.name} ({outcome.error or f'{outcome.failing_rows} rows'}):"
        f" expected that {outcome.check.expects}; {outcome.check.advice}"
        for outcome in failed
    )
    return (
        f"Gate {run_.gate} is closed (run {run_.gate_run_id}), published marts stay as they were. {said}. "
        "The rows are in audit.failing_row, under that run."
    )
