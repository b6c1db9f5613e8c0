"""The rows of data_extract/<year>.json and the votes in them."""

import json
from typing import Any

import pytest

from extractors.core.records import Page, Parsed
from extractors.sources.un_resolutions.parse import parse
from extractors.sources.un_resolutions.paths import url_of

URL = url_of("data_extract/2030.json")
FIFTEEN = [f"STATE {letter}" for letter in "ABCDEFGHIJKLMNO"]


def row(**changes: Any) -> dict[str, Any]:
    """A whole row, with the fields changed that a test is about; the value `...` takes a field away."""
    base: dict[str, Any] = {
        "symbol": "S/RES/9001 (2030)",
        "resolution_number": "Resolution 9001 (2030)",
        "document_title": "Adopted at a meeting",
        "adoption_meeting": "99th meeting",
        "adoption_date": "3 February 2030",
        "agenda_item_name": "A test",
        "adoption_type": "Adopted unanimously, 99th meeting",
        "draft_resolution": "S/2030/1",
        "draft_resolution_date": "2030-02-02",
        "outcome_letter": "S/PV.99",
        "resolution_title": "A title",
        "outcome": "",
        "chapter_VII": "",
        "MS_in_favour_count": "15",
        "MS_against_count": "0",
        "MS_abstaining_count": "0",
        "MS_in_favour": FIFTEEN,
        "MS_against": [],
        "MS_abstaining": [],
        "sponsors": ["STATE A"],
        "additional_sponsors": [],
        "SDGs": ["16"],
        "subjects": [["TESTS", "A list"]],
    }
    return {name: value for name, value in {**base, **changes}.items() if value is not ...}


def read(*rows: dict[str, Any]) -> Parsed:
    return parse(Page(URL, "".join(json.dumps(one) + "\n" for one in rows).encode()))


def first(*rows: dict[str, Any]) -> dict[str, Any]:
    return next(dict(one.payload) for one in read(*rows).records if one.kind == "resolution_metadata")


def test_plain_row() -> None:
    found = first(row())
    assert found["flags"] == []
    assert (found["vote_kind"], found["in_favour_count"], found["adoption_date"]) == ("unanimous", 15, "2030-02-03")
    votes = [one for one in read(row()).records if one.kind == "vote"]
    assert (len(votes), votes[0].key, votes[0].payload["vote"]) == (15, "S/RES/9001 (2030)|STATE A", "in_favour")


@pytest.mark.parametrize(
    ("given", "day", "place", "flags"),
    [
        ("3\u00a0February\u00a02030", "2030-02-03", None, []),
        ("3 February 2030 in Nairobi", "2030-02-03", "Nairobi", []),
        ("2030-02-03T00:00:00", "2030-02-03", None, []),
        ("3 February 2028", "2028-02-03", None, ["adoption_date_in_another_year"]),
        ("31 June 2030", None, None, ["adoption_date_unreadable"]),
        ("", None, None, ["empty:adoption_date"]),
    ],
)
def test_dates(given: str, day: str | None, place: str | None, flags: list[str]) -> None:
    found = first(row(adoption_date=given))
    assert (found["adoption_date"], found["adoption_place"], found["flags"]) == (day, place, flags)
    assert found["adoption_date_as_given"] == given


@pytest.mark.parametrize(
    ("changes", "kind", "flags"),
    [
        ({"adoption_type": "Adopted unanimoulsy"}, "unanimous", ["adoption_type_misspelt"]),
        ({"adoption_type": ""}, None, ["adoption_type_empty", "empty:adoption_type"]),
        ({"adoption_type": "Adopted somehow"}, None, ["adoption_type_unknown"]),
        (
            {"adoption_type": "Adopted by acclamation"},
            "acclamation",
            ["adoption_type_and_counts_disagree", "adoption_type_and_lists_disagree"],
        ),
        ({"MS_in_favour_count": "015"}, "unanimous", ["count_padded"]),
        ({"MS_against_count": ""}, "unanimous", ["count_empty"]),
        ({"MS_against_count": "none"}, "unanimous", ["count_unreadable"]),
        (
            {"MS_in_favour_count": "14"},
            "unanimous",
            ["counts_and_lists_disagree"],
        ),
        ({"adoption_meeting": "Voting by mail"}, "unanimous", ["voting_by_mail"]),
    ],
)
def test_votes_disagreeing(changes: dict[str, Any], kind: str | None, flags: list[str]) -> None:
    found = first(row(**changes))
    assert (found["vote_kind"], found["flags"]) == (kind, flags)


