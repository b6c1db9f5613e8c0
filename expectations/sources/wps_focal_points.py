"""What is expected of the country pages of the WPS Focal Points Network. Claims are judged with those of naps_1325."""

from expectations import plans
from expectations.bounds import Bounds
from expectations.check import Check

REJECT_REASONS = frozenset({"page_not_there", "no_content"})


def raw_checks(bounds: Bounds) -> list[Check]:
    """Whether the source's plan pages landed as pages that say something."""
    return plans.raw_checks("wps_focal_points")


def marts_checks(bounds: Bounds) -> list[Check]:
    """None of its own."""
    return []
