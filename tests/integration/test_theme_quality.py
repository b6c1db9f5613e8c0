"""What the lexicon of themes is worth, counted a second time by other code, and as the documents say it."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import scratch_warehouse as scratch

from warehouse import db
from warehouse.settings import PROJECT

pytestmark = pytest.mark.official
Row = dict[str, Any]


def _labels() -> list[Row]:
    with (PROJECT / "dbt_project" / "seeds" / "theme_labels.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


LABELS = _labels()


@pytest.fixture(scope="module")
def measured(server, template_empty, official_archive) -> Iterator[tuple[list[Row], list[Row]]]:
    """(rows of rpt_theme_quality, the themes that the lexicon gives to each paragraph) of the labelled resolutions."""
    settings = server.clone("t_theme_quality", template_empty)
    numbers = {int(label["symbol"][6:10]) for label in LABELS}
    scratch.land(settings, "un_resolutions", scratch.official_pages(official_archive, numbers))
    scratch.build(settings, "+rpt_theme_quality")
    with db.connect(settings) as admin:
        found = []
        for query in (
            "select * from marts_candidate.rpt_theme_quality",
            "select symbol, part, locator, theme_id from intermediate.int_theme_term_match"
            " inner join intermediate.int_paragraph using (paragraph_id)",
        ):
            cursor = admin.execute(query)
            names = [column.name for column in cursor.description or ()]
            found.append([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
    yield found[0], found[1]
    with db.connect(server.settings("postgres")) as admin:
        admin.execute("drop database t_theme_quality with (force)")


def _holds(place: str, locator: str) -> bool:
    """Whether the paragraph at `locator` is at the place, below it, or above it."""
    return any(
        longer == shorter or longer.startswith(f"{shorter} ")
        for shorter, longer in [(place, locator), (locator, place)]
    )


def test_the_figures_are_those_of_a_second_count(measured):
    mart, said = measured
    units: dict[tuple[str, ...], set[str]] = {}
    for label in LABELS:
        key = (label["gold"], label["half"], label["symbol"], label["part"], label["locator"])
        units.setdefault(key, set()).update({label["theme_id"]} - {""})
    paragraphs, n, given, agreed = Counter(), Counter(), Counter(), Counter()
    for (gold, half, symbol, part, locator), themes in units.items():
        ours = {
            row["theme_id"]
            for row in said
            if (row["symbol"], row["part"]) == (symbol, part)
            and any(_holds(place, row["locator"]) for place in locator.split("; "))
        }
        paragraphs[gold, half] += 1
        for counter, found in ((n, themes), (given, ours), (agreed, themes & ours)):
            counter.update((gold, half, theme) for theme in found)
            counter[gold, half, "all"] += len(found)
    assert len(mart) == 2 * 2 * 14
    for row in mart:
        key = (row["gold"], row["half"], row["theme_id"])
        assert (row["n"], row["said"], row["agreed"]) == (n[key], given[key], agreed[key]), key
        assert row["paragraphs"] == paragraphs[key[:2]]
        for figure, part_of in ((row["precision"], given[key]), (row["recall"], n[key])):
            assert figure is None if not part_of else float(figure) == pytest.approx(agreed[key] / part_of, abs=0.0006)


def test_the_document_gives_the_figures_of_the_mart(measured):
    text = (PROJECT / "docs" / "quality_themes.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")
    ]
    written = {
        (row[0].strip("`"), gold): row[1:]
        for row, gold in zip(rows, ["hand"] * 14 + ["archive_tags"] * 14, strict=True)
    }

    def shown(figure: Any) -> str:
        return "" if figure is None else f"{float(figure):.2f}"

    for row in measured[0]:
        place = 0 if row["half"] == "held_out" else 4
        cells = written[row["theme_id"], row["gold"]][place : place + 4]
        assert cells == [str(row["n"]), *(shown(row[name]) for name in ("precision", "recall", "f1"))], row
    assert {row["lexicon_version"] for row in measured[0]} == set(re.findall(r"version (\d+)", text))
