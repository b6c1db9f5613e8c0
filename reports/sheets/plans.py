"""Sheets on national action plans: counts with their coverage, plan by plan, and what is known by review topic."""

from reports.edition import Edition, Row
from reports.sheets.model import DASH, Cells, Column, Kind, Link, Marked, Sheet, Table, row_ids, with_ids
from reports.trace_topics import KEY, NAP_TOPIC, plans_by_topic
from reports.words import UNITS, alphabetical, listed, spelt

METRICS = (
    "adopted", "plans_adopted", "plans_implied", "adopted_in_year", "adopted_in_year_unknown", "in_force", "extended",
    "expired", "period_unknown", "in_development", "none", "adopted_not_begun", "successor_in_development",
    "ending_this_year", "expiring_next_year",
)  # fmt: skip
"""The order in which they stand; those by budget, monitoring, civil society and disarmament follow."""
COVERAGE = (
    "The sources here tell of a part of the plans that exist: read every count with its coverage. What is not known "
    "here may be in the plan all the same."
)
DISPUTED_FIELDS = {
    "adopted_on": "adopted_on",
    "period_start": "period_start",
    "period_end": "period_end",
    "extended_to": "extended_to",
    "budget": "has_budget",
    "budget_amount": "budget_amount",
    "monitoring": "has_monitoring",
    "indicators": "has_indicators",
    "civil_society": "has_civil_society",
    "disarmament": "has_disarmament",
    "lead_agency": "lead_agency",
    "edition": "edition",
}
"""Field of a dispute -> column of the sheet that is marked; of other fields the disputes stand in their column only."""


def counts(edition: Edition) -> Sheet:
    """Plans adopted, in force, expired and expiring next year, by whose plans are counted."""
    rows = edition.ask(
        "select * from rpt_nap_year where year = %(year)s order by array_position(%(units)s::text[], unit),"
        ' array_position(%(metrics)s::text[], metric), metric collate "C"',
        {"year": edition.year, "units": list(UNITS), "metrics": list(METRICS)},
    )
    columns = [
        Column("Whose plans", "unit", Kind.TEXT, 26),
        Column("What is counted", "metric", Kind.TEXT, 23),
        Column("In words, at 31 December", "definition", Kind.TEXT, 48),
        Column("Counted in", "counts", Kind.TEXT, 10),
        Column("Count", "numerator", Kind.COUNT, 9.5),
        Column("Out of", "denominator", Kind.COUNT, 10.5, missing=DASH),
        Column("Share", "share", Kind.SHARE, 8, missing=DASH),
        Column("Countries with a plan known", "known_count", Kind.COUNT, 11),
        Column("Stated to exist", "stated_count", Kind.COUNT, 11, missing="none stated"),
        Column("Stated in", "stated_unit", Kind.TEXT, 13),
        Column("Limited by", "stated_qualifier", Kind.TEXT, 9),
        Column("Stated as of", "stated_as_of", Kind.TEXT, 11),
        Column("Coverage", "coverage", Kind.SHARE, 9),
        Column("Plans known", "known_plans", Kind.COUNT, 9),
        Column("Coverage by plans", "coverage_by_plans", Kind.SHARE, 11, missing=DASH),
        Column("Page that states it", "stated_source_url", Kind.LINK, 24),
        Column("Provisional", "is_provisional", Kind.YES_NO, 6, upright=True),
        row_ids(40),
    ]
    lines = [
        {**row, "unit": UNITS.get(str(row["unit"]), row["unit"]),
         "metric": spelt(row["metric"]), "stated_qualifier": listed(row["stated_qualifier"]),
         "stated_source_url": _page(row["stated_source_url"])}
        for row in with_ids("rpt_nap_year", ("year", "unit", "metric"), rows)
    ]  # fmt: skip
    return Sheet(
        "Plan counts",
        f"National action plans adopted, in force, expired and expiring next year, at 31 December {edition.year}",
        "Counts of plans and countries, each beside its coverage.",
        [
            Table(
                columns,
                lines,
                "rpt_nap_year",
                parts_at="unit",
                empty=f"Plans are not followed in {edition.year}: the first year is that of the first plan, 2005.",
            )
        ],
        [
            "References to Kosovo are to be understood in the context of Security Council resolution 1244 (1999).",
            f"{COVERAGE} Coverage: countries with a plan that we know, out of what somebody states to exist.",
            f"{DASH} stands where a plain count is out of nothing, or coverage by plans does not apply.",
        ],
        frozen_columns=3,
    )


