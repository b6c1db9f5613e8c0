"""What one yearly extract is about and made from, read once: every file of it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from extractors.core import source
from warehouse import build, changes, db, releases
from warehouse.settings import Settings

Row = dict[str, Any]
CASES = 5
LONGEST_VALUE = 80
"""Characters of a value in a case: enough to find it by, too few to pass on a text."""
SAMPLE = "SAMPLE: made from the bundled sample, whose paragraphs are summaries; for trying the system, never to cite."


@dataclass(frozen=True)
class Origin:
    """What an extract is made from."""

    schema: str
    label: str
    """`release 3` or `as of 2026-01-31...`: how the extract names it."""
    dated: datetime
    """When the release was published, or the time that the marts are as of."""
    archive: str
    release_id: int | None
    compared_with: int | None = None
    """The release of the extract before, which `changes` looks back to; None where there is none."""


@dataclass(frozen=True)
class SourceUsed:
    """A source and how fresh it was."""

    declared: source.Source
    accepted_at: datetime | None
    """End of its last crawl that was accepted before; None where there is none."""


@dataclass(frozen=True)
class Caution:
    """An expectation of a gate that did not hold, and stopped nothing."""

    expectation: str
    description: str
    observed: str
    cases: tuple[str, ...] = ()
    """The first rows that failed it, each in one line."""

    @property
    def seen(self) -> str:
        """What the gate saw, as a sentence: it writes `3 failing rows`, or the error of a query that failed."""
        count, _, rest = self.observed.partition(" ")
        if rest == "failing rows" and count.isdigit():
            return f"It was not so in {'one case' if count == '1' else f'{count} cases'}."
        return f"Seen: {self.observed}." if self.observed else "What was seen is not recorded."


@dataclass(frozen=True)
class Edition:
    """One extract. `ask` reads the marts that it is made from."""

    year: int
    origin: Origin
    sources: Sequence[SourceUsed]
    warnings: Sequence[Caution]
    connection: psycopg.Connection

    @property
    def is_sample(self) -> bool:
        """Whether it is made from the bundled sample: then every page, sheet and figure has to say so."""
        return self.origin.archive == "sample"

    @property
    def name(self) -> str:
        """The name of its folder: wps-2017-r3, wps-2017-asof-20260131T235959-SAMPLE."""
        of = self.origin
        which = f"r{of.release_id}" if of.release_id is not None else f"asof-{of.dated:%Y%m%dT%H%M%S}"
        return f"wps-{self.year}-{which}" + ("-SAMPLE" if self.is_sample else "")

    def changes(self) -> list[Row]:
        """What changed since the release of the extract before, in the columns of rpt_change."""
        before = self.origin.compared_with
        if before is None:
            return []
        schema = releases.find(self.connection, before).schema
        names = ("mart", "row_key", "column_name", "change", "value_before", "value_after")
        found = changes.between(self.connection, self.origin.schema, schema)
        return [{**dict(zip(names, row, strict=True)), "release_before": before} for row in found]

    def ask(self, query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """Rows of a query over the marts, which it names without a schema, in the order that it asks for."""
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query.encode(), parameters).fetchall()


def origin(
    settings: Settings, connection: psycopg.Connection, release_id: int | None, as_of: datetime | None
) -> Origin:
    """What to make an extract from; builds the marts as of a past time. Raises WpsError as those who find it do."""
    archive = db.archive(settings, connection)
    if as_of is not None:
        schema = build.build_as_of(settings, as_of).schema
        return Origin(schema, f"as of {as_of.isoformat()}", as_of, archive, None)
    release = releases.current(connection) if release_id is None else releases.find(connection, release_id)
    number = release.release_id
    before = _extracted_before(connection, number)
    return Origin(release.schema, f"release {number}", release.published_at, release.archive, number, before)


def _extracted_before(connection: psycopg.Connection, release_id: int) -> int | None:
    """The release that an extract of this one looks back to: settled by the first extract of it."""
    row = connection.execute(
        "select case when this.extracted then this.compared_with else (select max(release_id) from audit.release"
        "  where extracted and dropped_at is null and release_id < this.release_id) end"
        " from audit.release as this where this.release_id = %s",
        [release_id],
    ).fetchone()
    return row[0] if row else None


def edition(connection: psycopg.Connection, year: int, made_from: Origin) -> Edition:
    """The edition of a year, in the caller's transaction, whose queries find the marts by their bare names."""
    connection.execute(sql.SQL("set local search_path = {}").format(sql.Identifier(made_from.schema)))
    return Edition(year, made_from, _sources(connection, made_from), _warnings(connection, made_from), connection)


def _sources(connection: psycopg.Connection, made_from: Origin) -> list[SourceUsed]:
    rows = connection.execute(
        "select source, max(finished_at) from raw.crawl where verdict = 'accepted' and finished_at <= %s group by 1",
        [made_from.dated],
    ).fetchall()
    accepted: dict[str, datetime] = dict(rows)
    return [SourceUsed(source.load(name), accepted.get(name)) for name in source.names()]


def _warnings(connection: psycopg.Connection, made_from: Origin) -> list[Caution]:
    """Of both gates that the release passed; what is built as of a past time passes none."""
    if made_from.release_id is None:
        return []
    found = connection.execute(
        "with passed as (select gate_run_id from audit.release where release_id = %s),"
        " before as (select max(gate_run_id) as gate_run_id from audit.gate_run"
        "  where gate = 'raw' and gate_run_id < (select gate_run_id from passed))"
        " select gate_run_id, expectation, description, coalesce(observed, '') from audit.gate_result"
        " where not success and severity = 'warning'"
        "  and gate_run_id in (select gate_run_id from passed union all select gate_run_id from before)"
        " order by gate_run_id, expectation",
        [made_from.release_id],
    ).fetchall()
    return [
        Caution(name, description, observed, _cases(connection, gate_run_id, name))
        for gate_run_id, name, description, observed in found
    ]


def _cases(connection: psycopg.Connection, gate_run_id: int, expectation: str) -> tuple[str, ...]:
    rows = connection.execute(
        "select row_data from audit.failing_row where gate_run_id = %s and expectation = %s"
        " order by row_number limit %s",
        [gate_run_id, expectation, CASES],
    ).fetchall()
    return tuple(
        ", ".join(f"{name.replace('_', ' ')} {str(value)[:LONGEST_VALUE]}" for name, value in row.items() if value)
        for (row,) in rows
    )