def test_without_vote_counts_nobody() -> None:
    nobody = {"MS_in_favour_count": "0", "MS_in_favour": []}
    assert first(row(adoption_type="Adopted without vote, 99th meeting", **nobody))["flags"] == []
    assert "adoption_type_and_counts_disagree" in first(row(**nobody))["flags"]


def test_absence_and_few_voters() -> None:
    voters = {"MS_in_favour_count": "14", "MS_in_favour": FIFTEEN[:14]}
    absent = row(
        adoption_type="Adopted (14-0-0, 1 absent)", MS_abstaining_count="1", MS_abstaining=["STATE O"], **voters
    )
    assert "absence_counted_as_abstention" in first(absent)["flags"]
    assert first(row(adoption_type="Adopted 14-0-0", **voters))["flags"] == ["fewer_than_15_voters"]


def test_voter_listed_twice_is_recorded_once() -> None:
    parsed = read(row(MS_in_favour=[*FIFTEEN, " STATE A "]))
    assert [one.reason for one in parsed.rejects] == ["duplicate_voter"]
    assert sum(one.kind == "vote" for one in parsed.records) == 15
    assert "more_than_15_voters" in parsed.records[0].payload["flags"]


@pytest.mark.parametrize("given", ["S/RES/9001(2030)", "S/RES/9001\t(2030)", " S/RES/ 9001 (2030)"])
def test_symbol_spellings(given: str) -> None:
    found = first(row(symbol=given))
    assert (found["symbol"], found["symbol_as_given"]) == ("S/RES/9001 (2030)", given)
    assert found["flags"] == ["symbol_spelt_differently"]


def test_unknown_missing_and_mistyped_fields_are_shown() -> None:
    found = first(row(brand_new=1, outcome=..., SDGs="16", subjects=[["only one"]], adoption_meeting=7))
    assert found["flags"] == [
        "field_type:SDGs",
        "field_type:adoption_meeting",
        "field_type:subjects",
        "missing_field:outcome",
        "unknown_field:brand_new",
    ]
    assert (found["sdgs"], found["meeting"]) == (["16"], "7")


def test_empty_title_is_null_and_flagged() -> None:
    found = first(row(resolution_title=""))
    assert (found["title"], found["flags"]) == (None, ["empty:resolution_title"])


def test_first_of_duplicate_rows_is_kept() -> None:
    same = read(row(), row(), row(symbol="S/RES/9002 (2030)"))
    assert ([one.reason for one in same.rejects], same.rejects[0].place) == (["duplicate_row"], "line 2")
    assert same.records[0].payload["flags"] == []
    differing = read(row(), row(resolution_title="Another"))
    assert differing.records[0].payload["title"] == "A title"
    assert differing.records[0].payload["flags"] == ["duplicate_row_differs"]


def test_chapter_vii() -> None:
    assert first(row(chapter_VII="Chapter VII"))["chapter_vii"] is True
    assert first(row(chapter_VII="yes"))["flags"] == ["chapter_vii_spelt_differently"]


def test_lines_that_are_not_rows() -> None:
    good = json.dumps(row()).encode()
    parsed = parse(Page(URL, b"\n".join([good, b"[1]", b"{broken", b"\xff", b'{"symbol": "S/PRST/2030/1"}', b""])))
    assert [one.reason for one in parsed.rejects] == ["not_an_object", "not_json", "not_utf8", "no_symbol"]
    assert parse(Page(URL, b"\n")).rejects[0].reason == "no_rows"


def test_file_cut_off_amid_a_row() -> None:
    body = (json.dumps(row()) + "\n" + json.dumps(row(symbol="S/RES/9002 (2030)"))[:-9]).encode()
    parsed = parse(Page(URL, body))
    assert parsed.records == ()
    assert [(one.reason, one.seen) for one in parsed.rejects] == [("cut_off", "an end amid line 2")]


def test_text_no_database_can_hold_is_replaced() -> None:
    found = read(row(resolution_title="a\x00b\ud800")).records[0]
    assert found.payload["title"] == "a�b�"
    assert len(found.sha256) == 64
