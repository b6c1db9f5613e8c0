"""A copy of PeaceWomen's archive of extracts: a Drupal 7 site made up from the resolutions that the replica serves.

What it proves is plumbing: its pages have the shapes, spellings and errors of the real site. Its choice of paragraphs
and its themes are made by rule and hash, and say nothing about how the real archive's editors chose or tagged.
"""

from replica.sites.peacewomen.model import Item
from replica.sites.peacewomen.site import NAME, PeaceWomen

__all__ = ["NAME", "Item", "PeaceWomen"]
