"""Where the polite client goes, and where not: robots.txt, redirects, hosts and private addresses."""

import socket

import pytest

from extractors.core import fetch, transport
from extractors.core.fetch import FetchError

from .conftest import client, get, respond


def test_robots_txt_is_obeyed(site, log):
    site.answers["/robots.txt"] = [respond(200, b"User-agent: *\nDisallow: /page\n")]
    with pytest.raises(FetchError, match="forbids"):
        get(site, log)
    assert [path for path, _ in site.asked] == ["/robots.txt"]


@pytest.mark.parametrize("status", [500, 429])
def test_without_an_answer_for_robots_txt_nothing_is_fetched(site, log, status):
    site.answers["/robots.txt"] = [respond(status)]
    site.answers["/page"] = [respond(200, b"x")]
    with pytest.raises(FetchError, match=rf"status {status}.*Without robots\.txt nothing is fetched"):
        get(site, log)
    assert "/page" not in [path for path, _ in site.asked]


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


def test_redirects_lead_only_to_allowed_hosts(site, log):
    site.answers["/page"] = [respond(302, Location="http://localhost:1/elsewhere")]
    with pytest.raises(FetchError, match="not on an allowed host"):
        get(site, log)


@pytest.mark.parametrize("location", ["http://evil.example\\@{}/page", "http://user@{}/page"])
def test_a_redirect_whose_host_is_not_plain_is_refused(site, log, location):
    here = f"127.0.0.1:{site.server.server_address[1]}"
    site.answers["/page"] = [respond(302, Location=location.format(here))]
    with pytest.raises(FetchError, match="expected an address with a plain host"):
        get(site, log)


def test_a_redirect_to_a_less_safe_address_is_refused():
    with pytest.raises(transport.RefusedError, match=r"redirected from https to .*; expected to stay with https"):
        fetch._joined("https://un.example/a", "http://un.example/b")
    assert fetch._joined("https://un.example/a", "/b") == "https://un.example/b"


def test_robots_are_obeyed_where_a_redirect_leads(site, log):
    site.answers["/robots.txt"] = [respond(200, b"User-agent: *\nDisallow: /secret\n")]
    site.answers["/page"] = [respond(302, Location="/secret")]
    site.answers["/secret"] = [respond(200, b"not for us")]
    with pytest.raises(FetchError, match=r"redirected to where we may not go: .*/secret: robots\.txt of .* forbids it"):
        get(site, log)
    assert "/secret" not in [path for path, _ in site.asked]


def test_a_loop_of_redirects_ends(site, log):
    site.answers["/page"] = [respond(302, Location="/page")]
    with pytest.raises(FetchError, match="more than 5 redirects"):
        get(site, log)


def test_private_addresses_are_refused_unless_allowed(site, log):
    site.answers["/page"] = [respond(200, b"secret")]
    with pytest.raises(FetchError, match="private address"):
        get(site, log, allow_private_addresses=False)
    assert site.asked == []


def names(monkeypatch: pytest.MonkeyPatch, **answers: list[str]) -> None:
    """For a while these hosts are at these addresses, one after the other; the last one stays."""
    honest = socket.getaddrinfo

    def resolve(host: str, port: int, *rest: object, **more: object) -> list:
        given = answers.get(str(host).replace(".example", ""))
        address = host if given is None else given.pop(0) if len(given) > 1 else given[0]
        return honest(address, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_a_name_that_changes_between_check_and_connect_is_refused(site, log, monkeypatch):
    names(monkeypatch, rebound=["93.184.216.34", "127.0.0.1"])
    one = client(log, hosts=frozenset({"rebound.example"}), allow_private_addresses=False)
    port = site.server.server_address[1]
    with pytest.raises(
        FetchError, match=r"rebound\.example led to the private address 127\.0\.0\.1; expected a public"
    ):
        one.get(f"http://rebound.example:{port}/page", "https://example.org/page")
    assert site.asked == []  # connected, and nothing sent
    assert [exchange.outcome for exchange in log] == ["refused"]


def test_the_address_is_checked_again_after_each_redirect(site, log, monkeypatch):
    names(monkeypatch, first=["127.0.0.1"], second=["127.0.0.2"])
    for module in (fetch, transport):
        monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")
    port = site.server.server_address[1]
    site.answers["/page"] = [respond(302, Location=f"http://second.example:{port}/secret")]
    one = client(log, hosts=frozenset({"first.example", "second.example"}), allow_private_addresses=False)
    with pytest.raises(
        FetchError, match=r"second\.example is at the private address 127\.0\.0\.2; expected a public one"
    ):
        one.get(f"http://first.example:{port}/page", "https://example.org/page")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/page"]


@pytest.mark.parametrize("location", ["http://[::1", "http://127.0.0.1:99999/", "//[x"])
def test_a_redirect_to_no_address_is_refused(site, log, location):
    site.answers["/page"] = [respond(302, Location=location)]
    with pytest.raises(FetchError, match=r"redirected to .*; expected an address"):
        get(site, log)


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/page", "file:///etc/passwd", "http://169.254.169.254/latest"])
def test_a_redirect_to_another_kind_of_place_is_refused(site, log, location):
    site.answers["/page"] = [respond(302, Location=location)]
    with pytest.raises(FetchError, match=r"not on an allowed host; expected 127\.0\.0\.1 by http or https"):
        get(site, log)
