"""What the lexicon of themes is worth, counted a second time by other code, and as the documents say it."""

import csv
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import scratch_warehouse as scratch

from extractors.core.records import Page
from replica.faults import Faults
from replica.sites.peacewomen import PeaceWomen
from replica.sites.peacewomen.topics import THEMES
from warehouse import db
from warehouse.settings import PROJECT

SITE = "https://www.peacewomen.org/"
SEEDS = PROJECT / "dbt_project" / "seeds"
BY_HAND = PROJECT / "tests" / "labels" / "themes"
TAGGED_BY_THE_REPLICA = {1325, 1820, 2122}
Row = dict[str, Any]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


LABELS = _rows(SEEDS / "theme_labels.csv")
THEME_IDS = {row["name"]: row["theme_id"] for row in _rows(SEEDS / "themes.csv")}


def _number(symbol: str) -> int:
    return int(symbol[6:10])


@dataclass(frozen=True)
class Measured:
    """The labelled resolutions in a warehouse that also holds made-up pages which tag some of them."""

    figures: list[Row]
    """Rows of rpt_theme_quality."""
    said: list[Row]
    """The themes that the lexicon gives to each paragraph."""
    tagged: set[tuple[str, str, str, str]]
    """(symbol, part, locator, theme) by the tags of the made-up pages."""


def _made_up(archive: Path) -> Iterable[Page]:
    """The lists that the replica makes of a folder of official files, under the publisher's address."""
    site = PeaceWomen(archive)
    for theme in THEMES:
        for number in range(site.pages_in_list(theme.term_id)):
            path = f"taxonomy/term/{theme.term_id}"
            url = f"{SITE}{path}?page={number}"
            yield Page(url, site.answer(path, url, Faults()).body)


def _asked(connection: Any, query: str) -> list[Row]:
    cursor = connection.execute(query)
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def measured(server, template_seeded, official_archive, tmp_path_factory) -> Iterator[Measured]:
    settings = server.clone("t_theme_quality", template_seeded)
    numbers = {_number(label["symbol"]) for label in LABELS}
    scratch.land(settings, "un_resolutions", scratch.official_pages(official_archive, numbers))
    few = tmp_path_factory.mktemp("few")
    for file in sorted((official_archive / "Pre-2020").rglob("S_RES_*.xml")):
        if int(file.stem.split("_")[2][:4]) in TAGGED_BY_THE_REPLICA:
            copied = few / file.relative_to(official_archive)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copied)
    scratch.land(settings, "peacewomen", _made_up(few), derived=True)
    scratch.build(settings, "+rpt_theme_quality", "+bridge_paragraph_theme")
    with db.connect(settings) as admin:
        tags = _asked(
            admin,
            "select symbol, part, locator, theme_id from marts_candidate.bridge_paragraph_theme"
            " inner join intermediate.int_paragraph using (paragraph_id) where said_by = 'archive'",
        )
        yield Measured(
            _asked(admin, "select * from marts_candidate.rpt_theme_quality"),
            _asked(
                admin,
                "select symbol, part, locator, theme_id from intermediate.int_theme_term_match"
                " inner join intermediate.int_paragraph using (paragraph_id)",
            ),
            {(tag["symbol"], tag["part"], tag["locator"], tag["theme_id"]) for tag in tags},
        )
    with db.connect(server.settings("postgres")) as admin:
        admin.execute("drop database t_theme_quality with (force)")


def _holds(place: str, locator: str) -> bool:
    """Whether the paragraph at `locator` is at the place, below it, or above it."""
    return any(
        longer == shorter or longer.startswith(f"{shorter} ")
        for shorter, longer in [(place, locator), (locator, place)]
    )


@pytest.mark.official
def test_the_figures_are_those_of_a_second_count(measured):
    units: dict[tuple[str, ...], set[str]] = {}
    for label in LABELS:
        key = (label["gold"], label["half"], label["symbol"], label["part"], label["locator"])
        units.setdefault(key, set()).update({label["theme_id"]} - {""})
    paragraphs, n, given, agreed = Counter(), Counter(), Counter(), Counter()
    for (gold, half, symbol, part, locator), themes in units.items():
        ours = {
            row["theme_id"]
            for row in measured.said
            if (row["symbol"], row["part"]) == (symbol, part)
            and any(_holds(place, row["locator"]) for place in locator.split("; "))
        }
        paragraphs[gold, half] += 1
        for counter, found in ((n, themes), (given, ours), (agreed, themes & ours)):
            counter.update((gold, half, theme) for theme in found)
            counter[gold, half, "all"] += len(found)
    assert len(measured.figures) == 2 * 2 * 14
    for row in measured.figures:
        key = (row["gold"], row["half"], row["theme_id"])
        assert (row["n"], row["said"], row["agreed"]) == (n[key], given[key], agreed[key]), key
        assert row["paragraphs"] == paragraphs[key[:2]]
        shares = (agreed[key], given[key]), (agreed[key], n[key]), (2 * agreed[key], given[key] + n[key])
        for name, (part_, whole) in zip(("precision", "recall", "f1"), shares, strict=True):
            assert row[name] is None if not whole else float(row[name]) == pytest.approx(part_ / whole, abs=0.0006)


