"""The polite client: one place that talks to the outside, with every limit it keeps."""

import random
import re
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urljoin, urlsplit

import requests
from protego import Protego
from urllib3.exceptions import HTTPError

from extractors.core.transport import RefusedError, Transport, is_public, read_body

AGENT = "wps-accountability-warehouse/0.1"
KEPT_HEADERS = (
    "content-type", "content-length", "etag", "last-modified", "retry-after", "location", "date",
    "x-wp-total", "x-wp-totalpages",
)  # fmt: skip
RETRIED_STATUS = frozenset({202, 408, 429, 500, 502, 503, 504})
"""202: not ready yet. It comes without the page."""
BUSY_STATUS = frozenset({408, 429})
"""Of those, the ones below 500: they say nothing of robots.txt but that it was not given."""
MAX_REDIRECTS = 5
MAX_WAIT_SECONDS = 120.0
TIMEOUTS_IN_AN_ANSWER = 5
"""A whole answer may take this many times as long as the site may be silent."""

Outcome = Literal["ok", "not_modified", "http_error", "network_error", "refused"]


@dataclass(frozen=True)
class Exchange:
    """One HTTP exchange, as it went. `body` is decompressed and whole; None where there is none to keep."""

    requested_url: str
    canonical_url: str
    fetched_at: datetime
    elapsed_ms: int
    outcome: Outcome
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    error: str | None = None


