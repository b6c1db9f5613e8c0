"""The source `naps_1325`: PeaceWomen's site on national action plans (WordPress)."""

from extractors.core.wordpress import Api

API = Api("https://1325naps.peacewomen.org/index.php/wp-json/wp/v2/")
HOSTS = ("1325naps.peacewomen.org",)
"""Hosts of the pages' own addresses."""
