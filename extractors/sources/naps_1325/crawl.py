"""How the pages of `naps_1325` are found: the WordPress list of pages, newest change first."""

from extractors.core.records import Leads, Page, Target
from extractors.sources.naps_1325 import API


def starts(urls: dict[str, str]) -> list[Target]:
    """The first page of the list of pages."""
    return API.starts(urls)


def check_body(target: Target, body: bytes) -> None:
    """Raise PageError when the body is not the JSON that the address promises."""
    API.check_body(target, body)


def follow(page: Page, urls: dict[str, str]) -> Leads:
    """Where a page of the list leads. Raises PageError as `wordpress.Api.follow` does."""
    return API.follow(page, urls)


def page_of(kind: str, key: str, urls: dict[str, str]) -> Target | None:
    """The address of one page alone. A page keeps its id when it turns from a plan's into another, or back."""
    return API.page_of(key, urls)
