"""Whether a crawl's data may be used: one at a time, not truncated, within the source's bounds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from extractors.core import landing
from extractors.core.source import Archive, Source

MAX_DRIFT = 0.1
"""Share of the live records of a kind that one crawl may lose."""


class CrawlRefusedError(Exception):
    """A crawl's data must not be used. One line: source, what was seen, what was expected, what to do."""


class RemovalRefusedError(CrawlRefusedError):
    """All that speaks against a crawl is how much would be gone: a person who knows why may accept it."""


@dataclass(frozen=True)
class Found:
    """What a complete crawl found: what is not among it is gone."""

    urls: Sequence[str]
    """Canonical URLs of the pages present."""
    named_by: str
    """What named them, as a message begins: "the lists of peacewomen"."""


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


def check_not_empty(connection: psycopg.Connection, source: Source, named_by: str, listed: int) -> None:
    """Raise CrawlRefusedError for a complete crawl that found nothing at all: no site removes everything."""
    if not listed:
        raise CrawlRefusedError(_too_few(source, named_by, 0, _last_counts(connection, source)["listed"]))


def accept(
    connection: psycopg.Connection,
    source: Source,
    where: landing.Where,
    archive: Archive,
    counts: dict[str, Any],
    found: Found | None,
    *,
    because: str | None = None,
) -> dict[str, Any]:
    """Accept a crawl in one transaction: verdict, tombstones, and the bounds on what is then live.

    `found` is None where the crawl says nothing about absence. `because` is a person's reason for things that are
    gone: the limits on removal are then not asked. Returns the counts kept with the crawl. Raises CrawlRefusedError,
    and leaves no trace, when a bound does not hold; RemovalRefusedError when only limits on removal do not.
    """
    if counts["new_records"]:
        connection.execute("analyze raw.record, raw.parse, raw.page_version")
    with connection.transaction():
        landing.claim_origin(connection, archive)
        before = _last_counts(connection, source)
        landing.close_crawl(
            connection, where.crawl_id, accepted=True, complete=found is not None, reason=because, counts={}
        )
        buried = 0 if found is None else landing.bury(connection, where, found.urls)
        if buried:
            connection.execute("analyze raw.record, raw.page_version")  # else what is live is planned for no tombstones
        live: dict[str, int] = dict(
            connection.execute(
                # A thing that several pages of lists show is one thing.
                "select kind, count(distinct key) from raw.live_record('infinity') where source = %s group by kind",
                [source.name],
            ).fetchall()
        )
        rejects = _live_rejects(connection, where)
        _check_bounds(source, archive, live, rejects)
        if because is None:
            _check_removal(source, archive, before, counts, live, found)
        full = {**counts, "tombstones": buried, "live": live, "live_rejects": rejects}
        landing.set_counts(connection, where.crawl_id, full)
    return full


def _last_counts(connection: psycopg.Connection, source: Source) -> dict[str, Any]:
    """What the last accepted crawl left live, and what the last complete one found listed."""
    row = connection.execute(
        "select (select counts -> 'live' from raw.crawl where source = %(source)s and verdict = 'accepted'"
        "  order by crawl_id desc limit 1),"
        " (select (counts ->> 'listed')::integer from raw.crawl where source = %(source)s and verdict = 'accepted'"
        "  and complete and mode <> 'replay' order by crawl_id desc limit 1)",
        {"source": source.name},
    ).fetchone()
    live, listed = row or (None, None)
    return {"live": live or {}, "listed": listed or 0}


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
        if live.get(kind, 0) > most:
            raise CrawlRefusedError(_out_of_bounds(source, archive, kind, live.get(kind, 0), least, most))
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


def _check_removal(
    source: Source,
    archive: Archive,
    before: dict[str, Any],
    counts: dict[str, Any],
    live: dict[str, int],
    found: Found | None,
) -> None:
    """Raise RemovalRefusedError for a crawl that was truncated, or after which too little would be live."""
    if found is not None and counts["listed"] < _least(source, before["listed"]):
        refused = RemovalRefusedError if before["listed"] else CrawlRefusedError
        raise refused(_too_few(source, found.named_by, counts["listed"], before["listed"]))
    for kind, (least, most) in source.bounds[archive].records.items():
        seen, last = live.get(kind, 0), before["live"].get(kind, 0)
        if seen < least:  # which is no removal where nothing was there
            refused = RemovalRefusedError if last else CrawlRefusedError
            raise refused(_out_of_bounds(source, archive, kind, seen, least, most))
        if last - seen > max(1, last * MAX_DRIFT):
            raise RemovalRefusedError(
                f"{seen} records of kind {kind} would be live, expected at least {round(last * (1 - MAX_DRIFT))} "
                f"(the last accepted crawl left {last}). Look at what went: does the site no longer show it?"
            )


def _out_of_bounds(source: Source, archive: Archive, kind: str, seen: int, least: int, most: int) -> str:
    return (
        f"{seen} records of kind {kind} would be live, expected {least} to {most} ({archive} bounds in "
        f"{source.name}/source.yml). Explain the run before you change the bound."
    )


def _least(source: Source, before: int) -> int:
    """How many a complete crawl must find, after one that found `before`."""
    return max(1, round(before * (1 - source.max_shrink)))


def _too_few(source: Source, named_by: str, listed: int, before: int) -> str:
    return (
        f"{named_by} names {listed} {'pages' if source.sweep_every_days is None else 'records'}, expected at least "
        f"{_least(source, before)} (the last accepted crawl saw {before}). Look at the site: is the list whole?"
    )
