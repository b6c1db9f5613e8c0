"""The gate before publishing: are the candidate marts complete, consistent, reconciled, and near the last release?"""

from collections.abc import Collection

from expectations import accountability
from expectations.bounds import WPS_AGENDA, Bounds
from expectations.check import CANDIDATE, CURRENT, Check
from expectations.raw import suite
from extractors.core.source import Source

CITED_BY_SYMBOL = ("dim_resolution", "fct_statement", "fct_draft_not_adopted", "fct_vote")


def checks(bounds: Bounds, sources: list[Source], published: Collection[str]) -> list[Check]:
    """All expectations on the candidate, and on its distance from the current release, whose marts are `published`."""
    own = [check for source in sources for check in suite(source).marts_checks(bounds)]
    found = [*_complete(bounds), *_consistent(), *_reconciled(bounds), *own, *accountability.checks(), *_near()]
    return [check for check in found if set(check.compares) <= set(published)]


def _complete(bounds: Bounds) -> list[Check]:
    years = ", ".join(f"({year}, {number})" for year, number in bounds.resolutions.items())
    agenda = ", ".join(f"({number}, {paragraphs})" for number, paragraphs in WPS_AGENDA.items())
    withdrawn = ", ".join(f"'{symbol}'" for symbol in bounds.withdrawn_statements)
    first, last = min(bounds.resolutions), max(bounds.resolutions)
    found = [
        Check(
            "resolutions_per_closed_year",
            "critical",
            "each closed year has exactly the resolutions that it is known to have",
            "compare dim_resolution with the metadata files of that year",
            f"with expected (year, resolutions) as (values {years}),"
            f" seen as (select year, count(*) as resolutions from {CANDIDATE}.dim_resolution group by year)"
            " select expected.year, expected.resolutions as expected, coalesce(seen.resolutions, 0) as seen"
            " from expected left join seen using (year) where seen.resolutions is distinct from expected.resolutions",
        ),
        Check(
            "wps_agenda_item_is_whole",
            "critical",
            "exactly the ten known resolutions have the agenda item, with 210 operative paragraphs in all",
            "look at the resolution's agenda item and at its paragraphs; LSE publishes the same 210",
            f"with expected (resolution_number, operative) as (values {agenda}),"
            " seen as (select resolution_number, operative_count as operative"
            f"  from {CANDIDATE}.dim_resolution where is_wps_agenda_item)"
            " select resolution_number, expected.operative as expected, seen.operative as seen"
            " from expected full join seen using (resolution_number)"
            " where expected.operative is distinct from seen.operative",
        ),
        Check(
            "operative_paragraphs_of_closed_years",
            "critical",
            f"{first}-{last} have {bounds.operative_paragraphs} numbered operative paragraphs",
            "compare by resolution with the release before; a change of the parser must explain each",
            f"select count(*) as seen, {bounds.operative_paragraphs} as expected from {CANDIDATE}.fct_paragraph"
            f" where part = 'operative' and top_level and year between {first} and {last}"
            f" having count(*) <> {bounds.operative_paragraphs}",
        ),
        Check(
            "statements_of_closed_years",
            "critical",
            f"{first}-{last} have {bounds.statements} presidential statements, the known ones withdrawn",
            "compare fct_statement with the folders PRST/ of the source",
            f"select count(*) as seen, {bounds.statements} as expected,"
            " string_agg(symbol, ', ' order by symbol) filter (where is_withdrawn) as withdrawn"
            f" from {CANDIDATE}.fct_statement where not is_corrigendum and year between {first} and {last}"
            f" having count(*) <> {bounds.statements}"
            f" or array_agg(symbol order by symbol) filter (where is_withdrawn) is distinct from array[{withdrawn}]",
        ),
    ]
    if bounds.numbers_are_consecutive:
        found.append(
            Check(
                "resolution_numbers_have_no_gap",
                "critical",
                "every number between the first and the last resolution is there",
                "look for the missing number in the source's metadata files",
                "select number as missing from generate_series((select min(resolution_number) from"
                f" {CANDIDATE}.dim_resolution), (select max(resolution_number) from {CANDIDATE}.dim_resolution))"
                f" as number where number not in (select resolution_number from {CANDIDATE}.dim_resolution)",
            )
        )
    return found


