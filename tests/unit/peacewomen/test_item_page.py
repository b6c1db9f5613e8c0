"""An item's own page, and the extracts that a resolution's page shows."""

import re
from collections.abc import Callable

import pytest

from extractors.core.records import PageError, Parsed

from .conftest import SITE, extract, field, items, node, page, themes

Read = Callable[[str, str], Parsed]
RESOLUTION = "security-council/resolution/security-council-resolution-9101"
OWN_NODE = '<div id="node-5" class="node node-resolution">{}</div>'
EXTRACTS = [
    node("Security Council Resolution 9101: OP11", extract("OP10. Calls on all;", label=""), node_id=8),
    node("Security Council Resolution 9101: OP4", themes(), extract("OP4. Welcomes;", label=""), node_id=9),
]
HEADER = [
    field("", '<span class="date-display-single">Wednesday, June 29, 2016</span>'),
    field("Countries:", "Mali"),
    field("Resolution Reference PDF:", '<a href="https://undocs.org/S/RES/9101">Security Council Resolution 9101</a>'),
]
WHOLE = page(
    OWN_NODE.format("".join(HEADER) + field("Resolution Extracts:", *EXTRACTS)),
    title="Security Council Resolution 9101",
    body_class="page-node page-node-5",
)


def check(parsed: Parsed) -> None:
    whole, eleven, four = items(parsed)
    payload = whole.payload
    assert (whole.key, payload["kind"], payload["resolution_number"]) == ("node/5", "whole_resolution", 9101)
    assert (payload["alias"], payload["url"]) == (RESOLUTION, SITE + RESOLUTION)
    assert (payload["date"], payload["countries"]) == ("2016-06-29", ["Mali"])
    assert payload["pdf_links"] == [
        {"text": "Security Council Resolution 9101", "url": "https://undocs.org/S/RES/9101"}
    ]
    assert (payload["extracts"], payload["text"]) == (["node/8", "node/9"], None)
    assert (eleven.key, eleven.payload["flags"]) == ("node/8", ["body_number_differs", "no_label"])
    assert (eleven.payload["date"], eleven.payload["countries"]) == (None, [])
    assert [locator["number"] for locator in eleven.payload["locators"]] == [11]
    assert [piece["number"] for piece in eleven.payload["pieces"]] == [10]
    assert (four.key, four.payload["themes_label"], four.payload["text"]) == ("node/9", "empty", "OP4. Welcomes;")
    assert parsed.rejects == ()


def test_a_resolution_shows_its_extracts(read: Read) -> None:
    check(read(RESOLUTION, WHOLE))


def test_extracts_may_stand_below_the_resolutions_own_box(read: Read) -> None:
    below = OWN_NODE.format("".join(HEADER)) + "<div>Resolution Extracts:</div>" + "".join(EXTRACTS)
    check(read(RESOLUTION, page(below, title="Security Council Resolution 9101", body_class="page-node-5")))


def test_without_classes_the_label_tells_where_the_extracts_begin(read: Read) -> None:
    bare = re.sub(r' (?:class|id|about)="(?!content)[^"]*"', "", WHOLE)
    whole, *extracts = items(read(RESOLUTION, bare))
    assert (whole.key, whole.payload["extracts"]) == (RESOLUTION, ["node/8", "node/9"])
    assert (whole.payload["date"], whole.payload["countries"]) == ("2016-06-29", ["Mali"])
    assert [one.payload["text"] for one in extracts] == ["OP10. Calls on all;", "OP4. Welcomes;"]


def test_extracts_that_are_only_linked(read: Read) -> None:
    links = field(
        "Resolution Extracts:", '<a href="/node/8">OP11</a>', '<a href="http://peacewomen.org/content/x">OP4</a>'
    )
    (whole,) = items(read(RESOLUTION, page(OWN_NODE.format(links), title="Security Council Resolution 9101")))
    assert whole.payload["extracts"] == ["node/8", "content/x"]


