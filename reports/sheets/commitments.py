"""Sheets on commitments: force by addressee, verb by addressee, and those on women, one by one."""

from reports.edition import Edition, Row
from reports.figure_id import row_id
from reports.sheets.model import DASH, Cells, Column, Kind, Link, Missing, Sheet, Table, row_ids, with_ids
from reports.trace_force import force_by_addressee
from reports.words import ADDRESSEES, SCALES, addressee, because, listed, scale, spelt

QUALITY = "Whom a verb speaks to is read by rules: how often they are right is on the sheet Method."


def by_force(edition: Edition) -> Sheet:
    """Commitments in paragraphs on women, by level on each scale of verbs and class of addressee."""
    return _by_force(
        edition,
        "Force by addressee",
        "commitments_wps",
        "in operative paragraphs on women",
        "On each published scale of verbs: commitments in paragraphs on women by level and class of addressee.",
    )


def by_force_in_all(edition: Edition) -> Sheet:
    """The same in all operative paragraphs."""
    return _by_force(
        edition,
        "Force, all paragraphs",
        "commitments_all",
        "in all operative paragraphs",
        "The same for the commitments of all operative paragraphs, on women or not.",
    )


def _by_force(edition: Edition, name: str, count: str, where: str, about: str) -> Sheet:
    rows = force_by_addressee(edition)
    lines: dict[tuple[str, str], Cells] = {}
    for row in rows:
        key = (edition.year, row["scale_id"], row["level"])
        line = lines.setdefault(
            (row["scale_id"], row["level"]),
            {
                "scale_id": scale(row["scale_id"]),
                "level": {"all": "all levels", "not_ranked": "not ranked by the scale"}.get(row["level"], row["level"]),
                "ranks": _ranks(row),
                "row_id": row_id("commitment_force", key),
            },
        )
        line[f"{row['addressee_class']}/{count}"] = row[count]
    found = {row["addressee_class"] for row in rows}
    columns = [
        Column("Scale", "scale_id", Kind.TEXT, 33),
        Column("Level, in the scale's words", "level", Kind.TEXT, 33),
        Column("Ranks", "ranks", Kind.WORDS, 9, "Ranks of the level on the scale; 1 is the weakest."),
        *(
            Column(
                ADDRESSEES[one], f"{one}/{count}", Kind.COUNT, 8,
                f"Commitments {where} that ask this class ({one}) for something with a verb of this level: distinct "
                "paragraph or sub-paragraph, verb and class.",
                upright=True,
            )
            for one in ADDRESSEES if one in found
        ),
        row_ids(46),
    ]  # fmt: skip
    return Sheet(
        name,
        f"Commitments by force of the verb and addressee, {where}, {edition.year}",
        about,
        [
            Table(
                columns,
                list(lines.values()),
                "fct_commitment_force",
                parts_at="scale_id",
                empty=f"Nothing is counted: no resolution of {edition.year} is here.",
            )
        ],
        [
            "No scale is official and they contradict each other: name the scale with every figure. Ranks of different "
            "scales cannot be compared. On Gruenberg's, each rank is one verb: see the sheet Verb by addressee.",
            f"Counted are commitments that ask somebody for something. {QUALITY}",
        ],
        frozen_columns=2,
    )


def _ranks(row: Row) -> str:
    first, last = row["rank"], row["rank_to"]
    if first is None:
        return DASH
    return str(first) if first == last else f"{first} to {last}"


