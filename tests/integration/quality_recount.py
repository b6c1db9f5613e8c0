"""What stands behind the figures on quality, found once more: from the files with the labels, what the lexicon matches
in each paragraph, and what is read as commitments. No judgement of the warehouse is used."""

import csv
from collections import defaultdict
from typing import Any

import psycopg

from warehouse.settings import PROJECT

Row = dict[str, Any]
SEEDS = PROJECT / "dbt_project" / "seeds"


def labels(name: str) -> list[Row]:
    """The labels of the half that was held out."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["half"] == "held_out"]


class Quality:
    """Objects behind a counted figure of rpt_theme_quality or rpt_commitment_quality."""

    def __init__(self, connection: psycopg.Connection, paragraphs: list[Row], commitments: list[Row]) -> None:
        self._paragraphs, self._commitments = paragraphs, commitments
        self._matched: dict[str, set[str]] = defaultdict(set)
        for paragraph_id, theme_id in connection.execute(
            "select paragraph_id, theme_id from intermediate.int_theme_term_match"
        ).fetchall():
            self._matched[paragraph_id].add(theme_id)

    def themes(self, row: Row, column: str) -> set[str]:
        labelled: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for one in labels("theme_labels"):
            if one["gold"] == row["gold"]:
                labelled[one["symbol"], one["part"], one["locator"]].add(one["theme_id"])
        found = {"paragraphs": set(), "n": set(), "said": set(), "agreed": set()}
        for (symbol, part, locator), themes in labelled.items():
            below = [
                one
                for one in self._paragraphs
                if (one["symbol"], one["part"]) == (symbol, part)
                and any(_holds(place, one["locator"] or "") for place in locator.split("; "))
            ]
            if not below:
                continue
            unit = f"{symbol}|{part}|{locator}"
            said = set().union(*(self._matched[one["paragraph_id"]] for one in below))
            found["paragraphs"].add(unit)
            for name, given in (("n", themes - {""}), ("said", said), ("agreed", themes & said)):
                found[name] |= {f"{row['gold']}|{unit}|{theme}" for theme in given if row["theme_id"] in ("all", theme)}
        return found[column]

    def commitments(self, row: Row, column: str) -> set[str]:
        here = {(one["symbol"], one["locator"]) for one in self._paragraphs if one["part"] == "operative"}
        reader = [one for one in labels("commitment_labels") if (one["symbol"], one["locator"]) in here]
        units = {(one["symbol"], one["locator"]) for one in reader}
        given = _items(reader, row["figure_set"])
        found = _items(
            [one for one in self._commitments if (one["symbol"], one["locator"]) in units], row["figure_set"]
        )
        return {
            "paragraphs": {f"{symbol}|operative|{locator}" for symbol, locator in units},
            "labelled": given,
            "found": found,
            "agreed": given & found,
        }[column]


def _holds(place: str, locator: str) -> bool:
    """Whether the paragraph at `locator` is at the place, below it, or above it."""
    return any(
        longer == shorter or longer.startswith(f"{shorter} ")
        for shorter, longer in [(place, locator), (locator, place)]
        if shorter
    )


def _items(rows: list[Row], figure_set: str) -> set[str]:
    items = set()
    for row in rows:
        pair = f"{figure_set}|{row['symbol']}|{row['locator']}|{row['verb_id']}|{row['addressee_class']}"
        if figure_set == "pairs":
            items.add(pair)
        elif row["due_type"]:
            kinds, values = row["due_type"].split(";"), (row["due_value"] or "").split(";")
            items |= {f"{pair}|{kind}|{value}" for kind, value in zip(kinds, values, strict=True)}
    return items
