"""Faults on the way: answers in place of a page, and what becomes of a body between the site and its reader."""

import functools
import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from replica.faults import Faults
from replica.response import HTML, Response

PIECES = 60
"""Into how many a slow answer is cut."""
BOMB_MEGABYTES = 100
SECRETS = "http://169.254.169.254/latest/meta-data/"

LOGIN_PAGE = b"""<!DOCTYPE html>
<html lang="en"><head><title>Log in</title></head>
<body><h1>Log in</h1><form method="post"><p>Username <input name="name"> Password <input type="password" name="pass">
<input type="submit" value="Log in"></p></form></body></html>
"""


def in_place_of_any(faults: Faults) -> Response | None:
    """What is answered to every request, also for robots.txt; None where it is served."""
    if faults.status_500:
        return Response(500, b"500: Internal Server Error")
    if faults.status_503_once:
        return Response(503, b"503: Service Unavailable", headers={"Retry-After": "0"})
    return None


def in_place_of_page(target: str, faults: Faults) -> Response | None:
    """What is answered in place of a site's page; None where the site is asked."""
    soon = {"Retry-After": "1"}
    answers = {
        "status_429": Response(429, b"429: Too Many Requests"),
        "status_429_retry_after": Response(429, b"429: Too Many Requests", headers=soon),
        "status_503": Response(503, b"503: Service Unavailable"),
        "status_503_retry_after": Response(503, b"503: Service Unavailable", headers=soon),
        "redirect_private": Response(302, b"", headers={"Location": SECRETS}),
        "redirect_loop": Response(302, b"", headers={"Location": target}),
        "empty_202": Response(202, b""),
        "login_page": Response(200, LOGIN_PAGE, HTML),
    }
    return next((answer for name, answer in answers.items() if getattr(faults, name)), None)


def spoilt(response: Response, faults: Faults) -> Response:
    """A site's page as it is sent: with other bytes, and with the faults that it meets when it leaves."""
    body = response.body
    if faults.empty_200:
        body = b""
    if faults.malformed_json and "json" in response.content_type:
        body = body[: len(body) // 2]
    if faults.wrong_charset:
        body = body.decode("utf-8", "replace").encode("utf-16")
    return replace(response, body=body, faults=faults)


@dataclass(frozen=True)
class Sent:
    """A body as it leaves: packed or not, what its length is said to be, whether the connection ends with it."""

    body: bytes
    packed: bool
    length: int
    ends: bool = False


def packed(body: bytes, accepts_gzip: bool, faults: Faults) -> Sent:
    """A body made ready to leave."""
    packs = bool(accepts_gzip or faults.truncated_gzip or faults.gzip_bomb)
    if faults.gzip_bomb:
        body = _bomb()
    elif packs:
        body = gzip.compress(body, compresslevel=6, mtime=0)
    if faults.truncated_gzip:
        body = body[: len(body) // 2]
    length = len(body)
    if faults.length_too_long:
        length += 1000
    elif faults.length_too_short:
        length //= 2
    if faults.reset:
        body = body[: len(body) // 2]
    return Sent(body, packs, length, ends=bool(faults.length_too_long or faults.reset))


def pieces(body: bytes, faults: Faults, wait: Callable[[float], bool]) -> Iterator[bytes]:
    """The body in the pieces in which it leaves; `wait` says whether to stop."""
    if not faults.slow_body:
        yield body
        return
    size = max(1, -(-len(body) // PIECES))
    for start in range(0, len(body), size):
        yield body[start : start + size]
        if wait(faults.drip):
            return


@functools.lru_cache(maxsize=1)
def _bomb() -> bytes:
    pack = zlib.compressobj(1, wbits=31)
    megabyte = bytes(1 << 20)
    return b"".join(pack.compress(megabyte) for _ in range(BOMB_MEGABYTES)) + pack.flush()
