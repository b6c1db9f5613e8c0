"""The share of each year's resolutions with language on women, peace and security, by definition."""

import math
from pathlib import Path

from reports import chart_style as style
from reports.chart_style import LINES, Chart, Datum
from reports.document_words import points
from reports.edition import Edition, Row
from reports.figure_id import figure_id

DEFINITIONS = ("AC", "A", "AOP", "B")


def draw(edition: Edition, folder: Path) -> Chart:
    """One line for each definition up to the edition's year; a year without English text is a gap."""
    rows = edition.ask(
        "select year, definition_id, share, definition, denominator from rpt_council_year"
        " where scope = 'body' and year <= %s order by year, definition_id",
        [edition.year],
    )
    of = {(row["definition_id"], row["year"]): row for row in rows}
    years = sorted({row["year"] for row in rows})
    with style.settings():
        figure = style.sheet(7.2, 3.9)
        axes = figure.add_subplot()
        ends = []
        for definition, line in zip(DEFINITIONS, LINES, strict=True):
            values = [_share(of[definition, year]) for year in years]
            axes.plot(
                years, values, color=line.colour, linestyle=line.dash, marker=line.marker, markersize=4, linewidth=1.6,
                markerfacecolor=line.colour if definition in {"AC", "AOP"} else style.WHITE, clip_on=False,
            )  # fmt: skip
            ends.append(next((value for value in reversed(values) if not math.isnan(value)), 0.0))
        for definition, line, end in zip(DEFINITIONS, LINES, style.spread(ends, 5.5, 99), strict=True):
            axes.annotate(
                definition, (years[-1], end), (9, 0), textcoords="offset points", va="center", color=line.colour,
                fontweight="bold", annotation_clip=False,
            )  # fmt: skip
        axes.set(ylim=(0, 100), xlim=(years[0] - 0.4, years[-1] + 0.4), ylabel="Per cent of the year’s resolutions")
        axes.set_xticks([year for year in years if (year - years[0]) % (1 if len(years) < 12 else 2) == 0])
        axes.grid(axis="y", color="#D9D9D9", linewidth=0.6)
        style.mark_year(axes, edition.year, 100)
    data = [
        Datum(
            row["definition_id"],
            str(row["year"]),
            row["share"],
            "share of resolutions, 0 to 1",
            figure_id("rpt_council_year", (row["year"], row["definition_id"], "body"), "share"),
            "" if row["share"] is not None else "no_english_text",
        )
        for row in rows
    ]
    in_words = "; ".join(
        f"{one}: {next(r['definition'] for r in rows if r['definition_id'] == one)}" for one in DEFINITIONS
    )
    return style.write(
        edition,
        folder,
        figure,
        data,
        name="share_by_year",
        title=f"Share of resolutions with language on women, peace and security, by definition, {style.spans(years)}",
        alt=_alt(edition.year, of, years),
        caption=(
            f"Resolutions that meet each definition in their body (preamble and main body), per cent of the year’s "
            f"resolutions with English text. {in_words}. A year without English text is a gap. Source: United Nations, "
            "machine-readable resolutions; mart rpt_council_year."
        ),
    )


def _share(row: Row) -> float:
    return float("nan") if row["share"] is None else 100 * float(row["share"])


def _alt(year: int, of: dict[tuple[str, int], Row], years: list[int]) -> str:
    said = [
        f"{one} {points(of[one, year]['share'])} per cent" if of[one, year]["share"] is not None else f"{one} not known"
        for one in DEFINITIONS
    ]
    of_years = style.spans(years, " to ")
    return f"Line chart, {of_years}, one line for each of four definitions. In {year}: {', '.join(said)}."
