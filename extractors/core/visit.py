"""Asking for pages and landing them, for one crawl under way: the same for both ways in which sources are crawled."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import psycopg

from extractors.core import landing, stored
from extractors.core.acceptance import CrawlRefusedError
from extractors.core.fetch import Client, FetchError
from extractors.core.records import Page, PageError, Parsed, Target
from extractors.core.source import Bounds, Source

Mode = Literal["incremental", "sweep"]
Progress = Callable[[str, int, int], None]
"""Told (what, how many done, of how many) while a long step goes on."""

FAILURES_BEFORE_GIVING_UP = 5
"""A site that fails this often is down: stop asking it. What landed is used again by the next run."""
FORGIVEN = (FetchError, PageError)


@dataclass
class Run:
    """One crawl under way."""

    connection: psycopg.Connection
    source: Source
    bounds: Bounds
    """Those of the archive that is crawled."""
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


def ask(run: Run, target: Target, *, conditional: bool) -> tuple[Page, datetime]:
    """The page as it is now, and when it was seen: from the site, or our own bytes where the site calls them unchanged.

    Only a `conditional` request takes the site's word for that: an ETag may lie, and nothing else would find it out.
    Raises FetchError where it cannot be had, PageError where the answer makes no sense.
    """
    last = stored.last_answer(run.connection, run.source.name, target.url) if conditional else None
    exchange = run.client.get(target.address, target.url, last.headers.get("etag") if last else None)
    if exchange.outcome == "not_modified" and last is not None:
        run.counts["not_modified"] += 1
        headers = {**last.headers, **exchange.headers}
        return Page(target.url, stored.body_of(run.connection, last.body_sha256), headers), exchange.fetched_at
    if exchange.body is None:
        raise PageError(f"{target.address} answered 304 though nothing of it is stored; expected its bytes. Run again.")
    run.counts["fetched"] += 1
    return Page(target.url, exchange.body, exchange.headers), exchange.fetched_at


def stored_page(run: Run, target: Target, digest: str, headers: Mapping[str, str]) -> tuple[Page, datetime]:
    """A page whose bytes we hold and need not ask for, seen now."""
    return Page(target.url, stored.body_of(run.connection, digest), headers), datetime.now(UTC)


def land(run: Run, page: Page, seen_at: datetime, cursor: str | None = None) -> Parsed:
    """Read a page, keep what it says, and return it."""
    parsed: Parsed = run.source.module("parse").parse(page)
    landed = landing.land_page(run.connection, run.where, page, parsed, seen_at=seen_at, cursor=cursor)
    run.counts["new_records"] += landed.records
    run.counts["rejects"] += landed.rejects
    return parsed


def visit_each(run: Run, targets: Iterable[Target], total: int, visit: Callable[[Target], None]) -> None:
    """Visit pages none of which may be missing, past the first failures, so that much is landed and all of them told.

    `total` is how many pages there are, as far as is known. Raises CrawlRefusedError when any could not be had.
    """
    for number, target in enumerate(targets, start=1):
        try:
            visit(target)
        except FORGIVEN as error:
            run.failures.append(str(error))
            run.counts["failed"] += 1
            if len(run.failures) >= FAILURES_BEFORE_GIVING_UP:
                break
        run.progress(f"{run.source.name}: pages", number, total)
    if run.failures:
        raise CrawlRefusedError(
            f"{len(run.failures)} of {total} pages could not be had, none may be missing; the first: {run.failures[0]}"
        )
