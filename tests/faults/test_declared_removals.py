"""`wps accept`: a crawl that was refused only for how much would be gone, and a person who knows why."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_site import NAPS, UN, Warehouse

from extractors.core import source as sources
from extractors.core.acceptance import CrawlRefusedError, only_one_crawl
from replica.faults import Faults
from replica.response import Response
from replica.server import Replica
from warehouse import db, steps
from warehouse.errors import WpsError

WHY = "The secretariat took its old pages down, mail of 3 May"


@pytest.fixture(scope="module")
def template_two(server, template_empty) -> str:
    """Two sources, crawled whole."""
    crawled = Warehouse(server.clone("template_two", template_empty))
    with Replica() as site, pytest.MonkeyPatch.context() as patch:
        for name, value in site.environment().items():
            patch.setenv(name, value)
        crawled.crawl(UN)
        crawled.crawl(NAPS)
    return "template_two"


@pytest.fixture
def warehouse(server, template_two, site) -> Iterator[Warehouse]:
    """Over `site`, a replica of the sample."""
    return Warehouse(server.clone("declared", template_two))


def refused(warehouse: Warehouse, source: str, said: str, mode: str = "sweep") -> int:
    """Crawl, be refused for what is said, and return the crawl's number."""
    with pytest.raises(CrawlRefusedError, match=said):
        warehouse.crawl(source, mode)  # type: ignore[arg-type]
    ((crawl_id,),) = warehouse.ask("select max(crawl_id) from raw.crawl")
    return int(crawl_id)


def remove_naps(site: Replica, number: int) -> set[str]:
    """Take that many pages down; returns their keys."""
    gone = site.naps_site.pages[-number:]
    for page in gone:
        site.naps_site.remove(page.id)
    return {page.key for page in gone}


