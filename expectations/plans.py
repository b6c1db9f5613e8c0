"""What is expected of every source that tells of action plans: the same for all of them."""

from expectations.check import CANDIDATE, CURRENT, LIVE, Check

EARLIEST, LATEST = 2000, 2050
"""Resolution 1325 is of 2000, and no plan seen runs to 2050: a claim outside is misread, or news."""
MOST_SILENT = 0.3
"""Share of plan pages that may say nothing we can read before the prose must have changed its shape."""


def raw_checks(source: str) -> list[Check]:
    """Whether the source's plan pages landed as pages that say something."""
    pages = (
        "select distinct on (key) key, canonical_url, payload"
        f" from {LIVE} where source = '{source}' and kind = 'plan_page' order by key, seen_at desc"
    )
    return [
        Check(
            f"{source}_plan_pages_make_claims",
            "critical",
            f"at most {MOST_SILENT:.0%} of the plan pages hold no sentence that we can read as a claim",
            "read a page beside its record: the prose changed its shape, or the page lost its text",
            "select key, canonical_url, payload ->> 'title' as title, pages from ("
            "  select *, jsonb_array_length(payload -> 'claims') = 0 as silent, count(*) over () as pages,"
            "  avg((jsonb_array_length(payload -> 'claims') = 0)::integer) over () as share"
            f" from ({pages}) as newest) as judged where silent and share > {MOST_SILENT}",
        ),
        Check(
            f"{source}_plan_pages_name_their_country",
            "warning",
            "every plan page names its country",
            "add its spelling to the seed country_aliases, or see why its address and prose name none",
            f"select key, canonical_url, payload ->> 'title' as title from ({pages}) as newest"
            " where payload -> 'flags' ? 'country_unknown'",
        ),
    ]


def marts_checks() -> list[Check]:
    """Whether the claims of all sources are plausible."""
    return [
        Check(
            "plan_years_are_plausible",
            "warning",
            f"years of adoption and of periods are within {EARLIEST}-{LATEST}, and no period ends before it starts",
            "read the sentence: a rule in extractors/plans misread it, or the source errs",
            "select claim_id, field, value, claim_url from"
            f" {CANDIDATE}.fct_nap_claim where field in ('adopted_on', 'period_start', 'period_end', 'extended_to')"
            f" and left(value, 4)::integer not between {EARLIEST} and {LATEST}"
            " union all select ends.claim_id, ends.field, starts.value || ' to ' || ends.value, ends.claim_url from"
            f" {CANDIDATE}.fct_nap_claim as starts inner join {CANDIDATE}.fct_nap_claim as ends"
            "  using (source, page_key, edition, of_plan, sentence_start, seen_from)"
            " where starts.field = 'period_start' and ends.field = 'period_end' and starts.rule = ends.rule"
            " and left(ends.value, 4) < left(starts.value, 4) and starts.source <> 'nap_register'",
        ),
        Check(
            "claims_quote_their_page",
            "critical",
            "every claim read from a page quotes a sentence of it and names its bytes",
            "the offsets of extractors/plans do not fit its text",
            f"select claim_id, source, page_key, field from {CANDIDATE}.fct_nap_claim where source <> 'nap_register'"
            " and (coalesce(sentence, '') = '' or body_sha256 is null)",
        ),
        Check(
            "claims_have_their_country",
            "warning",
            "every claim is about a country that we know",
            "add the spelling to the seed country_aliases",
            "select country_as_given, source, count(*) as claims, min(claim_url) as first_url"
            f" from {CANDIDATE}.fct_nap_claim where country_id is null group by 1, 2",
        ),
        Check(
            "no_current_claim_is_lost_in_numbers",
            "critical",
            "the candidate holds at least nine in ten of the current release's claims of each source",
            "a source lost pages, or a rule stopped reading: compare by rule",
            f"select source, published, now from (select source, count(*) as published from {CURRENT}.fct_nap_claim"
            f" group by 1) as old left join (select source, count(*) as now from {CANDIDATE}.fct_nap_claim group by 1)"
            " as new using (source) where coalesce(now, 0) < 0.9 * published",
            compares=("fct_nap_claim",),
        ),
    ]
