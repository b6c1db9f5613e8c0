"""One crawl of a source: discover > fetch > land > parse, and at its end the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg

from extractors.core import declare, landing, stored
from extractors.core.acceptance import CrawlRefusedError, Found, RemovalRefusedError, accept, only_one_crawl
from extractors.core.fetch import Client, FetchError, Limits
from extractors.core.listing import crawl_listing
from extractors.core.source import Archive, Source, code_version
from extractors.core.visit import FORGIVEN, Mode, Progress, Run
from extractors.core.walk import crawl_walk

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Result:
    """What an accepted crawl did."""

    crawl_id: int
    counts: Mapping[str, Any]

    @property
    def changed(self) -> bool:
        """Whether any record is new, altered or gone, so that there is reason to build."""
        return bool(self.counts["new_records"] or self.counts["tombstones"])


def crawl(
    connection: psycopg.Connection,
    source: Source,
    mode: Mode,
    *,
    archive: Archive,
    replica: bool = False,
    derived: bool = False,
    contact: str | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Result:
    """Crawl a source and decide whether what it gave may be used.

    `connection` is the loader's, in autocommit. `archive` selects the block of bounds. With `replica` the addresses
    are loopback ones, asked without pause; `derived` says that its pages are made up, which is kept with the crawl.
    An incremental crawl of a source that is walked becomes a sweep when one is due. `contact` tells the site whom to
    write to. Raises CrawlRefusedError when the data must not be used; the refused crawl, its fetches and its bodies
    stay.
    """
    limits = limits_of(source, replica, contact)  # a wrong address is told before a crawl is opened
    with only_one_crawl(connection, source.name):
        landing.check_origin(connection, archive)
        landing.check_derived(connection, source.name, derived)
        if source.sweep_every_days and stored.is_sweep_due(connection, source.name, source.sweep_every_days):
            mode = "sweep"
        parser_version = source.module("parse").PARSER_VERSION
        crawl_id = landing.open_crawl(
            connection, source.name, mode, parser_version, code_version(source), derived=derived
        )
        where = landing.Where(source.name, crawl_id, parser_version)
        client = Client(limits, lambda exchange: landing.land_fetch(connection, where, exchange))
        run = Run(connection, source, source.bounds[archive], where, client, mode, progress)
        found: Found | None = None
        try:
            found = crawl_listing(run) if source.sweep_every_days is None else crawl_walk(run)
            counts = accept(connection, source, where, archive, run.counts, found)
        except (*FORGIVEN, CrawlRefusedError) as error:
            # What a site that fell silent gave so far need not be asked again; what was refused for itself must be.
            run.counts["resumable"] = isinstance(error, FetchError) or bool(run.failures)
            reason = f"Crawl {crawl_id} of {source.name} is refused, the data in use stays: {error}"
            with connection.transaction():
                if isinstance(error, RemovalRefusedError):
                    reason += declare.note(connection, crawl_id, found)
                landing.close_crawl(
                    connection, crawl_id, accepted=False, complete=False, reason=reason, counts=run.counts
                )
            raise CrawlRefusedError(reason) from error
        finally:
            client.close()
        return Result(crawl_id, counts)


def limits_of(source: Source, replica: bool, contact: str | None) -> Limits:
    """How a source is asked: with its politeness, a replica without pause. Raises ValueError for a wrong address."""
    polite = source.politeness
    addresses = {urlsplit(url).hostname or "" for url in source.base_urls().values()}
    if replica and addresses - LOOPBACK:
        settings = ", ".join(f"WPS_{source.name}_{name}_URL".upper() for name in source.urls)
        raise ValueError(
            f"{', '.join(sorted(addresses - LOOPBACK))} is not on this machine, expected the address of a replica of "
            f"{source.name}. Give the replica such a site (replica/sites/), set {settings}, or crawl live."
        )
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
