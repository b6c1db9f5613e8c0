"""The two WordPress sites on national action plans: their pages, made from the facts in replica/plans.

The facts are real and name where they were published; the sentences are this project's own.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from replica import seeded
from replica.plans import prose
from replica.plans.facts import Plan, countries
from replica.plans.prose import Fact, Sentence
from replica.sites.wordpress import Made, WpPage, paragraphs

NAPS_1325 = "naps_1325"
WPS_FOCAL_POINTS = "wps_focal_points"
NAPS_ROOT = "https://1325naps.peacewomen.org/index.php/"
FOCAL_POINTS_ROOT = "https://wpsfocalpointsnetwork.org/"
FOCAL_POINTS_COUNTRIES = 25

_OPENED = datetime(2019, 3, 1, 9, 0)
_NAMES = {"Palestine (State of)": "Palestine", "Cote d'Ivoire": "Côte d'Ivoire"}
_OTHER_PAGES = (
    ("home", "Home", "A place to read and compare plans."),
    ("about", "About", "Who keeps these pages & how they are kept."),
    ("resources", "Resources", "Guides, reports and the texts of resolutions."),
    ("contact", "Contact", "Write to us about a page that is out of date."),
    ("naps-by-region", "NAPs by Region", "Africa, the Americas, Asia & the Pacific, Europe, the Middle East."),
)
_COMMITMENTS = ("Kenya", "Norway", "Canada", "Sweden", "Namibia", "Finland", "Nigeria", "Japan")


@dataclass
class _Site:
    pages: list[WpPage] = field(default_factory=list)
    plants: dict[str, list[str]] = field(default_factory=dict)

    def add(self, link: str, title: str, sentences: Sequence[Sentence], country: str = "", *plants: str) -> None:
        """A page whose prose is these sentences, three to a paragraph."""
        content = _dressed(paragraphs(_grouped(sentences)), title)
        self.add_html(link, title, content, country, *plants)
        self.pages[-1] = replace(self.pages[-1], sentences=tuple(sentences))

    def add_html(self, link: str, title: str, content: str, country: str = "", *plants: str) -> None:
        """A page with this content."""
        number = 101 + 7 * len(self.pages)  # ids have gaps: drafts and pictures take numbers too
        hours = seeded.number("modified", link) % (5 * 365 * 24)
        opened = _OPENED + timedelta(days=len(self.pages) % 30)
        slug = link.rstrip("/").rpartition("/")[2]
        page = WpPage(number, slug, link, title, content, opened, opened + timedelta(hours=hours), country)
        self.pages.append(page)
        for plant in plants:
            self.plants.setdefault(plant, []).append(page.key)

    def done(self) -> Made:
        """The site as it stands."""
        for page in self.pages:
            if any(sentence.text in prose.UNREADABLE for sentence in page.sentences):
                self.plants.setdefault("unreadable_sentence", []).append(page.key)
            if re.search(r"&(?:amp|#\d+);", page.content + page.title):
                self.plants.setdefault("entities", []).append(page.key)
            if page.slug.endswith("-2"):
                self.plants.setdefault("numbered_slug", []).append(page.key)
        return Made(tuple(self.pages), dict(sorted(self.plants.items())))


def naps_1325() -> Made:
    """The pages of 1325naps.peacewomen.org: two or three a country, which do not always agree."""
    site = _Site()
    for country, plans in countries().items():
        for link, shown, plants in _country_pages(country, plans):
            sentences = [*prose.about(shown, plans, link), prose.unreadable(link)]
            site.add(link, _title(country, link), sentences, country, *plants)
    _contradictions(site)
    for country in _COMMITMENTS:
        link = f"{NAPS_ROOT}2019-committments/{_slug(country)}-2020-commitments/"
        told = f"{prose.named(country)} made commitments in 2019 and reported on them in 2020."
        site.add(link, f"{_NAMES.get(country, country)} 2020 Commitments", [Sentence(told)], country, "commitments")
    kosovo = Sentence("Kosovo has its own National Action Plan (NAP), of which this page gives no dates.")
    site.add(f"{NAPS_ROOT}country/kosovo/", "Kosovo", [kosovo], "Kosovo", "not_a_member_state")
    _other_pages(site, NAPS_ROOT)
    return site.done()


def wps_focal_points() -> Made:
    """The pages of wpsfocalpointsnetwork.org: one for each country of the network that is shown."""
    site = _Site()
    known = countries()
    own = [c for c, plans in known.items() if any("wpsfocalpointsnetwork" in plan.source_url for plan in plans)]
    others = sorted((c for c in known if c not in own), key=lambda c: seeded.number("network", c))
    for country in sorted([*own, *others][:FOCAL_POINTS_COUNTRIES]):
        link = f"{FOCAL_POINTS_ROOT}{_slug(country)}/"
        plan = known[country][-1]
        told = [Sentence(f"{prose.named(country)} is a member of the network.")]
        told += [*prose.adoption(plan, link), *prose.development(plan, link), *prose.money(plan, link)]
        told.append(prose.unreadable(link))
        site.add(link, _NAMES.get(country, country), told, country)
    _other_pages(site, FOCAL_POINTS_ROOT)
    return site.done()


def _country_pages(country: str, plans: tuple[Plan, ...]) -> Iterator[tuple[str, Plan, tuple[str, ...]]]:
    """(address, plan that the page takes for the current one, plants) of a country's pages: one to three."""
    slug, latest = _slug(country), plans[-1]
    member = ("not_a_member_state",) if country.startswith("Palestine") else ()
    chosen = seeded.number("pages", country) % 4
    if chosen != 0 or country in {*_STALE, _NUMBERED_SLUG}:
        again = "-2" if seeded.number("slug", country) % 8 == 0 or country == _NUMBERED_SLUG else ""
        yield f"{NAPS_ROOT}{slug}{again}/", latest, member
    if chosen != 1 or country in _STALE:
        stale = country in _STALE or (len(plans) > 1 and seeded.number("stale", country) % 3 == 0)
        yield f"{NAPS_ROOT}country/{slug}/", plans[-2] if stale else latest, (*member, *["stale_page"] * stale)
    if chosen in {0, 3} and country not in {_KYRGYZSTAN, *_DISPUTED}:
        yield f"{NAPS_ROOT}nap-overview/{slug}-nap-overview/", latest, member


