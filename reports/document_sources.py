"""The front page of the document, what it is made from, and the definitions of what it counts."""

from reports.chart_force import SCALE_NAME
from reports.document_council import council_rows
from reports.document_page import Column, Page
from reports.document_pieces import MartRow, Pieces
from reports.document_plans import covered
from reports.document_words import day, sentence

NOT_UN = (
    "This is not a United Nations document, and no organ of the United Nations has seen it. The WPS Accountability "
    "Warehouse made it by rule from public sources, in the form of an annex so that its text can be lifted. Only a "
    "document under its own United Nations symbol is official."
)


def front(page: Page) -> None:
    """Masthead, title and standing."""
    edition = page.edition
    page.line("Masthead", "WPS Accountability Warehouse")
    page.line("Mastheadline", f"Yearly extract {edition.year}, {edition.origin.label}")
    page.line("Mastheadline", f"{day(edition.origin.dated.date())}. Original: English")
    page.line("Standing", NOT_UN)
    page.line(
        "Title", f"Women and peace and security in {edition.year}: the Security Council and National Action Plans"
    )


def summary(page: Page) -> None:
    """What the year shows, in a few sentences; and the warnings with which it was published."""
    year, of = page.edition.year, council_rows(page)
    now = of[year, "A", "body"]
    page.line("Headingunnumbered", "Summary")
    if now.values["share"] is None:
        page.line(
            "Summary",
            f"No English text of a resolution of {year} is among the sources: what the Council said is not known.",
        )
    else:
        page.line(
            "Summary",
            "In {year}, {matching} of the Security Council referred to women, girls or gender in the body "
            "(definition A), or {share} per cent. {others}",
            year=str(year),
            matching=now.out_of("resolution", "resolutions"),
            share=now.per_cent(),
            others=_others([one for (when, _, _), one in of.items() if when == year]),
        )
    commitments = page.edition.ask(
        "select * from rpt_commitment_year where year = %s and scope = 'wps' and addressee_class = 'all' and verb_id "
        "= 'all'",
        [year],
    )[0]
    if commitments["commitments"]:
        asked = MartRow("rpt_commitment_year", (year, "wps", "all", "all"), commitments)
        page.line(
            "Summary",
            "Operative paragraphs that met definition A held {commitments}, in {resolutions}.",
            commitments=asked.of_noun("commitments", "commitment", "commitments"),
            resolutions=asked.of_noun("resolutions", "resolution", "resolutions"),
        )
    _plans_in_brief(page)
    if page.edition.warnings:
        page.line(
            "Summary",
            "The checks of this release raised warnings. Expected, and not so everywhere: {expected}. Section I says "
            "more: read it before quoting a figure.",
            expected="; ".join(one.description.rstrip(".") for one in page.edition.warnings),
        )


def _others(rows: list[MartRow]) -> Pieces:
    """How far the share depends on definition and scope."""
    lowest, *_, highest = sorted(rows, key=lambda one: (one.values["share"], one.id))
    if lowest.values["share"] == highest.values["share"]:
        return "It is the same by every definition."
    return (
        "By definition and scope it lies between ", lowest.per_cent(), " and ", highest.per_cent(),
        " per cent: no figure should be quoted without its definition.",
    )  # fmt: skip


def _plans_in_brief(page: Page) -> None:
    rows = page.edition.ask(
        "select * from rpt_nap_year where year = %s and unit = 'member_state' and metric in ('adopted', 'in_force')"
        " order by metric",
        [page.edition.year],
    )
    if not rows:
        return
    adopted, in_force = (MartRow("rpt_nap_year", (row["year"], row["unit"], row["metric"]), row) for row in rows)
    page.line(
        "Summary",
        "As known now, {adopted} had adopted a National Action Plan by the end of the year, and {force} had one in "
        "force. {coverage} Both are lower bounds.",
        adopted=adopted.out_of("Member State", "Member States"),
        force=in_force.in_words("numerator"),
        coverage=covered(adopted),
    )


def made_from(page: Page) -> None:
    """Release, date, sources and warnings."""
    edition, origin = page.edition, page.edition.origin
    page.heading(1, "What this annex is made from")
    of = {
        True: f"release {origin.release_id} of the warehouse, published on {day(origin.dated.date())}",
        False: f"the warehouse as of {day(origin.dated.date())}: what pages said up to then, read by today’s rules",
    }[origin.release_id is not None]
    page.say(
        f"All figures are of {edition.year} unless another year is named, and are taken from {of}. {{table}} names the "
        "sources. Resolutions count in the year of their symbol.",
        table=page.next_table.capitalize(),
    )
    page.table(
        "Sources, with acknowledgement",
        [Column("Source", 50), Column("Acknowledgement", 84), Column("Last read", 36)],
        [
            (one.declared.title, one.declared.acknowledgement,
             "not read" if one.accepted_at is None else day(one.accepted_at.date()))
            for one in edition.sources
        ],
        "Besides, the registers of this project: national and regional plans, stated figures, definitions and rules. "
        "Texts of resolutions and statements are quoted with the United Nations acknowledged; texts of other sources "
        "are cited and not reproduced.",
    )  # fmt: skip
    if origin.release_id is None:
        page.say("What is built as of a past time passes no gate, so there are no warnings of checks to report.")
    elif not edition.warnings:
        page.say("The checks that this release passed raised no warning.")
    else:
        page.say(
            "The checks that this release passed raised these warnings. Each says what was expected, and what was seen."
        )
        for one in edition.warnings:
            page.item("{expected} {seen}", expected=sentence(one.description), seen=one.seen)
    page.say(
        "Each number taken from the warehouse is linked to the index “Figures in this document” at the end, which "
        "gives its id; the id shows as well when one points at the number. It is the row and the column, joined by a "
        "slash: council_year/{year}/A/body/numerator, for one. The command wps trace prints the paragraphs, plans and "
        "pages behind an id.",
        year=str(edition.year),
    )


def definitions(page: Page) -> None:
    """What is counted, in words."""
    page.heading(1, "Definitions")
    rows = page.edition.ask("select distinct definition_id, definition from rpt_council_year order by definition_id")
    page.say(
        "No one definition of language on women and peace and security is agreed. Four are used side by side; every "
        "figure names its own. {table} gives them in words.",
        table=page.next_table.capitalize(),
    )
    page.table(
        "Definitions of language on women and peace and security",
        [Column("Definition", 26), Column("In words", 144)],
        [(row["definition_id"], row["definition"]) for row in rows],
        "The ten resolutions: 1325 (2000), 1820 (2008), 1888 (2009), 1889 (2009), 1960 (2010), 2106 (2013), 2122 "
        "(2013), 2242 (2015), 2467 (2019) and 2493 (2019).",
    )
    page.say(
        "Body means the preamble and all paragraphs of the main body; body and annexes means all text. A resolution "
        "counts once. The denominator is resolutions with English text. Operative paragraphs are counted at the top "
        "level: one meets a definition by its own text or by that of a sub-paragraph."
    )
    page.say(
        f"The force of a commitment is the place of its verb on a published scale, here that of {SCALE_NAME}; no scale "
        "is official. The status of a National Action Plan is the one at 31 December as known now: in force, in force "
        "by an extension, expired, end not known, being made, or none that a source tells of. Coverage is the "
        "countries of whose plan the sources here tell, as a share of the nearest count of plans that somebody "
        "states."
    )
