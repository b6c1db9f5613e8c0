"""The one way to crawl a source: a complete listing names every page, with a cursor that tells which have changed.

The source's `crawl.py` gives `listings(urls)`, `read_listing(page, urls)` and `check_body(target, body)`.
"""

from extractors.core import landing, stored
from extractors.core.acceptance import Found, check_not_empty
from extractors.core.records import Listing, Parsed, Target
from extractors.core.visit import Run, ask, land, stored_page, visit_each


def crawl_listing(run: Run) -> Found:
    """Fetch and land all that the listings name; returns what is present, the listings' own pages among it.

    Raises CrawlRefusedError, FetchError or PageError when the source may not be used as it is.
    """
    listing, listing_urls = _discover(run)
    run.counts.update(listed=len(listing.targets), ignored=listing.ignored)
    landing.set_counts(run.connection, run.where.crawl_id, run.counts)  # so that others can see how far we are
    named_by = f"{', '.join(listing_urls)}: the listing"
    check_not_empty(run.connection, run.source, named_by, len(listing.targets))
    known = stored.known_pages(run.connection, run.source.name)
    parsed = stored.parsed_pages(run.connection, run.where)
    visit_each(run, listing.targets, len(listing.targets), lambda target: _visit(run, target, known, parsed))
    return Found([*listing_urls, *(target.url for target in listing.targets)], named_by)


def _discover(run: Run) -> tuple[Listing, list[str]]:
    module = run.source.module("crawl")
    urls = run.source.base_urls()
    targets = module.listings(urls)
    listings = []
    for target in targets:
        page, seen_at = ask(run, target, conditional=False)  # else an ETag that lies would hide all that comes
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


def _visit(run: Run, target: Target, known: stored.Known, parsed: set[tuple[str, str]]) -> None:
    """Make sure that a page's present bytes are stored and read; ask the site only where we do not hold them."""
    last = known.last.get(target.url)
    digest = known.by_cursor.get((target.url, target.cursor)) if target.cursor else None
    if run.mode == "incremental" and digest is not None:
        is_last = last is not None and last == (digest, target.cursor)
        run.counts["unchanged" if is_last else "reused"] += 1
        if is_last and (target.url, digest) in parsed:
            return
        page, seen_at = stored_page(run, target, digest, {})
    else:
        # Without the bytes that the listing names there is nothing that could be unchanged, whatever the ETag says.
        page, seen_at = ask(run, target, conditional=digest is not None)
        run.source.module("crawl").check_body(target, page.body)
    land(run, page, seen_at, target.cursor)
