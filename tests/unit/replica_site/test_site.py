"""The replica against real HTTP: what a polite client sees."""

import gzip
import hashlib
import http.client
import os
import shutil
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from replica.faults import Faults
from replica.server import Replica, ReplicaError, Request

from .helpers import ADOPTED, FILES, NOT_ADOPTED, OLD, get, raw, status_of, tree

# The listing


def test_tree_lists_every_file_and_folder_in_order_of_path(replica: Replica) -> None:
    answer = get(replica.tree_url + "?recursive=1")
    listing = answer.json()
    paths = [entry["path"] for entry in listing["tree"]]
    blobs = {entry["path"]: entry for entry in listing["tree"] if entry["type"] == "blob"}
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert listing["truncated"] is False
    assert listing["url"].endswith(listing["sha"])  # and not our port: an unchanged listing stays the same bytes
    assert paths == sorted(paths)
    assert {path: blob["size"] for path, blob in blobs.items()} == {path: len(c) for path, c in FILES.items()}
    assert {"Pre-2020", "Pre-2020/2000", "Not adopted/English"} <= set(paths) - set(blobs)
    assert blobs["test.txt"]["sha"] == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"  # git's empty blob


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_shas_and_modes_are_those_of_git(archive: Path, replica: Replica) -> None:
    (archive / "data_extract.x").write_bytes(b"sorts before the folder data_extract in git")
    (archive / "README.md").chmod(0o755)
    (archive / "empty folder").mkdir()
    before = get(replica.tree_url).json()

    def git(*args: str) -> str:
        command = ["git", "-C", str(archive), "-c", "core.autocrlf=false", "-c", "core.fileMode=true", *args]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip("\0\n")

    git("init", "-q")
    git("add", "-f", ".")
    top = git("write-tree")
    lines = [line.partition("\t") for line in git("ls-tree", "-r", "-t", "-z", top).split("\0")]
    assert before["sha"] == top
    assert sorted((e["path"], f"{e['mode']} {e['type']} {e['sha']}") for e in before["tree"]) == sorted(
        (path, words) for words, _, path in lines
    )
    assert get(replica.tree_url).json() == before, "a clone's .git is not part of the listing"
    assert status_of(replica, "/un_resolutions/raw/.git/HEAD") == 404


def test_folder_is_read_live(archive: Path, replica: Replica) -> None:
    before = tree(replica)
    (archive / "README.md").write_bytes(b"# Simple\n")  # the same size
    (archive / "test.txt").unlink()
    new = archive / "PRST/2001/S_PRST_2001_1.xml"
    new.parent.mkdir()
    new.write_bytes(b"<new/>")
    after = tree(replica)
    assert before["README.md"]["sha"] != after["README.md"]["sha"]
    assert before["README.md"]["size"] == after["README.md"]["size"]
    assert set(after) - set(before) == {"PRST/2001", "PRST/2001/S_PRST_2001_1.xml"}
    assert set(before) - set(after) == {"test.txt"}
    assert raw(replica, "README.md").content == b"# Simple\n"
    assert raw(replica, "PRST/2001/S_PRST_2001_1.xml").content == b"<new/>"
    assert raw(replica, "test.txt").status_code == 404


def test_two_writes_within_one_tick_of_the_clock_are_both_seen(archive: Path, replica: Replica) -> None:
    for content in (b"aaa", b"bbb", b"ccc", b"ddd"):
        (archive / "test.txt").write_bytes(content)
        assert tree(replica)["test.txt"]["sha"] == hashlib.sha1(b"blob 3\0" + content).hexdigest()  # noqa: S324


def test_unchanged_file_is_not_hashed_twice(archive: Path, replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[str] = Counter()
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        read[path.name] += 1
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    first = get(replica.tree_url).json()
    assert get(replica.tree_url).json() == first
    assert read.total() == len(FILES)
    os.utime(archive / "README.md", (OLD + 1, OLD + 1))
    assert get(replica.tree_url).json() == first
    assert read.total() == len(FILES) + 1
    assert read["README.md"] == 2


# The files


@pytest.mark.parametrize("path", FILES)
def test_file_is_served_as_it_is(replica: Replica, path: str) -> None:
    answer = raw(replica, path, Accept_Encoding="identity")
    assert answer.status_code == 200
    assert answer.content == FILES[path]
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(FILES[path]))
    assert answer.headers["ETag"] == f'"{hashlib.sha256(FILES[path]).hexdigest()}"'
    assert parsedate_to_datetime(answer.headers["Last-Modified"]).timestamp() == OLD
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    ("accepted", "zipped"),
    [("gzip, deflate", True), ("br;q=1.0, GZIP ; q=0.5", True), ("deflate", False), ("gzip;q=0", False), ("", False)],
)
def test_gzip_only_where_accepted(replica: Replica, accepted: str, zipped: bool) -> None:
    with requests.get(
        replica.raw_url + quote(ADOPTED), headers={"Accept-Encoding": accepted}, stream=True, timeout=10
    ) as answer:
        sent = answer.raw.read(decode_content=False)
    assert answer.headers.get("Content-Encoding") == ("gzip" if zipped else None)
    assert (gzip.decompress(sent) if zipped else sent) == FILES[ADOPTED]
    assert answer.headers["Content-Length"] == str(len(sent))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_not_modified(archive: Path, replica: Replica) -> None:
    etag = raw(replica, ADOPTED).headers["ETag"]
    for known in (etag, f'"old", W/{etag}', "*"):
        answer = raw(replica, ADOPTED, If_None_Match=known)
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)
    assert raw(replica, ADOPTED, If_None_Match='"old"').status_code == 200
    (archive / ADOPTED).write_bytes(b"<corrected/>")
    assert raw(replica, ADOPTED, If_None_Match=etag).content == b"<corrected/>"
    listed = get(replica.tree_url)
    assert get(replica.tree_url, If_None_Match=listed.headers["ETag"]).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "absent.xml",
        "PRST",
        "PRST/",
        "",
        "README.md/",
        "PRST//2000/S_PRST_2000_1.xml",
        "./README.md",
        "../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "PRST/../../secret.txt",
        "PRST/..%2F..%2Fsecret.txt",
        "/etc/passwd",
        "%2Fetc%2Fpasswd",
        "link.txt",
        "linked/secret.txt",
        "loop",
        "loop/x",
        "%00",
        "README.md%00.xml",
        "%FF%FE",
        "x" * 300,
    ],
)
def test_nothing_but_the_archives_files_is_served(archive: Path, replica: Replica, path: str) -> None:
    outside = archive.parent / "outside"
    outside.mkdir()
    for folder in (archive.parent, outside):
        (folder / "secret.txt").write_bytes(b"secret")
    (archive / "link.txt").symlink_to(archive.parent / "secret.txt")
    (archive / "linked").symlink_to(outside)
    (archive / "loop").symlink_to(archive / "loop")
    assert status_of(replica, f"/un_resolutions/raw/{path}") == 404
    assert set(tree(replica)).isdisjoint({"link.txt", "linked", "linked/secret.txt", "loop"})


