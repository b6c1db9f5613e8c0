"""WordPress pages as its API serves them."""

import json
from typing import Any

ROOT = "https://1325naps.peacewomen.org/index.php/"


def entry(
    number: int, title: str, text: str, *, link: str | None = None, slug: str | None = None, **more: Any
) -> dict[str, Any]:
    """A page object; the link is made of the slug where none is given."""
    slug = slug if slug is not None else title.lower().replace(" ", "-")
    return {
        "id": number,
        "date_gmt": "2018-01-02T03:04:05",
        "modified_gmt": "2020-05-06T07:08:09",
        "slug": slug,
        "link": link if link is not None else f"{ROOT}{slug}/",
        "title": {"rendered": title},
        "content": {"rendered": text, "protected": False},
        **more,
    }


def body(*entries: Any) -> bytes:
    """A list as the API answers it."""
    return json.dumps(list(entries)).encode()
