"""What tests of the extract's parts share: an edition to plant in, and the figures that its marts hold."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from reports import edition as editions
from reports.edition import Edition, Row
from reports.figure_id import row_id
from warehouse import db, fingerprint
from warehouse.settings import Settings

IN_PER_CENT = frozenset({"share", "coverage", "share_change", "precision", "recall"})
"""Columns from 0 to 1, which documents show in per cent."""
_OF_FORCE = "commitment_force"


@contextmanager
def edition_of(settings: Settings, year: int) -> Iterator[Edition]:
    """An edition whose marts a test may change: all is taken back at its end."""
    with db.connect(settings) as connection, connection.transaction(force_rollback=True):
        yield editions.edition(connection, year, editions.origin(settings, connection, None, None))


class Figures:
    """Every figure that an id may name, read from the marts without the code that writes the extract."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._rows: dict[str, Row] = {}
        for mart in fingerprint.marts(edition.connection, edition.origin.schema):
            if mart.startswith("rpt_"):
                key = fingerprint.primary_key(edition.connection, edition.origin.schema, mart)
                for row in edition.ask(f'select * from "{mart}"'):
                    self._rows[row_id(mart, [row[name] for name in key])] = row
        self._rows |= {
            row_id(_OF_FORCE, key): {"commitments_wps": count} for key, count in self._force(edition).items()
        }

    def row(self, figure_id: str) -> Row:
        """The row that the figure is of."""
        return self._rows[figure_id.rpartition("/")[0]]

    def value(self, figure_id: str) -> Any:
        """What the mart holds; of a change, the difference from the year before."""
        row, _, column = figure_id.rpartition("/")
        if not column.endswith("_change"):
            return self._rows[row][column]
        year = f"/{self._edition.year}/"
        before = row.replace(year, f"/{self._edition.year - 1}/", 1)
        plain = column.removesuffix("_change")
        return self._rows[row][plain] - self._rows[before][plain]

    def _force(self, edition: Edition) -> Counter[tuple[Any, ...]]:
        level = {
            (row["commitment_id"], row["scale_id"]): row["level"]
            for row in edition.ask("select commitment_id, scale_id, level from fct_commitment_force")
        }
        scales = {scale for _, scale in level}
        counted = {
            (row["year"], scale, level.get((row["commitment_id"], scale), "not_ranked"), row["addressee_class"],
             row["paragraph_id"], row["verb_id"])
            for row in edition.ask("select * from fct_commitment where asks and is_wps")
            for scale in scales
        }  # fmt: skip
        return Counter(one[:4] for one in counted)


def as_shown(value: Any, column: str) -> Decimal:
    """The number as a document shows it: per cent with one decimal for what is from 0 to 1."""
    exact = Decimal(value)
    return round(100 * exact, 1) if column in IN_PER_CENT else exact
