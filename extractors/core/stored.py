"""What raw.* already holds, as a crawl needs to know it before it asks a site. Reads only."""

import zlib
from dataclasses import dataclass
from datetime import datetime

import psycopg

from extractors.core.landing import Where


@dataclass(frozen=True)
class Known:
    """Pages of a source that were seen before."""

    last: dict[str, tuple[str, str | None]]
    """Canonical URL -> (body sha256, change cursor) as the last accepted crawl saw it; pages since gone are absent."""
    by_cursor: dict[tuple[str, str], str]
    """(canonical URL, change cursor) -> body sha256, of any crawl: bytes are bytes, also from a run that was killed."""


def known_pages(connection: psycopg.Connection, source: str) -> Known:
    """All pages of a source with their cursors; one query each, for a whole crawl."""
    last = connection.execute(
        "select distinct on (canonical_url) canonical_url, body_sha256, change_cursor"
        " from raw.page_version inner join raw.crawl using (crawl_id)"
        " where raw.page_version.source = %s and verdict = 'accepted'"
        " order by canonical_url, page_version_id desc",
        [source],
    ).fetchall()
    by_cursor = connection.execute(
        "select canonical_url, change_cursor, body_sha256 from raw.page_version"
        " where source = %s and change_cursor is not null and body_sha256 is not null",
        [source],
    ).fetchall()
    return Known(
        last={url: (digest, cursor) for url, digest, cursor in last if digest is not None},
        by_cursor={(url, cursor): digest for url, cursor, digest in by_cursor},
    )


def parsed_pages(connection: psycopg.Connection, where: Where) -> set[tuple[str, str]]:
    """(canonical URL, body sha256) of all that the present parser version has read."""
    rows = connection.execute(
        "select canonical_url, body_sha256 from raw.parse where source = %s and parser_version = %s",
        [where.source, where.parser_version],
    ).fetchall()
    return {(url, digest) for url, digest in rows}


def unparsed_pages(connection: psycopg.Connection, where: Where) -> list[tuple[str, str, datetime]]:
    """(canonical URL, body sha256, first seen) of the page versions that the present parser version has not read."""
    rows = connection.execute(
        "select pv.canonical_url, pv.body_sha256, min(pv.seen_at) from raw.page_version as pv"
        " where pv.source = %(source)s and pv.body_sha256 is not null and not exists ("
        "  select from raw.parse as p where p.source = pv.source and p.canonical_url = pv.canonical_url"
        "  and p.body_sha256 = pv.body_sha256 and p.parser_version = %(version)s)"
        " group by 1, 2 order by 1, 2",
        {"source": where.source, "version": where.parser_version},
    ).fetchall()
    return [(url, digest, seen_at) for url, digest, seen_at in rows]


@dataclass(frozen=True)
class Answer:
    """What a page last answered with a body: its sha256 and the headers kept, names in lower case."""

    body_sha256: str
    headers: dict[str, str]


def last_answer(connection: psycopg.Connection, source: str, canonical_url: str) -> Answer | None:
    """How the page was last served with a body; None if it never was."""
    row = connection.execute(
        "select body_sha256, headers from raw.fetch"
        " where source = %s and canonical_url = %s and body_sha256 is not null order by fetch_id desc limit 1",
        [source, canonical_url],
    ).fetchone()
    return None if row is None else Answer(*row)


def known_records(connection: psycopg.Connection, source: str) -> frozenset[tuple[str, str, str]]:
    """(kind, key, sha256) of the records of a source that are live."""
    rows = connection.execute(
        "select kind, key, record_sha256 from raw.live_record('infinity') where source = %s", [source]
    ).fetchall()
    return frozenset((kind, key, digest) for kind, key, digest in rows)


def is_sweep_due(connection: psycopg.Connection, source: str, every_days: float) -> bool:
    """Whether the last accepted sweep began that long ago, or there was none."""
    row = connection.execute(
        "select max(started_at) > clock_timestamp() - %s * interval '1 day' from raw.crawl"
        " where source = %s and verdict = 'accepted' and complete",
        [every_days, source],
    ).fetchone()
    return row is None or not row[0]


RESUMED_FOR_HOURS = 24


def resumable_pages(connection: psycopg.Connection, where: Where) -> dict[str, Answer]:
    """Canonical URL -> answer, of the pages that sweeps got which ended for want of the site or of the process.

    Only such sweeps count, without any other crawl after them, and only for a day: then the site is asked anew.
    Pages that were not read by the present parser are left out: they may be what was wrong.
    """
    rows = connection.execute(
        "with ended as ("
        "  select crawl_id, mode = 'sweep' and verdict = 'refused' and started_at > clock_timestamp() - %(hours)s"
        "   * interval '1 hour' and ((counts ->> 'resumable')::boolean or starts_with(reason, 'interrupted'))"
        "   as resumable"
        "  from raw.crawl where source = %(source)s and crawl_id <> %(crawl)s and mode <> 'replay'),"
        " resumed as (select crawl_id from ended where resumable and crawl_id > ("
        "  select coalesce(max(crawl_id), 0) from ended where resumable is not true))"
        " select distinct on (f.canonical_url) f.canonical_url, answer.body_sha256, answer.headers"
        " from raw.fetch as f inner join resumed using (crawl_id)"
        # What was not modified has its bytes with an earlier answer.
        " cross join lateral (select body_sha256, headers from raw.fetch as earlier"
        "  where earlier.source = f.source and earlier.canonical_url = f.canonical_url"
        "  and earlier.body_sha256 is not null and earlier.fetch_id <= f.fetch_id"
        "  order by fetch_id desc limit 1) as answer"
        " inner join raw.parse as p on p.source = f.source and p.canonical_url = f.canonical_url"
        "  and p.body_sha256 = answer.body_sha256 and p.parser_version = %(parser)s"
        " where f.outcome in ('ok', 'not_modified') order by f.canonical_url, f.fetch_id desc",
        {
            "hours": RESUMED_FOR_HOURS,
            "source": where.source,
            "crawl": where.crawl_id,
            "parser": where.parser_version,
        },
    ).fetchall()
    return {url: Answer(digest, headers) for url, digest, headers in rows}


def body_of(connection: psycopg.Connection, digest: str) -> bytes:
    """The bytes of a stored body, as served. Raises LookupError where none has this sha256."""
    row = connection.execute("select bytes from raw.body where sha256 = %s", [digest]).fetchone()
    if row is None:
        raise LookupError(f"raw.body holds no body {digest}")
    return zlib.decompress(row[0])
