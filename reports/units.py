"""What the numbers of a mart count or measure: the unit of each numeric column, for the data package."""

_OF_COLUMN = {
    "calendar year": "year un_member_from un_member_to observer_from period_start period_end",
    "share, from 0 to 1": "share coverage coverage_by_plans precision recall f1 score",
    "per cent": "stated_percent percent_of_counts percent percent_at_least percent_at_most",
    "resolutions": "resolutions resolutions_adopted resolutions_of_year resolutions_of_year_with_text"
    " resolutions_on_situation resolutions_on_situation_with_text resolutions_read resolutions_with_text"
    " without_english_text",
    "operative paragraphs of the top level": "operative_count operative_paragraphs operative_paragraphs_matching"
    " operative_paragraphs_of_year operative_paragraphs_on_situation paragraphs_asking_authorities"
    " wps_paragraphs_asking_authorities wps_paragraphs_on_situation",
    "preambular paragraphs of the top level": "recital_count preambular_paragraphs preambular_paragraphs_matching",
    "paragraphs and sub-paragraphs": "paragraphs candidate_count pieces_held_of_paragraph",
    "commitments": "commitments with_due with_named_addressee inherited",
    "votes": "in_favour_count against_count abstaining_count wps_item_in_favour wps_item_against wps_item_abstaining"
    " wps_language_in_favour wps_language_against wps_language_abstaining",
    "plans": "known_plans plans_adopted plans_adopted_in_year plans_adopted_in_year_unknown with_allocated_budget",
    "claims": "claims disputes",
    "items of the archive": "archive_items items",
    "pieces of a text": "pieces",
    "files": "filed_times",
    "listings": "times_listed",
    "labelled items": "agreed found labelled n said",
    "characters from the beginning": "sentence_start sentence_end",
    "place in a series, from 1": "edition highest_edition match_number ordinal position rank topic_number number",
    "number that names it": "node_id term_id paragraph_number resolution_number statement_number release_before",
    "as `counts` says": "known_count",
    "as `stated_unit` says": "stated_count",
    "as `measured_of` says": "numerator denominator unknown",
    "as `metric` says": "stated_numerator stated_denominator",
    "percentage points, or as `metric` says where counts are compared": "difference",
}
_OF_ONE_MART = {
    ("rpt_council_year", "numerator denominator"): "resolutions",
    ("rpt_council_year_by", "numerator denominator"): "resolutions",
    ("rpt_theme_year", "denominator"): "resolutions",
    ("rpt_commitment_year", "numerator denominator"): "operative paragraphs of the top level",
    ("rpt_nap_year", "numerator denominator"): "as `counts` says",
    ("rpt_indicator", "numerator denominator unknown"): "as `in_words` says",
}


def unit(mart: str, column: str) -> str | None:
    """The unit of a numeric column; None where nobody has said it."""
    for (of, columns), name in _OF_ONE_MART.items():
        if mart == of and column in columns.split():
            return name
    for name, columns in _OF_COLUMN.items():
        if column in columns.split():
            return name
    return None
