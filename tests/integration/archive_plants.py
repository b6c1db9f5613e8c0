"""Of each plant of the replica's archive of extracts: what shows it in the warehouse, once a crawl has read it all."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from replica.sites.peacewomen import Item
from replica.sites.peacewomen.topics import MISSPELT, OXFORD_COMMA, THEMES

SITE = "https://www.peacewomen.org/"
EXTRACTS = {"paragraph_extract", "preamble_extract", "bundle"}
NBSP = "\N{NO-BREAK SPACE}"
TERM_OF = {theme.name: theme.term_id for theme in THEMES} | {OXFORD_COMMA: 30, MISSPELT: 23}


@dataclass(frozen=True)
class Held:
    """An item as the replica made it, and what the warehouse holds of it."""

    item: Item
    showings: dict[str, dict[str, Any]]
    """Canonical URL of a page -> what that page says of the item."""
    rejects: list[tuple[str, str]]
    """(reason, canonical URL) of what could not be read of it."""

    @property
    def said(self) -> dict[str, Any]:
        """What its own page says of it; another page's word where that was not read."""
        return self.showings.get(own_url(self.item)) or next(iter(self.showings.values()))

    @property
    def on_lists(self) -> list[dict[str, Any]]:
        return [said for url, said in self.showings.items() if "/taxonomy/term/" in url]

    @property
    def mark(self) -> str | None:
        """The mark that its body begins with, as given; None for a body that begins with words, or has no pieces."""
        return self.said["pieces"][0]["marker_as_given"] if self.said["pieces"] else None

    @property
    def text(self) -> str:
        return self.said["text"] or ""


def own_url(item: Item) -> str:
    """The address that leads to an item's own page: the alias where its title links to that, else by its node id."""
    return SITE + (item.alias if item.link.endswith(f"/{item.alias}") else f"node/{item.node_id}")


Check = Callable[[Held], bool]
N = r"[12]\d{3}"
AT = r"\d+(?: \([a-z]+\))*"
TIGHT = r"\d+(?:\([a-z]+\))*"
SCR = f"Security Council Resolution {N}"
BUNDLE = "(?:Participation|Human Rights|Protection|General WPS)"


def titled(pattern: str, kind: str) -> Check:
    return lambda held: held.said["kind"] == kind and re.fullmatch(pattern, held.said["title"]) is not None


def begins(pattern: str) -> Check:
    return lambda held: re.fullmatch(pattern, held.mark or "") is not None and not held.text.startswith('"')


def flagged(flag: str) -> Check:
    return lambda held: flag in held.said["flags"]


def of_kind(kind: str, kind_from: str) -> Check:
    return lambda held: (held.said["kind"], held.said["kind_from"]) == (kind, kind_from)


def unexplained(pattern: str) -> Check:
    return lambda held: titled(pattern, "other")(held) and "title_unparsed" in held.said["flags"]


def by_its_words(kinds: set[str], end: str) -> Check:
    return lambda held: (
        held.said["kind"] in kinds
        and "titled_by_its_text" in held.said["flags"]
        and bool(re.search(end, held.said["title"]))
        and held.said["kind_from"] == "opening_words"
    )


def canonical(held: Held) -> bool:
    """However its link was spelt, it is known under its node id at the site's one address."""
    return {said["url"] for said in held.showings.values()} <= {
        f"{SITE}node/{held.item.node_id}",
        f"{SITE}{held.item.alias}",
    } and all(said["node_id"] == held.item.node_id for said in held.showings.values())


def is_extract(held: Held) -> bool:
    return held.said["kind"] in EXTRACTS


