"""What a text says of plans, as lines that a test can read."""

import json
from collections.abc import Iterable

from extractors.plans.claims import read_claims

FIELDS = {
    "edition", "adopted_on", "period_start", "period_end", "extended_to", "budget", "budget_amount", "monitoring",
    "civil_society", "disarmament", "lead_agency", "predecessors", "in_development",
}  # fmt: skip
KEYS = {"field", "edition", "edition_from", "of", "value", "precision", "unit", "start", "end", "rule"}


def said(text: str, country: str | None = "Norlandia", fields: Iterable[str] = FIELDS) -> list[str]:
    """The claims of a text as `of edition: field value`, sorted; a counted edition carries a star, an unknown one is ?.

    A date carries its precision unless that is the year, an amount its unit. Every claim is checked for its shape.
    """
    claims = read_claims(text, country)
    for claim in claims:
        check(claim, text)
    return sorted({_line(claim) for claim in claims if claim["field"] in set(fields)})


def rules(text: str, country: str | None = "Norlandia") -> set[str]:
    """The rules that read something in a text."""
    return {claim["rule"] for claim in read_claims(text, country)}


def check(claim: dict, text: str) -> None:
    """What holds for every claim of any text."""
    assert set(claim) == KEYS
    assert claim["field"] in FIELDS
    assert claim["of"] in ("current", "predecessor", "successor")
    assert (claim["edition"] is None) == (claim["edition_from"] is None)
    assert claim["value"]
    sentence = text[claim["start"] : claim["end"]]
    assert sentence
    assert sentence == sentence.strip()
    assert "\n" not in sentence
    assert (claim["precision"] is not None) == (
        claim["field"] in {"adopted_on", "period_start", "period_end", "extended_to"}
    )
    assert json.loads(json.dumps(claim)) == claim


def _line(claim: dict) -> str:
    edition = "?" if claim["edition"] is None else f"{claim['edition']}{'*' * (claim['edition_from'] == 'counted')}"
    more = [claim["precision"] if claim["precision"] not in (None, "year") else "", claim["unit"] or ""]
    return " ".join(filter(None, [claim["of"], f"{edition}:", claim["field"], claim["value"], *more]))
