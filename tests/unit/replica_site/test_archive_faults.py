"""Faults on the archive's pages, the settings, the sizes."""

import time
from pathlib import Path

import pytest
import requests

from replica.__main__ import main
from replica.faults import Faults
from replica.server import DERIVED, SAMPLE, Replica

from .made_up import TERMS, Client


def test_empty_lists_keep_their_description_and_pager(own_client: Client) -> None:
    own_client.replica.faults = Faults(empty_list=True)
    page = own_client.page("taxonomy/term/20")
    assert page.xpath("//div[@class='taxonomy-term-description']")
    assert page.xpath("//li[@class='pager-next']")
    assert own_client.rows("taxonomy/term/20") == []
    assert own_client.get("security-council/pw-themes").text.count("/taxonomy/term/") == 13


def test_repeated_pages_hold_the_first_page_for_ever(own_client: Client) -> None:
    wanted = [row.key for row in own_client.rows("taxonomy/term/20")]
    second = [row.key for row in own_client.rows("taxonomy/term/20?page=1")]
    own_client.replica.faults = Faults(repeated_page=True)
    for number in (1, 2, 500):
        assert [row.key for row in own_client.rows(f"taxonomy/term/20?page={number}")] == wanted
    own_client.replica.faults = Faults()
    assert [row.key for row in own_client.rows("taxonomy/term/20?page=1")] == second != wanted


def test_a_redesign_leaves_words_and_ids_and_takes_labels_and_classes(own_client: Client) -> None:
    plan = own_client.replica.archive_site.plan_pages[0]
    paths = ["taxonomy/term/20", "security-council/resolution/security-council-resolution-2387", plan.alias]
    before = [own_client.page(path) for path in paths]
    own_client.replica.faults = Faults(redesign=True)
    for path, old in zip(paths, before, strict=True):
        text, page = own_client.get(path).text, own_client.page(path)
        assert "class=" not in text
        assert not {"PeaceWomen Consolidated Themes:", "Extract:", "Countries:", "Resolution Extracts:"} & set(
            text.replace("&nbsp;", "").replace("<", ">").split(">")
        )
        assert page.xpath("//@about") == old.xpath("//@about")
        assert page.xpath("//p/text()") == old.xpath("//p/text()")
        assert page.xpath("//h3/text()") != old.xpath("//h3/text()") or not plan.tabbed or path != plan.alias


def test_paging_faults_of_the_archive(own_client: Client) -> None:
    def keys(page: int, *faults: str) -> list[str]:
        own_client.replica.faults = Faults.from_names(faults)
        return [row.key for row in own_client.rows(f"taxonomy/term/20?page={page}")]

    items = [item for item in own_client.replica.archive_site.items if 20 in item.terms]
    listed = [item.key for item in items]
    second = [item.key for item in items[11:21]]
    assert list(dict.fromkeys(keys(1, "moving_items"))) == second
    assert list(dict.fromkeys(keys(0, "moving_items"))) == listed[:10]
    late = keys(0, "late_rows")
    assert late[0] == listed[-1]
    assert listed[0] not in late
    doubled = keys(1, "duplicate_rows")
    assert doubled[0] == listed[9]
    assert doubled.count(listed[10]) >= 2
    far = [keys(number, "endless_list") for number in (500, 501)]
    assert len(set(far[0])) == 10
    assert not set(far[0]) & {*far[1], *listed}
    assert own_client.page("taxonomy/term/20?page=501").xpath("//li[@class='pager-next']")
    own_client.replica.faults = Faults(denied_above_list=True)
    assert '<h1 class="title">Access denied</h1>' in own_client.get("taxonomy/term/20?page=1").text
    assert keys(1, "denied_above_list") == keys(1)


def test_block_page_reset_and_errors_meet_the_archive_too(own_client: Client) -> None:
    replica = own_client.replica
    paths = ["security-council/pw-themes", "taxonomy/term/20", "member-states", "node/20000"]
    replica.faults = Faults(block_page=True)
    answers = [own_client.get(path) for path in paths]
    assert {(answer.status_code, answer.headers["Content-Type"]) for answer in answers} == {
        (200, "text/html; charset=utf-8")
    }
    assert all("Please complete the check" in answer.text for answer in answers)
    replica.faults = Faults(status_500=True)
    assert {own_client.get(path).status_code for path in paths} == {500}
    replica.faults = Faults(status_503_once=True)
    assert [own_client.get("taxonomy/term/20").status_code for _ in range(2)] == [503, 200]
    replica.faults = Faults(reset=True)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        own_client.get("taxonomy/term/20")


def test_faults_of_the_made_up_sites_leave_the_official_files_alone(own_client: Client) -> None:
    tree = own_client.session.get(own_client.replica.tree_url, timeout=30).content
    own_client.replica.faults = Faults(empty_list=True, repeated_page=True, redesign=True)
    assert own_client.session.get(own_client.replica.tree_url, timeout=30).content == tree


def test_the_settings_name_every_site(client: Client) -> None:
    settings = client.replica.environment()
    base = client.replica.base_url
    assert settings == {
        "WPS_UN_RESOLUTIONS_TREE_URL": f"{base}/un_resolutions/tree",
        "WPS_UN_RESOLUTIONS_RAW_URL": f"{base}/un_resolutions/raw/",
        "WPS_PEACEWOMEN_SITE_URL": f"{base}/peacewomen/",
        "WPS_NAPS_1325_API_URL": f"{base}/naps_1325/wp-json/wp/v2/",
        "WPS_WPS_FOCAL_POINTS_API_URL": f"{base}/wps_focal_points/wp-json/wp/v2/",
    }
    assert {"peacewomen", "naps_1325", "wps_focal_points"} == DERIVED
    index = client.session.get(base + "/", timeout=30).text
    assert all(f"{name}:" in index for name in DERIVED)


def test_the_command_counts_what_is_planted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--plants"]) == 0
    out = capsys.readouterr().out
    with Replica(SAMPLE) as replica:
        site = replica.archive_site
    assert f"peacewomen: {len(site.items)} items" in out
    for name, keys in site.plants.items():
        assert f"{len(keys):6} plant {name}\n" in out
    assert "naps_1325: " in out
    assert main(["--plants", "--archive", "/nowhere"]) == 2
    assert "no folder at /nowhere" in capsys.readouterr().err


def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    first = client.get("taxonomy/term/23")
    again = client.session.get(
        client.base + "taxonomy/term/23", headers={"If-None-Match": first.headers["ETag"]}, timeout=30
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.official
def test_the_official_folder_gives_thousands_of_items_in_time(official_archive: Path) -> None:
    with Replica(official_archive) as replica:
        client = Client(replica)
        started = time.monotonic()
        client.rows("taxonomy/term/20")
        assert time.monotonic() - started < 25
        site = replica.archive_site
        extracts = [item for item in site.items if item.kind.endswith("_extract") or item.kind == "bundle"]
        assert len(extracts) > 1500
        assert len(site.items) > 3000
        assert sum(map(site.pages_in_list, TERMS)) > 500
        assert len({item.key for item in site.items}) == len({item.alias for item in site.items}) == len(site.items)
        assert max((item.dated.year, item.dated.month) for item in site.items if item.dated) == (2018, 12)
        assert all(site.plants.values())
        started = time.monotonic()
        for number in range(100):
            assert client.rows(f"taxonomy/term/20?page={number}")
        assert time.monotonic() - started < 5
