"""The part of the document on commitments: whom the Council asked, with which verb, how strongly, and examples."""

from collections.abc import Mapping

from reports import chart_force
from reports.chart_force import MART, SCALE, SCALE_NAME
from reports.chart_style import Chart
from reports.document_page import Column, Page
from reports.document_pieces import Cited, Emphasis, MartRow, Pieces
from reports.document_words import listed, shortened
from reports.edition import Row
from reports.trace_force import NOT_RANKED
from reports.words import addressee

_LONGEST_CHAPEAU, _LONGEST_TEXT = 280, 520
_VERBS = 10
_PROPER = ("Member", "Secretary", "Security", "Special", "United")


def write(page: Page, charts: Mapping[str, Chart]) -> None:
    """Section on commitments, or why there is none to show."""
    page.heading(2, "Commitments: who was asked to do what")
    rows = chart_force.totals(page.edition)
    asked = [row for row in rows if row["commitments"]]
    whole = _whole(page)
    if whole.values["commitments"] is None:
        page.say(f"There is no English text of {page.edition.year}, so it is not known what the Council asked for.")
        return
    if not asked:
        page.say(f"No operative paragraph of {page.edition.year} that meets definition A asks anybody for anything.")
        return
    page.say(
        "A commitment is a pair of operative verb and addressee in an operative paragraph or sub-paragraph. Operative "
        "paragraphs that meet definition A held {commitments}, in {paragraphs} of {of} such paragraphs; {inherited} "
        "stood in a sub-paragraph that has its verb from the paragraph above, and {due} said by when or how often.",
        commitments=whole.of_noun("commitments", "commitment", "commitments"),
        paragraphs=whole.count("numerator"),
        of=whole.count("denominator"),
        inherited=whole.in_words("inherited"),
        due=whole.in_words("with_due"),
    )
    _by_addressee(page, asked)
    _by_verb(page)
    _by_force(page, asked)
    _examples(page)
    page.picture(charts["force_by_addressee"])


def _whole(page: Page) -> MartRow:
    row = page.edition.ask(
        "select * from rpt_commitment_year where year = %s and scope = 'wps' and addressee_class = 'all'"
        " and verb_id = 'all'",
        [page.edition.year],
    )[0]
    return _year(row)


def _year(row: Row) -> MartRow:
    return MartRow("rpt_commitment_year", (row["year"], row["scope"], row["addressee_class"], row["verb_id"]), row)


def _by_addressee(page: Page, asked: list[Row]) -> None:
    page.table(
        f"Commitments on women and peace and security by addressee, {page.edition.year}",
        [Column("Addressee", 58), *_numbers(22.4, "Commitments", "Operative paragraphs", "Per cent of paragraphs",
                                            "Resolutions", "With a time")],
        [
            (addressee(row["addressee_class"]), one.count("commitments"), one.count("numerator"), one.per_cent(),
             one.count("resolutions"), one.count("with_due"))
            for row in asked
            for one in [_year(row)]
        ],
        "One paragraph may ask several addressees, so paragraphs and resolutions do not add up. Per cent of the "
        "operative paragraphs that meet definition A. Addressees that were asked for nothing are left out. Source: "
        "United Nations, machine-readable resolutions; mart rpt_commitment_year.",
    )  # fmt: skip


def _by_verb(page: Page) -> None:
    rows = page.edition.ask(
        "select counted.*, verb.spellings from rpt_commitment_year as counted join dim_verb as verb using (verb_id)"
        " where year = %s and scope = 'wps' and addressee_class = 'all' and commitments > 0"
        ' order by commitments desc, verb_id collate "C"',
        [page.edition.year],
    )
    page.table(
        f"Commitments on women and peace and security by operative verb, {page.edition.year}",
        [Column("Operative verb", 58), *_numbers(37, "Commitments", "Operative paragraphs", "Resolutions")],
        [
            (_verb(row["verb_id"]), one.count("commitments"), one.count("numerator"), one.count("resolutions"))
            for row in rows[:_VERBS]
            for one in [_year(row)]
        ],
        (f"The {_VERBS} verbs with most commitments; the others are in the mart. " if len(rows) > _VERBS else "")
        + "Both spellings of a verb are counted as one, and adverbs are left aside. Source: United Nations, "
        "machine-readable resolutions; mart rpt_commitment_year.",
    )  # fmt: skip


def _verb(verb_id: str) -> str:
    words = verb_id.replace("_", " ")
    return words[0].upper() + words[1:]


