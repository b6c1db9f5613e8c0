"""The part of the document on the Security Council in the year: shares, agenda items, kinds, themes, statements."""

from collections.abc import Mapping

from reports.chart_council import DEFINITIONS
from reports.chart_style import Chart
from reports.document_page import Column, Page
from reports.document_pieces import MartRow, Pieces, moved
from reports.document_words import MISSING, day, listed, shortened, span
from reports.edition import Row

SCOPES = {"body": "Body", "body_and_annexes": "Body and annexes"}
KINDS = {
    "mandate_renewal": "Mandate renewal",
    "sanctions_renewal": "Sanctions renewal",
    "country_or_situation": "Country or situation, other",
    "thematic": "Thematic",
    "admission_of_a_member": "Admission of a Member",
    "other": "Other",
    "unknown": "Not known",
}
_TEN = 10


def write(page: Page, charts: Mapping[str, Chart]) -> None:
    """Sections on the Council, with the charts of shares and themes."""
    page.heading(1, f"The Security Council in {page.edition.year}")
    shares(page, charts)
    parts(page)
    themes(page, charts)


def council_rows(page: Page) -> dict[tuple[int, str, str], MartRow]:
    """All rows of rpt_council_year, by their key."""
    rows = page.edition.ask("select * from rpt_council_year order by year, definition_id, scope")
    return {
        (row["year"], row["definition_id"], row["scope"]): MartRow(
            "rpt_council_year", (row["year"], row["definition_id"], row["scope"]), row
        )
        for row in rows
    }


def shares(page: Page, charts: Mapping[str, Chart]) -> None:
    """Shares by definition and scope, their change on the year before, and ten years."""
    year, of = page.edition.year, council_rows(page)
    page.heading(2, "Resolutions with language on women and peace and security")
    main = of[year, "A", "body"]
    if main.values["denominator"] == 0:
        page.say(
            "The source names {adopted} of {year} and holds the English text of none, so no share is known.",
            adopted=main.of_noun("resolutions_adopted", "resolution", "resolutions"),
            year=str(year),
        )
    else:
        _said(page, main, of.get((year - 1, "A", "body")))
        page.say(
            "The share depends on the definition. By definition AC it was {ac} per cent, by definition AOP, which "
            "looks at operative paragraphs only, {aop} per cent, and by definition B, which asks for the phrase or "
            "for one of the ten resolutions, {b} per cent. {table} gives the figures by definition and scope, {ten} "
            "those of up to ten years.",
            ac=of[year, "AC", "body"].per_cent(),
            aop=of[year, "AOP", "body"].per_cent(),
            b=of[year, "B", "body"].per_cent(),
            table=page.next_table.capitalize(),
            ten=page.table_after(1),
        )
        page.say(
            "Definition A was met by {operative} of the year, by themselves or in a sub-paragraph, and by {recitals}.",
            operative=main.out_of(
                "operative paragraph", "operative paragraphs", "operative_paragraphs_matching", "operative_paragraphs"
            ),
            recitals=main.out_of(
                "preambular paragraph",
                "preambular paragraphs",
                "preambular_paragraphs_matching",
                "preambular_paragraphs",
            ),
        )
    page.table(
        f"Resolutions of {year} with language on women and peace and security, by definition and scope",
        [Column("Definition", 24), Column("Scope", 42),
         *_numbers("Resolutions", "Of", "Per cent", f"Change on {year - 1}")],
        [
            (definition, words, now.count("numerator"), now.count("denominator"), now.per_cent(),
             now.change(of.get((year - 1, definition, scope))))
            for definition in DEFINITIONS
            for scope, words in SCOPES.items()
            for now in [of[year, definition, scope]]
        ],
        f"Change in percentage points. {MISSING}: not known; there is no English text of the one year or the other. "
        "Source: United Nations, machine-readable resolutions; mart rpt_council_year.",
    )  # fmt: skip
    _ten_years(page, of)
    page.picture(charts["share_by_year"])


