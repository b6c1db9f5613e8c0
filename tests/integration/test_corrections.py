"""Whoever finds an error adds one row to corrections.csv: from a traced figure to the correction and its effect."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse import dbt, steps
from warehouse.settings import Settings

SYMBOL = "S/RES/2387 (2017)"
WRONG, RIGHT = "The situation in the Central African Republic", "The situation in Mali"
CAUTIOUS = ["--exclude-resource-type", "unit_test", "--indirect-selection", "cautious"]
UNTIL_CORRECTIONS = ["build", *CAUTIOUS, "--select", "+int_correction"]
Row = dict[str, str]


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Add rows to the corrections of a copy of the dbt project, which all builds of the test are made with."""
    project = Path(shutil.copytree(dbt.DBT_PROJECT, tmp_path / "dbt_project"))
    monkeypatch.setattr(dbt, "DBT_PROJECT", project)

    def add_rows(*rows: Row) -> None:
        seed = project / "seeds" / "corrections.csv"
        header = seed.read_text(encoding="utf-8").splitlines()[0].split(",")
        with seed.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, header, lineterminator="\n").writerows(map(_row, rows))

    return add_rows


def _row(said: Row) -> Row:
    made_up = {"reason": "made up", "citation": "made up", "who": "a test", "corrected_on": "2026-11-21"}
    return {"correction_id": "test", "entity": "resolution", "key": SYMBOL, **made_up, "source": "a test", **said}


def test_from_a_figure_to_its_correction_and_what_it_changed(published: Settings, rows, add):
    group = (
        "select numerator, denominator from marts.rpt_council_year_by where year = 2017 and definition_id = 'A'"
        " and scope = 'body' and by = 'agenda_item' and value = %s"
    )
    years = "select year, definition_id, scope, numerator, denominator from marts.rpt_council_year order by 1, 2, 3"
    assert (rows(published, group, WRONG), rows(published, group, RIGHT)) == ([(1, 1)], [])
    before = rows(published, years)
    assert rows(published, "select * from marts.rpt_change") == []

    add({"field": "agenda_item", "value_from": WRONG, "value_to": RIGHT})
    release = steps.release(published)

    assert release is not None
    assert (rows(published, group, WRONG), rows(published, group, RIGHT)) == ([], [(1, 1)])
    assert rows(published, years) == before  # the year is divided in another way, and no less
    # The path: the figure, the paragraphs behind it, their resolution, its correction, the correction's effect.
    traced = rows(
        published,
        "select distinct correction.state, correction.key, correction.value_before, correction.value_after,"
        " correction.citation, correction.who from marts.rpt_council_year_by as figure"
        " inner join marts.dim_resolution as resolution"
        "  on figure.year = resolution.year and figure.value = resolution.agenda_item"
        " inner join marts.bridge_paragraph_wps as bridge"
        "  on resolution.symbol = bridge.symbol and figure.definition_id = bridge.definition_id"
        " inner join marts.rpt_correction as correction"
        "  on correction.correction_id = any(string_to_array(resolution.correction_ids, ', '))"
        " where figure.year = 2017 and figure.by = 'agenda_item' and figure.value = %s",
        RIGHT,
    )
    assert traced == [("applied", SYMBOL, WRONG, RIGHT, "made up", "a test")]
    touched = set(
        rows(
            published,
            "select mart, row_key from marts.rpt_correction where correction_id = 'test' and state = 'applied'",
        )
    )
    changed = set(
        rows(
            published,
            "select mart, row_key from marts.rpt_change where mart like 'rpt\\_%%' and mart <> 'rpt_correction'",
        )
    )
    assert {("rpt_council_year_by", f"2017 | A | body | agenda_item | {value}") for value in (WRONG, RIGHT)} <= changed
    assert {("rpt_country_scorecard", f"{country} | 2017") for country in ("CAF", "MLI")} <= changed
    assert changed <= touched
    assert rows(
        published,
        "select value_before, value_after, release_before from marts.rpt_change"
        " where mart = 'rpt_country_scorecard' and row_key = 'MLI | 2017' and column_name = 'resolutions_on_situation'",
    ) == [("0", "1", 1)]


def test_what_the_repository_corrects_is_corrected(published: Settings, rows):
    """The sample holds two of the resolutions; the others have no row there to correct."""
    states = dict(rows(published, "select correction_id, state from marts.rpt_correction"))
    assert set(states.values()) == {"applied", "key_not_found"}
    assert [name for name, state in states.items() if state == "applied"] == ["meeting-2423", "meeting-record-1506"]
    assert rows(
        published,
        "select meeting, meeting_record, correction_ids from marts.dim_resolution where resolution_number = 2423",
    ) == [("8298th meeting", "S/PV.8298", "meeting-2423")]
    said = rows(
        published,
        "select payload ->> 'meeting' from raw.live_record('infinity')"
        " where kind = 'resolution_metadata' and payload ->> 'symbol' = 'S/RES/2423 (2018)'",
    )
    assert said == [("8277th meeting",)]  # what the source says stays as it is


