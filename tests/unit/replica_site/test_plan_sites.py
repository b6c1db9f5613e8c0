"""The two WordPress sites: what the API answers, what the pages hold, what tests may change."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
import requests

from replica.faults import Faults
from replica.plans.facts import countries
from replica.plans.prose import UNREADABLE, about
from replica.server import Replica
from replica.sites.wordpress import WordPress

LISTED = "pages?per_page=50&page={}&orderby=modified&order=desc"


class Api:
    """One site's API."""

    def __init__(self, replica: Replica, setting: str, site: WordPress) -> None:
        self.base = replica.environment()[setting]
        self.site = site
        self.replica = replica

    def get(self, path: str) -> requests.Response:
        return requests.get(self.base + path, timeout=30)

    def list(self) -> list[dict]:
        """Every page, as a crawl reads them."""
        first = self.get(LISTED.format(1))
        rest = [self.get(LISTED.format(n)) for n in range(2, int(first.headers["X-WP-TotalPages"]) + 1)]
        return [entry for answer in (first, *rest) for entry in answer.json()]


@pytest.fixture
def naps() -> Iterator[Api]:
    with Replica() as replica:
        yield Api(replica, "WPS_NAPS_1325_API_URL", replica.naps_site)


@pytest.fixture
def focal_points() -> Iterator[Api]:
    with Replica() as replica:
        yield Api(replica, "WPS_WPS_FOCAL_POINTS_API_URL", replica.focal_points_site)


def test_lists_are_paged_newest_change_first_with_totals_in_headers(naps: Api) -> None:
    answers = [naps.get(LISTED.format(n)) for n in (1, 2, 3, 4)]
    total = len(naps.site.pages)
    assert total >= 110
    assert {(a.headers["X-WP-Total"], a.headers["X-WP-TotalPages"]) for a in answers} == {(str(total), "4")}
    assert [len(a.json()) for a in answers] == [50, 50, 50, total - 150]
    entries = naps.list()
    assert [entry["id"] for entry in entries] == [page.id for page in naps.site.pages]
    assert all(a["modified_gmt"] >= b["modified_gmt"] for a, b in pairwise(entries))
    assert len({entry["id"] for entry in entries}) == len({entry["link"] for entry in entries}) == total


def test_a_page_alone_is_what_the_list_holds(naps: Api) -> None:
    for entry in naps.get(LISTED.format(2)).json()[:10]:
        assert naps.get(f"pages/{entry['id']}").json() == entry
        assert {"id", "date_gmt", "modified_gmt", "slug", "link", "title", "content"} <= set(entry)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("pages?per_page=50&page=5", 400, "rest_post_invalid_page_number"),
        ("pages?per_page=50&page=0", 400, "rest_invalid_param"),
        ("pages?per_page=101", 400, "rest_invalid_param"),
        ("pages?per_page=x", 400, "rest_invalid_param"),
        ("pages?orderby=colour", 400, "rest_invalid_param"),
        ("pages/1", 404, "rest_post_invalid_id"),
        ("pages/x", 404, "rest_no_route"),
        ("posts", 404, "rest_no_route"),
    ],
)
def test_errors_are_json(naps: Api, path: str, status: int, code: str) -> None:
    answer = naps.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["data"]["status"] == status
    assert answer.headers["Content-Type"].startswith("application/json")


def test_defaults_and_orders_are_those_of_wordpress(naps: Api) -> None:
    assert len(naps.get("pages").json()) == 10
    assert len(naps.get("pages?per_page=100").json()) == 100
    for by, field in (("id", "id"), ("slug", "slug"), ("date", "date")):
        values = [entry[field] for entry in naps.get(f"pages?per_page=100&orderby={by}&order=asc").json()]
        assert values == sorted(values)


def test_pages_of_plans_hold_their_sentences_and_facts(naps: Api, focal_points: Api) -> None:
    for api, known in ((naps, len(countries()) + 1), (focal_points, 25)):
        content = {entry["id"]: entry["content"]["rendered"] for entry in api.list()}
        for page in api.site.pages:
            plain = content[page.id].replace("&#8217;", "'").replace("&#8211;", "–").replace("&amp;", "&")
            assert all(sentence.text in plain for sentence in page.sentences)
        told = [page for page in api.site.pages if page.country]
        assert len({page.country for page in told}) == known
        facts = Counter(fact.field for page in told for sentence in page.sentences for fact in sentence.facts)
        assert set(facts) >= {"edition", "adopted_on", "period_start", "period_end", "budget", "lead_agency"}


