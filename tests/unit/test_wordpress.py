"""WordPress's REST API: the list of pages as a walk, and what is refused."""

import json

import pytest

from extractors.core.records import Leads, Page, PageError, Target
from extractors.core.wordpress import Api, canonical_link, page_id

LIVE = "https://site.example/wp-json/wp/v2/"
API = Api(LIVE)
URLS = {"api": "http://127.0.0.1:8000/site/wp-json/wp/v2/"}


def path(number: int) -> str:
    return f"pages?per_page=50&page={number}&orderby=modified&order=desc"


def listed(number: int, body: object, total: str | None) -> Page:
    headers = {} if total is None else {"x-wp-totalpages": total}
    return Page(LIVE + path(number), json.dumps(body).encode(), headers)


def test_a_walk_starts_at_the_pages_changed_last():
    (target,) = API.starts(URLS)
    assert target == Target(
        url="https://site.example/wp-json/wp/v2/pages?per_page=50&page=1&orderby=modified&order=desc",
        address="http://127.0.0.1:8000/site/wp-json/wp/v2/pages?per_page=50&page=1&orderby=modified&order=desc",
    )


def test_a_page_leads_to_the_next_up_to_the_last():
    assert API.follow(listed(1, [{"id": 1}], "3"), URLS) == Leads(
        next_page=Target(LIVE + path(2), URLS["api"] + path(2)), pages_in_list=3
    )
    assert API.follow(listed(3, [{"id": 1}], "3"), URLS) == Leads(pages_in_list=3)


def test_the_list_may_shrink_while_it_is_read():
    assert API.follow(listed(3, [], "2"), URLS) == Leads(pages_in_list=2)


@pytest.mark.parametrize(("number", "total"), [(1, "3"), (1, "1"), (1, "0"), (2, "3")])
def test_an_empty_page_that_should_not_be_empty_is_refused(number, total):
    with pytest.raises(PageError, match="an empty list, page"):
        API.follow(listed(number, [], total), URLS)


@pytest.mark.parametrize("total", [None, "", "many", "-1", "1, 1", "99999999"])
def test_without_the_number_of_pages_no_list_is_complete(total):
    with pytest.raises(PageError, match="x-wp-totalpages"):
        API.follow(listed(1, [{"id": 1}], total), URLS)


def test_a_single_page_leads_nowhere():
    assert API.follow(Page(f"{LIVE}pages/12", b'{"id": 12}'), URLS) == Leads()


def test_the_page_of_a_record():
    assert API.page_of("page/12", URLS) == Target(f"{LIVE}pages/12", f"{URLS['api']}pages/12")
    assert API.page_of("node/12", URLS) is None
    assert API.page_of("page/012", URLS) is None


@pytest.mark.parametrize(
    ("where", "body"),
    [
        (path(1), b"<!DOCTYPE html><title>Just a moment...</title>"),
        (path(1), b""),
        (path(1), b"[1, 2"),
        (path(1), b"\xff\xfe"),
        (path(1), b"[" * 100_000),
        (path(1), b"[" + b"9" * 5000 + b"]"),
        (path(1), b'{"code": "rest_forbidden", "message": "Log in", "data": {"status": 401}}'),
        (path(1), b'{"id": 12}'),
        (path(1), b"null"),
        ("pages/12", b"[]"),
        ("pages/12", b'{"id": 13}'),
        ("pages/12", b'{"code": "rest_post_invalid_id"}'),
        ("posts", b"[]"),
    ],
)
def test_what_is_not_the_promised_json_is_refused(where, body):
    with pytest.raises(PageError) as refused:
        API.check_body(Target(LIVE + where, URLS["api"] + where), body)
    assert "expected" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_good_bodies_pass():
    API.check_body(API.starts(URLS)[0], b'\xef\xbb\xbf[{"id": 1}]')
    API.check_body(Target(f"{LIVE}pages/12", ""), b'{"id": 12}')


def test_another_site_s_address_is_refused():
    with pytest.raises(PageError, match="is not of this source"):
        API.objects(Page("https://other.example/wp-json/wp/v2/pages/12", b'{"id": 12}'))


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("http://Site.Example/index.php//norway", "https://site.example/index.php/norway/"),
        ("https://site.example./norway/?amp#top", "https://site.example/norway/"),
        ("https://site.example/?p=1674&utm=x", "https://site.example/?p=1674"),
        ("https://site.example/côte", "https://site.example/c%C3%B4te/"),
        ("https://site.example/c%C3%B4te/", "https://site.example/c%C3%B4te/"),
        ("https://site.example/\ud800\x00", "https://site.example/%3F%00/"),
        ("https://other.example/norway/", None),
        ("ftp://site.example/", None),
        ("https://[site.example/", None),
        ("", None),
    ],
)
def test_links_have_one_spelling(link, canonical):
    assert canonical_link(link, ("site.example",)) == canonical


@pytest.mark.parametrize("given", [0, -1, True, 1.5, "1", None, 2**60])
def test_ids_that_are_none(given):
    assert page_id({"id": given}) is None
