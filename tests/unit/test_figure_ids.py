"""Ids of figures, and that no number of a report goes without one."""

import re

import pytest
import yaml

from reports import trace_behind
from reports.figure_id import figure_id, row_id
from reports.trace_figures import MARTS
from reports.trace_kinds import Counted, Reckoned
from warehouse.settings import PROJECT

MODELS = PROJECT / "dbt_project" / "models" / "marts"
NO_FIGURES = {"year", "number"}
"""Numbers that say which row it is."""


def test_an_id_names_the_row_by_its_key_and_the_column():
    assert figure_id("rpt_council_year", (2017, "A", "body"), "numerator") == "council_year/2017/A/body/numerator"
    assert row_id("rpt_theme_year", (2017, "participation", "archive")) == "theme_year/2017/participation/archive"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("The situation in Mali", r"The-situation-in-Mali"),
        ("mandate_renewal", r"mandate_renewal"),
        ("Côte d'Ivoire", r"Côte-d-Ivoire\.[0-9a-f]{4}"),
        ("Letter (S/2016/53)", r"Letter-S-2016-53\.[0-9a-f]{4}"),
        ("…", r"\.[0-9a-f]{4}"),
    ],
)
def test_words_stand_without_marks_and_say_so(words, part):
    assert re.fullmatch(rf"council_year_by/{part}", row_id("rpt_council_year_by", [words]))


def test_ways_to_write_one_item_are_different_rows():
    """All of them seen, or nearly: the apostrophes in 2017."""
    ways = [
        "Non-proliferation/Democratic People's Republic of Korea",
        "Non-proliferation/Democratic People’s Republic of Korea",
        "Non-proliferation / Democratic People's Republic of Korea",
        "Non proliferation Democratic People s Republic of Korea",
        "Non-proliferation-Democratic-People-s-Republic-of-Korea",
    ]
    assert len({row_id("rpt_council_year_by", [way]) for way in ways}) == len(ways)


@pytest.mark.parametrize("mart", [mart for mart in MARTS if not mart.key], ids=lambda mart: mart.name)
def test_every_number_of_a_report_is_a_figure(mart):
    (model,) = yaml.safe_load((MODELS / f"{mart.name}.yml").read_text(encoding="utf-8"))["models"]
    numbers = {column["name"] for column in model["columns"] if column["data_type"] in ("integer", "numeric")}
    declared = {column.column for column in mart.columns}
    added = {column.column for column in mart.columns if isinstance(column, Reckoned) and column.about}
    assert declared - added - dict(mart.docs).keys() == numbers - NO_FIGURES
    assert mart.earlier <= declared


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_every_count_has_its_query(mart):
    """What is only taken from other figures needs none, but no report is made of such alone."""
    query = (trace_behind.QUERIES / f"{mart.name}.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"%\((\w+)\)s", query)) <= {"year"}
    counted = [column.column for column in mart.columns if isinstance(column, Counted)]
    assert counted
    assert not re.search(r"\b(raw|staging|intermediate|int_|rules)\b", query)  # marts only


def test_no_query_lies_idle():
    kinds = {path.stem for path in trace_behind.QUERIES.glob("object_*.sql")}
    assert {path.stem for path in trace_behind.QUERIES.iterdir()} == {mart.name for mart in MARTS} | kinds | {
        "first_seen"
    }
    listed = "".join((trace_behind.QUERIES / f"{mart.name}.sql").read_text(encoding="utf-8") for mart in MARTS)
    assert {kind for kind in kinds if f"'{kind.removeprefix('object_')}'" in listed} == kinds - {"object_claim"}
