"""The HTTP server of the replica: loopback only, HTTP/1.1 with connections kept alive, faults on demand."""

import hashlib
import signal
import socket
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self

from replica import wire
from replica.faults import Faults
from replica.response import HTML, Response, not_found
from replica.sites import peacewomen, un_resolutions
from replica.sites.peacewomen.topics import THEMES
from replica.sites.plan_sites import NAPS_1325, WPS_FOCAL_POINTS, naps_1325, wps_focal_points
from replica.sites.wordpress import ROOT as WORDPRESS_ROOT
from replica.sites.wordpress import WordPress

HOST = "127.0.0.1"
SAMPLE = Path(__file__).parent / "sample"

ROBOTS = b"User-agent: *\nAllow: /\n"
ROBOTS_FORBID = b"User-agent: *\nDisallow: /\n"
INDEX = b"""<!DOCTYPE html>
<html lang="en"><head><title>Replica of the source sites</title></head>
<body><h1>Replica of the source sites</h1>
<p>A loopback copy for demonstration and tests. It is not the publishers' site.</p>
<ul><li>un_resolutions: <a href="/un_resolutions/tree">listing of the files</a>, each at
/un_resolutions/raw/&lt;path&gt;. Source: United Nations (unofficial copies).</li>
<li>peacewomen: <a href="/peacewomen/security-council/pw-themes">themes</a>,
<a href="/peacewomen/member-states">action plans</a>; made up from the resolutions.</li>
<li>naps_1325: <a href="/naps_1325/wp-json/wp/v2/pages">pages</a>; made up from facts on plans.</li>
<li>wps_focal_points: <a href="/wps_focal_points/wp-json/wp/v2/pages">pages</a>; made up from facts on plans.</li>
</ul></body></html>
"""

DERIVED = frozenset({peacewomen.NAME, NAPS_1325, WPS_FOCAL_POINTS})
"""Sources whose pages the replica makes up: what a crawl reads there proves plumbing, and is never to be quoted."""


class ReplicaError(Exception):
    """The replica cannot run as asked; the message is one line that says what to do."""


class _Site(Protocol):
    def answer(self, path: str, url: str, faults: Faults) -> Response: ...


class Request(NamedTuple):
    """One request that was answered; `path` is as the client wrote it, with its query."""

    method: str
    path: str
    status: int


