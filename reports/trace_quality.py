"""How often the rules are right: the rows that workbook and document show, and what their figures are made from.

Only the half that was held out tells. What an extract does not show of these reports is no figure of it.
"""

from collections.abc import Callable

from reports.edition import Edition
from reports.figure_id import figure_id
from reports.trace_kinds import F1, PRECISION, RECALL, Column, Counted, Formula, Mart, Parts, Reckoned, Row

GOLDS = {"hand": "labels by hand", "archive_tags": "PeaceWomen's own tags of real pages"}
SETS = {"pairs": "verb and class of addressee", "due": "due rules with type and value, on their pair"}
_THEMES = """
select
    quality.*,
    coalesce(theme.name, quality.theme_id) as theme
from rpt_theme_quality as quality
left join dim_theme as theme on quality.theme_id = theme.theme_id
where quality.half = 'held_out' and (quality.gold = 'hand' or quality.theme_id = 'all')
order by quality.gold <> 'hand', quality.theme_id <> 'all', quality.theme_id collate "C"
"""
_COMMITMENTS = "select * from rpt_commitment_quality where half = 'held_out' order by figure_set collate \"C\" desc"


def _of_all_themes(row: Row) -> str | None:
    """The paragraphs are the same whatever the theme: listed at all themes, and referred to elsewhere."""
    if row["theme_id"] == "all":
        return None
    return figure_id("rpt_theme_quality", (row["gold"], row["half"], "all"), "paragraphs")


def _of_pairs(row: Row) -> str | None:
    """Paragraphs are measured for pairs, and for due rules the same ones."""
    if row["figure_set"] == "pairs":
        return None
    return figure_id("rpt_commitment_quality", ("pairs", row["half"]), "paragraphs")


def _columns(
    mart: str, key: tuple[str, ...], unit: str, n: str, said: str, same: Callable[[Row], str | None]
) -> tuple[Column, ...]:
    """The figures of a report on quality; `n` and `said` are its columns of what is labelled and what the rules say."""
    columns = {"n": n, "said": said, "agreed": "agreed"}

    def ratio(column: str, formula: Formula, parts: tuple[str, ...], empty: str) -> Reckoned:
        def of(row: Row) -> tuple[Formula, Parts]:
            values = [row[name] for name in key]
            return formula, {part: figure_id(mart, values, columns[part]) for part in parts}

        return Reckoned(column, "share, from 0 to 1", "ratio", of, unknown=lambda _: empty)

    return (
        Counted("paragraphs", "labelled paragraphs", same),
        Counted(n, unit),
        Counted(said, unit),
        Counted("agreed", unit),
        ratio("precision", PRECISION, ("agreed", "said"), "rules_say_none"),
        ratio("recall", RECALL, ("agreed", "n"), "none_is_labelled"),
        ratio("f1", F1, ("agreed", "said", "n"), "rules_say_none_and_none_is_labelled"),
    )


THEME_QUALITY = Mart(
    "rpt_theme_quality",
    _columns(
        "rpt_theme_quality",
        ("gold", "half", "theme_id"),
        "themes of labelled paragraphs",
        "n",
        "said",
        _of_all_themes,
    ),
    lambda row: (
        f"Theme: {row['theme']}; against {GOLDS[row['gold']]}, on the half that the lexicon was not fitted to;"
        f" version {row['lexicon_version']} of the lexicon."
    ),
    _THEMES,
)

COMMITMENT_QUALITY = Mart(
    "rpt_commitment_quality",
    _columns(
        "rpt_commitment_quality",
        ("figure_set", "half"),
        "items of labelled paragraphs",
        "labelled",
        "found",
        _of_pairs,
    ),
    lambda row: (
        f"Items: {SETS.get(row['figure_set'], row['figure_set'])}; against a reader, on the half that the rules were"
        " not fitted to."
    ),
    _COMMITMENTS,
)


def theme_quality(edition: Edition) -> list[Row]:
    """Rows of rpt_theme_quality that an extract shows, each with the name of its `theme`, in the order of a table."""
    return edition.ask(_THEMES)


def commitment_quality(edition: Edition) -> list[Row]:
    """Rows of rpt_commitment_quality that an extract shows, in the order of a table."""
    return edition.ask(_COMMITMENTS)
