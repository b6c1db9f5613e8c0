"""The sheet of published figures beside ours."""

from reports.edition import Edition, Row
from reports.sheets.model import DASH, Cells, Column, Kind, Link, Sheet, Table, row_ids, with_ids
from reports.words import SCOPES, listed, spelt


def published_figures(edition: Edition) -> Sheet:
    """Each figure that others published, ours beside it, and why the two differ."""
    rows = edition.ask(
        'select * from rpt_reconciliation order by stated_in desc, left(period, 4), period collate "C",'
        ' statement_id collate "C"'
    )
    columns = [
        Column("Time", "period", Kind.TEXT, 11),
        Column("What was measured", "metric", Kind.TEXT, 28),
        Column("Out of", "population", Kind.TEXT, 19),
        Column("As stated", "value_as_stated", Kind.TEXT, 9),
        Column("Limited by", "qualifier", Kind.TEXT, 8),
        _figure("Stated numerator", "stated_numerator", Kind.COUNT),
        _figure("Stated denominator", "stated_denominator", Kind.COUNT),
        _figure("Stated, per cent", "stated_percent", Kind.PERCENT),
        Column("What of ours answers it", "measure", Kind.TEXT, 17),
        Column("Definition", "definition_id", Kind.WORDS, 6, upright=True),
        Column("Scope", "scope", Kind.TEXT, 11),
        _figure("Our numerator", "numerator", Kind.COUNT),
        _figure("Our denominator", "denominator", Kind.COUNT),
        _figure("Of these, not known", "unknown", Kind.COUNT),
        _figure("Ours, per cent of those known", "percent", Kind.PERCENT),
        _figure("At least, per cent", "percent_at_least", Kind.PERCENT),
        _figure("At most, per cent", "percent_at_most", Kind.PERCENT),
        _figure("Coverage of plans", "coverage", Kind.SHARE),
        _figure("Difference, ours less theirs", "difference", Kind.DIFFERENCE),
        Column("Why", "reason_code", Kind.TEXT, 12),
        Column("Why, in words", "reason", Kind.TEXT, 54),
        Column("Page", "source_url", Kind.LINK, 17),
        row_ids(24),
    ]  # fmt: skip
    lines = with_ids("rpt_reconciliation", ("statement_id",), [_in_words(row) for row in rows])
    return Sheet(
        "Reconciliation",
        "Published figures beside ours, with the reason where the two differ",
        "Each figure that others published, once, beside ours: the difference and why.",
        [Table(columns, lines, "rpt_reconciliation", parts_at="stated_in", empty="No published figure is on record.")],
        [
            "All published figures on record, of any year. Of counts the difference is one of counts, of shares in "
            f"percentage points. {DASH} stands where a figure is not stated, not ours to give, or does not apply.",
            "Counts of plans are of those that the sources here tell of: read them with their coverage.",
        ],
        frozen_columns=2,
    )


def _figure(header: str, name: str, kind: Kind) -> Column:
    return Column(header, name, kind, 7.5, missing=DASH, upright=True)


def _in_words(row: Row) -> Cells:
    needs = f" To answer it takes: {row['needs']}" if row["needs"] else ""
    return {
        **row,
        "qualifier": listed(row["qualifier"]),
        "measure": DASH if row["measure"] is None else spelt(row["measure"]),
        "definition_id": row["definition_id"] or DASH,
        "scope": DASH if row["scope"] is None else SCOPES.get(row["scope"], spelt(row["scope"])),
        "reason_code": spelt(row["reason_code"]),
        "reason": f"{row['reason']}{needs}",
        "source_url": _page(row["source_url"]),
    }


def _page(source: str | None) -> Link | str | None:
    """A link, or the name of a document where no address is known."""
    return Link(source, "page") if source is not None and source.startswith("http") else source
