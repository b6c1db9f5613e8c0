"""Faults in the pages about action plans, and in their claims."""

from gate_plants import Plant


def _pages(source: str) -> dict[str, Plant]:
    return {
        f"{source}_plan_pages_make_claims": Plant(
            'update raw.record set payload = payload || \'{"claims": [], "title": "Mute"}\''
            f" where source = '{source}' and kind = 'plan_page'",
            "Mute",
        ),
        f"{source}_plan_pages_name_their_country": Plant(
            'update raw.record set payload = payload || \'{"flags": ["country_unknown"], "title": "Nowhere"}\''
            " where record_id = (select min(record_id) from raw.record"
            f" where source = '{source}' and kind = 'plan_page')",
            "Nowhere",
        ),
    }


RAW = _pages("naps_1325") | _pages("peacewomen") | _pages("wps_focal_points")

_ONE = "(select min(claim_id) from marts_candidate.fct_nap_claim where source = 'naps_1325' and field = 'adopted_on')"

MARTS = {
    "plan_years_are_plausible": Plant(
        f"update marts_candidate.fct_nap_claim set value = '1066' where claim_id = {_ONE}", "1066"
    ),
    "claims_quote_their_page": Plant(
        f"update marts_candidate.fct_nap_claim set sentence = '', page_key = 'mute' where claim_id = {_ONE}", "mute"
    ),
    "claims_have_their_country": Plant(
        "update marts_candidate.fct_nap_claim set country_id = null, country_as_given = 'Ruritania'"
        f" where claim_id = {_ONE}",
        "Ruritania",
    ),
    "no_current_claim_is_lost_in_numbers": Plant(
        "delete from marts_candidate.fct_nap_claim where source = 'wps_focal_points' and sentence_start > 100",
        "wps_focal_points",
    ),
}
