"""The part of the document on National and Regional Action Plans; no count of plans stands without its coverage."""

from collections.abc import Mapping

from reports.chart_plans import UNIT
from reports.chart_style import Chart
from reports.document_page import Column, Page
from reports.document_pieces import MartRow, Pieces
from reports.document_words import MISSING, day, listed, moment, ordinal
from reports.edition import Row

_STATES = (
    ("adopted", "Adopted a plan by 31 December"),
    ("in_force", "With a plan in force"),
    ("extended", "With a plan in force by an extension only"),
    ("expired", "Whose newest plan that has begun has expired"),
    ("period_unknown", "With a plan that has begun and whose end is not known"),
    ("in_development", "Without a plan, and a source of the year says that one is being made"),
    ("adopted_not_begun", "With a plan that is adopted and begins later"),
    ("none", "Of whom no source tells of a plan that has begun"),
    ("expiring_next_year", "Whose plan in force ends in the year after"),
)
_QUALITIES = (
    ("Financing (topic 5)", "with_budget", "Has a budget of its own"),
    ("Accountability (topic 4)", "with_monitoring", "Provides for monitoring"),
    ("Civil-society involvement (topic 2)", "with_civil_society", "Gives civil society a part"),
    ("Approaches to implementation (topic 3)", "with_disarmament", "Speaks of disarmament"),
)
_DISPUTED = "†"
BOUNDS = (
    "The sources hold a part of the plans that exist: counts of countries that adopted a plan or have one in force are "
    "lower bounds, that of countries of whose plan no source tells is an upper bound, and those of plans that expired "
    "or whose end is not known may err either way."
)


def write(page: Page, charts: Mapping[str, Chart]) -> None:
    """Sections on plans; for years whose plans are not followed a sentence that says so."""
    year = page.edition.year
    page.heading(1, "Action plans")
    of = {
        row["metric"]: MartRow("rpt_nap_year", (row["year"], row["unit"], row["metric"]), row)
        for row in page.edition.ask(
            "select * from rpt_nap_year where year = %s and unit = %s order by metric", [year, UNIT]
        )
    }
    if not of:
        page.say(f"Plans of {year} are not followed: the first National Action Plan known here is of a later year.")
        return
    page.heading(2, "National Action Plans at the end of the year")
    _counts(page, of)
    page.picture(charts["plans_by_year"])
    _expiring(page, of)
    page.picture(charts["plan_status_map"])
    _qualities(page, of)
    _practices(page)
    _disputes(page)
    _regional(page)


def covered(row: MartRow) -> Pieces:
    """The sentence on coverage, with what it is reckoned from."""
    if row.values["coverage"] is None:
        return "The coverage is not known, for nobody states how many plans there were by then."
    return (
        "Coverage is ", row.per_cent("coverage"), " per cent: the sources here tell of ", row.count("known_count"),
        f" countries by {moment(row.values['stated_as_of'])}, for which others state ", row.count("stated_count"),
        f" {row.values['stated_unit']}.",
    )  # fmt: skip


def coverage(row: MartRow) -> Pieces:
    """What stands beside each count of plans."""
    if row.values["coverage"] is None:
        return "coverage not known"
    return "coverage ", row.per_cent("coverage"), " per cent"


