"""Which columns of the reconciliation with published figures are figures, and what they are made from."""

from reports.figure_id import figure_id
from reports.trace_kinds import (
    COVERAGE,
    DIFFERENCE,
    PERCENT,
    PERCENT_AT_MOST,
    PERCENT_OF_KNOWN,
    Counted,
    Formula,
    Mart,
    Parts,
    Reckoned,
    Row,
    Stated,
)


def _of(row: Row, formula: Formula, **parts: str) -> tuple[Formula, Parts]:
    return formula, {part: figure_id("rpt_reconciliation", (row["statement_id"],), parts[part]) for part in parts}


def _percent(row: Row) -> tuple[Formula, Parts]:
    if row["unknown"] is None:
        return _of(row, PERCENT, numerator="numerator", denominator="denominator")
    return _of(row, PERCENT_OF_KNOWN, numerator="numerator", denominator="denominator", unknown="unknown")


def _percent_of_counts(row: Row) -> tuple[Formula, Parts]:
    """Counts of countries are out of the Member States of the time, other counts out of what is stated with them."""
    out_of = "member_states" if row["stated_in"] == "nap_counts" else "stated_denominator"
    return _of(row, PERCENT, numerator="stated_numerator", denominator=out_of)


def _coverage(row: Row) -> tuple[Formula, Parts]:
    if row["measure"] in ("countries_with_plan", "regional_plans"):
        return _of(row, COVERAGE, known="numerator", stated="stated_numerator")
    return _of(row, COVERAGE, known="denominator", stated="stated_denominator")


def _difference(row: Row) -> tuple[Formula, Parts]:
    if row["stated_in"] == "published_figures" and row["stated_percent"] is not None:
        return _of(row, DIFFERENCE, ours="percent", stated="stated_percent")
    return _of(
        row,
        DIFFERENCE,
        ours="numerator",
        stated="stated_value" if row["stated_numerator"] is None else "stated_numerator",
    )


def _unit(row: Row) -> str:
    match row["measure"]:
        case None:
            return "what the page counts"
        case "council_share":
            return "resolutions"
        case "operative_paragraphs":
            return "paragraphs"
        case "regional_plans":
            return "plans"
        case "commitments":
            return "commitments"
    return "countries"


def _not_answerable(row: Row) -> str | None:
    return row["reason_code"] if row["measure"] is None else None


RECONCILIATION = Mart(
    "rpt_reconciliation",
    (
        Stated("stated_value", "as the page counts", "source_url"),
        Stated("stated_numerator", "as the page counts", "source_url"),
        Stated("stated_denominator", "as the page counts", "source_url"),
        Stated("stated_percent", "per cent", "source_url"),
        Counted("member_states", "countries"),
        Reckoned("percent_of_counts", "per cent", "ratio", _percent_of_counts),
        Counted("numerator", _unit, unknown=_not_answerable),
        Counted("denominator", _unit),
        Counted("unknown", "countries"),
        Reckoned("percent", "per cent", "ratio", _percent),
        Reckoned(
            "percent_at_least",
            "per cent",
            "ratio",
            lambda row: _of(row, PERCENT, numerator="numerator", denominator="denominator"),
        ),
        Reckoned(
            "percent_at_most",
            "per cent",
            "ratio",
            lambda row: _of(row, PERCENT_AT_MOST, numerator="numerator", unknown="unknown", denominator="denominator"),
        ),
        Counted("with_allocated_budget", "countries"),
        Counted("known_plans", "plans"),
        Reckoned("coverage", "known for one that is stated", "ratio", _coverage),
        Reckoned("difference", "ours less theirs", "difference", _difference),
    ),
    lambda row: (
        f"Published: {row['metric']} ({row['period']})."
        f" Ours: {row['measure'] or 'not answerable'}{_days(row)}{_definition(row)}."
    ),
    """
    select
        statements.*,
        statements.counted_from,
        statements.counted_to,
        case
            when stated_percent is null and stated_numerator is null
                then substring(value_as_stated from '[0-9]+')::integer
        end as stated_value,
        case
            when stated_in = 'nap_counts' and percent_of_counts is not null
                then (
                    select count(*) from dim_country as country
                    where
                        (country.entity_type = 'member_state' and country.un_member_from <= left(period, 4)::integer)
                        or (
                            country.entity_type = 'observer_state'
                            and country.observer_from <= left(period, 4)::integer
                            and population = 'Member States and observers'
                        )
                )
        end as member_states
    from rpt_reconciliation as statements
    order by statement_id collate "C"
    """,
    docs=(
        (
            "stated_value",
            "The number in the value as the page writes it, where it states neither counts nor a percentage.",
        ),
        (
            "member_states",
            "Member States (and observer States, where the page counts these too) of the year that the count is of.",
        ),
    ),
)


def _days(row: Row) -> str:
    if row["counted_to"] is None:
        return ""
    return f", {row['counted_from']} to {row['counted_to']}" if row["counted_from"] else f", by {row['counted_to']}"


def _definition(row: Row) -> str:
    return f"; definition {row['definition_id']}, {row['scope']}" if row["definition_id"] else ""
