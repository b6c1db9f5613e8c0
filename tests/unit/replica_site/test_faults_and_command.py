"""The replica against real HTTP: what each fault does, and the command that serves it."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from replica.faults import Faults
from replica.server import Replica

from .helpers import ADOPTED, ROOT, get, raw

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
    assert Faults.from_names(["slow=0.25"]) == Faults(slow=0.25)
    for wrong in ("rest", "", "_asked", "reset=1", "slow=", "slow=fast", "slow=-1", "slow=nan", "slow=inf"):
        with pytest.raises(ValueError, match="fault"):
            Faults.from_names([wrong])


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
    with command("--archive", archive, "--fault", "tree_truncated", "--fault", "slow=0.01") as process:
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
