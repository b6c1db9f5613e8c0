"""Numbers, dates, spans of time, sums of money and sentences: what the rules stand on."""

import pytest

from extractors.plans.money import AMOUNT, Amount, read_amount
from extractors.plans.sentences import sentences
from extractors.plans.view import view_of
from extractors.plans.words import DATE, number, read_date


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("two", 2),
        ("Third", 3),
        ("4th", 4),
        ("IV", 4),
        ("10", 10),
        ("twelve", 12),
        ("iv", None),
        ("many", None),
        ("", None),
    ],
)
def test_numbers(word, value):
    assert number(word) == value


@pytest.mark.parametrize(
    ("given", "value", "precision"),
    [
        ("8 March 2016", "2016-03-08", "day"),
        ("8th of March, 2016", "2016-03-08", "day"),
        ("March 8th, 2016", "2016-03-08", "day"),
        ("2016-03-08", "2016-03-08", "day"),
        ("Sept. 2014", "2014-09", "month"),
        ("May 2013", "2013-05", "month"),
        ("late December 2010", "2010-12", "month"),
        ("mid-2019", "2019", "year"),
        ("the end of 2011", "2011", "year"),
    ],
)
def test_dates_are_as_precise_as_they_were_said(given, value, precision):
    found = DATE.search(f"It was in {given}.")
    date = read_date(found[0])
    assert (date.value, date.precision) == (value, precision)


@pytest.mark.parametrize("given", ["S/2010/498", "2010-12", "2022/2023", "12015", "1325"])
def test_what_only_looks_like_a_year_is_none(given):
    assert DATE.search(given) is None


def test_a_day_that_no_calendar_has_is_no_date():
    assert read_date("31 February 2016") is None


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ("2018-2022", "2018", "2022"),
        ("2018–2022", "2018", "2022"),
        ("2016 - 2018", "2016", "2018"),
        ("from 2018 to 2022", "2018", "2022"),
        ("between March 2013 and the end of 2016", "2013-03", "2016"),
        ("2018-22", "2018", "2022"),
        ("1 January 2019 until 31 December 2022", "2019-01-01", "2022-12-31"),
        ("from 2016 until mid-2019", "2016", "2019"),
        ("FY 2022/2023-2024/2025", "2022", "2025"),
        ("2022/23 – 2024/25", "2022", "2025"),
        ("fiscal years 2022/2023 to 2024/2025", "2022", "2025"),
    ],
)
def test_spans(given, start, end):
    (span,) = view_of(f"It is for {given}, they say.").spans
    assert (span.start.value, span.end.value) == (start, end)
    assert span.fiscal is ("/" in given)


@pytest.mark.parametrize("given", ["2010-12", "2022-2018", "2022/2024-2024/2025", "2018 and 2022"])
def test_no_spans(given):
    assert view_of(f"It is for {given}, they say.").spans == []


@pytest.mark.parametrize(
    ("given", "value", "currency"),
    [
        ("CAD 150 million", "150000000", "CAD"),
        ("EUR 40m", "40000000", "EUR"),
        ("PHP 5 million", "5000000", "PHP"),
        ("4.5 million euros", "4500000", "EUR"),
        ("1,5 million EUR", "1500000", "EUR"),
        ("US$ 1,200,000", "1200000", "USD"),
        ("€1.500.000", "1500000", "EUR"),
        ("£1.2bn", "1200000000", "GBP"),
        ("150 million Canadian dollars", "150000000", "CAD"),
        ("NOK 500 000", "500000", "NOK"),
        ("$3m", "3000000", None),
        ("5 million pesos", "5000000", None),
    ],
)
def test_sums_of_money(given, value, currency):
    assert read_amount(AMOUNT.search(given)) == Amount(value, currency)


@pytest.mark.parametrize("given", ["EUR 1.500", "MAD 5"])
def test_sums_that_may_be_two_numbers_or_none_are_not_read(given):
    assert read_amount(AMOUNT.search(given)) is None


@pytest.mark.parametrize("given", ["NAP 2", "EUR 2018-2022", "TOP 10 million"])
def test_no_sums(given):
    assert AMOUNT.search(given) is None


def test_a_year_before_a_sum_is_not_part_of_it():
    view = view_of("In 2018 EUR 5 million were given.")
    assert [date.value for date in view.dates] == ["2018"]
    assert view.amounts == [Amount("5000000", "EUR")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("A line\nand the next.", ["A line", "and the next."]),
        ("It says so on p. 24 (see Art. 5). Next.", ["It says so on p. 24 (see Art. 5).", "Next."]),
        ("The U.S. Department leads. Yes.", ["The U.S. Department leads.", "Yes."]),
        ("Until 2018.The plan ended.[1] Then nothing.", ["Until 2018.", "The plan ended.[1]", "Then nothing."]),
        ("See www.PeaceWomen.org for more.", ["See www.PeaceWomen.org for more."]),
        ("It costs 4.5 million. “Much!” Indeed.", ["It costs 4.5 million.", "“Much!”", "Indeed."]),
        ("1. Actors lead. 2. Others help.", ["1. Actors lead.", "2.", "Others help."]),
        ("  \n \n", []),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_line_without_an_end_does_not_take_long():
    assert len(sentences("Mr. A. Etc. no. p. " * 20000)) == 1
    assert len(sentences("So it is said. " * 20000)) == 20000
