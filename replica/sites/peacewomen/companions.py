"""What stands on the lists beside resolutions: statements, mission reports, analyses of reports, news, others.

Their words are made up for this copy. They come with the resolutions (a debate here, a report there), so that a small
archive has a few of each and a full one has hundreds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from replica import seeded
from replica.sites.peacewomen import titles, topics
from replica.sites.peacewomen.drafts import FIRST_COMPANION, SLOTS, node_of
from replica.sites.peacewomen.model import MONTHS, Item, slug
from replica.sites.peacewomen.official import Resolution

_SPEAKERS = (
    "Afghanistan", "Andorra", "Argentina", "Bangladesh", "Brazil", "Canada", "Chile", "Croatia", "Estonia", "Fiji",
    "Finland", "Ghana", "Iceland", "Indonesia", "Ireland", "Italy", "Japan", "Jordan", "Kenya", "Liberia", "Mexico",
    "Namibia", "Nepal", "Norway", "Palestine", "Peru", "Rwanda", "Senegal", "Spain", "Sweden", "Tunisia", "Uruguay",
)  # fmt: skip
_PLACES = ("Ethiopia", "Haiti", "Mali", "South Sudan", "Colombia", "Somalia", "Timor-Leste", "the Great Lakes region")
_SAID = (
    "We want women to sit where ceasefires are drafted, and not only where they are announced.",
    "My country has put gender advisers into each contingent that it sends abroad, and asks others to do so.",
    "Those who suffered sexual violence wait for courts that work; promises have not brought them one step nearer.",
    "Girls who cannot go to school today will be missing from every peace table of the next generation.",
    "A plan without money is a wish: we therefore call for budgets that name women's organizations.",
    "Women police officers are trusted where uniforms are feared, and there are still far too few of them.",
    "Let the reports that reach this chamber count women and men apart, or we shall not know what we decide on.",
    "We thank the women who briefed the Council and ask that none of them be punished for it at home.",
    "The resolutions are clear; what lags behind is the daily work in ministries, camps and barracks.",
    "Small arms in the home kill women long after the guns at the front have fallen silent.",
)
_ANALYSED = (
    "The report gives figures on sexual violence but does not say what was done for those who came forward.",
    "Women appear in it as victims and as voters, hardly as negotiators, and no recommendation is addressed to them.",
    "Figures on staff are broken down by sex; those on displaced people are not.",
    "Of its recommendations one asks for more women among police officers; none speaks of women's organizations.",
    "The mission's gender unit is named once, without its means or its results.",
)
_VISITED = (
    "Members of the Council met the authorities, the mission and regional organizations.",
    "A meeting with women's organizations was part of the programme and took less than an hour.",
    "Talks turned on security, on elections and on relief for the displaced.",
)
_NEWS = (
    "Women's organizations gathered this week to compare what their governments had promised with what was done.",
    "A handbook on the Council's resolutions has appeared in three more languages.",
    "Members of the network will follow the open debate and publish what each speaker says.",
)

LATEST_NODE = node_of(2_452, SLOTS - 1)
"""Above every item of 2018: the one item that is younger than the archive's last extract."""


@dataclass(frozen=True)
class Companion:
    """A kind of thing that comes with one resolution in `one_in`."""

    name: str
    one_in: int
    make: Callable[[Resolution, str], Item]


def companions(resolutions: Sequence[Resolution], note: Callable[[str, Item], None]) -> list[Item]:
    """The other items: `note` is told of each, by the name of its kind. None where there are no resolutions."""
    used = dict[int, int]()
    made = list[Item]()
    for companion in _COMPANIONS:
        for resolution in seeded.pick(companion.name, resolutions, companion.one_in, lambda r: str(r.number)):
            slot = used.get(resolution.number, FIRST_COMPANION)
            if slot == SLOTS:
                continue
            used[resolution.number] = slot + 1
            item = _placed(companion.make(resolution, companion.name), node_of(resolution.number, slot))
            note(companion.name, item)
            made.append(item)
    if resolutions:
        item = _placed(_action_points("January 2019"), LATEST_NODE)
        note("after_the_silence", item)
        made.append(item)
    return made


