"""Selections that state their count, lines with their links, labels as compared."""

import pytest

from extractors.core.html import (
    at_least,
    label_key,
    lines,
    parse_html,
    select,
    stands_in,
    words_of,
)
from extractors.core.records import PageError

PAGE = b"""<html><head><title>No text</title></head><body><div>One <b>two</b>&nbsp; three<br>four
<p>five <a href="/x">six <i>seven</i></a>, <a href="/y">eight</a> <a>nine</a></p>ten<script>no()</script>, eleven
<!-- no --></div><div><div>twelve</div></div></body></html>"""


def test_lines() -> None:
    found = lines(parse_html("u", PAGE))
    words = ["One two three", "four", "five six seven, eight nine", "ten, eleven", "twelve"]
    assert [line.text for line in found] == words
    assert [(link.text, link.href) for link in found[2].links()] == [("six seven", "/x"), ("eight", "/y")]
    assert [part for part in found[2].parts() if isinstance(part, str)] == ["five", ",", "nine"]
    assert [line.block.tag for line in found] == ["div", "div", "p", "div", "div"]


def test_a_lines_start() -> None:
    first, _, third = lines(parse_html("u", PAGE))[:3]
    assert first.leading(lambda element: element.tag == "b") == ""
    assert first.without_start(3).text == "two three"
    assert first.without_start(3).leading(lambda element: element.tag == "b") == "two"
    assert third.without_start(4).links() == third.links()
    assert third.without_start(99).text == ""


def test_lines_without_what_is_skipped() -> None:
    root = parse_html("u", PAGE)
    assert [line.text for line in lines(root, lambda element: element.tag == "p")][2:] == ["ten, eleven", "twelve"]
    assert words_of(select(root, lambda element: element.tag == "p")[0]) == "five six seven, eight nine"


def test_counted_selections() -> None:
    root = parse_html("u", PAGE)
    boxes = select(root, lambda element: element.tag == "div")
    assert at_least(3, boxes, "boxes", "page") == select(root, lambda _: True, "div") == boxes
    assert [at.tag for at in select(root, lambda at: "y" in (at.get("href") or "y"), "i", "a")] == ["i", "a", "a"]
    with pytest.raises(PageError, match="page 7: saw 3 of boxes, expected at least 4"):
        at_least(4, boxes, "boxes", "page 7")


def test_what_stands_in_what() -> None:
    boxes = select(parse_html("u", PAGE), lambda element: element.tag == "div")
    assert stands_in(boxes[2], boxes[1])
    assert stands_in(boxes[1], boxes[1])
    assert not stands_in(boxes[1], boxes[2])


@pytest.mark.parametrize(
    "given",
    ["Consolidated Themes:\xa0", " consolidated\xa0 THEMES :", "Consolidated\u200b Themes", "consolidated themes"],
)
def test_labels_are_compared_without_spaces_colon_and_case(given: str) -> None:
    assert label_key(given) == "consolidated themes"


@pytest.mark.parametrize("body", [b"", b"   ", b"<!-- only this -->"])
def test_a_body_without_any_element_is_refused(body: bytes) -> None:
    with pytest.raises(PageError, match="expected an HTML page"):
        parse_html("u", body)


def test_a_page_that_nests_without_end_is_refused() -> None:
    with pytest.raises(PageError, match="nested deeper"):
        parse_html("u", b"<div>" * 50_000 + b"x")
    assert words_of(parse_html("u", b"<div>" * 200 + b"x")) == "x"


def test_what_a_database_cannot_hold_is_replaced() -> None:
    text = words_of(parse_html("u", b"<p>a\x00b&#0;c&#xD800;d\x01</p>"))
    assert "\x00" not in text
    assert text.encode()


def test_the_old_encoding() -> None:
    assert words_of(parse_html("u", "<p>Côte d’Ivoire</p>".encode("windows-1252"))) == "Côte d’Ivoire"
    declared = '<html><head><meta charset="iso-8859-1"></head><body><p>Côte d’Ivoire</p></body></html>'
    assert words_of(parse_html("u", declared.encode())) == "Côte d’Ivoire"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Réaffirmant – “women”".encode(), "Réaffirmant – “women”"),
        ("Réaffirmant – “women”".encode("windows-1252"), "Réaffirmant – “women”"),
        ("Réaffirmant – ".encode() + b"\x93women\x94", "Réaffirmant – “women”"),
        (b"caf" + b"\xe9\xc3", "café\u00c3"),
        (b"a \x81 b", "a \ufffd b"),
    ],
    ids=["utf-8", "windows-1252", "pasted into utf-8", "at the end", "neither"],
)
def test_bytes_that_are_no_utf_8_are_read_one_by_one(body: bytes, words: str) -> None:
    assert words_of(parse_html("u", b"<html><body><p>" + body + b"</p></body></html>")) == words
