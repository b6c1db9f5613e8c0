"""Resolutions under each theme by year: by the archive's tags and by the lexicon, never counted together."""

from pathlib import Path
from typing import Any

from reports import chart_style as style
from reports.chart_style import BLACK, VERMILLION, Chart, Datum
from reports.edition import Edition, Row
from reports.figure_id import figure_id
from reports.inert import in_xml

_COLUMNS = 4


def draw(edition: Edition, folder: Path) -> Chart:
    """A small panel for each registered theme; hatched where the archive is silent, a gap where nobody looked."""
    rows = edition.ask(
        "select year, theme_id, said_by, theme.name, rpt_theme_year.share, unknown_because from rpt_theme_year"
        " join dim_theme as theme using (theme_id) where theme.is_registered and year <= %s"
        ' order by theme.name collate "C", said_by collate "C", year',
        [edition.year],
    )
    themes = list(dict.fromkeys((row["theme_id"], row["name"]) for row in rows))
    years = sorted({row["year"] for row in rows})
    top = 10 + max((100 * float(row["share"]) for row in rows if row["share"] is not None), default=0)
    with style.settings():
        lines = -(-(len(themes) + 1) // _COLUMNS)
        figure = style.sheet(7.2, 1.4 * lines + 0.3)
        panels = figure.subplots(lines, _COLUMNS, sharex=True, sharey=True, squeeze=False).flat
        for number, (panel, (theme, name)) in enumerate(zip(panels, themes, strict=False)):
            series = [row for row in rows if row["theme_id"] == theme]
            _panel(panel, series, years, top)
            panel.set_title(_wrapped(in_xml(name)), fontsize=6.8, loc="left")
            panel.tick_params(labelsize=6.5, labelbottom=number + _COLUMNS >= len(themes))
        rest = list(figure.axes)[len(themes) :]
        for panel in rest:
            panel.set_axis_off()
        _key(rest[0])
        figure.supylabel("Per cent of the year’s resolutions", fontsize=8)
    silent = sorted({row["year"] for row in rows if row["said_by"] == "archive" and row["share"] is None})
    gaps = style.spans(silent)
    data = [
        Datum(
            f"{row['name']}: {row['said_by']}",
            str(row["year"]),
            row["share"],
            "share of resolutions, 0 to 1",
            figure_id("rpt_theme_year", (row["year"], row["theme_id"], row["said_by"]), "share"),
            row["unknown_because"] or "",
        )
        for row in rows
    ]
    return style.write(
        edition,
        folder,
        figure,
        data,
        name="themes_by_year",
        title=f"Resolutions under each theme by year, {style.spans(years)}: tags of the archive, and lexicon",
        alt=(
            f"{len(themes)} small line charts, one for each theme, {style.spans(years, ' to ')}. Solid line with dots: "
            "lexicon; dashed line with open squares: tags of the archive. "
            + (f"The archive has no data for {gaps}: these years are hatched." if gaps else "")
        ),
        caption=(
            "Resolutions with at least one paragraph under the theme, per cent of the year’s resolutions with English "
            "text. Archive: tags of PeaceWomen’s extracts, a lower bound, for the archive does not hold every "
            f"resolution{f'; no data for {gaps} (hatched)' if gaps else ''}. Lexicon: terms of this project, for "
            f"all years. The two are never counted together.{_left_out(edition)} Source: United Nations, "
            "machine-readable resolutions; PeaceWomen (WILPF), www.peacewomen.org; mart rpt_theme_year."
        ),
    )


def _left_out(edition: Edition) -> str:
    """Tags of the archive that are none of the registered themes, in a sentence; nothing where there is none."""
    rows = edition.ask(
        "select distinct theme.name from rpt_theme_year join dim_theme as theme using (theme_id)"
        " where not theme.is_registered and resolutions > 0 and year <= %s",
        [edition.year],
    )
    names = ", ".join(f"“{name}”" for name in sorted(row["name"] for row in rows))
    return f" Left out, for they are none of the registered themes: {names}; rpt_theme_year has them." if names else ""


def _panel(panel: Any, series: list[Row], years: list[int], top: float) -> None:
    values = {(row["said_by"], row["year"]): row["share"] for row in series}
    for year in years:
        if values.get(("archive", year)) is None:
            panel.axvspan(year - 0.5, year + 0.5, facecolor="none", edgecolor="#9A9A9A", hatch="////", linewidth=0)
    for who, colour, dash, marker, face in (
        ("lexicon", BLACK, "-", "o", BLACK),
        ("archive", VERMILLION, (0, (3, 1.5)), "s", "white"),
    ):
        said = [float("nan") if values.get((who, y)) is None else 100 * float(values[who, y]) for y in years]
        panel.plot(years, said, color=colour, linestyle=dash, marker=marker, markersize=2.4, linewidth=1.1,
                   markerfacecolor=face, markeredgewidth=0.8)  # fmt: skip
    panel.set(ylim=(0, top), xlim=(years[0] - 0.5, years[-1] + 0.5))
    panel.set_xticks([years[0], years[len(years) // 2], years[-1]])
    panel.grid(axis="y", color="#D9D9D9", linewidth=0.5)


def _key(panel: Any) -> None:
    """What the lines mean, in the place of one more panel."""
    for height, (label, colour, dash, marker, face) in zip(
        (0.8, 0.55),
        (("Lexicon", BLACK, "-", "o", BLACK), ("Archive’s tags", VERMILLION, (0, (3, 1.5)), "s", "white")),
        strict=True,
    ):
        panel.plot([0.02, 0.14, 0.26], [height] * 3, transform=panel.transAxes, color=colour, linestyle=dash,
                   marker=marker, markersize=3, linewidth=1.1, markerfacecolor=face, clip_on=False)  # fmt: skip
        panel.text(0.32, height, label, transform=panel.transAxes, va="center", fontsize=7)
    panel.add_patch(
        style.box(0.02, 0.2, 0.24, 0.18, transform=panel.transAxes, facecolor="none", edgecolor="#9A9A9A", hatch="////",
                  linewidth=0)
    )  # fmt: skip
    panel.text(0.32, 0.29, "No data in\nthe archive", transform=panel.transAxes, va="center", fontsize=7)


def _wrapped(name: str) -> str:
    """In two lines at most where it is long, cut between words nearest to the middle."""
    if len(name) <= 24:
        return name
    blanks = [at for at, mark in enumerate(name) if mark == " "]
    middle = min(blanks, key=lambda at: abs(at - len(name) / 2))
    return f"{name[:middle]}\n{name[middle + 1 :]}"
