"""Removals that a person declares: a crawl that was refused only for how much would be gone, accepted after all.

What it fetched and read has landed. Its page versions, records and rejects count from the verdict on, as those of any
crawl do; what it did not find gets its tombstones then.
"""

from typing import Any

import psycopg

from extractors.core import landing
from extractors.core import source as sources
from extractors.core.acceptance import CrawlRefusedError, Found, accept, only_one_crawl


def note(connection: psycopg.Connection, crawl_id: int, found: Found | None) -> str:
    """Keep what a crawl found that is refused for a removal; returns the advice that ends its reason."""
    landing.keep_removal(connection, crawl_id, None if found is None else found.urls)
    return f' If it is really gone: wps accept {crawl_id} --because "..."'


def accept_declared(
    connection: psycopg.Connection, crawl_id: int, *, because: str, by: str, archive: sources.Archive
) -> tuple[str, dict[str, Any]]:
    """Accept a crawl that was refused for a removal: the same acceptance, without the limits on what may be gone.

    Returns the source's name and the crawl's counts. Raises CrawlRefusedError, and changes nothing, where the crawl is
    not one of those, where another was made since, or where something else speaks against it.
    """
    if not because.strip():
        raise CrawlRefusedError("--because is empty; expected the reason for which things are gone.")
    row = connection.execute("select source from raw.crawl where crawl_id = %s", [crawl_id]).fetchone()
    if row is None:
        raise CrawlRefusedError(f"There is no crawl {crawl_id}; expected one that was refused for a removal.")
    source = sources.load(row[0])
    with only_one_crawl(connection, source.name), connection.transaction():
        counts, reason, parser_version, present = _refused(connection, crawl_id)
        where = landing.Where(source.name, crawl_id, parser_version)
        landing.declare_removal(connection, crawl_id, by=by, because=because.strip(), refusal=reason)
        found = None if present is None else Found(present, "")
        said = f"Accepted by {by}: {because.strip()} (it was refused: {reason})"
        try:
            return source.name, accept(connection, source, where, archive, counts, found, because=said)
        except CrawlRefusedError as error:
            raise CrawlRefusedError(
                f"Crawl {crawl_id} of {source.name} can not be accepted, more than a removal speaks against it: {error}"
            ) from error


def _refused(connection: psycopg.Connection, crawl_id: int) -> tuple[dict[str, Any], str, int, list[str] | None]:
    """(counts, reason, parser version, what it found) of a crawl that may be accepted."""
    row = connection.execute(
        "select c.source, c.verdict, c.counts, c.reason, c.parser_version, removal.crawl_id is not null,"
        " removal.present, (select max(later.crawl_id) from raw.crawl as later where later.source = c.source"
        "  and later.crawl_id > c.crawl_id)"
        " from raw.crawl as c left join raw.refused_removal as removal using (crawl_id) where c.crawl_id = %s",
        [crawl_id],
    ).fetchone()
    assert row is not None  # noqa: S101 - crawls are never deleted
    source, verdict, counts, reason, parser_version, is_removal, present, later = row
    if verdict == "accepted":
        raise CrawlRefusedError(f"Crawl {crawl_id} of {source} is accepted already; expected a refused one.")
    if verdict is None:
        raise CrawlRefusedError(f"Crawl {crawl_id} of {source} has no verdict: it was killed. Crawl {source} again.")
    if not is_removal:
        raise CrawlRefusedError(
            f"Crawl {crawl_id} of {source} can not be accepted: only a removal may be declared, and it was refused for "
            f"something else: {reason}"
        )
    if later is not None:
        raise CrawlRefusedError(
            f"Crawl {crawl_id} of {source} can not be accepted: crawl {later} was since, and knows better. "
            f"Crawl {source} again; if that is refused too, accept it."
        )
    return counts, reason, parser_version, present
