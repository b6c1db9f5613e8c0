"""Sheets on the Council's language: the summary, ten years, by agenda item and by kind."""

from reports.edition import Edition
from reports.figure_id import row_id
from reports.sheets.model import DASH, As, Cells, Column, Kind, Sheet, Table, row_ids, with_ids
from reports.words import SCOPES, spelt

YEARS = 10

DEFINITION = Column("Definition", "definition_id", Kind.WORDS, 11)
IN_WORDS = Column("In words", "definition", Kind.TEXT, 38)
SCOPE = Column("Scope", "scope", Kind.TEXT, 17)
NUMERATOR = Column("Resolutions that meet it", "numerator", Kind.COUNT, 12)
DENOMINATOR = Column("Resolutions with English text", "denominator", Kind.COUNT, 12)
SHARE = Column("Share", "share", Kind.SHARE, 9, missing="no text")
ADOPTED = Column("Resolutions adopted", "resolutions_adopted", Kind.COUNT, 12)
MATCHING = Column("Of these, that meet it", "operative_paragraphs_matching", Kind.COUNT, 15)


def summary(edition: Edition) -> Sheet:
    """Each definition and scope with its change on the year before."""
    before = edition.year - 1
    rows = edition.ask(
        "with year_before as (select definition_id, scope, share as share_before from rpt_council_year"
        " where year = %(before)s)"
        " select now.*, share - share_before as share_change from rpt_council_year as now"
        " left join year_before using (definition_id, scope) where year = %(year)s"
        " order by array_position(array['A', 'AC', 'B', 'AOP'], definition_id), definition_id, scope",
        {"year": edition.year, "before": before},
    )
    columns = [
        DEFINITION,
        IN_WORDS,
        SCOPE,
        NUMERATOR,
        DENOMINATOR,
        SHARE,
        Column(
            f"Change on {before}, in percentage points",
            "share_change",
            Kind.SHARE_CHANGE,
            14,
            f"The share less that of {before} in the same definition and scope; shown in percentage points.",
            missing=f"no share of {before}",
        ),
        ADOPTED,
        Column("Of these, without English text", "without_english_text", Kind.COUNT, 12),
        Column("Operative paragraphs", "operative_paragraphs", Kind.COUNT, 12),
        MATCHING,
        Column("Preambular paragraphs", "preambular_paragraphs", Kind.COUNT, 12),
        Column("Of these, that meet it", "preambular_paragraphs_matching", Kind.COUNT, 15),
        row_ids(),
    ]
    return Sheet(
        "Council summary",
        f"Resolutions of the Security Council with language on women and peace and security, {edition.year}",
        "Each definition and scope: numerator, denominator, share and change on the year before.",
        [
            Table(
                columns,
                _with_scope_in_words(with_ids("rpt_council_year", ("year", "definition_id", "scope"), rows)),
                "rpt_council_year",
                parts_at="definition_id",
                empty=f"No resolution of {edition.year} is here.",
            )
        ],
        [
            "There is no single definition of such language: cite each share with its definition and scope.",
            "Paragraphs are those of the body, so their counts are the same in both scopes. A resolution without "
            "English text is in no numerator and no denominator.",
        ],
        frozen_columns=1,
    )