def _consistent() -> list[Check]:
    return [
        Check(
            "dates_never_fall",
            "critical",
            "dates of adoption never fall as resolution numbers rise",
            "one of the two dates is wrong at the source: see adopted_on_from, then add a rule or a correction",
            "select symbol, adopted_on, before from (select symbol, adopted_on,"
            f" lag(adopted_on) over (order by resolution_number) as before from {CANDIDATE}.dim_resolution) as ordered"
            " where adopted_on < before",
        ),
        Check(
            "adopted_in_the_year_of_the_symbol",
            "critical",
            "a resolution is adopted in the year that its symbol names",
            "see the dates of the metadata and of the text",
            f"select symbol, adopted_on from {CANDIDATE}.dim_resolution where extract(year from adopted_on) <> year",
        ),
        Check(
            "fifteen_votes_at_most",
            "critical",
            "no resolution has more than fifteen votes, and a unanimous one has none against or abstaining",
            "see fct_vote and the lists in the metadata",
            "select * from (select symbol, vote_kind, count(vote) as votes,"
            "  count(vote) filter (where vote <> 'in_favour') as not_in_favour"
            f" from {CANDIDATE}.dim_resolution left join {CANDIDATE}.fct_vote using (symbol) group by symbol, vote_kind"
            ") as counted where votes > 15 or (vote_kind = 'unanimous' and not_in_favour > 0)",
        ),
        Check(
            "definitions_nest",
            "critical",
            "A is within AC, AOP within A, the body within body and annexes, and every share between 0 and 1",
            "see int_paragraph_definition and the seed definitions",
            "select narrow.year, narrow.definition_id, narrow.scope, narrow.numerator, narrow.denominator,"
            " wide.definition_id as within_definition, wide.scope as within_scope, wide.numerator as within_numerator"
            f" from {CANDIDATE}.rpt_council_year as narrow left join {CANDIDATE}.rpt_council_year as wide"
            " on narrow.year = wide.year and ((narrow.scope = wide.scope"
            "   and (narrow.definition_id, wide.definition_id) in (('A', 'AC'), ('AOP', 'A')))"
            "  or (narrow.definition_id = wide.definition_id"
            "   and (narrow.scope, wide.scope) = ('body', 'body_and_annexes')))"
            " where narrow.numerator > wide.numerator or narrow.numerator not between 0 and narrow.denominator",
        ),
        Check(
            "every_row_can_be_cited",
            "critical",
            "whatever names the bytes that it was read from names bytes that are kept in raw.body",
            "the body is gone or the hash is wrong: never delete from raw.body",
            "select * from ("
            + " union ".join(
                f"select '{mart}' as mart, {key} as key, {column} as sha256 from {CANDIDATE}.{mart}"
                for mart, key, column in (
                    ("fct_paragraph", "symbol", "body_sha256"),
                    ("dim_resolution", "symbol", "body_sha256"),
                    ("dim_resolution", "symbol", "metadata_body_sha256"),
                    ("fct_vote", "symbol", "body_sha256"),
                    ("fct_statement", "symbol", "body_sha256"),
                    ("fct_draft_not_adopted", "symbol", "body_sha256"),
                    ("fct_archive_item", "archive_item_id", "body_sha256"),
                    ("fct_extract", "archive_item_id", "body_sha256"),
                    ("fct_commitment", "commitment_id", "body_sha256"),
                    ("fct_nap_claim", "page_key", "body_sha256"),
                )
            )
            + ") as cited where sha256 is not null and not exists"
            " (select from raw.body where body.sha256 = cited.sha256)",
        ),
        Check(
            "texts_have_their_paragraphs",
            "critical",
            "a resolution's text has as many recitals and operative paragraphs as its file was counted to hold",
            "paragraphs were lost or doubled between the file and fct_paragraph: see which filing each came from",
            "select * from (select symbol, recital_count, operative_count,"
            "  count(*) filter (where part = 'preamble' and top_level) as recitals,"
            "  count(*) filter (where part = 'operative' and top_level) as operative_paragraphs"
            f" from {CANDIDATE}.dim_resolution left join {CANDIDATE}.fct_paragraph using (symbol)"
            " where has_english_text group by symbol, recital_count, operative_count) as counted"
            " where (recital_count, operative_count) is distinct from (recitals, operative_paragraphs)",
        ),
        Check(
            "operative_paragraphs_count_up",
            "warning",
            "the operative paragraphs of a resolution are numbered 1, 2, 3 and so on",
            "usually the source's own numbering; see flags number_out_of_order",
            "select symbol, array_agg(paragraph_number order by ordinal)::text as numbers"
            f" from {CANDIDATE}.fct_paragraph where part = 'operative' and top_level group by symbol"
            " having min(paragraph_number) <> 1 or max(paragraph_number) <> count(*)"
            " or count(distinct paragraph_number) <> count(*)",
        ),
        Check(
            "votes_are_known_where_there_was_one",
            "warning",
            "how each resolution was adopted is readable",
            "the source left adoption_type empty or spelt it in a new way",
            f"select symbol, adoption_type from {CANDIDATE}.dim_resolution where vote_kind is null",
        ),
        Check(
            "votes_name_their_voters",
            "warning",
            "a resolution that was voted on has the votes of all members, or of all but one",
            "see the lists in the metadata; late at the source, or a name that is read as another's",
            "select * from (select symbol, vote_kind, count(vote) as votes"
            f" from {CANDIDATE}.dim_resolution left join {CANDIDATE}.fct_vote using (symbol)"
            " where vote_kind in ('unanimous', 'vote') group by symbol, vote_kind) as counted where votes < 14",
        ),
        Check(
            "statements_are_of_the_year_of_their_symbol",
            "warning",
            "a statement is made in the year that its symbol names",
            "see held_on_from: the markup often holds the date of issue, the first sentence that of the meeting",
            "select symbol, held_on, held_on_from"
            f" from {CANDIDATE}.fct_statement where extract(year from held_on) is distinct from year",
        ),
    ]


