"""The sheet on themes: the archive's tags and our lexicon, apart."""

from reports.edition import Edition, Row
from reports.sheets.model import Cells, Column, Kind, Sheet, Table, row_ids, with_ids
from reports.words import because

SAID_BY = {"archive": "PeaceWomen's tags", "lexicon": "our lexicon"}


def by_theme(edition: Edition) -> Sheet:
    """Paragraphs and resolutions of the year under each theme, first by the archive, then by the lexicon."""
    rows = edition.ask(
        "select rpt_theme_year.*, dim_theme.name as theme, dim_theme.is_registered"
        " from rpt_theme_year left join dim_theme using (theme_id) where year = %(year)s"
        ' order by said_by, theme_id collate "C"',
        {"year": edition.year},
    )
    columns = [
        Column("Who says so", "said_by", Kind.TEXT, 20),
        Column("Theme", "theme", Kind.TEXT, 46, "Name of the theme as the archive writes it."),
        Column("Paragraphs and sub-paragraphs", "paragraphs", Kind.COUNT, 15),
        Column("Operative paragraphs", "operative_paragraphs", Kind.COUNT, 12),
        Column("Preambular paragraphs", "preambular_paragraphs", Kind.COUNT, 12),
        Column("Resolutions", "resolutions", Kind.COUNT, 11),
        Column("Resolutions with English text", "denominator", Kind.COUNT, 12),
        Column("Share of resolutions", "share", Kind.SHARE, 11),
        Column("Resolutions looked at", "resolutions_read", Kind.COUNT, 11),
        Column("Operative paragraphs of the year", "operative_paragraphs_of_year", Kind.COUNT, 12),
        Column("Why nothing is counted", "unknown_because", Kind.TEXT, 20),
        row_ids(56),
    ]
    lines = with_ids("rpt_theme_year", ("year", "theme_id", "said_by"), [_in_words(row) for row in rows])
    for line in lines:
        line["said_by"] = SAID_BY.get(str(line["said_by"]), line["said_by"])
    return Sheet(
        "By theme",
        f"Paragraphs and resolutions by theme, {edition.year}",
        "Each theme twice: as PeaceWomen's archive tags it, and as our lexicon reads it.",
        [
            Table(
                columns,
                lines,
                "rpt_theme_year",
                parts_at="said_by",
                empty=f"No resolution of {edition.year} is here.",
            )
        ],
        [
            "The two are never added up: the archive tags what it holds, paragraphs and sub-paragraphs; the lexicon "
            "reads every resolution with English text, whole paragraphs and recitals.",
            "A share by the archive is a lower bound, for the archive does not hold every resolution (see resolutions "
            "looked at). How often the lexicon is right is on the sheet Method.",
        ],
        frozen_columns=2,
    )


def _in_words(row: Row) -> Cells:
    cells: Cells = dict(row)
    if row["unknown_because"] is not None:
        cells["unknown_because"] = because(row["unknown_because"])
    if row["is_registered"] is False:
        cells["theme"] = f"{row['theme']} (a spelling of the archive that is none of the 13 themes)"
    return cells
