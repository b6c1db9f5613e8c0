"""The other way to crawl a source: its things stand in paged lists, newest first, and no page names them all.

The source's `crawl.py` gives `starts(urls)`, `follow(page, urls)`, `check_body(target, body)` and
`page_of(kind, key, urls)`; what it lists are the records that its `parse.py` reads from a page.

* **Incremental walk**: each list from its first page until a whole page of known, unchanged records.
* **Sweep**: every page of every list, asked anew without an ETag. Only a sweep may conclude that a record is gone, and
  before it does it asks the record's own page, for things move between pages while we read them.

A page number is never a key, and what a page said is compared by record, never by its bytes.
"""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.core import landing, stored
from extractors.core.acceptance import CrawlRefusedError, Found, check_not_empty
from extractors.core.fetch import FetchError
from extractors.core.records import Leads, PageError, Record, Reject, Target
from extractors.core.visit import Run, ask, land, stored_page, visit_each

GONE = frozenset({403, 404, 410})
"""Status of a page that is no longer public, as its site says."""
SHRUNK_WHILE_READ = 1
"""Pages that a list may have lost between our reading of its first and of its last."""
NOTE_EVERY = 50
"""Pages between two notes of how far a walk is."""


@dataclass
class _Walk:
    run: Run
    known: frozenset[tuple[str, str, str]]
    """(kind, key, sha256) of the records that were live before."""
    resumed: dict[str, stored.Answer]
    """Pages that an interrupted sweep just fetched."""
    urls: dict[str, str]
    seen: set[tuple[str, str]] = field(default_factory=set)
    """(kind, key) of every record met."""
    met: Counter[str] = field(default_factory=Counter)
    """How many of `seen` are of each kind."""
    present: dict[str, None] = field(default_factory=dict)
    """Canonical URLs of the pages read, in order."""
    named: set[str] = field(default_factory=set)
    lists: deque[Target] = field(default_factory=deque)
    single: deque[Target] = field(default_factory=deque)
    expected: int = 0
    """Pages that the lists met so far say they have."""

    def note(self, targets: Iterable[Target], queue: deque[Target]) -> None:
        """Queue targets that were not named before."""
        for target in targets:
            if target.url not in self.named:
                self.named.add(target.url)
                queue.append(target)

    def is_known(self, record: Record) -> bool:
        return (record.kind, record.key, record.sha256) in self.known


def crawl_walk(run: Run) -> Found | None:
    """Walk a source; returns what is present after a sweep, None after an incremental walk.

    Raises CrawlRefusedError, FetchError or PageError when the source may not be used as it is.
    """
    walk = _Walk(
        run=run,
        known=stored.known_records(run.connection, run.source.name),
        resumed=stored.resumable_pages(run.connection, run.where) if run.mode == "sweep" else {},
        urls=run.source.base_urls(),
    )
    walk.note(run.source.module("crawl").starts(walk.urls), walk.lists)  # a start may be a list itself
    while walk.lists:
        _read_list(walk, walk.lists.popleft())
    visit_each(run, _drain(walk.single), len(walk.single), lambda target: _read_single(walk, target))
    _count(walk)
    if run.mode == "incremental":
        return None
    named_by = f"the lists of {run.source.name}"
    check_not_empty(run.connection, run.source, named_by, len(walk.seen))
    listed = run.counts["listed"]
    _ask_for_missing(walk)
    _count(walk)
    run.counts["listed"] = listed  # what the lists name; the next sweep is held against it
    return Found(list(walk.present), named_by)


def _drain(queue: deque[Target]) -> Iterable[Target]:
    while queue:
        yield queue.popleft()


def _read_list(walk: _Walk, first: Target) -> None:
    """Read a list page by page: to its end, or in an incremental walk until a page says nothing new."""
    target: Target | None = first
    met: set[tuple[str, str]] = set()
    claimed = read = 0
    while target is not None:
        records, leads = _read(walk, target)
        read += 1
        here = {(record.kind, record.key) for record in records}
        if leads.next_page is not None and met and here <= met:
            raise PageError(
                f"{target.url}: saw only what earlier pages of this list hold, and a link to a next page; expected "
                "others. The list repeats or has no end: look at its pages before you crawl again."
            )
        met |= here
        walk.expected += max(0, (leads.pages_in_list or 0) - claimed)
        claimed = max(claimed, leads.pages_in_list or 0)
        _tell(walk)
        if walk.run.mode == "incremental" and all(map(walk.is_known, records)):
            return
        target = leads.next_page
    if read < claimed - SHRUNK_WHILE_READ:
        raise PageError(
            f"{first.url}: the list ends after {read} pages, expected the {claimed} that it said it had. "
            "It is cut, or its links to further pages changed: look at its last page before you crawl again."
        )


