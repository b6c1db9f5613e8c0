"""Nights over a site that stands still, changes, breaks: what is asked, what is landed, what readers see."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from replica.faults import Faults
from replica.response import Response, not_found
from replica.server import SAMPLE, Replica
from warehouse import db, fingerprint, releases, steps
from warehouse.errors import WpsError
from warehouse.processes import until
from warehouse.settings import Settings

SOURCE = "un_resolutions"
FILE = "2020/English/S_RES_2538 (2020)-2011254E.xml"
"""Of an open year: the gates hold no exact numbers of it."""
SENTENCE = "that women make peacekeeping work better"
NEW_SENTENCE = "that women make peacekeeping work far better"
OF_FILE = "where canonical_url like '%%/S_RES_2538%%'"
LAST = f"crawl_id = (select max(crawl_id) from raw.crawl where source = '{SOURCE}')"
"""The source's last crawl; a night crawls the other sources too."""


def edit(archive: Path, old: str = SENTENCE, new: str = NEW_SENTENCE) -> None:
    file = archive / FILE
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def asked_files(site: Replica) -> list[str]:
    return [unquote(request.path).partition("/raw/")[2] for request in site.requests if "/raw/" in request.path]


def marts_hash(settings: Settings) -> str:
    with db.connect(settings, "wps_publisher") as connection:
        return fingerprint.fingerprint(connection, releases.current(connection).schema)["all"]


@contextmanager
def answering(site: Replica, wanted: str, give: Callable[[Response], Response]) -> Iterator[None]:
    """For a while, what the replica answers to paths that hold `wanted` is altered."""
    honest = site.answer
    site.answer = lambda target, faults: (  # type: ignore[method-assign]
        give(honest(target, faults)) if wanted in unquote(target) else honest(target, faults)
    )
    try:
        yield
    finally:
        site.answer = honest  # type: ignore[method-assign]


@dataclass(frozen=True)
class Changed:
    """An ordinary night over the edited file, and what it asked for."""

    settings: Settings
    night: steps.Night
    asked: list[str]
    hash: str


@pytest.fixture(scope="module")
def changed(server, template_published, tmp_path_factory) -> Changed:
    archive = Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("changed") / "archive"))
    edit(archive)
    settings = server.clone("t_changed_night", template_published)
    with pytest.MonkeyPatch.context() as patch, Replica(archive) as replica:
        for name, value in replica.environment().items():
            patch.setenv(name, value)
        night = steps.nightly(settings)
        return Changed(settings, night, asked_files(replica), marts_hash(settings))


def test_a_second_night_over_an_unchanged_site_does_nothing(published, site, rows):
    counts = "select (select count(*) from raw.record), (select count(*) from raw.page_version)"
    before, hash_before = rows(published, counts), marts_hash(published)
    night = steps.nightly(published)
    assert night.release is None
    assert night.refused == {}
    assert night.crawls[SOURCE]["fetched"] == 1  # the listing, without an ETag: it might lie
    assert asked_files(site) == []
    assert rows(published, counts) == before
    assert rows(published, "select count(*) from audit.release") == [(1,)]
    assert marts_hash(published) == hash_before


def test_a_sweep_asks_for_every_page_and_lands_nothing_new(published, site, rows):
    before = rows(published, "select count(*) from raw.record")
    result = steps.crawl(published, SOURCE, "sweep")
    assert len(asked_files(site)) == result.counts["listed"] == 103
    assert result.counts["not_modified"] == 103
    assert result.counts["fetched"] == 1  # the listing: a sweep takes no ETag's word for it
    assert not result.changed
    assert rows(published, "select count(*) from raw.record") == before


def test_a_changed_sentence_changes_one_paragraph_in_one_new_release(changed, rows):
    assert changed.asked == [FILE]
    assert changed.night.crawls[SOURCE]["tombstones"] == 0
    new = rows(changed.settings, f"select distinct canonical_url from raw.record where {LAST}")
    assert [unquote(url).endswith(FILE) for (url,) in new] == [True]
    once = f"select kind, key from raw.record {OF_FILE} group by 1, 2 having count(*) <> 2"
    assert rows(changed.settings, once) == []  # each record of the file has its old version and its new one
    releases_ = rows(changed.settings, "select release_id, is_current from audit.release order by 1")
    assert releases_ == [(1, False), (2, True)]
    ((old, text),) = rows(
        changed.settings,
        "select old.text, new.text from marts_r1.fct_paragraph as old full join marts_r2.fct_paragraph as new"
        " using (paragraph_id) where to_jsonb(old) - 'body_sha256' is distinct from to_jsonb(new) - 'body_sha256'",
    )
    assert old.replace(SENTENCE, NEW_SENTENCE) == text
    assert rows(changed.settings, "select count(*) from marts.fct_paragraph where text = %s", text) == [(1,)]
    hashes = [sha for (sha,) in rows(changed.settings, "select marts_sha256 from audit.release order by release_id")]
    assert hashes[0] != hashes[1] == changed.hash


