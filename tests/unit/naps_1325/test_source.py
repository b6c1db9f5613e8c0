"""The source naps_1325: what it declares, and that its walk and its parser are those of WordPress sites."""

import json

from extractors.core.records import Page, Target
from extractors.core.source import load
from extractors.sources.naps_1325 import API, HOSTS, crawl
from extractors.sources.naps_1325.parse import parse

LIST = API.live + "pages?per_page=50&page=1&orderby=modified&order=desc"
SITE = "https://1325naps.peacewomen.org/index.php/"
BODY = json.dumps(
    [
        {
            "id": 7,
            "date_gmt": "2018-01-02T03:04:05",
            "modified_gmt": "2020-05-06T07:08:09",
            "slug": "norlandia",
            "link": SITE + "norlandia/",
            "title": {"rendered": "Norlandia"},
            "content": {"rendered": "<p>Norlandia adopted its second NAP in 2018.</p>", "protected": False},
        }
    ]
).encode()


def test_the_source_is_declared_and_asks_the_site_it_names():
    source = load("naps_1325")
    assert source.urls == {"api": API.live}
    assert set(HOSTS) <= set(source.hosts)
    assert source.politeness.seconds_between_requests == 1
    assert source.sweep_every_days == 7
    for bounds in source.bounds.values():
        assert set(bounds.records) == {"plan_page", "other_page"}


def test_the_walk():
    urls = {"api": "http://127.0.0.1:1/x/"}
    (start,) = crawl.starts(urls)
    assert start == Target(LIST, "http://127.0.0.1:1/x/" + LIST.removeprefix(API.live))
    crawl.check_body(start, BODY)
    leads = crawl.follow(Page(LIST, BODY, {"x-wp-totalpages": "2"}), urls)
    assert leads.next_page is not None
    assert leads.next_page.url == LIST.replace("&page=1", "&page=2")
    for kind in ("plan_page", "other_page"):
        assert crawl.page_of(kind, "page/7", urls) == Target(API.live + "pages/7", "http://127.0.0.1:1/x/pages/7")


def test_the_parser():
    (record,) = parse(Page(LIST, BODY)).records
    assert (record.kind, record.key) == ("plan_page", "page/7")
    assert record.payload["url"] == SITE + "norlandia/"
    assert record.payload["country_as_given"] == "Norlandia"
    assert [claim["field"] for claim in record.payload["claims"]] == ["edition", "adopted_on"]
