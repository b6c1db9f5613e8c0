"""The figures of docs/plans.md: those of a warehouse that knows the register only, as the page says."""

import re
from datetime import UTC, datetime

import pytest
from scratch_warehouse import build

from warehouse.settings import PROJECT

PERCENT = "coalesce({} || ' %%', '')"
WHOLE = "coalesce(round(100 * {})::integer || ' %%', '')"
TABLES = {
    "metric": "select metric, numerator::text, coalesce(denominator::text, ''), stated_count || ' ' || stated_unit,"
    f" known_count::text, {WHOLE.format('coverage')}, known_plans::text, {WHOLE.format('coverage_by_plans')}"
    " from {}.rpt_nap_year where year = 2013 and unit = 'member_state'"
    " and metric in ('adopted', 'plans_adopted', 'in_force', 'expired', 'period_unknown', 'ending_this_year')",
    "stated": "select statement_id, value_as_stated, numerator::text, coalesce(denominator::text, ''),"
    f" coalesce(unknown::text, ''), {PERCENT.format('percent')}, {PERCENT.format('percent_at_least')},"
    f" {PERCENT.format('percent_at_most')}, {WHOLE.format('coverage')}, difference::text from {{}}.rpt_reconciliation"
    " where statement_id in ('nap_counts 2013 NAPs', 'published_figures naps_under_review_2013')",
    "yes": "select split_part(statement_id, ' ', 2), stated_percent || ' %%', numerator::text, unknown::text,"
    f" denominator::text, {PERCENT.format('percent')}, {PERCENT.format('percent_at_least')},"
    f" {PERCENT.format('percent_at_most')} from {{}}.rpt_reconciliation"
    " where statement_id ~ 'nap_(budget|disarmament|civil_society)_2018_12'",
    "year": "select year::text, max(numerator) filter (where metric = 'adopted')::text,"
    " coalesce(min(stated_count) || ' (' || min(stated_as_of) || ')', ''),"
    f" {WHOLE.format('min(coverage)')},"
    " max(numerator) filter (where metric = 'in_force')::text,"
    " max(numerator) filter (where metric = 'extended')::text,"
    " max(numerator) filter (where metric = 'expired')::text,"
    " max(numerator) filter (where metric = 'period_unknown')::text,"
    " max(numerator) filter (where metric = 'none')::text, max(denominator) filter (where metric = 'none')::text"
    " from {}.rpt_nap_year where unit = 'member_state' group by year",
    "topic": "select topic_number || ' ' || topic, field, (count(*) filter (where is_known))::text, count(*)::text"
    " from {}.fct_nap_topic where is_expected group by topic_number, topic, field",
    "practice": "select practice.in_words, coalesce(string_agg(found.country || ' ' || found.edition, ', '"
    " order by found.country), 'none') from rules.plan_practices as practice"
    " left join {}.rpt_practice as found using (practice_id) group by practice.practice_id, practice.in_words",
}


@pytest.fixture(scope="module")
def register_only(server, template_seeded):
    settings = server.clone("register_only", template_seeded)
    build(settings, "+rpt_nap_year", "+rpt_reconciliation", "+rpt_practice", "+fct_nap_topic", "fct_nap_claim")
    return settings


def _table(kind: str) -> set[tuple[str, ...]]:
    """The rows of the table of the page whose first heads are these."""
    page = (PROJECT / "docs" / "plans.md").read_text(encoding="utf-8")
    heads = {
        "metric": r"\| metric \| numerator",
        "stated": r"\| statement \| stated \| ours",
        "yes": r"\| statement \| stated \| yes",
        "year": r"\| year \| with a plan",
        "topic": r"\| topic \| field",
        "practice": r"\| practice \| plans in the register",
    }
    (table,) = re.findall(rf"^{heads[kind]}.*\n\|[-|]+\n((?:\|.*\n?)+)", page, re.MULTILINE)
    return {tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table.splitlines()}


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_of_the_page_says_what_the_register_gives(register_only, rows, kind):
    found = set(rows(register_only, TABLES[kind].format("marts_candidate")))
    written = _table(kind)
    if kind == "year":  # the page ends with the year in which it was written
        found = {row for row in found if row[0] <= max(written)[0]}
        assert int(max(written)[0]) <= datetime.now(UTC).year
    assert written == found


def test_the_page_counts_the_claims_of_the_register(register_only, rows):
    page = (PROJECT / "docs" / "plans.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"gives `nap_register`\s+alone, (\d+) claims", page)
    asked = "select source, count(*) from marts_candidate.fct_nap_claim group by 1"
    assert rows(register_only, asked) == [("nap_register", int(told))]