def test_a_paragraph_that_left_its_file_gets_a_tombstone_and_comes_back_with_it(published, site, copied_sample, rows):
    whole = (copied_sample / FILE).read_text(encoding="utf-8")
    start = whole.index('<container name="Underscoring" eId="container_12">')
    end = whole.index("</container>", start) + len("</container>")
    (copied_sample / FILE).write_text(whole[:start] + whole[end:], encoding="utf-8")
    live = "select count(*) from raw.live_record('infinity') where payload ->> 'text' like 'Underscoring how much%%'"
    assert rows(published, live) == [(1,)]
    assert steps.crawl(published, SOURCE).counts["tombstones"] == 1
    assert rows(published, live) == [(0,)]
    ((kind, payload, body),) = rows(published, "select kind, payload, body_sha256 from raw.record where tombstone")
    assert (kind, payload, body) == ("paragraph", None, None)
    (copied_sample / FILE).write_text(whole, encoding="utf-8")
    night = steps.nightly(published)
    assert rows(published, live) == [(1,)]
    assert night.release is None  # what is live is what release 1 was made of


def test_one_lost_file_passes_the_crawl_and_is_stopped_at_the_gate(published, site, copied_sample, rows):
    (copied_sample / "Pre-2020/2016/S_RES_2272_1603995E.xml").unlink()
    before = marts_hash(published)
    with pytest.raises(WpsError, match=r"Gate raw is closed.*closed_years_have_their_texts"):
        steps.nightly(published)
    assert rows(published, f"select verdict, complete, counts ->> 'listed' from raw.crawl where {LAST}") == [
        ("accepted", True, "102")
    ]
    gone = "canonical_url like '%%S_RES_2272%%'"
    assert rows(published, f"select count(*) from raw.live_record('infinity') where {gone}") == [(0,)]
    assert rows(published, f"select count(*) from raw.record where tombstone and not {gone}") == [(0,)]
    assert rows(published, f"select count(*) from raw.page_version where body_sha256 is null and {gone}") == [(1,)]
    assert marts_hash(published) == before


def test_two_lost_files_are_more_than_may_be_missing(published, site, copied_sample, rows):
    for name in ("2015/S_RES_2193_1467585E.xml", "2019/S_RES_2464_1906112E.xml"):
        (copied_sample / "Pre-2020" / name).unlink()
    with pytest.raises(WpsError, match="the listing names 101 pages, expected at least 102"):
        steps.crawl(published, SOURCE)
    assert rows(published, "select count(*) from raw.record where tombstone") == [(0,)]


def test_an_added_file_is_fetched_alone_and_published(published, site, copied_sample, rows):
    added = "2020/English/S_RES_2539 (2020)-2099999E.xml"
    text = (copied_sample / FILE).read_text(encoding="utf-8")
    (copied_sample / added).write_text(text.replace("2538", "2539"), encoding="utf-8")
    night = steps.nightly(published)
    assert asked_files(site) == [added]
    assert night.release is not None
    assert night.release.release_id == 2
    old_and_new = "select count(*) from {}.dim_resolution where resolution_number = 2539 and has_english_text"
    assert rows(published, old_and_new.format("marts_r1")) == [(0,)]
    assert rows(published, old_and_new.format("marts")) == [(1,)]


BROKEN = {
    "tree_truncated": ("git/trees/HEAD", "truncated: true"),
    "tree_short": ("git/trees/HEAD", "the listing names 10 pages, expected at least 102"),
    "empty_folder": ("git/trees/HEAD", "the listing names 0 pages, expected at least 102"),
    "status_500": ("http://127.0.0.1", "answered status 500 Internal Server Error; expected status 200"),
    "block_page": ("S_RES_2538 (2020)", "expected the bytes listed as blob"),
    "reset": ("http://127.0.0.1", "bytes read"),
}
"""Fault -> what the refusal names: the address, and what was expected and seen."""


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_site_is_refused_and_changes_nothing(published, site, copied_sample, rows, fault):
    edit(copied_sample)
    kept = "select count(*) from raw.live_record('infinity')"
    before, hash_before = rows(published, kept), marts_hash(published)
    site.faults = Faults.from_names([fault])
    night = steps.nightly(published)
    address, seen = BROKEN[fault]
    reason = night.refused[SOURCE]
    assert re.match(rf"Crawl \d+ of {SOURCE} is refused", reason)
    assert address in reason
    assert seen in reason
    assert "\n" not in reason
    assert rows(published, f"select verdict, complete, reason from raw.crawl where {LAST}") == [
        ("refused", False, reason)
    ]
    assert night.release is None
    assert (rows(published, kept), marts_hash(published)) == (before, hash_before)
    asked = rows(published, f"select count(*) from raw.fetch where {LAST}")
    assert asked <= [(8,)]  # it gives up, and soon
    bad = rows(published, f"select outcome, status from raw.fetch where {LAST} and outcome <> 'ok'")
    logged = {"status_500": ("http_error", 500), "reset": ("network_error", None)}
    assert [row for row in bad if row[0] != "not_modified"] == ([logged[fault]] * 5 if fault in logged else [])


