"""The labels by hand: they use the field's ids, fit their units, and keep a paragraph and its parts in one half."""

import csv
import hashlib
from pathlib import Path

import pytest

LABELS = Path(__file__).parents[1] / "labels"
ADDRESSEES = {
    "secretary_general", "special_representative", "peace_operation", "national_authorities", "parties_to_conflict",
    "member_states", "troop_police_contributors", "security_council", "un_entities", "sanctions_bodies",
    "regional_organizations", "donors", "civil_society", "other", "none",
}  # fmt: skip


def read(name: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_commitments_use_the_ids_of_the_field_and_miss_no_class():
    rows = read("commitments/commitments.csv")
    assert len(rows) == 644
    assert {row["addressee"] for row in rows} == ADDRESSEES
    assert not [row for row in rows if row["addressee"] == "none" and row["due_type"]]


@pytest.mark.parametrize(
    ("labels", "units", "key"),
    [
        ("commitments/commitments.csv", "commitments/units.csv", ("symbol", "locator", "half")),
        ("themes/themes.csv", "themes/units.csv", ("symbol", "part", "locator", "half")),
    ],
)
def test_every_label_is_of_a_unit_and_every_unit_has_one(labels, units, key):
    listed = [tuple(row[name] for name in key) for row in read(units)]
    assert len(set(listed)) == len(listed)
    assert {tuple(row[name] for name in key) for row in read(labels)} == set(listed)


def test_a_paragraph_and_its_parts_are_in_the_half_of_their_hash():
    for row in read("commitments/units.csv"):
        digest = hashlib.sha256(f"{row['symbol']}|{row['locator'].split()[0]}".encode()).digest()
        assert row["half"] == ("held_out" if digest[-1] % 2 else "tune"), row


def test_both_halves_hold_every_theme():
    rows = [row for row in read("themes/themes.csv") if row["theme"]]
    themes = {row["theme"] for row in rows}
    assert len(themes) == 13
    for half in ("tune", "held_out"):
        counts = {theme: sum(row["theme"] == theme and row["half"] == half for row in rows) for theme in themes}
        assert min(counts.values()) >= 5, counts