def wps(warehouse: Warehouse, *arguments: str) -> subprocess.CompletedProcess[str]:
    ours = {"WPS_HOME": str(warehouse.settings.home), "WPS_DATABASE_URL": warehouse.settings.database_url or ""}
    return subprocess.run(
        [Path(sys.executable).with_name("wps"), *arguments],
        env={**os.environ, **ours, "LOGNAME": "anna"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_walk_that_lost_much_is_accepted_as_declared(warehouse, site):
    before = warehouse.live(NAPS)
    gone = remove_naps(site, 20)
    kept = site.naps_site.pages[0]
    site.naps_site.rewrite(kept.id, content=f"{kept.content}<p>More is said.</p>")
    crawl_id = refused(warehouse, NAPS, r"names 138 records, expected at least 142 .* wps accept \d+ --because")
    assert warehouse.live(NAPS) == before
    done = wps(warehouse, "accept", str(crawl_id), "--because", f" {WHY} ")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Crawl {crawl_id} of naps_1325 is accepted as declared: ")
    assert "20 tombstones" in " ".join(done.stdout.split())
    live = warehouse.live(NAPS)
    assert {key for _, key, _ in before} - {key for _, key, _ in live} == gone
    assert [key for _, key, _ in live - before] == [kept.key]  # what it landed counts too
    declared = warehouse.ask("select crawl_id, declared_by, because, refusal from raw.declared_removal")
    assert [row[:3] for row in declared] == [(crawl_id, "anna", WHY)]
    assert "expected at least" in declared[0][3]
    ((verdict, complete, reason),) = warehouse.ask(
        "select verdict, complete, reason from raw.crawl where crawl_id = %s", crawl_id
    )
    assert (verdict, complete) == ("accepted", True)
    assert reason.startswith(f"Accepted by anna: {WHY} (it was refused: Crawl {crawl_id} of naps_1325 is refused")
    again = warehouse.crawl(NAPS, "sweep")  # held against what was accepted
    assert not again.changed
    assert warehouse.live(NAPS) == live


def test_what_still_has_its_own_page_is_not_buried(warehouse, site):
    before = warehouse.live(NAPS)
    hidden = {page.id for page in site.naps_site.pages[-20:]}
    back = site.naps_site.pages[-1]
    honest = site.answer

    def answer(target: str, faults: Faults) -> Response:
        response = honest(target, faults)
        if "/pages?" not in target:
            return response
        shown = [entry for entry in json.loads(response.body) if entry["id"] not in hidden]
        return replace(response, body=json.dumps(shown).encode())

    site.answer = answer
    for page_id in hidden - {back.id}:
        site.naps_site.remove(page_id)
    crawl_id = refused(warehouse, NAPS, "wps accept")
    asked = {request.path.rpartition("/")[2] for request in site.requests if re.search(r"/pages/\d+$", request.path)}
    assert asked == {str(page_id) for page_id in hidden}  # each was asked before anybody could bury it
    steps.accept(warehouse.settings, crawl_id, WHY)
    lost = {key for _, key, _ in before - warehouse.live(NAPS)}
    assert lost == {f"page/{page_id}" for page_id in hidden - {back.id}}


def test_a_listing_that_lost_files_is_accepted_as_declared(warehouse, site, copied_sample):
    before = warehouse.live(UN)
    for name in ("2015/S_RES_2193_1467585E.xml", "2019/S_RES_2464_1906112E.xml"):
        (copied_sample / "Pre-2020" / name).unlink()
    crawl_id = refused(warehouse, UN, "the listing names 101 pages, expected at least 102", "incremental")
    steps.accept(warehouse.settings, crawl_id, WHY)
    lost = before - warehouse.live(UN)
    assert {kind for kind, _, _ in lost} >= {"resolution"}
    assert warehouse.live(UN) < before
    assert not warehouse.crawl(UN).changed


def test_a_kind_that_lost_a_tenth_is_a_removal_whatever_the_listing_says(warehouse, site, copied_sample):
    before = warehouse.live(UN)
    for file in sorted((copied_sample / "Pre-2020").rglob("S_RES_*.xml"))[:30]:
        text = file.read_text(encoding="utf-8")
        start, end = text.find("<container"), text.rfind("</container>")
        file.write_text(text[:start] + text[end + len("</container>") :], encoding="utf-8")
    crawl_id = refused(
        warehouse, UN, r"\d+ records of kind paragraph would be live, expected at least \d+ \(the last", "incremental"
    )
    assert warehouse.live(UN) == before
    steps.accept(warehouse.settings, crawl_id, WHY)
    assert len([kind for kind, _, _ in before - warehouse.live(UN) if kind == "paragraph"]) > 119


def test_what_may_not_be_accepted_says_why_and_changes_nothing(warehouse, site):
    before = warehouse.live(NAPS)
    ((first,),) = warehouse.ask("select max(crawl_id) from raw.crawl where source = %s", NAPS)
    refusals = {
        999: "There is no crawl 999; expected one that was refused for a removal",
        first: f"Crawl {first} of naps_1325 is accepted already; expected a refused one",
    }
    for fault, why in {
        "block_page": "only a removal may be declared, and it was refused for something else: .* expected JSON",
        "status_503": "refused for something else: .* expected status 200",
        "empty_list": "refused for something else: .* an empty list",
        "redesign": "refused for something else: .* names 0 records",
    }.items():
        site.faults = Faults.from_names([fault])
        refusals[refused(warehouse, NAPS, "is refused")] = why
    site.faults = Faults(tree_truncated=True)
    refusals[refused(warehouse, UN, "is refused")] = "refused for something else: .* saw truncated: true"
    site.faults = Faults()
    for crawl_id, why in refusals.items():
        with pytest.raises(WpsError, match=why):
            steps.accept(warehouse.settings, crawl_id, WHY)
    assert warehouse.live(NAPS) == before
    assert warehouse.ask("select count(*) from raw.declared_removal") == [(0,)]


def test_a_reason_must_be_given(warehouse, site):
    remove_naps(site, 20)
    crawl_id = refused(warehouse, NAPS, "wps accept")
    done = wps(warehouse, "accept", str(crawl_id), "--because", "  ")
    assert (done.returncode, done.stderr) == (
        1,
        "wps: --because is empty; expected the reason for which things are gone.\n",
    )
    assert wps(warehouse, "accept", str(crawl_id)).returncode != 0
    assert warehouse.ask("select verdict from raw.crawl where crawl_id = %s", crawl_id) == [("refused",)]


def test_only_the_newest_word_of_a_site_is_accepted(warehouse, site):
    remove_naps(site, 20)
    first = refused(warehouse, NAPS, "wps accept")
    second = refused(warehouse, NAPS, "wps accept")
    with pytest.raises(WpsError, match=rf"Crawl {first} of naps_1325 can not be accepted: crawl {second} was since"):
        steps.accept(warehouse.settings, first, WHY)  # though that one was refused as well
    steps.accept(warehouse.settings, second, WHY)
    with pytest.raises(WpsError, match=rf"Crawl {first} of naps_1325 can not be accepted: crawl {second} was since"):
        steps.accept(warehouse.settings, first, WHY)
    remove_naps(site, 20)
    third = refused(warehouse, NAPS, "wps accept")
    fourth = warehouse.crawl(NAPS, "incremental").crawl_id
    with pytest.raises(WpsError, match=rf"Crawl {third} of naps_1325 can not be accepted: crawl {fourth} was since"):
        steps.accept(warehouse.settings, third, WHY)


def test_a_first_crawl_that_found_too_little_is_no_removal(fresh, site):
    remove_naps(site, 90)
    first = Warehouse(fresh)
    refused(first, NAPS, "would be live, expected")
    assert first.ask("select count(*) from raw.crawl where reason like '%%wps accept%%'") == [(0,)]
    assert first.ask("select count(*) from raw.refused_removal") == [(0,)]


def test_what_breaks_another_bound_stays_refused(warehouse, site, monkeypatch):
    before = warehouse.live(NAPS)
    remove_naps(site, 20)
    crawl_id = refused(warehouse, NAPS, "wps accept")
    declared = sources.load(NAPS)
    strict = declared.bounds["sample"].model_copy(update={"max_rejects": -1})  # as if source.yml had changed since
    source = declared.model_copy(update={"bounds": {"sample": strict}})
    monkeypatch.setattr(sources, "load", lambda name: source)
    with pytest.raises(WpsError, match=r"more than a removal speaks against it: \d+ things could not be read"):
        steps.accept(warehouse.settings, crawl_id, WHY)
    assert warehouse.live(NAPS) == before
    assert warehouse.ask("select count(*) from raw.declared_removal") == [(0,)]
    assert warehouse.ask("select verdict from raw.crawl where crawl_id = %s", crawl_id) == [("refused",)]


def test_a_crawl_under_way_is_waited_for(warehouse, site):
    remove_naps(site, 20)
    crawl_id = refused(warehouse, NAPS, "wps accept")
    with (
        db.connect(warehouse.settings, "wps_loader") as other,
        only_one_crawl(other, NAPS),
        pytest.raises(WpsError, match="Another crawl of naps_1325 is under way"),
    ):
        steps.accept(warehouse.settings, crawl_id, WHY)
