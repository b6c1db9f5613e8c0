"""The records as they were landed, read by plain Python: what reports are recomputed from, by another hand than dbt."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import psycopg

from warehouse.settings import PROJECT

SEEDS = PROJECT / "dbt_project" / "seeds"
Payload = dict[str, Any]
Ask = Callable[..., list[tuple[Any, ...]]]
"""Asks the marts: a query with its parameters."""


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def pattern(postgres: str) -> re.Pattern[str]:
    return re.compile(postgres.replace(r"\y", r"\b"), re.IGNORECASE)


def key(name: str | None) -> str:
    """A name without accents, capitals and marks."""
    letters = unicodedata.normalize("NFKD", name or "").lower()
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def share(numerator: int, denominator: int) -> Decimal | None:
    """To six places, halves up, as Postgres rounds."""
    if not denominator:
        return None
    return (Decimal(numerator) / denominator).quantize(Decimal("0.000001"), ROUND_HALF_UP)


DEFINITIONS = {
    row["definition_id"]: (pattern(row["pattern"]), row["operative_only"] == "true") for row in seed("definitions")
}
COUNTRY = {key(row["alias"]): row["country_id"] for row in seed("country_aliases")}
THEME = {row["alias_key"]: row["theme_id"] for row in seed("theme_aliases")}
AGENDA: dict[str, list[dict[str, str]]] = defaultdict(list)
for _row in seed("agenda_country"):
    AGENDA[key(_row["agenda_item"])].append(_row)
KINDS = sorted(seed("resolution_kinds"), key=lambda row: int(row["rank"]))


def top(paragraphs: list[Payload], part: str) -> list[Payload]:
    """Those of a part that stand at the top level."""
    return [one for one in paragraphs if one["part"] == part and one["top_level"]]


@dataclass(eq=False)
class Resolution:
    """What the metadata and the text that counts say of one resolution."""

    symbol: str
    year: int
    metadata: Payload = field(default_factory=dict)
    text: Payload = field(default_factory=dict)
    paragraphs: list[Payload] = field(default_factory=list)
    _met: dict[str, list[Payload]] = field(default_factory=dict)
    _parents: dict[str, Payload] | None = None

    @property
    def agenda_item(self) -> str | None:
        return _corrected(self.symbol, "agenda_item", self.metadata.get("agenda_item"))

    @property
    def adopted_on(self) -> str | None:
        said = self.metadata.get("adoption_date") or ""
        dates = [self.text.get(f"xml_{name}_date") for name in ("adoption", "title", "doc")]
        chosen = said if said[:4] == str(self.year) else next((date for date in dates if date), None)
        return _corrected(self.symbol, "adopted_on", chosen)

    @property
    def title(self) -> str:
        return self.metadata.get("title") or ""

    @property
    def about(self) -> tuple[str | None, set[str]]:
        """The scope of the agenda item, and the countries that it is about."""
        rows = AGENDA.get(key(self.agenda_item), [])
        told = [row for row in rows if row["title_pattern"] and pattern(row["title_pattern"]).search(self.title)]
        chosen = told or [row for row in rows if not row["title_pattern"]]
        return (chosen[0]["scope"] if chosen else None), {row["country_id"] for row in chosen} - {""}

    @property
    def kind(self) -> str:
        texts = {"title": self.title, "agenda_scope": self.about[0] or ""}
        return next((row["kind"] for row in KINDS if pattern(row["pattern"]).search(texts[row["reads"]])), "unknown")

    def meeting(self, definition_id: str) -> list[Payload]:
        """Paragraphs that meet a definition, themselves or in one below."""
        if definition_id not in self._met:
            self._met[definition_id] = self._meeting(definition_id)
        return self._met[definition_id]

    def _meeting(self, definition_id: str) -> list[Payload]:
        words, operative_only = DEFINITIONS[definition_id]
        parent = {one["local_id"]: one["parent_local_id"] for one in self.paragraphs}
        met: set[str] = set()
        for one in self.paragraphs:
            if words.search(one["text"] or "") and (one["part"] == "operative" or not operative_only):
                at = one["local_id"]
                while at is not None and at not in met:
                    met.add(at)
                    at = parent[at]
        return [one for one in self.paragraphs if one["local_id"] in met]

    def meets(self, definition_id: str, scope: str) -> bool:
        return any(one["in_body"] or scope == "body_and_annexes" for one in self.meeting(definition_id))

    def top_of(self, one: Payload) -> Payload:
        """The paragraph of the top level that one belongs to, or is."""
        if self._parents is None:
            self._parents = {each["local_id"]: each for each in self.paragraphs}
        while one["parent_local_id"] is not None:
            one = self._parents[one["parent_local_id"]]
        return one

    @property
    def operative(self) -> list[Payload]:
        """Operative paragraphs, top level."""
        return top(self.paragraphs, "operative")


def _corrected(symbol: str, name: str, value: str | None) -> str | None:
    for row in seed("corrections"):
        if (row["entity"], row["key"], row["field"], row["value_from"]) == ("resolution", symbol, name, value or ""):
            return row["value_to"] or None
    return value


class Records:
    """All live records of a warehouse."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._of: dict[str, list[tuple[str, Payload]]] = defaultdict(list)
        for kind, url, payload in connection.execute(
            "select kind, canonical_url, payload from raw.live_record('infinity') order by canonical_url"
        ):
            self._of[kind].append((url, payload))
        self.resolutions = self._resolutions()
        self._showings = connection.execute(
            "select key, canonical_url, seen_at, record_sha256, payload"
            " from raw.live_record('infinity') where kind = 'item'"
        ).fetchall()

    def of(self, kind: str) -> list[Payload]:
        return [payload for _, payload in self._of[kind]]

    def _resolutions(self) -> dict[str, Resolution]:
        found: dict[str, Resolution] = {}
        filed: dict[str, tuple[tuple[bool, str], str]] = {}
        for one in self.of("resolution_metadata"):
            found.setdefault(one["symbol"], Resolution(one["symbol"], one["year"])).metadata = one
        for url, one in self._of["resolution"]:
            resolution = found.setdefault(one["symbol"], Resolution(one["symbol"], one["year"]))
            preference = (f"/{one['year']}/" not in f"/{one['path']}", one["path"])
            if one["symbol"] not in filed or preference < filed[one["symbol"]][0]:
                filed[one["symbol"]] = (preference, url)
                resolution.text = one
        for url, one in self._of["paragraph"]:
            if filed[one["symbol"]][1] == url:
                found[one["symbol"]].paragraphs.append(one)
        return found

    def items(self) -> dict[str, Payload]:
        """Items of the archive. Of several showings of one: its own page, then one that is not cut, then the newest."""
        nodes: dict[str, set[int]] = defaultdict(set)
        for *_, one in self._showings:
            if one["node_id"] and one["alias"]:
                nodes[one["alias"]].add(one["node_id"])
        said_at: dict[tuple[str, str], float] = defaultdict(float)
        showings = defaultdict(list)
        for key_, url, seen_at, said, one in self._showings:
            aliased = nodes.get(one["alias"] or "", set())
            node = one["node_id"] or (next(iter(aliased)) if len(aliased) == 1 else None)
            item, path = f"node/{node}" if node else key_, re.sub(r"^https?://[^/]+/", "", url)
            showings[item].append((path not in (item, key_, one["alias"]), said, url, key_, one))
            said_at[item, said] = max(said_at[item, said], seen_at.timestamp())
        return {
            item: min(shown, key=lambda one: (one[0], one[4]["is_preview"], -said_at[item, one[1]], *one[2:4]))[4]
            for item, shown in showings.items()
        }

    def themes(self) -> dict[str, set[str]]:
        """Theme ids of each item: of its label, and of a bundle the one in its title, if we know it."""
        return {
            item: {THEME.get(key(name)) or key(name).replace(" ", "_") or "unnamed" for name in one["themes"]}
            | ({THEME.get(key(one["bundle_theme"]), "")} - {""} if one["kind"] == "bundle" else set())
            for item, one in self.items().items()
        }

    def votes(self) -> set[tuple[str, str, str]]:
        """(symbol, country, vote)."""
        return {(one["symbol"], COUNTRY[key(one["voter"])], one["vote"]) for one in self.of("vote")}

    def statements(self) -> dict[str, Payload]:
        """Presidential statements that stand: no corrigenda, none that was withdrawn."""
        all_of_them = {one["symbol"]: one for one in self.of("statement")}
        withdrawn = {symbol for one in all_of_them.values() for symbol in one.get("withdraws") or []}
        return {s: one for s, one in all_of_them.items() if s not in withdrawn and not one.get("corrects")}
