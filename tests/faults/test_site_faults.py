"""Each way in which a site can misbehave, once, against a real crawl: what is live stays right, and what went wrong is
said. docs/reliability.md holds the same table for people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from faulty_site import ARCHIVE, NAPS, UN, Live, Warehouse, change, changed_archive

from extractors.core.acceptance import CrawlRefusedError
from extractors.core.visit import Mode
from replica.faults import SECONDS, Faults
from replica.server import Replica
from warehouse.settings import PROJECT

Outcome = Literal["accepted", "refused"]
REFUSED: Outcome = "refused"
ACCEPTED: Outcome = "accepted"


@dataclass(frozen=True)
class Case:
    """A fault, the source whose crawl meets it, and what becomes of that crawl."""

    faults: str
    source: str
    outcome: Outcome
    said: str = ""
    """What the refusal says, as a pattern: what was seen, and what was expected."""
    asked: int = 0
    """Exchanges that failed; as many as attempts where the fault is worth another try."""
    rejects: str = ""
    """Reason of the rejects, where rows are rejected one by one."""
    timeout: float = 20.0
    attempts: int = 2


PATIENT = {"timeout": 0.5, "attempts": 1}
CASES = [
    Case("status_429", UN, REFUSED, "answered status 429 Too Many Requests; expected status 200", asked=2),
    Case("status_429_retry_after", UN, REFUSED, "answered status 429 Too Many Requests; expected status 200", asked=2),
    Case("status_503", UN, REFUSED, "answered status 503 Service Unavailable; expected status 200", asked=2),
    Case("status_503_retry_after", UN, REFUSED, "answered status 503 Service Unavailable; expected", asked=2),
    Case("status_500", UN, REFUSED, r"status 500 .*; expected status 200.* Without robots\.txt nothing is", asked=2),
    Case("status_503_once", UN, ACCEPTED, asked=3),
    Case("status_429:0.5", NAPS, ACCEPTED, asked=2),
    Case(
        "slow_headers drip:0.1", UN, REFUSED, r"no whole answer within 2\.5 s\); expected a whole answer", 1, **PATIENT
    ),
    Case("slow_body drip:0.1", UN, REFUSED, r"no whole answer within 2\.5 s\); expected a whole answer", 1, **PATIENT),
    Case("reset", UN, REFUSED, r"bytes read, \d+ more expected.*expected a whole answer", asked=2),
    Case("truncated_gzip", UN, REFUSED, r"the gzip body ends early, after \d+ bytes; expected its end", asked=2),
    Case("gzip_bomb", UN, REFUSED, "the body is larger than 20000000 bytes; expected no more", asked=1),
    Case("length_too_long", UN, REFUSED, r"bytes read, \d+ more expected.*expected a whole answer", asked=2),
    Case("length_too_short", UN, REFUSED, "the gzip body ends early, .* expected its end", asked=2),
    Case("wrong_charset", UN, REFUSED, r"expected the bytes listed as blob \w+, saw blob \w+"),
    Case("wrong_charset", ARCHIVE, REFUSED, "do not end with </html>, expected a whole page; they begin"),
    Case("wrong_charset", NAPS, REFUSED, "expected JSON, saw b'"),
    Case("empty_200", UN, REFUSED, r"expected a tree listing \(JSON with tree and truncated\), saw b''"),
    Case("empty_200", ARCHIVE, REFUSED, "0 bytes that do not end with </html>, expected a whole page"),
    Case("empty_200", NAPS, REFUSED, "expected JSON, saw b''"),
    Case("empty_202", UN, REFUSED, "answered status 202 Accepted; expected status 200", asked=2),
    Case("login_page", UN, REFUSED, "expected a tree listing .*, saw b'<!DOCTYPE html>"),
    Case("login_page", ARCHIVE, REFUSED, "saw 'Log in' and no item, expected a page of the archive"),
    Case("login_page", NAPS, REFUSED, "expected JSON, saw b'<!DOCTYPE html>"),
    Case("block_page", UN, REFUSED, r"expected the bytes listed as blob \w+, saw blob \w+"),
    Case("block_page", ARCHIVE, REFUSED, "saw 'Access denied' and no item, expected a page of the archive"),
    Case("block_page", NAPS, REFUSED, "expected JSON, saw b'<!DOCTYPE html>"),
    Case(
        "redirect_private", UN, REFUSED, r"169\.254\.169\.254/\S+ is not on an allowed host; expected 127\.0\.0\.1", 1
    ),
    Case("redirect_loop", UN, REFUSED, "more than 5 redirects, the last to .*; expected the page", asked=1),
    Case("malformed_json", UN, REFUSED, "expected a tree listing .*, saw b'"),
    Case("malformed_json", NAPS, REFUSED, "expected JSON, saw b'"),
    Case("robots_forbid", UN, REFUSED, r"robots\.txt of 127\.0\.0\.1:\d+ forbids it; expected leave to fetch it"),
    Case("tree_truncated", UN, REFUSED, "saw truncated: true, expected a complete tree listing"),
    Case("tree_short", UN, REFUSED, r"the listing names 1\d pages, expected at least 102 .* wps accept \d+ --because"),
    Case("empty_folder", UN, REFUSED, "the listing names 0 pages, expected at least 102"),
    Case("malformed_xml:0.02", UN, ACCEPTED, rejects="unreadable_xml"),
    Case("malformed_xml", UN, REFUSED, r"\d\d things could not be read, expected at most 60"),
    Case("entity_bomb:0.02", UN, ACCEPTED, rejects="not_akoma_ntoso"),
    Case("denied_above_list", ARCHIVE, ACCEPTED),
    Case("empty_list", ARCHIVE, REFUSED, "saw no items, page 0 is the first of its list; expected items"),
    Case("empty_list", NAPS, REFUSED, "an empty list, page 1 of 4; expected pages"),
    Case("endless_list", ARCHIVE, REFUSED, r"3\d\d records of kind item were met so far, expected at most 300"),
    Case("endless_list", NAPS, REFUSED, r"\d+ records of kind \w+ were met so far, expected at most \d+"),
    Case("repeated_page", ARCHIVE, REFUSED, "saw only what earlier pages of this list hold, .*; expected others"),
    Case("repeated_page", NAPS, REFUSED, "saw only what earlier pages of this list hold, .*; expected others"),
    Case("moving_items", ARCHIVE, ACCEPTED),
    Case("moving_items", NAPS, ACCEPTED),
    Case("duplicate_rows:0.2", ARCHIVE, ACCEPTED, rejects="shown_twice"),
    Case("duplicate_rows", NAPS, ACCEPTED, rejects="shown_twice"),
    Case("redesign", NAPS, REFUSED, "the lists of naps_1325 names 0 records, expected at least"),
]
OF_THEIR_OWN = {"etag_lies", "late_rows"}
"""Faults that no crawl can see at once: they have tests of their own below."""


def test_every_fault_is_tried_and_has_its_row_in_the_documents(tally):
    tried = {word.partition(":")[0] for case in CASES for word in case.faults.split()} | OF_THEIR_OWN
    assert set(Faults.names()) - SECONDS == tried - SECONDS
    text = (PROJECT / "docs" / "reliability.md").read_text(encoding="utf-8")
    table = text.partition("## Kills")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == set(Faults.names()) - {"drip"}
    figure = f"{len(tried - SECONDS)} faults, {len(CASES) + len(OF_THEIR_OWN)} crawls"
    assert figure in text
    tally("faults of sites tried", number=len(tried - SECONDS))
    tally("crawls that met them", number=len(CASES) + len(OF_THEIR_OWN))


@pytest.fixture(scope="module")
def template_crawled(server, template_empty) -> str:
    """Three sources as they were before they changed."""
    crawled = Warehouse(server.clone("template_crawled", template_empty))
    with Replica() as site, pytest.MonkeyPatch.context() as patch:
        _point_at(site, patch)
        for source in MODES:
            crawled.crawl(source)
    return "template_crawled"


MODES: dict[str, Mode] = {UN: "incremental", ARCHIVE: "sweep", NAPS: "sweep"}


@pytest.fixture(scope="module")
def changed_site(tmp_path_factory) -> Iterator[Replica]:
    """A replica whose sites have changed since."""
    with Replica(changed_archive(tmp_path_factory.mktemp("changed"))) as site:
        change(site)
        yield site


@pytest.fixture(scope="module")
def undisturbed(server, template_crawled, changed_site) -> dict[str, Live]:
    """What is live after a crawl that meets no fault."""
    warehouse = Warehouse(server.clone("undisturbed", template_crawled))
    with pytest.MonkeyPatch.context() as patch:
        _point_at(changed_site, patch)
        found = {}
        for source, mode in MODES.items():
            before = warehouse.live(source)
            warehouse.crawl(source, mode)
            found[source] = warehouse.live(source)
            assert found[source] != before
    return found


def _point_at(site: Replica, patch: pytest.MonkeyPatch) -> None:
    for name, value in site.environment().items():
        patch.setenv(name, value)


@pytest.fixture
def warehouse(server, template_crawled, undisturbed, changed_site, monkeypatch) -> Iterator[Warehouse]:
    _point_at(changed_site, monkeypatch)
    yield Warehouse(server.clone("faulty", template_crawled))
    changed_site.faults = Faults()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source} {case.faults}")
def test_a_fault_of_the_site(warehouse, changed_site, undisturbed, case):
    before, landed = warehouse.live(case.source), warehouse.landed()
    changed_site.faults = Faults.from_names(case.faults.split())
    if case.outcome == REFUSED:
        with pytest.raises(CrawlRefusedError, match=case.said) as refusal:
            warehouse.crawl(case.source, MODES[case.source], case.timeout, case.attempts)
        _names_what_happened(str(refusal.value), case)
        assert warehouse.live(case.source) == before
    else:
        warehouse.crawl(case.source, MODES[case.source], case.timeout, case.attempts)
        assert _things(warehouse.live(case.source)) == _things(undisturbed[case.source])
    _failed_as_often_as_expected(warehouse, case)
    assert all(now >= then for now, then in zip(warehouse.landed()[0], landed[0], strict=True))
    changed_site.faults = Faults()
    warehouse.crawl(case.source, MODES[case.source])
    assert warehouse.live(case.source) == undisturbed[case.source]
    warehouse.landed()


def _things(live: Live) -> set[tuple[str, str]]:
    """A thing that was read from another page than usual says a little more, or less, until it is read there again."""
    return {(kind, key) for kind, key, _ in live}


def _names_what_happened(reason: str, case: Case) -> None:
    assert reason.startswith(f"Crawl {reason.split()[1]} of {case.source} is refused, the data in use stays: ")
    assert "\n" not in reason
    assert "expected" in reason
    if (
        "things could not be read" not in reason and "the lists of" not in reason
    ):  # each of those is a row in rpt_reject
        assert re.search(r"https?://\S+", reason)


def _failed_as_often_as_expected(warehouse: Warehouse, case: Case) -> None:
    last = "crawl_id = (select max(crawl_id) from raw.crawl)"
    ((verdict,),) = warehouse.ask(f"select verdict from raw.crawl where {last}")
    assert verdict == case.outcome
    failed = warehouse.ask(
        f"select fetched_at from raw.fetch where {last} and outcome not in ('ok', 'not_modified')"
        " and status is distinct from 403 order by fetch_id"  # an item of the archive that is not public
    )
    assert len(failed) == case.asked
    if case.faults.endswith("retry_after"):
        assert (failed[1][0] - failed[0][0]).total_seconds() >= 1  # our own pause would be a twentieth of that
    reasons = warehouse.ask(f"select distinct reason, expected <> '' from raw.reject where {last}")
    if case.rejects:
        assert (case.rejects, True) in reasons


def test_an_etag_that_lies_holds_nothing_up_for_longer_than_until_the_next_sweep(warehouse, changed_site, undisturbed):
    changed_site.faults = Faults(etag_lies=True)
    before = warehouse.live(NAPS)
    warehouse.crawl(NAPS, "incremental")
    assert warehouse.live(NAPS) == before  # the lists were called unchanged
    warehouse.crawl(NAPS, "sweep")
    assert warehouse.live(NAPS) == undisturbed[NAPS]
    warehouse.crawl(UN, "incremental")  # which no sweep is due for, ever: its listing is asked for without ETags
    assert warehouse.live(UN) == undisturbed[UN]


def test_a_late_row_is_found_by_the_next_sweep(warehouse, changed_site, undisturbed):
    changed_site.faults = Faults(late_rows=True)
    before = warehouse.live(NAPS)
    warehouse.crawl(NAPS)
    assert _things(warehouse.live(NAPS)) == _things(before)
    warehouse.crawl(NAPS, "sweep")
    assert warehouse.live(NAPS) == undisturbed[NAPS]
