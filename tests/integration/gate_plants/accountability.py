"""Faults in commitments, in plans as they were resolved, and in the reports over all sources."""

from gate_plants import Plant

_ASKING = "(select min(commitment_id) from marts_candidate.fct_commitment where asks and not inherited)"
_ADOPTED = "(select min(nap_id) from marts_candidate.fct_nap where not is_planned)"
_STANDS = {"past_years_of_reports_stand": "the faulty figure is of a past year, and differs from the published one"}

MARTS = {
    "operative_paragraphs_have_a_verb": Plant(
        "update marts_candidate.fct_commitment set paragraph_id = 'moved ' || paragraph_id"
        " where resolution_number = 1325",
        "S/RES/1325 (2000)|op-1",
    ),
    "who_is_asked_nothing_has_no_deadline": Plant(
        f"update marts_candidate.fct_commitment set asks = false where commitment_id = {_ASKING}", "false"
    ),
    "commitments_of_the_release_stand": Plant(
        "update marts_candidate.fct_commitment set commitment_id = 'other ' || commitment_id"
        " where verb_id = 'requests'",
        "requests",
    ),
    "no_plan_ends_before_it_begins": Plant(
        f"update marts_candidate.fct_nap set period_start = '2019', period_end = '2010-12' where nap_id = {_ADOPTED}",
        "2010-12",
    ),
    "plan_statuses_add_up": Plant(
        "update marts_candidate.rpt_nap_year set numerator = 0 where metric = 'none' and year = 2017",
        "2017",
        _STANDS,
    ),
    "member_states_are_whole": Plant(
        "delete from marts_candidate.fct_nap_status_year where country_id = 'NOR' and year = 2015", "2015"
    ),
    "adopted_plans_do_not_vanish": Plant(
        "update marts_candidate.fct_nap set is_planned = true where country_id < 'DNK'", "CZE-1"
    ),
    "no_more_plans_than_stated": Plant(
        "update marts_candidate.rpt_nap_year set coverage = 1.2, known_count = 120, stated_count = 100"
        " where metric = 'adopted' and unit = 'all' and year = 2019",
        "120",
    ),
    "shares_lie_between_none_and_all": Plant(
        "update marts_candidate.rpt_commitment_year set numerator = denominator + 1 where year = 2017",
        "rpt_commitment_year",
        _STANDS,
    ),
    "themes_are_of_resolutions_read": Plant(
        "update marts_candidate.rpt_theme_year set resolutions = resolutions_read + 1"
        " where said_by = 'archive' and year = 2000",
        "archive",
        _STANDS,
    ),
    # One country for the other: rpt_nap_year counts as many as before.
    "past_years_of_countries_stand": Plant(
        "update marts_candidate.rpt_country_scorecard set plan_status ="
        " case plan_status when 'expired' then 'in_force' else 'expired' end"
        " where (country_id, year) in (('AUS', 2015), ('CIV', 2015))",
        "CIV",
    ),
    "past_years_of_reports_stand": Plant(
        "update marts_candidate.rpt_theme_year set resolutions = resolutions - 1 where year = 2013 and resolutions > 0",
        "rpt_theme_year",
    ),
}
