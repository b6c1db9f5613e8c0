"""The gate before dbt: is what landed fresh, complete and read in full?"""

from importlib import import_module
from types import ModuleType

from expectations.bounds import Bounds
from expectations.check import Check
from extractors.core.source import Source


def checks(bounds: Bounds, sources: list[Source]) -> list[Check]:
    """All expectations on raw.*: those that every source is held to, and each source's own."""
    suites = {source.name: suite(source) for source in sources}
    own = [check for module in suites.values() for check in module.raw_checks(bounds)]
    reasons = {name: module.REJECT_REASONS for name, module in suites.items()}
    derived = [] if bounds.is_sample else [_pages_are_the_publishers()]
    return [*_freshness(sources), _reject_reasons_are_known(reasons), *derived, *own]


def suite(source: Source) -> ModuleType:
    """A source's own suite: REJECT_REASONS, raw_checks(bounds) and marts_checks(bounds)."""
    return import_module(f"expectations.sources.{source.name}")


def _freshness(sources: list[Source]) -> list[Check]:
    limits = ", ".join(
        f"('{source.name}', {source.freshness.warn_after_days}, {source.freshness.close_after_days})"
        for source in sources
    )
    ages = (
        f"with limits (source, warn_after_days, close_after_days) as (values {limits}),"
        " ages as (select limits.*, max(crawl.finished_at) as last_accepted_at,"
        "  extract(epoch from clock_timestamp() - max(crawl.finished_at)) / 86400 as days"
        # A replay asks the source for nothing, so it makes nothing fresh.
        "  from limits left join raw.crawl on crawl.source = limits.source and crawl.verdict = 'accepted'"
        "  and crawl.mode <> 'replay'"
        "  group by 1, 2, 3)"
    )
    return [
        Check(
            "every_source_was_accepted_lately",
            "critical",
            "every source has an accepted crawl no older than its own limit",
            "see the reasons in raw.crawl, mend the source or its parser, then crawl again",
            f"{ages} select * from ages where days is null or days > close_after_days",
        ),
        Check(
            "no_source_is_stale",
            "warning",
            "every source had an accepted crawl within its usual interval",
            "see marts.rpt_source_freshness; the release says that this source is stale",
            f"{ages} select * from ages where days > warn_after_days",
        ),
        Check(
            "last_crawls_were_accepted",
            "warning",
            "the newest crawl of every source was accepted",
            "read the reason; the data in use is that of the last accepted crawl",
            "select * from (select distinct on (source) source, crawl_id, verdict, reason from raw.crawl"
            " where finished_at is not null and mode <> 'replay' order by source, crawl_id desc) as last"
            " where verdict <> 'accepted'",
        ),
    ]


def _reject_reasons_are_known(reasons: dict[str, frozenset[str]]) -> Check:
    known = ", ".join(f"('{source}', '{reason}')" for source, words in reasons.items() for reason in sorted(words))
    return Check(
        "reject_reasons_are_known",
        "warning",
        "what could not be read falls under a reason that we have met before",
        "read the rows in marts.rpt_reject; a new reason is a new shape at the source",
        # What pages hold now, as the parser in use reads it: a reject that was mended is of the past.
        "with accepted as (select crawl_id, source, parser_version from raw.crawl where verdict = 'accepted'),"
        " active as (select distinct on (source) source, parser_version from accepted order by source, crawl_id desc),"
        " last as (select distinct on (pv.source, canonical_url) pv.source, canonical_url, body_sha256"
        "  from raw.page_version as pv inner join accepted using (crawl_id)"
        "  order by pv.source, canonical_url, page_version_id desc)"
        " select source, reason, count(*) as rejects, min(canonical_url) as first_url, min(place) as first_place"
        " from raw.reject inner join last using (source, canonical_url, body_sha256)"
        " inner join active using (source, parser_version)"
        f" where (source, reason) not in (values {known}) group by source, reason",
    )


def _pages_are_the_publishers() -> Check:
    return Check(
        "pages_are_the_publishers_own",
        "warning",
        "the pages of every source come from its publisher",
        "the replica made them up for a demonstration: quote nothing that rests on these sources",
        "select * from (select distinct on (source) source, crawl_id, derived from raw.crawl"
        " where verdict = 'accepted' and mode <> 'replay' order by source, crawl_id desc) as last where derived",
    )