def _counts(page: Page, of: Mapping[str, MartRow]) -> None:
    year, adopted = page.edition.year, of["adopted"]
    page.say(
        "As known now, {adopted} had adopted a National Action Plan by 31 December {year}. {coverage} {bounds}"
        "{provisional}",
        adopted=adopted.out_of("Member State", "Member States"),
        year=str(year),
        coverage=covered(adopted),
        bounds=BOUNDS,
        provisional=" The year still runs: its figures are provisional." if adopted.values["is_provisional"] else "",
    )
    page.say(
        "Of these, {force} had a plan in force as adopted and {extended} by an extension; for {expired} the newest "
        "plan had expired, and for {unknown} no source that may decide tells when it ends. In the year itself {new} "
        "adopted. {figure} shows the years, {map} each Member State.",
        force=of["in_force"].in_words("numerator"),
        extended=of["extended"].in_words("numerator"),
        expired=of["expired"].in_words("numerator"),
        unknown=of["period_unknown"].in_words("numerator"),
        new=of["adopted_in_year"].of_noun("numerator", "plan is known to have been", "plans are known to have been"),
        figure=page.next_figure.capitalize(),
        map=page.figure_after(1),
    )
    page.table(
        f"Member States and their National Action Plans at 31 December {year}",
        [Column("Member States", 80),
         *(Column(head, 22.5, "number") for head in ("Number", "Of", "Per cent", "Coverage, per cent"))],
        [
            (words, row.count("numerator"), row.count("denominator"), row.per_cent(), row.per_cent("coverage"))
            for metric, words in _STATES
            for row in [of[metric]]
        ],
        "States are those at 31 December, as known now. Shares are of all Member States of the year, or of those "
        "with a plan. Coverage: Member States of whose plan the sources here tell, per cent of the nearest count "
        f"that somebody states, both at the date of that count: a plan of which only the year is known stands at 31 "
        "December, so coverage may be more than is shown. Pages of today do not say which plans were being made in "
        f"earlier years: few sources of a year do. {MISSING}: not known. Source: register of plans of this project; "
        "pages of 1325naps.peacewomen.org, www.peacewomen.org and wpsfocalpointsnetwork.org; mart rpt_nap_year.",
    )  # fmt: skip


def _expiring(page: Page, of: Mapping[str, MartRow]) -> None:
    year = page.edition.year
    page.heading(2, f"Plans that end in {year + 1}")
    rows = page.edition.ask(
        "select dim_country.name, nap.edition, status.ends_on, nap.disputes from fct_nap_status_year as status"
        " join fct_nap as nap using (nap_id) join dim_country on status.country_id = dim_country.country_id"
        " where status.year = %s and status.expires_next_year and status.entity_type = 'member_state'"
        ' order by status.ends_on, dim_country.name collate "C"',
        [year],
    )
    expiring = of["expiring_next_year"]
    page.say(
        "Of the Member States with a plan, {count} {has} one in force that ends in {next} ({coverage}).{names}",
        count=expiring.in_words("numerator"),
        has="have" if expiring.values["numerator"] > 1 else "has",
        next=str(year + 1),
        coverage=coverage(expiring),
        names=f" They are listed in {page.next_table}." if rows else "",
    )  # fmt: skip
    if rows:
        page.table(
            f"National Action Plans in force at the end of {year} that end in {year + 1}",
            [Column("Member State", 90), Column("Plan", 35), Column("Ends on", 45)],
            [
                (row["name"], ordinal(row["edition"]) + (_DISPUTED if row["disputes"] else ""), day(row["ends_on"]))
                for row in rows
            ],
            (f"{_DISPUTED} Sources disagree on a field of this plan. " if any(row["disputes"] for row in rows) else "")
            + "Source: mart fct_nap_status_year.",
        )  # fmt: skip


def _qualities(page: Page, of: Mapping[str, MartRow]) -> None:
    page.heading(2, "Plans by review topic")
    page.say(
        "{table} says of the newest plan of each Member State that has adopted one what the sources tell on four of "
        "the topics by which plans are reviewed. Where they do not tell, this is counted as not known: it is not to "
        "say that the plan lacks it ({coverage}).",
        table=page.next_table.capitalize(),
        coverage=coverage(of["adopted"]),
    )
    page.table(
        f"Newest National Action Plans of Member States by review topic, {page.edition.year}",
        [Column("Topic", 58), Column("The newest plan …", 48),
         *(Column(head, 16, "number") for head in ("Yes", "No", "Not known", "Of"))],
        [
            (topic, words, *(of[f"{field}_{answer}"].count("numerator") for answer in ("yes", "no", "unknown")),
             of[f"{field}_yes"].count("denominator"))
            for topic, field, words in _QUALITIES
        ],
        "Topics of the Global Review (UN Women). Topic 1, process of development, is about the adoption itself: table "
        "on Member States above. Source: mart rpt_nap_year.",
    )  # fmt: skip


