"""The part of the document on countries: what the Council said on their situations, and their plans."""

from reports.chart_tiles import STATUS
from reports.document_page import Column, Page
from reports.document_pieces import MartRow, Pieces
from reports.document_words import MISSING, day
from reports.edition import Row

_WHY = {
    "no_source_tells_of_a_plan": "no source tells of one",
    "adopted_not_begun": "adopted, not begun",
    "no_source_tells_when_it_ends": "begun, end not known",
    "plans_of_the_year_are_not_followed": "not followed",
}


def write(page: Page) -> None:
    """A row for each country on whose situation the Council adopted a resolution in the year."""
    year = page.edition.year
    page.heading(1, "Countries on whose situation the Council adopted resolutions")
    rows = page.edition.ask(
        "select * from rpt_country_scorecard where year = %s and resolutions_on_situation > 0"
        ' order by country collate "C"',
        [year],
    )
    if not rows:
        page.say(f"No resolution of {year} that is here is on the situation of a country.")
        return
    page.say(
        "{table} lists the countries and territories that the resolutions of the year are on, by agenda item and "
        "title; one resolution may be on several. It sets beside them what the Council asked of their authorities by "
        "name, and the state of their National Action Plans.",
        table=page.next_table.capitalize(),
    )
    heads = ("Resolutions", "Operative paragraphs", "On women", "Asking authorities", "Asking, on women")
    page.table(
        f"Resolutions on the situation of countries, and their plans, {year}",
        [Column("Country", 40), *(Column(head, 17.5, "number") for head in heads), Column("National Action Plan", 46)],
        [_row(row) for row in rows],
        "On women: operative paragraphs that meet definition A. Asking authorities: operative paragraphs of any "
        "resolution that ask the country’s authorities by name; asking, on women: those of them that meet definition "
        f"A. Not followed: no source here follows plans of it. {MISSING}: not known, for lack of English text. That "
        "no source tells of a plan is not to say that there is none. Source: United Nations, machine-readable "
        "resolutions; marts rpt_country_scorecard, fct_nap_status_year.",
    )


def _row(row: Row) -> tuple[Pieces, ...]:
    one = MartRow("rpt_country_scorecard", (row["country_id"], row["year"]), row)
    return (
        row["country"], one.count("resolutions_on_situation"), one.count("operative_paragraphs_on_situation"),
        one.count("wps_paragraphs_on_situation"), one.count("paragraphs_asking_authorities"),
        one.count("wps_paragraphs_asking_authorities"), _plan(row),
    )  # fmt: skip


def _plan(row: Row) -> str:
    why = row["plan_unknown_because"]
    if why is not None:
        return _WHY[why]
    ends = f", ends {day(row['plan_ends_on'])}" if row["plan_status"] in {"in_force", "extended"} else ""
    return f"{STATUS[row['plan_status']][1]}{ends}"