def test_a_correction_of_another_value_fails_by_name(published: Settings, rows, add):
    """A test that fails stops what stands behind it, and so the publishing."""
    add({"field": "agenda_item", "value_from": "The situation in Chad", "value_to": RIGHT})
    failed = [run.node_id.split(".")[2] for run in dbt.run(published, UNTIL_CORRECTIONS) if run.failed]
    assert failed == ["every_correction_meets_what_it_corrects"]
    told = rows(published, "select state, value_now from test_failures.every_correction_meets_what_it_corrects")
    assert told == [("value_differs", WRONG)]


def test_each_correction_says_what_became_of_it(published: Settings, rows, add):
    held = (
        "select claim_id, value from marts.fct_nap_claim where field = 'adopted_on' and value ~ '^\\d{4}$' order by 1"
    )
    (claim_id, year), *_ = rows(published, held)
    (extract_id, place), *_ = rows(
        published, "select extract_id, locator from marts.fct_extract where locator is not null order by 1"
    )
    add(
        {"correction_id": "day", "field": "adopted_on", "value_from": "2017-11-15", "value_to": "2017-11-16"},
        {"correction_id": "right", "field": "agenda_item", "value_from": RIGHT, "value_to": WRONG},
        {
            "correction_id": "nowhere",
            "key": "S/RES/9999 (2017)",
            "field": "meeting",
            "value_from": "a",
            "value_to": "b",
        },
        {
            "correction_id": "country",
            "entity": "resolution_country",
            "field": "country_id",
            "value_from": "CAF",
            "value_to": "TCD",
        },
        {
            "correction_id": "claim",
            "entity": "plan_claim",
            "key": claim_id,
            "field": "value",
            "value_from": year,
            "value_to": f"{year}-03",
        },
        {
            "correction_id": "place",
            "entity": "extract",
            "key": extract_id,
            "field": "locator",
            "value_from": place,
            "value_to": "99",
        },
    )
    runs = dbt.run(published, UNTIL_CORRECTIONS)
    found = dict(
        rows(
            published,
            "select correction_id, jsonb_build_object('state', state, 'now', value_now)::text"
            " from intermediate.int_correction",
        )
    )
    assert {name: tuple(json.loads(found[name]).values()) for name in found if not name.startswith("meeting")} == {
        "day": ("2017-11-16", "applied"),
        "right": (WRONG, "right_already"),
        "nowhere": (None, "key_not_found"),
        "country": ("TCD", "applied"),
        "claim": (f"{year}-03", "applied"),
        "place": ("99", "applied"),
    }
    told = {
        run.node_id.split(".")[2]: run.status for run in runs if run.resource_type == "test" and run.status != "pass"
    }
    assert told == {"every_correction_is_still_needed": "warn"}
    assert rows(
        published,
        "select value_precision, correction_ids from intermediate.int_nap_claim where claim_id = %s",
        claim_id,
    ) == [("month", "claim")]


def test_a_key_that_is_not_there_stops_the_build_of_the_whole_archive(published: Settings, rows, add):
    """The sample holds a part of the resolutions only: there it is told, and stops nothing."""
    add({"key": "S/RES/9999 (2017)", "field": "meeting", "value_from": "a", "value_to": "b"})
    name = "every_correction_meets_what_it_corrects"
    assert [run.node_id for run in dbt.run(published, UNTIL_CORRECTIONS) if run.failed] == []
    rows(published, "update raw.origin set archive = 'official' returning archive")
    failed = [run.node_id for run in dbt.run(published, ["test", "--select", name]) if run.failed]
    assert [node.split(".")[2] for node in failed] == [name]


def test_no_value_is_corrected_in_two_ways_nor_one_that_is_none(published: Settings, rows, add):
    add(
        {"correction_id": "one", "field": "agenda_item", "value_from": WRONG, "value_to": RIGHT},
        {"correction_id": "two", "field": "agenda_item", "value_from": WRONG, "value_to": "Another"},
        {"correction_id": "three", "field": "value", "value_from": "a", "value_to": "b"},
    )
    runs = dbt.run(published, ["build", "--select", "corrections", "no_figure_is_corrected_in_two_ways"])
    assert [run.node_id.split(".")[2] for run in runs if run.failed] == ["no_figure_is_corrected_in_two_ways"]
