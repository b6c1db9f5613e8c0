"""The last parts of the document: figures that others published, the indicators of S/2010/498, method and limits."""

from decimal import Decimal

from reports.document_page import Column, Page
from reports.document_pieces import Figure, MartRow, Pieces
from reports.document_words import MISSING, moment, sentence
from reports.edition import Row
from reports.trace_quality import commitment_quality, theme_quality

_SERVED = ("6", "13")
_MEASURES = {
    "resolutions_under_the_item": "Resolutions adopted under the agenda item “Women and peace and security”",
    "resolutions_on_women": "Resolutions that meet definition A",
    "resolutions_naming_1325": "Resolutions that meet definition B",
    "statements_on_women": "Presidential statements that meet definition A",
    "statements_naming_1325": "Presidential statements that meet definition B",
    "commitments_in_resolutions_under_the_item": "Commitments in resolutions under the agenda item",
    "mission_reports_on_women": "Reports of Council missions, listed by the archive, that name women",
}


def reconciliation(page: Page) -> None:
    """Published figures whose time is, or takes in, the year."""
    year = page.edition.year
    page.heading(1, "How these figures differ from published ones")
    rows = [
        row
        for row in page.edition.ask('select * from rpt_reconciliation order by statement_id collate "C"')
        if _covers(row["period"], year)
    ]
    if not rows:
        page.say(f"The register of published figures has none of {year}.")
        return
    page.say(
        "{table} sets figures that others published for the year, or for a time that takes it in, beside those counted "
        "here, with the reason for the difference. Neither is corrected by the other.",
        table=page.next_table.capitalize(),
    )
    page.table(
        f"Published figures of {year} beside those of the warehouse",
        [Column("What was published", 38), Column("Time", 18), Column("Unit", 13), Column("Stated", 13.5, "number"),
         Column("Here", 13, "number"), Column("Difference", 18.5, "number"), Column("Coverage", 15, "number"),
         Column("Why", 53)],
        [_published(row) for row in rows],
        "Difference: here less stated, in counts or in percentage points. Coverage, of plans: per cent of those stated "
        "of which the sources here tell, of all countries; in the tables above it is of Member States. Of plans, "
        f"shares here are of those of which it is known. {MISSING}: the sources here cannot answer, or there is "
        "nothing to subtract. Source: mart rpt_reconciliation, with the page that states each figure.",
    )  # fmt: skip


def _covers(period: str, year: int) -> bool:
    """Whether a period such as 2017, 2017-08, 2000-2019 or 2000-11..2016-06 takes in the year."""
    if ".." in period:
        first, last = (int(end[:4]) for end in period.split(".."))
    elif len(period) == 9:
        first, last = int(period[:4]), int(period[5:])
    else:
        first = last = int(period[:4])
    return first <= year <= last


def _published(row: Row) -> tuple[Pieces, ...]:
    one = MartRow("rpt_reconciliation", (row["statement_id"],), row)
    in_per_cent = row["stated_percent"] is not None and row["stated_in"] == "published_figures"
    of_counts = "stated_value" if row["stated_numerator"] is None else "stated_numerator"
    stated = "stated_percent" if in_per_cent else of_counts
    value = row["value_as_stated"].replace(",", ".") if in_per_cent else row["value_as_stated"]
    ours = "percent" if in_per_cent else "numerator"
    return (
        sentence(row["metric"]).rstrip("."),
        _time(row["period"]),
        "per cent" if in_per_cent else "count",
        Figure(value, one.id, stated),
        MISSING if row[ours] is None else Figure(f"{row[ours]:,}", one.id, ours),
        MISSING if row["difference"] is None else Figure(_signed(row["difference"]), one.id, "difference"),
        one.per_cent("coverage"),
        (sentence(row["reason"]), *_bounds(one)),
    )


def _bounds(one: MartRow) -> tuple[str | Figure, ...]:
    """Between which values a share lies, where it is not known of all."""
    if one.values["percent_at_least"] is None or one.values["unknown"] is None:
        return ()
    unknown, of, least, most = (
        Figure(f"{one.values[name]:,}", one.id, name)
        for name in ("unknown", "denominator", "percent_at_least", "percent_at_most")
    )
    return (" Not known of ", unknown, " of ", of, "; bounds: ", least, " to ", most, ".")


def _time(period: str) -> str:
    """September 2017, 2000–2019, November 2000 to June 2016."""
    if ".." in period:
        return " to ".join(moment(end) for end in period.split(".."))
    return period.replace("-", "–") if len(period) == 9 else moment(period)


def _signed(difference: Decimal) -> str:
    text = f"{difference:+,}".replace("-", "−")
    return "0" if difference == 0 else text


