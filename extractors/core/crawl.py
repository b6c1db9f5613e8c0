"""One crawl of a source: discover > fetch > land > parse, and at its end the verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

import psycopg

from extractors.core import landing, stored
from extractors.core.acceptance import CrawlRefusedError, accept, check_not_truncated, only_one_crawl
from extractors.core.fetch import Client, FetchError, Limits
from extractors.core.records import Listing, Page, PageError, Parsed, Target
from extractors.core.source import Archive, Source, code_version

Mode = Literal["incremental", "sweep"]
Progress = Callable[[str, int, int], None]
"""Told (what, how many done, of how many) while a long step goes on."""

FAILURES_BEFORE_GIVING_UP = 5
"""A site that fails this often is down: stop asking it. What landed is used again by the next run."""
FORGIVEN = (FetchError, PageError)


@dataclass(frozen=True)
class Result:
    """What an accepted crawl did."""

    crawl_id: int
    counts: Mapping[str, Any]

    @property
    def changed(self) -> bool:
        """Whether any record is new, altered or gone, so that there is reason to build."""
        return bool(self.counts["new_records"] or self.counts["tombstones"])


@dataclass
class _Run:
    """One crawl under way."""

    connection: psycopg.Connection
    source: Source
    where: landing.Where
    client: Client
    mode: Mode
    progress: Progress
    failures: list[str] = field(default_factory=list)
    counts: dict[str, Any] = field(
        default_factory=lambda: dict.fromkeys(
            ("listed", "ignored", "fetched", "not_modified", "unchanged", "reused", "failed", "new_records", "rejects"),
            0,
        )
    )


def crawl(
    connection: psycopg.Connection,
    source: Source,
    mode: Mode,
    *,
    archive: Archive,
    replica: bool = False,
    contact: str | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Result:
    """Crawl a source and decide whether what it gave may be used.

    `connection` is the loader's, in autocommit. `archive` selects the block of bounds. With `replica` the addresses
    are loopback ones, asked without pause. `contact` tells the site whom to write to. Raises CrawlRefusedError when
    the data must not be used; the refused crawl, its fetches and its bodies stay.
    """
    limits = _limits(source, replica, contact)  # a wrong address is told before a crawl is opened
    with only_one_crawl(connection, source.name):
        landing.check_origin(connection, archive)
        parser_version = source.module("parse").PARSER_VERSION
        crawl_id = landing.open_crawl(connection, source.name, mode, parser_version, code_version(source))
        where = landing.Where(source.name, crawl_id, parser_version)
        client = Client(limits, lambda exchange: landing.land_fetch(connection, where, exchange))
        run = _Run(connection, source, where, client, mode, progress)
        try:
            present = _walk(run)
            counts = accept(connection, source, where, archive, run.counts, present)
        except (*FORGIVEN, CrawlRefusedError) as error:
            reason = f"Crawl {crawl_id} of {source.name} is refused, the data in use stays: {error}"
            landing.close_crawl(connection, crawl_id, accepted=False, complete=False, reason=reason, counts=run.counts)
            raise CrawlRefusedError(reason) from error
        finally:
            client.close()
        return Result(crawl_id, counts)


def _limits(source: Source, replica: bool, contact: str | None) -> Limits:
    polite = source.politeness
    addresses = {urlsplit(url).hostname or "" for url in source.base_urls().values()}
    return Limits(
        hosts=frozenset(addresses if replica else {*source.hosts, *addresses}),
        seconds_between_requests=0.0 if replica else polite.seconds_between_requests,
        backoff_seconds=0.05 if replica else polite.seconds_between_requests,
        timeout_seconds=polite.timeout_seconds,
        attempts=polite.attempts,
        max_body_bytes=polite.max_body_bytes,
        allow_private_addresses=replica,
        hosts_without_robots=frozenset(polite.api_hosts),
        contact=contact,
    )


def _walk(run: _Run) -> list[str]:
    """Fetch and land all that the listings name; returns the canonical URLs present, the listings' own among them."""
    listing, listing_urls = _discover(run)
    run.counts.update(listed=len(listing.targets), ignored=listing.ignored)
    landing.set_counts(run.connection, run.where.crawl_id, run.counts)  # so that others can see how far we are
    check_not_truncated(run.connection, run.source, listing_urls, len(listing.targets))
    known = stored.known_pages(run.connection, run.source.name)
    parsed = stored.parsed_pages(run.connection, run.where)
    for number, target in enumerate(listing.targets, start=1):
        try:
            _visit(run, target, known, parsed)
        except FORGIVEN as error:
            run.failures.append(str(error))
            run.counts["failed"] += 1
            if len(run.failures) >= FAILURES_BEFORE_GIVING_UP:
                break
        run.progress(f"{run.source.name}: pages", number, len(listing.targets))
    if run.failures:
        raise CrawlRefusedError(
            f"{len(run.failures)} of {len(listing.targets)} pages could not be had, none may be missing; "
            f"the first: {run.failures[0]}"
        )
    return [*listing_urls, *(target.url for target in listing.targets)]


def _discover(run: _Run) -> tuple[Listing, list[str]]:
    module = run.source.module("crawl")
    urls = run.source.base_urls()
    targets = module.listings(urls)
    listings = []
    for target in targets:
        body, seen_at = _ask(run, target)
        page = Page(target.url, body)
        listing: Listing = module.read_listing(page, urls)
        landed = landing.land_page(
            run.connection, run.where, page, Parsed((), listing.rejects), seen_at=seen_at, cursor=None
        )
        run.counts["rejects"] += landed.rejects
        listings.append(listing)
    merged = Listing(
        targets=tuple(target for listing in listings for target in listing.targets),
        ignored=sum(listing.ignored for listing in listings),
    )
    return merged, [target.url for target in targets]


def _visit(run: _Run, target: Target, known: stored.Known, parsed: set[tuple[str, str]]) -> None:
    """Make sure that a page's present bytes are stored and read; ask the site only where we do not hold them."""
    last = known.last.get(target.url)
    digest = known.by_cursor.get((target.url, target.cursor)) if target.cursor else None
    if run.mode == "incremental" and digest is not None:
        is_last = last is not None and last == (digest, target.cursor)
        run.counts["unchanged" if is_last else "reused"] += 1
        if is_last and (target.url, digest) in parsed:
            return
        _land(run, target, stored.body_of(run.connection, digest), datetime.now(UTC))
        return
    body, seen_at = _ask(run, target)
    run.source.module("crawl").check_body(target, body)
    _land(run, target, body, seen_at)


def _ask(run: _Run, target: Target) -> tuple[bytes, datetime]:
    """The page's bytes now: from the site, or our own where the site says that they are unchanged."""
    etag, digest = stored.etag_of(run.connection, run.source.name, target.url)
    exchange = run.client.get(target.address, target.url, etag)
    if exchange.outcome == "not_modified" and digest is not None:
        run.counts["not_modified"] += 1
        return stored.body_of(run.connection, digest), exchange.fetched_at
    if exchange.body is None:
        raise PageError(f"{target.address} answered 304 though nothing of it is stored; expected its bytes. Run again.")
    run.counts["fetched"] += 1
    return exchange.body, exchange.fetched_at


def _land(run: _Run, target: Target, body: bytes, seen_at: datetime) -> None:
    page = Page(target.url, body)
    parsed: Parsed = run.source.module("parse").parse(page)
    landed = landing.land_page(run.connection, run.where, page, parsed, seen_at=seen_at, cursor=target.cursor)
    run.counts["new_records"] += landed.records
    run.counts["rejects"] += landed.rejects
