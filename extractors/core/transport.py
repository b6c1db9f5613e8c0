"""What lies under the polite client: sockets to public addresses only, answers within a time, bodies within a size."""

import io
import ipaddress
import socket
import threading
import zlib
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ContentDecodingError
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

CHUNK = 65536
GZIP = "gzip"


class RefusedError(Exception):
    """A limit of ours says no; retrying cannot help."""


class Transport(HTTPAdapter):
    """Carries requests over connections that it can check and cut."""

    def __init__(self, hosts: Set[str], *, allow_private_addresses: bool) -> None:
        self._hosts = hosts
        self._allow_private = allow_private_addresses
        self._socket: socket.socket | None = None
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Called by HTTPAdapter: let its pools make connections of ours."""
        super().init_poolmanager(*args, **options)
        mine = {"transport": self}
        http, https = (type("Guarded", (_Guarded, kind), mine) for kind in (HTTPConnection, HTTPSConnection))
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("GuardedPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
            "https": type("GuardedPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
        }

    def check_peer(self, host: str, sock: socket.socket) -> None:
        """Raise RefusedError where a socket leads to a private address, or was opened for another host than allowed.

        Both were asked before; but a name may change between check and connect, and an address be read in two ways.
        """
        if host not in self._hosts:
            raise RefusedError(f"about to ask {host}; expected {' or '.join(sorted(self._hosts))}")
        address = sock.getpeername()[0]
        if not self._allow_private and not is_public(address):
            raise RefusedError(f"{host} led to the private address {address}; expected a public one")

    def uses(self, sock: socket.socket | None) -> None:
        """Note which socket carries the request under way."""
        self._socket = sock

    def get(self, url: str, headers: Mapping[str, str], timeout: float) -> requests.Response:
        """Ask for one page; the body waits to be read, and a redirect is not followed.

        No requests.Session, which would read all of a redirect's body, however large.
        """
        asked = requests.Request("GET", url, headers={"Accept": "*/*", "Accept-Encoding": GZIP, **headers})
        return self.send(asked.prepare(), stream=True, timeout=timeout)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut the connection when what is done inside takes longer, however slowly its bytes go on dripping in.

        Raises TimeoutError then: timeouts of sockets begin anew with each byte, this one does not.
        """
        done, cut = threading.Event(), threading.Event()
        self._socket = None

        def watch() -> None:
            wait = seconds
            while not done.wait(wait):
                cut.set()
                self._cut()
                wait = 0.5  # it may have been connecting

        threading.Thread(target=watch, name="deadline of a request", daemon=True).start()
        try:
            yield
        except (requests.RequestException, HTTPError, OSError) as error:
            if cut.is_set():
                raise TimeoutError(f"no whole answer within {seconds:.3g} s") from error
            raise
        finally:
            done.set()
        if cut.is_set():  # a body without a stated length ends with its connection
            raise TimeoutError(f"no whole answer within {seconds:.3g} s")

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # it may have ended by itself
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Guarded(HTTPConnection):
    transport: Transport

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        try:
            self.transport.check_peer(self.host, sock)
        except RefusedError:
            sock.close()
            raise
        return sock

    def connect(self) -> None:
        super().connect()
        self.transport.uses(self.sock)

    def request(self, *args: Any, **options: Any) -> None:
        self.transport.uses(self.sock)  # one kept alive, else None until it is connected
        super().request(*args, **options)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    return ipaddress.ip_address(address).is_global


def read_body(response: requests.Response, most: int) -> bytes:
    """The whole body, unpacked, of at most `most` bytes; no more than a chunk beyond is ever held.

    Raises RefusedError for a larger body and for a packing that was not asked for, ContentDecodingError for one that
    is broken or ends early, and what urllib3 raises where fewer bytes come than were announced.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", GZIP):
        raise RefusedError(f"the body came packed as {packing[:40]!r}; expected {GZIP} or none")
    whole = io.BytesIO()
    pieces = _read(response)
    for piece in _unpacked(pieces) if packing == GZIP else pieces:
        if whole.tell() + len(piece) > most:
            raise RefusedError(f"the body is larger than {most} bytes; expected no more")
        whole.write(piece)
    return whole.getvalue()


def _read(response: requests.Response) -> Iterator[bytes]:
    while piece := response.raw.read1(CHUNK, decode_content=False):  # read1: as it comes, not a full chunk at a time
        yield piece


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack gzip a chunk at a time. urllib3 would take a stream that ends early for a whole one."""
    member, came = zlib.decompressobj(wbits=31), 0
    try:
        for packed in pieces:
            came += len(packed)
            todo, piece = packed, b""
            while todo or (len(piece) == CHUNK and not member.eof):  # what fills a piece may leave more behind
                if member.eof:
                    member = zlib.decompressobj(wbits=31)
                piece = member.decompress(todo, CHUNK)
                yield piece
                todo = member.unconsumed_tail or member.unused_data
    except zlib.error as error:
        raise ContentDecodingError(f"the body is no gzip ({error}); expected gzip, as its header says") from None
    if came and not member.eof:
        raise ContentDecodingError(f"the gzip body ends early, after {came} bytes; expected its end")
