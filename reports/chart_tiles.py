"""A map of tiles: each Member State of the year once, as a square of the same size, with the status of its plan.

The layout is systematic: regions of M49 from top to bottom, their sub-regions from left to right, in each the States by
name, three to a column at most. So it needs no file, and a State that is admitted finds its place by itself.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from reports import chart_style as style
from reports.chart_style import BLUE, GREEN, ORANGE, SKY, WHITE, YELLOW, Chart, Datum, Fill
from reports.edition import Edition, Row
from reports.figure_id import figure_id

_DEEP, _NARROWEST = 3, 3
STATUS: dict[str, tuple[str, str, Fill]] = {
    "in_force": ("F", "in force", Fill(BLUE, ink=WHITE)),
    "extended": ("X", "in force by an extension", Fill(GREEN, ink=WHITE)),
    "expired": ("E", "expired", Fill(ORANGE)),
    "period_unknown": ("?", "begun, end not known", Fill(YELLOW)),
    "in_development": ("D", "being made", Fill(SKY, "////")),
    "none": ("–", "no source tells of a plan that has begun", Fill(WHITE)),
}
"""Status in fct_nap_status_year -> letter in the tile, words of the key, look."""


@dataclass(frozen=True)
class Tile:
    """A State and where its square stands; rows count downwards."""

    country_id: str
    column: int
    row: int


@dataclass(frozen=True)
class Label:
    """The name of a sub-region above its block."""

    text: str
    column: int
    row: int
    wide: int


def states(edition: Edition) -> list[Row]:
    """The Member States of the year with their places in M49 and the status of their plans."""
    return edition.ask(
        "select country_id, name, region, sub_region, status from fct_nap_status_year as status"
        " join dim_country using (country_id) where status.year = %s and status.entity_type = 'member_state'"
        " order by country_id",
        [edition.year],
    )


def layout(rows: Sequence[Row]) -> tuple[list[Tile], list[Label]]:
    """Where each State and each name of a sub-region stands. States without a region stand at the end."""
    tiles: list[Tile] = []
    labels: list[Label] = []
    top = 0
    ordered = sorted(rows, key=lambda row: (*_place(row), _plain(row["name"])))
    for _, region in groupby(ordered, key=lambda row: _place(row)[0]):
        left = deepest = 0
        for (_, name), block in groupby(region, key=_place):
            members = list(block)
            wide = max(_NARROWEST, -(-len(members) // _DEEP))
            labels.append(Label(name, left, top, wide))
            tiles += [Tile(one["country_id"], left + at % wide, top + 1 + at // wide) for at, one in enumerate(members)]
            deepest = max(deepest, -(-len(members) // wide))
            left += wide + 1
        top += deepest + 1
    return tiles, labels


def draw(edition: Edition, folder: Path) -> Chart | None:
    """The map of the edition's year; None for years whose plans are not followed."""
    rows = states(edition)
    if not rows:
        return None
    tiles, labels = layout(rows)
    of = {row["country_id"]: row["status"] for row in rows}
    with style.settings():
        wide, deep = max(one.column for one in tiles) + 1, max(one.row for one in tiles) + 1
        figure = style.sheet(7.2, 7.2 * (deep + 2.6) / wide)
        axes = figure.add_subplot()
        for tile in tiles:
            letter, _, fill = STATUS[of[tile.country_id]]
            _square(axes, tile.column, tile.row, tile.country_id, letter, fill)
        for label in labels:
            axes.text(
                label.column, label.row + 0.9, _short(label.text), fontsize=6.8, va="bottom", fontweight="bold",
                in_layout=False,
            )  # fmt: skip
        for at, (letter, words, fill) in enumerate(STATUS[one] for one in STATUS if one in of.values()):
            column, row = (at % 3) * wide / 3, deep + 0.5 + (at // 3) * 1.1
            _square(axes, column, row, "", letter, fill)
            axes.text(column + 1.1, row + 0.45, words, va="center", fontsize=7.5)
        axes.set(xlim=(-0.1, wide), ylim=(deep + 2.6, 0))
        axes.set_aspect("equal")
        axes.set_axis_off()
    counts = {status: count for status in STATUS if (count := sum(one["status"] == status for one in rows))}
    said = ", ".join(f"{STATUS[status][1]} {count}" for status, count in counts.items())
    return style.write(
        edition,
        folder,
        figure,
        _data(edition.year, rows, tiles),
        name="plan_status_map",
        title=f"Status of National Action Plans of Member States at 31 December {edition.year}",
        alt=f"Map of {len(rows)} equal squares, one for each Member State, by region. {said[0].upper()}{said[1:]}.",
        caption=(
            "Each square is a Member State of the year (ISO 3166-1 alpha-3 code), by region and sub-region of the "
            "United Nations M49 standard, in the order of names; size and place say nothing else. The letter gives "
            "the status of the plan. No source tells of a plan that has begun: this is not to say that there is none, "
            "for the sources hold a part of the plans that exist. Source: register of plans of this project, pages of "
            "1325naps.peacewomen.org, www.peacewomen.org and wpsfocalpointsnetwork.org; mart fct_nap_status_year."
        ),
    )


def _square(axes: Any, column: float, row: float, code: str, letter: str, fill: Fill) -> None:
    """A tile with its code and letter; without a code, as in the key, with the letter alone."""
    axes.add_patch(
        style.box(
            column + 0.03, row + 0.03, 0.94, 0.94, facecolor=fill.colour, hatch=fill.hatch, edgecolor="#404040",
            linewidth=0.6,
        )
    )  # fmt: skip
    behind = {"facecolor": fill.colour, "edgecolor": "none", "pad": 0.4} if fill.hatch else None
    texts = [(0.36, code, 6.4, "normal"), (0.74, letter, 6, "bold")] if code else [(0.52, letter, 8, "normal")]
    for height, text, size, weight in texts:
        axes.text(
            column + 0.5, row + height, text, ha="center", va="center", fontsize=size, fontweight=weight,
            color=fill.ink, bbox=behind, in_layout=False,
        )  # fmt: skip


def _place(row: Row) -> tuple[str, str]:
    return row["region"] or "~", row["sub_region"] or "No region in M49"


def _plain(name: str) -> str:
    """For sorting: Côte d’Ivoire stands beside Costa Rica."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def _short(name: str) -> str:
    return name.replace(" and ", "\nand ") if len(name) > 22 and "New Zealand" in name else name


def _data(year: int, rows: Sequence[Row], tiles: Sequence[Tile]) -> list[Datum]:
    """Each State with the figure that it is counted in: its rows name the State, its plan and who says so."""
    where = {tile.country_id: tile for tile in tiles}
    return [
        Datum(
            f"{row['region']}: {row['sub_region']}",
            f"{row['country_id']} {row['name']} (column {at.column + 1}, row {at.row})",
            row["status"],
            "status at 31 December",
            figure_id("rpt_nap_year", (year, "member_state", row["status"]), "numerator"),
            "no_source_tells_of_a_plan_that_has_begun" if row["status"] == "none" else "",
        )
        for row in rows
        for at in [where[row["country_id"]]]
    ]