def ten_years(edition: Edition) -> Sheet:
    """Shares, numerators and denominators of the year and the nine before."""
    years = range(edition.year - YEARS + 1, edition.year + 1)
    rows = edition.ask(
        "select * from rpt_council_year where year between %(first)s and %(last)s"
        " order by array_position(array['A', 'AC', 'B', 'AOP'], definition_id), definition_id, scope, year",
        {"first": years[0], "last": years[-1]},
    )
    found = {(row["definition_id"], row["scope"], row["year"]): row for row in rows}
    groups = dict.fromkeys((row["definition_id"], row["scope"], row["definition"]) for row in rows)
    lines: list[Cells] = []
    for definition_id, scope, definition in groups:
        for measure, kind in (("share", Kind.SHARE), ("numerator", Kind.COUNT), ("denominator", Kind.COUNT)):
            of_years = {year: found.get((definition_id, scope, year), {}).get(measure) for year in years}
            lines.append(
                {
                    "definition_id": definition_id,
                    "definition": definition,
                    "scope": SCOPES.get(scope, scope),
                    "measure": measure,
                    **{str(year): As(kind, value) for year, value in of_years.items()},
                    "row_id": row_id("rpt_council_year", ["YYYY", definition_id, scope]),
                    "part": f"{definition_id} {scope}",
                }
            )
    columns = [
        DEFINITION,
        IN_WORDS,
        SCOPE,
        Column("Figure", "measure", Kind.TEXT, 13, "Which column of rpt_council_year the row shows."),
        *(Column(str(year), str(year), Kind.COUNT, 9, f"The figure of {year}.", DASH) for year in years),
        row_ids(),
    ]
    return Sheet(
        "Council ten years",
        f"Shares, numerators and denominators, {years[0]} to {years[-1]}",
        "The row of ten years for each definition and scope: shares with their numerators and denominators.",
        [Table(columns, lines, "rpt_council_year", parts_at="part", empty="No resolution of these years is here.")],
        [
            "The id of a figure is the row id with the year of the column in the place of YYYY, a slash, and the word "
            f"in the column Figure: council_year/{edition.year}/A/body/share. {DASH}: no text of the year is here."
        ],
        frozen_columns=4,
    )


def by_agenda_item(edition: Edition) -> Sheet:
    """The year's resolutions apart for each agenda item."""
    return _by(
        edition,
        "agenda_item",
        "By agenda item",
        Column("Agenda item", "value", Kind.TEXT, 62),
        "The year's resolutions apart for each agenda item, as the source writes it.",
        "Spellings of an agenda item are the source's: one item may stand under two (straight and typographic "
        "apostrophes), and is not added up here.",
    )


def by_kind(edition: Edition) -> Sheet:
    """The year's resolutions apart for each kind."""
    return _by(
        edition,
        "kind",
        "By kind",
        Column("Kind of resolution", "value", Kind.TEXT, 34),
        "The year's resolutions apart for each kind: mandate renewals, sanctions renewals, country, thematic.",
        "The kind is read from the title and the agenda item by rules of this project, not by the Council.",
    )


def _by(edition: Edition, by: str, name: str, value: Column, about: str, note: str) -> Sheet:
    rows = edition.ask(
        "select * from rpt_council_year_by where year = %(year)s and by = %(by)s"
        " order by array_position(array['A', 'AC', 'B', 'AOP'], definition_id), definition_id, scope,"
        ' value collate "C"',
        {"year": edition.year, "by": by},
    )
    lines = with_ids("rpt_council_year_by", ("year", "definition_id", "scope", "by", "value"), rows)
    if by == "kind":
        lines = [{**line, "value": spelt(line["value"])} for line in lines]
    for line in lines:
        line["part"] = f"{line['definition_id']} {line['scope']}"
    columns = [DEFINITION, SCOPE, value, NUMERATOR, DENOMINATOR, SHARE, ADOPTED, MATCHING, row_ids(50)]
    return Sheet(
        name,
        f"Resolutions with language on women and peace and security {name.lower()}, {edition.year}",
        about,
        [
            Table(
                columns,
                _with_scope_in_words(lines),
                "rpt_council_year_by",
                parts_at="part",
                empty=f"No resolution of {edition.year} is here.",
            )
        ],
        [f"Filter by definition and scope before adding up: each resolution stands under every one of them. {note}"],
        frozen_columns=3,
    )


def _with_scope_in_words(rows: list[Cells]) -> list[Cells]:
    return [{**row, "scope": SCOPES.get(str(row["scope"]), row["scope"])} for row in rows]
