"""Which country a page is about, by its address, its title or its prose: as spelt there, never guessed."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from extractors.core.html import storable
from extractors.plans.patterns import loose, word_set
from extractors.plans.subject import same_country

# Pages that every site has. A country's page may be called anything else.
_SITE_WORDS = word_set(
    "home homepage index welcome about contact contacts news events blog search sitemap map maps privacy policy"
    " terms disclaimer cookie cookies resources resource library publications publication overview analysis"
    " introduction team staff partners donate donation subscribe newsletter login register account gallery media"
    " video videos photos faq faqs glossary methodology background history mission vision members membership network"
    " calendar archive archives links impressum imprint us who what how why we our toolkit database initiative"
    " initiatives countries country regions region commitments committments nap naps nap-overview women peace"
    " security agenda wps unscr resolution resolutions gender equality disarmament"
)
_DECOR = loose(
    r"\b(?:NAP|National\s+Action\s+Plans?)\s+overview\b|\b(?:(?:19|20)\d\d\s+)?commit+ments?\b"
    r"|\b(?:the\s+)?National\s+Action\s+Plans?\b|\bNAPs?(?:\s+(?:[IVX]+|\d))?\b|\bcountry\s+(?:page|profile)\b"
    r"|\b(?:UNSCR\s+|resolution\s+)?1325\b|\b(?:19|20)\d\d\b",
)
_SLUG_DECOR = re.compile(
    r"^(?:nap|national-action-plan)-(?:of-)?|-\d{1,2}$|-(?:19|20)\d\d$"
    r"|-(?:nap-overview|national-action-plan|nap|(?:(?:19|20)\d\d-)?commit+ments?)$"
)
_LONGEST_SLUG = 300
_EDGE = " \t-–—:|,;/·•»«."
_SHARED = word_set("republic united democratic state")
_SMALL = word_set("of and the de da do du des d la le el et y")


@dataclass(frozen=True)
class Address:
    """What a page's address says."""

    is_plan: bool
    """Whether only pages of plans have such an address: `/country/<c>/`, `/nap-overview/<c>-nap-overview/`, ..."""
    slug: str
    """Its last step."""
    name: str | None
    """The country's name as the address spells it, with spaces; None where it names none."""


def read_address(link: str, slug: str) -> Address:
    """Read a page's address and slug. `sweden-2` and `kenya-2020-commitments` are Sweden's and Kenya's."""
    try:
        path = storable(unquote(urlsplit(link).path))  # %00 is NUL
    except ValueError:
        path = ""
    steps = [step for step in path.lower().split("/") if step and step != "index.php"]
    last = steps[-1] if steps else slug.lower()
    under = steps[-2] if len(steps) > 1 else ""
    is_plan = bool(
        (under in ("country", "nap-overview") and last not in _SITE_WORDS)
        or re.search(r"[a-z]-nap-overview$|[a-z]-(?:19|20)\d\d-commit+ments?$", last)
    )
    return Address(is_plan, last, _from_slug(last))


def _from_slug(slug: str) -> str | None:
    if len(slug) > _LONGEST_SLUG:
        return None
    name, before = slug, ""
    while name != before:
        name, before = _SLUG_DECOR.sub("", name), name
    if not re.search(r"[^\W\d_]{2}", name) or name in _SITE_WORDS or set(name.split("-")) <= _SITE_WORDS:
        return None
    return " ".join(name.split("-"))


def from_title(title: str) -> str | None:
    """The country's name in a title such as "Norway - NAP Overview"; None where the title looks like no name."""
    name = " ".join(_DECOR.sub(" ", title).split()).strip(_EDGE)
    words = [word for word in re.split(r"[\s/]+", name) if word]
    if not words or len(words) > 8 or not re.search(r"[^\W\d_]{2}", name) or re.search(r"[?!<>:;]|\d", name):
        return None
    if {word.lower().strip("().,") for word in words} <= _SITE_WORDS | _SMALL:
        return None
    capital = [word for word in words if word.lower() not in _SMALL]
    return name if all(word.lstrip("(\"'‘“")[:1].isupper() or re.match(r"[dl][’']", word) for word in capital) else None


def is_site_page(title: str, slug: str) -> bool:
    """Whether a page is one that any site has: home, about, contact, and the like."""
    words = {word for word in re.split(r"\W+", title.lower()) if word} or set(slug.lower().split("-"))
    return words <= _SITE_WORDS | _SMALL


def name_of(address: Address, title: str) -> str | None:
    """The country's name by title and address; None where they hold none, or a headline."""
    name = from_title(title)
    if name is None and (address.is_plan or _slug_of(title) != address.slug):
        name = address.name
    return name


def _slug_of(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def name_in(name: str, text: str) -> bool:
    """Whether a text names a country by one of the words that are its own."""
    own = [word for word in re.findall(r"\w+", name.casefold()) if len(word) > 3 and word not in _SHARED]
    plain = text.casefold()
    return any(word in plain for word in own) or name.casefold() in plain


def choose_country(address: Address, title: str, subjects: list[str]) -> tuple[str | None, str | None]:
    """The country a page is about, as it is to be recorded, and the spelling that its prose uses for it.

    The title's spelling counts first, then the address's, then the only one that the prose speaks of.
    """
    named = name_of(address, title)
    only = subjects[0] if subjects and all(same_country(subjects[0], other) for other in subjects) else None
    if named is None:
        return only, only
    in_prose = next((subject for subject in subjects if same_country(subject, named)), None)
    return named, in_prose or only or named
