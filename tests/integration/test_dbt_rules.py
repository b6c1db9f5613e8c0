"""The rules of the domain, each proven by a dbt unit test beside its model; nights leave these tests out."""

import pytest
from scratch_warehouse import AS_IN_A_BUILD

from warehouse import db, dbt

RULES = {
    "int_addressee_phrase": 3,
    "int_archive_item": 2,
    "int_archive_showing": 3,
    "int_archive_theme": 2,
    "int_commitment": 4,
    "int_commitment_addressee": 4,
    "int_commitment_clause": 4,
    "int_commitment_due": 3,
    "int_commitment_object": 3,
    "int_commitment_shape": 1,
    "int_correction": 2,
    "int_council_correction": 2,
    "int_council_kind": 1,
    "int_country_agenda": 1,
    "int_extract_piece": 3,
    "int_nap_claim": 4,
    "int_nap_edition": 3,
    "int_nap_page_claim": 2,
    "int_nap_register_claim": 3,
    "int_nap_resolution": 4,
    "int_nap_resolved": 4,
    "int_nap_source_rank": 1,
    "int_nap_statement": 3,
    "int_nap_status": 6,
    "int_paragraph": 1,
    "int_paragraph_definition": 5,
    "int_piece_paragraph": 3,
    "int_piece_paragraph_at_home": 2,
    "int_piece_paragraph_contained": 2,
    "int_piece_paragraph_elsewhere": 2,
    "int_plan_correction": 2,
    "int_reconciliation_statement": 1,
    "int_resolution": 3,
    "int_resolution_filing": 1,
    "int_shingle_elsewhere": 1,
    "int_shingle_resolution": 1,
    "int_statement": 1,
    "int_theme": 1,
    "int_theme_anchor": 2,
    "int_theme_clause": 3,
    "int_theme_term_match": 3,
    "int_vote": 1,
    "bridge_paragraph_theme": 2,
    "bridge_paragraph_wps": 1,
    "dim_local_plan": 1,
    "dim_regional_plan": 1,
    "dim_resolution": 1,
    "dim_theme": 1,
    "dim_verb": 1,
    "fct_archive_item": 1,
    "fct_commitment": 2,
    "fct_commitment_force": 1,
    "fct_commitment_judgement": 1,
    "fct_draft_not_adopted": 1,
    "fct_extract": 1,
    "fct_nap": 1,
    "fct_nap_claim": 1,
    "fct_nap_dispute": 1,
    "fct_nap_status_year": 1,
    "fct_nap_topic": 1,
    "fct_paragraph": 1,
    "fct_statement": 1,
    "fct_theme_judgement": 1,
    "fct_vote": 1,
    "rpt_archive_gap": 1,
    "rpt_change": 1,
    "rpt_commitment_quality": 1,
    "rpt_commitment_year": 1,
    "rpt_correction": 1,
    "rpt_council_year": 1,
    "rpt_council_year_by": 1,
    "rpt_country_scorecard": 1,
    "rpt_indicator": 1,
    "rpt_nap_year": 1,
    "rpt_practice": 1,
    "rpt_reconciliation": 1,
    "rpt_theme_quality": 1,
    "rpt_theme_year": 1,
}


@pytest.fixture
def built(published):
    """A warehouse where dbt finds every model's columns; publishing has moved the marts away from the candidate."""
    with db.connect(published) as admin:
        for (mart,) in admin.execute("select tablename from pg_tables where schemaname = 'marts_r1'").fetchall():
            admin.execute(f"create table marts_candidate.{mart} (like marts_r1.{mart})")
            admin.execute(f"alter table marts_candidate.{mart} owner to wps_transformer")
    return published


def test_every_rule_holds(built):
    runs = dbt.run(built, ["test", "--select", "test_type:unit", *AS_IN_A_BUILD])
    assert {run.node_id: run.message for run in runs if run.status != "pass"} == {}
    assert {run.resource_type for run in runs} == {"unit_test"}
    # unit_test.wps.<model>.<name>
    models = [run.node_id.split(".")[2] for run in runs]
    assert {model: models.count(model) for model in models} == RULES


def test_a_night_runs_no_unit_test(published, rows):
    assert rows(published, "select distinct resource_type from audit.model_run order by 1") == [("model",), ("test",)]


@pytest.mark.parametrize(
    ("spelling", "country_id"),
    [
        ("REPUBLIC OF KOREA", "KOR"),
        ("DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA", "PRK"),
        ("DEMOCRATIC REPUBLIC OF THE CONGO", "COD"),
        ("CONGO", "COG"),
        ("NAMIBIA", "NAM"),
        ("THE FORMER YUGOSLAV REPUBLIC OF MACEDONIA", "MKD"),
        ("SERBIA AND MONTENEGRO", "SCG"),
        ("EUROPEAN UNION", "EUU"),
        ("UNITED STATES OF AMERICA", "USA"),
        ("CÔTE D’IVOIRE", "CIV"),
    ],
)
def test_names_that_are_easily_mistaken_resolve(server, template_published, rows, spelling, country_id):
    asked = rows(
        server.settings(template_published),
        "select country_id from rules.country_aliases where alias_key = trim(regexp_replace(lower(regexp_replace("
        "normalize(%s, nfkd), '[\\u0300-\\u036f]', '', 'g')), '[^a-z0-9]+', ' ', 'g'))",
        spelling,
    )
    assert asked == [(country_id,)]


def test_no_code_is_taken_for_a_name(server, template_published, rows):
    """DRC, CAR and UAE are spellings, not codes; NA is Namibia's code and nobody's name."""
    asked = rows(
        server.settings(template_published),
        "select alias_key, country_id from rules.country_aliases"
        " where alias_key in ('drc', 'car', 'uae', 'na') order by 1",
    )
    assert set(asked) <= {("drc", "COD"), ("car", "CAF"), ("uae", "ARE")}