class Replica:
    """The source sites served from `archive` while the context is open, on a free port unless one is given.

    A stopped replica can be started again and keeps its port.
    """

    def __init__(self, archive: Path = SAMPLE, port: int = 0, faults: Faults | None = None) -> None:
        self.archive = archive
        self.faults = faults or Faults()
        self._port = port
        self.archive_site = peacewomen.PeaceWomen(archive)
        """The archive of extracts: its items, its plants, and ways to change it while it runs."""
        self.naps_site = WordPress(naps_1325)
        self.focal_points_site = WordPress(wps_focal_points)
        self._sites: dict[str, _Site] = {
            un_resolutions.NAME: un_resolutions.UnResolutions(archive),
            peacewomen.NAME: self.archive_site,
            NAPS_1325: self.naps_site,
            WPS_FOCAL_POINTS: self.focal_points_site,
        }
        self._requests: list[Request] = []
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Self:
        """Listen and serve in a thread of its own; returns once connections are accepted."""
        if self._server:
            raise ReplicaError(f"the replica is already serving at {self.base_url}; stop it first")
        if not self.archive.is_dir():
            raise ReplicaError(f"no folder at {self.archive}; give the archive's folder")
        try:
            self._server = _Server(self, self._port)
        except OSError as error:
            why = error.strerror or error
            raise ReplicaError(f"cannot listen on {HOST}:{self._port} ({why}); choose another port") from error
        self._port = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="replica", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening and close every connection, also those kept alive. Does nothing when stopped."""
        if self._server and self._thread:
            self._server.close()
            self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        """Root address, without a slash at its end."""
        if not self._port:
            raise ReplicaError("the replica has no address before it is started; call start() or use `with`")
        return f"http://{HOST}:{self._port}"

    @property
    def tree_url(self) -> str:
        """Address of the listing of UNxml/SCresolutions."""
        return f"{self.base_url}/{un_resolutions.NAME}/tree"

    @property
    def raw_url(self) -> str:
        """Root of the files of UNxml/SCresolutions; ends with a slash."""
        return f"{self.base_url}/{un_resolutions.NAME}/raw/"

    def environment(self) -> dict[str, str]:
        """The settings that point the crawls here."""
        return {
            "WPS_UN_RESOLUTIONS_TREE_URL": self.tree_url,
            "WPS_UN_RESOLUTIONS_RAW_URL": self.raw_url,
            "WPS_PEACEWOMEN_SITE_URL": f"{self.base_url}/{peacewomen.NAME}/",
            "WPS_NAPS_1325_API_URL": f"{self.base_url}/{NAPS_1325}/{WORDPRESS_ROOT}/",
            "WPS_WPS_FOCAL_POINTS_API_URL": f"{self.base_url}/{WPS_FOCAL_POINTS}/{WORDPRESS_ROOT}/",
        }

    @property
    def requests(self) -> list[Request]:
        """A copy of the requests answered so far, in the order of their answers."""
        with self._lock:
            return list(self._requests)

    def record(self, request: Request) -> None:
        """Note a request; called by the handler before its answer leaves."""
        with self._lock:
            self._requests.append(request)

    def answer(self, target: str, faults: Faults) -> Response:
        """The response to a request target (path and query), with the faults that it meets."""
        path = target.partition("?")[0]
        if instead := wire.in_place_of_any(faults):
            return instead
        if path == "/":
            return Response(200, INDEX, HTML)
        if path == "/robots.txt":
            return Response(200, ROBOTS_FORBID if faults.robots_forbid else ROBOTS)
        name, _, rest = path.removeprefix("/").partition("/")
        site = self._sites.get(name)
        if not site:
            return not_found()
        if instead := wire.in_place_of_page(target, faults):
            return instead
        try:
            response = site.answer(rest, self.base_url + target, faults)
        except OSError as error:
            response = Response(500, f"500: the replica cannot read its archive: {error}".encode(errors="replace"))
        return wire.spoilt(response, faults)


def print_plants(archive: Path = SAMPLE) -> None:
    """Say what the sites that are made up hold, and how many things hold each plant; for the command line."""
    replica = Replica(_usable(archive))
    kinds = Counter(item.kind for item in replica.archive_site.items)
    lists = sum(replica.archive_site.pages_in_list(theme.term_id) for theme in THEMES)
    print(f"peacewomen: {kinds.total()} items on {lists} pages of lists")
    _print_counts(kinds)
    _print_counts({name: len(keys) for name, keys in replica.archive_site.plants.items()}, "plant ")
    for name, site in ((NAPS_1325, replica.naps_site), (WPS_FOCAL_POINTS, replica.focal_points_site)):
        print(f"{name}: {len(site.pages)} pages")
        _print_counts({plant: len(keys) for plant, keys in site.plants.items()}, "plant ")


def _print_counts(counts: Mapping[str, int], before: str = "") -> None:
    for name, count in sorted(counts.items()):
        print(f"  {count:6} {before}{name}")


def serve_forever(archive: Path = SAMPLE, port: int = 0, faults: Faults | None = None) -> None:
    """Serve until SIGTERM or SIGINT; for the command line, from the main thread."""
    _usable(archive)
    # Blocked before any thread starts, so that a signal at any moment waits for sigwait and none is lost.
    signals = {signal.SIGTERM, signal.SIGINT}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        with Replica(archive, port, faults) as replica:
            print(
                f"replica of {archive} at {replica.base_url}/ (tree {replica.tree_url} raw {replica.raw_url})",
                flush=True,
            )
            signal.sigwait(signals)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _usable(archive: Path) -> Path:
    if not archive.is_dir():
        raise ReplicaError(f"no folder at {archive}; give the archive's folder")
    if not (archive / "data_extract").is_dir():
        raise ReplicaError(f"no data_extract in {archive}; give a folder in the shape of UNxml/SCresolutions")
    return archive


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"
    server_version = "replica"
    sys_version = ""
    # Headers and body leave in one write: two small writes on a kept-alive connection cost 40 ms each time.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        replica = self.server.replica
        if self._wait(replica.faults.slow):
            self.close_connection = True
        else:
            self._send(replica.answer(self.path, replica.faults.drawn(self.path)))

    do_HEAD = do_GET

    def _wait(self, seconds: float) -> bool:
        """Wait, and say whether the server is closing."""
        return self.server.closing.wait(seconds)

    def _send(self, response: Response) -> None:
        status, body, faults = response.status, response.body, response.faults
        headers = dict(response.headers)
        if response.modified is not None:
            headers["Last-Modified"] = formatdate(response.modified, usegmt=True)
        if status == 200:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
            held = self.headers.get("If-None-Match", "")
            if _names_etag(held, headers["ETag"]) or (held and faults.etag_lies):
                status, body = 304, b""
        headers["Vary"] = "Accept-Encoding"
        accepts_gzip = bool(body) and _accepts_gzip(self.headers.get("Accept-Encoding", ""))
        sent = wire.packed(body, accepts_gzip, faults if body else Faults())
        if status != 304:
            headers["Content-Type"] = response.content_type
            if sent.packed:
                headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(sent.length)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if faults.slow_headers and not self._send_needless_headers(faults.drip):
            self.close_connection = True
            return
        self.end_headers()
        if self.command != "HEAD":
            for piece in wire.pieces(sent.body, faults, self._wait):
                self.wfile.write(piece)
                if faults.slow_body:
                    self.wfile.flush()
            self.close_connection = self.close_connection or sent.ends

    def _send_needless_headers(self, drip: float) -> bool:
        """Whether all went out before the server closed."""
        for number in range(wire.PIECES):
            self.send_header(f"X-Slow-{number}", "on its way")
            self.flush_headers()
            self.wfile.flush()
            if self._wait(drip):
                return False
        return True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if self.command:  # none is known when the request line could not be read
            self.server.replica.record(Request(self.command, self.path, int(code)))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: `Replica.requests` is the log."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128

    def __init__(self, replica: Replica, port: int) -> None:
        self.replica = replica
        self.closing = threading.Event()
        self._connections: set[socket.socket] = set()
        self._changed = threading.Condition()
        super().__init__((HOST, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._changed:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        with self._changed:
            self._connections.discard(request)
            self._changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours: keep the console for those that are."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def close(self) -> None:
        """End the accept loop, then the connections: their threads would go on answering otherwise."""
        self.closing.set()
        self.shutdown()
        self.server_close()
        with self._changed:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._changed.wait_for(lambda: not self._connections, timeout=5)


def _names_etag(if_none_match: str, etag: str) -> bool:
    names = [name.strip().removeprefix("W/") for name in if_none_match.split(",")]
    return etag in names or "*" in names


def _accepts_gzip(accept_encoding: str) -> bool:
    for coding in accept_encoding.lower().split(","):
        name, _, weight = coding.replace(" ", "").partition(";q=")
        if name == "gzip":
            return not weight or weight.strip("0.") != ""
    return False
