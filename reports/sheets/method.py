"""The sheets that explain: what is counted and how, how often the rules are right, and what each column means."""

from collections.abc import Sequence

from reports import package
from reports.edition import Edition, Row
from reports.sheets.model import Cells, Column, Kind, Link, Sheet, Table, row_ids, with_ids
from reports.trace_quality import commitment_quality, theme_quality

RULES = {
    "Year": (
        "The year in the symbol of a resolution or statement. Of plans, the state at 31 December of the year,"
        " as known now; what was known at a past time is answered by an extract as of that time."
    ),
    "Share of resolutions": (
        "Numerator: resolutions that meet the definition in the scope, each once. Denominator: resolutions of"
        " the year with English text. Those without are in neither, and their number stands beside."
    ),
    "Scope": (
        "body: preamble and paragraphs of the main body. body and annexes: all text of preamble, main body "
        "and attachments."
    ),
    "Paragraphs": (
        "Counts of operative paragraphs are of the top level: 42, not 42 (a). A paragraph meets a definition "
        "by its own text or by that of a part of it. Paragraphs of annexes are not operative paragraphs."
    ),
    "Change": (
        "The share less that of the year before, in percentage points. With some fifty to ninety resolutions "
        "a year, one resolution more or less moves a share by one to two points."
    ),
    "Themes": (
        "PeaceWomen's tags speak of what its archive holds, up to its silence; our lexicon reads all years. "
        "The two are never added up. Not listed on PeaceWomen does not mean that a paragraph is about no "
        "theme."
    ),
    "Commitments": (
        "Operative verb and class of addressee in an operative paragraph or sub-paragraph. A sub-paragraph "
        "has the verb and addressee of its chapeau where it has none of its own. Statements that ask nobody "
        "are not counted."
    ),
    "Force": (
        "There is no official scale of operative verbs. Each published scale stands under its name; they "
        "contradict each other (on one, Decides is the weakest, on another the strongest)."
    ),
    "Plans": (
        "Every claim of every source is kept; a stated rule decides which holds, and those that lost are "
        "shown as disputes. in force: the period as adopted covers 31 December. extended: covers it only by "
        "an extension. expired: the plan that began last has ended. period unknown: no deciding source tells "
        "when it ends. none: no source tells of a plan that had begun, which is not to say that there was "
        "none."
    ),
    "Coverage": (
        "How much of what is stated to exist our sources tell of: countries with a plan that we know, out of "
        "the nearest count that somebody states. Counts of plans adopted and in force "
        "are lower bounds; of whose plan no source tells, an upper bound; of plans expired or without a known end, "
        "neither."
    ),
    "Not known": (
        "A figure that is not known is said to be, and why; it is never zero, and is in no numerator. "
        "Shares of plans that have a budget, monitoring and so on are to be read with the number of those not"
        " known."
    ),
    "Left out": (
        "Texts of PeaceWomen and of 1325naps, which are only cited and linked. Drafts that were not adopted, "
        "and presidential statements, are in no share. Reports of the Secretary-General, debates and mandates"
        " by other organs are not in these sources."
    ),
}
HELD_OUT = "On the half of the labelled paragraphs that the rules were not fitted to."
_WIDE = Column("Rule", "rule", Kind.TEXT, 84)


def method(edition: Edition) -> Sheet:
    """What is counted and how, and what the rules are worth."""
    without = edition.ask(
        "select symbol from dim_resolution where year = %(year)s and not has_english_text order by resolution_number",
        {"year": edition.year},
    )
    missing = ", ".join(row["symbol"] for row in without) or "none"
    rules: list[Cells] = [{"topic": topic, "rule": rule} for topic, rule in RULES.items()]
    rules.append(
        {"topic": f"Without English text, {edition.year}", "rule": f"Resolutions without English text: {missing}."}
    )
    topic = Column("Topic", "topic", Kind.TEXT, 44)
    return Sheet(
        "Method",
        "What is counted, and how often the rules are right",
        "Rules of counting, what is left out, and the quality of themes and commitments.",
        [
            Table([topic, _WIDE], rules, heading="Rules", named=False),
            Table(_quality_columns("Theme", "n", "said"), _theme_quality(edition), "rpt_theme_quality",
                  heading="How often the lexicon of themes is right", empty="Not measured in this release."),
            Table(_quality_columns("Commitments", "labelled", "found"), _commitment_quality(edition),
                  "rpt_commitment_quality", heading="How often the reading of commitments is right",
                  empty="Not measured in this release."),
            Table([Column("", "link", Kind.LINK, 44), Column("", "rule", Kind.TEXT, 84)], [_meaning()], named=False,
                  heading="What precision, recall and F1 mean"),
        ],
    )  # fmt: skip


