"""Listings of themes: a real page, and the traps of the others."""

from collections.abc import Callable

import pytest

from extractors.core.records import Page, PageError, Parsed
from extractors.sources.peacewomen.parse import parse

from .conftest import SITE, extract, field, items, listing, markers, node, only, page, pager, themes

Read = Callable[[str, str], Parsed]
PATH = "taxonomy/term/23?page=0"
PARTICIPATION, VIOLENCE = "Participation", "Sexual and Gender-Based Violence"
JUSTICE, GENERAL = "Justice, Rule of Law and Security Sector Reform", "General Women, Peace and Security"
IMPLEMENTATION = "Implementation"


@pytest.fixture(scope="module")
def real(real_page: bytes) -> Parsed:
    return parse(Page(SITE + "taxonomy/term/32?page=0", real_page))


def test_the_real_page_holds_nine_items(real: Parsed) -> None:
    shown = [(one.key, one.payload) for one in items(real)]
    assert [(key, said["kind"], said["resolution_number"], said["themes"]) for key, said in shown] == [
        ("node/101499", "paragraph_extract", 2387, [PARTICIPATION, VIOLENCE, JUSTICE, IMPLEMENTATION]),
        ("node/101498", "whole_resolution", 2387, []),
        ("node/101497", "preamble_extract", 2386, [PARTICIPATION, VIOLENCE, IMPLEMENTATION]),
        ("node/101496", "whole_resolution", 2385, []),
        ("node/101495", "mission_report", None, []),
        ("node/101494", "paragraph_extract", 2382, [IMPLEMENTATION]),
        ("node/101493", "paragraph_extract", 2382, [GENERAL, IMPLEMENTATION]),
        ("node/101492", "paragraph_extract", 2382, [GENERAL, "Protection", IMPLEMENTATION]),
        ("node/101491", "whole_resolution", 2382, []),
    ]  # fmt: skip
    assert real.rejects == ()
    assert all(one.payload["flags"] == [] and not one.payload["is_preview"] for one in items(real))
    (theme,) = (record for record in real.records if record.kind == "theme")
    assert (theme.key, theme.payload) == ("term/32", {"term_id": 32, "name": IMPLEMENTATION})


def test_the_real_page_links_its_themes(real: Parsed) -> None:
    last = items(real)[7].payload
    assert last["theme_ids"] == {GENERAL: 20, IMPLEMENTATION: 32}  # Protection stands there without a link
    assert last["themes_label"] == "filled"


def test_the_real_pages_extracts_name_their_paragraphs(real: Parsed) -> None:
    named = {one.key: [locator["locator"] for locator in one.payload["locators"]] for one in items(real)}
    assert named["node/101499"] == ["42"]
    assert named["node/101494"] == ["6 (a)"]
    assert named["node/101493"] == ["13"]
    assert named["node/101492"] == ["4 (c)"]
    assert items(real)[2].payload["locators"] == [{"part": "preamble", "number": None, "path": "", "locator": None}]


def test_the_real_pages_pieces(real: Parsed) -> None:
    payload = dict(items(real)[0].payload)
    assert markers(payload) == ["42.", "a. (iii)", "b. (ii)", "b. (iii)", "b. (iv)", "d. (ii)"]
    assert [piece["locator"] for piece in payload["pieces"]] == [
        "42", "42 (a) (iii)", "42 (b) (ii)", "42 (b) (iii)", "42 (b) (iv)", "42 (d) (ii)",
    ]  # fmt: skip
    assert [piece["after_elision"] for piece in payload["pieces"]] == [False, False, True, False, False, True]
    assert payload["text"].count("\n") == 7
    of_4c = items(real)[7].payload["pieces"]
    assert [(piece["locator"], piece["after_elision"]) for piece in of_4c] == [("4", False), ("4 (c)", True)]


def test_the_real_page_read_under_another_theme_gives_the_same_items(real: Parsed, real_page: bytes) -> None:
    other = parse(Page(SITE + "taxonomy/term/23?page=7", real_page))
    assert [one.sha256 for one in items(other)] == [one.sha256 for one in items(real)]