OF_THESE_ONLY: dict[str, Check] = {
    "title_capitals": titled(f"SECURITY COUNCIL RESOLUTION {N}: para. {AT}[.]", "paragraph_extract"),
    "title_final_stop": titled(f"{SCR}: para. {AT}[.]", "paragraph_extract"),
    "title_paragragh": titled(f"{SCR}: Paragragh {AT}", "paragraph_extract"),
    "title_paragraph_word": titled(f"{SCR}: Paragraph {AT}", "paragraph_extract"),
    "title_para_without_stop": titled(f"{SCR}: Para {AT}", "paragraph_extract"),
    "title_capital_para_no_space": titled(f"{SCR}: Para[.]{TIGHT}", "paragraph_extract"),
    "title_no_space": titled(f"{SCR}: para[.]{TIGHT}", "paragraph_extract"),
    "title_op": titled(f"{SCR}: OP{TIGHT}", "paragraph_extract"),
    "title_op_space": titled(f"{SCR}: OP {AT}", "paragraph_extract"),
    "title_s_res": titled(f"Security Council Resolution S/RES/{N}: para. {AT}", "paragraph_extract"),
    "title_year_in_brackets": titled(rf"{SCR} \({N}\): para[.]{TIGHT}", "paragraph_extract"),
    "title_united_nations": titled(f"United Nations {SCR}: para. {AT}", "paragraph_extract"),
    "title_comma": titled(f"Resolution {N}, para. {AT}", "paragraph_extract"),
    "title_locator_in_brackets": titled(rf"{SCR} \(para. {AT}\)", "paragraph_extract"),
    "title_lower_case": titled(f"security council resolution {N}: para. {AT}", "paragraph_extract"),
    "title_symbol_only": titled(rf"S/RES/{N} \({N}\), OP{TIGHT}", "paragraph_extract"),
    "title_usual": titled(f"{SCR}: para. {AT}", "paragraph_extract"),
    "title_range": titled(rf"{SCR}: paras. \d+-\d+", "paragraph_extract"),
    "title_range_op": titled(rf"{SCR}: OP\d+-\d+", "paragraph_extract"),
    "title_list": titled(rf"{SCR}: paras. \d+(?:, \d+)* and \d+", "paragraph_extract"),
    "preamble_in_brackets": titled(rf"{SCR} \(Preamble\)", "preamble_extract"),
    "preamble_capitals": titled(f"SECURITY COUNCIL RESOLUTION {N}: PREAMBLE", "preamble_extract"),
    "preamble_s_res": titled(f"Security Council Resolution S/RES/{N}: Preamble[.]", "preamble_extract"),
    "preamble_year_in_brackets": titled(rf"{SCR} \({N}\): Preamble", "preamble_extract"),
    "preamble_usual": titled(f"{SCR}: Preamble", "preamble_extract"),
    "preamble_pp": titled(rf"{SCR}: PP\d+", "preamble_extract"),
    "preamble_pp_space": titled(rf"{SCR}: PP \d+", "preamble_extract"),
    "whole_year_in_brackets": titled(rf"{SCR} \({N}\)", "whole_resolution"),
    "whole_s_res": titled(f"Security Council Resolution S/RES/{N}", "whole_resolution"),
    "whole_final_stop": titled(f"{SCR}[.]", "whole_resolution"),
    "whole_united_nations": titled(f"United Nations {SCR}", "whole_resolution"),
    "whole_usual": titled(SCR, "whole_resolution"),
    "bundle_number_only": titled(f"{N} (?:HR|SGBV|Protection)", "bundle"),
    "bundle_resolution_theme": titled(f"Resolution {N}, {BUNDLE}", "bundle"),
    "bundle_statement_of_council": titled(f"Statement of the Security Council, Resolution {N}, {BUNDLE}", "bundle"),
    "titled_by_77": by_its_words(EXTRACTS, r"[.]{3}$"),
    "titled_by_255": by_its_words(EXTRACTS, r"(?<![.]{3})$"),
    "titled_by_77_statement": by_its_words({"statement"}, r"[.]{3}$"),
    "mission_report": of_kind("mission_report", "title"),
    "report_analysis": of_kind("report_analysis", "title"),
    "debate_analysis_by_label": of_kind("report_analysis", "label"),
    "news": of_kind("news", "path"),
    "statement_month": titled(r"Statement of \w+, \w+ \d{4}", "statement"),
    "statement_capitals": titled(r"STATEMENT OF [A-Z]+, \w+, \d{4}", "statement"),
    "statement_day": titled(r"Statement of \w+, \w+ \d+, \d{4}", "statement"),
    "statement_by": titled(r"Statement by \w+", "statement"),
    "statement_assembly": titled(r"Statement of \w+ at the UNGA72", "statement"),
    "statement_debate": titled(
        r"Statement of \w+ at the Open Debate on WOMEN, PEACE AND SECURITY, \w+ \d{4}", "statement"
    ),
    "statement_misspelt": titled(r"Statement of Maynmar at the Open Debate on \w+, \d{4}", "statement"),
    "title_unparsed": unexplained(r"Notes on .+|Presidential statement: para\. 3 .+|Resolution to be adopted, .+"),
    "title_country_only": lambda held: unexplained("[A-Z][a-z]+")(held) and held.said["title"] not in TERM_OF,
    "title_theme_only": lambda held: held.said["title"] in TERM_OF and flagged("title_unparsed")(held),
    "meeting_of_experts": unexplained(f"IEG {N} .+ Meeting on .+"),
    "action_points": unexplained(r"Monthly Action Points \(MAP\) .+: \w+ (?!2019)\d{4}"),
    "after_the_silence": unexplained(r"Monthly Action Points \(MAP\) .+: January 2019"),
    "debate_title": unexplained(r"Security Council Open Debate on Women, Peace and Security, \w+ \d{4}"),
    "starts_number_stop": begins(r"\d+[.]"),
    "starts_quote": lambda held: bool(held.mark) and held.text.startswith('"'),
    "starts_op_stop": begins(r"OP\d+[.]"),
    "starts_op_space": begins(r"OP \d+[.]"),
    "starts_para_stop": begins(r"Para \d+[.]"),
    "starts_paragraph_word": begins(r"Paragraph \d+:"),
    "starts_pp": begins(r"PP\d+:"),
    "starts_bare": lambda held: (
        of_kind("paragraph_extract", "title")(held) and held.mark is None and bool(held.said["pieces"])
    ),
    "elision": lambda held: any(piece["after_elision"] for piece in held.said["pieces"]),
    "themes_label_absent": lambda held: is_extract(held) and held.said["themes_label"] == "absent",
    "no_extract_label": lambda held: is_extract(held) and not held.said["extract_label"] and bool(held.text),
    "unknown_label": lambda held: flagged("unknown_label")(held) and held.said["unknown_labels"] == ["Keywords"],
    "countries_label_absent": lambda held: held.said["kind"] == "whole_resolution" and held.said["countries"] == [],
    "theme_misspelt": lambda held: MISSPELT in held.said["themes"],
    "theme_oxford_comma": lambda held: OXFORD_COMMA in held.said["themes"],
    "themes_without_links": lambda held: bool(held.said["themes"]) and held.said["theme_ids"] == {},
    "no_wps_word": lambda held: held.said["kind"] == "whole_resolution" and held.said["extracts"] == [],
    "old_style_address": lambda held: re.search(r"/resolution-\d+-\d{4}-0$", held.said["url"]) is not None,
    "shouted_word": lambda held: " WOMEN" in held.text,
    "alias_only": lambda held: held.said["node_id"] is None and held.said["url"] == SITE + held.item.key,
    "several_themes": lambda held: len(held.on_lists) > 1,
    "preview": lambda held: any(said["is_preview"] for said in held.on_lists),
    "on_no_list": lambda held: held.on_lists == [] and bool(held.showings),
    "unpublished": lambda held: ("page_not_there", own_url(held.item)) in held.rejects,
}
"""Plant -> what is true of the items that hold it, and of no other."""
OF_THESE: dict[str, Check] = {
    "same_title": lambda held: is_extract(held) and bool(held.said["locators"]),
    "inherited_letter": lambda held: any(
        piece["marker"].endswith(f". {piece['marker_as_given']}") for piece in held.said["pieces"] if piece["marker"]
    ),
    "numbered_through": lambda held: begins(r"Paragraph \d+:")(held) and _operative_numbers_are_higher(held),
    "geographic_first": lambda held: held.said["geographic_topics"] == list(held.item.geographic),
    "body_first": lambda held: held.said["themes_label"] == "filled" and (bool(held.text) or not held.item.text),
    "themes_and_topic_empty": lambda held: (
        held.said["themes_label"] == "empty" and held.said["geographic_topics"] == [] and bool(held.text)
    ),
    "themes_label_empty": lambda held: held.said["themes_label"] == "empty" and bool(held.text),
    "thematic_label_empty": lambda held: held.said["thematic_topics"] == [] and bool(held.text),
    "body_number_differs": flagged("body_number_differs"),
    "preamble_off_by_one": lambda held: held.said["pieces"][0]["number"] == int(held.item.official[0][2:]) + 1,
    "piece_of_another_paragraph": lambda held: (
        held.item.official[-1].endswith(held.said["pieces"][-1]["path"])
        and not held.item.official[-1].startswith(held.said["locators"][0]["locator"])
        and held.said["pieces"][-1]["number"] in (None, held.said["locators"][0]["number"])
    ),
    "wrong_place_tag": lambda held: held.said["geographic_topics"] == list(held.item.geographic) != [],
    "page_date_differs": lambda held: held.said["date"] == held.item.dated.isoformat(),
    "no_break_space": lambda held: NBSP in held.item.title and NBSP not in held.said["title"] + held.text,
    "split_word": lambda held: re.search(r"\b[a-z]{7} [a-z]{4,}\b", held.text) is not None,
    "link_http": canonical,
    "link_without_www": canonical,
    "link_mail_host": canonical,
    "link_trailing_dot": canonical,
    "link_staging_host": canonical,
    "link_alias": lambda held: canonical(held) and (not held.on_lists or held.said["alias"] == held.item.alias),
    "shown_twice": lambda held: _rejected_on_each_list(held) and held.said["text"] is not None,
    "preview_and_full": lambda held: (
        _rejected_on_each_list(held) and not any(said["is_preview"] for said in held.on_lists)
    ),
}
"""Plant -> what is true of the items that hold it, and may be of others too."""
OF_PAGES = {
    "access_denied_above_list", "index_other_host", "index_other_spelling", "plan_page_with_tabs", "plan_page_of_old",
}  # fmt: skip
"""Plants that are not of items; each has a test of its own."""


def _operative_numbers_are_higher(held: Held) -> bool:
    """By one number for all, where there are any: as many as the resolution has recitals."""
    made = [int(place) for place in held.item.official if place.isdigit()]
    read = [piece["number"] for piece in held.said["pieces"] if piece["part"] != "preamble" and not piece["path"]]
    by = {seen - there for seen, there in zip(read, made, strict=True)}
    return by == set() or (len(by) == 1 and min(by) > 0)


def _rejected_on_each_list(held: Held) -> bool:
    lists = {url for url in held.showings if "/taxonomy/term/" in url}
    return bool(lists) and {url for reason, url in held.rejects if reason == "shown_twice"} == lists


NOT_AS_PLANTED = ("inherited_letter", "node/71266")
"""What stands there below one letter are paragraphs with numbers of their own: none inherits the letter."""
