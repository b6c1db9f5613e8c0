"""The registers hold what the facts hold: every row and every fact, and none of the wording of notes."""

import csv
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from warehouse.settings import PROJECT

SEEDS = PROJECT / "dbt_project" / "seeds"
FACTS = Path(os.environ.get("WPS_SHARED") or PROJECT.parent / "shared") / "facts"
Row = dict[str, str]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _seed(name: str) -> list[Row]:
    return _rows(SEEDS / f"{name}.csv")


def _picked(rows: Iterable[Row], columns: Iterable[str]) -> list[tuple[str, ...]]:
    return sorted(tuple(row[column] for column in columns) for row in rows)


def _facts(name: str) -> list[Row]:
    if not FACTS.is_dir():
        pytest.skip(f"the facts are not here ({FACTS}); they are used for tests only and not distributed")
    return _rows(FACTS / f"{name}.csv")


SAME = {
    ("nap_register", "naps"): {
        "country_id": "iso3",
        "country": "country",
        "edition": "nap_ordinal",
        "adopted_on_as_given": "adopted_on_as_given",
        "adopted_precision": "adopted_precision",
        "period_start": "period_start",
        "period_end": "period_end",
        "has_budget": "has_budget",
        "has_monitoring": "has_monitoring",
        "civil_society_involvement": "civil_society_involvement",
        "disarmament_references": "disarmament_references",
        "lead_agency": "lead_agency",
        "evidence": "evidence",
        "source": "source_url",
    },
    ("wps_resolutions", "wps_resolutions"): {
        "resolution_number": "number",
        "year": "year",
        "adopted_on": "adopted_on",
        "meeting": "meeting",
        "in_favour_count": "vote_for",
        "against_count": "vote_against",
        "abstaining_count": "abstaining",
        "abstaining": "abstainers",
        "agenda_item": "agenda_item",
        "operative_count": "operative_paragraphs",
        "recital_count": "preambular_paragraphs",
        "short_title": "short_title",
        "document_url": "document_url",
        "source": "source",
    },
    ("published_figures", "published_figures"): {
        "period": "period",
        "metric": "metric",
        "value_as_stated": "value_as_stated",
        "unit": "unit",
        "numerator": "numerator",
        "denominator": "denominator",
        "population": "population_definition",
        "kind": "kind",
        "source": "source",
    },
    ("indicators", "indicators"): {
        "number": "number",
        "sub": "sub",
        "pillar": "pillar",
        "text": "text",
        "responsible": "responsible_inferred",
    },
    ("archive_tags", "pw_tags"): {"geographic_topic": "geo", "date_as_given": "date", "countries": "countries"}
    | {"match": "match", "source": "url"},
    ("themes", "themes"): {"name": "theme_name", "term_id": "term_id"},
}
"""(seed, file of facts) -> column of the seed -> column of the facts with the very same values."""


@pytest.mark.parametrize(("seed", "facts"), SAME)
def test_every_row_of_the_facts_is_in_the_seed_value_for_value(seed, facts):
    columns = SAME[seed, facts]
    assert _picked(_seed(seed), columns) == _picked(_facts(facts), columns.values())


def test_tags_hold_the_same_titles_themes_and_paragraphs():
    def theirs(row: Row) -> tuple[str, ...]:
        return (
            re.sub(r"(\.\.\.)? \((\d+) characters as seen\)", "", row["title"]),
            row["themes"].replace("|", "; "),
            str(row["theme_list"] == "as shown, complete").lower(),
            row["number_marker"].replace("(none)", ""),
            row["official_symbol"].replace("(", " (").replace(";", "; "),
            row["official_kind"].replace("PP", "preamble").replace("OP", "operative").replace(";", "; "),
            row["official_para_no"].replace(";", "; "),
            row["locator_agrees"].replace(" ", "_"),
        )

    columns = ("title", "themes", "themes_are_complete", "number_marker", "symbol", "part", "paragraph_number")
    assert _picked(_seed("archive_tags"), (*columns, "locator_agrees")) == sorted(map(theirs, _facts("pw_tags")))