def test_a_listing_without_nodes_or_rows_is_told_by_its_headings(read: Read) -> None:
    text = page(
        '<h2><a href="/node/8">Resolution 9101: OP4</a></h2><p>Extract:</p><p>OP4. Welcomes;</p>'
        '<h3><a href="https://peacewomen.org/content/x">Norway</a></h3><p>We thank all.</p>'
    )
    first, second = items(read(PATH, text))
    assert (first.key, first.payload["text"]) == ("node/8", "OP4. Welcomes;")
    assert (second.key, second.payload["alias"], second.payload["text"]) == ("content/x", "content/x", "We thank all.")


def test_an_item_without_a_node_id_is_keyed_by_its_address(read: Read) -> None:
    shown = node("Norway", "<p>We thank all.</p>", node_id=None, href="http://peacewomen.org./content/norway-3?x=1")
    (item,) = items(read(PATH, listing(shown)))
    assert item.key == "content/norway-3"
    assert (item.payload["node_id"], item.payload["url"]) == (None, SITE + "content/norway-3")


def test_an_item_with_an_alias_and_a_node_id(read: Read) -> None:
    payload = only(read(PATH, listing(node("Norway", href="/content/norway"))))
    assert (payload["node_id"], payload["alias"], payload["url"]) == (7, "content/norway", SITE + "content/norway")


def test_a_title_that_links_to_another_host_gives_no_address(read: Read) -> None:
    parsed = read(PATH, listing(node("Norway", href="http://peacewomen.stage.example.org/node/7")))
    assert only(parsed)["url"] == SITE + "node/7"
    parsed = read(PATH, listing(node("Norway", node_id=None, href="http://peacewomen.stage.example.org/node/7")))
    assert items(parsed) == []
    assert [(reject.reason, reject.seen) for reject in parsed.rejects] == [("item_without_key", "Norway")]


def test_a_row_without_a_heading_is_titled_by_the_link_that_is_its_first_line(read: Read) -> None:
    row = '<div><a href="/node/9">Norway</a></div><p>We thank all.</p>'
    payload = only(read(PATH, listing(row)))
    assert (payload["title"], payload["text"]) == ("Norway", "We thank all.")


def test_an_item_without_a_title_is_told(read: Read) -> None:
    parsed = read(PATH, listing(node("Norway"), '<div id="node-8" class="node"><p>Who is it?</p></div>'))
    assert len(items(parsed)) == 1
    assert [reject.reason for reject in parsed.rejects] == ["item_without_title"]


@pytest.mark.parametrize("cut_first", [True, False])
def test_the_fuller_of_two_showings_counts(read: Read, cut_first: bool) -> None:
    cut = node("Resolution 9101: OP4", themes("Participation"), extract("OP4. Welcomes that all co..."))
    full = node("Resolution 9101: OP4", themes("Participation"), extract("OP4. Welcomes that all count;"))
    parsed = read(PATH, listing(*([cut, full] if cut_first else [full, cut])))
    assert only(parsed)["text"] == "OP4. Welcomes that all count;"
    assert not only(parsed)["is_preview"]
    assert [(reject.reason, reject.place) for reject in parsed.rejects] == [("shown_twice", "node/7")]


def test_two_items_may_share_a_title(read: Read) -> None:
    parsed = read(PATH, listing(node("Statement of Atlantis", node_id=7), node("Statement of Atlantis", node_id=8)))
    assert [one.key for one in items(parsed)] == ["node/7", "node/8"]
    assert parsed.rejects == ()


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("OP4. Welcomes that all...", True),
        ("OP4. Welcomes that all…", True),
        ("“OP4. Welcomes that all...”", True),
        ("OP4. Welcomes that all [...]", False),
        ("OP4. Welcomes that all […]", False),
        ("OP4. Welcomes... all;", False),
        ("OP4. Welcomes all", False),
    ],
)
def test_previews(read: Read, text: str, cut: bool) -> None:
    assert only(read(PATH, listing(node("Resolution 9101: OP4", extract(text)))))["is_preview"] is cut


