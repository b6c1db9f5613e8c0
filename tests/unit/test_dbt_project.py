"""The dbt project keeps its own rules: read from its files, without dbt and without a database."""

import csv
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.core import source
from warehouse.settings import PROJECT

DBT = PROJECT / "dbt_project"
MODELS = DBT / "models"
FACTS = Path(os.environ.get("WPS_SHARED") or PROJECT.parent / "shared") / "facts"
REF = re.compile(r"ref\(\s*'(\w+)'\s*\)")
MARTS_THAT_READ_STAGING = {
    "fct_draft_not_adopted": "a draft has no rule of its own between its file and its mart",
}
SOURCES_WITHOUT_COLUMN = {
    "country_aliases": "seen_in says where each spelling stands",
}


def _sql(layer: str) -> dict[str, str]:
    return {path.stem: _without_comments(path.read_text("utf-8")) for path in sorted((MODELS / layer).rglob("*.sql"))}


def _without_comments(text: str) -> str:
    return re.sub(r"--[^\n]*|\{#.*?#\}", "", text, flags=re.DOTALL)


def _documented(kind: str, folder: Path = DBT) -> dict[str, dict[str, Any]]:
    """Every model or seed that a YAML file describes, once."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.rglob("*.yml")):
        for one in (yaml.safe_load(path.read_text("utf-8")) or {}).get(kind, []):
            assert one["name"] not in found, f"{one['name']} is described twice"
            found[one["name"]] = {**one, "path": path}
    return found


STAGING, INTERMEDIATE, MARTS = _sql("staging"), _sql("intermediate"), _sql("marts")
DESCRIBED, SEEDS = _documented("models", MODELS), _documented("seeds", DBT / "seeds")


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_has_a_contract_with_every_column_described_and_a_key(mart):
    model = DESCRIBED[mart]
    assert model["path"].name == f"{mart}.yml"
    assert model["description"].strip()
    assert [column["name"] for column in model["columns"] if not (column.get("description") or "").strip()] == []
    assert [column["name"] for column in model["columns"] if not column.get("data_type")] == []
    keys = [constraint for constraint in model["constraints"] if constraint["type"] == "primary_key"]
    assert len(keys) == 1
    assert set(keys[0]["columns"]) <= {column["name"] for column in model["columns"]}
    assert mart.split("_")[0] in {"dim", "fct", "bridge", "rpt"}


def test_contracts_of_marts_are_enforced():
    project = yaml.safe_load((DBT / "dbt_project.yml").read_text("utf-8"))
    assert project["models"]["wps"]["marts"]["+contract"] == {"enforced": True}
    assert project["models"]["wps"]["+persist_docs"] == {"relation": True, "columns": True}


def test_a_staging_model_reads_one_kind_of_record_of_one_source():
    kinds = {}
    for path in sorted((MODELS / "staging").glob("*/*.sql")):
        reads = re.findall(r"live\('(\w+)',\s*'(\w+)'\)", path.read_text("utf-8"))
        assert len(reads) == 1, path.stem
        assert not REF.search(path.read_text("utf-8")), f"{path.stem} joins another model"
        assert path.stem == f"stg_{path.parent.name}__{reads[0][1]}"
        assert path.parent.name == reads[0][0]
        assert DESCRIBED[path.stem]["description"].strip()
        kinds.setdefault(path.parent.name, set()).add(reads[0][1])
    assert set(kinds) == set(source.names())
    for name in source.names():
        assert kinds[name] == set(source.load(name).bounds["official"].records)


def test_only_the_base_models_read_raw():
    readers = [name for name, sql in {**STAGING, **INTERMEDIATE, **MARTS}.items() if re.search(r"\braw\.", sql)]
    assert readers == ["base__live_record", "base__record_version"]


@pytest.mark.parametrize("model", {**INTERMEDIATE, **MARTS})
def test_no_column_passes_unnamed(model):
    """A model ends by naming its columns, or with `select * from` a CTE of its own that did."""
    sql = {**INTERMEDIATE, **MARTS}[model]
    selects = re.split(r"\bselect\b", sql)[1:]
    stars = [select for select in selects if re.match(r"\s+(?:\w+\.)?\*", select)]
    if selects[-1] in stars:
        assert re.fullmatch(r"\s+\* from \w+\s*", selects[-1])
        assert not [select for select in stars if "ref(" in select], "columns of another model are passed on unnamed"


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_does_not_read_staging(mart):
    reads = {name for name in REF.findall(MARTS[mart]) if name in STAGING}
    assert bool(reads) == (mart in MARTS_THAT_READ_STAGING)


def test_data_flows_one_way():
    for name, sql in INTERMEDIATE.items():
        assert not set(REF.findall(sql)) & set(MARTS), name
    assert not set(REF.findall("".join(STAGING.values()))) - set(STAGING)


@pytest.mark.parametrize("seed", sorted(path.stem for path in (DBT / "seeds").glob("*.csv")))
def test_a_seed_is_typed_described_and_says_where_it_comes_from(seed):
    with (DBT / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows, header = list(reader), list(reader.fieldnames or [])
    described = SEEDS[seed]
    assert described["description"].strip()
    assert list(described["config"]["column_types"]) == header
    assert [column["name"] for column in described["columns"]] == header
    assert [column["name"] for column in described["columns"] if not (column.get("description") or "").strip()] == []
    says = "seen_in" if seed in SOURCES_WITHOUT_COLUMN else "source"
    assert [number for number, row in enumerate(rows, 2) if not (row[says] or "").strip()] == []
    assert all(None not in row and None not in row.values() for row in rows), "a row has too few or too many fields"


def test_every_description_is_of_something_there():
    assert set(DESCRIBED) <= set(STAGING) | set(INTERMEDIATE) | set(MARTS)
    assert set(INTERMEDIATE) <= set(DESCRIBED)
    assert set(SEEDS) == {path.stem for path in (DBT / "seeds").glob("*.csv")}


def test_every_model_that_decides_has_a_unit_test():
    """Between staging and marts; a mart that only gathers columns may go without."""
    tested = {
        test["model"]
        for path in MODELS.rglob("*.yml")
        for test in (yaml.safe_load(path.read_text("utf-8")) or {}).get("unit_tests", [])
    }
    assert set(INTERMEDIATE) | set(MARTS) - {"dim_country"} == tested


def test_names_of_unit_tests_fit_into_postgres():
    for path in MODELS.rglob("*.yml"):
        for test in (yaml.safe_load(path.read_text("utf-8")) or {}).get("unit_tests", []):
            assert len(test["name"]) <= 63, test["name"]


def test_definitions_are_those_of_the_facts():
    if not FACTS.is_dir():
        pytest.skip(f"the facts are not here ({FACTS}); they are used for tests only and not distributed")
    ours = {row["definition_id"]: row for row in _rows(DBT / "seeds" / "definitions.csv")}
    theirs = {row["definition_id"]: row for row in _rows(FACTS / "definitions.csv")}
    assert list(ours) == list(theirs) == ["A", "AC", "B", "AOP"]
    a, ac, b, aop = (ours[name]["pattern"] for name in ours)
    # The facts give the patterns in words. A's alternatives are ours; A stands in AC and AOP as it is.
    words = theirs["A"]["pattern_case_insensitive"].removeprefix("word boundary, then one of: ")
    words = words.removesuffix(", word boundary").replace("gender followed by any word characters", r"gender\w*")
    assert a == rf"\y({words})\y".replace("'", "['’]").replace("girl(s)", "girl|girls")
    violence = theirs["AC"]["pattern_case_insensitive"].removeprefix("A, or: ").split(", or the word ")
    assert ac == rf"{a}|{violence[0]}|\y{violence[1]}\y"
    phrase, numbers = theirs["B"]["pattern_case_insensitive"].removesuffix(" ?(year in brackets)").split("; or ")
    assert b == rf"{phrase}|{numbers} ?\(\d{{4}}\)"
    assert aop == a
    assert [name for name in ours if ours[name]["operative_only"] == "true"] == ["AOP"]


def test_measured_figures_are_those_of_the_facts():
    if not FACTS.is_dir():
        pytest.skip(f"the facts are not here ({FACTS}); they are used for tests only and not distributed")
    columns = {
        ("A", "body"): "A_any_women_girl_gender",
        ("AC", "body"): "AC_plus_sexual_violence",
        ("B", "body"): "B_wps_phrase_or_number",
        ("AOP", "body"): "A_in_operative",
        ("A", "body_and_annexes"): "A_with_annexes",
        ("AC", "body_and_annexes"): "AC_with_annexes",
    }
    theirs = {
        (row["year"], definition, scope, row[column], row["n"])
        for row in _rows(FACTS / "un_wps_by_year.csv")
        for (definition, scope), column in columns.items()
    }
    rows = _rows(DBT / "seeds" / "measured_council_years.csv")
    ours = {tuple(row[name] for name in ("year", "definition_id", "scope", "numerator", "denominator")) for row in rows}
    assert len(rows) == 120
    assert ours == theirs


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