@pytest.mark.parametrize(
    ("path", "head", "body_class", "key", "alias"),
    [
        ("node/5", "", "", "node/5", None),
        ("node/5", '<link rel="canonical" href="/content/norway">', "page-node-5", "node/5", "content/norway"),
        ("node/5", '<link rel="canonical" href="/node/5">', "", "node/5", None),
        ("content/norway", "", "page-node page-node-5", "node/5", "content/norway"),
        (
            "content/norway",
            '<link rel="shortlink" href="http://peacewomen.org/node/5">',
            "",
            "node/5",
            "content/norway",
        ),
        ("content/norway", "", "", "content/norway", "content/norway"),
    ],
)
def test_how_an_item_is_named(read: Read, path: str, head: str, body_class: str, key: str, alias: str | None) -> None:
    text = page("<p>We thank all.</p>", title="Norway", head=head, body_class=body_class)
    (item,) = items(read(path, text))
    assert (item.key, item.payload["alias"]) == (key, alias)
    assert item.payload["url"] == SITE + (alias or path)
    assert (item.payload["title"], item.payload["text"]) == ("Norway", "We thank all.")


def test_the_page_of_another_node_is_refused(read: Read) -> None:
    with pytest.raises(PageError, match="saw the page of node 6, expected that of node 5"):
        read("node/5", page("<p>We thank all.</p>", body_class="page-node-6"))


def test_a_page_without_classes_and_headings_is_named_by_its_title(read: Read) -> None:
    text = "<html><head><title>Norway | PeaceWomen</title></head><body><p>We thank all.</p></body></html>"
    (item,) = items(read("node/5", text))
    assert (item.payload["title"], item.payload["text"]) == ("Norway", "We thank all.")


@pytest.mark.parametrize("title", ["Access denied", "Page not found", "User account"])
def test_a_refusal_is_no_item(read: Read, title: str) -> None:
    with pytest.raises(PageError):
        read("node/5", page("<p>You are not authorized to access this page.</p>", title=title))


def test_access_denied_above_an_item_is_an_item(read: Read) -> None:
    shown = "<h2>Norway</h2><p>We thank all.</p>"
    (item,) = items(read("node/5", page(OWN_NODE.format(shown), title="Access denied", body_class="page-node-5")))
    assert (item.payload["title"], item.payload["text"]) == ("Norway", "We thank all.")


def test_a_page_that_says_nothing_of_itself_is_refused(read: Read) -> None:
    with pytest.raises(PageError, match="saw no heading"):
        read("node/5", "<html><body><p>We thank all.</p></body></html>")


def test_the_sites_own_heading_is_no_title(read: Read) -> None:
    shown = OWN_NODE.format('<h2><a href="/node/5">Norway</a></h2><p>We thank all.</p>')
    text = page(shown, title="Norway", body_class="page-node-5").replace("<h1>Norway</h1>", "")
    logo = text.replace('<div id="header">', '<div id="header"><h1>PeaceWomen</h1>')
    for title in ("Norway | PeaceWomen", ""):
        (item,) = items(read("node/5", logo.replace("Norway | PeaceWomen", title)))
        assert (item.payload["title"], item.payload["text"]) == ("Norway", "We thank all.")


def test_news_is_told_by_its_path(read: Read) -> None:
    (item,) = items(read("e-news/article/resolution-9101", page("<p>It is out.</p>", title="Resolution 9101")))
    assert (item.payload["kind"], item.payload["kind_from"]) == ("news", "path")


def test_headings_and_links_of_a_text_are_no_items(read: Read) -> None:
    shown = OWN_NODE.format(
        '<p><a href="/node/8">An older one</a></p><h3><a href="/node/9">More</a></h3><p>We thank.</p>'
    )
    (item,) = items(read("node/5", page(shown, title="Norway", body_class="page-node-5")))
    assert item.payload["text"] == "An older one\nMore\nWe thank."
    assert len(item.payload["links"]) == 2
