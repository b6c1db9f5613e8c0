"""Labels: how each can be read, and the level a flat one belongs to."""

import pytest

from extractors.sources.un_resolutions.labels import (
    Level,
    Reading,
    path_token,
    place,
    readings,
    roman,
    split_label,
    split_number,
)

LETTER, ROMAN = "lower letter (x)", "lower roman (x)"


def levels(*pairs: tuple[str, int]) -> list[Level]:
    return [Level(Reading(style, ordinal), node) for node, (style, ordinal) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("(a)", [(LETTER, 1)]),
        ("(i)", [(LETTER, 9), (ROMAN, 1)]),
        ("(v)", [(LETTER, 22), (ROMAN, 5)]),
        ("(x)", [(LETTER, 24), (ROMAN, 10)]),
        ("(l)", [(LETTER, 12)]),
        ("(c)", [(LETTER, 3)]),
        ("(d)", [(LETTER, 4)]),
        ("(m)", [(LETTER, 13)]),
        ("(iii)", [("lower letter (x)", 61), (ROMAN, 3)]),
        ("(aa)", [(LETTER, 27)]),
        ("B.", [("upper letter x.", 2)]),
        ("“(a)", [(LETTER, 1)]),
        ("–", [("bullet –", 0)]),
        ("(1)", [("number (x)", 1)]),
        ("H.E.", []),
    ],
)
def test_readings(label: str, expected: list[tuple[str, int]]) -> None:
    assert [(one.style, one.ordinal) for one in readings(label)] == expected


@pytest.mark.parametrize(
    ("text", "value"), [("iv", 4), ("ix", 9), ("xiv", 14), ("iiii", None), ("c", None), ("", None)]
)
def test_roman(text: str, value: int | None) -> None:
    assert roman(text) == value


@pytest.mark.parametrize(
    ("label", "open_levels", "depth", "style", "in_order"),
    [
        ("(i)", levels((LETTER, 8)), 0, LETTER, True),  # directly after (h): a letter
        ("(i)", levels((LETTER, 3)), 1, ROMAN, True),  # after (c): a new level below
        ("(i)", levels((LETTER, 8), (ROMAN, 2)), 0, LETTER, True),  # (h) (i) (ii) (i)
        ("(v)", levels((LETTER, 1), (ROMAN, 4)), 1, ROMAN, True),
        ("(v)", levels((LETTER, 21)), 0, LETTER, True),  # after (u)
        ("(x)", levels((LETTER, 23), (ROMAN, 2)), 0, LETTER, True),  # after (w) (i) (ii)
        ("(x)", levels((LETTER, 23), (ROMAN, 9)), 1, ROMAN, True),
        ("(d)", levels((LETTER, 3), (ROMAN, 4)), 0, LETTER, True),
        ("(l)", levels((LETTER, 11)), 0, LETTER, True),
        ("(b)", levels((LETTER, 1), ("bullet –", 4)), 0, LETTER, True),
        ("–", levels((LETTER, 1)), 1, "bullet –", True),
        ("–", levels((LETTER, 1), ("bullet –", 1)), 1, "bullet –", True),
        ("(f)", levels((LETTER, 3)), 0, LETTER, False),  # a gap
        ("(a)", levels((LETTER, 3)), 0, LETTER, False),  # starts anew
        ("3.", levels(("upper letter x.", 1)), 1, "number x.", False),
        ("(a)", levels(("bullet •", 2)), 0, LETTER, True),  # letters never stand below a bullet
    ],
)
def test_place(label: str, open_levels: list[Level], depth: int, style: str, in_order: bool) -> None:
    found, reading, follows = place(label, open_levels)
    assert (found, reading.style, follows) == (depth, style, in_order)


def test_i_after_h_is_roman_when_ii_follows() -> None:
    assert place("(i)", levels((LETTER, 8)), "(ii)")[1] == Reading(ROMAN, 1)
    assert place("(i)", levels((LETTER, 8)), "(j)")[1] == Reading(LETTER, 9)


def test_tokens_and_labels_in_text() -> None:
    assert [path_token("(a)", 1), path_token("42.", 1), path_token("–", 3)] == ["a", "42", "bullet 3"]
    assert split_label("(a) To look") == ("(a)", "To look")
    assert split_label("− A name") == ("−", "A name")
    assert split_label("(Signed) A name") == ("", "(Signed) A name")
    assert split_number("7 Further asks", 7) == ("7", "Further asks")
    assert split_number("7 Further asks", 9) == ("", "7 Further asks")
