"""The polite client against a real server that misbehaves, and against addresses that must not be asked."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from extractors.core import fetch
from extractors.core.fetch import Client, Exchange, FetchError, Limits

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A server whose answers a test decides, path by path; it remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                answers = site.answers.get(self.path)
                if answers is None:
                    respond(404)(self)
                else:
                    (answers.pop(0) if len(answers) > 1 else answers[0])(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


def respond(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **given}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def log() -> list[Exchange]:
    return []


def client(log: list[Exchange], **limits: object) -> Client:
    defaults: dict = {
        "hosts": frozenset({"127.0.0.1"}),
        "seconds_between_requests": 0.0,
        "backoff_seconds": 0.01,
        "timeout_seconds": 2.0,
        "attempts": 3,
        "max_body_bytes": 1000,
        "allow_private_addresses": True,
    }
    return Client(Limits(**{**defaults, **limits}), log.append)


def get(site: Site, log: list[Exchange], path: str = "/page", **limits: object) -> Exchange:
    return client(log, **limits).get(site.url + path, "https://example.org/page")


def test_a_page_comes_with_its_bytes_and_the_canonical_address(site, log):
    site.answers["/page"] = [respond(200, b"hello", ETag='"1"')]
    exchange = get(site, log)
    assert (exchange.body, exchange.outcome, exchange.headers["etag"]) == (b"hello", "ok", '"1"')
    assert exchange.canonical_url == "https://example.org/page"


def test_the_agent_names_the_contact(site, log):
    site.answers["/page"] = [respond(200, b"x")]
    get(site, log, contact="someone@example.org")
    assert site.asked[-1][1]["User-Agent"] == "wps-accountability-warehouse/0.1 (someone@example.org)"


def test_robots_txt_is_obeyed(site, log):
    site.answers["/robots.txt"] = [respond(200, b"User-agent: *\nDisallow: /page\n")]
    with pytest.raises(FetchError, match="forbids"):
        get(site, log)
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_without_an_answer_for_robots_txt_nothing_is_fetched(site, log):
    site.answers["/robots.txt"] = [respond(500)]
    site.answers["/page"] = [respond(200, b"x")]
    with pytest.raises(FetchError, match=r"Without robots\.txt"):
        get(site, log)
    assert "/page" not in [path for path, _ in site.asked]


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
    import gzip

    site.answers["/page"] = [respond(200, gzip.compress(b"0" * 100_000), Content_Encoding="gzip")]
    with pytest.raises(FetchError, match="larger than 1000 bytes"):
        get(site, log)


def test_a_body_cut_short_is_an_error(site, log):
    site.answers["/page"] = [respond(200, b"half", Content_Length="8", Connection="close")]
    with pytest.raises(FetchError, match=r"could not be fetched \(.*(IncompleteRead|timed out)"):
        get(site, log, timeout_seconds=0.5)


def test_redirects_lead_only_to_allowed_hosts(site, log):
    site.answers["/page"] = [respond(302, Location="http://localhost:1/elsewhere")]
    with pytest.raises(FetchError, match="not on an allowed host"):
        get(site, log)


def test_a_loop_of_redirects_ends(site, log):
    site.answers["/page"] = [respond(302, Location="/page")]
    with pytest.raises(FetchError, match="more than 5 redirects"):
        get(site, log)


def test_private_addresses_are_refused_unless_allowed(site, log):
    site.answers["/page"] = [respond(200, b"secret")]
    with pytest.raises(FetchError, match="private address"):
        get(site, log, allow_private_addresses=False)
    assert site.asked == []


def test_requests_to_a_host_keep_their_distance(site, log, monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr(fetch.time, "sleep", pauses.append)
    site.answers["/page"] = [respond(200, b"x")]
    one = client(log, seconds_between_requests=5.0)
    one.get(site.url + "/page", "https://example.org/page")
    one.get(site.url + "/page", "https://example.org/page")
    assert len(pauses) == 2  # after robots.txt, and between the two pages
    assert all(4.0 < pause <= 5.0 for pause in pauses)


def test_a_longer_pause_that_robots_txt_asks_for_is_kept(site, log, monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr(fetch.time, "sleep", pauses.append)
    site.answers["/robots.txt"] = [respond(200, b"User-agent: *\nCrawl-delay: 10\n")]
    site.answers["/page"] = [respond(200, b"text")]
    one = client(log)
    one.get(site.url + "/page", "https://example.org/page")
    one.get(site.url + "/page", "https://example.org/page")
    assert len(pauses) == 2
    assert all(9 < pause <= 10 for pause in pauses)
