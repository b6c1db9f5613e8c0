"""What is expected of the plan pages of 1325naps; what is expected of all plan claims is judged here once."""

from expectations import plans
from expectations.bounds import Bounds
from expectations.check import Check

REJECT_REASONS = frozenset({"page_not_there", "no_content"})


def raw_checks(bounds: Bounds) -> list[Check]:
    """Whether the source's plan pages landed as pages that say something."""
    return plans.raw_checks("naps_1325")


def marts_checks(bounds: Bounds) -> list[Check]:
    """Whether the claims of all sources are plausible."""
    return plans.marts_checks()
