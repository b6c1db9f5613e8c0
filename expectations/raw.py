"""The gate before dbt: is what landed fresh, complete and read in full?"""

from expectations.bounds import Bounds
from expectations.check import Check
from extractors.core.source import Source

LIVE = "raw.live_record('infinity')"


def checks(bounds: Bounds, sources: list[Source]) -> list[Check]:
    """All expectations on raw.*, for every source."""
    return [*_freshness(sources), *_un_resolutions(bounds)]


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


def _un_resolutions(bounds: Bounds) -> list[Check]:
    expected = ", ".join(f"({year}, {number})" for year, number in bounds.resolutions.items())
    missing_text = ", ".join(str(number) for number in bounds.without_english_text) or "null"
    live = f"select key, payload, canonical_url from {LIVE} where source = 'un_resolutions' and kind = "
    return [
        Check(
            "closed_years_are_complete",
            "critical",
            "each closed year has exactly the resolutions that it is known to have",
            "look which symbol is missing or extra in the source's listing before you change a bound",
            f"with expected (year, resolutions) as (values {expected}),"
            f" seen as (select (payload ->> 'year')::integer as year, count(*) as resolutions from ({live}"
            " 'resolution_metadata') as live group by 1)"
            " select expected.year, expected.resolutions as expected, coalesce(seen.resolutions, 0) as seen"
            " from expected left join seen using (year) where seen.resolutions is distinct from expected.resolutions",
        ),
        Check(
            "texts_are_read_in_full",
            "critical",
            "the records of each file hold at least 0.995 of the characters of its text",
            "read the file beside its paragraphs: the parser drops something",
            "select kind, key, canonical_url, payload ->> 'text_characters' as characters,"
            " payload ->> 'text_characters_kept' as kept"
            f" from {LIVE} where source = 'un_resolutions' and kind in ('resolution', 'statement', 'draft')"
            " and ((payload ->> 'text_characters_kept')::numeric >= 0.995 * (payload ->> 'text_characters')::numeric)"
            " is not true",
        ),
        Check(
            "closed_years_have_their_texts",
            "critical",
            "every resolution of a closed year has its English text, but for those known to lack it",
            "look in the source's tree for the file; a new gap in a closed year is a loss",
            f"select metadata.key as symbol from ({live} 'resolution_metadata') as metadata"
            f" left join ({live} 'resolution') as text using (key) where text.key is null"
            f" and (metadata.payload ->> 'year')::integer <= {max(bounds.resolutions)}"
            f" and (metadata.payload ->> 'resolution_number')::integer not in ({missing_text})",
        ),
        Check(
            "open_years_have_their_texts",
            "warning",
            "every resolution has its English text and its metadata",
            "usually late at the source; it is left out of the denominator until it comes",
            "select coalesce(metadata.key, text.key) as symbol, metadata.key is not null as has_metadata,"
            f" text.key is not null as has_text from ({live} 'resolution_metadata') as metadata"
            f" full join ({live} 'resolution') as text using (key)"
            " where (metadata.key is null or text.key is null)"
            f" and coalesce((metadata.payload ->> 'resolution_number')::integer, 0) not in ({missing_text})",
        ),
        Check(
            "reject_reasons_are_known",
            "warning",
            "what could not be read falls under a reason that we have met before",
            "read the rows in marts.rpt_reject; a new reason is a new shape at the source",
            # What pages hold now, as the parser in use reads it: a reject that was mended is of the past.
            "with accepted as (select crawl_id, parser_version from raw.crawl"
            "  where source = 'un_resolutions' and verdict = 'accepted'),"
            " last as (select distinct on (canonical_url) canonical_url, body_sha256 from raw.page_version"
            "  inner join accepted using (crawl_id) order by canonical_url, page_version_id desc)"
            " select reason, count(*) as rejects, min(canonical_url) as first_url, min(place) as first_place"
            " from raw.reject inner join last using (canonical_url, body_sha256)"
            " where source = 'un_resolutions'"
            " and parser_version = (select parser_version from accepted order by crawl_id desc limit 1)"
            " and reason not in ('unknown_file', 'not_english', 'duplicate_row', 'duplicate_voter', 'no_symbol',"
            " 'no_text', 'unreadable_xml') group by reason",
        ),
    ]
