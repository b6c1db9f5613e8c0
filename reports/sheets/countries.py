"""The sheet of scorecards: each country's plan, what the Council said to it, and how it voted."""

from reports.edition import Edition, Row
from reports.sheets.model import DASH, Cells, Column, Kind, Sheet, Table, row_ids, with_ids
from reports.words import alphabetical, spelt

_WHY = {
    "no_source_tells_of_a_plan": "no plan known",
    "no_plan_is_known": "no plan known",
    "adopted_not_begun": "plan not begun",
    "no_source_tells_when_it_ends": "end of plan not told",
    "plans_of_the_year_are_not_followed": "plans not followed",
    "no_source_tells_of_budget": "budget not told",
    "no_source_tells_of_monitoring": "monitoring not told",
    "no_source_tells_of_civil_society": "civil society not told",
    "no_source_tells_of_disarmament": "disarmament not told",
    "no_resolution_on_its_situation": "no resolution on it",
    "no_english_text": "no English text",
    "no_resolution_of_the_year_is_here": "no resolution of the year here",
    "no_vote_list_of_the_year": "no list of votes",
    "not_among_those_who_voted": "no vote in the Council",
    "no_resolution_under_the_item_in_the_year": "no resolution under the item",
    "no_vote_on_the_item_listed": "no vote under the item listed",
}
"""Why something is not known, shorter than the marts say it: most rows have several."""
_REASONS = (
    "plan_unknown_because",
    "quality_unknown_because",
    "situation_unknown_because",
    "authorities_unknown_because",
    "votes_unknown_because",
)


def scorecards(edition: Edition) -> Sheet:
    """What is known of each country in the year."""
    rows = edition.ask(
        "select * from rpt_country_scorecard where year = %(year)s order by country_id", {"year": edition.year}
    )
    rows.sort(key=lambda row: alphabetical(row["country"]))
    columns = [
        Column("Country", "country", Kind.TEXT, 26),
        Column("What it is", "entity_type", Kind.TEXT, 14),
        Column("State of its plan", "plan_status", Kind.TEXT, 12),
        Column("Newest plan", "nap_id", Kind.TEXT, 9),
        Column("Plan ends on", "plan_ends_on", Kind.DATE, 20, missing=DASH),
        _yes_no("Ends next year", "expires_next_year"),
        _yes_no("Next plan being made", "successor_in_development"),
        _said("Budget of its own", "has_budget"),
        _said("Monitoring", "has_monitoring"),
        _said("Civil society", "has_civil_society"),
        _said("Disarmament", "has_disarmament"),
        _count("Resolutions on its situation", "resolutions_on_situation"),
        _count("Of these, with English text", "resolutions_on_situation_with_text"),
        _count("Operative paragraphs", "operative_paragraphs_on_situation"),
        _count("Of these, on women", "wps_paragraphs_on_situation"),
        _count("Paragraphs asking its authorities", "paragraphs_asking_authorities"),
        _count("Of these, on women", "wps_paragraphs_asking_authorities"),
        _yes_no("Voted in the Council", "voted_in_the_council"),
        _count("Under the item: in favour", "wps_item_in_favour"),
        _count("Under the item: against", "wps_item_against"),
        _count("Under the item: abstaining", "wps_item_abstaining"),
        _count("With language A: in favour", "wps_language_in_favour"),
        _count("With language A: against", "wps_language_against"),
        _count("With language A: abstaining", "wps_language_abstaining"),
        Column("What is not known or has no value, and why", "why", Kind.TEXT, 56,
               "The columns that end in unknown_because, in words."),
        row_ids(28),
    ]  # fmt: skip
    lines = with_ids("rpt_country_scorecard", ("country_id", "year"), [_in_words(row) for row in rows])
    return Sheet(
        "Country scorecards",
        f"Countries in {edition.year}: their plans, what the Council said to them, how they voted",
        "For each country: its plan and what it has, paragraphs on it and to it, and its votes.",
        [Table(columns, lines, "rpt_country_scorecard", empty=f"No country is followed in {edition.year}.")],
        [
            f"{DASH} stands for what is not known, or has no value; why is in the last but one column. It is never "
            "zero. The plan is that of 31 December, as known now; the sources do not tell of every plan.",
            "The item: Women and peace and security. Language A: resolutions whose body meets definition A. Paragraphs "
            "are operative, top level.",
        ],
        frozen_columns=1,
    )


def _in_words(row: Row) -> Cells:
    codes = [code for name in _REASONS if row[name] is not None for code in row[name].split(", ")]
    why = dict.fromkeys(_WHY.get(code, spelt(code)) for code in codes)
    said = ("has_budget", "has_monitoring", "has_civil_society", "has_disarmament")
    return {
        **row,
        **{name: row[name] or DASH for name in said},
        "entity_type": spelt(row["entity_type"]),
        "plan_status": DASH if row["plan_status"] is None else spelt(row["plan_status"]),
        "nap_id": row["nap_id"] or DASH,
        "why": "; ".join(why),
    }


def _count(header: str, name: str) -> Column:
    return Column(header, name, Kind.COUNT, 6.5, missing=DASH, upright=True)


def _yes_no(header: str, name: str) -> Column:
    return Column(header, name, Kind.YES_NO, 6, missing=DASH, upright=True)


def _said(header: str, name: str) -> Column:
    return Column(header, name, Kind.WORDS, 6, upright=True)