def test_plants_are_on_their_pages(naps: Api) -> None:
    entries = {f"page/{entry['id']}": entry for entry in naps.list()}
    plants = {name: [entries[key] for key in keys] for name, keys in naps.site.plants.items()}
    assert set(plants) == {
        "commitments", "contradicts_itself", "entities", "no_plan_page", "not_a_member_state", "numbered_slug",
        "sources_disagree", "stale_page", "unreadable_sentence", "without_content",
    }  # fmt: skip
    text = {name: [entry["content"]["rendered"] for entry in held] for name, held in plants.items()}
    assert all("November 2015" in one and "2018" in one for one in text["contradicts_itself"])
    assert all("&#" in str(entry) or "&amp;" in str(entry) for entry in plants["entities"])
    assert {entry["slug"] for entry in plants["numbered_slug"]} >= {"sweden-2"}
    assert {entry["title"]["rendered"] for entry in plants["not_a_member_state"]} >= {"Kosovo", "Palestine"}
    assert {entry["slug"] for entry in plants["no_plan_page"]} >= {"home", "about"}
    assert [entry["content"]["rendered"] for entry in plants["without_content"]] == ["", ""]
    assert len(plants["sources_disagree"]) == 3
    plain = [one.replace("&#8217;", "'") for one in text["unreadable_sentence"]]
    assert all(any(sentence in one for sentence in UNREADABLE) for one in plain)


def test_norways_pages_show_two_plans(naps: Api) -> None:
    shown = {entry["link"].partition("index.php/")[2]: entry["content"]["rendered"] for entry in naps.list()}
    assert "2023" in shown["norway/"]
    assert "January 2019" in shown["country/norway/"]
    assert "2023" not in shown["country/norway/"]


def test_facts_of_plans_are_read_whole() -> None:
    plans = [plan for own in countries().values() for plan in own]
    assert len(plans) > 110
    assert all(plan.source_url.startswith("http") for plan in plans)
    norway = countries()["Norway"]
    assert [plan.edition for plan in norway] == [1, 2, 3, 4, 5]
    assert norway[3].civil_society == ("development", "implementation", "monitoring")
    told = " ".join(sentence.text for sentence in about(norway[4], norway, "norway"))
    assert "preceded by four other NAPs, adopted in 2006, 2011, 2015 and 2019" in told


def test_a_page_can_be_rewritten_added_and_removed(naps: Api) -> None:
    page = naps.site.page("norway")
    naps.site.rewrite(
        page.id, "<p>Norway adopted its sixth NAP in 2030.</p>", title="Norway &c", modified_gmt="2030-01-02T03:04:05"
    )
    first = naps.get(LISTED.format(1)).json()[0]
    assert (first["id"], first["modified_gmt"]) == (page.id, "2030-01-02T03:04:05")
    assert first["title"]["rendered"] == "Norway &amp;c"
    assert "sixth" in first["content"]["rendered"]
    assert first["date_gmt"] == page.published.isoformat()
    new = naps.site.add("atlantis", "Atlantis", "<p>None.</p>", "https://1325naps.peacewomen.org/index.php/atlantis/")
    assert naps.get(LISTED.format(1)).json()[0]["id"] == new.id
    naps.site.remove(page.id)
    assert naps.get(f"pages/{page.id}").status_code == 404
    assert page.id not in {entry["id"] for entry in naps.list()}
    for wrong in (lambda: naps.site.page("norway-9"), lambda: naps.site.rewrite(page.id), lambda: naps.site.remove(1)):
        with pytest.raises(KeyError):
            wrong()


def test_faults_of_lists_and_fields(naps: Api) -> None:
    honest = naps.get(LISTED.format(1)).json()
    naps.replica.faults = Faults(empty_list=True)
    empty = naps.get(LISTED.format(1))
    assert (empty.json(), empty.headers["X-WP-TotalPages"]) == ([], "4")
    naps.replica.faults = Faults(repeated_page=True)
    assert naps.get(LISTED.format(1)).json() == naps.get(LISTED.format(3)).json() == honest
    assert naps.get(LISTED.format(30)).json() == honest
    naps.replica.faults = Faults(redesign=True)
    assert {"content", "modified_gmt"}.isdisjoint(naps.get(LISTED.format(1)).json()[0])
    naps.replica.faults = Faults(block_page=True)
    blocked = naps.get(LISTED.format(1))
    assert (blocked.status_code, "<h1>Access denied</h1>" in blocked.text) == (200, True)
    naps.replica.faults = Faults()
    assert naps.get(LISTED.format(1)).json() == honest


def test_paging_faults_of_the_api(naps: Api) -> None:
    def ids(page: int, *faults: str) -> list[int]:
        naps.replica.faults = Faults.from_names(faults)
        return [entry["id"] for entry in naps.get(LISTED.format(page)).json()]

    listed = [page.id for page in naps.site.pages]
    assert ids(2, "moving_items") == listed[51:101]
    assert ids(1, "late_rows") == listed[:-51:-1]
    assert ids(2, "duplicate_rows") == [listed[49], listed[50], *listed[50:100]]
    assert len({*ids(900, "endless_list"), *ids(901, "endless_list")}) == 100
    assert naps.get(LISTED.format(901)).headers["X-WP-TotalPages"] == "902"
