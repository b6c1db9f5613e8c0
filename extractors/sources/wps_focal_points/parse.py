"""The parser of wps_focal_points: WordPress pages to `plan_page` and `other_page` records. Pure, no input or output."""

from extractors.core.records import Page, Parsed
from extractors.plans.pages import parse_wordpress
from extractors.sources.wps_focal_points import API, HOSTS

PARSER_VERSION = 1


def parse(page: Page) -> Parsed:
    """Read one page. Rejects: no_id, no_content, shown_twice. Raises PageError where it is not this API's answer."""
    return parse_wordpress(page, API, HOSTS)
