"""Whoever finds an error adds one row to corrections.csv: from a traced figure to the correction and its effect."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from release_differences import differences
from scratch_warehouse import AS_IN_A_BUILD, only

from warehouse import build, changes, db, dbt, steps
from warehouse.errors import WpsError
from warehouse.settings import Settings

SYMBOL = "S/RES/2387 (2017)"
WRONG, RIGHT = "The situation in the Central African Republic", "The situation in Mali"
CAUTIOUS = ["--exclude-resource-type", "unit_test", "--indirect-selection", "cautious"]
UNTIL_CORRECTIONS = ["build", *CAUTIOUS, "--select", "+int_correction", "--exclude", "path:seeds", *AS_IN_A_BUILD]
Row = dict[str, str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the dbt project: one for all tests, since dbt reads a project that it knows four times as fast."""
    return Path(shutil.copytree(dbt.DBT_PROJECT, tmp_path_factory.mktemp("a project") / "dbt_project"))


@pytest.fixture
def add(published: Settings, project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Add rows to the corrections of that copy, which all builds of the test are made with. Of the seeds only that one
    is loaded anew: the others are those that stand there."""
    seed = project / "seeds" / "corrections.csv"
    before = seed.read_text(encoding="utf-8")
    monkeypatch.setattr(dbt, "DBT_PROJECT", project)
    monkeypatch.setattr(build, "_seeds_stand", lambda *_: True)

    def add_rows(*rows: Row) -> None:
        with seed.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, before.splitlines()[0].split(","), lineterminator="\n").writerows(map(_row, rows))
        (loaded,) = dbt.run(published, ["seed", "--select", "corrections", *AS_IN_A_BUILD])
        assert not loaded.failed

    yield add_rows
    seed.write_text(before, encoding="utf-8")


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


def test_as_of_a_day_a_correction_made_later_is_not_known_yet(published: Settings, rows, add):
    """It acts on what is known now, and neither acts nor shows in what was known before it was made."""
    now = datetime.now(UTC)
    later = str(now.date() + timedelta(days=1))
    add({"field": "agenda_item", "value_from": WRONG, "value_to": RIGHT, "corrected_on": later})
    said = {}
    for schema in (build.build(published).schema, build.build_as_of(published, now).schema):
        ((item,),) = rows(published, f"select agenda_item from {schema}.dim_resolution where symbol = %s", SYMBOL)
        told = dict(rows(published, f"select correction_id, min(state) from {schema}.rpt_correction group by 1"))
        said[schema] = (item, told.pop("test", None), len(told))
    assert list(said.values()) == [(RIGHT, "applied", 10), (WRONG, None, 10)]


def test_each_figure_that_a_correction_changes_is_named(published: Settings, rows, add):
    """One of each kind. What differs from the release before is found row by row in Python."""
    (plan, adopted, year, disarms), *_ = rows(
        published,
        "select plan.nap_id, plan.adopted_claim_id, claim.value, plan.disarmament_claim_id"
        " from marts.fct_nap as plan inner join marts.fct_nap_claim as claim on claim_id = plan.adopted_claim_id"
        " where has_disarmament = 'yes' and succeeded_by is null and claim.value ~ '^\\d{4}' order by 1",
    )
    (item, number), *_ = rows(
        published,
        "select archive_item_id, resolution_number::text from marts.fct_archive_item"
        " inner join marts.fct_extract using (archive_item_id, resolution_number) where paragraph_id is not null"
        " and resolution_number <> 2387 order by 1",
    )
    (extract_id, place), *_ = rows(
        published,
        "select extract_id, locator from marts.fct_extract where locator is not null and archive_item_id <> %s"
        " order by 1",
        item,
    )
    ((wps_symbol, wps_item),) = rows(
        published,
        "select symbol, agenda_item from marts.dim_resolution where is_wps_agenda_item order by 1 limit 1",
    )
    (claim_says,) = rows(published, "select value from marts.fct_nap_claim where claim_id = %s", disarms)[0]
    add(
        {"correction_id": "item", "key": wps_symbol, "field": "agenda_item", "value_from": wps_item, "value_to": RIGHT},
        {"correction_id": "day", "field": "adopted_on", "value_from": "2017-11-15", "value_to": "2015-11-15"},
        _changed("country", "resolution_country", SYMBOL, "country_id", "CAF", "TCD"),
        _changed("adopted", "plan_claim", adopted, "value", year, f"{int(year[:4]) + 2}-06-15"),  # exact: it decides
        _changed("disarms", "plan_claim", disarms, "value", claim_says, "no"),
        _changed("number", "archive_item", item, "resolution_number", number, "2387"),
        _changed("place", "extract", extract_id, "locator", place, "99"),
    )
    built = build.build(published).schema  # the gate would stop it: dates fall, and the item loses a resolution
    states = dict(rows(published, f"select correction_id, state from {built}.rpt_correction"))
    assert {name: state for name, state in states.items() if not name.startswith("meeting")} == dict.fromkeys(
        ("item", "day", "country", "adopted", "disarms", "number", "place"), "applied"
    )
    with db.connect(published, "wps_publisher") as publisher:
        changes.record(publisher, built, "marts_r1", 1)
        changed = differences(publisher, "marts_r1", built)
    told = set(
        rows(
            published,
            "select mart, row_key, column_name, change,"
            " case when column_name <> '(row)' then value_before end,"
            f" case when column_name <> '(row)' then value_after end from {built}.rpt_change",
        )
    )
    assert told == changed
    named = set(rows(published, f"select mart, row_key from {built}.rpt_correction where state = 'applied'"))
    reports = {(mart, key) for mart, key, *_ in changed if mart.startswith("rpt_") and mart != "rpt_correction"}
    assert reports - named == set()
    assert {mart for mart, _ in reports} >= {
        "rpt_council_year_by", "rpt_country_scorecard", "rpt_indicator", "rpt_nap_year", "rpt_practice",
        "rpt_reconciliation",
    }  # fmt: skip
    assert ("fct_nap", plan) in named


def _changed(correction_id: str, entity: str, key: str, field: str, value_from: str, value_to: str) -> Row:
    names = ("correction_id", "entity", "key", "field", "value_from", "value_to")
    return dict(zip(names, (correction_id, entity, key, field, value_from, value_to), strict=True))


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


def test_a_correction_of_another_value_fails_by_name(published: Settings, rows, add, monkeypatch):
    """A build that fails is never published; it says which correction, what it expected and what stands there."""
    add({"field": "agenda_item", "value_from": "The situation in Chad", "value_to": RIGHT})
    only(monkeypatch, "int_correction")
    with pytest.raises(WpsError) as failure:
        build.build(published)
    message = str(failure.value)
    assert message.startswith("Build 2: every_correction_meets_what_it_corrects failed: Got 1 result")
    told = json.loads(message.split("First rows: ", 1)[1])
    assert told == {
        "correction_id": "test",
        "state": "value_differs",
        "entity": "resolution",
        "key": SYMBOL,
        "field": "agenda_item",
        "value_from": "The situation in Chad",
        "value_now": WRONG,
    }
    kept = "select tablename from pg_tables where schemaname = 'test_failures'"
    assert rows(published, kept) == [("every_correction_meets_what_it_corrects",)]


def test_a_failed_test_with_a_long_name_tells_its_rows_too(published: Settings, rows, monkeypatch):
    """dbt names its table otherwise. All rows are kept, though three are told."""
    only(monkeypatch, "dim_country")
    monkeypatch.setattr(build, "_seeds_stand", lambda *_: True)
    rows(published, "update rules.countries set entity_type = 'club' where country_id like 'A%%' returning country_id")
    with pytest.raises(WpsError, match=r"accepted_values_\w{50,} failed: Got 1 result.* First rows: .*\"club\""):
        build.build_as_of(published, datetime.now(UTC))
    ((table,),) = rows(published, "select tablename from pg_tables where schemaname = 'test_failures'")
    assert rows(published, f"select value_field, n_records > 5 from test_failures.{table}") == [("club", True)]


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
    failed = [run.node_id for run in dbt.run(published, ["test", "--select", name, *AS_IN_A_BUILD]) if run.failed]
    assert [node.split(".")[2] for node in failed] == [name]


def test_no_value_is_corrected_in_two_ways_nor_one_that_is_none(published: Settings, rows, add):
    add(
        {"correction_id": "one", "field": "agenda_item", "value_from": WRONG, "value_to": RIGHT},
        {"correction_id": "two", "field": "agenda_item", "value_from": WRONG, "value_to": "Another"},
        {"correction_id": "three", "field": "value", "value_from": "a", "value_to": "b"},
    )
    runs = dbt.run(
        published, ["build", "--select", "corrections", "no_figure_is_corrected_in_two_ways", *AS_IN_A_BUILD]
    )
    assert [run.node_id.split(".")[2] for run in runs if run.failed] == ["no_figure_is_corrected_in_two_ways"]
