"""The replica against real HTTP: what each fault does, and the command that serves it."""

import hashlib
import json
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from replica.faults import Faults
from replica.server import Replica

from .helpers import ADOPTED, FILES, ROOT, get, raw, tree

# The faults


def test_truncated_tree_says_so(replica: Replica) -> None:
    whole = get(replica.tree_url).json()["tree"]
    replica.faults.tree_truncated = True
    cut = get(replica.tree_url).json()
    assert cut["truncated"] is True
    assert cut["tree"] == whole[: len(whole) // 2]
    replica.faults.tree_truncated = False
    assert get(replica.tree_url).json()["tree"] == whole


def test_short_tree_does_not_say_so(replica: Replica) -> None:
    whole = get(replica.tree_url).json()["tree"]
    replica.faults = Faults(tree_short=True)
    short = get(replica.tree_url).json()
    assert short["truncated"] is False
    assert 0 < len(short["tree"]) <= len(whole) // 5


def test_empty_folder_lists_nothing(replica: Replica) -> None:
    replica.faults = Faults(empty_folder=True)
    listing = get(replica.tree_url).json()
    assert (listing["tree"], listing["truncated"]) == ([], False)
    assert listing["sha"] == "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # git's empty tree


def test_status_500_is_everywhere(replica: Replica) -> None:
    replica.faults = Faults(status_500=True)
    for url in (replica.tree_url, replica.raw_url + "README.md", replica.base_url + "/robots.txt"):
        assert get(url).status_code == 500


def test_status_503_is_once_a_path(replica: Replica) -> None:
    for _ in range(2):  # new faults begin anew
        replica.faults = Faults(status_503_once=True)
        for path in ("README.md", ADOPTED):
            first = raw(replica, path)
            assert (first.status_code, first.headers["Retry-After"]) == (503, "0")
            assert [raw(replica, path).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_reset_closes_in_the_middle_of_the_body(replica: Replica, encoding: str) -> None:
    replica.faults = Faults(reset=True)
    for path in ("raw/README.md", "raw/" + quote(ADOPTED), "tree"):
        with requests.get(
            f"{replica.base_url}/un_resolutions/{path}", headers={"Accept-Encoding": encoding}, stream=True, timeout=10
        ) as answer:
            assert answer.status_code == 200
            with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
                _ = answer.content
            assert 0 < answer.raw.tell() < int(answer.headers["Content-Length"])
    assert get(replica.base_url + "/robots.txt").ok


def test_block_page_stands_in_for_files_only(replica: Replica) -> None:
    replica.faults = Faults(block_page=True)
    answer = raw(replica, ADOPTED)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<h1>Access denied</h1>" in answer.text
    assert get(replica.tree_url).json()["tree"]


def test_slow_delays_each_response_but_not_the_stop(replica: Replica) -> None:
    replica.faults.slow = 0.2
    started = time.monotonic()
    assert raw(replica, "README.md").ok
    assert time.monotonic() - started >= 0.2
    replica.faults.slow = 60
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(get, replica.tree_url)
        time.sleep(0.2)
        started = time.monotonic()
        replica.stop()
        assert time.monotonic() - started < 2
        assert isinstance(waiting.exception(timeout=5), requests.ConnectionError)


def test_faults_by_name() -> None:
    assert Faults.from_names([]) == Faults()
    assert Faults.from_names(["reset", "slow"]) == Faults(reset=True, slow=1.0)
    assert Faults.from_names(["slow:0.25", "gzip_bomb:0.5"]) == Faults(slow=0.25, gzip_bomb=0.5)
    for wrong in ("rest", "", "_asked", "seed", "reset=1", "reset:2", "reset:", "slow:", "slow:fast", "slow:-1"):
        with pytest.raises(ValueError, match="fault"):
            Faults.from_names([wrong])
    for wrong in ("slow:nan", "slow:inf", "reset:nan"):
        with pytest.raises(ValueError, match="is not from 0 to"):
            Faults.from_names([wrong])


def test_a_rate_is_the_share_of_requests_and_the_same_each_time(replica: Replica) -> None:
    def met(faults: Faults) -> list[int]:
        replica.faults = faults
        return [raw(replica, "README.md").status_code for _ in range(40)] + [raw(replica, ADOPTED).status_code]

    first = met(Faults.from_names(["status_429:0.3"]))
    assert set(first) == {200, 429}
    assert 4 <= first.count(429) <= 20
    assert met(Faults.from_names(["status_429:0.3"])) == first
    assert met(Faults(status_429=0.3, seed=1)) != first
    assert set(met(Faults.from_names(["status_429:0"]))) == {200}


def test_faults_combine(replica: Replica) -> None:
    replica.faults = Faults.from_names(["status_429:0.5", "status_503_retry_after", "robots_forbid"])
    answers = [raw(replica, "README.md") for _ in range(20)]
    assert {(one.status_code, one.headers.get("Retry-After")) for one in answers} == {(429, None), (503, "1")}
    assert "Disallow: /" in get(replica.base_url + "/robots.txt").text


@pytest.mark.parametrize(
    ("fault", "status", "header", "value"),
    [
        ("empty_202", 202, "Content-Length", "0"),
        ("redirect_private", 302, "Location", "http://169.254.169.254/latest/meta-data/"),
        ("redirect_loop", 302, "Location", "/un_resolutions/tree"),
        ("login_page", 200, "Content-Type", "text/html; charset=utf-8"),
    ],
)
def test_answers_in_place_of_a_page(replica: Replica, fault: str, status: int, header: str, value: str) -> None:
    replica.faults = Faults.from_names([fault])
    answer = requests.get(replica.tree_url, timeout=10, allow_redirects=False)
    assert (answer.status_code, answer.headers[header]) == (status, value)
    assert get(replica.base_url + "/robots.txt").ok


def test_bodies_are_spoilt_as_their_fault_says(replica: Replica) -> None:
    whole = get(replica.tree_url).content

    def body(fault: str) -> bytes:
        replica.faults = Faults.from_names([fault])
        return get(replica.tree_url).content

    assert body("empty_200") == b""
    assert body("malformed_json") == whole[: len(whole) // 2]
    assert body("wrong_charset").decode("utf-16").encode() == whole
    with requests.get(replica.tree_url, headers={"Accept-Encoding": "gzip"}, timeout=10, stream=True) as answer:
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    replica.faults = Faults(truncated_gzip=True)
    with requests.get(replica.tree_url, timeout=10, stream=True) as answer:
        packed = answer.raw.read(decode_content=False)
    assert len(packed) == int(answer.headers["Content-Length"])
    assert not whole.endswith(zlib.decompressobj(wbits=31).decompress(packed)[-20:])
    for fault, times in (("length_too_long", None), ("length_too_short", 2)):
        replica.faults = Faults.from_names([fault])
        with requests.get(replica.tree_url, headers={"Accept-Encoding": "identity"}, timeout=10, stream=True) as answer:
            announced = int(answer.headers["Content-Length"])
        assert announced == (len(whole) // times if times else len(whole) + 1000)


def test_a_bomb_is_small_until_it_is_unpacked(replica: Replica) -> None:
    replica.faults = Faults(gzip_bomb=True)
    with requests.get(replica.tree_url, timeout=10, stream=True) as answer:
        packed = answer.raw.read(decode_content=False)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(packed) < 1 << 20
    unpack, size = zlib.decompressobj(wbits=31), 0
    while piece := unpack.decompress(packed, 1 << 20):
        size, packed = size + len(piece), unpack.unconsumed_tail
    assert size == 100 << 20


def test_a_lying_etag_calls_everything_unchanged(replica: Replica) -> None:
    replica.faults = Faults(etag_lies=True)
    assert raw(replica, "README.md").status_code == 200
    assert raw(replica, "README.md", If_None_Match='"of another page"').status_code == 304


@pytest.mark.parametrize("fault", ["slow_headers", "slow_body"])
def test_a_slow_answer_drips_and_does_not_hold_up_the_stop(replica: Replica, fault: str) -> None:
    replica.faults = Faults.from_names([fault, "drip:0.005"])
    started = time.monotonic()
    assert raw(replica, ADOPTED).content == FILES[ADOPTED]
    assert 0.1 < time.monotonic() - started < 20
    replica.faults.drip = 60
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(raw, replica, ADOPTED)
        time.sleep(0.2)
        started = time.monotonic()
        replica.stop()
        assert time.monotonic() - started < 2
        assert waiting.exception(timeout=5) is not None


@pytest.mark.parametrize("fault", ["malformed_xml", "entity_bomb"])
def test_a_spoilt_file_is_listed_as_it_is_served(replica: Replica, fault: str) -> None:
    before = tree(replica)
    replica.faults = Faults.from_names([fault + ":0.6"])
    after = tree(replica)
    changed = [path for path, entry in after.items() if entry["type"] == "blob" and entry["sha"] != before[path]["sha"]]
    assert 0 < len(changed) < len([path for path in before if path.endswith(".xml")])
    for path in changed:
        body = raw(replica, path).content
        assert body != FILES[path]
        assert hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest() == after[path]["sha"]  # noqa: S324
        assert (b"<!ENTITY e9" in body) == (fault == "entity_bomb")


# The command


def command(*args: str | Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "replica", *map(str, args)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_command_serves_until_told_to_stop(archive: Path, sign: signal.Signals) -> None:
    with command("--archive", archive, "--fault", "tree_truncated", "--fault", "slow:0.01") as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            tree_url = next(word for word in line.split() if word.endswith("/tree"))
            assert str(archive) in line
            assert get(tree_url).json()["truncated"] is True
            with requests.Session() as session:
                assert session.get(tree_url, timeout=10).ok  # a connection kept alive does not hold the end up
                process.send_signal(sign)
                out, err = process.communicate(timeout=10)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (0, "", "")


def test_command_says_in_one_line_what_is_wrong(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        cases: dict[str, list[str | Path]] = {
            "no folder at": ["--archive", tmp_path / "absent"],
            "no data_extract in": ["--archive", tmp_path / "other"],
            "Address already in use": ["--archive", archive, "--port", port],
            "not between 0 and 65535": ["--archive", archive, "--port", "70000"],
            "is not from 0 to 1": ["--archive", archive, "--fault", "reset:2"],
            "no fault is named": ["--archive", archive, "--fault", "fire"],
        }
        started = {message: command(*args) for message, args in cases.items()}
        for message, process in started.items():
            out, err = process.communicate(timeout=20)
            assert (process.returncode, out) == (2, ""), message
            assert message in err
            assert err.startswith("replica: ")
            assert err.count("\n") == 1


def test_no_thread_is_left_behind(archive: Path) -> None:
    before = set(threading.enumerate())
    with Replica(archive) as replica, requests.Session() as session:
        assert session.get(replica.tree_url, timeout=10).ok
    time.sleep(0.1)
    assert set(threading.enumerate()) <= before


def test_listing_is_json_without_surprises(replica: Replica) -> None:
    text = get(replica.tree_url).text
    assert list(json.loads(text)) == ["sha", "url", "tree", "truncated"]
    assert all(set(e) <= {"path", "mode", "type", "sha", "size"} for e in json.loads(text)["tree"])