# The server


def test_robots_allow_all_and_index_is_plain(replica: Replica) -> None:
    robots = get(replica.base_url + "/robots.txt")
    assert (robots.status_code, robots.text) == (200, "User-agent: *\nAllow: /\n")
    index = get(replica.base_url + "/")
    assert index.status_code == 200
    assert "United Nations" in index.text
    assert get(replica.base_url + "/elsewhere").status_code == 404
    assert get(replica.base_url + "/un_resolutions").status_code == 404


def test_addresses_are_loopback(archive: Path) -> None:
    stopped = Replica(archive)
    with pytest.raises(ReplicaError, match="before it is started"):
        _ = stopped.base_url
    with stopped as replica:
        assert replica.base_url.startswith("http://127.0.0.1:")
        assert replica.tree_url == replica.base_url + "/un_resolutions/tree"
        assert replica.raw_url == replica.base_url + "/un_resolutions/raw/"


def test_requests_are_recorded(replica: Replica) -> None:
    etag = raw(replica, NOT_ADOPTED).headers["ETag"]
    raw(replica, NOT_ADOPTED, If_None_Match=etag)
    requests.head(replica.tree_url, timeout=10)
    requests.post(replica.tree_url, timeout=10)
    path = "/un_resolutions/raw/" + quote(NOT_ADOPTED)
    assert replica.requests == [
        Request("GET", path, 200),
        Request("GET", path, 304),
        Request("HEAD", "/un_resolutions/tree", 200),
        Request("POST", "/un_resolutions/tree", 501),
    ]


def test_connection_is_kept_alive_without_delay(replica: Replica) -> None:
    connection = http.client.HTTPConnection(replica.base_url.removeprefix("http://"), timeout=10)
    connection.connect()
    own_socket = connection.sock
    started = time.monotonic()
    for method in ["GET", "HEAD"] * 50:
        connection.request(method, "/un_resolutions/raw/README.md")
        answer = connection.getresponse()
        assert answer.read() == (b"# Sample\n" if method == "GET" else b"")
        assert answer.headers["Content-Length"] == "9"
        assert connection.sock is own_socket
    assert time.monotonic() - started < 2, "40 ms a request: Nagle's algorithm meets delayed acknowledgement"
    connection.close()


def test_many_clients_at_once(replica: Replica) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda path: raw(replica, path), list(FILES) * 10))
    assert all(answer.status_code == 200 for answer in answers)
    assert Counter(request.status for request in replica.requests) == {200: len(answers)}


def test_stop_ends_kept_alive_connections_and_start_keeps_the_address(replica: Replica) -> None:
    with requests.Session() as session:
        assert session.get(replica.tree_url, timeout=10).ok
        address = replica.base_url
        replica.stop()
        replica.stop()
        with pytest.raises(requests.ConnectionError):
            session.get(replica.tree_url, timeout=10)
        replica.start()
        assert replica.base_url == address
        assert session.get(replica.tree_url, timeout=10).ok
    with pytest.raises(ReplicaError, match="already serving"):
        replica.start()


def test_client_that_leaves_early_is_no_error(replica: Replica, capfd: pytest.CaptureFixture[str]) -> None:
    replica.faults.slow = 0.2
    with pytest.raises(requests.Timeout):
        requests.get(replica.tree_url, timeout=0.05)
    time.sleep(0.3)
    replica.faults = Faults()
    assert get(replica.tree_url).ok
    assert capfd.readouterr().err == ""


def test_unreadable_archive_is_named(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refused)
    for answer in (raw(replica, "README.md"), get(replica.tree_url)):
        assert answer.status_code == 500
        assert "cannot read its archive: [Errno 13] Permission denied" in answer.text
