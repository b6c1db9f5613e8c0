"""The charts of the yearly extract: SVG, PNG and the data of each."""

from pathlib import Path

from reports import chart_council, chart_force, chart_plans, chart_themes, chart_tiles
from reports.chart_style import Chart
from reports.edition import Edition

__all__ = ["Chart", "write"]


def write(edition: Edition, folder: Path) -> list[Chart]:
    """Draw all charts of the edition into `folder`, which is there already.

    A chart that would be empty is left out: that of force in a year without commitments, those of plans where no plan
    is known, the map for years before plans are followed. The document says so in its place.
    """
    drawn = [
        chart_council.draw(edition, folder),
        chart_themes.draw(edition, folder),
        chart_force.draw(edition, folder),
        chart_plans.draw(edition, folder),
        chart_tiles.draw(edition, folder),
    ]
    return [chart for chart in drawn if chart is not None]
