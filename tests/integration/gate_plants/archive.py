"""Faults in PeaceWomen's archive of extracts and in the marts made from it."""

from gate_plants import Plant

_ITEMS = "update raw.record set payload = payload || '{}' where kind = 'item' and not tombstone and {}"

RAW = {
    "archive_labels_are_found": Plant(
        # As after a redesign: the labels of every fifth extract are no longer known.
        _ITEMS.format('{"themes_label": "absent"}', "payload ->> 'kind' like '%extract' and key like '%7'"),
        "absent",
    ),
    "archive_titles_parse": Plant(
        _ITEMS.format(
            '{"title": "An odd one", "flags": ["title_unparsed"]}', "payload ->> 'kind' = 'paragraph_extract'"
        ),
        "An odd one",
    ),
    "archive_labels_are_known": Plant(
        _ITEMS.format('{"unknown_labels": ["Mood"]}', "payload ->> 'kind' = 'mission_report'"), "Mood"
    ),
}

MARTS = {
    "archive_keeps_its_newest": Plant(
        "delete from marts_candidate.fct_archive_item"
        " where resolution_number in (2387, 2423) or published_on > '2017-01-01'",
        "2016-12",
        {"archive_items_do_not_vanish": "its newest items are missed"},
    ),
    "archive_is_silent_as_known": Plant(
        "update marts_candidate.fct_archive_item set published_on = '2020-10-31', title = 'Speaking again'"
        " where kind = 'mission_report'",
        "Speaking again",
    ),
    "archive_themes_are_known": Plant(
        "update marts_candidate.fct_archive_item set themes = 'Sports', flags = 'unknown_theme' where kind = 'bundle'",
        "Sports",
    ),
    "archive_items_do_not_vanish": Plant(
        "delete from marts_candidate.fct_archive_item where kind = 'bundle'",
        "2331",
    ),
    "extracts_find_their_paragraphs": Plant(
        "update marts_candidate.fct_extract set paragraph_id = null, locator = 'lost' where position = 1", "lost"
    ),
}
