"""Pages about plans: which they are, whose they are, and what their records hold."""

import json

import pytest

from extractors.core.records import Page, Parsed
from extractors.core.wordpress import Api
from extractors.plans.pages import parse_wordpress

from .pages import ROOT, body, entry

API = Api(f"{ROOT}wp-json/wp/v2/")
HOSTS = ("1325naps.peacewomen.org",)
LIST = f"{API.live}pages?per_page=50&page=1&orderby=modified&order=desc"
PLAN = "<p>Norlandia adopted its first NAP in 2010.</p>"


def read(*entries) -> Parsed:
    return parse_wordpress(Page(LIST, body(*entries)), API, HOSTS)


def record(*args, **more):
    (found,) = read(entry(7, *args, **more)).records
    return found


def test_the_payload_of_a_plan_page():
    page = record(
        "Norlandia",
        "<p>Norlandia adopted its <b>second</b> NAP in 2018.</p>\n<p>It is costed.</p>",
        link="http://1325naps.peacewomen.org/index.php/norlandia?amp#top",
    )
    assert (page.kind, page.key) == ("plan_page", "page/7")
    claims = page.payload["claims"]
    assert {**page.payload, "claims": len(claims)} == {
        "page_id": 7,
        "url": f"{ROOT}norlandia/",
        "slug": "norlandia",
        "title": "Norlandia",
        "country_as_given": "Norlandia",
        "modified_gmt": "2020-05-06T07:08:09",
        "published_gmt": "2018-01-02T03:04:05",
        "text": "Norlandia adopted its second NAP in 2018.\nIt is costed.",
        "claims": 3,
        "flags": [],
    }
    assert claims[1] == {
        "field": "adopted_on", "edition": 2, "edition_from": "stated", "of": "current", "value": "2018",
        "precision": "year", "unit": None, "start": 0, "end": 41, "rule": "adoption_adopted",
    }  # fmt: skip


def test_the_payload_of_another_page():
    page = record("Home", "<p>Denmark adopted its first NAP in 2005.</p>")
    assert page.kind == "other_page"
    assert page.payload == {
        "page_id": 7,
        "url": f"{ROOT}home/",
        "slug": "home",
        "title": "Home",
        "modified_gmt": "2020-05-06T07:08:09",
    }


@pytest.mark.parametrize(
    ("title", "link", "country"),
    [
        ("Sweden", "sweden-2/", "Sweden"),
        ("C&ocirc;te d&#8217;Ivoire", "country/cote-divoire/", "Côte d’Ivoire"),
        ("Norway NAP Overview", "nap-overview/norway-nap-overview/", "Norway"),
        ("NAP Overview", "nap-overview/norway-nap-overview/", "norway"),
        ("Kenya 2020 Commitments", "2019-committments/kenya-2020-commitments/", "Kenya"),
        ("2020 Commitments", "2019-committments/kenya-2020-commitments/", "kenya"),
        ("Congo (Brazzaville)", "country/republic-of-congo-brazzaville/", "Congo (Brazzaville)"),
        ("Bosnia and Herzegovina", "bosnia-and-herzegovina/", "Bosnia and Herzegovina"),
        ("", "country/el-salvador-2/", "el salvador"),
    ],
)  # fmt: skip
def test_the_country_as_title_and_address_spell_it(title, link, country):
    page = record(
        title, "<p>The NAP was adopted in 2010.</p>", link=ROOT + link, slug=link.rstrip("/").rpartition("/")[2]
    )
    assert page.kind == "plan_page"
    assert page.payload["country_as_given"] == country
    assert page.payload["claims"]


def test_the_prose_may_spell_the_country_otherwise():
    page = record("USA", "<p>The United States of America adopted its first NAP in December 2011.</p>")
    assert page.payload["country_as_given"] == "USA"
    assert [claim["value"] for claim in page.payload["claims"]] == ["1", "2011-12"]


def test_the_prose_names_the_country_where_title_and_address_do_not():
    page = record("Norlandia launches its plan", PLAN)
    assert page.payload["country_as_given"] == "Norlandia"


def test_a_country_that_nothing_names_is_unknown_and_never_guessed():
    page = record("...", "<p>The NAP was adopted in 2010.</p>", link=f"{ROOT}country/123/", slug="123")
    assert page.payload["country_as_given"] is None
    assert page.payload["flags"] == ["country_unknown"]


def test_title_and_prose_that_differ_are_flagged():
    page = record("Holland", "<p>The Netherlands adopted its fourth NAP in 2021.</p>")
    assert page.payload["country_as_given"] == "Holland"
    assert page.payload["flags"] == ["subject_differs"]
    assert page.payload["claims"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("About", "<p>We read NAPs. The NAP was adopted in 2010.</p>"),
        ("Contact us", PLAN),
        ("NAP Overview", "<p>All NAPs.</p>"),
        ("Europe", "<p>Norway adopted its first NAP in 2006. Sweden adopted its first NAP in 2006.</p>"),
        ("Women, Peace and Security", "<p>The NAP on Women, Peace and Security is a tool.</p>"),
        ("Our newsletter this week", "<p>NAPs are adopted.</p>"),
        ("Norlandia", "<p>A page on hiking.</p>"),
        ("Norlandia", ""),
    ],
)
def test_pages_that_are_on_no_country_s_plan(title, text):
    assert record(title, text).kind == "other_page"


def test_a_page_on_a_country_without_a_plan_is_kept_and_flagged():
    page = record("Zambia", "<p>Zambia does not have a National Action Plan.</p>")
    assert (page.kind, page.payload["claims"], page.payload["flags"]) == ("plan_page", [], ["no_claims"])


def test_flags():
    page = record(
        "Norlandia",
        f"<p>Norlandia's first NAP expired in 2020 but is still active.</p><p>{'and so on ' * 200}</p>",
        modified_gmt="never",
        link="https://elsewhere.example/x/",
    )
    assert page.payload["flags"] == ["link_unknown", "modified_unknown", "still_active_after_end", "unread_sentence"]
    assert page.payload["url"] == "https://elsewhere.example/x/"
    assert page.payload["modified_gmt"] is None
    protected = record("Norlandia", "", content={"rendered": PLAN, "protected": True})
    assert protected.payload["flags"] == ["protected"]


def test_what_cannot_be_read_is_a_reject_and_the_rest_is_kept():
    parsed = read(
        entry(7, "Norlandia", PLAN),
        {"id": 8},
        5,
        None,
        {"content": {"rendered": ""}},
        entry(True, "x", ""),
        entry(-1, "x", ""),
        entry(7, "Other", ""),
        entry(9, "Ok", "", content="text"),
    )
    assert [record.key for record in parsed.records] == ["page/7"]
    assert [reject.reason for reject in parsed.rejects] == [
        "no_content", "no_id", "no_id", "no_id", "no_id", "no_id", "shown_twice", "no_content",
    ]  # fmt: skip


def test_missing_fields_are_not_fatal():
    (page,) = read({"id": 3, "content": {"rendered": PLAN}, "title": None, "slug": 4, "link": []}).records
    assert page.payload["country_as_given"] == "Norlandia"
    assert page.payload["url"] is None
    assert (page.payload["slug"], page.payload["title"]) == ("", "")


def test_a_page_reads_the_same_in_a_list_and_alone():
    one = entry(7, "Norlandia", PLAN)
    (listed,) = read(one).records
    (alone,) = parse_wordpress(Page(f"{API.live}pages/7", json.dumps(one).encode()), API, HOSTS).records
    assert listed == alone
    assert listed.sha256 == alone.sha256
