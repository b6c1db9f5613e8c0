"""Who reads a page, and what must hold for whatever they make of it."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress

from protego import Protego

from extractors.core import source
from extractors.core.fetch import AGENT
from extractors.core.records import Leads, Page, PageError, Parsed, Record, Reject, Target, unfit_for_postgres

from .seeds import LIVE, Seed

OUTCOMES = ("records", "rejects only", "nothing", "refused")
_WORD = re.compile(r"[a-z][a-z0-9_]*")


def read(seed: Seed) -> str:
    """Read a page with all that would read it in a crawl; returns the outcome, one of OUTCOMES.

    Raises AssertionError where a reading is not what a parser promises; any other exception is one that escaped.
    """
    try:
        return _read_robots(seed.page) if seed.reader == "robots" else _read_of_source(seed)
    except PageError as error:
        check_refusal(str(error))
        return "refused"


def _read_of_source(seed: Seed) -> str:
    name, page = seed.reader, seed.page
    crawl = source.load(name).module("crawl")
    if seed.sort == "tree":
        listing = crawl.read_listing(page, LIVE[name])
        check_targets(listing.targets)
        check_rejects(listing.rejects)
        return _outcome(len(listing.targets), len(listing.rejects))
    parsed = source.load(name).module("parse").parse(page)
    check_parsed(parsed)
    if name in LIVE and name != "un_resolutions":
        with suppress(PageError):
            check_leads(crawl.follow(page, LIVE[name]))
        for record in parsed.records:
            target = crawl.page_of(record.kind, record.key, LIVE[name])
            check_targets([] if target is None else [target])
    return _outcome(len(parsed.records), len(parsed.rejects))


def _outcome(records: int, rejects: int) -> str:
    if records:
        return "records"
    return "rejects only" if rejects else "nothing"


def _read_robots(page: Page) -> str:
    rules = Protego.parse(page.body.decode("utf-8", "replace"))
    assert rules.can_fetch("https://www.peacewomen.org/node/1?page=2", AGENT) in (True, False)
    delay = rules.crawl_delay(AGENT)
    assert delay is None or isinstance(delay, (int, float))
    return "nothing"


def check_refusal(message: str) -> None:
    """A sentence that a person reads in a log."""
    assert message.strip(), "a refusal says nothing"
    assert "\n" not in message, "a refusal is not one line"
    assert len(message) < 2000, "a refusal repeats the page"


def check_parsed(parsed: Parsed) -> None:
    """Records that can be landed under keys of their own, and rejects that say what was expected."""
    keys = [(record.kind, record.key) for record in parsed.records]
    assert len(keys) == len(set(keys)), "two records of one key"
    for record in parsed.records:
        check_record(record)
    check_rejects(parsed.rejects)


def check_record(record: Record) -> None:
    """A record that Postgres can hold."""
    assert _WORD.fullmatch(record.kind), record.kind
    assert record.key
    assert unfit_for_postgres(record) is None, unfit_for_postgres(record)
    assert json.loads(record.json) is not None
    assert len(record.sha256) == 64


def check_rejects(rejects: Iterable[Reject]) -> None:
    """Rejects that can be counted and looked up."""
    for reject in rejects:
        assert _WORD.fullmatch(reject.reason), reject.reason
        assert all(isinstance(said, str) for said in (reject.place, reject.expected, reject.seen))
        assert reject.place
        assert reject.expected


def check_targets(targets: Iterable[Target]) -> None:
    """Addresses that can be asked for: of the sites, and no character that an address may not hold."""
    for target in targets:
        assert target.address.startswith(("https://",)), target.address
        assert re.fullmatch(r"[!-~]+", target.address), ascii(target.address)
        assert re.fullmatch(r"[!-~]+", target.url), ascii(target.url)
        assert target.cursor is None or re.fullmatch(r"[!-~]+", target.cursor), ascii(target.cursor)


def check_leads(leads: Leads) -> None:
    """Where a page leads can be asked for."""
    one = [leads.next_page] if leads.next_page else []
    check_targets([*one, *leads.lists, *leads.pages, *leads.details.values()])
    assert leads.pages_in_list is None or 0 <= leads.pages_in_list < 10**7
