"""The only writer of raw.*: bodies, fetches, records and rejects, each page in one transaction."""

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from extractors.core.fetch import Exchange
from extractors.core.records import Page, Parsed, Record, Reject, unfit_for_postgres


@dataclass(frozen=True)
class Where:
    """To what a landing belongs: a source, a crawl, the parser version that reads."""

    source: str
    crawl_id: int
    parser_version: int


class MixedArchiveError(Exception):
    """Sample and official files would be mixed in one warehouse."""


@dataclass(frozen=True)
class Landed:
    """What landing a page added."""

    records: int
    rejects: int


def sha256(body: bytes) -> str:
    """Hex sha256 of a body as served: its key in raw.body."""
    return hashlib.sha256(body).hexdigest()


@contextmanager
def _soon_durable(connection: psycopg.Connection) -> Iterator[None]:
    """A transaction whose commit does not wait for the disk: a crashed server loses the last of them, whole ones only.

    The verdict's commit waits, and everything before it is on the disk by then.
    """
    with connection.transaction():
        connection.execute("set local synchronous_commit = off")
        yield


def land_fetch(connection: psycopg.Connection, where: Where, exchange: Exchange) -> None:
    """Log one exchange in its own transaction; its body, if any, is landed with it so that the bytes stay."""
    with _soon_durable(connection):
        digest = None if exchange.body is None else _land_body(connection, exchange)
        connection.execute(
            "insert into raw.fetch (crawl_id, source, requested_url, canonical_url, status, headers, fetched_at,"
            " elapsed_ms, body_sha256, outcome, error) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                where.crawl_id,
                where.source,
                exchange.requested_url,
                exchange.canonical_url,
                exchange.status,
                Jsonb(_storable_headers(exchange)),
                exchange.fetched_at,
                exchange.elapsed_ms,
                digest,
                exchange.outcome,
                None if exchange.error is None else _clean(exchange.error),
            ],
        )


def _storable_headers(exchange: Exchange) -> dict[str, str]:
    """The headers as Postgres can keep them: a server may send any bytes."""
    return {name: _clean(value) for name, value in exchange.headers.items()}


def _land_body(connection: psycopg.Connection, exchange: Exchange) -> str:
    body = exchange.body or b""
    digest = sha256(body)
    connection.execute(
        "insert into raw.body (sha256, media_type, size, bytes) values (%s, %s, %s, %s) on conflict do nothing",
        [digest, _storable_headers(exchange).get("content-type"), len(body), zlib.compress(body)],
    )
    return digest


def land_page(
    connection: psycopg.Connection,
    where: Where,
    page: Page,
    parsed: Parsed,
    *,
    seen_at: datetime,
    cursor: str | None,
    observed: bool = True,
) -> Landed:
    """Land what a page says, in one transaction: all of it or nothing, and nothing twice.

    The body must have landed. `observed` is False in a replay, which reads stored bytes and sees no page.
    """
    digest = sha256(page.body)
    with _soon_durable(connection):
        if observed:
            _land_page_version(connection, where, page.url, digest, seen_at, cursor)
        already = connection.execute(
            "select from raw.parse where (source, canonical_url, body_sha256, parser_version) = (%s, %s, %s, %s)",
            [where.source, page.url, digest, where.parser_version],
        ).fetchone()
        if already is not None:
            return Landed(0, 0)
        records, unfit = _fit_for_jsonb(parsed.records)
        rejects = (*parsed.rejects, *unfit)
        _land_records(connection, where, page.url, digest, records, seen_at)
        land_rejects(connection, where, page.url, digest, rejects)
        connection.execute(
            "insert into raw.parse (source, canonical_url, body_sha256, parser_version, crawl_id, records, rejects)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [where.source, page.url, digest, where.parser_version, where.crawl_id, len(records), len(rejects)],
        )
        return Landed(len(records), len(rejects))


def _land_page_version(
    connection: psycopg.Connection, where: Where, url: str, digest: str, seen_at: datetime, cursor: str | None
) -> None:
    """Note that the page is now these bytes, unless an accepted crawl saw just that last."""
    connection.execute(
        "with last as ("
        "  select pv.body_sha256, pv.change_cursor from raw.page_version as pv inner join raw.crawl using (crawl_id)"
        "  where pv.source = %(source)s and pv.canonical_url = %(url)s and raw.crawl.verdict = 'accepted'"
        "  order by page_version_id desc limit 1)"
        " insert into raw.page_version (crawl_id, source, canonical_url, body_sha256, change_cursor, seen_at)"
        " select %(crawl)s, %(source)s, %(url)s, %(digest)s, %(cursor)s, %(seen_at)s where not exists ("
        "  select from last where body_sha256 = %(digest)s::text"
        "  and change_cursor is not distinct from %(cursor)s::text)",
        {
            "crawl": where.crawl_id,
            "source": where.source,
            "url": url,
            "digest": digest,
            "cursor": cursor,
            "seen_at": seen_at,
        },
    )


