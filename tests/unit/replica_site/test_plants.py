"""Each plant stands where the list of plants says: looked up over HTTP, as a crawl would meet it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from lxml import html

from replica.sites.peacewomen import topics
from replica.sites.peacewomen.model import Item

from .made_up import TERMS, Client, Row

THEMES = "PeaceWomen Consolidated Themes:"
GEOGRAPHIC = "Security Council Agenda Geographical Topic:"
THEMATIC = "Security Council Agenda Thematic Topic:"
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Met:
    """An item, the rows that lists show of it, and its own page."""

    item: Item
    rows: list[Row]
    own: Row | None
    page: str

    @property
    def row(self) -> Row:
        """A row, of a list or, where no list names it, its own page: read in one way."""
        row = self.rows[-1] if self.rows else self.own
        assert row, self.item.key
        return row

    @property
    def heading(self) -> str:
        return html.fromstring(self.page).xpath("//h1")[0].text

    @property
    def title(self) -> str:
        return self.item.title.replace(NBSP, " ")


def titled(pattern: str) -> Callable[[Met], bool]:
    def check(met: Met) -> bool:
        shown = {row.title for row in met.rows} if met.rows else {met.item.title} & {met.heading}
        return re.fullmatch(pattern, met.title) is not None and shown == {met.item.title}

    return check


def starts(pattern: str) -> Callable[[Met], bool]:
    return lambda met: re.match(pattern, met.item.text[0].replace(NBSP, " ")) is not None and bool(met.row.body)


def linked(prefix: str) -> Callable[[Met], bool]:
    return lambda met: not met.rows or met.rows[0].link == f"{prefix}/node/{met.item.node_id}"


def order(*labels: str) -> Callable[[Met], bool]:
    return lambda met: (
        [label for label in met.row.labels if label in labels or not label][: len(labels)] == list(labels)
    )


N = r"\d{4}"
AT = r"\d+(?: \([a-z]+\))*"
TIGHT = r"\d+(?:\([a-z]+\))*"
SCR = f"Security Council Resolution {N}"
BUNDLE = "(?:Participation|Human Rights|Protection|General WPS)"

CHECKS: dict[str, Callable[[Met], bool]] = {
    # how titles are spelt
    "title_capitals": titled(f"SECURITY COUNCIL RESOLUTION {N}: para. {AT}[.]"),
    "title_final_stop": titled(f"{SCR}: para. {AT}[.]"),
    "title_paragragh": titled(f"{SCR}: Paragragh {AT}"),
    "title_paragraph_word": titled(f"{SCR}: Paragraph {AT}"),
    "title_para_without_stop": titled(f"{SCR}: Para {AT}"),
    "title_capital_para_no_space": titled(f"{SCR}: Para[.]{TIGHT}"),
    "title_no_space": titled(f"{SCR}: para[.]{TIGHT}"),
    "title_op": titled(f"{SCR}: OP{TIGHT}"),
    "title_op_space": titled(f"{SCR}: OP {AT}"),
    "title_s_res": titled(f"Security Council Resolution S/RES/{N}: para. {AT}"),
    "title_year_in_brackets": titled(rf"{SCR} \({N}\): para[.]{TIGHT}"),
    "title_united_nations": titled(f"United Nations {SCR}: para. {AT}"),
    "title_comma": titled(f"Resolution {N}, para. {AT}"),
    "title_locator_in_brackets": titled(rf"{SCR} \(para. {AT}\)"),
    "title_lower_case": titled(f"security council resolution {N}: para. {AT}"),
    "title_symbol_only": titled(rf"S/RES/{N} \({N}\), OP{TIGHT}"),
    "title_usual": titled(f"{SCR}: para. {AT}"),
    "title_range": titled(rf"{SCR}: paras. \d+-\d+"),
    "title_range_op": titled(rf"{SCR}: OP\d+-\d+"),
    "title_list": titled(rf"{SCR}: paras. \d+(?:, \d+)* and \d+"),
    "preamble_in_brackets": titled(rf"{SCR} \(Preamble\)"),
    "preamble_capitals": titled(f"SECURITY COUNCIL RESOLUTION {N}: PREAMBLE"),
    "preamble_s_res": titled(f"Security Council Resolution S/RES/{N}: Preamble[.]"),
    "preamble_year_in_brackets": titled(rf"{SCR} \({N}\): Preamble"),
    "preamble_usual": titled(f"{SCR}: Preamble"),
    "preamble_pp": titled(rf"{SCR}: PP\d+"),
    "preamble_pp_space": titled(rf"{SCR}: PP \d+"),
    "whole_year_in_brackets": titled(rf"{SCR} \({N}\)"),
    "whole_s_res": titled(f"Security Council Resolution S/RES/{N}"),
    "whole_final_stop": titled(f"{SCR}[.]"),
    "whole_united_nations": titled(f"United Nations {SCR}"),
    "whole_usual": titled(SCR),
    "bundle_number_only": titled(f"{N} (?:HR|SGBV|Protection)"),
    "bundle_resolution_theme": titled(f"Resolution {N}, {BUNDLE}"),
    "bundle_statement_of_council": titled(f"Statement of the Security Council, Resolution {N}, {BUNDLE}"),
    "titled_by_77": lambda met: len(met.title) == 80 and _opening(met).startswith(met.title.removesuffix("...")),
    "titled_by_255": lambda met: len(met.title) in {254, 255} and _opening(met).startswith(met.title),
    "titled_by_77_statement": lambda met: len(met.title) == 80 and met.item.kind == "statement",
    "same_title": lambda met: bool(met.item.locators),
    # what stands beside resolutions
    "mission_report": titled(r"Report of the Security Council mission to .+, \d+ to \d+ \w+ \d{4}"),
    "report_analysis": lambda met: met.item.title.startswith("Report of the Secretary-General ") and "(S/" in met.title,
    "debate_analysis_by_label": lambda met: "(S/PV." in met.title and "Report Analysis:" in met.row.labels,
    "news": lambda met: met.item.alias.startswith("e-news/article/") and f"/{met.item.alias}" in met.page,
    "title_unparsed": lambda met: met.item.kind == "other",
    "title_country_only": titled("[A-Z][a-z]+"),
    "title_theme_only": lambda met: met.title in {theme.name for theme in topics.THEMES},
    "meeting_of_experts": titled(f"IEG {N} .+ Meeting on .+"),
    "action_points": lambda met: met.title.startswith("Monthly Action Points (MAP)"),
    "after_the_silence": lambda met: met.title.endswith("January 2019"),
    "debate_title": titled(r"Security Council Open Debate on Women, Peace and Security, \w+ \d{4}"),
    "statement_month": titled(r"Statement of \w+, \w+ \d{4}"),
    "statement_capitals": titled(r"STATEMENT OF [A-Z]+, \w+, \d{4}"),
    "statement_day": titled(r"Statement of \w+, \w+ \d+, \d{4}"),
    "statement_by": titled(r"Statement by \w+"),
    "statement_assembly": titled(r"Statement of \w+ at the UNGA72"),
    "statement_debate": titled(r"Statement of \w+ at the Open Debate on WOMEN, PEACE AND SECURITY, .+"),
    "statement_misspelt": titled(r"Statement of Maynmar at the Open Debate on .+"),
    # how bodies begin
    "starts_number_stop": starts(r"\d+\. \S"),
    "starts_quote": starts(r'"\d+\.  \S'),
    "starts_op_stop": starts(r"OP\d+\. "),
    "starts_op_space": starts(r"OP \d+\. "),
    "starts_para_stop": starts(r"Para \d+\. "),
    "starts_paragraph_word": starts(r"Paragraph \d+: "),
    "starts_pp": starts(r"PP\d+: "),
    "starts_bare": starts(r"[A-Z][a-z]+ "),
    "elision": lambda met: "[...]" in met.item.text and met.page.count("<p>[...]</p>") > 0,
    "inherited_letter": lambda met: any(re.match(r"\([ivx]+\)  ", line.replace(NBSP, " ")) for line in met.item.text),
    "numbered_through": lambda met: _numbers(met) != {name for name in met.item.official if name.isdigit()},
    # labels
    "geographic_first": order(GEOGRAPHIC, THEMES),
    "body_first": lambda met: next(iter(met.row.labels), "") in {"Extract:", "Report Analysis:", ""},
    "themes_and_topic_empty": lambda met: met.row.labels[THEMES] == met.row.labels[GEOGRAPHIC] == [],
    "themes_label_empty": lambda met: met.row.labels[THEMES] == [],
    "themes_label_absent": lambda met: THEMES not in met.row.labels,
    "thematic_label_empty": lambda met: met.row.labels[THEMATIC] == [],
    "no_extract_label": lambda met: "Extract:" not in met.row.labels and bool(met.row.body),
    "unknown_label": lambda met: met.row.labels["Keywords:"] == ["women police; training"],
    "countries_label_absent": lambda met: "Countries:" not in met.page,
    "theme_misspelt": lambda met: topics.MISSPELT in met.row.labels[THEMES] or not met.item.themes,
    "theme_oxford_comma": lambda met: topics.OXFORD_COMMA in met.row.labels[THEMES],
    "themes_without_links": lambda met: bool(met.row.labels[THEMES]) and '<a href="/taxonomy' not in met.page,
    # errors
    "body_number_differs": lambda met: met.item.locators[0] != re.match(r"\D*(\d+)", met.item.text[0])[1],
    "preamble_off_by_one": lambda met: (
        int(re.match(r"PP(\d+)", met.item.text[0])[1]) == int(met.item.official[0][2:]) + 1
    ),
    "piece_of_another_paragraph": lambda met: (
        met.item.official[-1].partition(" ")[0] == str(int(met.item.locators[0]) + 1)
        and re.match(r"[a-z]\. \([ivx]+\) ", met.item.text[-1]) is not None
    ),
    "wrong_place_tag": lambda met: met.row.labels[GEOGRAPHIC] == list(met.item.geographic),
    "page_date_differs": lambda met: met.item.dated is not None and str(met.item.dated.year) in met.page,
    "no_break_space": lambda met: NBSP in met.item.title and met.item.title in met.page,
    "split_word": lambda met: any(re.search(r"\b[a-z]{7} [a-z]{4,}\b", line) for line in met.item.text),
    "shouted_word": lambda met: any(" WOMEN" in line for line in met.row.body),
    "no_wps_word": lambda met: met.item.extracts == () and "Resolution Extracts:" not in met.page,
    "old_style_address": lambda met: re.search(r"/resolution-\d+-\d{4}-0$", met.item.alias) is not None,
    # addresses
    "link_http": linked("http://www.peacewomen.org"),
    "link_without_www": linked("https://peacewomen.org"),
    "link_mail_host": linked("https://mail.peacewomen.org"),
    "link_trailing_dot": linked("http://peacewomen.org."),
    "link_staging_host": linked("http://peacewomen.stage.example.org"),
    "link_alias": lambda met: not met.rows or met.rows[0].link == f"/{met.item.alias}",
    "alias_only": lambda met: met.item.key == met.item.alias and f"/node/{met.item.node_id}" not in met.page,
    # rows
    "several_themes": lambda met: len({row.path.partition("?")[0] for row in met.rows}) > 1,
    "shown_twice": lambda met: max(_on_one_page(met).values()) == 2 and not any(map(_is_cut, met.rows)),
    "preview_and_full": lambda met: (
        [_is_cut(row) for row in met.rows[:2]] == [True, False] and max(_on_one_page(met).values()) == 2
    ),
    "preview": lambda met: all(map(_is_cut, met.rows)) and (not met.item.published or _shows_whole(met)),
    "on_no_list": lambda met: not met.rows,
    "unpublished": lambda met: bool(met.rows) and "You are not authorized" in met.page,
}
OF_PAGES = {
    "access_denied_above_list", "index_other_host", "index_other_spelling", "plan_page_with_tabs", "plan_page_of_old",
}  # fmt: skip


def _opening(met: Met) -> str:
    return " ".join(met.item.text).replace(NBSP, " ").replace("WOMEN", "women")


def _numbers(met: Met) -> set[str]:
    return {found[1] for line in met.item.text if (found := re.match(r"Paragraph (\d+): ", line))}


def _on_one_page(met: Met) -> dict[str, int]:
    paths = [row.path for row in met.rows]
    return {path: paths.count(path) for path in paths}


def _is_cut(row: Row) -> bool:
    return row.body[-1].endswith("...")


def _shows_whole(met: Met) -> bool:
    return met.own is not None and met.own.body == list(met.item.text)


@pytest.fixture(scope="module")
def met(client: Client) -> dict[str, Met]:
    """Everything that a full crawl meets, by key."""
    rows = dict[str, list[Row]]()
    for term in TERMS:
        for row in client.list(term):
            rows.setdefault(row.key, []).append(row)
    found = dict[str, Met]()
    for item in client.replica.archive_site.items:
        answer = client.get(item.key if item.shows_node_id else item.alias)
        own = None
        if item.published:
            page = client.page(item.alias)
            own = Row(item.alias, item.key, page.xpath("//div[@id='content']/div[contains(@class, 'node ')]")[0])
        found[item.key] = Met(item, rows.pop(item.key, []), own, answer.text)
    assert rows == {}
    return found


def test_every_plant_is_in_the_sample_and_has_a_check(client: Client) -> None:
    plants = client.replica.archive_site.plants
    assert set(plants) == set(CHECKS) | OF_PAGES
    assert all(plants.values())


@pytest.mark.parametrize("plant", CHECKS)
def test_a_plant_stands_where_the_list_says(client: Client, met: dict[str, Met], plant: str) -> None:
    for key in client.replica.archive_site.plants[plant]:
        assert CHECKS[plant](met[key]), (key, met[key].item, [row.labels for row in met[key].rows])


def test_items_that_share_a_title_are_different_items(client: Client, met: dict[str, Met]) -> None:
    titles = [met[key].item.title for key in client.replica.archive_site.plants["same_title"]]
    assert len(set(titles)) < len(titles)


def test_some_lists_say_that_access_is_denied_and_are_whole(client: Client) -> None:
    paths = client.replica.archive_site.plants["access_denied_above_list"]
    assert len(paths) > 1
    for path in paths:
        assert "You are not authorized to access this page." in client.get(path).text
        assert client.rows(path)
    healthy = next(f"taxonomy/term/20?page={n}" for n in range(9) if f"taxonomy/term/20?page={n}" not in paths)
    assert "not authorized" not in client.get(healthy).text


def test_the_index_spells_hosts_and_a_name_otherwise(client: Client) -> None:
    plants = client.replica.archive_site.plants
    links = client.page("security-council/pw-themes").xpath("//h3/a/@href")
    assert {link.partition(".org")[2].lstrip("./") for link in links if "//" in link} == set(plants["index_other_host"])
    assert plants["index_other_spelling"] == ["taxonomy/term/30"]


def test_plan_pages_are_of_two_ages(client: Client) -> None:
    plants = client.replica.archive_site.plants
    for name, tabs in (("plan_page_with_tabs", 9), ("plan_page_of_old", 0)):
        for path in plants[name]:
            assert len(client.page(path).xpath("//ul[@class='quicktabs-tabs']/li")) == tabs