@pytest.mark.official
def test_tags_of_made_up_pages_never_count(measured):
    """They stand in the bridge of this very warehouse, also on labelled paragraphs; labelled are those of the seed."""
    labelled = {(label["symbol"], label["part"], label["locator"]) for label in LABELS}
    made_up = {tag for tag in measured.tagged if tag[:3] in labelled}
    assert {_number(symbol) for symbol, *_ in made_up} == TAGGED_BY_THE_REPLICA
    assert made_up - {(row["symbol"], row["part"], row["locator"], row["theme_id"]) for row in LABELS}
    counted = Counter({(row["gold"], row["half"]): row["n"] for row in measured.figures if row["theme_id"] == "all"})
    assert counted == Counter((row["gold"], row["half"]) for row in LABELS if row["theme_id"])


def test_all_archive_tags_were_read_on_pages_of_the_publisher():
    real = [row for row in LABELS if row["gold"] == "archive_tags"]
    assert {urlsplit(row["source"]).hostname for row in real} == {"peacewomen.org", "www.peacewomen.org"}
    noted = [row for row in _rows(SEEDS / "archive_tags.csv") if row["themes_are_complete"] == "true"]
    known = {
        (row["symbol"], row["part"], ("PP " if row["part"] == "preamble" else "") + row["paragraph_number"], theme)
        for row in noted
        if row["match"] == "yes"
        for theme in row["themes"].split("; ")
    }
    names = {theme_id: name for name, theme_id in THEME_IDS.items()}
    found = {(row["symbol"], row["part"], row["locator"], names[row["theme_id"]]) for row in real}
    on_seed_page = {one for one in found if one[0] in {"S/RES/2382 (2017)", "S/RES/2386 (2017)"}}
    assert found - on_seed_page == known
    assert {row["source"] for row in real if row["symbol"] in {one[0] for one in on_seed_page}} == {
        "https://www.peacewomen.org/taxonomy/term/32?page=0"
    }


@pytest.mark.parametrize(("gold", "file"), [("hand", "themes.csv"), ("archive_tags", "archive_tags_half.csv")])
def test_the_seed_holds_the_labels_as_they_were_given(gold, file):
    columns = ("symbol", "part", "locator", "half")
    given = [(*(row[name] for name in columns), THEME_IDS.get(row["theme"], "")) for row in _rows(BY_HAND / file)]
    held = [(*(row[name] for name in columns), row["theme_id"]) for row in LABELS if row["gold"] == gold]
    assert sorted(held) == sorted(given)


@pytest.mark.official
def test_the_document_gives_the_figures_of_the_mart(measured):
    text = (PROJECT / "docs" / "quality.md").read_text("utf-8").split("\n## Themes\n", 1)[1].split("\n## ", 1)[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")
    ]
    written = {
        (row[0].strip("`"), gold): row[1:]
        for row, gold in zip(rows, ["hand"] * 14 + ["archive_tags"] * 14, strict=True)
    }

    def shown(figure: Any) -> str:
        return "" if figure is None else f"{float(figure):.3f}"

    for row in measured.figures:
        place = 0 if row["half"] == "held_out" else 4
        cells = written[row["theme_id"], row["gold"]][place : place + 4]
        assert cells == [str(row["n"]), *(shown(row[name]) for name in ("precision", "recall", "f1"))], row
    sizes = {(row["gold"], row["half"]): row["paragraphs"] for row in measured.figures}
    for (gold, half), paragraphs in sizes.items():
        assert f"{paragraphs} {'paragraphs' if gold == 'hand' else 'extracts'} {half}" in text
    assert {row["lexicon_version"] for row in measured.figures} == set(re.findall(r"version (\d+)", text))
