"""Run a gate's expectations with Great Expectations, keep the verdict and every failing row, and raise if it closed."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from expectations import bounds, marts, page, raw
from expectations.check import CURRENT, Check
from extractors.core import source
from warehouse import db
from warehouse.build import CANDIDATE
from warehouse.errors import WpsError
from warehouse.settings import Settings

Gate = Literal["raw", "marts"]
MOST_ROWS_KEPT = 1_000_000
"""Per expectation and run: more than any mart has, so that only a broken query, as one that multiplies two tables, gets
there and does not fill the disk. All are counted in any case."""
log = logging.getLogger(__name__)


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
    page: Path | None
    """Where the results can be read; None where the page could not be written."""


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
        result = GateRun(row[0], gate, verdict, outcomes, _page(settings, connection, row[0]))
    if verdict == "closed":
        raise GateClosedError(_sentence(result), runbook=f"warehouse.md#gate_{gate}")
    return result


def _page(settings: Settings, connection: psycopg.Connection, gate_run_id: int) -> Path | None:
    """The results as a page; that it cannot be written must neither close a gate nor hide why it closed."""
    try:
        return page.write(settings, connection, gate_run_id)
    except WpsError as error:
        log.warning("Gate run %s has no page: %s. `wps gate-page %s` writes it.", gate_run_id, error, gate_run_id)
        return None


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
    found, observed = 0, error or "0 failing rows"
    with connection.transaction():
        if not success and error is None:
            found = _keep_rows(connection, gate_run_id, check)
            first = f", the first {MOST_ROWS_KEPT} of them kept" if found > MOST_ROWS_KEPT else ""
            observed = f"{found} failing rows{first}"
        connection.execute(
            "insert into audit.gate_result (gate_run_id, expectation, severity, success, description, advice, observed,"
            " failing_rows) values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [gate_run_id, check.name, check.severity, success, check.expects, check.advice, observed, found],
        )
    return Outcome(check, success, found, error)


def _keep_rows(connection: psycopg.Connection, gate_run_id: int, check: Check) -> int:
    """Keep the failing rows; returns how many there are, which in a broken query's case is more than are kept."""
    failing = sql.SQL(check.failing.replace("%", "%%"))
    kept = connection.execute(
        sql.SQL(
            "insert into audit.failing_row (gate_run_id, expectation, row_number, row_data)"
            " select %s, %s, row_number() over (), to_jsonb(failing) from ({}) as failing limit %s"
        ).format(failing),
        [gate_run_id, check.name, MOST_ROWS_KEPT],
    ).rowcount
    if kept < MOST_ROWS_KEPT:
        return kept
    row = connection.execute(sql.SQL("select count(*) from ({}) as failing").format(sql.SQL(check.failing))).fetchone()
    return int(row[0]) if row else kept


def _sentence(run_: GateRun) -> str:
    failed = [outcome for outcome in run_.outcomes if not outcome.success and outcome.check.severity == "critical"]
    said = "; ".join(
        f"{outcome.check.name} ({outcome.error or f'{outcome.failing_rows} rows'}):"
        f" expected that {outcome.check.expects}; {outcome.check.advice}"
        for outcome in failed
    )
    return (
        f"Gate {run_.gate} is closed (run {run_.gate_run_id}), published marts stay as they were. {said}. "
        f"The rows are in audit.failed_row{f' and on {run_.page}' if run_.page else ''}."
    )
