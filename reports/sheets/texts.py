"""Sheets of official texts: paragraphs with language on women and peace and security, and presidential statements."""

from reports.edition import Edition, Row
from reports.sheets.model import DASH, Cells, Column, Kind, Link, Sheet, Table

PARTS = {"preamble": "preambular", "operative": "operative", "annex": "annex", "heading": "heading"}


def paragraphs(edition: Edition) -> Sheet:
    """Paragraphs and sub-paragraphs that meet a definition, with themes and links; of the archive only addresses."""
    rows = edition.ask(
        "with met as (select paragraph_id, string_agg(definition_id, ', ' order by array_position("
        "  array['A', 'AC', 'B', 'AOP'], definition_id), definition_id) as definitions,"
        "  bool_or(in_own_text) as in_own_text from bridge_paragraph_wps where year = %(year)s group by paragraph_id),"
        " themes as (select paragraph_id,"
        "  string_agg(name, '; ' order by theme_id) filter (where said_by = 'archive') as archive_themes,"
        "  string_agg(name, '; ' order by theme_id) filter (where said_by = 'lexicon') as lexicon_themes"
        "  from bridge_paragraph_theme inner join dim_theme using (theme_id) group by paragraph_id),"
        " held as (select e.paragraph_id, count(distinct i.archive_item_id) as items,"
        "  (array_agg(i.item_url order by i.archive_item_id))[1] as item_url,"
        "  (array_agg(i.archive_item_id order by i.archive_item_id))[1] as archive_item_id"
        "  from fct_extract as e inner join fct_archive_item as i using (archive_item_id) group by e.paragraph_id)"
        " select p.*, met.definitions, met.in_own_text, themes.archive_themes, themes.lexicon_themes,"
        "  held.items, held.item_url, held.archive_item_id, r.document_url, r.adopted_on"
        " from met inner join fct_paragraph as p using (paragraph_id) inner join dim_resolution as r using (symbol)"
        " left join themes using (paragraph_id) left join held using (paragraph_id)"
        " order by p.resolution_number, p.ordinal",
        {"year": edition.year},
    )
    columns = [
        Column("Symbol", "symbol", Kind.TEXT, 18),
        Column("Place", "locator", Kind.TEXT, 12),
        Column("Part", "part", Kind.TEXT, 11),
        Column("Official text", "text", Kind.TEXT, 78),
        Column("Meets", "definitions", Kind.WORDS, 9, "The definitions that the paragraph meets."),
        Column("By its own words", "in_own_text", Kind.YES_NO, 7,
               "Whether its own text meets one; otherwise only a sub-paragraph of it does, which stands below."),
        Column("In the body", "in_body", Kind.YES_NO, 6),
        Column("Themes by PeaceWomen's tags", "archive_themes", Kind.TEXT, 26,
               "Themes of the items that hold the paragraph."),
        Column("Themes by our lexicon", "lexicon_themes", Kind.TEXT, 26,
               "Themes by the lexicon, which reads whole paragraphs: empty for sub-paragraphs."),
        Column("Document", "document_url", Kind.LINK, 12, "The official document at undocs.org."),
        Column("In the archive", "item_url", Kind.LINK, 17,
               "The first item of PeaceWomen's archive that holds it, and how many more do; — where none does."),
        Column("Paragraph", "paragraph_id", Kind.CODE, 26),
    ]  # fmt: skip
    return Sheet(
        "Paragraphs",
        f"Paragraphs with language on women and peace and security, {edition.year}",
        "Official text of every paragraph that meets a definition, with themes and links.",
        [
            Table(
                columns,
                [_paragraph(row) for row in rows],
                "fct_paragraph",
                parts_at="symbol",
                empty=f"No paragraph of {edition.year} meets a definition, as far as texts are here.",
            )
        ],
        [
            "Texts: United Nations, unofficial machine-readable copies; only the document of the United Nations is "
            "official. Cite as S/RES/2387 (2017), para. 42 (a) (iii).",
            "The archive's own texts are PeaceWomen's and are not reproduced: see its page. What the archive does not "
            "list may be on women all the same; themes by its tags and by our lexicon are never added up.",
        ],
        frozen_columns=2,
    )


def _paragraph(row: Row) -> Cells:
    cells: Cells = {**row, "part": PARTS.get(row["part"], row["part"])}
    cells["document_url"] = Link(row["document_url"], "undocs.org")
    if row["item_url"] is None:
        cells["item_url"] = DASH
    else:
        more = f" (+{row['items'] - 1})" if row["items"] > 1 else ""
        cells["item_url"] = Link(row["item_url"], f"{row['archive_item_id']}{more}")
    return cells


def statements(edition: Edition) -> Sheet:
    """Presidential statements of the year."""
    rows = edition.ask(
        "select * from fct_statement where year = %(year)s order by statement_number, symbol", {"year": edition.year}
    )
    columns = [
        Column("Symbol", "symbol", Kind.TEXT, 24),
        Column("Held on", "held_on", Kind.DATE, 20),
        Column("Meeting", "meeting", Kind.TEXT, 16),
        Column("Agenda item", "agenda_item", Kind.TEXT, 62),
        Column("Meets", "wps_definitions", Kind.WORDS, 10),
        Column("Withdrawn", "is_withdrawn", Kind.YES_NO, 11),
        Column("Corrections", "corrections", Kind.TEXT, 26, "What it corrects, or what withdrew it."),
        Column("Document", "document_url", Kind.LINK, 13),
        Column("File that was read", "source_url", Kind.LINK, 18),
    ]
    return Sheet(
        "Statements",
        f"Presidential statements of the Security Council, {edition.year}",
        "Statements with the date they were made, the agenda item and the definitions that they meet.",
        [
            Table(
                columns,
                [_statement(row) for row in rows],
                "fct_statement",
                empty=f"No statement of {edition.year} is here.",
            )
        ],
        [
            "The whole texts are in data/fct_statement.csv and in the documents. Statements are in no share of "
            "resolutions. None under Meets: the text meets no definition.",
        ],
        frozen_columns=1,
    )


def _statement(row: Row) -> Cells:
    corrects = f"corrects {row['corrects']}" if row["corrects"] else None
    withdrawn = f"withdrawn by {row['withdrawn_by']}" if row["withdrawn_by"] else None
    return {
        **row,
        "corrections": "; ".join(filter(None, (corrects, withdrawn))),
        "wps_definitions": row["wps_definitions"] or "none",
        "document_url": Link(row["document_url"], "undocs.org"),
        "source_url": Link(row["source_url"], "UN file"),
    }