def _practices(page: Page) -> None:
    rows = page.edition.ask(
        "select practice.practice, practice.country, practice.edition, is_disputed, topic_number from rpt_practice as "
        "practice join fct_nap as nap using (nap_id) where adopted_by <= make_date(%s, 12, 31)"
        ' order by topic_number, practice.practice_id collate "C", practice.country collate "C", practice.edition',
        [page.edition.year],
    )
    page.heading(2, "Plans that stand out")
    if not rows:
        page.say(
            "No source tells of a plan adopted by then that stands out by one of the practices that are looked for."
        )
        return
    page.say(
        "{table} names plans adopted by the end of the year that stand out, as known now. A plan that is not named "
        "may do as well: most fields of most plans are unknown to the sources. The pages that bear each are in "
        "rpt_practice.",
        table=page.next_table.capitalize(),
    )
    practices = dict.fromkeys(row["practice"] for row in rows)
    page.table(
        "Plans that stand out, by practice",
        [Column("Practice", 62), Column("Plans", 108)],
        [(practice, "; ".join(_plan(row) for row in rows if row["practice"] == practice)) for practice in practices],
        (
            ""
            if not any(row["is_disputed"] for row in rows)
            else f"{_DISPUTED} Another source contradicts what bears it. "
        )
        + "Source: mart rpt_practice.",
    )


def _plan(row: Row) -> str:
    return f"{row['country']} ({ordinal(row['edition'])}){_DISPUTED if row['is_disputed'] else ''}"


def _disputes(page: Page) -> None:
    rows = page.edition.ask(
        "select dispute.country_id, dim_country.name, dispute.edition, array_agg(distinct field order by field) as "
        "fields from fct_nap_dispute as dispute join dim_country using (country_id) join fct_nap as nap using "
        "(nap_id) where adopted_by <= make_date(%s, 12, 31) group by dispute.country_id, dim_country.name, "
        "dispute.edition"
        ' order by dim_country.name collate "C", dispute.edition',
        [page.edition.year],
    )
    page.heading(2, "Where sources disagree")
    if not rows:
        page.say("On no plan adopted by then do the sources disagree.")
        return
    plans = [
        f"{row['name']} ({ordinal(row['edition'])} plan: {listed([_FIELDS.get(one, one) for one in row['fields']])})"
        for row in rows
    ]
    page.say(
        "Sources disagree on fields of these plans adopted by then: {plans}. Both sides, and the rule that decides, "
        "are in fct_nap_dispute.",
        plans="; ".join(plans),
    )


_FIELDS = {
    "adopted_on": "adoption",
    "period_start": "begin",
    "period_end": "end",
    "extended_to": "extension",
    "edition": "number",
    "budget": "budget",
    "budget_amount": "amount of the budget",
    "civil_society": "civil society",
    "monitoring": "monitoring",
    "disarmament": "disarmament",
    "lead_agency": "lead agency",
    "predecessors": "number of plans before it",
}


def _regional(page: Page) -> None:
    rows = page.edition.ask(
        "select organisation, title, adopted_as_given, period_start, period_end from dim_regional_plan"
        " where is_plan and left(adopted_as_given, 4)::integer <= %s"
        ' order by adopted_as_given collate "C", title collate "C"',
        [page.edition.year],
    )
    page.heading(2, "Regional Action Plans")
    if not rows:
        page.say("No source here tells of a regional plan adopted by then, which is not to say that there was none.")
        return
    counted = page.edition.ask(
        "select * from rpt_nap_year where year = %s and unit = 'regional_body' and metric = 'plans_adopted'",
        [page.edition.year],
    )
    known = [MartRow("rpt_nap_year", (row["year"], row["unit"], row["metric"]), row) for row in counted]
    page.say(
        "The sources tell of {count} adopted by then{coverage}. {table} lists them; mere mentions and declarations "
        "are left out.",
        count=known[0].of_noun("numerator", "regional plan", "regional plans") if known else "regional plans",
        coverage=_regional_coverage(known),
        table=page.next_table.capitalize(),
    )
    page.table(
        "Regional plans known here",
        [Column("Organization or region", 50), Column("Title", 62), Column("Adopted", 32), Column("Period", 26)],
        [
            (row["organisation"], row["title"], moment(row["adopted_as_given"]),
             f"{row['period_start'] or MISSING}–{row['period_end'] or MISSING}")
            for row in rows
        ],
        f"{MISSING}: no source names it. Source: mart dim_regional_plan, with the page that names each.",
    )  # fmt: skip


def _regional_coverage(known: list[MartRow]) -> Pieces:
    if not known or known[0].values["stated_count"] is None:
        return " (how many there were, nobody stated by then)"
    row = known[0]
    return (" (others state ", row.count("stated_count"), f" as of {moment(row.values['stated_as_of'])})")