def one_by_one(edition: Edition) -> Sheet:
    """Each plan that counts as adopted by the end of the year, and what the sources say of it."""
    rows = edition.ask(
        "with disputes as (select nap_id, array_agg(distinct field) as fields, string_agg(distinct"
        " format('%%s: %%s (%%s) against %%s (%%s)', replace(field, '_', ' '), deciding_value, deciding_source,"
        " other_value, other_source), '; ') as sides from fct_nap_dispute group by nap_id)"
        " select n.*, n.nap_id = s.nap_id as counts_now, s.status, s.nap_id as counting, s.expires_next_year,"
        "  s.adopted_not_begun and s.newest_nap_id = n.nap_id and n.in_force_by > %(end)s::date as not_begun,"
        "  left(n.adopted_on, 4) = %(year)s::text as adopted_this_year, d.fields, d.sides, c.claim_url"
        " from fct_nap as n left join fct_nap_status_year as s on s.country_id = n.country_id and s.year = %(year)s"
        " left join disputes as d on d.nap_id = n.nap_id"
        " left join fct_nap_claim as c on c.claim_id = n.adopted_claim_id"
        " where not n.is_planned and (n.adopted_by is null or n.adopted_by <= %(end)s::date)"
        " order by n.country_id, n.edition",
        {"year": edition.year, "end": f"{edition.year}-12-31"},
    )
    rows.sort(key=lambda row: alphabetical(row["country"]))
    unknown = f"{DASH} where no source tells."
    columns = [
        Column("Country", "country", Kind.TEXT, 24),
        Column("Plan", "edition", Kind.NUMBER, 7),
        Column("Adopted", "adopted_on", Kind.TEXT, 11),
        Column("What happened then", "adopted_event", Kind.TEXT, 10),
        Column(f"Adopted in {edition.year}", "adopted_this_year", Kind.YES_NO, 6, "Whether adopted_on is in the year.",
               missing=DASH, upright=True),
        Column("From", "period_start", Kind.TEXT, 10),
        Column("To, as adopted", "period_end", Kind.TEXT, 10),
        Column("Extended to", "extended_to", Kind.TEXT, 10),
        Column("Last day", "ends_on", Kind.DATE, 20),
        Column("State at 31 December", "status", Kind.TEXT, 18,
               "Status of the country (fct_nap_status_year) where this plan decides it; otherwise the plan that does."),
        Column("Ends next year", "expires_next_year", Kind.YES_NO, 6,
               f"Whether it ends in the year after; {DASH} where another plan decides the country's status.",
               missing=DASH, upright=True),
        Column("Budget of its own", "has_budget", Kind.WORDS, 6, f"Topic 5, financing. {unknown}", upright=True),
        Column("Kind of budget", "budget_kinds", Kind.TEXT, 13),
        Column("Amount", "budget_amount", Kind.TEXT, 15),
        Column("Monitoring", "has_monitoring", Kind.WORDS, 6, f"Topic 4, accountability. {unknown}", upright=True),
        Column("Indicators", "has_indicators", Kind.WORDS, 6, f"Topic 4, accountability. {unknown}", upright=True),
        Column("Civil society", "has_civil_society", Kind.WORDS, 6, f"Topic 2, civil society. {unknown}", upright=True),
        Column("Part of civil society", "civil_society_roles", Kind.TEXT, 16),
        Column("Disarmament", "has_disarmament", Kind.WORDS, 6, f"Topic 3, approaches. {unknown}", upright=True),
        Column("Lead agency", "lead_agency", Kind.TEXT, 24),
        Column("Sources disagree on", "sides", Kind.TEXT, 34,
               "Both sides of each dispute with their source, the deciding one first (fct_nap_dispute)."),
        Column("Page on its adoption", "claim_url", Kind.LINK, 12, "Page of the claim that decides adopted_on."),
        Column("Plan id", "nap_id", Kind.CODE, 9),
    ]  # fmt: skip
    return Sheet(
        "Plans",
        f"National action plans adopted by 31 December {edition.year}, plan by plan",
        "Each plan with period, state at the year's end, what is known of it, and where sources disagree.",
        [Table(columns, [_plan(row) for row in rows], "fct_nap", parts_at="country_id",
               empty=f"No plan is known to be adopted by 31 December {edition.year}.")],
        [
            f"{COVERAGE} {DASH} stands for what no source tells. A plan whose adoption nobody dates is listed too.",
            "A value in bold and in a frame is disputed: the column Sources disagree on has both sides. Dates stand as "
            "exact as their source gives them; sources are cited by their page, their words are not reproduced.",
        ],
        frozen_columns=2,
    )  # fmt: skip


