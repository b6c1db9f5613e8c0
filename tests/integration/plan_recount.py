"""Action plans counted again from the records of pages and the seeds, by code that shares nothing with the dbt project.

`recount(pages, today)` takes pages as (source, key, payload, first seen, last seen or None) and gives plans by id,
disputes, the status of each country and year, and the yearly figures.
"""

import csv
import re
import unicodedata
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from warehouse.settings import PROJECT

Page = tuple[str, str, dict[str, Any], datetime, datetime | None]
DATED = ("adopted_on", "period_start", "period_end")
PRECISION = {"day": 0, "month": 1, "year": 2}
AGAIN = {4: "year", 7: "month", 10: "day"}


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "dbt_project" / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def spelled(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare.lower()).strip()


ALIASES = {row["alias_key"]: row["country_id"] for row in seed("country_aliases")}
COUNTRIES = {row["country_id"]: row for row in seed("countries")}
RANKS = {row["source_class"]: int(row["rank"]) for row in seed("source_rank")}
HOSTS = {row["host"]: row["source_class"] for row in seed("plan_hosts")}
DOCUMENTS = {(row["url"], row["country_id"], int(row["edition"])) for row in seed("plan_documents")}
COMPARED = {row["field"]: row["compared_as"] for row in seed("nap_field_rules")}
ANSWERS = {(row["field"], row["value"]): row["answer"] for row in seed("nap_field_values")}
DEEDS = {row["event"]: row["is_deed"] == "true" for row in seed("plan_events")}
FISCAL = {row["country_id"]: (int(row["first_month"]), int(row["last_month"])) for row in seed("plan_fiscal_years")}
SAID_ON = {row["url"]: date.fromisoformat(row["stated_on"]) for row in seed("plan_statement_dates")}


@dataclass(frozen=True)
class Claim:
    country: str
    page: tuple[str, str]
    told: int | None
    field: str
    value: str
    url: str
    precision: str = ""
    unit: str = ""
    event: str = ""
    role: str = "current"
    own: bool = False
    may_decide: bool = True
    since: datetime | None = None
    until: datetime | None = None
    sentence: str = ""
    plan: int | None = None

    @property
    def of_page(self) -> bool:
        return self.page[0] != "nap_register"

    @property
    def answer(self) -> str:
        return ANSWERS.get((self.field, self.value), "")

    @property
    def rank(self) -> int:
        if (self.url, self.country, self.told) in DOCUMENTS:
            return RANKS["plan_document"]
        found = re.match(r"\w+://(?:www\.)?([^/:?#]+)", self.url)
        labels = found[1].lower().rstrip(".").split(".") if found else []
        known = [HOSTS[host] for n in range(len(labels)) if (host := ".".join(labels[n:])) in HOSTS]
        return RANKS[known[0] if known else "other"]

    def overlaps(self, other: "Claim") -> bool:
        starts_before = other.until is None or self.since is None or self.since < other.until
        return starts_before and (self.until is None or other.since is None or other.since < self.until)


def register_claims() -> Iterator[Claim]:
    notes = seed("nap_register_dispute")
    givers = {(n["country_id"], n["edition"], n["field"]): n["source"] for n in notes if n["stance"] == "gives"}
    for row in seed("nap_register"):
        sure = row["evidence"] == "source"
        told = {name: row[name] for name in ("adopted_not_before", "adopted_not_after", "period_start", "period_end")}
        told |= {"adopted_on": row["adopted_on_as_given"], "extended_to": row["extended_to"], "phases": row["phases"]}
        told |= {"edition": row["edition"], "budget": {"no": "none"}.get(row["has_budget"], row["has_budget"])}
        told |= {"monitoring": row["has_monitoring"], "lead_agency": row["lead_agency"]}
        told |= {"disarmament": row["disarmament_references"].split(" (")[0]}
        pairs = list(told.items())
        pairs += [
            ("civil_society", role.split(" (")[0].replace(" ", "_"))
            for role in row["civil_society_involvement"].split("; ")
        ]
        sourced = dict.fromkeys(("period_start", "period_end", "extended_to", "phases"), sure)
        sourced |= {"edition": not row["evidence"].endswith("ordinal_unverified")}
        sourced |= {"adopted_on": not row["evidence"].startswith("country_from")}
        for name, value in pairs:
            if value:
                yield Claim(
                    row["country_id"], ("nap_register", row["nap_id"]), int(row["edition"]), name, value,
                    givers.get((row["country_id"], row["edition"], name), row["source"]),
                    precision=AGAIN.get(len(value), "") if COMPARED[name] == "date" else "",
                    event=row["adopted_event"] if name == "adopted_on" else "",
                    own=True, may_decide=sourced.get(name, True),
                )  # fmt: skip
    for note in notes:
        if note["stance"] != "gives":
            yield Claim(
                note["country_id"], ("nap_register", f"{note['country_id']}-{note['edition']}"), int(note["edition"]),
                note["field"], note["value"], note["source"],
                precision=note["precision"], unit=note["unit"], event=note["event"],
            )  # fmt: skip