_NUMBERED_SLUG = "Sweden"
"""A country whose page is known to have a number after its name."""
_STALE = {"Norway"}
"""Countries with a page that still shows the plan before the last one."""


_KYRGYZSTAN = "Kyrgyzstan"
_DISPUTED: dict[str, Callable[[tuple[Plan, ...]], Plan]] = {
    "Palestine (State of)": lambda plans: replace(plans[0], adopted_on="2015"),
    "Democratic Republic of the Congo": lambda plans: replace(plans[-1], adopted_on="2019"),
    "Philippines": lambda plans: replace(plans[-1], edition=2),
}
"""Countries of whose plan another source says something else, and what it says."""


def _contradictions(site: _Site) -> None:
    """Overview pages that contradict themselves, or the other pages of their country."""
    plans = countries()[_KYRGYZSTAN]
    quoted = Sentence(
        "A speaker quoted here recalled that the NAP was approved in November 2015.",
        (Fact("adopted_on", "2015-11", plans[-1].edition),),
    )
    link = f"{NAPS_ROOT}nap-overview/kyrgyzstan-nap-overview/"
    told = [*prose.about(plans[-1], plans, link), quoted]
    site.add(link, _title(_KYRGYZSTAN, link), told, _KYRGYZSTAN, "contradicts_itself")
    for country, otherwise in _DISPUTED.items():
        plan = otherwise(countries()[country])
        link = f"{NAPS_ROOT}nap-overview/{_slug(country)}-nap-overview/"
        told = [*prose.adoption(plan, link), prose.unreadable(link)]
        site.add(link, _title(country, link), told, country, "sources_disagree")


def _other_pages(site: _Site, root: str) -> None:
    for slug, title, text in _OTHER_PAGES:
        site.add(f"{root}{slug}/" if slug != "home" else root, title, [Sentence(text)], "", "no_plan_page")
        site.pages[-1] = replace(site.pages[-1], slug=slug)
    site.add_html(f"{root}draft/", "Draft", "", "", "without_content")
    site.add_html(f"{root}members/", "Members", "", "", "without_content")
    site.pages[-1] = replace(site.pages[-1], protected=True)


def _title(country: str, link: str) -> str:
    name = _NAMES.get(country, country)
    return f"{name} NAP Overview" if "/nap-overview/" in link else name


def _slug(country: str) -> str:
    bare = country.partition(" (")[0].replace("Congo", "congo").lower()
    return re.sub(r"[^a-z0-9]+", "-", bare.replace("'", "").replace("the congo", "congo")).strip("-")


def _grouped(sentences: Sequence[Sentence]) -> Iterable[str]:
    for start in range(0, len(sentences), 3):
        yield " ".join(sentence.text for sentence in sentences[start : start + 3])


def _dressed(content: str, title: str) -> str:
    """Content inside the boxes that a page builder puts around it; one site in three has its title again in it."""
    heading = f"<h2>{title.replace(chr(39), '&#8217;')}</h2>\n" if seeded.number("heading", title) % 3 == 0 else ""
    return f'<div class="elementor-widget-container">\n{heading}{content}</div>\n'
