"""The gate before publishing, for what is concluded from all sources: commitments, plans, and the reports over them."""

from expectations.check import CANDIDATE, CURRENT, Check

STATUSES = ("in_force", "extended", "expired", "period_unknown", "in_development", "none")
"""What a country's plans can be at the end of a year; rpt_nap_year counts countries by each."""

SHARES = {
    "rpt_council_year_by": ("numerator", ("definition_id", "scope", "by", "value")),
    "rpt_theme_year": ("resolutions", ("theme_id", "said_by")),
    "rpt_commitment_year": ("numerator", ("scope", "addressee_class", "verb_id")),
    "rpt_nap_year": ("numerator", ("unit", "metric")),
    "rpt_indicator": ("numerator", ("indicator_id", "measure", "kind")),
}
"""Reports with a share of a year -> the column that is its numerator, and what tells rows of one year apart."""

OF_COUNTRIES = (
    "plan_status",
    "nap_id",
    "resolutions_on_situation",
    "wps_paragraphs_on_situation",
    "paragraphs_asking_authorities",
    "wps_language_in_favour",
)
"""What rpt_country_scorecard says of a country and year, and must go on saying."""

MOST_WITHOUT_A_VERB = 0.02
MOST_LOST_PLANS = 0.02
MOST_LOST_COMMITMENTS = 0.05


def checks() -> list[Check]:
    """What holds for every candidate, official or sample, and between it and the current release."""
    return [*_commitments(), *_plans(), *_reports()]


def _commitments() -> list[Check]:
    return [
        Check(
            "operative_paragraphs_have_a_verb",
            "critical",
            f"at most {MOST_WITHOUT_A_VERB:.0%} of the numbered operative paragraphs have no verb that we know",
            "read the paragraphs: a verb is missing in the seeds verbs and verb_forms, or texts changed their shape",
            "select paragraph_id, text from (select *, avg(has_none::integer) over () as share"
            "  from (select paragraph_id, text, not exists (select from"
            f"   {CANDIDATE}.fct_commitment as commitment where commitment.paragraph_id = paragraph.paragraph_id)"
            f"    as has_none from {CANDIDATE}.fct_paragraph as paragraph"
            "   where part = 'operative' and top_level and text <> '') as judged) as counted"
            f" where has_none and share > {MOST_WITHOUT_A_VERB}",
        ),
        Check(
            "who_is_asked_nothing_has_no_deadline",
            "critical",
            "a commitment that asks nobody has the addressee none and no deadline, and counts in no report",
            "see int_commitment: the flag asks and the class none are one thing",
            "select commitment_id, addressee_class, asks, due_type"
            f" from {CANDIDATE}.fct_commitment where asks = (addressee_class = 'none')"
            " or (not asks and due_type is not null)",
        ),
        Check(
            "commitments_of_the_release_stand",
            "warning",
            f"at most {MOST_LOST_COMMITMENTS:.0%} of the published commitments are gone or speak to somebody else",
            "a rule or a seed changed: measure it against tests/labels again and say so in the release notes",
            "select commitment_id, verb_id, addressee_class from (select old.commitment_id, old.verb_id,"
            "  old.addressee_class, new.commitment_id is null as is_gone,"
            f"  avg((new.commitment_id is null)::integer) over () as share from {CURRENT}.fct_commitment as old"
            f"  left join {CANDIDATE}.fct_commitment as new using (commitment_id)) as compared"
            f" where is_gone and share > {MOST_LOST_COMMITMENTS}",
            compares=("fct_commitment",),
        ),
    ]


