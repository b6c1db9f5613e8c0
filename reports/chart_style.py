"""How all charts look, and how they are written: the same bytes each time, to be read in colour, in grey and by ear.

Colours are of Okabe and Ito's palette, which people with any of the common forms of colour-blindness can tell apart
(https://jfly.uni-koeln.de/color/). What stands in one chart differs in luminance too, or in its line and marker, or
in its hatch, so that it can be told apart in black and white.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reports.edition import Edition
from reports.inert import in_xml, inert

BLACK, BLUE, GREEN, VERMILLION = "#000000", "#0072B2", "#009E73", "#D55E00"
SKY, ORANGE, YELLOW, GREY, WHITE = "#56B4E9", "#E69F00", "#F0E442", "#767676", "#FFFFFF"

_SETTINGS: Any = {
    "font.family": "DejaVu Sans",  # it comes with matplotlib, so a chart looks the same everywhere
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "wps",
    "text.parse_math": False,  # a dollar sign in a label is a dollar sign
    "savefig.dpi": 200,
}


@dataclass(frozen=True)
class Line:
    """How a series is drawn; what it is called stands beside its end."""

    colour: str
    dash: Any
    marker: str


LINES = (
    Line(BLACK, "-", "o"),
    Line(BLUE, (0, (6, 2)), "s"),
    Line(VERMILLION, (0, (1.5, 1.5)), "^"),
    Line(GREY, (0, (6, 2, 1, 2)), "D"),
)


@dataclass(frozen=True)
class Fill:
    """How an area is filled: by colours of different luminance, or by a hatch where that is not enough."""

    colour: str
    hatch: str = ""
    ink: str = BLACK
    """Colour of what is written on it."""


@dataclass(frozen=True)
class Datum:
    """A value that a chart shows, or would show if it were known."""

    series: str
    category: str
    value: float | int | str | None
    unit: str
    figure_id: str
    unknown_because: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart and its files."""

    name: str
    title: str
    alt: str
    """What it shows, for those who do not see it."""
    caption: str
    """Definition, source and what is missing."""
    svg: Path
    png: Path
    data: Path


def sheet(width: float, height: float) -> Figure:
    """An empty figure of this size in inches."""
    with mpl.rc_context(_SETTINGS):
        return Figure(figsize=(width, height), layout="constrained")


def settings() -> Any:
    """The context in which charts are drawn."""
    return mpl.rc_context(_SETTINGS)


def write(
    edition: Edition,
    folder: Path,
    figure: Figure,
    data: Iterable[Datum],
    *,
    name: str,
    title: str,
    alt: str,
    caption: str,
) -> Chart:
    """Write a drawn figure as SVG and PNG and its data as CSV into `folder`; from the sample with SAMPLE across."""
    if edition.is_sample:
        size = min(84, 20 * figure.get_figheight())
        figure.text(
            0.5, 0.5, "SAMPLE", ha="center", va="center", rotation=25, fontsize=size, fontweight="bold", color=BLACK,
            alpha=0.13, zorder=100, in_layout=False,
        )  # fmt: skip
    made_from = f"WPS Accountability Warehouse, {edition.origin.label}" + (" · SAMPLE" if edition.is_sample else "")
    figure.supxlabel(made_from, x=0.995, ha="right", fontsize=6.5, color="#404040")
    chart = Chart(name, title, alt, caption, *(folder / f"{name}.{ending}" for ending in ("svg", "png", "csv")))
    with settings():
        figure.savefig(chart.png, metadata={"Software": None})
        figure.savefig(chart.svg, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    _describe(chart)
    _write_data(chart.data, data)
    return chart


def spread(places: Sequence[float], gap: float, top: float) -> list[float]:
    """The places moved as little as keeps each `gap` from the next and all below `top`: for labels beside line ends.

    Of equal places the first stays highest.
    """
    order = sorted(range(len(places)), key=lambda one: (places[one], -one))
    moved = list(places)
    for _ in range(100):
        for low, high in pairwise(order):
            lacking = gap - (moved[high] - moved[low])
            if lacking > 1e-9:
                moved[low] -= lacking / 2
                moved[high] += lacking / 2
    too_high = max(0.0, max(moved) - top)
    return [place - too_high for place in moved]


def spans(years: Sequence[int], to: str = "–") -> str:
    """2001–2004, 2019: neighbouring years as one span."""
    found: list[list[int]] = []
    for year in years:
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}{to}{one[-1]}" for one in found)


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB from 0, black, to 1, white (WCAG 2.1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _describe(chart: Chart) -> None:
    """Give the SVG the name and the description that a screen reader says."""
    drawn = in_xml(chart.svg.read_text(encoding="utf-8"))  # what it writes stands in its comments too
    head, start, rest = drawn.partition("<svg ")
    attributes, end, body = rest.partition(">")
    told = f"<title>{escape(in_xml(chart.title))}</title><desc>{escape(in_xml(chart.alt))}</desc>"
    chart.svg.write_text(f'{head}{start}role="img" {attributes}{end}\n {told}{body}', encoding="utf-8")


def _write_data(path: Path, data: Iterable[Datum]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["series", "category", "value", "unit", "unknown_because", "figure_id"])
        for one in data:
            value = "" if one.value is None else inert(one.value) if isinstance(one.value, str) else str(one.value)
            words = [inert(text) for text in (one.unit, one.unknown_because, one.figure_id)]
            writer.writerow([inert(one.series), inert(one.category), value, *words])


def mark_year(axes: Any, year: int, top: float) -> None:
    """A light band behind the year that the edition is about, with the year above it."""
    axes.axvspan(year - 0.4, year + 0.4, color="#EDEDED", zorder=0, linewidth=0)
    axes.annotate(
        str(year), (year, top), (0, 3), textcoords="offset points", ha="center", fontsize=8, annotation_clip=False
    )


def box(x: float, y: float, width: float, height: float, **look: Any) -> Rectangle:
    """A rectangle, to be added to axes."""
    return Rectangle((x, y), width, height, **look)
