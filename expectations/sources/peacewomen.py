"""What is expected of PeaceWomen's archive of extracts, and of its action-plan pages."""

from expectations import plans
from expectations.bounds import Bounds
from expectations.check import CANDIDATE, CURRENT, LIVE, Check

REJECT_REASONS = frozenset({"page_not_there", "shown_twice"})
SILENT_SINCE = "2018-12"
"""The month of the newest extract ever seen; the archive has been silent since."""
MOST_UNLABELLED = 0.1
"""Share of extracts that may lack the label of their themes, or their text: some really do, a redesign makes all do."""
MOST_UNPARSED = 0.25
"""Share of titles that may not parse: the archive mixes in statements and resources with titles of any form."""
MOST_UNKNOWN_THEMES = 0.02

ITEMS = (
    "select distinct on (key) key, canonical_url, payload"
    f" from {LIVE} where source = 'peacewomen' and kind = 'item'"
    " order by key, (payload ->> 'is_preview')::boolean, seen_at desc"
)
EXTRACT_KINDS = "('paragraph_extract', 'preamble_extract', 'bundle')"


def raw_checks(bounds: Bounds) -> list[Check]:
    """Whether the archive's pages still have the shape that the parser reads."""
    return [
        Check(
            "archive_labels_are_found",
            "critical",
            f"at most {MOST_UNLABELLED:.0%} of the extracts lack the label of their themes, or their text",
            "open a page: labels were renamed, or the markup changed; mend the parser and replay",
            "select key, title, themes_label, has_text, canonical_url from (select key, payload ->> 'title' as title,"
            "  payload ->> 'themes_label' as themes_label, (payload ->> 'text') is not null as has_text, canonical_url,"
            "  avg((payload ->> 'themes_label' = 'absent' or (payload ->> 'text') is null)::integer) over () as share"
            f" from ({ITEMS}) as newest where payload ->> 'kind' in {EXTRACT_KINDS}) as judged"
            f" where share > {MOST_UNLABELLED} and (themes_label = 'absent' or not has_text)",
        ),
        Check(
            "archive_titles_parse",
            "critical",
            f"at most {MOST_UNPARSED:.0%} of the titles cannot be read as what their item is",
            "read the titles: a new form needs a rule in titles.py, and a line in its test",
            "select key, title, canonical_url from (select key, payload ->> 'title' as title, canonical_url,"
            "  payload -> 'flags' ?| array['title_unparsed', 'locator_unparsed'] as unparsed,"
            "  avg((payload -> 'flags' ?| array['title_unparsed', 'locator_unparsed'])::integer) over () as share"
            f" from ({ITEMS}) as newest) as judged where unparsed and share > {MOST_UNPARSED}",
        ),
        Check(
            "archive_labels_are_known",
            "warning",
            "every label of an item is one that we have met before",
            "see what the label says; add it to labels.py with a golden page",
            f"select label, count(*) as items, min(key) as first_key from ({ITEMS}) as newest"
            " cross join lateral jsonb_array_elements_text(payload -> 'unknown_labels') as unknown (label)"
            " group by label",
        ),
        *plans.raw_checks("peacewomen"),
    ]


def marts_checks(bounds: Bounds) -> list[Check]:
    """Whether items, extracts and themes hang together, and none of them vanished."""
    newest = "2018-06" if bounds.is_sample else SILENT_SINCE
    # Few items bear a date of their own; an extract is as old as the resolution it is of.
    dated = (
        "select item.archive_item_id, item.title, to_char(coalesce(published_on, adopted_on), 'YYYY-MM') as month"
        f" from {CANDIDATE}.fct_archive_item as item left join {CANDIDATE}.dim_resolution using (symbol)"
    )
    return [
        Check(
            "archive_keeps_its_newest",
            "critical",
            f"the newest item of the archive is of {newest} or later",
            "the newest pages were lost, or their dates are no longer read: look at the first page of a theme",
            f"select max(month) as newest from ({dated}) as dated having coalesce(max(month), '') < '{newest}'",
        ),
        Check(
            "archive_is_silent_as_known",
            "warning",
            f"the archive has been silent since {SILENT_SINCE}",
            "it speaks again: say so in the release notes, and let its tags count beside the lexicon's",
            f"select * from ({dated}) as dated where month > '{SILENT_SINCE}'",
        ),
        Check(
            "archive_themes_are_known",
            "critical",
            f"at most {MOST_UNKNOWN_THEMES:.0%} of the items name a theme that we do not know",
            "add the spelling to the seed theme_aliases, or the theme to themes",
            "select archive_item_id, title, themes from (select archive_item_id, title, themes,"
            "  coalesce(flags, '') like '%unknown_theme%' as is_unknown,"
            "  avg((coalesce(flags, '') like '%unknown_theme%')::integer) over () as share"
            f" from {CANDIDATE}.fct_archive_item where themes is not null) as judged"
            f" where is_unknown and share > {MOST_UNKNOWN_THEMES}",
        ),
        Check(
            "archive_items_do_not_vanish",
            "critical",
            "at most one in a hundred items of the current release is missing from the candidate",
            "find out why the archive lost them; what is really gone has to be declared",
            "select archive_item_id, title from (select old.archive_item_id, old.title,"
            "  new.archive_item_id is null as is_missing, avg((new.archive_item_id is null)::integer) over () as share"
            f"  from {CURRENT}.fct_archive_item as old"
            f"  left join {CANDIDATE}.fct_archive_item as new using (archive_item_id)) as judged"
            " where is_missing and share > 0.01",
            compares=("fct_archive_item",),
        ),
        Check(
            "extracts_find_their_paragraphs",
            "warning",
            "at least seven in ten pieces of extracts, of resolutions whose text we hold, are found in it",
            "see fct_extract: the archive cites wrongly, or the matching of texts became worse",
            "select extract_id, symbol, locator from (select extract_id, symbol, locator,"
            "  paragraph_id is null as is_lost, avg((paragraph_id is null)::integer) over () as share"
            f"  from {CANDIDATE}.fct_extract where text <> '' and symbol in"
            f"  (select symbol from {CANDIDATE}.fct_paragraph)) as judged where is_lost and share > 0.3",
        ),
    ]