def test_counts_of_plans_are_those_of_the_facts_and_the_count_of_regional_plans():
    regional = next(row for row in _facts("raps") if row["organisation"] == "(all)")
    counted = [(row["as_of"], row["count"], row["unit_as_stated"], row["source_url"]) for row in _facts("nap_counts")]
    pages = {row[:3]: row[3] for row in counted if row[3].startswith("http")}
    number = regional["title"].split()[0]
    expected = {row[:3] for row in counted} | {(regional["adopted_as_given"], number, "Regional Action Plans")}
    ours = {(row["as_of"], row["stated_count"], row["unit"]): row["source"] for row in _seed("nap_counts")}
    assert set(ours) == expected
    assert len(_seed("nap_counts")) == len(counted) + 1
    assert {key: ours[key] for key in pages} == pages


def test_regional_plans_are_those_of_the_facts():
    columns = ("organisation", "title", "adopted_as_given", "period_start", "period_end")
    plans = [row for row in _facts("raps") if row["organisation"] != "(all)"]
    assert _picked(_seed("regional_plans"), (*columns, "source")) == _picked(plans, (*columns, "source_url"))


def test_indicators_promise_what_the_facts_do():
    words = {"YES": "yes", "partly": "partly", "join": "with_other_data", "no": "no"}
    theirs = {
        row["number"] + row["sub"]: words[row["can_our_warehouse_serve_it"].split()[0]] for row in _facts("indicators")
    }
    ours = {row["indicator_id"]: row["served"] for row in _seed("indicators")}
    assert ours == theirs
    assert [name for name in ours if ours[name] == "yes"] == ["6", "13"]
    assert [name for name in ours if ours[name] == "partly"] == ["2", "5b", "17"]


def test_no_wording_of_notes_is_in_a_seed():
    notes = [row["notes"] for row in _facts("naps")]
    notes += [row["note"] for name in ("raps", "nap_counts", "published_figures") for row in _facts(name)]
    sentences = {part.strip(' "') for note in notes for part in re.split(r"[;.]\s|;$|\"\"?", note)}
    sentences = {part for part in sentences if len(part) >= 40 and not part.startswith("http")}
    assert len(sentences) >= 20
    seeds = "\n".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.csv"))).casefold()
    assert [sentence for sentence in sorted(sentences) if sentence.casefold() in seeds] == []


def test_a_page_that_gives_a_value_gives_the_registers_own():
    """What stance gives says of a field is what the register's row says; anything else would be another claim."""
    fields = {"adopted_on": "adopted_on_as_given", "budget": "has_budget", "monitoring": "has_monitoring"}
    register = {(row["country_id"], row["edition"]): row for row in _seed("nap_register")}
    given = [row for row in _seed("nap_register_dispute") if row["stance"] == "gives"]
    keys = [(row["country_id"], row["edition"], row["field"]) for row in given]
    assert len(keys) == len(set(keys))
    for row in given:
        value = register[row["country_id"], row["edition"]][fields.get(row["field"], row["field"])]
        assert row["value"] == {"no": "none"}.get(value, value), row


def test_where_the_register_says_that_sources_disagree_the_other_claim_is_there():
    differing = {
        (row["country_id"], row["edition"]) for row in _seed("nap_register_dispute") if row["stance"] == "differs"
    }
    disagreeing = {
        (row["country_id"], row["edition"]) for row in _seed("nap_register") if row["sources_disagree"] == "true"
    }
    # The second edition of the Philippines is contested by the page that calls the third the second.
    assert {("PHL", "2")} == disagreeing - differing


def test_a_theme_of_the_archives_real_items_is_one_of_the_register():
    names = {row["name"] for row in _seed("themes")}
    assert len(names) == 13
    for row in _seed("archive_tags"):
        assert set(row["themes"].split("; ")) - {""} <= names
