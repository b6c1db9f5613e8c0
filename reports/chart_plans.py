"""Member States with a National Action Plan by year: adopted, in force, expired, end unknown; and how much is known."""

from pathlib import Path
from typing import Any

from reports import chart_style as style
from reports.chart_style import BLACK, BLUE, GREY, VERMILLION, WHITE, Chart, Datum, Line
from reports.edition import Edition, Row
from reports.figure_id import figure_id

UNIT = "member_state"
_SERIES = (
    ("adopted", "Plan adopted", Line(BLACK, "-", "o")),
    ("in_force", "In force", Line(BLUE, (0, (6, 2)), "s")),
    ("expired", "Expired", Line(VERMILLION, (0, (1.5, 1.5)), "^")),
    ("period_unknown", "End not known", Line(GREY, (0, (6, 2, 1, 2)), "D")),
)
LINES = tuple(line for _, _, line in _SERIES)


def draw(edition: Edition, folder: Path) -> Chart | None:
    """Counts above, coverage below, for the years up to the edition's; no coverage where no count is stated.

    None before plans are followed.
    """
    rows = edition.ask(
        "select year, metric, numerator, stated_count, coverage, is_provisional from rpt_nap_year"
        " where unit = %s and metric = any(%s) and year <= %s order by year, metric",
        [UNIT, [metric for metric, _, _ in _SERIES], edition.year],
    )
    if not rows:
        return None
    of = {(row["metric"], row["year"]): row for row in rows}
    running = " Open markers: the year still runs." if any(row["is_provisional"] for row in rows) else ""
    years = sorted({row["year"] for row in rows})
    with style.settings():
        figure = style.sheet(7.2, 4.1)
        counts, known = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        ends = []
        for metric, _, line in _SERIES:
            values = [of[metric, year]["numerator"] for year in years]
            hollow = [of[metric, year]["is_provisional"] for year in years]
            counts.plot(years, values, color=line.colour, linestyle=line.dash, linewidth=1.6, zorder=2)
            for year, value, is_hollow in zip(years, values, hollow, strict=True):
                counts.plot(year, value, marker=line.marker, markersize=4.5, color=line.colour, zorder=3,
                            markerfacecolor=WHITE if is_hollow else line.colour)  # fmt: skip
            ends.append(float(values[-1]))
        top = max(of["adopted", year]["numerator"] for year in years) + 8
        for (_, name, line), end in zip(_SERIES, style.spread(ends, top / 14, top), strict=True):
            counts.annotate(name, (years[-1], end), (9, 0), textcoords="offset points", va="center", color=line.colour,
                            fontweight="bold", fontsize=8, annotation_clip=False)  # fmt: skip
        counts.set(ylim=(-1.5, top), ylabel="Member States")
        counts.grid(axis="y", color="#D9D9D9", linewidth=0.6)
        style.mark_year(counts, edition.year, top)
        _coverage(known, [of["adopted", year] for year in years])
        known.axvspan(edition.year - 0.4, edition.year + 0.4, color="#EDEDED", zorder=0, linewidth=0)
        known.set(xlim=(years[0] - 0.6, years[-1] + 0.6))
        known.set_xticks([year for year in years if (year - years[0]) % 3 == 0])
    return style.write(
        edition,
        folder,
        figure,
        _data(rows),
        name="plans_by_year",
        title=f"Member States with a National Action Plan at 31 December, {style.spans(years)}, and coverage",
        alt=_alt(edition.year, of, years),
        caption=(
            "Above: Member States by state of their newest plan that has begun, and those that have adopted any, as "
            "known now; plans that are only extended are few and are counted apart in rpt_nap_year. Below: coverage, "
            "Member States of whose plan the sources here tell, per cent of the nearest count of plans that somebody "
            f"states; {_first_stated(of, years)}. Counts of plans adopted and in force are lower bounds, for the "
            f"sources hold a part of the plans that exist.{running} Source: register of plans of this project, pages "
            "of 1325naps.peacewomen.org, www.peacewomen.org and wpsfocalpointsnetwork.org; mart rpt_nap_year."
        ),
    )


def _first_stated(of: dict[tuple[str, int], Row], years: list[int]) -> str:
    stated = [year for year in years if of["adopted", year]["coverage"] is not None]
    return f"none is stated before {stated[0]}" if stated else "none is stated"


def _coverage(axes: Any, rows: list[Row]) -> None:
    known = [row for row in rows if row["coverage"] is not None]
    shares = [100 * float(row["coverage"]) for row in known]
    axes.bar([row["year"] for row in known], shares, width=0.62, color="#C8C8C8", edgecolor=BLACK, linewidth=0.6)
    for row in rows:
        if row["coverage"] is None:
            axes.text(row["year"], 3, "no\ndata", ha="center", va="bottom", fontsize=6.5)
    axes.set(ylim=(0, 100), ylabel="Coverage,\nper cent")
    axes.grid(axis="y", color="#D9D9D9", linewidth=0.6)


def _data(rows: list[Row]) -> list[Datum]:
    counts = [
        Datum(row["metric"], str(row["year"]), row["numerator"], "Member States",
              figure_id("rpt_nap_year", (row["year"], UNIT, row["metric"]), "numerator"))
        for row in rows
    ]  # fmt: skip
    coverage = [
        Datum("coverage", str(row["year"]), row["coverage"], "share of the stated count, 0 to 1",
              *((figure_id("rpt_nap_year", (row["year"], UNIT, "adopted"), "coverage"), "")
                if row["coverage"] is not None else ("", "nobody states how many plans there were")))
        for row in rows
        if row["metric"] == "adopted"
    ]  # fmt: skip
    return counts + coverage


def _alt(year: int, of: dict[tuple[str, int], Row], years: list[int]) -> str:
    of_years = style.spans(years, " to ")
    about = f"Line chart of Member States by state of their plan, {of_years}, with bars of coverage below."
    said = [f"{name.lower()} {of[metric, year]['numerator']}" for metric, name, _ in _SERIES]
    share = of["adopted", year]["coverage"]
    covered = "coverage not known" if share is None else f"coverage {100 * share:.0f} per cent"
    return f"{about} In {year}: {', '.join(said)}; {covered}."