def indicators(page: Page) -> None:
    """Indicators 6 and 13 with their figures, and what the others would need."""
    year = page.edition.year
    page.heading(1, "Indicators of S/2010/498")
    rows = page.edition.ask(
        "select * from rpt_indicator where year = %s and indicator_id = any(%s) and kind = 'all'"
        ' order by number, measure collate "C"',
        [year, list(_SERVED)],
    )
    page.say(
        "Of the 26 indicators of S/2010/498 the sources here serve two: indicator 6, on actions of the Security "
        "Council related to resolution 1325 (2000), and indicator 13, on its missions. {table}",
        table=f"{page.next_table.capitalize()} gives their figures." if rows else f"They have no figure of {year}.",
    )
    if rows:
        page.table(
            f"Indicators 6 and 13, {year}",
            [Column("Indicator", 20), Column("Measure", 90),
             *(Column(head, 20, "number") for head in ("Number", "Of", "Per cent"))],
            [
                (str(row["number"]), _MEASURES[row["measure"]], one.count("numerator"),
                 *((MISSING, MISSING) if row["number"] == 13 else (one.count("denominator"), one.per_cent())))
                for row in sorted(rows, key=lambda row: list(_MEASURES).index(row["measure"]))
                for key in [(row["indicator_id"], row["measure"], row["kind"], row["period"])]
                for one in [MartRow("rpt_indicator", key, row)]
            ],
            "Of indicator 13 the number is a lower bound, and no share can be given: the archive lists only those "
            f"reports that it finds relevant. {MISSING}: a bare count. Source: mart rpt_indicator.",
        )  # fmt: skip
    others = page.edition.ask(
        "select distinct number, indicator_id, text, answered, needs from rpt_indicator order by number, indicator_id"
    )
    page.say(
        "The others need sources that are not here. {table} says which. Most texts of indicators were not to be "
        "verified and are given as they are known.",
        table=page.next_table.capitalize(),
    )
    page.table(
        "What the indicators of S/2010/498 would need",
        [
            Column("No.", 12),
            Column("Indicator", 72),
            Column("Served here", 18),
            Column("What it would need besides or instead", 68),
        ],
        [
            (row["indicator_id"].replace("_", " "), row["text"], row["answered"], sentence(row["needs"]))
            for row in others
        ],
        "Source: mart rpt_indicator.",
    )


def method(page: Page) -> None:
    """How the figures come about, how often the rules are right, and what they do not say."""
    page.heading(1, "Method and limits")
    page.say(
        "Each page is kept as it was read, parsed into records, joined by rules that are published with the warehouse, "
        "checked, and released. What a source says wrongly is corrected only with a reason and a citation "
        "(rpt_correction); whatever does not parse is counted and shown."
    )
    themes = [row for row in theme_quality(page.edition) if (row["gold"], row["theme_id"]) == ("hand", "all")]
    commitments = [row for row in commitment_quality(page.edition) if row["figure_set"] == "pairs"]
    if page.edition.is_sample:
        page.say("In the sample the texts are summaries: how often the rules are right cannot be told from it.")
    else:
        for row in themes:
            _quality(
                page,
                "The lexicon of themes was",
                MartRow("rpt_theme_quality", (row["gold"], row["half"], row["theme_id"]), row),
            )
        for row in commitments:
            _quality(
                page,
                "The reading of who is asked to do what was",
                MartRow("rpt_commitment_quality", (row["figure_set"], row["half"]), row),
            )
    last = page.edition.ask(
        "select max(year) as year from rpt_theme_year where said_by = 'archive' and resolutions_read > 0"
    )
    page.say(
        f"PeaceWomen’s archive holds nothing of resolutions after {last[0]['year']}, and not every resolution before: "
        "that a paragraph is not listed there does not mean that it is not about women. Its tags and the lexicon "
        "measure different things."
        if last[0]["year"] is not None
        else "PeaceWomen’s archive holds no resolution that is here."
    )
    page.say(
        "The sources on plans hold a part of the plans that exist, and of most plans some fields only. What is known "
        "of a plan is what its newest pages say now; where sources disagree one is followed by a stated rule "
        "(decision 0007) and the other is kept. A State of which no source tells of a plan may have one."
    )
    page.say(
        "Words are counted, not deeds: these figures say what the Council wrote and what plans provide, and not "
        "whether it was done."
    )


def _quality(page: Page, what: str, row: MartRow) -> None:
    page.say(
        f"{what} measured on {{paragraphs}} paragraphs that were labelled by hand and not used to make the rules: "
        f"{{precision}} per cent of what the rules say is right (precision), and they find {{recall}} per cent of "
        "what there is (recall).",
        paragraphs=row.count("paragraphs"),
        precision=row.per_cent("precision"),
        recall=row.per_cent("recall"),
    )
