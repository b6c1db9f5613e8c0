"""The cover: what this is, what to be warned of, where things are, whose the sources are, how to cite."""

from collections.abc import Sequence
from datetime import UTC, datetime

from reports.edition import Edition, SourceUsed
from reports.figure_id import figure_id
from reports.sheets.model import As, Cells, Column, Kind, Link, Missing, Sheet, Table

TITLE = "Women, peace and security in the Security Council and in the plans of States"
_A = Column("", "what", Kind.TEXT, 35)
_B = Column("", "says", Kind.TEXT, 86)


def cover(edition: Edition, others: Sequence[Sheet]) -> Sheet:
    """The first sheet, which names all others."""
    return Sheet(
        "Cover",
        f"{TITLE}, {edition.year}",
        "What this is.",
        [
            Table([_A, _B], _about(edition), heading="This extract", named=False),
            _warnings(edition),
            Table(
                [Column("Sheet", "what", Kind.LINK, 35), Column("What it holds", "says", Kind.TEXT, 86)],
                [{"what": Link(f"internal:'{one.name}'!A1", one.name), "says": one.about} for one in others],
                heading="Sheets",
                named=False,
            ),
            Table(_SOURCE_COLUMNS, [*map(_source, edition.sources), _REGISTER], heading="Sources", named=False),
            Table(
                [Column("Definition or scope", "what", Kind.TEXT, 35), Column("In words", "says", Kind.TEXT, 86)],
                [*_definitions(edition), *_SCOPES],
                heading="Definitions and scopes",
                named=False,
            ),
            Table([_A, _B], _ids(edition), heading="Ids of figures", named=False),
            Table([_A, _B], _citing(edition), heading="How to cite", named=False),
        ],
    )


def made_from(edition: Edition) -> str:
    """`release 3 of 22 November 2026`, or the time that the extract is as of."""
    of = edition.origin
    return f"{of.label} of {_day(of.dated)}" if of.release_id is not None else of.label


def _day(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y}"


def _about(edition: Edition) -> list[Cells]:
    of = edition.origin
    is_release = of.release_id is not None
    return [
        {"what": "Year", "says": As(Kind.PLAIN, edition.year)},
        {"what": "Made from", "says": of.label},
        {"what": "Released" if is_release else "As of", "says": As(Kind.TIME, of.dated)},
        {"what": "Archive", "says": "the bundled sample" if edition.is_sample else "the official archive"},
        {"what": "Made by", "says": "WPS Accountability Warehouse. The same year and release give the same file."},
    ]  # fmt: skip


def _warnings(edition: Edition) -> Table:
    if edition.origin.release_id is None:
        none = "Marts built as of a past time pass no gate: nothing was checked before they were written out."
    else:
        none = "The gate had no warning."
    columns = [
        Column("What was expected", "what", Kind.TEXT, 35),
        Column("In words", "says", Kind.TEXT, 86),
        Column("Seen", "seen", Kind.TEXT, 30),
        Column("The first of them", "cases", Kind.TEXT, 70),
    ]
    rows: list[Cells] = [
        {
            "what": one.expectation.replace("_", " "),
            "says": one.description,
            "seen": one.seen,
            "cases": "\n".join(one.cases),
        }
        for one in edition.warnings
    ]
    return Table(columns, rows, heading="Warnings of the gate", empty=none, named=False)


_SOURCE_COLUMNS = [
    Column("Publisher", "what", Kind.TEXT, 35),
    Column("Source and acknowledgement", "says", Kind.TEXT, 86),
    Column("Last accepted crawl", "accepted", Kind.TIME, 30),
    Column("Terms, and how we read them", "terms", Kind.TEXT, 70),
    Column("Terms", "page", Kind.LINK, 9),
]


def _source(used: SourceUsed) -> Cells:
    declared = used.declared
    return {
        "what": declared.publisher,
        "says": f"{declared.title}.\n{declared.acknowledgement}",
        "accepted": Missing("no accepted crawl") if used.accepted_at is None else used.accepted_at,
        "terms": f"{declared.terms.says}\nOur reading: {declared.terms.reading}",
        "page": Link(declared.terms.url, "page"),
    }


_REGISTER: Cells = {
    "what": "WPS Accountability Warehouse",
    "says": "Register of action plans, gathered by hand: each claim cites the page that says it.\nSource: the "
    "pages that data/fct_nap_claim.csv names.",
    "accepted": Missing("kept with the project"),
    "terms": "Facts with their citations; no words of the pages are kept.",
}

_SCOPES: list[Cells] = [
    {"what": "body", "says": "Preamble and paragraphs of the main body."},
    {"what": "body and annexes", "says": "All text: preamble, main body and attachments."},
]


def _definitions(edition: Edition) -> list[Cells]:
    rows = edition.ask(
        "select distinct definition_id, definition,"
        " array_position(array['A', 'AC', 'B', 'AOP'], definition_id) as place"
        " from rpt_council_year where year = %(year)s order by place, definition_id",
        {"year": edition.year},
    )
    return [{"what": row["definition_id"], "says": row["definition"]} for row in rows]


def _ids(edition: Edition) -> list[Cells]:
    example = figure_id("rpt_council_year", [edition.year, "A", "body"], "numerator")
    return [
        {"what": "Every figure has an id", "says": "The row id at the end of its row, a slash, and the name "
         "below the header of its column (in one piece, where it stands in several lines)."},
        {"what": "For instance", "says": f"{example}: on the sheet Council summary, the row of definition A and "
         "scope body, the column numerator."},
        {"what": "What is behind it", "says": f"trace.csv of this extract lists the rows behind each figure; wps trace "
         f"{example} prints them."},
        {"what": "What is not known", "says": "is said in words or with a dash, and why; it is never zero. A "
         "value in bold and in a frame is one on which sources disagree."},
    ]  # fmt: skip


def _citing(edition: Edition) -> list[Cells]:
    of_sample = " SAMPLE, not to be cited." if edition.is_sample else ""
    return [
        {"what": "This extract", "says": f"WPS Accountability Warehouse, Women, peace and security: yearly extract "
         f"{edition.year}, {made_from(edition)}.{of_sample}"},
        {"what": "A figure", "says": "the same, with the definition, the scope, and the id of the figure."},
        {"what": "A paragraph", "says": "S/RES/2387 (2017), para. 42 (a) (iii); preambular paragraphs likewise, PP 9."},
        {"what": "The sources", "says": " ".join(one.declared.acknowledgement for one in edition.sources)},
    ]  # fmt: skip
