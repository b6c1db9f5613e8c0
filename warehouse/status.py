"""What the warehouse is and did: for `wps status`, for the summary of `make run`, and as JSON for machines."""

from typing import Any

import psycopg
from psycopg.rows import dict_row

from warehouse import db, releases
from warehouse.errors import WpsError
from warehouse.settings import Settings


def status(settings: Settings) -> dict[str, Any]:
    """The state as plain data: addresses (without passwords), last crawls, last build, gate verdicts, releases."""
    with db.connect(settings) as connection:
        if connection.execute("select to_regclass('audit.release')").fetchone() == (None,):
            raise WpsError("The warehouse is not initialised. Run `wps init` first.")
        return {
            "home": str(settings.home),
            "database_url": db.public_url(settings),
            "reader_url": db.public_url(settings, "wps_reader"),
            "archive": db.archive(settings, connection),
            "sources": settings.sources,
            "last_crawls": _rows(
                connection,
                "select distinct on (source, verdict) source, crawl_id, mode, started_at, finished_at, verdict, reason,"
                " counts from raw.crawl order by source, verdict, crawl_id desc",
            ),
            "last_build": _first(
                connection,
                "select build_id, schema_name, as_of, started_at, finished_at, succeeded, error from audit.build"
                " order by build_id desc limit 1",
            ),
            "verdicts": _rows(
                connection,
                "select distinct on (gate) gate, gate_run_id, build_id, finished_at, verdict, (select"
                " coalesce(array_agg(expectation order by expectation), '{}') from audit.gate_result as result"
                " where result.gate_run_id = run.gate_run_id and not success) as failed"
                " from audit.gate_run as run where verdict is not null order by gate, gate_run_id desc",
            ),
            "releases": [
                {
                    "release": release.release_id,
                    "schema": release.schema,
                    "published_at": release.published_at,
                    "archive": release.archive,
                    "verdict": release.verdict,
                    "marts_sha256": release.marts_sha256,
                    "rows": release.mart_rows,
                    "current": release.is_current,
                }
                for release in releases.listed(connection)
            ],
        }


def _rows(connection: psycopg.Connection, query: str) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode()).fetchall()


def _first(connection: psycopg.Connection, query: str) -> dict[str, Any] | None:
    return next(iter(_rows(connection, query)), None)


def crawl_under_way(settings: Settings, source: str) -> str | None:
    """How far the running crawl of a source is, in words; None where none runs, or none knows yet how much there is."""
    with db.connect(settings, "wps_loader") as connection:
        row = connection.execute(
            # A walk counts the pages that its lists say they have; a listing names them all.
            "select coalesce(counts ->> 'pages_expected', counts ->> 'listed')::integer, started_at,"
            " clock_timestamp(), (select count(*) from raw.fetch as exchange"
            " where exchange.crawl_id = crawl.crawl_id and outcome in ('ok', 'not_modified'))"
            " from raw.crawl as crawl"
            " where source = %s and verdict is null order by crawl_id desc limit 1",
            [source],
        ).fetchone()
    if row is None or not row[0]:
        return None
    expected, started, now, fetched = row
    left = (now - started).total_seconds() / max(fetched, 1) * max(expected - fetched, 0)
    to_go = f"{left / 60:.0f} min" if left > 90 else f"{left:.0f} s"
    return f"{fetched} pages asked for of {expected} expected, at most {to_go} to go"
