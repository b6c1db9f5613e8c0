"""How strongly the Council asked whom, on one published scale that is named wherever it is used."""

from pathlib import Path
from typing import Any

from reports import chart_style as style
from reports.chart_style import BLUE, SKY, WHITE, YELLOW, Chart, Datum, Fill
from reports.edition import Edition, Row
from reports.figure_id import figure_id
from reports.trace_force import KEY, NOT_RANKED, force_by_addressee
from reports.words import addressee, scale

SCALE = "modeldiplomat"
SCALE_NAME = scale(SCALE)
WHY = (
    "No scale is official, and the published ones contradict each other: “decides” is the strongest verb on that of "
    "Model Diplomat and the weakest on that of Gruenberg (2009) for instructive verbs. The scale of Model Diplomat is "
    "used because it ranks more of the verbs by which the Council asks than any other, and because its three levels "
    "have plain names."
)
"""Why this scale; whether it ranks most is held by a test."""
MART = "commitment_force"
"""What ids of figures begin with; no mart holds the table."""
FILLS = (Fill(YELLOW), Fill(SKY, "...."), Fill(BLUE, ink=WHITE), Fill(WHITE, "////"))
"""From the weakest level to the strongest, then what the scale does not rank."""


def levels(edition: Edition) -> list[str]:
    """The levels of the scale, the weakest first, and last the commitments that it does not rank."""
    rows = edition.ask(
        "select distinct rank, level from fct_commitment_force where scale_id = %s order by rank", [SCALE]
    )
    return [*(row["level"] for row in rows), NOT_RANKED]


def counted(edition: Edition) -> list[Row]:
    """Commitments of the year in paragraphs on women on this scale, by class and level, where there are any.

    A commitment is a pair of verb and class in a paragraph or sub-paragraph, as in rpt_commitment_year.
    """
    return [
        row
        for row in force_by_addressee(edition)
        if row["scale_id"] == SCALE and "all" not in (row["level"], row["addressee_class"]) and row["commitments_wps"]
    ]


def force_key(row: Row) -> tuple[object, ...]:
    """The key of a row of `counted` in ids of figures."""
    return tuple(row[name] for name in KEY)


def totals(edition: Edition) -> list[Row]:
    """All commitments of the year in paragraphs on women, by class, the largest first."""
    return edition.ask(
        "select year, scope, addressee_class, verb_id, commitments, numerator, denominator, share, resolutions,"
        " with_due, with_named_addressee, inherited, unknown_because from rpt_commitment_year"
        " where year = %s and scope = 'wps' and verb_id = 'all' and addressee_class <> 'all'"
        " order by commitments desc nulls last, addressee_class",
        [edition.year],
    )


def draw(edition: Edition, folder: Path) -> Chart | None:
    """Stacked bars, one for each class that is asked; None where the year has no commitment to show."""
    classes = [row for row in totals(edition) if row["commitments"]]
    if not classes:
        return None
    ranks = levels(edition)
    ranked = {(row["addressee_class"], row["level"]): row for row in counted(edition)}
    with style.settings():
        figure = style.sheet(7.2, 0.3 * len(classes) + 1.4)
        axes = figure.add_subplot()
        longest = max(row["commitments"] for row in classes)
        for place, row in enumerate(reversed(classes)):
            parts = [ranked.get((row["addressee_class"], level)) for level in ranks]
            _bar(axes, place, [part["commitments_wps"] if part else 0 for part in parts], longest)
            axes.text(row["commitments"] + longest * 0.01, place, str(row["commitments"]), va="center", fontsize=8,
                      fontweight="bold")  # fmt: skip
        axes.set_yticks(range(len(classes)), [addressee(row["addressee_class"]) for row in reversed(classes)])
        axes.set(
            xlabel=f"Commitments (force on the scale of {SCALE_NAME})",
            xlim=(0, longest * 1.07),
            ylim=(-0.6, len(classes) - 0.4),
        )
        axes.tick_params(axis="y", length=0)
        names = [level.replace(NOT_RANKED, "not ranked by this scale") for level in ranks]
        keys = [style.box(0, 0, 1, 1, **_look(fill)) for fill in FILLS]
        figure.legend(keys, names, loc="outside upper right", frameon=False, fontsize=8, ncols=4, handlelength=2.6,
                      handleheight=1.3, columnspacing=1.4)  # fmt: skip
    return style.write(
        edition,
        folder,
        figure,
        _data(classes, list(ranked.values())),
        name="force_by_addressee",
        title=f"Commitments on women, peace and security by addressee and force, {edition.year} ({SCALE_NAME})",
        alt=_alt(edition.year, classes, ranked),
        caption=(
            "Commitments (pairs of operative verb and addressee in a paragraph or sub-paragraph) in operative "
            "paragraphs that meet definition A. At the end of each bar: all commitments to that addressee, ranked or "
            f"not. {WHY} Source: United Nations, machine-readable resolutions; marts fct_commitment, "
            "fct_commitment_force."
        ),
    )


def _bar(axes: Any, place: int, widths: list[int], longest: int) -> None:
    left = 0
    for width, fill in zip(widths, FILLS, strict=True):
        if width:
            axes.barh(place, width, left=left, height=0.72, **_look(fill))
        if width > longest * 0.035:
            behind = {"facecolor": fill.colour, "edgecolor": "none", "pad": 1} if fill.hatch else None
            axes.text(
                left + width / 2, place, str(width), ha="center", va="center", fontsize=7.5, color=fill.ink, bbox=behind
            )  # fmt: skip
        left += width


def _look(fill: Fill) -> dict[str, Any]:
    return {"facecolor": fill.colour, "hatch": fill.hatch, "edgecolor": style.BLACK, "linewidth": 0.6}


def _data(classes: list[Row], ranked: list[Row]) -> list[Datum]:
    unit = "commitments"
    shown = [
        Datum(row["level"], row["addressee_class"], row["commitments_wps"], unit,
              figure_id(MART, force_key(row), "commitments_wps"))
        for row in ranked
    ]  # fmt: skip
    whole = [
        Datum("all, ranked or not", row["addressee_class"], row["commitments"], unit,
              figure_id("rpt_commitment_year", (row["year"], "wps", row["addressee_class"], "all"), "commitments"))
        for row in classes
    ]  # fmt: skip
    return shown + whole


def _alt(year: int, classes: list[Row], ranked: dict[tuple[str, str], Row]) -> str:
    said = []
    for row in classes[:5]:
        parts = [
            f"{one['commitments_wps']} {level.replace('_', ' ')}"
            for (of, level), one in ranked.items()
            if of == row["addressee_class"]
        ]
        said.append(f"{addressee(row['addressee_class'])} {row['commitments']} ({', '.join(parts)})")
    return f"Stacked bar chart of commitments by addressee in {year}. Most: {'; '.join(said)}."
