"""Which columns of the reports on the Council are figures, and what they are made from."""

from reports.figure_id import figure_id
from reports.trace_kinds import CHANGE, SHARE, Counted, Formula, Mart, Parts, Reckoned, Row, Unit

SCOPES = {"body": "preamble and paragraphs of the main body", "body_and_annexes": "all text, annexes too"}


def of_the_year(row: Row, column: str) -> str:
    """The figure of a whole year that is counted at definition A and scope body, whatever the definition."""
    return figure_id("rpt_council_year", (row["year"], "A", "body"), column)


def _once(column: str, mart: str, *key: str) -> Counted:
    """A count that does not depend on definition and scope: listed at A and body, and referred to elsewhere."""

    def same_as(row: Row) -> str | None:
        if (row["definition_id"], row["scope"]) == ("A", "body"):
            return None
        return figure_id(mart, (row["year"], "A", "body", *(row[name] for name in key)), column)

    return Counted(column, "paragraphs" if "paragraphs" in column else "resolutions", same_as)


def _share(mart: str, *key: str, numerator: str = "numerator") -> Reckoned:
    def of(row: Row) -> tuple[Formula, Parts]:
        values = [row[name] for name in key]
        return SHARE, {
            "numerator": figure_id(mart, values, numerator),
            "denominator": figure_id(mart, values, "denominator"),
        }

    return Reckoned("share", "share, from 0 to 1", "ratio", of, unknown=lambda row: row.get("unknown_because"))


def change(mart: str, column: str, unit: Unit, *key: str) -> Reckoned:
    """How much a figure is more than that of the year before; `key` begins with the year."""

    def of(row: Row) -> tuple[Formula, Parts]:
        rest = [row[name] for name in key[1:]]
        return CHANGE, {
            "year": figure_id(mart, (row["year"], *rest), column),
            "year_before": figure_id(mart, (row["year"] - 1, *rest), column),
        }

    about = f"The {column} of the year less that of the year before."
    return Reckoned(f"{column}_change", unit, "difference", of, about=about)


def _counted(column: str, unit: str) -> Counted:
    """A count that is not known where nobody read the year."""
    return Counted(column, unit, unknown=lambda row: row["unknown_because"])


def _as_of_the_year(column: str, unit: str, named: str | None = None) -> Counted:
    return Counted(column, unit, lambda row: of_the_year(row, named or column), lambda row: row["unknown_because"])


def _commitments_out_of(row: Row) -> str:
    if row["scope"] == "all":
        return of_the_year(row, "operative_paragraphs")
    return figure_id("rpt_council_year", (row["year"], "A", "body_and_annexes"), "operative_paragraphs_matching")


COUNCIL_YEAR = Mart(
    "rpt_council_year",
    (
        Counted("numerator", "resolutions"),
        _once("denominator", "rpt_council_year"),
        _share("rpt_council_year", "year", "definition_id", "scope"),
        change("rpt_council_year", "share", "difference of shares", "year", "definition_id", "scope"),
        _once("resolutions_adopted", "rpt_council_year"),
        _once("without_english_text", "rpt_council_year"),
        _once("operative_paragraphs", "rpt_council_year"),
        Counted("operative_paragraphs_matching", "paragraphs"),
        _once("preambular_paragraphs", "rpt_council_year"),
        Counted("preambular_paragraphs_matching", "paragraphs"),
    ),
    lambda row: f"Definition {row['definition_id']}: {row['definition']}; {SCOPES[row['scope']]}.",
    'select * from rpt_council_year where year <= %(year)s order by year, definition_id collate "C", scope collate "C"',
    frozenset({"numerator", "denominator", "share"}),
)

COUNCIL_YEAR_BY = Mart(
    "rpt_council_year_by",
    (
        Counted("numerator", "resolutions"),
        _once("denominator", "rpt_council_year_by", "by", "value"),
        _share("rpt_council_year_by", "year", "definition_id", "scope", "by", "value"),
        _once("resolutions_adopted", "rpt_council_year_by", "by", "value"),
        Counted("operative_paragraphs_matching", "paragraphs"),
    ),
    lambda row: (
        f"Definition {row['definition_id']}: {row['definition']}; {SCOPES[row['scope']]};"
        f" {row['by'].replace('_', ' ')}: {row['value']}."
    ),
    "select parts.*, years.definition from rpt_council_year_by as parts"
    " inner join rpt_council_year as years using (year, definition_id, scope) where year = %(year)s"
    ' order by definition_id collate "C", scope collate "C", by collate "C", value collate "C"',
)

THEME_YEAR = Mart(
    "rpt_theme_year",
    (
        _counted("paragraphs", "paragraphs"),
        _counted("operative_paragraphs", "paragraphs"),
        _counted("preambular_paragraphs", "paragraphs"),
        _counted("resolutions", "resolutions"),
        _as_of_the_year("denominator", "resolutions"),
        _share("rpt_theme_year", "year", "theme_id", "said_by", numerator="resolutions"),
        change("rpt_theme_year", "share", "difference of shares", "year", "theme_id", "said_by"),
        Counted(
            "resolutions_read",
            "resolutions",
            lambda row: of_the_year(row, "denominator") if row["said_by"] == "lexicon" else None,
        ),
        _as_of_the_year("operative_paragraphs_of_year", "paragraphs", "operative_paragraphs"),
        _as_of_the_year("resolutions_adopted", "resolutions"),
        _as_of_the_year("without_english_text", "resolutions"),
    ),
    lambda row: f"Theme: {row['theme']}; said by the {row['said_by']}.",
    "select years.*, theme.name as theme from rpt_theme_year as years inner join dim_theme as theme using (theme_id)"
    ' where year <= %(year)s order by year, theme_id collate "C", said_by collate "C"',
    frozenset({"resolutions", "denominator", "share"}),
)

COMMITMENT_YEAR = Mart(
    "rpt_commitment_year",
    (
        _counted("commitments", "commitments"),
        _counted("numerator", "paragraphs"),
        Counted("denominator", "paragraphs", _commitments_out_of, lambda row: row["unknown_because"]),
        _share("rpt_commitment_year", "year", "scope", "addressee_class", "verb_id"),
        _counted("resolutions", "resolutions"),
        _as_of_the_year("resolutions_with_text", "resolutions", "denominator"),
        _as_of_the_year("resolutions_adopted", "resolutions"),
        _as_of_the_year("without_english_text", "resolutions"),
        _counted("with_due", "commitments"),
        _counted("with_named_addressee", "commitments"),
        _counted("inherited", "commitments"),
    ),
    lambda row: (
        f"{'Paragraphs that meet definition A' if row['scope'] == 'wps' else 'All operative paragraphs'};"
        f" addressee: {row['addressee_class']}; verb: {row['verb_id']}."
    ),
    "select * from rpt_commitment_year where year = %(year)s"
    ' order by scope collate "C", addressee_class collate "C", verb_id collate "C"',
)