def page_claims(pages: Iterable[Page]) -> Iterator[Claim]:
    for source, key, payload, since, until in pages:
        country = ALIASES.get(spelled(payload.get("country_as_given") or ""))
        for one in payload["claims"] if country else []:
            event = re.sub("^(adoption|label)_", "", one["rule"]) if one["field"] == "adopted_on" else ""
            yield Claim(
                str(country), (source, key), one["edition"], one["field"], one["value"], payload["url"],
                precision=one["precision"] or "", unit=one["unit"] or "", role=one["of"], since=since, until=until,
                event="" if event == "adopted" else event, sentence=payload["text"][one["start"] : one["end"]],
            )  # fmt: skip


def attached(claims: list[Claim]) -> list[Claim]:
    """The claims with the plan that each is counted to, where a rule gives one."""
    years: dict[tuple[str, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    told: dict[tuple[str, tuple[str, str], int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        if claim.told is not None and claim.field in DATED and re.match(r"\d{4}", claim.value):
            where = told[claim.country, claim.page, claim.told] if claim.of_page else years[claim.country, claim.told]
            where[claim.field].add(claim.value[:4])

    def meant(claim: Claim) -> int | None:
        if claim.told is None or not claim.of_page:
            return claim.told
        said = told[claim.country, claim.page, claim.told]
        alike = {}
        for (country, edition), known in years.items():
            if country == claim.country:
                compared = [bool(said[name] & known[name]) for name in DATED if said[name] and known[name]]
                alike[edition] = (sum(compared), len(compared) - sum(compared))
        if alike.get(claim.told, (0, 0))[0]:
            return claim.told
        others = [
            edition
            for edition, (same, unlike) in alike.items()
            if edition != claim.told and (same >= 2 or (same == 1 and not unlike))
        ]
        return others[0] if len(others) == 1 else claim.told

    numbered = [replace(claim, plan=meant(claim)) for claim in claims if claim.told is not None]
    loose = [claim for claim in claims if claim.told is None]
    dated = {
        (c.country, c.plan, c.field, c.value[:4])
        for c in numbered
        if c.may_decide and c.field in DATED and re.match(r"\d{4}", c.value)
    }
    countries = {claim.country for claim in numbered}

    def found(claim: Claim) -> int | None:
        beside = [c for c in loose if (c.country, c.page, c.role) == (claim.country, claim.page, claim.role)]
        beside = [c for c in beside if c.overlaps(claim)] if claim.role == "current" else [claim]
        here = [c for c in numbered if (c.country, c.page, c.role) == (claim.country, claim.page, "current")]
        tries = [{c.plan for c in here if c.overlaps(claim)} if claim.role == "current" else set()]
        for names in (("adopted_on",), ("period_start", "period_end")[: 1 if claim.role == "current" else 2]):
            seen = {(c.country, c.field, c.value[:4]) for c in beside if c.field in names}
            tries.append({plan for country, plan, name, year in dated if (country, name, year) in seen})
        if claim.country not in countries and claim.role == "current":
            tries.append({0})
        first = next((plans for plans in tries if plans), set())
        return next(iter(first)) if len(first) == 1 else None

    return numbered + [replace(claim, plan=found(claim)) for claim in loose]


def statements(claims: Iterable[Claim]) -> Iterator[Claim]:
    """What the claims state, field by field."""
    for claim in claims:
        fiscal = FISCAL.get(claim.country) if claim.unit == "fiscal_year" and claim.precision == "year" else None
        if fiscal and claim.field in ("period_start", "period_end"):
            month = fiscal[claim.field == "period_end"]
            yield replace(claim, value=f"{claim.value}-{month:02}", precision="month")
        elif claim.field == "period" and claim.value == "not_specified":
            yield replace(claim, field="period_start")
            yield replace(claim, field="period_end")
        elif claim.field in COMPARED:
            yield claim
        if claim.field == "monitoring" and claim.value == "yes" and re.search(r"\bindicators?\b", claim.sentence, re.I):
            yield replace(claim, field="indicators")


@dataclass
class Fields:
    """The statements on one field of one plan: the first decides, where it may."""

    order: list[Claim]
    decides: Claim | None
    differing: list[Claim] = field(default_factory=list)

    @property
    def agreeing(self) -> list[Claim]:
        return [c for c in self.order if c.may_decide and c not in self.differing]


def decided(stated: list[Claim], withdrawn: set[Claim]) -> Fields:
    often = Counter(claim.value for claim in stated)

    def key(claim: Claim) -> tuple[Any, ...]:
        counts_otherwise = claim.field == "edition" and claim.value != str(claim.plan)
        blank = COMPARED[claim.field] == "answer" and not claim.answer
        gone = (0 if claim.until is None else 1) if claim.of_page else 2
        return (
            counts_otherwise, not claim.may_decide or claim in withdrawn, blank, not DEEDS.get(claim.event, True),
            claim.rank, PRECISION.get(claim.precision, 3), gone, -_day(claim.until), -_day(claim.since), not claim.own,
            -often[claim.value], claim.value,
        )  # fmt: skip

    order = sorted(stated, key=key)
    first = order[0]
    decides = first if first.may_decide and first not in withdrawn else None
    return Fields(order, decides, [claim for claim in order[1:] if not _agree(first, claim)])


def _day(moment: datetime | None) -> int:
    return moment.astimezone(UTC).date().toordinal() if moment else 0


def _agree(one: Claim, other: Claim) -> bool:
    how = COMPARED[one.field]
    if how == "date":
        return one.value.startswith(other.value) or other.value.startswith(one.value)
    if how == "answer":
        return not one.answer or not other.answer or one.answer == other.answer
    if how == "text":
        first, second = (re.sub(r"\W|_", "", spelled(claim.value)) for claim in (one, other))
        return first in second or second in first
    if how == "amount" and (not one.unit or not other.unit or one.unit != other.unit):
        return True
    return one.value == other.value


def last_day(value: str | None) -> date | None:
    if not value or not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return None
    year, month, day = (*(int(part) for part in value.split("-")), 0, 0)[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def plan_of(fields: dict[str, Fields]) -> dict[str, Any]:
    """What is decided of one plan, under the names of fct_nap."""
    value = {name: one.decides.value if one.decides else None for name, one in fields.items()}
    stated = [claim for one in fields.values() for claim in one.order]
    free = [claim for claim in stated if claim.may_decide]
    plan: dict[str, Any] = {
        name: value.get(name)
        for name in ("adopted_on", "period_start", "period_end", "extended_to", "lead_agency", "budget_amount")
    }
    for name in ("budget", "monitoring", "indicators", "civil_society", "disarmament"):
        decides = fields[name].decides if name in fields else None
        plan[f"has_{name}"] = (decides.answer if decides else "") or "unknown"
    for name, column in (("budget", "budget_kinds"), ("civil_society", "civil_society_roles")):
        agreeing = {claim.value for claim in fields[name].agreeing} if name in fields else set()
        plan[column] = ", ".join(sorted(agreeing)) or None
    adopted = last_day(value.get("adopted_on")) or last_day(value.get("adopted_not_after"))
    making = any(claim.field == "in_development" or claim.role == "successor" for claim in free)
    current = any(c.of_page and c.role == "current" and c.field in ("period_start", "period_end") for c in free)
    plan["is_planned"] = making and not current and adopted is None
    starts = last_day(value.get("period_start"))
    plan["adopted_by"] = None if plan["is_planned"] else adopted or starts
    told = fields["adopted_on"].decides if "adopted_on" in fields else None
    plan["year_is_told"] = bool(told and last_day(told.value)) and told.event != "known_by_then"
    plan["in_force_by"] = max(plan["adopted_by"], starts or date.min) if plan["adopted_by"] else None
    plan["ends_as_adopted"] = last_day(value.get("period_end"))
    ends = [day for day in (plan["ends_as_adopted"], last_day(value.get("extended_to"))) if day]
    plan["ends_on"] = max(ends, default=None)
    plan["disputes"] = sum(len(one.differing) for one in fields.values())
    return plan