class FetchError(Exception):
    """A page could not be had, after all retries. One line: what was asked, what came, what to do.

    `status` is the HTTP status that the server answered, None where it gave none.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Limits:
    """What the client keeps to. Times in seconds, sizes in bytes after decompression."""

    hosts: frozenset[str]
    """Hosts that may be asked, and redirected to."""
    seconds_between_requests: float
    backoff_seconds: float
    """Pause before the first retry; it doubles with each."""
    timeout_seconds: float
    attempts: int
    max_body_bytes: int
    allow_private_addresses: bool = False
    """Only for the replica: a loopback address is otherwise never fetched."""
    hosts_without_robots: frozenset[str] = frozenset()
    contact: str | None = None
    """Mail or address under which the operator can be reached: it goes into the user agent."""


class Client:
    """Asks one request at a time, over one connection a host; `on_exchange` is told of every exchange."""

    def __init__(self, limits: Limits, on_exchange: Callable[[Exchange], None]) -> None:
        self._limits = limits
        self._on_exchange = on_exchange
        self._agent = {"User-Agent": f"{AGENT} ({limits.contact or 'the operator has set no contact'})"}
        self._transport = Transport(limits.hosts, allow_private_addresses=limits.allow_private_addresses)
        self._last_request: dict[str, float] = {}
        self._robots: dict[str, Protego] = {}

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def get(self, url: str, canonical_url: str, etag: str | None = None) -> Exchange:
        """Fetch the page that `canonical_url` names from the address `url`.

        Returns an exchange whose outcome is `ok` (with body) or `not_modified`.

        Raises FetchError when robots.txt, a limit or the server says no, or retries run out.
        """
        self._obey_robots(url)
        headers = {"If-None-Match": etag} if etag else {}
        exchange = self._with_retries(url, canonical_url, headers)
        if exchange.outcome not in ("ok", "not_modified"):
            raise FetchError(_sentence(exchange), exchange.status)
        return exchange

    def _with_retries(self, url: str, canonical_url: str, headers: Mapping[str, str]) -> Exchange:
        for attempt in range(1, self._limits.attempts + 1):
            exchange = self._once(url, canonical_url, headers)
            self._on_exchange(exchange)
            if not _worth_retrying(exchange) or attempt == self._limits.attempts:
                return exchange
            time.sleep(self._pause(exchange, attempt))
        raise AssertionError("attempts is at least 1")

    def _pause(self, exchange: Exchange, attempt: int) -> float:
        asked = _retry_after(exchange.headers.get("retry-after"))
        if asked is not None:
            return min(asked, MAX_WAIT_SECONDS)
        backoff = self._limits.backoff_seconds * float(2 ** (attempt - 1))
        return min(backoff * random.uniform(0.5, 1.5), MAX_WAIT_SECONDS)  # noqa: S311 - jitter, not a secret

    def _once(self, url: str, canonical_url: str, headers: Mapping[str, str]) -> Exchange:
        started, at = time.monotonic(), datetime.now(UTC)

        def done(outcome: Outcome, **rest: object) -> Exchange:
            elapsed = round((time.monotonic() - started) * 1000)
            return Exchange(url, canonical_url, at, elapsed, outcome, **rest)  # type: ignore[arg-type]

        try:
            address = url
            for _ in range(MAX_REDIRECTS + 1):
                answer = self._hop(address, headers, done)
                if isinstance(answer, Exchange):
                    return answer
                address = answer
                self._obey_robots_there(address)
            raise RefusedError(f"more than {MAX_REDIRECTS} redirects, the last to {address}; expected the page")
        except RefusedError as error:
            return done("refused", error=str(error))
        except (requests.RequestException, HTTPError, TimeoutError) as error:
            return done("network_error", error=f"{type(error).__name__}: {error}"[:300])

    def _hop(self, address: str, headers: Mapping[str, str], done: Callable[..., Exchange]) -> Exchange | str:
        """One request and its answer: the exchange, or the address that it redirects to."""
        self._check_address(address)
        self._wait_for_turn(address)
        seconds = self._limits.timeout_seconds
        with (
            self._transport.within(TIMEOUTS_IN_AN_ANSWER * seconds),
            self._transport.get(address, {**self._agent, **headers}, seconds) as response,
        ):
            kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            if response.status_code == 200:
                body = read_body(response, self._limits.max_body_bytes)
                return done("ok", status=200, headers=kept, body=body)
            if response.status_code == 304:
                return done("not_modified", status=304, headers=kept)
            if response.is_redirect:
                return _joined(address, response.headers["location"])
            return done("http_error", status=response.status_code, headers=kept, error=response.reason)

    def _check_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or parts.hostname not in self._limits.hosts:
            raise RefusedError(
                f"{url} is not on an allowed host; expected {' or '.join(sorted(self._limits.hosts))} by http or https"
            )
        if self._limits.allow_private_addresses:
            return
        # Asked before anything is sent there. What we then connect to is checked once more, by the transport.
        try:
            answers = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
        except OSError as error:
            raise requests.ConnectionError(f"{parts.hostname} cannot be resolved: {error}") from error
        for *_, address in answers:
            if not is_public(str(address[0])):
                raise RefusedError(f"{parts.hostname} is at the private address {address[0]}; expected a public one")

    def _wait_for_turn(self, url: str) -> None:
        host = urlsplit(url).netloc
        if host in self._last_request:
            wait = self._last_request[host] + self._pause_between(host) - time.monotonic()
            if wait > 0:
                time.sleep(wait)
        self._last_request[host] = time.monotonic()

    def _pause_between(self, host: str) -> float:
        """Ours, or a longer one that the site's robots.txt asks for (Crawl-delay: no standard, but meant seriously)."""
        robots = self._robots.get(host)
        asked = robots.crawl_delay(AGENT) if robots else None
        return max(self._limits.seconds_between_requests, min(asked or 0.0, MAX_WAIT_SECONDS))

    def _obey_robots_there(self, url: str) -> None:
        """As `_obey_robots`, for the address that a redirect leads to. Raises RefusedError."""
        self._check_address(url)
        if urlsplit(url).path != "/robots.txt":
            try:
                self._obey_robots(url)
            except FetchError as error:
                raise RefusedError(f"redirected to where we may not go: {error}") from None

    def _obey_robots(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.hostname in self._limits.hosts_without_robots:
            return
        if parts.netloc not in self._robots:
            address = f"{parts.scheme}://{parts.netloc}/robots.txt"
            exchange = self._with_retries(address, address, {})
            if exchange.outcome == "ok" and exchange.body is not None:
                text = exchange.body.decode("utf-8", "replace")
            elif exchange.status and 400 <= exchange.status < 500 and exchange.status not in BUSY_STATUS:
                text = ""  # RFC 9309, 2.3.1.3: unavailable means no restriction
            else:
                raise FetchError(f"{_sentence(exchange)} Without robots.txt nothing is fetched from {parts.netloc}.")
            self._robots[parts.netloc] = Protego.parse(text)
        if not self._robots[parts.netloc].can_fetch(url, AGENT):
            raise FetchError(
                f"{url}: robots.txt of {parts.netloc} forbids it; expected leave to fetch it. "
                "Ask the publisher, or drop the source."
            )


def _joined(base: str, location: str) -> str:
    """Where a redirect leads. Raises RefusedError where that is no address, one of two meanings, or less safe."""
    try:
        address = urljoin(base, location)
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise RefusedError(f"redirected to {location[:200]!r} ({error}); expected an address") from None
    if "\\" in address or "@" in parts.netloc:  # libraries differ on which host that is
        raise RefusedError(f"redirected to {location[:200]!r}; expected an address with a plain host")
    if urlsplit(base).scheme == "https" and parts.scheme == "http":
        raise RefusedError(f"redirected from https to {location[:200]!r}; expected to stay with https")
    return address


def _worth_retrying(exchange: Exchange) -> bool:
    return exchange.outcome == "network_error" or exchange.status in RETRIED_STATUS


def _retry_after(header: str | None) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or a date); None where unreadable."""
    if header is None:
        return None
    given = header.strip()
    if re.fullmatch(r"[0-9]+", given):  # isdigit takes ² for one
        return float(given)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _sentence(exchange: Exchange) -> str:
    if exchange.status:
        seen = f"answered status {exchange.status} {exchange.error or ''}".rstrip() + "; expected status 200"
    elif exchange.outcome == "refused":
        return f"{exchange.requested_url} is not taken: {exchange.error}. Look at what the site answers there."
    else:
        seen = f"could not be fetched ({exchange.error}); expected a whole answer with status 200"
    return f"{exchange.requested_url} {seen}. Look whether the site is up and the address right, then run again."
