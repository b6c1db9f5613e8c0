"""Which columns of the reports on plans and countries are figures, and what they are made from."""

from reports.figure_id import figure_id
from reports.trace_council import change, of_the_year
from reports.trace_kinds import (
    COVERAGE,
    SHARE,
    SHARE_OF_KNOWN,
    Counted,
    Formula,
    Mart,
    Parts,
    Reckoned,
    Row,
    Stated,
    Unit,
)

OUT_OF_COUNTRIES = frozenset(
    {"adopted", "in_force", "extended", "expired", "period_unknown", "in_development", "none", "adopted_not_begun"}
)
"""Metrics out of all countries of the unit; the other shares are out of those with an adopted plan."""


def _counts(row: Row) -> str:
    counts: str = row["counts"]
    return counts


def _nap(row: Row, metric: str, column: str) -> str:
    return figure_id("rpt_nap_year", (row["year"], row["unit"], metric), column)


def _once(column: str, unit: Unit) -> Counted:
    """A count that does not depend on the metric: listed at one, and referred to elsewhere."""

    def same_as(row: Row) -> str | None:
        metric = "plans_adopted" if row["unit"] == "regional_body" else "adopted"
        return None if row["metric"] == metric else _nap(row, metric, column)

    return Counted(column, unit, same_as)


def _countries_out_of(row: Row) -> str | None:
    if row["metric"] == "adopted":
        return None
    return _nap(row, "adopted", "denominator" if row["metric"] in OUT_OF_COUNTRIES else "numerator")


def _nap_share(row: Row) -> tuple[Formula, Parts]:
    return SHARE, {part: _nap(row, row["metric"], part) for part in ("numerator", "denominator")}


def _coverage(known: str) -> Reckoned:
    def of(row: Row) -> tuple[Formula, Parts]:
        return COVERAGE, {
            "known": _nap(row, row["metric"], known),
            "stated": _nap(row, row["metric"], "stated_count"),
        }

    column = "coverage" if known == "known_count" else "coverage_by_plans"
    return Reckoned(column, "known for one that is stated", "ratio", of)


NAP_YEAR = Mart(
    "rpt_nap_year",
    (
        Counted("numerator", _counts),
        Counted("denominator", "countries", _countries_out_of),
        Reckoned("share", "share, from 0 to 1", "ratio", _nap_share),
        change("rpt_nap_year", "numerator", _counts, "year", "unit", "metric"),
        Stated("stated_count", lambda row: row["stated_unit"], "stated_source_url"),
        _once("known_count", lambda row: "plans" if row["unit"] == "regional_body" else "countries"),
        _once("known_plans", "plans"),
        _coverage("known_count"),
        _coverage("known_plans"),
    ),
    lambda row: (
        f"{row['definition']}; of: {row['unit'].replace('_', ' ')}; at 31 December {row['year']}, as known now"
        f"{' (provisional: the year still runs)' if row['is_provisional'] else ''}."
    ),
    'select * from rpt_nap_year where year <= %(year)s order by year, unit collate "C", metric collate "C"',
    frozenset({"numerator", "stated_count", "known_count", "coverage"}),
)


def _situation(column: str, unit: str) -> Counted:
    return Counted(column, unit, unknown=lambda row: row["situation_unknown_because"])


def _asking(column: str) -> Counted:
    return Counted(column, "paragraphs", unknown=lambda row: row["authorities_unknown_because"])


def _votes(column: str) -> Counted:
    """Why a vote on the item is not known is no reason for one on language: there may be no resolution on the item."""

    def unknown(row: Row) -> str | None:
        because: str | None = row["votes_unknown_because"]
        if column.startswith("wps_item") or because in {
            "no_resolution_of_the_year_is_here",
            "no_vote_list_of_the_year",
            "not_among_those_who_voted",
        }:
            return because
        return "no_vote_on_such_a_resolution_listed"

    return Counted(column, "votes", unknown=unknown)


