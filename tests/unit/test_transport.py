"""What lies under the client: which addresses are public, and connections over TLS, guarded like the others."""

import datetime
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from extractors.core import transport
from extractors.core.transport import RefusedError, Transport, read_body

HERE = frozenset({"127.0.0.1"})


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.1", "::", "::1", "fd00::1",
     "fe80::1", "::ffff:127.0.0.1"],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not transport.is_public(address)
    assert transport.is_public("93.184.216.34")
    assert transport.is_public("2606:4700:4700::1111")


def certificate(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that signs itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + signed.public_bytes(serialization.Encoding.PEM)
    file = folder / "site.pem"
    file.write_bytes(pem)
    return file


class Secure(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    dripping = threading.Event()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        for letter in b"secure":
            self.wfile.write(bytes([letter]))
            if self.path == "/slow":
                self.dripping.wait(0.4)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def secure_site(tmp_path) -> Iterator[tuple[str, Path]]:
    """An address over TLS, and the file that vouches for it."""
    file = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with ThreadingHTTPServer(("127.0.0.1", 0), Secure) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"https://127.0.0.1:{server.server_address[1]}", file
        server.shutdown()
        thread.join()


def test_no_other_host_is_asked_whatever_the_address_says(secure_site):
    """Libraries differ on which host an address names: what counts is where the connection goes."""
    address = secure_site[0].replace("https", "http")
    carrier = Transport(frozenset({"allowed.example"}), allow_private_addresses=True)
    with pytest.raises(RefusedError, match=r"about to ask 127\.0\.0\.1; expected allowed\.example"):
        carrier.get(f"{address}\\@allowed.example/page", {}, 5.0)


def test_tls_is_verified(secure_site):
    carrier = Transport(HERE, allow_private_addresses=True)
    with pytest.raises(requests.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        carrier.get(secure_site[0], {}, 5.0)


def test_connections_over_tls_are_guarded_too(secure_site, monkeypatch):
    address, file = secure_site
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(file))
    carrier = Transport(HERE, allow_private_addresses=True)
    for _ in range(2):
        with carrier.within(5.0), carrier.get(address, {}, 5.0) as response:
            assert read_body(response, 6) == b"secure"
    with (
        pytest.raises(TimeoutError, match=r"no whole answer within 1 s"),
        carrier.within(1.0),
        carrier.get(f"{address}/slow", {}, 5.0) as response,
    ):
        read_body(response, 6)
    carrier.close()
    with pytest.raises(RefusedError, match=r"led to the private address 127\.0\.0\.1; expected a public one"):
        Transport(HERE, allow_private_addresses=False).get(address, {}, 5.0)