def _placed(item: Item, node: int) -> Item:
    terms = item.terms or topics.terms_of(f"{item.kind} {item.title} {node}")
    themes = tuple(topics.BY_TERM[term].name for term in terms) if "themes" in item.labels else ()
    return replace(item, key=f"node/{node}", node_id=node, terms=terms, themes=themes)


def _said(resolution: Resolution, name: str, count: int = 2) -> tuple[str, ...]:
    first = seeded.number(name, resolution.number) % len(_SAID)
    return tuple(_SAID[(first + step * 3) % len(_SAID)] for step in range(count))


def _speech(kind: str, title: str, resolution: Resolution, name: str) -> Item:
    return Item("", 0, "", kind, title, text=_said(resolution, name), labels=("themes", "body"))


def _speaker(resolution: Resolution, name: str) -> str:
    return seeded.one_of(_SPEAKERS, name, resolution.number)


def _month(resolution: Resolution) -> str:
    return f"{MONTHS[resolution.adopted.month - 1]}"


def _statement(template: str) -> Callable[[Resolution, str], Item]:
    def make(resolution: Resolution, name: str) -> Item:
        day = resolution.adopted
        speaker = _speaker(resolution, name)
        title = template.format(
            country=speaker, capitals=speaker.upper(), month=_month(resolution), day=day.day, year=day.year
        )
        item = _speech("statement", title, resolution, name)
        return replace(item, dated=day, countries=(speaker,))

    return make


def _country_only(resolution: Resolution, name: str) -> Item:
    return _speech("other", _speaker(resolution, name), resolution, name)


def _theme_only(resolution: Resolution, name: str) -> Item:
    theme = seeded.one_of(topics.THEMES, name, resolution.number)
    return replace(_speech("other", theme.name, resolution, name), terms=(theme.term_id,))


def _old_statement(resolution: Resolution, name: str) -> Item:
    """Titled by its own words, filed long ago under an address made of them."""
    item = _speech("statement", "", resolution, name)
    title = titles.by_its_words(" ".join(item.text), titles.TITLED_SHORT)
    return replace(item, title=title, labels=("body", "themes"))


def _meeting(resolution: Resolution, name: str) -> Item:
    place = seeded.one_of(_PLACES, name, resolution.number)
    title = f"IEG {resolution.number} {_month(resolution)} {resolution.adopted.year} Meeting on {place}"
    said = ("The informal group heard the mission and asked for figures.",)
    return Item("", 0, "", "other", title, text=said, labels=("body",), body_label="")


def _action_points(month: str) -> Item:
    title = f"Monthly Action Points (MAP) for the Security Council: {month}"
    said = "For each situation on the month's agenda: what the Council could ask for, in one paragraph."
    return Item("", 0, "", "other", title, text=(said,), labels=("themes", "body"), body_label="")


def _points_of_month(resolution: Resolution, name: str) -> Item:
    return _action_points(f"{_month(resolution)} {resolution.adopted.year}")


def _debate(resolution: Resolution, name: str) -> Item:
    title = f"Security Council Open Debate on Women, Peace and Security, {_month(resolution)} {resolution.adopted.year}"
    return Item("", 0, "", "other", title, labels=())


def _mission_report(resolution: Resolution, name: str) -> Item:
    place = seeded.one_of(_PLACES, name, resolution.number)
    start = min(resolution.adopted.day, 24)
    days = f"{start} to {start + 2} {_month(resolution)} {resolution.adopted.year}"
    title = f"Report of the Security Council mission to {place}, {days}"
    file = f"Report of the Security Council mission to {place} ({days})"
    return Item(
        "", 0, "", "mission_report", title, text=(*_VISITED, file), labels=("body",), body_label="",
        pdf=((file, f"/sites/default/files/{slug(title)}.pdf"),), dated=resolution.adopted,
    )  # fmt: skip


