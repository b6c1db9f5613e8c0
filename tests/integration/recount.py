"""Reports counted again in plain Python: checks by name, for any warehouse."""

from collections.abc import Callable

import pytest

pytest.register_assert_rewrite("recount_council", "recount_countries")

import recount_council as council  # noqa: E402 - its assertions are explained only if announced before
import recount_countries as countries  # noqa: E402
from raw_records import Ask, Records  # noqa: E402

CHECKS: dict[str, Callable[[Records, Ask], None]] = {
    check.__name__: check
    for check in (
        council.council_years,
        council.council_years_by_agenda_item_and_kind,
        council.theme_years,
        council.the_gap_of_the_archive,
        council.commitment_years,
        countries.scorecards_of_the_council,
        countries.scorecards_of_plans,
        countries.scorecards_of_what_authorities_are_asked,
        countries.reconciliation,
        countries.indicators,
        countries.corrections_are_of_what_the_source_says,
    )
}
