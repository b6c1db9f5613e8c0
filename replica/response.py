"""What a site answers: plain data, sent by the server."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from replica.faults import Faults

TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Response:
    """One answer. `modified` is a Unix time; `faults` are those that it meets when it leaves.

    ETag, gzip, Content-Length and 304 are the server's: they are the same for every site.
    """

    status: int
    body: bytes
    content_type: str = TEXT
    modified: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)


BLOCK_PAGE = b"""<!DOCTYPE html>
<html lang="en"><head><title>Access denied</title></head>
<body><h1>Access denied</h1>
<p>Our systems have detected unusual traffic from your network. Please complete the check to continue.</p>
<p>Reference: 0.replica.block</p></body></html>
"""


def block_page() -> Response:
    """What a firewall answers in place of a page, with a status that says all is well."""
    return Response(200, BLOCK_PAGE, HTML)


def not_found() -> Response:
    """The answer of raw.githubusercontent.com to a path it does not have."""
    return Response(404, b"404: Not Found")
