"""Every figure of an extract: its id, its value, what it says, and how it comes about."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reports import package
from reports.edition import Edition
from reports.figure_id import figure_id
from reports.trace_behind import ask
from reports.trace_council import COMMITMENT_YEAR, COUNCIL_YEAR, COUNCIL_YEAR_BY, THEME_YEAR
from reports.trace_force import COMMITMENT_FORCE
from reports.trace_kinds import FORMULAS, Column, Mart, Parts, Reckoned, Row, Stated
from reports.trace_plans import INDICATOR, NAP_YEAR, SCORECARD
from reports.trace_quality import COMMITMENT_QUALITY, THEME_QUALITY
from reports.trace_reconciliation import RECONCILIATION
from reports.trace_topics import NAP_TOPIC
from warehouse.errors import WpsError

MARTS = (
    COUNCIL_YEAR,
    COUNCIL_YEAR_BY,
    THEME_YEAR,
    COMMITMENT_YEAR,
    COMMITMENT_FORCE,
    NAP_YEAR,
    NAP_TOPIC,
    SCORECARD,
    INDICATOR,
    RECONCILIATION,
    THEME_QUALITY,
    COMMITMENT_QUALITY,
)


@dataclass(frozen=True)
class Figure:
    """A number of the extract, or one that is missing from it."""

    figure_id: str
    value: Decimal | None
    """None where it is not known: `unknown_because` says why."""
    unit: str
    mart: str
    column: str
    about: str
    """What the column counts or measures."""
    of: str
    """What the row is of: the definition, the scope, the country."""
    how: str
    """counted; same (the figure that it refers to has the rows); ratio; difference; stated (by somebody else)."""
    formula: str
    unknown_because: str | None
    parts: tuple[tuple[str, str], ...]
    """Figures that it is made from: the part in the formula, and the id. Of what is stated, the page."""


def figures(edition: Edition) -> list[Figure]:
    """Every figure of the year, and those of all years before that charts and rows of ten years show.

    In the order of MARTS, of their rows by key, and of the columns as declared. Raises WpsError where two have one id.
    """
    made = [figure for mart in MARTS for figure in _of_mart(edition, mart)]
    for name, times in Counter(figure.figure_id for figure in made).items():
        if times > 1:
            raise WpsError(f"{times} figures have the id {name}; expected each to have its own. Report it.")
    values = {figure.figure_id: figure.value for figure in made if figure.value is not None}
    return [figure for one in made if (figure := _reckoned(one, values)) is not None]


def reckoned(figure: Figure, values: Mapping[str, Decimal]) -> Decimal:
    """What a figure's formula gives for the values of its parts."""
    return FORMULAS[figure.formula].reckon({part: values[made_from] for part, made_from in figure.parts})


def _reckoned(figure: Figure, values: Mapping[str, Decimal]) -> Figure | None:
    """With its value, where no mart holds it: a change needs the year before, and there may be none."""
    if figure.value is not None or figure.unknown_because is not None:
        return figure
    if any(made_from not in values for _, made_from in figure.parts):
        return None
    return replace(figure, value=reckoned(figure, values))


def _of_mart(edition: Edition, mart: Mart) -> Iterator[Figure]:
    docs, key = dict(mart.docs), mart.key
    if not key:
        described = package.describe(edition.connection, edition.origin.schema, mart.name)
        docs |= {column.name: column.description for column in described.columns}
        key = described.key
    for row in ask(edition, mart.query, {"year": edition.year}):
        for column in mart.columns:
            if row.get("year", edition.year) < edition.year and column.column not in mart.earlier:
                continue
            figure = _figure(mart, tuple(row[name] for name in key), column, row, docs)
            if figure is not None:
                yield figure


def _figure(mart: Mart, key: tuple[object, ...], column: Column, row: Row, docs: Mapping[str, str]) -> Figure | None:
    """The figure of a column of a row; None where the row has no such figure."""
    value, because = row.get(column.column), None
    if value is None and not _is_made_here(column):
        because = None if isinstance(column, Stated) else column.unknown(row)
        if because is None:
            return None
    how, formula, parts = _made_from(column, row, because is None)
    return Figure(
        figure_id=figure_id(mart.name, key, column.column),
        value=None if value is None else Decimal(value),
        unit=column.unit if isinstance(column.unit, str) else column.unit(row),
        mart=mart.name,
        column=column.column,
        about=column.about if isinstance(column, Reckoned) and column.about else docs[column.column],
        of=mart.words(row),
        how=how,
        formula=formula,
        unknown_because=because,
        parts=tuple(parts.items()),
    )


def _is_made_here(column: Column) -> bool:
    return isinstance(column, Reckoned) and bool(column.about)


def _made_from(column: Column, row: Row, is_known: bool) -> tuple[str, str, Parts]:
    """How a figure comes about, its formula, and what it is made from: what is not known, from nothing."""
    if isinstance(column, Stated):
        return "stated", "", {"stated": row[column.page]}
    if isinstance(column, Reckoned):
        formula, parts = column.of(row)
        return column.how, formula.words, parts if is_known else {}
    same = column.same_as(row) if is_known else None
    return ("counted", "", {}) if same is None else ("same", "", {"same": same})
