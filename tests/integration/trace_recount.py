"""What must stand behind a figure, found once more in plain Python: from the records as they were landed where the
Council is counted, else from the rows of dims and facts. No query of reports/behind is used."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.rows import dict_row
from quality_recount import Quality
from raw_records import Payload, Records, Resolution, top

Row = dict[str, Any]
RECKONED = {
    "numerator / denominator": lambda numerator, denominator: numerator / denominator,
    "numerator / (denominator - unknown)": lambda numerator, denominator, unknown: numerator / (denominator - unknown),
    "100 * numerator / denominator": lambda numerator, denominator: 100 * numerator / denominator,
    "100 * numerator / (denominator - unknown)": lambda numerator, denominator, unknown: (
        100 * numerator / (denominator - unknown)
    ),
    "100 * (numerator + unknown) / denominator": lambda numerator, denominator, unknown: (
        100 * (numerator + unknown) / denominator
    ),
    "known / plans": lambda known, plans: known / plans,
    "agreed / said": lambda agreed, said: agreed / said,
    "agreed / n": lambda agreed, n: agreed / n,
    "2 * agreed / (said + n)": lambda agreed, said, n: 2 * agreed / (said + n),
    "known / stated": lambda known, stated: known / stated,
    "year - year_before": lambda year, year_before: year - year_before,
    "ours - stated": lambda ours, stated: ours - stated,
}
"""What each formula gives for its parts."""


class Recount:
    """Objects behind a counted figure, from the row of its mart and the name of its column."""

    def __init__(self, connection: psycopg.Connection, schema: str) -> None:
        self.records = Records(connection)
        self._connection, self._schema = connection, schema
        self.paragraphs = {row["paragraph_id"]: row for row in self.all("fct_paragraph")}
        self.quality = Quality(connection, self.all("fct_paragraph"), self.all("fct_commitment"))
        self.by: dict[str, Callable[[Row, str], set[str] | None]] = {
            "rpt_council_year": self.council,
            "rpt_council_year_by": self.council,
            "rpt_theme_year": self.theme,
            "rpt_commitment_year": self.commitment,
            "commitment_force": self.force,
            "rpt_nap_year": self.plan,
            "nap_topic": self.topic,
            "rpt_country_scorecard": self.country,
            "rpt_indicator": self.indicator,
            "rpt_reconciliation": self.reconciliation,
            "rpt_theme_quality": self.quality.themes,
            "rpt_commitment_quality": self.quality.commitments,
        }
        self.themes = self.all("bridge_paragraph_theme")
        self.asked = [row for row in self.all("fct_commitment") if row["asks"]]
        self.level = {(row["commitment_id"], row["scale_id"]): row["level"] for row in self.all("fct_commitment_force")}
        self.statuses = self.all("fct_nap_status_year")
        self.plans = [row for row in self.all("fct_nap") if row["adopted_by"]]

    def all(self, mart: str) -> list[Row]:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(f'select * from "{self._schema}"."{mart}"').fetchall()

    def council(self, row: Row, column: str) -> set[str] | None:
        of_year = [one for one in self.records.resolutions.values() if one.year == row["year"]]
        if "by" in row:
            of_year = [
                one
                for one in of_year
                if row["value"] == (one.kind if row["by"] == "kind" else one.agenda_item or "unknown")
            ]
        return self._of_resolutions(of_year, row, column)

    def _of_resolutions(self, some: list[Resolution], row: Row, column: str) -> set[str] | None:
        definition, scope = row["definition_id"], row["scope"]
        found = {
            "numerator": {one.symbol for one in some if one.meets(definition, scope)},
            "denominator": {one.symbol for one in some if one.text},
            "without_english_text": {one.symbol for one in some if not one.text},
            "resolutions_adopted": {one.symbol for one in some},
        }
        for part, name in (("operative", "operative_paragraphs"), ("preamble", "preambular_paragraphs")):
            found[name] = {_id(one, each) for one in some for each in top(one.paragraphs, part)}
            found[f"{name}_matching"] = {
                _id(one, each)
                for one in some
                for each in top(one.meeting(definition), part)
                if each["in_body"] or scope == "body_and_annexes"
            }
        return found.get(column)

    def theme(self, row: Row, column: str) -> set[str] | None:
        tagged = [
            self.paragraphs[one["paragraph_id"]]
            for one in self.themes
            if (one["theme_id"], one["said_by"]) == (row["theme_id"], row["said_by"])
            and self.paragraphs[one["paragraph_id"]]["year"] == row["year"]
        ]
        tops = {one["top_paragraph_id"] for one in tagged}
        found = {
            "paragraphs": {one["paragraph_id"] for one in tagged},
            "resolutions": {one["symbol"] for one in tagged},
            "operative_paragraphs": {one for one in tops if self.paragraphs[one]["part"] == "operative"},
            "preambular_paragraphs": {one for one in tops if self.paragraphs[one]["part"] == "preamble"},
        }
        return found.get(column)

    def commitment(self, row: Row, column: str) -> set[str] | None:
        pairs: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for one in self.asked:
            pairs[one["paragraph_id"], one["verb_id"], one["addressee_class"]].append(one)
        some = {
            key: found
            for key, found in pairs.items()
            if found[0]["year"] == row["year"]
            and row["addressee_class"] in ("all", key[2])
            and row["verb_id"] in ("all", key[1])
            and (row["scope"] == "all" or any(one["is_wps"] for one in found))
        }
        counted = {
            "commitments": some,
            "with_due": [key for key, found in some.items() if any(one["due_type"] for one in found)],
            "with_named_addressee": [key for key, found in some.items() if any(one["named_id"] for one in found)],
            "inherited": [key for key, found in some.items() if all(one["inherited"] for one in found)],
        }
        if column in counted:
            return {"|".join(key) for key in counted[column]}
        found = {
            "resolutions": {found[0]["symbol"] for found in some.values()},
            "numerator": {self.paragraphs[key[0]]["top_paragraph_id"] for key in some},
        }
        return found.get(column)

    def force(self, row: Row, column: str) -> set[str]:
        return {
            "|".join((one["paragraph_id"], one["verb_id"], one["addressee_class"]))
            for one in self.asked
            if one["year"] == row["year"]
            and row["addressee_class"] in ("all", one["addressee_class"])
            and self.level.get((one["commitment_id"], row["scale_id"]), "not_ranked") == row["level"]
            and (column == "commitments_all" or one["is_wps"])
        }

    def plan(self, row: Row, column: str) -> set[str] | None:
        units = {"member_state": {"member_state"}, "member_state_or_observer": {"member_state", "observer_state"}}
        some = {
            one["country_id"]: one
            for one in self.statuses
            if one["year"] == row["year"]
            and (row["unit"] == "all" or one["entity_type"] in units.get(row["unit"], set()))
        }
        adopted = {name: one for name, one in some.items() if one["has_adopted"]}
        plans = [one for one in self.plans if one["country_id"] in some and one["adopted_by"].year <= row["year"]]
        newest = {one["nap_id"]: one for one in self.plans}
        found = {"adopted": set(adopted), "plans_adopted": {one["nap_id"] for one in plans}}
        for status in ("in_force", "extended", "expired", "period_unknown", "in_development", "none"):
            found[status] = {name for name, one in some.items() if one["status"] == status}
        for flag in ("adopted_not_begun", "successor_in_development", "ending_this_year"):
            found[flag] = {name for name, one in some.items() if one[flag]}
        for quality in ("budget", "monitoring", "civil_society", "disarmament"):
            for answer in ("yes", "no", "unknown"):
                found[f"with_{quality}_{answer}"] = {
                    name for name, one in adopted.items() if newest[one["newest_nap_id"]][f"has_{quality}"] == answer
                }
        if column == "denominator" and row["metric"] == "adopted":
            return set(some)
        return found.get(row["metric"]) if column == "numerator" and row["unit"] != "regional_body" else None

    def topic(self, row: Row, column: str) -> set[str]:
        plans = {one["nap_id"] for one in self.plans if not one["is_planned"] and one["adopted_by"].year <= row["year"]}
        disputed = {one["nap_id"] for one in self.all("fct_nap_dispute") if one["field"] == row["field"]}
        known = {one["nap_id"] for one in self.all("fct_nap_topic") if one["field"] == row["field"] and one["is_known"]}
        return {"plans": plans, "known": plans & known, "unknown": plans - known, "disputed": plans & disputed}[column]

    def country(self, row: Row, column: str) -> set[str] | None:
        if "_in_favour" not in column and "_against" not in column and "_abstaining" not in column:
            return None
        on_what, vote = ("item", column[9:]) if column.startswith("wps_item") else ("language", column[13:])
        found = set()
        for one in self.all("fct_vote"):
            resolution = self.records.resolutions[one["symbol"]]
            counts = (
                resolution.agenda_item == "Women and peace and security"
                if on_what == "item"
                else resolution.meets("A", "body")
            )
            if (one["country_id"], one["year"], one["vote"]) == (row["country_id"], row["year"], vote) and counts:
                found.add(f"{one['symbol']}|{one['country_id']}")
        return found

    def indicator(self, row: Row, column: str) -> set[str] | None:
        if not row["measure"].startswith("statements"):
            return None
        return {
            one["symbol"]
            for one in self.all("fct_statement")
            if one["year"] == row["year"]
            and not one["is_withdrawn"]
            and not one["is_corrigendum"]
            and (column == "denominator" or row["definition_id"] in (one["wps_definitions"] or "").split(", "))
        }

    def reconciliation(self, row: Row, column: str) -> set[str] | None:
        if row["measure"] != "council_share":
            return None
        days = (str(row["counted_from"]), str(row["counted_to"]))
        some = [
            one
            for one in self.records.resolutions.values()
            if one.text
            and days[0] <= (one.adopted_on or "") <= days[1]
            and (row["measured_of"] == "resolution" or one.about[0] == "country_or_situation")
        ]
        return self._of_resolutions(some, row, column)


def _id(resolution: Resolution, paragraph: Payload) -> str:
    return f"{resolution.symbol}|{paragraph['local_id']}"