def _plan(row: Row) -> Cells:
    cells: Row = {
        **row,
        "adopted_event": listed(row["adopted_event"]),
        "status": _state(row),
        "expires_next_year": row["expires_next_year"] if row["counts_now"] else None,
        "budget_amount": _amount(row),
        "civil_society_roles": listed(row["civil_society_roles"]),
        "budget_kinds": listed(row["budget_kinds"]),
        "claim_url": _page(row["claim_url"]),
    }
    for name in ("has_budget", "has_monitoring", "has_indicators", "has_civil_society", "has_disarmament"):
        cells[name] = DASH if row[name] == "unknown" else row[name]
    for name in ("adopted_on", "period_start", "period_end", "lead_agency"):
        cells[name] = DASH if row[name] is None else spelt(row[name]) if row[name] == "not_specified" else row[name]
    disputed = {DISPUTED_FIELDS[field] for field in row["fields"] or [] if field in DISPUTED_FIELDS}
    return {name: Marked(value) if name in disputed else value for name, value in cells.items()}


def _state(row: Row) -> str:
    if row["counts_now"]:
        return spelt(row["status"])
    if row["not_begun"]:
        return "adopted, not begun"
    return DASH if row["counting"] is None else f"see {row['counting']}"


def _amount(row: Row) -> str | None:
    if row["budget_amount"] is None:
        return None
    amount = str(row["budget_amount"])
    written = f"{int(amount):,}" if amount.isascii() and amount.isdigit() else amount
    return f"{written} {listed(row['budget_unit'])}".strip()


def by_topic(edition: Edition) -> Sheet:
    """Of the plans adopted by the end of the year: how much is known, under each topic of review."""
    means = dict(NAP_TOPIC.docs)
    columns = [
        Column("Topic", "topic_number", Kind.NUMBER, 13),
        Column("Topic of review", "topic", Kind.TEXT, 46),
        Column("What is asked", "field_in_words", Kind.TEXT, 40),
        Column("Plans", "plans", Kind.COUNT, 10, means["plans"]),
        Column("Known", "known", Kind.COUNT, 10, means["known"]),
        Column("Not known", "unknown", Kind.COUNT, 10, means["unknown"]),
        Column("Share known", "share_known", Kind.SHARE, 13, means["share_known"]),
        Column("Disputed", "disputed", Kind.COUNT, 10, means["disputed"]),
        row_ids(50),
    ]
    lines = with_ids(NAP_TOPIC.name, KEY, plans_by_topic(edition))
    return Sheet(
        "Plans by topic",
        f"What is known of the plans adopted by 31 December {edition.year}, by topic of review",
        "Under each of the five topics of review: of how many plans it is known, unknown or disputed.",
        [Table(columns, lines, "fct_nap_topic", parts_at="topic_number",
               empty=f"No plan is known to be adopted by 31 December {edition.year}.")],
        [
            "Counted over plans, each edition, of all countries, as known now. How many plans say yes, no or nothing "
            "on budget, monitoring, civil society and disarmament is on the sheet Plan counts.",
            "What is missing here is missing in our sources, not necessarily in the plan.",
        ],
    )  # fmt: skip


def _page(address: str | None) -> Link | None:
    return None if address is None else Link(address, "page")