def _reconciled(bounds: Bounds) -> list[Check]:
    if not bounds.reconciles:
        return []
    return [
        Check(
            "figures_equal_an_independent_measure",
            "critical",
            "numerators and denominators of 2000-2019 equal those measured apart from this pipeline",
            "list the resolutions in one set and not the other before trusting either",
            "select year, definition_id, scope, measured.numerator as expected, ours.numerator as seen,"
            " measured.denominator as expected_denominator, ours.denominator as seen_denominator"
            " from rules.measured_council_years as measured"
            f" left join {CANDIDATE}.rpt_council_year as ours using (year, definition_id, scope)"
            " where (measured.numerator, measured.denominator) is distinct from (ours.numerator, ours.denominator)",
        )
    ]


def _near() -> list[Check]:
    return [
        Check(
            "nothing_published_is_lost",
            "critical",
            "every resolution, statement and draft of the current release is in the candidate, and its votes are",
            "find out why the source lost it; a lasting loss has to be declared",
            " union ".join(
                f"select '{mart}' as mart, symbol from {CURRENT}.{mart}"
                f" where symbol not in (select symbol from {CANDIDATE}.{mart})"
                for mart in CITED_BY_SYMBOL
            ),
            compares=CITED_BY_SYMBOL,
        ),
        Check(
            "texts_do_not_drift",
            "critical",
            "at most one in a hundred published paragraphs changes its text between two releases",
            "a parser or normaliser changed: look at the difference before publishing it",
            "select paragraph_id, published, now, changed, paragraphs from (select paragraph_id, old.text as published,"
            "  new.text as now, count(*) over () as paragraphs,"
            "  count(*) filter (where new.text is distinct from old.text) over () as changed"
            f" from {CURRENT}.fct_paragraph as old left join {CANDIDATE}.fct_paragraph as new using (paragraph_id))"
            " as compared where now is distinct from published and changed > 0.01 * paragraphs",
            compares=("fct_paragraph",),
        ),
        Check(
            "figures_of_past_years_stand",
            "warning",
            "figures of years before the newest two stay as published",
            "the release notes must name the correction",
            "select year, definition_id, scope, old.numerator as published, new.numerator as now,"
            f" old.denominator as published_of, new.denominator as now_of from {CURRENT}.rpt_council_year as old"
            f" left join {CANDIDATE}.rpt_council_year as new using (year, definition_id, scope)"
            f" where year < (select max(year) - 1 from {CANDIDATE}.rpt_council_year)"
            " and (old.numerator, old.denominator) is distinct from (new.numerator, new.denominator)",
            compares=("rpt_council_year",),
        ),
    ]
