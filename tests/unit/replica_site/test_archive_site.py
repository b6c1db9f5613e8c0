"""PeaceWomen's archive as the replica makes it up: what it is made from, its lists, its pages."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from replica.server import SAMPLE, Replica
from replica.sites.peacewomen.derive import derive
from replica.sites.peacewomen.site import PER_PAGE

from .made_up import TERMS, Client


def test_the_same_folder_gives_the_same_items_and_plants(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(SAMPLE, tmp_path / "elsewhere"))
    assert derive(SAMPLE) == derive(copy)


def test_two_replicas_serve_the_same_bytes(client: Client) -> None:
    paths = ["security-council/pw-themes", "member-states", "taxonomy/term/23?page=1", "node/20000"]
    paths += [item.alias for item in client.replica.archive_site.items[:20]]
    with Replica() as other:
        assert [client.get(path).content for path in paths] == [Client(other).get(path).content for path in paths]


def test_a_file_more_changes_few_other_items(tmp_path: Path) -> None:
    """Ids stay; what was planted in the new file alone is found elsewhere without it."""
    fewer = Path(shutil.copytree(SAMPLE, tmp_path / "fewer"))
    (fewer / "Pre-2020/2017/S_RES_2387_1720324E.xml").unlink()
    before = {item.node_id: item for item in derive(fewer).items}
    after = {item.node_id: item for item in derive(SAMPLE).items}
    new = after.keys() - before.keys()
    assert len(new) > 5
    assert {after[node].resolution_number for node in new} <= {2387, None}
    same = [node for node in before if before[node] == after.get(node)]
    assert len(same) > 0.75 * len(before)


def test_a_change_of_the_folder_shows_in_the_next_replica_only(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "archive"))
    with Replica(folder) as replica:
        path = "security-council/resolution/security-council-resolution-2387"
        assert Client(replica).get(path).status_code == 200
        (folder / "Pre-2020/2017/S_RES_2387_1720324E.xml").unlink()
        assert Client(replica).get(path).status_code == 200
    with Replica(folder) as replica:
        assert Client(replica).get(path).status_code == 404


def test_nothing_is_derived_before_a_page_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: Path) -> None:
        raise AssertionError(f"{folder} was read")

    monkeypatch.setattr("replica.sites.peacewomen.site.derive", refused)
    with Replica() as replica:
        client = Client(replica)
        assert client.session.get(replica.tree_url, timeout=30).ok
        assert client.get("member-states").ok


def test_many_clients_at_once_make_the_archive_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[Path]()

    def counted(folder: Path) -> object:
        made.append(folder)
        return derive(folder)

    monkeypatch.setattr("replica.sites.peacewomen.site.derive", counted)
    with Replica() as replica, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda term: Client(replica).get(f"taxonomy/term/{term}"), TERMS))
    assert {answer.status_code for answer in answers} == {200}
    assert len(made) == 1


def test_an_archive_without_resolutions_is_an_empty_site(replica: Replica) -> None:
    client = Client(replica)
    assert replica.archive_site.items == []
    assert client.rows("taxonomy/term/20") == []
    assert client.get("node/1").status_code == 404


# Lists


@pytest.mark.parametrize("term", TERMS)
def test_a_list_holds_each_of_its_items_newest_first(client: Client, term: int) -> None:
    site = client.replica.archive_site
    wanted = [item.key for item in site.items if term in item.terms]
    rows = client.list(term)
    assert list(dict.fromkeys(row.key for row in rows)) == wanted
    assert len(rows) == len(wanted) + sum(item.shown != "once" for item in site.items if term in item.terms)
    assert len({row.path for row in rows}) == site.pages_in_list(term) == -(-len(wanted) // PER_PAGE)


def test_past_the_end_there_is_the_description_and_no_item(client: Client) -> None:
    pages = client.replica.archive_site.pages_in_list(23)
    assert pages > 3
    beyond = client.page(f"taxonomy/term/23?page={pages}")
    assert beyond.xpath("//div[@class='taxonomy-term-description']/p")
    assert not beyond.xpath("//div[contains(@class, 'views-row')]")
    assert not beyond.xpath("//ul[@class='pager']")
    for far in ("9999", "999999999"):
        assert client.rows(f"taxonomy/term/23?page={far}") == []


def test_the_pager_leads_from_the_first_page_to_the_last(client: Client) -> None:
    pages = client.replica.archive_site.pages_in_list(23)
    path, seen = "taxonomy/term/23?page=0", list[str]()
    while path:
        seen.append(path)
        following = client.page(path).xpath("//li[@class='pager-next']/a/@href")
        path = following[0].removeprefix("/") if following else ""
    assert seen == [f"taxonomy/term/23?page={n}" for n in range(pages)]
    assert client.page(seen[0]).xpath("//li[contains(@class, 'pager-last')]/a/@href") == [f"/{seen[-1]}"]


def test_junk_in_an_address_renders_the_same_list(client: Client) -> None:
    wanted = [row.key for row in client.rows("taxonomy/term/30?page=1")]
    assert wanted
    for junk in ("taxonomy/term/30/trees?page=1", "taxonomy/term/30/lib/zlib/constants/?page=1&q=x"):
        assert [row.key for row in client.rows(junk)] == wanted
    for number in ("", "x", "-1", "0,1"):
        assert [row.key for row in client.rows(f"taxonomy/term/30?page={number}")] == [
            row.key for row in client.rows("taxonomy/term/30")
        ]


def test_an_item_looks_the_same_on_every_list(client: Client) -> None:
    seen = dict[str, set[str]]()
    for term in (20, 23, 26):
        for row in client.list(term):
            digest = hashlib.sha256("|".join([row.title, str(row.labels)]).encode()).hexdigest()
            seen.setdefault(row.key, set()).add(digest)
    cut_too = set(client.replica.archive_site.plants["preview_and_full"])
    assert all(len(digests) == 1 for key, digests in seen.items() if key not in cut_too)


def test_the_index_names_thirteen_themes(client: Client) -> None:
    links = client.page("security-council/pw-themes").xpath("//h3/a")
    assert [int(link.get("href").rpartition("/")[2]) for link in links] == list(TERMS)
    names = dict(zip(TERMS, (link.text for link in links), strict=True))
    for term, name in names.items():
        shown = client.page(f"taxonomy/term/{term}").xpath("//h1[last()]")[-1].text
        assert (shown == name) is (term != 30)
    assert names[30] == "Justice, Rule of Law, and Security Sector Reform"


# Pages of items


def test_an_item_has_one_page_at_two_addresses(client: Client) -> None:
    for item in client.replica.archive_site.items:
        by_id, by_alias = client.get(f"node/{item.node_id}"), client.get(item.alias)
        assert by_id.status_code == by_alias.status_code == (200 if item.published else 403)
        assert by_id.content == by_alias.content
        says_id = f'"/node/{item.node_id}"' in by_id.text
        assert says_id is (item.published and item.shows_node_id), item.key


def test_what_is_not_there_is_not_found(client: Client) -> None:
    for path in ("node/1", "node/", "node/x", "content/absent", "taxonomy/term/9", "taxonomy/term/x", "nap-atlantis"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "Page not found" in answer.text


def test_a_resolution_shows_its_extracts(client: Client) -> None:
    items = client.replica.archive_site.items
    for item in items:
        if item.kind != "whole_resolution":
            continue
        page = client.page(item.alias)
        labels = [label.text_content().strip() for label in page.xpath("//div[@class='field-label']")]
        extracts = page.xpath(
            "//div[contains(@class, 'field-name-field-extracts')]//div[contains(@class, 'node-teaser')]"
        )
        assert [bool(item.countries), True, bool(item.extracts)] == [
            "Countries:" in labels, "Resolution Reference PDF:" in labels, "Resolution Extracts:" in labels,
        ]  # fmt: skip
        assert len(extracts) == len(item.extracts)
        held = {other.key for other in items if other.resolution_number == item.resolution_number} - {item.key}
        assert set(item.extracts) == held
        assert page.xpath("//span[@class='date-display-single']/text()")


def test_the_newest_extract_is_of_2018_and_one_item_is_younger(client: Client) -> None:
    site = client.replica.archive_site
    assert max(item.dated.year for item in site.items if item.dated) == 2018
    assert max(item.resolution_number or 0 for item in site.items) == 2423
    assert site.items[0].key == site.plants["after_the_silence"][0]
    assert site.items[0].title.endswith("January 2019")


# Plan pages


def test_member_states_lead_to_every_plan_page(client: Client) -> None:
    links = client.page("member-states").xpath("//ul[@class='countries']//a/@href")
    paths = {link.partition(".org")[2].lstrip("./") if "//" in link else link.removeprefix("/") for link in links}
    plans = client.replica.archive_site.plan_pages
    assert paths == {page.alias for page in plans}
    assert len(links) == len(plans) + 1
    assert {page.country for page in plans} >= {"Ukraine", "Slovenia", "Paraguay"}
    for plan in plans:
        page = client.page(plan.alias)
        text = " ".join(page.text_content().split())
        assert plan.country in text
        assert all(" ".join(sentence.text.split()) in text for sentence in plan.sentences)
        assert bool(page.xpath("//ul[@class='quicktabs-tabs']")) is plan.tabbed


# What tests may change


def test_a_new_item_stands_first_and_shifts_the_others(own_client: Client) -> None:
    before = [row.key for row in own_client.list(20)]
    item = own_client.replica.archive_site.add(
        "Security Council Resolution 2436: Para 16", ["Para 16. Asks."], (20, 23)
    )
    after = [row.key for row in own_client.list(20)]
    assert after == [item.key, *before]
    assert own_client.rows("taxonomy/term/23")[0].title == item.title
    assert "Para 16. Asks." in own_client.get(item.alias).text


def test_an_item_can_be_changed_hidden_and_removed(own_client: Client) -> None:
    site = own_client.replica.archive_site
    whole = next(item for item in site.items if len(item.extracts) > 3)
    first, second, third = whole.extracts[:3]
    site.retitle(first, "Another title")
    site.rewrite(first, "One.", "Two.")
    site.unpublish(second)
    gone = next(item for item in site.items if item.key == third)
    site.remove(third)
    page = own_client.page(whole.alias).text_content()
    assert "Another title" in page
    assert "Two." in page
    assert gone.key not in {item.key for item in site.items}
    assert own_client.get(f"node/{gone.node_id}").status_code == 404
    denied = own_client.get(second)
    assert (denied.status_code, "Access denied" in denied.text) == (403, True)
    with pytest.raises(KeyError):
        site.remove(third)
