"""Faults to be planted in a copy of the sample's warehouse: one for each expectation of both gates."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Plant:
    """A fault, and a word that the failing rows must then hold and did not hold before."""

    sql: str
    shows: str
    also: dict[str, str] = field(default_factory=dict)
    """Other expectations that cannot but fail with it -> why."""


def changed_payload(kind: str, key: str, change: str) -> str:
    return f"update raw.record set payload = {change} where kind = '{kind}' and key = '{key}' and not tombstone"