def _fit_for_jsonb(records: Sequence[Record]) -> tuple[list[Record], list[Reject]]:
    """A record that Postgres could not keep is a reject, not a crash: NUL, half a surrogate pair, no number."""
    fit, unfit = [], []
    for record in records:
        reason = unfit_for_postgres(record)
        if reason is None:
            fit.append(record)
        else:
            seen = f"{record.kind} {ascii(record.key)[1:-1]}"
            unfit.append(Reject(reason, seen[:500], "what Postgres can keep", ascii(record.json)[:200]))
    return fit, unfit


def _land_records(
    connection: psycopg.Connection,
    where: Where,
    url: str,
    digest: str,
    records: Sequence[Record],
    seen_at: datetime,
) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "copy raw.record (source, kind, key, canonical_url, record_sha256, payload, body_sha256,"
            " parser_version, crawl_id, seen_at) from stdin"
        ) as copy,
    ):
        for record in records:
            copy.write_row(
                (
                    where.source,
                    record.kind,
                    record.key,
                    url,
                    record.sha256,
                    record.json,
                    digest,
                    where.parser_version,
                    where.crawl_id,
                    seen_at,
                )
            )


def land_rejects(
    connection: psycopg.Connection, where: Where, url: str, digest: str | None, rejects: Sequence[Reject]
) -> None:
    """Keep what could not be read; the same reject of the same bytes is kept once."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into raw.reject (source, canonical_url, body_sha256, parser_version, crawl_id, reason, place,"
            " expected, seen) values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            [
                [
                    where.source,
                    url,
                    digest,
                    where.parser_version,
                    where.crawl_id,
                    reject.reason,
                    _clean(reject.place),
                    _clean(reject.expected),
                    _clean(reject.seen),
                ]
                for reject in rejects
            ],
        )


def _clean(text: str) -> str:
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()[:2000]


def open_crawl(
    connection: psycopg.Connection,
    source: str,
    mode: str,
    parser_version: int,
    code_version: str,
    *,
    derived: bool = False,
) -> int:
    """Start a crawl: close what a killed run left open, as refused, and return the new crawl's id."""
    with connection.transaction():
        connection.execute(
            "update raw.crawl set verdict = 'refused', finished_at = clock_timestamp(), complete = false,"
            " reason = 'interrupted: the run ended without a verdict; what it landed is used again'"
            " where source = %s and verdict is null",
            [source],
        )
        row = connection.execute(
            "insert into raw.crawl (source, mode, parser_version, code_version, derived) values (%s, %s, %s, %s, %s)"
            " returning crawl_id",
            [source, mode, parser_version, code_version, derived],
        ).fetchone()
        assert row is not None  # noqa: S101 - insert returning gives a row, or raises
        return int(row[0])


def close_crawl(
    connection: psycopg.Connection,
    crawl_id: int,
    *,
    accepted: bool,
    complete: bool,
    reason: str | None,
    counts: Mapping[str, Any],
) -> None:
    """Give a crawl its verdict. Called once; an accepted crawl's records count from here on."""
    connection.execute(
        "update raw.crawl set verdict = %s, complete = %s, reason = %s, counts = %s, finished_at = clock_timestamp()"
        " where crawl_id = %s",
        ["accepted" if accepted else "refused", complete, reason, Jsonb(dict(counts)), crawl_id],
    )


def set_counts(connection: psycopg.Connection, crawl_id: int, counts: Mapping[str, Any]) -> None:
    """Keep what a crawl counted."""
    connection.execute("update raw.crawl set counts = %s where crawl_id = %s", [Jsonb(dict(counts)), crawl_id])


def keep_removal(connection: psycopg.Connection, crawl_id: int, present: Sequence[str] | None) -> None:
    """Note that a crawl is refused for a removal alone, and the URLs it found (None: it says nothing of absence)."""
    connection.execute(
        "insert into raw.refused_removal (crawl_id, present) values (%s, %s)",
        [crawl_id, None if present is None else list(present)],
    )


