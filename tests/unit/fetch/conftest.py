"""A server whose answers a test decides, and a client to ask it."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from extractors.core.fetch import Client, Exchange, Limits

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
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
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
