"""A tiny archive, and how its replica is asked."""

import http.client
from pathlib import Path
from urllib.parse import quote

import requests

from replica.server import Replica

ROOT = Path(__file__).parents[3]
ADOPTED = "Pre-2020/2000/S_RES_1325(2000)_E.xml"
NOT_ADOPTED = "Not adopted/English/S_2000_1 – draft #2 100%.xml"
OLD = 1_600_000_000
FILES = {
    "README.md": b"# Sample\n",
    "test.txt": b"",
    "desktop.ini": b"x",
    "data_extract/2000.json": b'{"symbol": "S/RES/1325 (2000)"}\n',
    ADOPTED: "<akomaNtoso>Réaffirmant</akomaNtoso>\n".encode() * 100,
    "2020/English/N2010000.xml": b"<akomaNtoso/>",
    "PRST/2000/S_PRST_2000_1.xml": b"<akomaNtoso>\xff malformed",
    NOT_ADOPTED: b"<akomaNtoso>draft</akomaNtoso>",
}


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()}, timeout=10)


def raw(replica: Replica, path: str, **headers: str) -> requests.Response:
    return get(replica.raw_url + quote(path), **headers)


def tree(replica: Replica) -> dict[str, dict[str, object]]:
    return {entry["path"]: entry for entry in get(replica.tree_url).json()["tree"]}


def status_of(replica: Replica, target: str) -> int:
    """The status of a request target sent as it stands: `requests` would tidy up `..`."""
    connection = http.client.HTTPConnection(replica.base_url.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", target)
        return connection.getresponse().status
    finally:
        connection.close()
