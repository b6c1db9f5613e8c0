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


def etag_of(connection: psycopg.Connection, source: str, canonical_url: str) -> tuple[str | None, str | None]:
    """The ETag under which the page was last served with a body, and that body's sha256; (None, None) if never."""
    row = connection.execute(
        "select headers ->> 'etag', body_sha256 from raw.fetch"
        " where source = %s and canonical_url = %s and body_sha256 is not null order by fetch_id desc limit 1",
        [source, canonical_url],
    ).fetchone()
    return (None, None) if row is None else (row[0], row[1])


def body_of(connection: psycopg.Connection, digest: str) -> bytes:
    """The bytes of a stored body, as served. Raises LookupError where none has this sha256."""
    row = connection.execute("select bytes from raw.body where sha256 = %s", [digest]).fetchone()
    if row is None:
        raise LookupError(f"raw.body holds no body {digest}")
    return zlib.decompress(row[0])