def test_a_night_after_all_faults_ends_where_an_undisturbed_one_does(published, site, copied_sample, rows, changed):
    edit(copied_sample)
    for fault in BROKEN:
        site.faults = Faults.from_names([fault])
        with pytest.raises(WpsError):
            steps.crawl(published, SOURCE)
    site.faults = Faults()
    assert steps.nightly(published).release is not None
    assert marts_hash(published) == changed.hash
    assert rows(published, "select count(*) from audit.release") == [(2,)]
    verdicts = rows(
        published, f"select verdict, count(*) from raw.crawl where source = '{SOURCE}' group by 1 order by 1"
    )
    assert verdicts == [("accepted", 2), ("refused", len(BROKEN))]


def test_a_site_that_serves_only_block_pages_is_asked_five_times_and_left_alone(fresh, site, rows):
    site.faults.block_page = True
    with pytest.raises(WpsError, match="5 of 103 pages could not be had"):
        steps.crawl(fresh, SOURCE)
    assert len(asked_files(site)) == 5
    assert rows(fresh, "select count(*) from raw.record") == [(0,)]


def test_a_slow_site_is_waited_for(published, site, copied_sample):
    edit(copied_sample)
    site.faults.slow = 0.3
    assert steps.crawl(published, SOURCE).counts["new_records"] > 0


def test_a_site_that_is_busy_once_is_asked_again(published, site, copied_sample, rows):
    edit(copied_sample)
    site.faults.status_503_once = True
    steps.crawl(published, SOURCE)
    assert (
        rows(
            published,
            "select array_agg(status order by fetch_id), min(headers ->> 'retry-after') from raw.fetch"
            f" where {LAST} group by requested_url",
        )
        == [([503, 200], "0")] * 3
    )  # robots.txt, the listing, the file


def test_retry_after_is_honoured(published, site, copied_sample, rows):
    edit(copied_sample)
    busy = Response(503, b"503: Service Unavailable", headers={"Retry-After": "1"})
    left = [busy]
    with answering(site, FILE, lambda honest: left.pop() if left else honest):
        steps.crawl(published, SOURCE)
    ((waited,),) = rows(
        published,
        "select extract(epoch from max(fetched_at) - min(fetched_at)) from raw.fetch"
        f" {OF_FILE} and {LAST} having count(*) = 2",
    )
    assert waited >= 1  # our own pause would have been a twentieth of that


def test_a_second_crawl_at_the_same_time_is_refused(published, site, copied_sample, rows):
    edit(copied_sample)
    site.faults.slow = 0.4
    first = threading.Thread(target=steps.crawl, args=(published, SOURCE))
    first.start()
    try:
        assert until(lambda: rows(published, "select count(*) from raw.crawl where verdict is null") == [(1,)], 10)
        with pytest.raises(WpsError, match=f"Another crawl of {SOURCE} is under way"):
            steps.crawl(published, SOURCE)
    finally:
        first.join()
    assert rows(published, f"select verdict from raw.crawl where source = '{SOURCE}'") == [("accepted",)] * 2


def test_bytes_that_are_not_those_listed_are_refused_and_not_read(published, site, copied_sample, rows):
    edit(copied_sample)
    with (
        answering(site, FILE, lambda honest: replace(honest, body=honest.body.replace(b"women", b"w0men"))),
        pytest.raises(WpsError, match=r"S_RES_2538.*expected the bytes listed as blob \w{40}, saw blob \w{40}"),
    ):
        steps.crawl(published, SOURCE)
    assert rows(published, f"select count(*) from raw.page_version {OF_FILE} and {LAST}") == [(0,)]
    assert rows(published, f"select count(*) from raw.record where {LAST}") == [(0,)]
    assert steps.crawl(published, SOURCE).counts["new_records"] > 0


def test_what_a_refused_crawl_landed_is_not_fetched_again(fresh, site, rows):
    with (
        answering(site, "data_extract/2019", lambda _: not_found()),
        pytest.raises(WpsError, match="1 of 103 pages could not be had"),
    ):
        steps.crawl(fresh, SOURCE)
    assert rows(fresh, "select count(*) from raw.live_record('infinity')") == [(0,)]
    before = len(asked_files(site))
    result = steps.crawl(fresh, SOURCE)
    assert asked_files(site)[before:] == ["data_extract/2019.json"]
    assert (result.counts["reused"], result.counts["fetched"]) == (102, 2)  # the listing, and that file
    assert rows(fresh, "select count(distinct source || kind || key || canonical_url) - count(*) from raw.record") == [
        (0,)
    ]
