"""Bodies: how paragraphs and sub-paragraphs are marked, what a mark inherits, and where words are left out."""

import pytest

from extractors.sources.peacewomen.bodies import Piece, number_differs, read_body
from extractors.sources.peacewomen.locators import Locator, read_locators
from extractors.sources.peacewomen.outline import Path, enter, path_text


def cited(pieces: list[Piece]) -> list[str | None]:
    return [piece.as_json(1)["locator"] for piece in pieces]


def named(text: str) -> tuple[Locator, ...]:
    found = read_locators(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "marker", "given", "part", "locator", "text"),
    [
        ("42. Decides so", "42.", "42.", "operative", "42", "Decides so"),
        ("42.Decides so", "42.", "42.", "operative", "42", "Decides so"),
        ("“23.  Requests so", "23.", "23.", "operative", "23", "Requests so"),
        ('"23.  Requests so', "23.", "23.", "operative", "23", "Requests so"),
        ("OP10. Calls on all", "OP10.", "OP10.", "operative", "10", "Calls on all"),
        ("OP 57. Requests so", "OP57.", "OP 57.", "operative", "57", "Requests so"),
        ("OP 57 Requests so", "OP57.", "OP 57", "operative", "57", "Requests so"),
        ("PP18: Recognizing so", "PP18.", "PP18:", "preamble", "18", "Recognizing so"),
        ("Paragraph 29: Reaffirming so", "29.", "Paragraph 29:", "preamble", "29", "Reaffirming so"),
        ("Paragraph 51: Urges so", "51.", "Paragraph 51:", "operative", "51", "Urges so"),
        ("Para 10. Urges so", "10.", "Para 10.", "operative", "10", "Urges so"),
        ("PARA. 10: the rest", "10.", "PARA. 10:", None, "10", "the rest"),
        ("6 (a) Urges so", "6 (a)", "6 (a)", "operative", "6 (a)", "Urges so"),
        ("42. (a) (iii) To do", "42 (a) (iii)", "42. (a) (iii)", None, "42 (a) (iii)", "To do"),
        ("a. (iii)  To do", "a. (iii)", "a. (iii)", None, None, "To do"),
        ("(a) To do", "(a)", "(a)", None, None, "To do"),
        ("a) To do", "(a)", "a)", None, None, "To do"),
        ("(a) (iii) To do", "a. (iii)", "(a) (iii)", None, None, "To do"),
        ("Calls on all", None, None, None, None, "Calls on all"),
    ],
)
def test_a_mark(line: str, marker: str, given: str, part: str, locator: str, text: str) -> None:
    (piece,) = read_body([line])
    as_json = piece.as_json(1)
    assert (piece.marker, piece.marker_as_given, piece.part) == (marker, given, part)
    assert (as_json["locator"], piece.text) == (locator, text)


@pytest.mark.parametrize(
    "line",
    [
        "2016. A year",
        "10.5 million people",
        "1325 (2000) is its number",
        "29 June was the day",
        "e.g. this one",
        "to. be",
        "Norway. A country",
        "Paragraph 29 of resolution 9101 speaks",
        "Opinion 5. Of mine",
        "(see below) it goes",
        "15 members voted",
    ],
)
def test_words_that_are_no_mark(line: str) -> None:
    (piece,) = read_body([line])
    assert (piece.marker, piece.number, piece.text) == (None, None, line)


def test_a_sub_item_inherits_what_stands_before_it() -> None:
    pieces = read_body(
        ["42. Decides:", "a. (iii) one", "[...]", "b. (ii) two", "(iii) three", "(iv) four", "[…]", "d. (ii) five"]
    )
    assert [piece.marker for piece in pieces] == ["42.", "a. (iii)", "b. (ii)", "b. (iii)", "b. (iv)", "d. (ii)"]
    assert cited(pieces) == ["42", "42 (a) (iii)", "42 (b) (ii)", "42 (b) (iii)", "42 (b) (iv)", "42 (d) (ii)"]
    assert [piece.after_elision for piece in pieces] == [False, False, True, False, False, True]
    assert [piece.marker_as_given for piece in pieces][3] == "(iii)"


