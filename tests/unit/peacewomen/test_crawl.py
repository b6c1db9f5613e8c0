"""Where pages lead: themes from links, pages of lists, action plans, and own pages of items shown in part."""

import pytest

from extractors.core import source
from extractors.core.records import Leads, Page, PageError, Target
from extractors.sources.peacewomen import crawl
from extractors.sources.peacewomen.pages import open_page
from extractors.sources.peacewomen.parse import parse

from .conftest import SITE, URLS, extract, field, listing, node, page, pager, themes

INDEX = page(
    '<ul class="menu"><li><a href="/member-states">States</a></li></ul>'
    '<h3><a href="/taxonomy/term/20">General</a></h3>'
    '<h3><a href="http://peacewomen.org./taxonomy/term/23?page=2">Participation</a></h3>'
    '<p><a href="https://mail.peacewomen.org/taxonomy/term/30/trees">Justice</a>'
    ' <a href="/taxonomy/term/20">again</a></p>'
    '<p><a href="https://elsewhere.example.org/taxonomy/term/99">Elsewhere</a> <a href="/node/1">A thing</a></p>',
    title="PeaceWomen Themes",
)
STATES = page(
    '<ul><li><a href="http://peacewomen.org/action-plan/national-action-plan-atlantis">Atlantis</a></li>'
    '<li><a href="/nap-utopia/">Utopia</a></li><li><a href="/nap-utopia">Utopia</a></li>'
    '<li><a href="https://1325naps.peacewomen.org/index.php/utopia/">Utopia elsewhere</a></li></ul>',
    title="Member States",
)


def follow(path: str, text: str) -> Leads:
    return crawl.follow(Page(SITE + path, text.encode()), URLS)


def paths(targets: tuple[Target, ...]) -> list[str]:
    assert all(target.address == URLS["site"] + target.url.removeprefix(SITE) for target in targets)
    return [target.url.removeprefix(SITE) for target in targets]


def test_every_walk_begins_with_the_indexes() -> None:
    assert paths(tuple(crawl.starts(URLS))) == ["security-council/pw-themes", "member-states"]


def test_a_page_under_way_is_opened_once() -> None:
    """A crawl checks a page, follows it and reads it; the bytes under one address may change between two crawls."""
    before, after = (listing(node(f"Statement of {country}")) for country in ("Atlantis", "Utopia"))
    opened = open_page.cache_info().misses
    for text, title in ((before, "Statement of Atlantis"), (after, "Statement of Utopia")):
        body = text.encode()
        crawl.check_body(Target(SITE + "taxonomy/term/23?page=0", "x"), body)
        follow("taxonomy/term/23?page=0", text)
        read = parse(Page(SITE + "taxonomy/term/23?page=0", body, {"etag": title}))
        assert [record.payload["title"] for record in read.records if record.kind == "item"] == [title]
    assert open_page.cache_info().misses == opened + 2


def test_the_index_names_the_themes() -> None:
    leads = follow("security-council/pw-themes", INDEX)
    assert paths(leads.lists) == ["taxonomy/term/20?page=0", "taxonomy/term/23?page=0", "taxonomy/term/30?page=0"]
    assert (leads.pages, leads.details, leads.next_page) == ((), {}, None)


def test_the_states_name_their_plans() -> None:
    leads = follow("member-states", STATES)
    assert paths(leads.pages) == ["action-plan/national-action-plan-atlantis", "nap-utopia"]
    assert leads.lists == ()


@pytest.mark.parametrize("path", ["security-council/pw-themes", "member-states"])
def test_an_index_that_names_nothing_is_refused(path: str) -> None:
    with pytest.raises(PageError, match="expected at least 1"):
        follow(path, page("<p>We moved.</p>"))
    with pytest.raises(PageError, match="Access denied"):
        crawl.check_body(Target(SITE + path, "x"), page("<p>No.</p>", title="Access denied").encode())


def test_only_themes_of_the_archive_are_walked() -> None:
    topics = field("Security Council Agenda Geographical Topic:", '<a href="/taxonomy/term/501">Mali/Sahel</a>')
    countries = field("Countries:", '<a href="/taxonomy/term/502">Mali</a>')
    text = extract('42. Urges all to read <a href="/taxonomy/term/503">this</a>;')
    leads = follow("node/7", listing(node("Resolution 9101: para. 42", themes("A", "B"), topics, countries, text)))
    assert paths(leads.lists) == ["taxonomy/term/20?page=0", "taxonomy/term/21?page=0"]