def declare_removal(connection: psycopg.Connection, crawl_id: int, *, by: str, because: str, refusal: str) -> None:
    """Note who accepts a crawl that was refused for a removal, and why."""
    connection.execute(
        "insert into raw.declared_removal (crawl_id, declared_by, because, refusal) values (%s, %s, %s, %s)",
        [crawl_id, by, because, refusal],
    )


def check_origin(connection: psycopg.Connection, archive: str) -> None:
    """Sample and official files never mix. Raises MixedArchiveError where the warehouse holds the other archive."""
    row = connection.execute("select archive from raw.origin").fetchone()
    if row is not None and row[0] != archive:
        raise MixedArchiveError(
            f"This warehouse holds the {row[0]} archive and was asked to take the {archive} one; they never mix. "
            f"Set WPS_ARCHIVE={row[0]}, or another WPS_HOME for a second warehouse."
        )


def check_derived(connection: psycopg.Connection, source: str, derived: bool) -> None:
    """Made-up pages and a publisher's own never mix.

    Raises MixedArchiveError where the last accepted crawl of the source was of the other kind.
    """
    row = connection.execute(
        "select derived from raw.crawl where source = %s and verdict = 'accepted' and mode <> 'replay'"
        " order by crawl_id desc limit 1",
        [source],
    ).fetchone()
    if row is not None and row[0] != derived:
        kinds = {True: "pages made up by the replica", False: "pages of the publisher's own site"}
        raise MixedArchiveError(
            f"This warehouse holds {kinds[row[0]]} of {source} and was asked to take {kinds[derived]}; they never mix. "
            "Set WPS_HOME (or WPS_DATABASE_URL) to another warehouse for the other kind."
        )


def claim_origin(connection: psycopg.Connection, archive: str) -> None:
    """Note with the first accepted crawl what the warehouse is made from."""
    connection.execute("insert into raw.origin (archive) values (%s) on conflict do nothing", [archive])
    check_origin(connection, archive)


def bury(connection: psycopg.Connection, where: Where, present: Sequence[str]) -> int:
    """After a complete crawl: a tombstone for every live record that its page no longer holds, or whose page is gone.

    A page of which nothing could be read says nothing of what is gone: what it said before stays.
    `present` are the canonical URLs that the complete listing held. Call in the transaction that accepts the crawl,
    after the verdict. Returns the number of tombstones.
    """
    connection.execute("create temporary table present_page (canonical_url text primary key) on commit drop")
    with connection.cursor() as cursor, cursor.copy("copy present_page from stdin") as copy:
        for url in present:
            copy.write_row((url,))
    connection.execute(
        "insert into raw.page_version (crawl_id, source, canonical_url, seen_at)"
        " select %(crawl)s, %(source)s, canonical_url, clock_timestamp() from ("
        "  select distinct on (canonical_url) pv.canonical_url, pv.body_sha256"
        "  from raw.page_version as pv inner join raw.crawl using (crawl_id)"
        "  where pv.source = %(source)s and raw.crawl.verdict = 'accepted'"
        "  order by canonical_url, page_version_id desc) as last"
        " where body_sha256 is not null and canonical_url not in (select canonical_url from present_page)",
        {"crawl": where.crawl_id, "source": where.source},
    )
    return connection.execute(
        # Materialized: otherwise what is live is worked out anew for each page that is gone.
        "with newest as materialized ("
        "  select distinct on (canonical_url) pv.canonical_url, pv.body_sha256, pv.seen_at"
        "  from raw.page_version as pv inner join raw.crawl using (crawl_id)"
        "  where pv.source = %(source)s and raw.crawl.verdict = 'accepted'"
        "  order by canonical_url, page_version_id desc),"
        " live as materialized (select * from raw.live_record('infinity') where source = %(source)s),"
        " unread as materialized (select canonical_url, body_sha256 from raw.parse"
        "  where source = %(source)s and parser_version = %(parser)s and records = 0 and rejects > 0)"
        " insert into raw.record (source, kind, key, canonical_url, tombstone, parser_version, crawl_id, seen_at)"
        " select live.source, live.kind, live.key, live.canonical_url, true, %(parser)s, %(crawl)s, newest.seen_at"
        " from live inner join newest using (canonical_url)"
        " where live.body_sha256 is distinct from newest.body_sha256"
        " and not exists (select from unread where (unread.canonical_url, unread.body_sha256)"
        "  = (newest.canonical_url, newest.body_sha256))",
        {"crawl": where.crawl_id, "source": where.source, "parser": where.parser_version},
    ).rowcount