@pytest.mark.parametrize(
    ("marks", "paths"),
    [
        (["g", "h", "i", "j"], ["(g)", "(h)", "(i)", "(j)"]),
        (["h", "i", "i", "ii"], ["(h)", "(i)", "(i) (i)", "(i) (ii)"]),
        (["a", "i", "ii", "b", "i"], ["(a)", "(a) (i)", "(a) (ii)", "(b)", "(b) (i)"]),
        (["h", "i", "ii"], ["(h)", "(i)", "(i) (ii)"]),
        (["a", "iv", "v", "vi"], ["(a)", "(a) (iv)", "(a) (v)", "(a) (vi)"]),
        (["u", "v", "w", "x"], ["(u)", "(v)", "(w)", "(x)"]),
        (["i", "ii", "v"], ["(i)", "(ii)", "(v)"]),
        (["i", "a", "b", "ii"], ["(i)", "(i) (a)", "(i) (b)", "(ii)"]),
        (["a", "1", "2", "b"], ["(a)", "(a) (1)", "(a) (2)", "(b)"]),
        (["z", "aa"], ["(z)", "(aa)"]),
    ],
)
def test_the_order_of_marks_tells_letters_from_roman_numbers(marks: list[str], paths: list[str]) -> None:
    path: Path = ()
    seen = []
    for mark in marks:
        path = enter(path, mark)
        seen.append(path_text(path))
    assert seen == paths


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (["(f) one", "[...]", "(i) two", "[...]", "(l) three"], ["8 (f)", "8 (i)", "8 (l)"]),
        (["(f) one", "(i) two"], ["8 (f)", "8 (f) (i)"]),
        (["(f) one", "[...]", "(v) two"], ["8 (f)", "8 (f) (v)"]),
        (["f. (i) one", "[...]", "(i) two"], ["8 (f) (i)", "8 (f) (i)"]),
        (["[...]", "(i) one", "[...]", "(iv) two"], ["8 (i)", "8 (iv)"]),
    ],
)
def test_what_is_left_out_tells_letters_from_roman_numbers(lines: list[str], at: list[str]) -> None:
    assert cited(read_body(["8. Decides:", *lines])) == ["8", *at]


def test_a_new_number_ends_the_path() -> None:
    pieces = read_body(["5. Urges:", "(b) one", "6. Asks:", "(i) two"])
    assert cited(pieces) == ["5", "5 (b)", "6", "6 (i)"]


def test_elisions_inside_a_line() -> None:
    pieces = read_body(["4. Urges all: [...] (c) To count […] and to tell", "[...] Hopes", "(...)", "Ends [...]"])
    assert [piece.text for piece in pieces] == ["Urges all:", "To count", "and to tell", "Hopes", "Ends"]
    assert cited(pieces) == ["4", "4 (c)", "4 (c)", None, None]
    assert [piece.after_elision for piece in pieces] == [False, True, True, True, True]
    assert [piece.marker for piece in pieces] == ["4.", "(c)", None, None, None]


def test_a_mark_alone_on_its_line_belongs_to_the_next() -> None:
    pieces = read_body(["7.", "Urges all", "8. [...] Asks"])
    assert [(piece.marker, piece.text, piece.after_elision) for piece in pieces] == [
        ("7.", "Urges all", False),
        ("8.", "Asks", True),
    ]


def test_a_number_without_its_stop_counts_where_the_title_names_it() -> None:
    assert cited(read_body(["7 Underlines so"], named("para. 7"))) == ["7"]
    assert cited(read_body(["7 Underlines so"], named("para. 8"))) == [None]


def test_the_part_is_that_of_the_mark_then_of_the_title_then_of_the_first_word() -> None:
    assert read_body(["PP5: Urges"], named("OP5"))[0].part == "preamble"
    assert read_body(["5. Noting"], named("para. 5"))[0].part == "operative"
    assert read_body(["5. Noting"], named("para. 6"))[0].part == "preamble"
    assert read_body(["5. The rest"], named("Preamble"))[0].part == "preamble"
    assert read_body(["5. The rest"], named("OP6"))[0].part == "operative"


@pytest.mark.parametrize(
    ("lines", "title", "differs"),
    [
        (["10. Urges"], "OP11", True),
        (["OP10. Urges"], "OP11", True),
        (["11. Urges"], "OP11", False),
        (["PP11: Urges"], "OP11", True),
        (["Urges"], "OP11", False),
        (["5. Urges", "7. Asks"], "paras 5-7", False),
        (["5. Urges", "8. Asks"], "paras 5-7", True),
        (["PP5: Noting"], "Preamble", False),
    ],
)
def test_a_body_that_disagrees_with_the_title(lines: list[str], title: str, differs: bool) -> None:
    assert number_differs(read_body(lines, named(title)), named(title)) is differs


def test_no_words_are_lost() -> None:
    lines = ["42. Decides:", "(a) one", "text", "“(b) two”", "[...]", "OP3: three", "x"]
    words = " ".join(f"{piece.marker_as_given or ''} {piece.text}" for piece in read_body(lines))
    assert sorted(words.split()) == sorted(" ".join(lines).replace("[...]", "").replace("“(b)", "(b)").split())
