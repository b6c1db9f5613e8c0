"""Faults in what every source is held to, and in the Council's resolutions, statements and votes."""

from gate_plants import Plant, changed_payload

RAW = {
    "every_source_was_accepted_lately": Plant(
        # The replay of today reads what is stored; it does not make the source fresh.
        "update raw.crawl set finished_at = now() - interval '22 days';"
        " insert into raw.crawl (source, mode, finished_at, complete, parser_version, code_version, verdict)"
        " select source, 'replay', now(), false, parser_version, code_version, 'accepted' from raw.crawl",
        "un_resolutions",
        {"no_source_is_stale": "what is too old to use is older than usual as well"},
    ),
    "no_source_is_stale": Plant("update raw.crawl set finished_at = now() - interval '4 days'", "un_resolutions"),
    "last_crawls_were_accepted": Plant(
        "insert into raw.crawl (source, mode, finished_at, complete, parser_version, code_version, verdict, reason)"
        " select source, mode, now(), true, parser_version, code_version, 'refused', 'the listing is cut'"
        " from raw.crawl",
        "the listing is cut",
    ),
    "closed_years_are_complete": Plant(
        "delete from raw.record where kind = 'resolution_metadata' and key = 'S/RES/1402 (2002)'",
        "2002",
        {"open_years_have_their_texts": "the resolution's text stays, without metadata"},
    ),
    "texts_are_read_in_full": Plant(
        changed_payload("resolution", "S/RES/1402 (2002)", "payload || '{\"text_characters_kept\": 1}'"),
        "S/RES/1402 (2002)",
    ),
    "closed_years_have_their_texts": Plant(
        "delete from raw.record where kind = 'resolution' and key = 'S/RES/1402 (2002)'",
        "S/RES/1402 (2002)",
        {"open_years_have_their_texts": "it looks at every year, this one among them"},
    ),
    "open_years_have_their_texts": Plant(
        "delete from raw.record where kind = 'resolution' and key = 'S/RES/2538 (2020)'", "S/RES/2538 (2020)"
    ),
    "reject_reasons_are_known": Plant(
        "update raw.reject set reason = 'a_new_shape' where reason = 'not_english'", "a_new_shape"
    ),
}

_OTHER = "S/RES/1402 (2002)"  # one of the sample's resolutions, with a vote and without the agenda item
_FIGURE = "where year = 2002 and definition_id = 'A' and scope = 'body'"
_CORRECTED = {"figures_of_past_years_stand": "the figure is of a past year and published otherwise"}

MARTS = {
    "resolutions_per_closed_year": Plant(
        # Nothing is lost: a resolution too many counts as one too few.
        "insert into marts_candidate.dim_resolution select (jsonb_populate_record(r, jsonb_build_object("
        "'symbol', 'S/RES/1401 (2002)', 'resolution_number', 1401, 'has_english_text', false,"
        f" 'vote_kind', 'without_vote'))).* from marts_candidate.dim_resolution as r where symbol = '{_OTHER}'",
        "2002",
    ),
    "wps_agenda_item_is_whole": Plant(
        f"update marts_candidate.dim_resolution set is_wps_agenda_item = true where symbol = '{_OTHER}'", "1402"
    ),
    "operative_paragraphs_of_closed_years": Plant(
        "with last as (delete from marts_candidate.fct_paragraph where paragraph_id = 'S/RES/1402 (2002)|op-1'"
        "  returning symbol)"
        " update marts_candidate.dim_resolution set operative_count = operative_count - 1 where symbol in"
        " (select symbol from last)",
        "407",
    ),
    "statements_of_closed_years": Plant(
        "update marts_candidate.fct_statement set is_withdrawn = false where is_withdrawn", '"withdrawn": null'
    ),
    "resolution_numbers_have_no_gap": Plant(
        "delete from marts_candidate.dim_resolution where symbol = 'filler 1400'", "1400"
    ),
    "dates_never_fall": Plant(
        f"update marts_candidate.dim_resolution set adopted_on = '2002-12-31' where symbol = '{_OTHER}'",
        '"before": "2002-12-31"',
    ),
    "adopted_in_the_year_of_the_symbol": Plant(
        # The last one, so that no date falls.
        "update marts_candidate.dim_resolution set adopted_on = '2031-01-01' where symbol = 'S/RES/2538 (2020)'",
        "S/RES/2538 (2020)",
    ),
    "fifteen_votes_at_most": Plant(
        "insert into marts_candidate.fct_vote"
        " select (jsonb_populate_record(null::marts_candidate.fct_vote, to_jsonb(v) || to_jsonb(c))).*"
        f" from (select * from marts_candidate.fct_vote where symbol = '{_OTHER}' limit 1) as v,"
        " (select country_id from marts_candidate.dim_country where country_id not in (select country_id"
        f"  from marts_candidate.fct_vote where symbol = '{_OTHER}') order by 1 limit 2) as c",
        _OTHER,
    ),
    "definitions_nest": Plant(
        "update marts_candidate.rpt_council_year set numerator = denominator + 1 where year = 2020"
        " and definition_id = 'B'",
        '"definition_id": "B"',
    ),
    "every_row_can_be_cited": Plant(
        f"update marts_candidate.fct_vote set body_sha256 = 'gone' where symbol = '{_OTHER}'", "gone"
    ),
    "texts_have_their_paragraphs": Plant(
        "delete from marts_candidate.fct_paragraph where symbol = 'S/RES/1402 (2002)' and part = 'preamble'", _OTHER
    ),
    "operative_paragraphs_count_up": Plant(
        "update marts_candidate.fct_paragraph set paragraph_number = 99 where paragraph_id = 'S/RES/1402 (2002)|op-1'",
        _OTHER,
    ),
    "votes_are_known_where_there_was_one": Plant(
        f"update marts_candidate.dim_resolution set vote_kind = null where symbol = '{_OTHER}'", _OTHER
    ),
    "votes_name_their_voters": Plant(
        f"delete from marts_candidate.fct_vote where symbol = '{_OTHER}' and vote = 'in_favour' and country_id <>"
        f" (select min(country_id) from marts_candidate.fct_vote where symbol = '{_OTHER}')",
        _OTHER,
    ),
    "statements_are_of_the_year_of_their_symbol": Plant(
        "update marts_candidate.fct_statement set held_on = '2017-01-05' where symbol ="
        " (select max(symbol) from marts_candidate.fct_statement where year = 2016)",
        "2017-01-05",
    ),
    "figures_equal_an_independent_measure": Plant(
        f"update rules.measured_council_years set numerator = numerator + 1 {_FIGURE}", "2002"
    ),
    "nothing_published_is_lost": Plant(
        "delete from marts_candidate.fct_draft_not_adopted where symbol ="
        " (select min(symbol) from marts_candidate.fct_draft_not_adopted)",
        "fct_draft_not_adopted",
    ),
    "texts_do_not_drift": Plant("update marts_candidate.fct_paragraph set text = text || ' drift'", " drift"),
    "figures_of_past_years_stand": Plant(
        "update marts_candidate.rpt_council_year set denominator = denominator + 1 where year = 2002"
        " and definition_id = 'B'",
        "2002",
    ),
}
