"""How the document says numbers, dates and lists."""

from datetime import date
from decimal import Decimal

import pytest

from reports import document_words as words
from reports.document_pieces import Figure, MartRow, filled, moved


@pytest.mark.parametrize(("count", "text"), [(0, "no"), (1, "one"), (9, "nine"), (10, "10"), (1443, "1,443")])
def test_numbers_under_ten_are_words(count: int, text: str) -> None:
    assert words.number(count) == text


@pytest.mark.parametrize(
    ("share", "text"), [("0.655738", "65.6"), ("0.0625", "6.3"), ("1", "100.0"), ("0.0004", "0.0"), ("0", "0.0")]
)
def test_shares_are_per_cent_with_halves_away_from_nought(share: str, text: str) -> None:
    assert words.points(Decimal(share)) == text


@pytest.mark.parametrize(
    ("difference", "text"), [("0.240154", "+24.0"), ("-0.066667", "−6.7"), ("0.0001", "0.0"), ("-0.0001", "0.0")]
)
def test_differences_have_a_sign_unless_they_are_none(difference: str, text: str) -> None:
    assert words.signed(Decimal(difference)) == text


@pytest.mark.parametrize(
    ("given", "text"),
    [("2017", "2017"), ("2017-09", "September 2017"), ("2015-09-13", "13 September 2015"), ("autumn", "autumn")],
)
def test_times_are_said_as_exactly_as_they_are_known(given: str, text: str) -> None:
    assert words.moment(given) == text


def test_days_are_in_the_style_of_the_united_nations() -> None:
    assert words.day(date(2017, 11, 15)) == "15 November 2017"


@pytest.mark.parametrize(
    ("edition", "text"), [(0, "unnumbered"), (1, "first"), (9, "ninth"), (11, "11th"), (21, "21st"), (112, "112th")]
)
def test_ordinals(edition: int, text: str) -> None:
    assert words.ordinal(edition) == text


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_lists_have_no_comma_before_the_last(names: list[str], text: str) -> None:
    assert words.listed(names) == text


def test_a_text_is_cut_between_words() -> None:
    assert words.shortened("Decides to extend, as it did", 20) == "Decides to extend …"
    assert words.shortened("Decides", 7) == "Decides"


def test_one_year_is_no_span() -> None:
    assert [words.span([2000]), words.span([2000, 2001])] == ["2000", "2000–2001"]


def _row(numerator: int | None, denominator: int, share: str | None = None) -> MartRow:
    values = {"numerator": numerator, "denominator": denominator, "share": None if share is None else Decimal(share)}
    return MartRow("rpt_council_year", (2017, "A", "body"), values)


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (40, 61, "40 of 61 resolutions"),
        (0, 3, "none of 3 resolutions"),
        (1, 1, "1 of 1 resolution"),
        (0, 1, "0 of 1 resolution"),
        (0, 0, "an unknown number of resolutions"),
        (None, 3, "an unknown number of resolutions"),
    ],
)
def test_parts_of_a_whole(numerator: int | None, denominator: int, text: str) -> None:
    pieces = _row(numerator, denominator).out_of("resolution", "resolutions")
    assert "".join(one.text if isinstance(one, Figure) else str(one) for one in pieces) == text


def test_figures_know_their_ids_and_unknown_ones_are_dashes() -> None:
    now, before = _row(40, 61, "0.655738"), _row(32, 77, "0.415584")
    assert now.count("numerator") == Figure("40", "council_year/2017/A/body", "numerator")
    assert now.change(before) == Figure("+24.0", "council_year/2017/A/body", "share_change")
    assert [now.change(None), now.change(_row(0, 0)), _row(None, 3).count("numerator"), _row(0, 0).per_cent()] == [
        "—"
    ] * 4


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [("0.5", "0.4", "up from"), ("0.4", "0.5", "down from"), ("0.50001", "0.5", "unchanged from")],
)
def test_changes_are_told_by_the_shares_as_they_are_printed(now: str, before: str, text: str) -> None:
    assert moved(_row(1, 2, now), _row(1, 2, before)) == text


def test_templates_take_pieces_and_never_read_them() -> None:
    figure = Figure("40", "council_year/2017/A/body", "numerator")
    assert list(filled("In {year}, {share}.", {"year": "{x}", "share": (figure, " of 61")})) == [
        "In ", "{x}", ", ", figure, " of 61", ".",
    ]  # fmt: skip
    with pytest.raises(KeyError):
        list(filled("{missing}", {}))