def test_a_page_past_the_end_has_no_records(read: Read) -> None:
    assert read("taxonomy/term/20?page=646", listing()).records == ()


@pytest.mark.parametrize(
    "above",
    [
        "<h1>Access denied</h1><p>You are not authorized to access this page.</p>",
        '<div class="messages error"><h2>Access denied</h2><p>You are not authorized to access this page.</p></div>',
    ],
)
def test_access_denied_above_a_list_is_a_list(read: Read, above: str) -> None:
    text = listing(node("Norway"), above=above)
    parsed = read(PATH, text)
    assert only(parsed)["title"] == "Norway"
    denied_first = listing(node("Norway"), above="<h1>Participation</h1>", title="Access denied")
    for one in (parsed, read(PATH, denied_first)):
        assert one.records[0].payload == {"term_id": 23, "name": "Participation"}
        assert one.rejects == ()


REFUSALS = {
    "denied": page("<p>You are not authorized to access this page.</p>", title="Access denied"),
    "denied above the description": listing(title="Access denied"),
    "denied below the title": page("<p>You are not authorized to access this page.</p>"),
    "login": page('<form><input type="text"><input type="password"></form><p>Welcome back.</p>', title="User account"),
    "login form": page('<div><input type="password"></div><p>' + "Welcome back. " * 20 + "</p>", title="Welcome"),
    "robot check": page("<p>Please wait.</p>", title="Just a moment..."),
    "maintenance": page("<p>Back soon.</p>", title="Site under maintenance"),
    "server error": page("<p>The website encountered an unexpected error. Please try again later.</p>"),
    "other page": page("<p>Hello.</p>", title="Hello"),
    "empty": "",
    "no page": '{"items": []}',
    "cut short": listing(node("Norway"))[:-40],
}


@pytest.mark.parametrize("text", REFUSALS.values(), ids=REFUSALS)
def test_pages_that_are_none_of_the_archives(read: Read, text: str) -> None:
    with pytest.raises(PageError, match=r"https://www\.peacewomen\.org/taxonomy/term/23\?page=0: .* expected "):
        read(PATH, text)


def test_an_address_of_elsewhere_is_refused() -> None:
    for url in (
        "https://peacewomen.org/node/7",
        SITE + "node/7#x",
        "https://undocs.org/S/1",
        SITE + "taxonomy/term/23",
    ):
        with pytest.raises(PageError, match="is no canonical one of this source"):
            parse(Page(url, listing(node("Norway")).encode()))


def test_side_columns_and_menus_hold_no_items(read: Read) -> None:
    side = f'<div class="region-sidebar-second"><div class="views-row">{node("Aside", node_id=9)}</div></div>'
    menu = '<nav><div class="views-row"><h3><a href="/node/10">Menu</a></h3></div></nav>'
    assert [one.key for one in items(read(PATH, listing(node("Norway"), above=side + menu)))] == ["node/7"]


def test_an_item_that_shows_its_extracts_in_a_list(read: Read) -> None:
    inner = node("Resolution 9101: OP4", extract("OP4. Welcomes;"), node_id=8)
    parsed = read(PATH, listing(node("Resolution 9101", field("Resolution Extracts:", inner))))
    whole, part = items(parsed)
    assert (whole.key, whole.payload["extracts"], whole.payload["text"]) == ("node/7", ["node/8"], None)
    assert (part.key, part.payload["text"]) == ("node/8", "OP4. Welcomes;")


def test_bytes_of_the_old_encoding_are_read(read: Read) -> None:
    text = listing(node("Statement of Côte d’Ivoire")).encode("windows-1252")
    (item,) = items(parse(Page(SITE + PATH, text)))
    assert item.payload["title"] == "Statement of Côte d’Ivoire"


def test_a_pager_is_no_part_of_the_last_item(read: Read) -> None:
    text = listing(node("Norway", "<p>We thank all.</p>"), pager=pager("/taxonomy/term/23", 0, 7))
    assert only(read(PATH, text))["text"] == "We thank all."