def _said(page: Page, now: MartRow, before: MartRow | None) -> None:
    compared: Pieces = f". There is no figure of {page.edition.year - 1} to compare it with."
    if before is not None and before.values["share"] is not None:
        compared = (
            f", {moved(now, before)} ", before.per_cent(), f" per cent in {page.edition.year - 1} (",
            *before.out_of("resolution", "resolutions"), ").",
        )  # fmt: skip
    page.say(
        "In {year} the Security Council adopted {adopted}. Definition A (women, girls, gender or female named) was "
        "met by the body of {matching}, or {share} per cent{compared}",
        year=str(page.edition.year),
        adopted=now.of_noun("resolutions_adopted", "resolution", "resolutions"),
        matching=now.out_of("resolution", "resolutions"),
        share=now.per_cent(),
        compared=compared,
    )
    if now.values["without_english_text"]:
        page.say(
            "The English text of {missing} is not among the sources. What is not read is in no denominator.",
            missing=now.of_noun("without_english_text", "resolution", "resolutions"),
        )


def _ten_years(page: Page, of: Mapping[tuple[int, str, str], MartRow]) -> None:
    last = page.edition.year
    years = [year for year in range(last - _TEN + 1, last + 1) if (year, "A", "body") in of]
    page.table(
        f"Share of resolutions by definition, {span(years)} (body; per cent)",
        [Column("Year", 26), *_numbers("Resolutions with text", *DEFINITIONS)],
        [
            (str(year), of[year, "A", "body"].count("denominator"),
             *(of[year, definition, "body"].per_cent() for definition in DEFINITIONS))
            for year in years
        ],
        "Source: United Nations, machine-readable resolutions; mart rpt_council_year.",
    )  # fmt: skip


def parts(page: Page) -> None:
    """The same by kind of resolution and by agenda item."""
    year = page.edition.year
    rows = page.edition.ask(
        "select * from rpt_council_year_by where year = %s and definition_id = 'A' and scope = 'body'"
        ' order by by, denominator desc, value collate "C"',
        [year],
    )
    of = {
        by: [_part(row) for row in rows if row["by"] == by and row["resolutions_adopted"]]
        for by in ("kind", "agenda_item")
    }
    page.heading(2, "By kind of resolution and agenda item")
    page.say(
        "{kinds} divides the resolutions of the year by their kind, {items} by the agenda item under which they were "
        "adopted. {wps}",
        kinds=page.next_table.capitalize(),
        items=page.table_after(1),
        wps=_under_the_item(page),
    )
    page.table(
        f"Resolutions of {year} that meet definition A, by kind",
        [Column("Kind", 70), *_numbers("Resolutions", "Of", "Per cent", "Operative paragraphs")],
        [(KINDS[one.values["value"]], *_counts(one)) for one in of["kind"]],
        "The kind is read from agenda item and title by rules of this project (seed resolution_kinds). Operative "
        "paragraphs: those that meet definition A. "
        "Source: United Nations, machine-readable resolutions; mart rpt_council_year_by.",
    )
    page.table(
        f"Resolutions of {year} that meet definition A, by agenda item",
        [Column("Agenda item", 98), *_numbers("Resolutions", "Of", "Per cent", "Operative paragraphs", mm=18)],
        [(shortened(one.values["value"], 170), *_counts(one)) for one in of["agenda_item"]],
        "Agenda items as the source writes them; spellings that differ there stand apart. Operative paragraphs: those "
        "that meet definition A. "
        "Source: United Nations, machine-readable resolutions; mart rpt_council_year_by.",
    )


def _under_the_item(page: Page) -> Pieces:
    rows = page.edition.ask(
        "select symbol, document_url from dim_resolution where year = %s and is_wps_agenda_item order by "
        "resolution_number",
        [page.edition.year],
    )
    if not rows:
        return "No resolution was adopted under the agenda item “Women and peace and security”."
    names = listed([row["symbol"] for row in rows])
    return f"Under the agenda item “Women and peace and security” the Council adopted {names}."


def _part(row: Row) -> MartRow:
    key = (row["year"], row["definition_id"], row["scope"], row["by"], row["value"])
    return MartRow("rpt_council_year_by", key, row)


def _counts(one: MartRow) -> tuple[Pieces, ...]:
    matching = one.count("operative_paragraphs_matching") if one.values["denominator"] else MISSING
    return one.count("numerator"), one.count("denominator"), one.per_cent(), matching


