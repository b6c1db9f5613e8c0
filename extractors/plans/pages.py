"""Pages about plans: the payload that every source gives them, and the reading of WordPress pages."""

import re
from collections.abc import Mapping
from typing import Any

from extractors.core.html import storable
from extractors.core.records import Page, Parsed, Record, Reject
from extractors.core.wordpress import Api, canonical_link, page_id, rendered
from extractors.plans.claims import MAX_SENTENCE, read_claims, subjects_of
from extractors.plans.country import Address, choose_country, is_site_page, name_in, name_of, read_address
from extractors.plans.html_text import html_text
from extractors.plans.sentences import sentences
from extractors.plans.subject import same_country
from extractors.plans.view import view_of

_PLAN_WORDS = re.compile(r"\bNAPs?\b|\b(?i:action\s+plan|plan\s+of\s+action)|\b1325\b")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_STILL_ACTIVE = re.compile(
    r"\b(?:expired|ended|lapsed)\b[^.\n]{0,80}\b(?:still|remain\w*|continue\w*)\b[^.\n]{0,40}\b(?:active|force"
    r"|effect|valid|implement\w*|use)\b",
    re.IGNORECASE,
)
_SAYS_WHICH = frozenset(
    {"edition", "adopted_on", "period_start", "period_end", "predecessors", "in_development", "extended_to"}
)


def plan_payload(
    *,
    page_id: int | None,
    url: str | None,
    slug: str,
    title: str,
    country: str | None,
    prose_name: str | None = None,
    modified_gmt: str | None,
    published_gmt: str | None,
    text: str,
    flags: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The payload of a `plan_page` record. `prose_name` is how the text spells the country, where that differs."""
    claims = read_claims(text, prose_name or country)
    seen = set(flags)
    if country is None:
        seen.add("country_unknown")
    if not claims:
        seen.add("no_claims")
    if any(end - start > MAX_SENTENCE for start, end in sentences(text)):
        seen.add("unread_sentence")
    if _STILL_ACTIVE.search(text):
        seen.add("still_active_after_end")
    return {
        "page_id": page_id,
        "url": url,
        "slug": slug,
        "title": title,
        "country_as_given": country,
        "modified_gmt": modified_gmt,
        "published_gmt": published_gmt,
        "text": text,
        "claims": claims,
        "flags": sorted(seen),
    }


def parse_wordpress(page: Page, api: Api, hosts: tuple[str, ...]) -> Parsed:
    """Read a list of WordPress pages, or one page: `plan_page` and `other_page` records with the key `page/<id>`.

    An entry without an id or without content is a reject (no_id, no_content), so is a page that the list shows twice
    (shown_twice). Raises PageError where the body is not this API's answer.
    """
    records: dict[str, Record] = {}
    rejects: list[Reject] = []
    for number, entry in enumerate(api.objects(page), start=1):
        place = f"entry {number}"
        identity = page_id(entry)
        if identity is None:
            rejects.append(Reject("no_id", place, "a page object with a positive id", _shape(entry)))
        elif rendered(entry, "content") is None:
            rejects.append(Reject("no_content", f"page/{identity}", "content.rendered", _shape(entry)))
        elif f"page/{identity}" in records:
            rejects.append(Reject("shown_twice", f"page/{identity}", "each page once in a list", place))
        else:
            records[f"page/{identity}"] = _record(identity, entry, hosts)
    return Parsed(tuple(records.values()), tuple(rejects))


def _shape(entry: Any) -> str:
    return storable(", ".join(sorted(map(str, entry)))[:200]) if isinstance(entry, dict) else type(entry).__name__


def _record(identity: int, entry: Mapping[str, Any], hosts: tuple[str, ...]) -> Record:
    key = f"page/{identity}"
    slug, title, link = (
        storable(_text(entry.get("slug"))),
        _one_line(rendered(entry, "title")),
        _text(entry.get("link")),
    )
    url = canonical_link(link, hosts)
    flags = set() if url else {"link_unknown"}
    url = url or storable(link) or None
    modified, published = _time(entry.get("modified_gmt")), _time(entry.get("date_gmt"))
    if modified is None:
        flags.add("modified_unknown")
    content = entry["content"]
    if content.get("protected") is True:
        flags.add("protected")
    text = html_text(content["rendered"])
    address = read_address(url or "", slug)
    subjects = subjects_of(text)
    if not _is_plan_page(address, title, text, subjects):
        payload = {"page_id": identity, "url": url, "slug": slug, "title": title, "modified_gmt": modified}
        return Record("other_page", key, payload)
    country, prose_name = choose_country(address, title, subjects)
    if country and prose_name and not same_country(country, prose_name):
        flags.add("subject_differs")
    payload = plan_payload(
        page_id=identity,
        url=url,
        slug=slug,
        title=title,
        country=country,
        prose_name=prose_name,
        modified_gmt=modified,
        published_gmt=published,
        text=text,
        flags=frozenset(flags),
    )
    return Record("plan_page", key, payload)


def _is_plan_page(address: Address, title: str, text: str, subjects: list[str]) -> bool:
    """Whether a page is on the plan of one country, not on the site, the theme, or many countries at once."""
    if address.is_plan:
        return True
    if is_site_page(title, address.slug) or not _PLAN_WORDS.search(text):
        return False
    name = name_of(address, title)
    if name and any(same_country(subject, name) for subject in subjects):
        return True
    if any(not same_country(subjects[0], other) for other in subjects[1:]):
        return False  # of many countries
    return _tells_of_one_plan(name, subjects, text)


def _tells_of_one_plan(name: str | None, subjects: list[str], text: str) -> bool:
    """Whether a sentence names the country together with a plan, or the text dates or counts the plan of somebody."""
    if name and any(
        name_in(name, text[start:end]) and _names_one_plan(text[start:end]) for start, end in sentences(text)
    ):
        return True
    claims = read_claims(text, subjects[0] if subjects else None)
    return bool(name or subjects) and any(claim["field"] in _SAYS_WHICH for claim in claims)


def _names_one_plan(sentence: str) -> bool:
    return len(sentence) <= MAX_SENTENCE and any(not plan.plural for plan in view_of(sentence).plans)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _one_line(html: str | None) -> str:
    return " ".join(html_text(html or "").split())


def _time(value: Any) -> str | None:
    return value if isinstance(value, str) and _TIME.fullmatch(value) else None