def by_verb(edition: Edition) -> Sheet:
    """How often each verb is addressed to each class."""
    rows = edition.ask(
        "select * from rpt_commitment_year where year = %(year)s order by scope = 'all', addressee_class <> 'all',"
        ' addressee_class collate "C", verb_id <> \'all\', commitments desc, verb_id collate "C"',
        {"year": edition.year},
    )
    columns = [
        Column("Scope", "scope", Kind.TEXT, 22),
        Column("Addressee", "addressee_class", Kind.TEXT, 34),
        Column("Verb", "verb_id", Kind.TEXT, 18),
        Column("Commitments", "commitments", Kind.COUNT, 13),
        Column("Operative paragraphs that hold one", "numerator", Kind.COUNT, 12),
        Column("Operative paragraphs of the scope", "denominator", Kind.COUNT, 12),
        Column("Share of paragraphs", "share", Kind.SHARE, 11),
        Column("Resolutions", "resolutions", Kind.COUNT, 11),
        Column("Saying by when", "with_due", Kind.COUNT, 10),
        Column("Naming the addressee", "with_named_addressee", Kind.COUNT, 13),
        Column("Inherited from a chapeau", "inherited", Kind.COUNT, 10),
        row_ids(44),
    ]
    scopes = {"wps": "paragraphs on women", "all": "all paragraphs"}
    lines: list[Cells] = []
    for row in with_ids("rpt_commitment_year", ("year", "scope", "addressee_class", "verb_id"), rows):
        words = {
            "scope": scopes.get(str(row["scope"]), row["scope"]),
            "addressee_class": addressee(row["addressee_class"]),
            "verb_id": "all verbs" if row["verb_id"] == "all" else spelt(row["verb_id"]),
        }
        reason = row["unknown_because"]
        unknown = {} if reason is None else {"commitments": Missing(f"not known: {because(reason)}")}
        lines.append({**row, **words, **unknown})
    return Sheet(
        "Verb by addressee",
        f"Commitments by operative verb and addressee, {edition.year}",
        "How often each verb asks each class of addressee, in paragraphs on women and in all.",
        [
            Table(
                columns,
                lines,
                "rpt_commitment_year",
                parts_at="addressee_class",
                empty=f"No resolution of {edition.year} is here.",
            )
        ],
        [
            "Paragraphs on women are those that meet definition A, themselves or in a part. Totals stand first (all "
            "addressees, all verbs); a total over paragraphs is less than the sum of its parts.",
            f"A verb that is not listed for an addressee was not found for it. {QUALITY}",
        ],
        frozen_columns=3,
    )


def one_by_one(edition: Edition) -> Sheet:
    """The commitments in paragraphs on women."""
    rows = edition.ask(
        "with ranked as (select commitment_id, jsonb_object_agg(scale_id, rank) as ranks from fct_commitment_force"
        " group by commitment_id)"
        " select c.*, p.citation, r.document_url, ranked.ranks from fct_commitment as c"
        " inner join fct_paragraph as p using (paragraph_id) inner join dim_resolution as r on r.symbol = c.symbol"
        " left join ranked using (commitment_id) where c.year = %(year)s and c.is_wps and c.asks"
        ' order by c.resolution_number, p.ordinal, c.commitment_id collate "C"',
        {"year": edition.year},
    )
    commitments = {(row["paragraph_id"], row["verb_id"], row["addressee_class"]) for row in rows}
    columns = [
        Column("Paragraph", "citation", Kind.TEXT, 33, "Symbol and place, ready to cite."),
        Column("Verb", "verb_as_given", Kind.TEXT, 16),
        Column("Addressee", "addressee_class", Kind.TEXT, 32),
        Column("Named", "named", Kind.TEXT, 24),
        Column("From a chapeau", "inherited", Kind.YES_NO, 9),
        Column("By when, in its words", "due_as_given", Kind.TEXT, 24),
        Column("Kind of time", "due_type", Kind.TEXT, 12),
        *(
            Column(
                name, one, Kind.NUMBER, 10, f"Rank of the verb on the scale {name}; empty where it does not rank it."
            )
            for one, name in SCALES.items()
        ),
        Column("Document", "document_url", Kind.LINK, 13, "The official document at undocs.org."),
        Column("Commitment", "commitment_id", Kind.CODE, 52),
    ]
    return Sheet(
        "Commitments",
        f"Who is asked to do what in operative paragraphs on women, {edition.year}",
        "Each commitment in a paragraph on women: its place, verb, addressee, time and rank on each scale.",
        [
            Table(
                columns,
                [_commitment(row) for row in rows],
                "fct_commitment",
                parts_at="symbol",
                empty=f"No commitment in a paragraph on women is known of {edition.year}.",
            )
        ],
        [
            f"{len(rows):,} rows, {len(commitments):,} commitments: one that names several of a class has a row for "
            "each, and counts once in all totals.",
            "Paragraphs on women are those that meet definition A, themselves or in a part. Those of other paragraphs, "
            "and statements that ask nobody, are in data/fct_commitment.csv.",
            QUALITY,
        ],
        frozen_columns=1,
    )


def _commitment(row: Row) -> Cells:
    return {
        **row,
        **(row["ranks"] or {}),
        "addressee_class": addressee(row["addressee_class"]),
        "due_type": listed(row["due_type"]),
        "document_url": Link(row["document_url"], "undocs.org"),
    }