SCORECARD = Mart(
    "rpt_country_scorecard",
    (
        _situation("resolutions_on_situation", "resolutions"),
        _situation("resolutions_on_situation_with_text", "resolutions"),
        _situation("operative_paragraphs_on_situation", "paragraphs"),
        _situation("wps_paragraphs_on_situation", "paragraphs"),
        _asking("paragraphs_asking_authorities"),
        _asking("wps_paragraphs_asking_authorities"),
        _votes("wps_item_in_favour"),
        _votes("wps_item_against"),
        _votes("wps_item_abstaining"),
        _votes("wps_language_in_favour"),
        _votes("wps_language_against"),
        _votes("wps_language_abstaining"),
        Counted("resolutions_of_year", "resolutions", lambda row: of_the_year(row, "resolutions_adopted")),
        Counted("resolutions_of_year_with_text", "resolutions", lambda row: of_the_year(row, "denominator")),
    ),
    lambda row: f"{row['country']}, {row['year']}.",
    'select * from rpt_country_scorecard where year = %(year)s order by country_id collate "C"',
)


def _of_council(row: Row, column: str) -> str:
    """Shares of resolutions on language are taken from the reports on the Council."""
    key = (row["year"], row["definition_id"], row["scope"])
    if row["kind"] == "all":
        return figure_id("rpt_council_year", key, column)
    return figure_id("rpt_council_year_by", (*key, "kind", row["kind"]), column)


def _of_plans(row: Row, metric: str, column: str) -> str:
    return figure_id("rpt_nap_year", (row["year"], row["kind"], metric), column)


def _indicator_unit(row: Row) -> str:
    """Measures begin with what they count, plans on disarmament excepted: these are counted by country."""
    match row["measure"].split("_")[0]:
        case "mission" | "report":
            return "reports"
        case "plans":
            return "countries"
    return str(row["measure"].split("_")[0])


def _indicator_numerator(row: Row) -> str | None:
    if row["measure"] in ("resolutions_naming_1325", "resolutions_on_women"):
        return _of_council(row, "numerator")
    return _of_plans(row, "with_disarmament_yes", "numerator") if row["measure"] == "plans_on_disarmament" else None


def _indicator_denominator(row: Row) -> str | None:
    match row["measure"]:
        case "resolutions_naming_1325" | "resolutions_on_women":
            return _of_council(row, "denominator")
        case "resolutions_under_the_item":
            return of_the_year(row, "resolutions_adopted")
        case "plans_on_disarmament":
            return _of_plans(row, "adopted", "numerator")
        case "countries_with_a_plan_in_force":
            return _of_plans(row, "adopted", "denominator")
    return None


def _indicator_unknown(row: Row) -> str:
    of_disarmament = row["measure"] == "plans_on_disarmament"
    return _of_plans(row, "with_disarmament_unknown" if of_disarmament else "period_unknown", "numerator")


def _indicator_share(row: Row) -> tuple[Formula, Parts]:
    key = (row["indicator_id"], row["measure"], row["kind"], row["period"])
    formula = SHARE if row["unknown"] is None else SHARE_OF_KNOWN
    parts = ("numerator", "denominator") if row["unknown"] is None else ("numerator", "denominator", "unknown")
    return formula, {part: figure_id("rpt_indicator", key, part) for part in parts}


def _indicator_coverage(row: Row) -> tuple[Formula, Parts]:
    return COVERAGE, {
        "known": _of_plans(row, "adopted", "known_count"),
        "stated": _of_plans(row, "adopted", "stated_count"),
    }


INDICATOR = Mart(
    "rpt_indicator",
    (
        Counted("numerator", _indicator_unit, _indicator_numerator),
        Counted("denominator", _indicator_unit, _indicator_denominator),
        Counted("unknown", "countries", _indicator_unknown),
        Reckoned("share", "share, from 0 to 1", "ratio", _indicator_share),
        Reckoned("coverage", "known for one that is stated", "ratio", _indicator_coverage),
    ),
    lambda row: f"Indicator {row['indicator_id']} of S/2010/498: {row['in_words']}; of: {row['kind']}.",
    "select * from rpt_indicator where year = %(year)s"
    ' order by number, indicator_id collate "C", measure collate "C", kind collate "C"',
)
