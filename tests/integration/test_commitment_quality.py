"""How often commitments are right, counted a second time by other code, and as the documents say it."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import scratch_warehouse as scratch

from warehouse import db
from warehouse.settings import PROJECT

BY_HAND = PROJECT / "tests" / "labels" / "commitments" / "commitments.csv"
SEED = PROJECT / "dbt_project" / "seeds" / "commitment_labels.csv"
Row = dict[str, Any]
Item = tuple[str, ...]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


LABELS = _rows(BY_HAND)


@dataclass(frozen=True)
class Measured:
    """The labelled resolutions in a warehouse."""

    figures: dict[tuple[str, str], Row]
    """Rows of rpt_commitment_quality by (figure_set, half)."""
    found: list[Row]
    """Rows of fct_commitment, named as the labels name them."""


def _asked(connection: Any, query: str) -> list[Row]:
    cursor = connection.execute(query)
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def measured(server, template_seeded, official_archive) -> Iterator[Measured]:
    settings = server.clone("t_commitment_quality", template_seeded)
    numbers = {int(label["symbol"][6:10]) for label in LABELS}
    scratch.land(settings, "un_resolutions", scratch.official_pages(official_archive, numbers))
    scratch.build(settings, "+rpt_commitment_quality")
    with db.connect(settings) as admin:
        figures = _asked(admin, "select * from marts_candidate.rpt_commitment_quality")
        yield Measured(
            {(row["figure_set"], row["half"]): row for row in figures},
            _asked(
                admin,
                "select symbol, locator, verb_id as verb, addressee_class as addressee, due_type, due_value"
                " from marts_candidate.fct_commitment",
            ),
        )
    with db.connect(server.settings("postgres")) as admin:
        admin.execute("drop database t_commitment_quality with (force)")


def _items(rows: list[Row]) -> dict[str, dict[tuple[str, str], set[Item]]]:
    """What the rows say of each paragraph: its pairs, and its due rules with their pair."""
    items: dict[str, dict[tuple[str, str], set[Item]]] = {"pairs": defaultdict(set), "due": defaultdict(set)}
    for row in rows:
        paragraph = (row["symbol"], row["locator"])
        pair = (row["verb"], row["addressee"])
        items["pairs"][paragraph].add(pair)
        if row["due_type"]:
            types, values = row["due_type"].split(";"), (row["due_value"] or "").split(";")
            items["due"][paragraph] |= {(*pair, *due) for due in zip(types, values, strict=True)}
    return items


@pytest.mark.official
@pytest.mark.parametrize("half", ["tune", "held_out"])
@pytest.mark.parametrize("figure_set", ["pairs", "due"])
def test_the_figures_are_those_of_a_second_count(measured, figure_set, half):
    paragraphs = {(label["symbol"], label["locator"]) for label in LABELS if label["half"] == half}
    given, found = _items(LABELS)[figure_set], _items(measured.found)[figure_set]
    labelled = sum(len(given[paragraph]) for paragraph in paragraphs)
    said = sum(len(found[paragraph]) for paragraph in paragraphs)
    agreed = sum(len(given[paragraph] & found[paragraph]) for paragraph in paragraphs)
    row = measured.figures[figure_set, half]
    counts = (row["paragraphs"], row["labelled"], row["found"], row["agreed"])
    assert counts == (len(paragraphs), labelled, said, agreed)
    for name, share in (
        ("precision", agreed / said),
        ("recall", agreed / labelled),
        ("f1", 2 * agreed / (said + labelled)),
    ):
        assert float(row[name]) == pytest.approx(share, abs=0.0006), name


@pytest.mark.official
def test_the_document_gives_the_figures_of_the_mart(measured):
    text = (PROJECT / "docs" / "quality.md").read_text("utf-8").split("\n## Commitments\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    written = {(row[0].strip("`"), row[1]): row[2:] for row in cells}
    assert set(written) == set(measured.figures)
    for key, row in measured.figures.items():
        counts = [str(row[name]) for name in ("labelled", "found", "agreed")]
        assert written[key] == counts + [f"{float(row[name]):.3f}" for name in ("precision", "recall", "f1")], key
    sizes = {half: row["paragraphs"] for (_, half), row in measured.figures.items()}
    assert f"{sizes['held_out']} paragraphs and sub-paragraphs held_out, {sizes['tune']} tune" in text


def test_the_seed_holds_the_labels_as_they_were_given():
    same = ("symbol", "locator", "named", "inherited", "due_type", "due_value", "half")
    given = [(label["verb"], label["addressee"], *(label[name] for name in same)) for label in LABELS]
    held = [(row["verb_id"], row["addressee_class"], *(row[name] for name in same)) for row in _rows(SEED)]
    assert held == given