def _read(walk: _Walk, target: Target) -> tuple[tuple[Record, ...], Leads]:
    """Read one page, land it, and queue where it leads."""
    run, module = walk.run, walk.run.source.module("crawl")
    held = walk.resumed.get(target.url)
    if held is not None:
        page, seen_at = stored_page(run, target, held.body_sha256, held.headers)
        run.counts["reused"] += 1
    else:
        page, seen_at = ask(run, target, conditional=run.mode == "incremental")
        module.check_body(target, page.body)
    leads: Leads = module.follow(page, walk.urls)
    records = land(run, page, seen_at).records
    walk.present[target.url] = None
    _note_seen(walk, target, records)
    walk.note(leads.lists, walk.lists)
    walk.note(leads.pages, walk.single)
    known = {(record.kind, record.key) for record in records if walk.is_known(record)}
    asked = [target for of, target in leads.details.items() if run.mode == "sweep" or of not in known]
    walk.note(asked, walk.single)
    return records, leads


def _note_seen(walk: _Walk, target: Target, records: Iterable[Record]) -> None:
    """Note the records met, and stop where they are more than may ever be live: such lists have no end.

    Raises CrawlRefusedError then.
    """
    new = {(record.kind, record.key) for record in records} - walk.seen
    walk.seen |= new
    walk.met.update(kind for kind, _ in new)
    for kind, (_, most) in walk.run.bounds.records.items():
        if walk.met[kind] > most:
            raise CrawlRefusedError(
                f"{target.url}: {walk.met[kind]} records of kind {kind} were met so far, expected at most {most} "
                f"(bounds in {walk.run.source.name}/source.yml). Do the lists have an end? Look before you crawl again."
            )


def _read_single(walk: _Walk, target: Target) -> None:
    """Read a page of one thing. That its site no longer shows it is said of it, and stops nothing."""
    try:
        _read(walk, target)
    except FetchError as error:
        if error.status not in GONE:
            raise
        missing = Reject("page_not_there", "page", "status 200", f"status {error.status}")
        landing.land_rejects(walk.run.connection, walk.run.where, target.url, None, [missing])
        walk.run.counts["rejects"] += 1
    _keep_counts(walk)


def _ask_for_missing(walk: _Walk) -> None:
    """Ask the own page of each record that was live and was not met: what answers has only moved."""
    module = walk.run.source.module("crawl")
    missing = sorted({(kind, key) for kind, key, _ in walk.known} - walk.seen)
    pages = [module.page_of(kind, key, walk.urls) for kind, key in missing]
    walk.note((target for target in pages if target is not None), walk.single)
    visit_each(walk.run, _drain(walk.single), len(walk.single), lambda target: _read_single(walk, target))


def _count(walk: _Walk) -> None:
    """The counts of what has been read to its end."""
    walk.run.counts.pop("pages_expected", None)
    walk.run.counts.update(pages=len(walk.present), listed=len(walk.seen))


def _tell(walk: _Walk) -> None:
    """Say how far the lists are read, as far as their own word for their length goes."""
    done = len(walk.present)
    walk.run.progress(f"{walk.run.source.name}: pages of lists", done, max(done, walk.expected))
    _keep_counts(walk)


def _keep_counts(walk: _Walk) -> None:
    """Now and then note in raw.crawl how far a walk is, for those who look at it from elsewhere."""
    done = len(walk.present)
    if done % NOTE_EVERY == 0:
        expected = max(done, walk.expected + len(walk.single))
        walk.run.counts.update(pages=done, pages_expected=expected, listed=len(walk.seen))
        landing.set_counts(walk.run.connection, walk.run.where.crawl_id, walk.run.counts)