def themes(page: Page, charts: Mapping[str, Chart]) -> None:
    """Themes of the year: the archive's tags and the lexicon's, apart."""
    year = page.edition.year
    rows = page.edition.ask(
        "select rpt_theme_year.*, theme.name from rpt_theme_year join dim_theme as theme using (theme_id)"
        ' where year = %s and theme.is_registered order by theme.name collate "C"',
        [year],
    )
    of = {
        (row["theme_id"], row["said_by"]): MartRow("rpt_theme_year", (year, row["theme_id"], row["said_by"]), row)
        for row in rows
    }
    page.heading(2, "Themes")
    archive = next(one for (_, by), one in of.items() if by == "archive")
    lexicon = next(one for (_, by), one in of.items() if by == "lexicon")
    if archive.values["unknown_because"] is not None:
        page.say(
            f"PeaceWomen’s archive holds nothing of {year}: for its tags there is no data, which is not to say that "
            "the Council was silent. The lexicon of this project carries the series on."
        )
    else:
        page.say(
            "PeaceWomen’s archive holds extracts of {read} of the year; its tags are a lower bound. The lexicon of "
            "this project looked at {all}, which is all with English text. The two are never counted together.",
            read=archive.of_noun("resolutions_read", "resolution", "resolutions"),
            all=lexicon.of_noun("resolutions_read", "resolution", "resolutions"),
        )
    page.table(
        f"Resolutions of {year} under each theme",
        [Column("Theme", 66), *_numbers("Archive: resolutions", "Per cent", "Operative paragraphs", mm=17),
         *_numbers("Lexicon: resolutions", "Per cent", "Operative paragraphs", mm=17)],
        [
            (row["name"], *(cell for by in ("archive", "lexicon") for cell in _theme(of[row["theme_id"], by])))
            for row in rows
            if row["said_by"] == "lexicon"
        ],
        f"Per cent of the year’s resolutions with English text. {MISSING}: no data, because the archive holds nothing "
        "of the year or there is no English text. How often the lexicon is right is in the last section. Source: "
        "United Nations, machine-readable resolutions; PeaceWomen (WILPF), www.peacewomen.org; mart rpt_theme_year.",
    )  # fmt: skip
    page.picture(charts["themes_by_year"])


def _theme(one: MartRow) -> tuple[Pieces, ...]:
    return one.count("resolutions"), one.per_cent(), one.count("operative_paragraphs")


def statements(page: Page) -> None:
    """Presidential statements of the year, each with the definitions that it meets."""
    year = page.edition.year
    rows = page.edition.ask(
        "select symbol, held_on, agenda_item, wps_definitions, is_withdrawn, is_corrigendum from fct_statement"
        " where year = %s order by statement_number, symbol",
        [year],
    )
    page.heading(2, "Presidential statements")
    if not rows:
        page.say(f"The sources hold no presidential statement of {year}.")
        return
    measured = {
        row["measure"]: MartRow("rpt_indicator", (row["indicator_id"], row["measure"], row["kind"], row["period"]), row)
        for row in page.edition.ask(
            "select * from rpt_indicator where year = %s and kind = 'all'"
            " and measure in ('statements_on_women', 'statements_naming_1325') order by measure",
            [year],
        )
    }
    page.say(
        "Definition A was met by {women}, and definition B by {named}. Statements that were withdrawn are not counted. "
        "{table} lists them.",
        women=measured["statements_on_women"].out_of("presidential statement", "presidential statements"),
        named=measured["statements_naming_1325"].in_words("numerator"),
        table=page.next_table.capitalize(),
    )
    page.table(
        f"Presidential statements of {year}, and the definitions that their text meets",
        [Column("Symbol", 32), Column("Held on", 34), Column("Agenda item", 80), Column("Definitions", 24)],
        [
            (row["symbol"] + (" (withdrawn)" if row["is_withdrawn"] else ""),
             MISSING if row["held_on"] is None else day(row["held_on"]),
             MISSING if row["agenda_item"] is None else shortened(row["agenda_item"], 130),
             row["wps_definitions"] or "none")
            for row in rows
        ],
        f"{MISSING}: not known. None: the text was read and meets no definition. Source: United Nations, "
        "machine-readable statements; mart fct_statement.",
    )  # fmt: skip


def _numbers(*heads: str, mm: float = 25) -> list[Column]:
    return [Column(head, mm, "number") for head in heads]