def test_a_list_goes_on_to_the_pagers_last_page() -> None:
    path = "taxonomy/term/23?page={}"
    first = follow(path.format(0), listing(node("Norway"), pager=pager("/taxonomy/term/23", 0, 7)))
    assert first.next_page is not None
    assert paths((first.next_page,)) == [path.format(1)]
    assert first.pages_in_list == 8
    last = follow(path.format(7), listing(node("Norway"), pager='<ul class="pager"><a href="?page=6">6</a></ul>'))
    assert (last.next_page, last.pages_in_list) == (None, 8)
    alone = follow(path.format(0), listing(node("Norway")))
    assert (alone.next_page, alone.pages_in_list) == (None, None)


def test_a_pager_with_odd_links_and_without_a_class() -> None:
    odd = '<p><a href="http://peacewomen.org./taxonomy/term/23/zlib/constants?x=1&amp;page=7">last</a></p>'
    other = '<p><a href="/taxonomy/term/30?page=900">another list</a></p>'
    leads = follow("taxonomy/term/23?page=6", listing(node("Norway"), pager=odd + other))
    assert leads.next_page is not None
    assert paths((leads.next_page,)) == ["taxonomy/term/23?page=7"]
    text = node("Norway", '<a href="/taxonomy/term/23?page=900">far away</a>')
    assert follow("taxonomy/term/23?page=6", listing(text)).next_page is None


def test_the_real_page(real_page: bytes) -> None:
    leads = crawl.follow(Page(SITE + "taxonomy/term/32?page=0", real_page), URLS)
    assert leads.pages_in_list == 8
    assert leads.next_page is not None
    assert leads.next_page.url == SITE + "taxonomy/term/32?page=1"
    assert sorted(paths(leads.lists)) == [f"taxonomy/term/{term}?page=0" for term in (20, 23, 26, 30, 32)]
    assert sorted(leads.details) == [("item", f"node/{node_id}") for node_id in (101491, 101496, 101498)]
    assert leads.pages == ()


def test_an_empty_page_where_others_should_follow_is_refused() -> None:
    with pytest.raises(PageError, match="page 0 is the first of its list"):
        follow("taxonomy/term/23?page=0", listing())
    with pytest.raises(PageError, match="its pager goes on to page 7"):
        follow("taxonomy/term/23?page=3", listing(pager=pager("/taxonomy/term/23", 3, 7)))


@pytest.mark.parametrize("last", [None, 6, 7])
def test_an_empty_page_at_or_past_the_end_ends_the_list(last: int | None) -> None:
    text = listing(pager="" if last is None else pager("/taxonomy/term/23", 5, last))
    leads = follow("taxonomy/term/23?page=7", text)
    assert leads.next_page is None
    crawl.check_body(Target(SITE + "taxonomy/term/23?page=7", "x"), text.encode())


def test_own_pages_of_what_a_list_shows_in_part() -> None:
    text = listing(
        node("Resolution 9101: OP4", extract("OP4. Welcomes that..."), node_id=7),
        node("Resolution 9101", node_id=8, href="/security-council/resolution/security-council-resolution-9101"),
        node("Norway", node_id=None, href="https://mail.peacewomen.org/content/norway"),
        node("Sweden", extract("We thank all."), node_id=9),
        node("Brazil", extract("We thank..."), node_id=10, href="https://elsewhere.example.org/node/10"),
    )
    details = follow("taxonomy/term/23?page=0", text).details
    assert {key: target.url.removeprefix(SITE) for (_, key), target in details.items()} == {
        "node/7": "node/7",
        "node/8": "security-council/resolution/security-council-resolution-9101",
        "content/norway": "content/norway",
        "node/10": "node/10",
    }


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("node/5", page("", title="Resolution 9101")),
        ("node/5", page("", title="Resolution 9101", head='<link rel="canonical" href="/content/x">')),
        ("content/norway", page("<p>We thank...</p>", title="Norway")),
    ],
)
def test_an_own_page_does_not_lead_to_itself(path: str, text: str) -> None:
    assert follow(path, text).details == {}


def test_a_records_own_page() -> None:
    for kind, key, path in (
        ("item", "node/7", "node/7"),
        ("item", "content/norway", "content/norway"),
        ("theme", "term/32", "taxonomy/term/32?page=0"),
        ("plan_page", "nap-utopia", "nap-utopia"),
    ):
        target = crawl.page_of(kind, key, URLS)
        assert target is not None
        assert paths((target,)) == [path]


def test_the_declaration() -> None:
    declared = source.load("peacewomen")
    assert set(declared.urls) == {"site"}
    assert declared.politeness.seconds_between_requests >= 1
    assert declared.sweep_every_days == 7
    assert all(set(bounds.records) == {"theme", "item", "plan_page"} for bounds in declared.bounds.values())
