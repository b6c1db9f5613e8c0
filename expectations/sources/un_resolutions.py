"""What is expected of the UN's machine-readable resolutions. Their marts are judged in expectations/marts.py."""

from expectations.bounds import Bounds
from expectations.check import LIVE, Check

REJECT_REASONS = frozenset(
    {"unknown_file", "not_english", "duplicate_row", "duplicate_voter", "no_symbol", "no_text", "unreadable_xml"}
)
"""What could not be read so far, and why that is no fault of ours."""


def raw_checks(bounds: Bounds) -> list[Check]:
    """Whether the UN's files landed complete and were read in full."""
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
    ]


def marts_checks(bounds: Bounds) -> list[Check]:
    """None of its own: the Council's marts are what expectations/marts.py is about."""
    return []
