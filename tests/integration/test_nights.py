"""Nights over a site that stands still, changes, breaks: what is asked, what is landed, what readers see."""

import pytest

from warehouse import steps
from warehouse.errors import WpsError


def test_a_second_night_over_an_unchanged_site_does_nothing(published, site, rows):
    before = rows(published, "select count(*) from raw.record")
    night = steps.nightly(published)
    assert night.release is None
    assert night.crawls["un_resolutions"]["fetched"] == 0
    assert not [request for request in site.requests if "/raw/" in request.path]
    assert rows(published, "select count(*) from raw.record") == before


def test_a_truncated_listing_is_refused(published, site):
    site.faults.tree_truncated = True
    with pytest.raises(WpsError, match="truncated: true"):
        steps.crawl(published, "un_resolutions")