def _plans() -> list[Check]:
    statuses = ", ".join(f"'{status}'" for status in STATUSES)
    return [
        Check(
            "no_plan_ends_before_it_begins",
            "critical",
            "no plan that is adopted ends before its period begins",
            "the two dates come from two claims: see fct_nap_dispute, then correct the register or add a correction",
            "select nap_id, period_start, period_end, period_start_claim_id, period_end_claim_id"
            f" from {CANDIDATE}.fct_nap where left(period_end, 4) < left(nullif(period_start, 'not_specified'), 4)",
        ),
        Check(
            "plan_statuses_add_up",
            "critical",
            "in each year every country has one of the six statuses",
            "see fct_nap_status_year: a country is missing, or a status was added that rpt_nap_year does not count",
            "select year, unit, max(denominator) as countries, sum(numerator) as with_a_status"
            f" from {CANDIDATE}.rpt_nap_year where metric in ({statuses}) and unit <> 'regional_body'"
            " group by year, unit having sum(numerator) <> max(denominator)",
        ),
        Check(
            "member_states_are_whole",
            "critical",
            "193 Member States have a status in each year since 2011, and never fewer than the year before",
            "see the seed countries: who joined when",
            "select * from (select year, count(*) as member_states, lag(count(*)) over (order by year) as before"
            f" from {CANDIDATE}.fct_nap_status_year where entity_type = 'member_state' group by year) as counted"
            " where member_states < before or (year >= 2011 and member_states <> 193)",
        ),
        Check(
            "adopted_plans_do_not_vanish",
            "critical",
            f"at most {MOST_LOST_PLANS:.0%} of the published plans are gone or no longer count as adopted",
            "see the claims of the plan in both releases: a page was rewritten, or two plans became one",
            "select nap_id, country, adopted_on from (select old.nap_id, old.country, old.adopted_on,"
            "  new.nap_id is null as is_gone, avg((new.nap_id is null)::integer) over () as share"
            f"  from {CURRENT}.fct_nap as old left join {CANDIDATE}.fct_nap as new"
            "   on old.nap_id = new.nap_id and not new.is_planned where not old.is_planned) as compared"
            f" where is_gone and share > {MOST_LOST_PLANS}",
            compares=("fct_nap",),
        ),
        Check(
            "no_more_plans_than_stated",
            "warning",
            "we know of no more countries with a plan than the nearest count that somebody states",
            "the stated count is old: look for a newer one for the seed nap_counts; or one plan is held to be two",
            "select year, unit, known_count, stated_count, stated_as_of, stated_source_url"
            f" from {CANDIDATE}.rpt_nap_year where metric = 'adopted' and unit = 'all' and coverage > 1",
        ),
    ]


def _reports() -> list[Check]:
    return [
        Check(
            "shares_lie_between_none_and_all",
            "critical",
            "no report counts more than what it counts out of",
            "numerator and denominator are not of one population: see the model of the report",
            " union all ".join(
                f"select '{mart}' as mart, year, concat_ws(' | ', {', '.join(key)}) as of,"
                f" {numerator} as numerator, denominator"
                f" from {CANDIDATE}.{mart} where {numerator} not between 0 and denominator"
                for mart, (numerator, key) in SHARES.items()
            ),
        ),
        Check(
            "themes_are_of_resolutions_read",
            "critical",
            "no theme has paragraphs in more resolutions than were looked at for it",
            "see rpt_theme_year: a matched extract is of a resolution that does not count as read",
            "select year, theme_id, said_by, resolutions, resolutions_read"
            f" from {CANDIDATE}.rpt_theme_year where resolutions > resolutions_read",
        ),
        Check(
            "past_years_of_countries_stand",
            "warning",
            "what is said of a country in years before the newest two stays as published",
            "see rpt_change after the release; the release notes must name the correction or the new source",
            f"select country_id, year, {', '.join(f'old.{one}, new.{one} as {one}_now' for one in OF_COUNTRIES)}"
            f" from {CURRENT}.rpt_country_scorecard as old"
            f" left join {CANDIDATE}.rpt_country_scorecard as new using (country_id, year)"
            f" where year < (select max(year) - 1 from {CANDIDATE}.rpt_country_scorecard)"
            f" and ({', '.join(f'old.{one}' for one in OF_COUNTRIES)})"
            f" is distinct from ({', '.join(f'new.{one}' for one in OF_COUNTRIES)})",
            compares=("rpt_country_scorecard",),
        ),
        Check(
            "past_years_of_reports_stand",
            "warning",
            "figures of years before the newest two stay as published, in each report of years with a share",
            "see rpt_change after the release; the release notes must name the correction or the new source",
            " union all ".join(
                f"select '{mart}' as mart, year, concat_ws(' | ', {', '.join(key)}) as of,"
                f" old.{numerator} as published, new.{numerator} as now, old.denominator as published_of,"
                f" new.denominator as now_of from {CURRENT}.{mart} as old left join {CANDIDATE}.{mart} as new"
                f" using (year, {', '.join(key)}) where year < (select max(year) - 1 from {CANDIDATE}.{mart})"
                f" and (old.{numerator}, old.denominator) is distinct from (new.{numerator}, new.denominator)"
                for mart, (numerator, key) in SHARES.items()
            ),
            compares=tuple(SHARES),
        ),
    ]