def _quality_columns(what: str, labelled: str, said: str) -> list[Column]:
    return [
        Column(what, "what", Kind.TEXT, 44, "What the rules say, and a reader too."),
        Column("How it was measured", "how", Kind.TEXT, 84, "Against whose labels, and on which half."),
        Column("Paragraphs", "paragraphs", Kind.COUNT, 12),
        Column("Labelled", labelled, Kind.COUNT, 10),
        Column("Said", said, Kind.COUNT, 10),
        Column("Agreed", "agreed", Kind.COUNT, 10),
        Column("Precision", "precision", Kind.RATIO, 10, missing="none said"),
        Column("Recall", "recall", Kind.RATIO, 10, missing="none labelled"),
        Column("F1", "f1", Kind.RATIO, 10, missing="neither"),
        row_ids(44),
    ]


def _meaning() -> Cells:
    return {
        "link": Link("internal:'Data dictionary'!A1", "Data dictionary"),
        "rule": (
            "Precision: how much of what the rules say is right. Recall: how much of what is right they say. F1: "
            "their harmonic mean. Where fewer than ten are labelled, one paragraph moves a figure by a tenth or more. "
            "On the sample the figures mean nothing. docs/quality.md of the warehouse has the labels, the rules and "
            "where they fail."
        ),
    }


def _theme_quality(edition: Edition) -> list[Cells]:
    measured = {
        "hand": f"Against labels by hand. {HELD_OUT}",
        "archive_tags": "Against PeaceWomen's own tags of real pages. It tags sparsely: precision is low also where "
        "the lexicon is right.",
    }

    def line(row: Row) -> Cells:
        return {**row, "what": "all themes" if row["theme_id"] == "all" else row["theme"], "how": measured[row["gold"]]}

    return with_ids("rpt_theme_quality", ("gold", "half", "theme_id"), [line(row) for row in theme_quality(edition)])


def _commitment_quality(edition: Edition) -> list[Cells]:
    sets = {"pairs": "Verb and class of addressee", "due": "By when: type and value, on the right pair"}

    def line(row: Row) -> Cells:
        return {**row, "what": sets.get(row["figure_set"], row["figure_set"]), "how": f"Against a reader. {HELD_OUT}"}

    return with_ids(
        "rpt_commitment_quality", ("figure_set", "half"), [line(row) for row in commitment_quality(edition)]
    )


def dictionary(edition: Edition, sheets: Sequence[Sheet]) -> Sheet:
    """Each column of each sheet in words, from the comments of the marts."""
    lines: list[Cells] = []
    for sheet in sheets:
        for table in sheet.tables:
            if table.named:
                lines += _columns_of(edition, sheet, table)
    columns = [
        Column("Sheet", "sheet", Kind.TEXT, 20, "Name of the sheet."),
        Column("Header", "header", Kind.TEXT, 34, "The header in words."),
        Column("Name", "name", Kind.TEXT, 34, "The name below it, which completes the id of a figure."),
        Column("Mart", "mart", Kind.TEXT, 26, "The mart that the rows come from; data/ has it as a file."),
        Column("Shown as", "shown", Kind.TEXT, 14, "How its cells are written."),
        Column("Meaning", "meaning", Kind.TEXT, 90, "What it means."),
    ]
    return Sheet(
        "Data dictionary",
        "What each column of each sheet means",
        "Each column of each sheet in words.",
        [Table(columns, lines, parts_at="sheet", named=False)],
        ["The marts themselves, with all of their columns, are described in datapackage.json."],
        frozen_columns=1,
    )


def _columns_of(edition: Edition, sheet: Sheet, table: Table) -> list[Cells]:
    described = package.describe(edition.connection, edition.origin.schema, table.mart)
    means = {column.name: column.description for column in described.columns}
    rows: list[Cells] = [
        {"sheet": sheet.name, "header": "(the rows)", "name": "", "mart": table.mart, "shown": "",
         "meaning": described.description}
    ]  # fmt: skip
    for column in table.columns:
        own = column.name not in means
        rows.append(
            {
                "sheet": sheet.name,
                "header": column.header,
                "name": column.name,
                "mart": "" if own else table.mart,
                "shown": column.kind.value,
                "meaning": column.means or means.get(column.name, ""),
            }
        )
    return rows
