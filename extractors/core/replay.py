"""Read stored bytes again with today's parser; the network is not asked."""

import psycopg

from extractors.core import declare, landing, stored
from extractors.core.acceptance import CrawlRefusedError, RemovalRefusedError, accept, only_one_crawl
from extractors.core.crawl import Result
from extractors.core.records import Page
from extractors.core.source import Archive, Source, code_version
from extractors.core.visit import Progress


def replay(
    connection: psycopg.Connection,
    source: Source,
    *,
    archive: Archive,
    progress: Progress = lambda what, done, total: None,
) -> Result:
    """Parse every stored page version that the present parser version has not read, and accept the outcome.

    The bounds decide as they do for a crawl: until a replay is accepted, the readings of the parser version before
    stay in use. Raises CrawlRefusedError when a bound does not hold.
    """
    with only_one_crawl(connection, source.name):
        parser = source.module("parse")
        crawl_id = landing.open_crawl(connection, source.name, "replay", parser.PARSER_VERSION, code_version(source))
        where = landing.Where(source.name, crawl_id, parser.PARSER_VERSION)
        counts = {"pages": 0, "new_records": 0, "rejects": 0}
        try:
            listings = _listings(source)
            todo = [page for page in stored.unparsed_pages(connection, where) if page[0] not in listings]
            for number, (url, digest, seen_at) in enumerate(todo, start=1):
                page = Page(url, stored.body_of(connection, digest))
                landed = landing.land_page(
                    connection, where, page, parser.parse(page), seen_at=seen_at, cursor=None, observed=False
                )
                counts["pages"] += 1
                counts["new_records"] += landed.records
                counts["rejects"] += landed.rejects
                progress(f"{source.name}: stored pages", number, len(todo))
            return Result(crawl_id, accept(connection, source, where, archive, counts, None))
        except CrawlRefusedError as error:
            reason = f"Replay {crawl_id} of {source.name} is refused, the readings in use stay: {error}"
            with connection.transaction():
                if isinstance(error, RemovalRefusedError):
                    reason += declare.note(connection, crawl_id, None)
                landing.close_crawl(connection, crawl_id, accepted=False, complete=False, reason=reason, counts=counts)
            raise CrawlRefusedError(reason) from error


def _listings(source: Source) -> set[str]:
    """Pages that only name others. The pages of a walk say something of their own."""
    if source.sweep_every_days is not None:
        return set()
    return {target.url for target in source.module("crawl").listings(source.base_urls())}
