"""PeaceWomen's own pages on action plans: newer ones with a country menu and tabs, older ones in one column."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from replica import seeded
from replica.plans import prose
from replica.plans.facts import Plan, countries
from replica.plans.prose import Sentence
from replica.sites.peacewomen import markup
from replica.sites.peacewomen.markup import text

COUNTRIES = 28
TABS = (
    "Actors", "Timeframe", "Objectives", "Actions/Activities", "Indicators", "M&E", "Budget", "Disarmament",
    "NAP Development",
)  # fmt: skip
RENAMED = {tab: f"On {tab.lower()}" for tab in TABS} | {"Document PDF:": "File:"}
"""What the fault `redesign` calls the tabs and the label."""

_OBJECTIVES = "More women in decisions, better protection, and relief that reaches them."
_ACTIVITIES = "Training for officers, support for women's organizations, reports to parliament."
_INDICATORS = "Counts of women among officers, mediators and delegates."


@dataclass(frozen=True)
class PlanPage:
    """A page on a country's plan, and the facts in its prose."""

    alias: str
    """Path without a leading slash."""
    country: str
    plan: Plan
    sentences: tuple[Sentence, ...]
    tabbed: bool

    @property
    def key(self) -> str:
        """The name by which plants list it: its path."""
        return self.alias


@cache
def plan_pages() -> tuple[PlanPage, ...]:
    """The pages, by path: those whose real address is known, and one or two for others."""
    known = countries()
    own = {country: _addresses(plans) for country, plans in known.items() if _is_witness(plans)}
    others = sorted((c for c in known if c not in own), key=lambda c: seeded.number("plan page", c))
    pages = list[PlanPage]()
    for country in [*own, *others][:COUNTRIES]:
        chosen = seeded.number("plan pages", country) % 5
        aliases = own.get(country) or [f"nap-{_slug(country)}"] * (chosen in {0, 1})
        if chosen != 0 or not aliases:
            aliases = [*aliases, f"action-plan/national-action-plan-{_slug(country)}"]
        pages += [_page(alias, known[country], alias.startswith("action-plan/")) for alias in dict.fromkeys(aliases)]
    return tuple(sorted(pages, key=lambda page: page.alias))


def _is_witness(plans: Sequence[Plan]) -> bool:
    return any(re.search(r"//(?:www\.)?peacewomen\.org/", plan.source_url) for plan in plans)


def _addresses(plans: Sequence[Plan]) -> list[str]:
    """Paths of the real site's pages on these plans, where the facts name them."""
    found = (re.search(r"peacewomen\.org/((?:action-plan/|nap-)[a-z-]+)$", plan.source_url) for plan in plans)
    return [one[1] for one in found if one]


def _page(alias: str, plans: Sequence[Plan], tabbed: bool) -> PlanPage:
    plan = plans[-1]
    told = [*prose.adoption(plan, alias), prose.unreadable(alias)]
    if not tabbed:
        told = [*prose.about(plan, plans, alias), prose.unreadable(alias)]
    return PlanPage(alias, plan.country, plan, tuple(told), tabbed)


def member_states() -> str:
    """The page that links the others; some under other spellings of the host, one of them twice."""
    hosts = ("", "", "", "http://www.peacewomen.org", "https://peacewomen.org", "http://peacewomen.org.")
    links = [
        f'  <li><a href="{seeded.one_of(hosts, "member", page.alias)}/{page.alias}">{text(page.country)}</a></li>'
        for page in plan_pages()
    ]
    listed = "\n".join([*links, links[0]])
    body = f'<h1 class="title">Member States</h1>\n<p>Plans by country:</p>\n<ul class="countries">\n{listed}\n</ul>'
    return markup.frame("Member States", body, "page-member-states")


def draw(page: PlanPage) -> str:
    """The page as HTML."""
    paragraphs = f"  <p>{text(' '.join(sentence.text for sentence in page.sentences))}</p>\n"
    if page.tabbed:
        title = page.country
        body = f'  <h1 class="title">{text(title)}</h1>\n{paragraphs}{_menu(page.plan)}{_tabs(page)}'
    else:
        title = f"National Action Plan: {page.country}"
        file = markup.field("field-document", markup.DOCUMENT, [_file(page.plan)], "file")
        body = f'  <h1 class="title">{text(title)}</h1>\n{paragraphs}{file}{_network(page.country)}'
    return markup.frame(title, body.rstrip(), "page-node node-type-action-plan")


def relabelled(drawn: str) -> str:
    """The page after a redesign."""
    for old, new in RENAMED.items():
        drawn = drawn.replace(f">{text(old)}<", f">{text(new)}<")
    return markup.relabelled(drawn)


def _menu(plan: Plan) -> str:
    year = f" ({plan.adopted_on[:4]})" if plan.adopted_on else ""
    facts = [f'<li class="plan">{_file(plan, f"National Action Plan{year}")}</li>']
    facts.append('<li class="fact"><span class="name">Global Gender Gap Index 2020</span> not shown in this copy</li>')
    listed = "\n    ".join(facts)
    return f'  <h3>Country Menu</h3>\n  <ul class="country-menu">\n    {listed}\n  </ul>\n'


def _file(plan: Plan, name: str = "") -> str:
    shown = name or f"{plan.country} NAP {plan.edition}"
    address = f"/sites/default/files/{_slug(plan.country)}_nap_{plan.edition}.pdf"
    return f'<a href="{html.escape(address)}">{text(shown)}</a>'


def _tabs(page: PlanPage) -> str:
    names = "".join(f'<li><a href="#qt-{_slug(tab)}">{text(tab)}</a></li>' for tab in TABS)
    panes = "\n".join(
        f'  <div id="qt-{_slug(tab)}" class="quicktabs-tabpage">\n    <h3>{text(tab)}</h3>\n'
        f"    <p>{text(said)}</p>\n  </div>"
        for tab, said in zip(TABS, _told(page), strict=True)
    )
    explore = f"Explore {page.country}'s National Action Plan"
    return f'  <h3>{text(explore)}</h3>\n  <ul class="quicktabs-tabs">{names}</ul>\n{panes}\n'


def _told(page: PlanPage) -> list[str]:
    """What each tab says; where nothing is known, that nothing is."""
    plan, unknown = page.plan, "Nothing is known of this."

    def of(sentences: Sequence[Sentence]) -> str:
        return " ".join(sentence.text for sentence in sentences) or unknown

    lead = f"Lead agency: {plan.lead_agency}" if plan.lead_agency else unknown
    both = plan.period_start and plan.period_end
    return [
        lead,
        f"{plan.period_start}-{plan.period_end}" if both else "No period is given.",
        _OBJECTIVES,
        _ACTIVITIES,
        _INDICATORS,
        of(list(prose.monitoring(plan, page.alias))),
        of(list(prose.money(plan, page.alias))),
        of(list(prose.disarmament(plan, page.alias))),
        of([s for s in prose.development(plan, page.alias) if any(f.field == "civil_society" for f in s.facts)]),
    ]


def _network(country: str) -> str:
    told = f"WILPF has no section in {country} that this copy knows of."
    return f"  <h3>WILPF</h3>\n  <p>{text(told)}</p>\n"


def _slug(words: str) -> str:
    return re.sub(r"[^a-z]+", "-", words.partition(" (")[0].replace("'", "").lower()).strip("-")