def _by_force(page: Page, asked: list[Row]) -> None:
    page.say(
        "How strong a verb is depends on the scale. {why} {table} and {figure} use it.",
        why=chart_force.WHY,
        table=page.next_table.capitalize(),
        figure=page.next_figure,
    )
    levels = chart_force.levels(page.edition)
    of = {
        (row["addressee_class"], row["level"]): MartRow(MART, chart_force.force_key(row), row)
        for row in chart_force.counted(page.edition)
    }
    page.table(
        f"Force of commitments on women and peace and security by addressee, {page.edition.year} ({SCALE_NAME})",
        [Column("Addressee", 58), *_numbers(22.4, *(_head(level) for level in levels), "All")],
        [
            (addressee(row["addressee_class"]),
             *(_force(of, row["addressee_class"], level) for level in levels), _year(row).count("commitments"))
            for row in asked
        ],
        f"Scale of {SCALE_NAME} (modeldiplomat.com, operative clauses); it is not official. A blank: no commitment of "
        "that force. Source: United Nations, machine-readable resolutions; marts fct_commitment, fct_commitment_force.",
    )  # fmt: skip


def _head(level: str) -> str:
    words = level.replace(NOT_RANKED, "not ranked").replace("/", " / ")
    return words[0].upper() + words[1:]


def _force(of: Mapping[tuple[str, str], MartRow], addressee: str, level: str) -> Pieces:
    return of[addressee, level].count("commitments_wps") if (addressee, level) in of else ""


def _examples(page: Page) -> None:
    """For each class the paragraph that asks it most strongly: no choice of ours."""
    rows = page.edition.ask(
        "with ranked as (select addressee_class, paragraph.citation, paragraph.chapeau_text, paragraph.text, "
        "opening_verb, paragraph.chapeau_verb, document_url, row_number() over (partition by addressee_class order by "
        "rank desc nulls last, inherited, length(paragraph.text), commitment.resolution_number, paragraph.ordinal, "
        "commitment.commitment_id) as place from fct_commitment as commitment join fct_paragraph as paragraph using "
        "(paragraph_id) join dim_resolution as resolution on paragraph.symbol = resolution.symbol join "
        "bridge_paragraph_wps as wps on paragraph.paragraph_id = wps.paragraph_id and definition_id = 'A' left join "
        "fct_commitment_force as force on commitment.commitment_id = force.commitment_id and scale_id = %(scale)s "
        "where commitment.year = %(year)s and asks and in_own_text)"
        ' select * from ranked where place = 1 order by addressee_class collate "C"',
        {"year": page.edition.year, "scale": SCALE},
    )
    if not rows:
        return
    page.say(
        "The paragraphs below are examples, chosen by rule: of each class of addressees the one that asks it with "
        f"the strongest verb on the scale of {SCALE_NAME}, naming women, girls or gender in its own words; among "
        "equals one that has the verb itself, then the shortest, then the first adopted. Classes of one paragraph "
        f"stand together. They are quoted from the official text{{sample}}.",
        sample=", which in the sample is a summary: do not cite" if page.edition.is_sample else "",
    )
    for citation in dict.fromkeys(row["citation"] for row in rows):
        asked = [row for row in rows if row["citation"] == citation]
        page.item(
            "{addressees}: “{text}”.{note}",
            addressees=_named([addressee(row["addressee_class"]) for row in asked]),
            text=_quoted(asked[0]),
            note=Cited(f"{citation}.", asked[0]["document_url"]),
        )


def _named(classes: list[str]) -> str:
    """Classes as words of one line: Civil society and donors; National authorities and Member States."""
    first, *rest = classes
    return listed([first, *(one if one.startswith(_PROPER) else one[0].lower() + one[1:] for one in rest)])


def _quoted(row: Row) -> Pieces:
    """The words of the paragraph and of the one above it, the opening verb in italics, as the Council prints it."""
    above = f"{shortened(row['chapeau_text'], _LONGEST_CHAPEAU).removesuffix(' …')} … " if row["chapeau_text"] else ""
    words = (above + shortened(row["text"], _LONGEST_TEXT)).replace("“", "‘").replace("”", "’").rstrip(" ;:.,")
    verb = (row["chapeau_verb"] if above else row["opening_verb"]) or ""
    return (Emphasis(verb), words.removeprefix(verb)) if verb and words.startswith(verb) else words


def _numbers(mm: float, *heads: str) -> list[Column]:
    return [Column(head, mm, "number") for head in heads]