def _analysis(resolution: Resolution, name: str) -> Item:
    year, number = resolution.adopted.year, seeded.number(name, resolution.number)
    symbol = f"S/{year}/{100 + number % 900}"
    geographic, _ = topics.place_of(resolution.agenda)
    titled = (
        f"Report of the Secretary-General pursuant to resolution {resolution.number} ({resolution.year}) ({symbol})",
        f"Report of the Secretary-General on {geographic[0] if geographic else 'peace operations'} ({symbol}).",
        f"Report of the Secretary-General on the Implementation of Security Council resolution {resolution.number} "
        f"({resolution.year}) ({symbol})",
    )[number % 3]
    return _analysed(titled, resolution, geographic)


def _debate_analysis(resolution: Resolution, name: str) -> Item:
    """Titled by place and meeting: only its label tells what it is."""
    geographic, _ = topics.place_of(resolution.agenda)
    place = geographic[0] if geographic else "Peace operations"
    return _analysed(f"{place} (S/PV.{4100 + resolution.number - 1284})", resolution, geographic)


def _analysed(title: str, resolution: Resolution, geographic: tuple[str, ...]) -> Item:
    first = seeded.number("analysed", title) % len(_ANALYSED)
    said = (_ANALYSED[first], _ANALYSED[(first + 2) % len(_ANALYSED)])
    return Item(
        "", 0, "", "report_analysis", title, text=said, body_label="Report Analysis:", geographic=geographic,
        labels=("themes", *["geographic"] * bool(geographic), "body"), dated=resolution.adopted,
        pdf=((title, f"https://undocs.org/en/{title.rpartition('(')[2].rstrip(').')}"),),
    )  # fmt: skip


def _news(resolution: Resolution, name: str) -> Item:
    day = resolution.adopted + timedelta(days=3) if resolution.adopted < date(2018, 12, 20) else resolution.adopted
    about = seeded.one_of(topics.THEMES, name, resolution.number).name
    title = f"{about}: what {_month(resolution)} {resolution.adopted.year} brought"
    first = seeded.number("news", resolution.number) % len(_NEWS)
    return Item(
        "", 0, f"e-news/article/{slug(title)}", "news", title, text=(_NEWS[first], _NEWS[(first + 1) % len(_NEWS)]),
        labels=("themes", "body"), body_label="", dated=day, link="alias",
    )  # fmt: skip


def _odd_title(resolution: Resolution, name: str) -> Item:
    """A title that looks as if it named a resolution, and names none that can be read."""
    title = seeded.one_of(
        (
            f"Notes on women in the Council's {_month(resolution)} programme",
            "Presidential statement: para. 3 (see file)",
            "Resolution to be adopted, para. ?",
        ),
        name,
        resolution.number,
    )
    return replace(_speech("other", title, resolution, name), body_label="")


_COMPANIONS = (
    Companion("mission_report", 10, _mission_report),
    Companion("report_analysis", 3, _analysis),
    Companion("debate_analysis_by_label", 15, _debate_analysis),
    Companion("news", 6, _news),
    Companion("title_unparsed", 20, _odd_title),
    Companion("title_country_only", 12, _country_only),
    Companion("title_theme_only", 25, _theme_only),
    Companion("titled_by_77_statement", 6, _old_statement),
    Companion("meeting_of_experts", 15, _meeting),
    Companion("action_points", 8, _points_of_month),
    Companion("debate_title", 15, _debate),
    Companion("statement_month", 2, _statement("Statement of {country}, {month} {year}")),
    Companion("statement_capitals", 4, _statement("STATEMENT OF {capitals}, {month}, {year}")),
    Companion("statement_day", 3, _statement("Statement of {country}, {month} {day}, {year}")),
    Companion("statement_by", 5, _statement("Statement by {country}")),
    Companion("statement_assembly", 15, _statement("Statement of {country} at the UNGA72")),
    Companion(
        "statement_debate",
        8,
        _statement("Statement of {country} at the Open Debate on WOMEN, PEACE AND SECURITY, {month} {year}"),
    ),
    Companion("statement_misspelt", 60, _statement("Statement of Maynmar at the Open Debate on Protection, {year}")),
)
