"""Addresses: one spelling each, whatever host, scheme or junk a link has."""

import pytest

from extractors.sources.peacewomen import urls

SITE = "https://www.peacewomen.org/"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/node/7", "node/7"),
        ("node/7", "node/7"),
        ("http://peacewomen.org/node/7", "node/7"),
        ("https://www.peacewomen.org/node/7/", "node/7"),
        ("https://mail.peacewomen.org/node/7", "node/7"),
        ("http://peacewomen.org./node/7#top", "node/7"),
        ("HTTPS://WWW.PEACEWOMEN.ORG:443/node/7?utm_source=x", "node/7"),
        ("//peacewomen.org//node///7", "node/7"),
        ("/security-council/resolution/resolution-2220-2015-0", "security-council/resolution/resolution-2220-2015-0"),
        ("/taxonomy/term/30", "taxonomy/term/30?page=0"),
        ("/taxonomy/term/30?page=0", "taxonomy/term/30?page=0"),
        ("/taxonomy/term/30/trees?page=75", "taxonomy/term/30?page=75"),
        ("https://www.peacewomen.org/taxonomy/term/23/zlib/constants?page=426&x=1", "taxonomy/term/23?page=426"),
        ("/taxonomy/term/030?page=x", "taxonomy/term/30?page=0"),
        ("/taxonomy/term/30?page=0,4", "taxonomy/term/30?page=0"),
        ("/sites/default/files/a b.pdf?token=1", "sites/default/files/a%20b.pdf"),
        ("/a%20b", "a%20b"),
        ("/", ""),
        ("", ""),
    ],
)
def test_an_address_of_the_site(href: str, url: str) -> None:
    assert urls.canonical(href) == SITE + url
    assert urls.canonical(SITE + url) == SITE + url


@pytest.mark.parametrize(
    "href",
    [
        "https://undocs.org/S/RES/2387",
        "http://peacewomen.stage.example.org/node/7",
        "https://peacewomen.org.example.org/node/7",
        "mailto:a@peacewomen.org",
        "#top",
        "javascript:void(0)",
        "http://[broken",
        "ftp://www.peacewomen.org/x",
    ],
)
def test_other_addresses_stay_as_given(href: str) -> None:
    assert urls.canonical(href) == href
    assert urls.own_path(urls.canonical(href)) is None
    assert not urls.is_item(urls.canonical(href))


def test_a_link_without_a_path_is_of_its_own_page() -> None:
    assert urls.canonical("?page=3", SITE + "taxonomy/term/23?page=0") == SITE + "taxonomy/term/23?page=3"


def test_what_a_path_tells() -> None:
    assert urls.listing_of(SITE + "taxonomy/term/23?page=4") == (23, 4)
    assert urls.listing_of(SITE + "node/23") is None
    assert urls.node_of(SITE + "node/101499") == 101499
    assert urls.node_of(SITE + "node/add") is None
    assert urls.is_plan(SITE + "action-plan/national-action-plan-atlantis")
    assert urls.is_plan(SITE + "nap-atlantis")
    assert not urls.is_plan(SITE + "member-states")
    assert urls.resolution_in("security-council/resolution/security-council-resolution-2387") == (2387, None)
    assert urls.resolution_in("security-council/resolution/resolution-2220-2015-0") == (2220, 2015)
    assert urls.resolution_in("content/resolution-2220") is None


@pytest.mark.parametrize(
    "path", ["", "taxonomy/term/23?page=0", "sites/default/files/x.pdf", "user/login", "files/x.PDF"]
)
def test_addresses_that_are_no_items(path: str) -> None:
    assert not urls.is_item(SITE + path)


def test_a_target_is_asked_where_the_settings_say() -> None:
    target = urls.target(SITE + "taxonomy/term/32?page=1", {"site": "http://127.0.0.1:1/peacewomen/"})
    assert target.url == SITE + "taxonomy/term/32?page=1"
    assert target.address == "http://127.0.0.1:1/peacewomen/taxonomy/term/32?page=1"
