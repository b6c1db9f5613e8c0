"""The polite client against a real server that misbehaves, exchange by exchange."""

import gzip
import threading
import time
import tracemalloc
import zlib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest

from extractors.core import fetch
from extractors.core.fetch import FetchError

from .conftest import Answer, client, get, respond


def test_a_page_comes_with_its_bytes_and_the_canonical_address(site, log):
    site.answers["/page"] = [respond(200, b"hello", ETag='"1"')]
    exchange = get(site, log)
    assert (exchange.body, exchange.outcome, exchange.headers["etag"]) == (b"hello", "ok", '"1"')
    assert exchange.canonical_url == "https://example.org/page"


def test_the_agent_names_the_contact(site, log):
    site.answers["/page"] = [respond(200, b"x")]
    get(site, log, contact="someone@example.org")
    assert site.asked[-1][1]["User-Agent"] == "wps-accountability-warehouse/0.1 (someone@example.org)"


def test_retries_until_it_works_and_logs_each_exchange(site, log):
    site.answers["/page"] = [respond(503), respond(429), respond(200, b"at last")]
    assert get(site, log).body == b"at last"
    assert [exchange.status for exchange in log] == [404, 503, 429, 200]


def test_retry_after_is_honoured_before_our_own_pause(site, log, monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr(fetch.time, "sleep", pauses.append)
    site.answers["/page"] = [respond(503, Retry_After="7"), respond(200, b"x")]
    get(site, log)
    assert pauses == [7.0]


def test_a_date_in_retry_after_is_understood():
    assert fetch._retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert fetch._retry_after("soon") is None


def test_gives_up_with_one_line_that_says_what_came(site, log):
    site.answers["/page"] = [respond(500)]
    with pytest.raises(FetchError, match=r"/page answered status 500 .*expected status 200"):
        get(site, log)
    assert len([path for path, _ in site.asked if path == "/page"]) == 3


def test_what_is_not_there_is_not_asked_for_again(site, log):
    with pytest.raises(FetchError, match="status 404"):
        get(site, log)
    assert len([path for path, _ in site.asked if path == "/page"]) == 1


def test_unchanged_pages_are_not_sent_again(site, log):
    site.answers["/page"] = [respond(304)]
    exchange = client(log).get(site.url + "/page", "https://example.org/page", etag='"1"')
    assert exchange.outcome == "not_modified"
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_a_body_over_the_limit_is_refused_at_once(site, log):
    site.answers["/page"] = [respond(200, b"x" * 2000)]
    with pytest.raises(FetchError, match="larger than 1000 bytes"):
        get(site, log)
    assert len([path for path, _ in site.asked if path == "/page"]) == 1


def test_a_compressed_body_counts_by_what_it_unpacks_to(site, log):
    site.answers["/page"] = [respond(200, gzip.compress(b"0" * 100_000), Content_Encoding="gzip")]
    with pytest.raises(FetchError, match="larger than 1000 bytes"):
        get(site, log)


BOMB_MEGABYTES = 100


@pytest.mark.parametrize(
    ("status", "limit", "said"),
    [
        (200, 5_000_000, "larger than 5000000 bytes; expected no more"),
        (302, 1000, "more than 5 redirects"),
        (404, 1000, "status 404"),
    ],
)
def test_a_bomb_is_never_unpacked_far_beyond_the_limit(site, log, status, limit, said):
    pack = zlib.compressobj(1, wbits=31)
    bomb = b"".join(pack.compress(bytes(1 << 20)) for _ in range(BOMB_MEGABYTES)) + pack.flush()
    site.answers["/page"] = [respond(status, bomb, Content_Encoding="gzip", Location="/page")]
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match=said):
            get(site, log, max_body_bytes=limit)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < limit + 3_000_000


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 1_000_000])
def test_packed_bodies_come_whole(site, log, size):
    body = bytes(number * number % 251 for number in range(size))
    halves = gzip.compress(body[: size // 2]) + gzip.compress(body[size // 2 :])  # two members are one body
    site.answers["/page"] = [respond(200, gzip.compress(body), Content_Encoding="gzip")]
    site.answers["/halves"] = [respond(200, halves, Content_Encoding="gzip")]
    assert get(site, log, max_body_bytes=size + 1).body == body
    assert get(site, log, "/halves", max_body_bytes=size + 1).body == body
    assert {asked["Accept-Encoding"] for _, asked in site.asked} == {"gzip"}


@pytest.mark.parametrize(
    ("body", "packing", "said", "times"),
    [
        (gzip.compress(b"page" * 50)[:-12], "gzip", r"the gzip body ends early, after \d+ bytes; expected its end", 3),
        (b"no gzip", "gzip", "the body is no gzip", 3),
        (gzip.compress(b"page") + b"more", "gzip", "the body is no gzip", 3),
        (b"page", "br", "packed as 'br'; expected gzip or none", 1),
        (gzip.compress(gzip.compress(b"page")), "gzip, gzip", "packed as 'gzip, gzip'", 1),
    ],
    ids=["cut", "not packed", "more behind", "brotli", "twice"],
)
def test_a_badly_packed_body_is_an_error(site, log, body, packing, said, times):
    site.answers["/page"] = [respond(200, body, Content_Encoding=packing)]
    with pytest.raises(FetchError, match=said):
        get(site, log)
    assert len([path for path, _ in site.asked if path == "/page"]) == times


def dripping(head: bytes, drop: bytes) -> Answer:
    """A drop every 50 ms, which keeps any timeout of a socket from running out, for 10 s."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            request.connection.sendall(head)
            for _ in range(200):
                request.connection.sendall(drop)
                time.sleep(0.05)
        request.close_connection = True

    return answer


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 200 ", b"O"),
    ],
    ids=["body", "body of no stated length", "chunks", "headers", "status line"],
)
def test_an_answer_that_drips_is_cut(site, log, head, drop):
    site.answers["/page"] = [dripping(head, drop)]
    one = client(log, timeout_seconds=0.2, attempts=1)
    started = time.monotonic()
    with pytest.raises(FetchError, match=r"TimeoutError: no whole answer within 1 s\); expected a whole answer"):
        one.get(site.url + "/page", "https://example.org/page")
    assert 1.0 <= time.monotonic() - started < 4.0
    site.answers["/page"] = [respond(200, b"quick")]
    assert one.get(site.url + "/page", "https://example.org/page").body == b"quick"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"".join(b"X-%d: x\r\n" % number for number in range(101)), "got more than 100 headers"),
        (b"X-Long: " + b"x" * 70_000 + b"\r\n", "got more than 65536 bytes"),
    ],
    ids=["many", "long"],
)
def test_headers_have_bounds(site, log, head, said):
    site.answers["/page"] = [lambda request: request.connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")]
    with pytest.raises(FetchError, match=said):
        get(site, log, attempts=1)


def test_a_length_that_is_too_short_does_not_spoil_the_next_answer(site, log):
    site.answers["/page"] = [respond(200, b"half and half", Content_Length="4")]
    site.answers["/next"] = [respond(200, b"next")]
    one = client(log)
    assert one.get(site.url + "/page", "https://example.org/page").body == b"half"
    assert one.get(site.url + "/next", "https://example.org/next").body == b"next"


def test_no_thread_stays_behind(site, log):
    site.answers["/page"] = [respond(200, b"x")]
    get(site, log)
    time.sleep(0.1)
    assert not [thread for thread in threading.enumerate() if thread.name == "deadline of a request"]


def test_a_body_cut_short_is_an_error(site, log):
    site.answers["/page"] = [respond(200, b"half", Content_Length="8", Connection="close")]
    with pytest.raises(FetchError, match=r"could not be fetched \(.*(IncompleteRead|timed out)"):
        get(site, log, timeout_seconds=0.5)


def test_what_is_not_ready_is_asked_for_again(site, log):
    site.answers["/page"] = [respond(202), respond(200, b"ready")]
    assert get(site, log).body == b"ready"


def test_requests_to_a_host_keep_their_distance(site, log, monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr(fetch.time, "sleep", pauses.append)
    site.answers["/page"] = [respond(200, b"x")]
    one = client(log, seconds_between_requests=5.0)
    one.get(site.url + "/page", "https://example.org/page")
    one.get(site.url + "/page", "https://example.org/page")
    assert len(pauses) == 2  # after robots.txt, and between the two pages
    assert all(4.0 < pause <= 5.0 for pause in pauses)
