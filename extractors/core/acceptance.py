"""Whether a crawl's data may be used: one at a time, not truncated, within the source's bounds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from extractors.core import landing
from extractors.core.source import Archive, Source


class CrawlRefusedError(Exception):
    """A crawl's data must not be used. One line: source, what was seen, what was expected, what to do."""


@contextmanager
def only_one_crawl(connection: psycopg.Connection, source: str) -> Iterator[None]:
    """Hold the source's lock. Raises CrawlRefusedError at once when another crawl of it is under way."""
    lock = f"wps crawl {source}"
    row = connection.execute("select pg_try_advisory_lock(hashtext(%s))", [lock]).fetchone()
    if row is None or not row[0]:
        raise CrawlRefusedError(
            f"Another crawl of {source} is under way; expected to be the only one. Wait for it to end, then run again."
        )
    try:
        yield
    finally:
        if not connection.broken:
            connection.execute("select pg_advisory_unlock(hashtext(%s))", [lock])


def check_not_truncated(connection: psycopg.Connection, source: Source, what: str, listed: int) -> None:
    """Refuse a complete crawl that lost more than the source may lose between two accepted ones, or found nothing.

    `listed` counts what it found: the pages that a listing names, or the records met on a sweep. `what` begins the
    message.
    """
    row = connection.execute(
        "select (counts ->> 'listed')::integer from raw.crawl"
        " where source = %s and verdict = 'accepted' and complete and mode <> 'replay' order by crawl_id desc limit 1",
        [source.name],
    ).fetchone()
    before = row[0] if row else 0
    least = max(1, round(before * (1 - source.max_shrink)))
    if listed < least:
        raise CrawlRefusedError(
            f"{what} names {listed} {'pages' if source.sweep_every_days is None else 'records'}, expected at least "
            f"{least} (the last accepted crawl saw {before}). Look at the site: is the list whole?"
        )


def accept(
    connection: psycopg.Connection,
    source: Source,
    where: landing.Where,
    archive: Archive,
    counts: dict[str, Any],
    present: Sequence[str] | None,
) -> dict[str, Any]:
    """Accept a crawl in one transaction: verdict, tombstones, and the bounds on what is then live.

    `present` are the URLs of a complete listing; None where the crawl says nothing about absence. Returns the counts
    kept with the crawl. Raises CrawlRefusedError, and leaves no trace, when a bound does not hold.
    """
    if counts["new_records"]:
        connection.execute("analyze raw.record, raw.parse, raw.page_version")
    with connection.transaction():
        landing.claim_origin(connection, archive)
        landing.close_crawl(
            connection, where.crawl_id, accepted=True, complete=present is not None, reason=None, counts={}
        )
        buried = 0 if present is None else landing.bury(connection, where, present)
        live: dict[str, int] = dict(
            connection.execute(
                # A thing that several pages of lists show is one thing.
                "select kind, count(distinct key) from raw.live_record('infinity') where source = %s group by kind",
                [source.name],
            ).fetchall()
        )
        rejects = _live_rejects(connection, where)
        _check_bounds(source, archive, live, rejects)
        full = {**counts, "tombstones": buried, "live": live, "live_rejects": rejects}
        landing.set_counts(connection, where.crawl_id, full)
    return full


def _live_rejects(connection: psycopg.Connection, where: landing.Where) -> int:
    """Rejects of the bytes that pages hold now, as read by the present parser version."""
    row = connection.execute(
        "with last as ("
        "  select distinct on (canonical_url) pv.canonical_url, pv.body_sha256"
        "  from raw.page_version as pv inner join raw.crawl using (crawl_id)"
        "  where pv.source = %s and raw.crawl.verdict = 'accepted' order by canonical_url, page_version_id desc)"
        " select count(*) from raw.reject inner join last using (canonical_url, body_sha256)"
        " where source = %s and parser_version = %s",
        [where.source, where.source, where.parser_version],
    ).fetchone()
    return int(row[0]) if row else 0


def _check_bounds(source: Source, archive: Archive, live: dict[str, int], rejects: int) -> None:
    bounds = source.bounds[archive]
    for kind, (least, most) in bounds.records.items():
        seen = live.get(kind, 0)
        if not least <= seen <= most:
            raise CrawlRefusedError(
                f"{seen} records of kind {kind} would be live, expected {least} to {most} ({archive} bounds in "
                f"{source.name}/source.yml). Explain the run before you change the bound."
            )
    unknown = sorted(set(live) - set(bounds.records))
    if unknown:
        raise CrawlRefusedError(
            f"kinds without bounds: {', '.join(unknown)}. Declare them in {source.name}/source.yml."
        )
    if rejects > bounds.max_rejects:
        raise CrawlRefusedError(
            f"{rejects} things could not be read, expected at most {bounds.max_rejects}. "
            "See marts.rpt_reject for what they are."
        )
