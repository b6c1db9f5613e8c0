"""The source `wps_focal_points`: the country pages of the WPS Focal Points Network (WordPress)."""

from extractors.core.wordpress import Api

API = Api("https://wpsfocalpointsnetwork.org/wp-json/wp/v2/")
HOSTS = ("wpsfocalpointsnetwork.org", "www.wpsfocalpointsnetwork.org")
"""Hosts of the pages' own addresses."""
