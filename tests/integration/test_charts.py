"""The charts of the extract: what they show is what the marts hold, in colour, in grey and in words."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from extract_editions import Figures, edition_of
from lxml import etree

from reports import chart_council, chart_force, chart_plans, chart_style, chart_themes, chart_tiles, charts
from reports.chart_style import Chart, Fill
from reports.inert import recovered
from warehouse.settings import Settings

YEAR = 2017
NAMES = ("share_by_year", "themes_by_year", "force_by_addressee", "plans_by_year", "plan_status_map")
SHAPES = (chart_style.LINES, chart_plans.LINES)
FILLS = (chart_force.FILLS, tuple(fill for _, _, fill in chart_tiles.STATUS.values()))


@dataclass(frozen=True)
class Drawn:
    charts: dict[str, Chart]
    figures: Figures
    member_states: set[str]
    status: dict[str, str]
    """Country -> status of its plan at the end of the year."""


@pytest.fixture(scope="module")
def warehouse(server: Any, template_published: str) -> Settings:
    return server.clone("charts_of_the_sample", template_published)


@pytest.fixture(scope="module")
def drawn(warehouse: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with edition_of(warehouse, YEAR) as edition:
        made = charts.write(edition, tmp_path_factory.mktemp("figures"))
        states = edition.ask(
            "select country_id from dim_country where entity_type = 'member_state' and un_member_from <= %s", [YEAR]
        )
        statuses = edition.ask("select country_id, status from fct_nap_status_year where year = %s", [YEAR])
        yield Drawn(
            {chart.name: chart for chart in made},
            Figures(edition),
            {row["country_id"] for row in states},
            {row["country_id"]: row["status"] for row in statuses},
        )


def _data(chart: Chart) -> list[dict[str, str]]:
    with chart.data.open(encoding="utf-8", newline="") as file:
        return [{name: recovered(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def test_every_chart_is_there_in_both_forms_with_its_data_and_words(drawn: Drawn) -> None:
    assert tuple(drawn.charts) == NAMES
    for chart in drawn.charts.values():
        assert chart.png.read_bytes().startswith(b"\x89PNG")
        root = etree.fromstring(chart.svg.read_bytes())
        assert [root[0].text, root[1].text] == [chart.title, chart.alt]
        assert "Source: " in chart.caption


@pytest.mark.parametrize("name", NAMES)
def test_data_beside_a_chart_equals_the_marts(drawn: Drawn, name: str) -> None:
    rows = _data(drawn.charts[name])
    assert rows
    for row in rows:
        value = drawn.figures.value(row["figure_id"]) if row["figure_id"] else None
        if value is None:
            assert (row["value"], bool(row["unknown_because"])) == ("", True), row
        elif name == "plan_status_map":  # a State is one of those that the figure counts
            assert drawn.figures.row(row["figure_id"])["metric"] == row["value"] == drawn.status[row["category"][:3]]
        else:
            assert Decimal(row["value"]) == value, row


@pytest.mark.parametrize("name", ["share_by_year", "themes_by_year", "plans_by_year"])
def test_a_chart_ends_at_the_year_of_its_edition(drawn: Drawn, name: str) -> None:
    """The sample goes on to 2020, and plans beyond."""
    chart = drawn.charts[name]
    years = [int(row["category"]) for row in _data(chart)]
    assert (min(years), max(years)) == ({"plans_by_year": 2005}.get(name, 2000), YEAR)
    assert f"{min(years)}–{YEAR}" in chart.title
    assert f"{min(years)} to {YEAR}" in chart.alt
    said = f"{chart.title} {chart.alt} {chart.caption}"
    assert not {year for year in map(int, re.findall(r"\b20\d\d\b", said)) if year > YEAR}


def test_what_nobody_looked_at_is_a_gap_that_says_why(warehouse: Settings, tmp_path: Path) -> None:
    with edition_of(warehouse, 2020) as edition:
        chart = chart_themes.draw(edition, tmp_path)
    silent = [row for row in _data(chart) if row["value"] == ""]
    assert {row["unknown_because"] for row in silent} == {"archive_holds_nothing_of_the_year"}
    assert {row["category"] for row in silent} >= {"2019", "2020"}
    assert re.search(r"no data for [^.]*2019–2020 \(hatched\)", chart.caption)


def test_tags_that_are_no_registered_theme_are_named_where_there_are_any(warehouse: Settings, tmp_path: Path) -> None:
    plant = "update rpt_theme_year set resolutions = 1 where theme_id = 'participaton' and said_by = 'archive'"
    with edition_of(warehouse, YEAR) as edition:
        assert "Left out" not in chart_themes.draw(edition, tmp_path).caption
        edition.connection.execute(f"{plant} and year = {YEAR + 1}".encode())
        assert "Left out" not in chart_themes.draw(edition, tmp_path).caption
        edition.connection.execute(f"{plant} and year = {YEAR - 1}".encode())
        chart = chart_themes.draw(edition, tmp_path)
    assert " Left out, for they are none of the registered themes: “Participaton”; rpt_theme_year has" in chart.caption
    assert not [row for row in _data(chart) if "participaton" in row["figure_id"]]


def test_unknown_is_never_drawn_as_nought(warehouse: Settings, tmp_path: Path) -> None:
    with edition_of(warehouse, YEAR) as edition:
        edition.connection.execute(
            "update rpt_council_year set numerator = 0, denominator = 0, share = null where year = %s", [YEAR]
        )
        chart = chart_council.draw(edition, tmp_path)
    planted = [row for row in _data(chart) if row["category"] == str(YEAR)]
    assert {(row["value"], row["unknown_because"]) for row in planted} == {("", "no_english_text")}
    assert f"In {YEAR}: AC not known, A not known" in chart.alt


def test_the_map_holds_each_member_state_of_the_year_once(drawn: Drawn, warehouse: Settings) -> None:
    with edition_of(warehouse, YEAR) as edition:
        tiles, labels = chart_tiles.layout(chart_tiles.states(edition))
    assert sorted(tile.country_id for tile in tiles) == sorted(drawn.member_states)
    taken = [(tile.column, tile.row) for tile in tiles]
    assert len(set(taken)) == len(taken)
    assert not set(taken) & {(label.column + at, label.row) for label in labels for at in range(label.wide)}
    assert sorted(row["category"][:3] for row in _data(drawn.charts["plan_status_map"])) == sorted(drawn.member_states)


def test_the_map_of_a_year_knows_who_was_a_member_then(warehouse: Settings) -> None:
    with edition_of(warehouse, 2010) as edition:
        assert "SSD" not in {row["country_id"] for row in chart_tiles.states(edition)}


def test_a_year_before_plans_are_followed_has_no_chart_of_them(warehouse: Settings, tmp_path: Path) -> None:
    with edition_of(warehouse, 2000) as edition:
        assert chart_tiles.draw(edition, tmp_path) is None
        assert chart_plans.draw(edition, tmp_path) is None


def test_the_same_edition_gives_the_same_bytes_without_dates(drawn: Drawn, warehouse: Settings, tmp_path: Path) -> None:
    with edition_of(warehouse, YEAR) as edition:
        again = {chart.name: chart for chart in charts.write(edition, tmp_path)}
    for name, chart in drawn.charts.items():
        for path in (chart.svg, chart.png, chart.data):
            assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
        assert b"dc:date" not in again[name].svg.read_bytes()
        assert b"Software" not in again[name].png.read_bytes()


def test_sample_stands_across_each_chart_and_only_of_the_sample(
    drawn: Drawn, warehouse: Settings, tmp_path: Path
) -> None:
    for chart in drawn.charts.values():
        assert "<!-- SAMPLE -->" in chart.svg.read_text()
    with edition_of(warehouse, YEAR) as edition:
        official = replace(edition, origin=replace(edition.origin, archive="official"))
        assert "SAMPLE" not in chart_council.draw(official, tmp_path).svg.read_text()


def test_names_of_others_are_drawn_as_they_are(warehouse: Settings, tmp_path: Path) -> None:
    name = "Peace $\\frac{1}{2}$ <b> & \x02"
    with edition_of(warehouse, YEAR) as edition:
        edition.connection.execute("update dim_theme set name = %s where theme_id = 'protection'", [name])
        chart = chart_themes.draw(edition, tmp_path)
    etree.fromstring(chart.svg.read_bytes())
    assert any(row["series"].startswith("Peace $") for row in _data(chart))


def test_the_scale_that_is_shown_ranks_most_of_what_the_council_asked(warehouse: Settings) -> None:
    with edition_of(warehouse, YEAR) as edition:
        rows = edition.ask(
            "select scale_id, count(*) as ranked from fct_commitment join fct_commitment_force using (commitment_id)"
            " where asks and is_wps group by scale_id order by ranked desc"
        )
    assert rows[0]["scale_id"] == chart_force.SCALE, json.dumps([row["scale_id"] for row in rows])


@pytest.mark.parametrize("lines", SHAPES)
def test_lines_differ_in_dash_and_marker(lines: tuple[chart_style.Line, ...]) -> None:
    for one, other in combinations(lines, 2):
        assert one.dash != other.dash
        assert one.marker != other.marker


@pytest.mark.parametrize("fills", FILLS)
def test_areas_can_be_told_apart_in_grey(fills: tuple[Fill, ...]) -> None:
    for one, other in combinations(fills, 2):
        apart = abs(chart_style.luminance(one.colour) - chart_style.luminance(other.colour))
        assert apart >= 0.1 or one.hatch != other.hatch, (one, other)


@pytest.mark.parametrize("fills", FILLS)
def test_what_is_written_on_an_area_can_be_read(fills: tuple[Fill, ...]) -> None:
    for fill in fills:
        low, high = sorted((chart_style.luminance(fill.colour), chart_style.luminance(fill.ink)))
        assert (high + 0.05) / (low + 0.05) >= 3.0, fill  # WCAG 2.1, large text and graphics
