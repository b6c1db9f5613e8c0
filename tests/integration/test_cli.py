"""The `wps` command, as a process: help, one-line errors, status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.core import source
from warehouse import cli, passfile
from warehouse.settings import PROJECT, Settings

WPS = Path(sys.executable).with_name("wps")
COMMANDS = [command.name for command in cli.app.registered_commands]


def wps(*arguments: str, settings: Settings | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    ours = {} if settings is None else {"WPS_HOME": str(settings.home), "WPS_DATABASE_URL": settings.database_url or ""}
    return subprocess.run(
        [WPS, *arguments],
        env={**os.environ, **ours, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def error_of(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of an error that is meant for people."""
    assert done.returncode == 1, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("wps: ")
    assert done.stdout == ""
    return lines[0]


def test_every_command_is_listed():
    assert {
        "init",
        "crawl",
        "replay",
        "build",
        "gate",
        "publish",
        "rollback",
        "releases",
        "nightly",
        "extract",
        "hash",
        "status",
        "run",
        "up",
        "down",
    } <= set(COMMANDS)


@pytest.mark.parametrize("command", [*COMMANDS, "replica serve"])
def test_help_says_what_a_command_does_and_gives_an_example(command, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["wps", *command.split(), "--help"])
    with pytest.raises(SystemExit, match="0"):
        cli.main()
    text = capsys.readouterr().out
    assert f"Example: wps {command}" in text
    callbacks = [*cli.app.registered_commands, *cli.replica_app.registered_commands]
    about = next(found.callback.__doc__ for found in callbacks if (found.name or "serve") == command.split()[-1])
    assert about in " ".join(text.split())


def test_the_installed_command_starts():
    done = wps("--help")
    assert done.returncode == 0
    assert "nightly" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["crawl", "nosuch"], "There is no source 'nosuch'; there is: naps_1325, peacewomen, un_resolutions"),
        (["crawl", "un_resolutions", "--mode", "half"], "expected incremental or sweep"),
        (["replay", "../un_resolutions"], "There is no source '../un_resolutions'"),
        (["gate", "both"], "expected raw or marts"),
        (["build", "--as-of", "31.1.2026"], "'31.1.2026' is no date; expected one such as 2026-01-31"),
        (["build", "--as-of", "2000-01-01"], "Nothing was known as of 2000-01-01"),
        (["extract", "1900"], "There is no data for 1900: release 1 holds 2000 to 2020"),
        (["extract", "2017", "--release", "7"], "There is no release 7; there is: 1"),
        (["extract", "2017", "--release", "1", "--as-of", "2026-01-31"], "exclude each other"),
        (["rollback"], "Release 1 is the earliest there is"),
        (["publish"], "published already, as release 1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_line_with_what_was_expected(published_once, arguments, said):
    assert said in error_of(wps(*arguments, settings=published_once))


@pytest.fixture(scope="module")
def published_once(server, template_published) -> Settings:
    """One warehouse for the tests that change nothing in it."""
    return server.clone("t_cli", template_published)


@pytest.mark.parametrize("command", ["hash", "extract 2017", "rollback", "publish", "build"])
def test_with_nothing_published_a_command_says_what_to_do(fresh, command):
    said = error_of(wps(*command.split(), settings=fresh))
    assert "Run `wps" in said


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"WPS_SOURCES": "foo"}, "WPS_SOURCES cannot be 'foo'"),
        (
            {"WPS_ARCHIVE": "official", "WPS_ARCHIVE_DIR": str(PROJECT)},
            "asks for the official archive, but this warehouse holds the sample one",
        ),
        ({"WPS_SOURCES": "live"}, "asks for the official archive, but this warehouse holds the sample one"),
        ({"WPS_ARCHIVE": "both"}, "WPS_ARCHIVE cannot be 'both'"),
        ({"WPS_ARCHIVE_DIR": "/nowhere"}, "WPS_ARCHIVE_DIR cannot be '/nowhere'"),
        ({"WPS_DATABASE_URL": "mysql://u:secret@host/db"}, "WPS_DATABASE_URL cannot be"),
        ({"WPS_DATABASE_URL": "postgresql://u:secret@[host/db"}, "WPS_DATABASE_URL cannot be"),
        ({"WPS_DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/db"}, "cannot be reached"),
        ({"WPS_DATABASE_URL": "postgresql://u:secret@nosuch.invalid/db"}, "cannot be reached"),
        ({"WPS_DATABASE_URL": "postgresql://u:secret@127.0.0.1:seven/db"}, "WPS_DATABASE_URL"),
        (
            {"WPS_UN_RESOLUTIONS_TREE_URL": "ftp://x", "WPS_UN_RESOLUTIONS_RAW_URL": "ftp://x"},
            "WPS_UN_RESOLUTIONS_TREE_URL is 'ftp://x'",
        ),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(f"{key}={word}" for key, word in value.items()),
)
def test_a_wrong_setting_is_one_line_that_names_it_and_no_password(published_once, environment, said):
    line = error_of(wps("crawl", "un_resolutions", settings=published_once, **environment))
    assert said in line
    assert "secret" not in line


@pytest.mark.parametrize(("command", "given"), [("init", "embedded"), ("status", "embedded"), ("init", "given")])
def test_a_home_that_cannot_be_written_is_one_line_that_names_it(published_once, tmp_path, command, given):
    (tmp_path / "file").write_text("")
    home = str(tmp_path / "file" / "home")
    url = (published_once.database_url or "") if given == "given" else ""
    line = error_of(wps(command, WPS_HOME=home, WPS_DATABASE_URL=url))
    assert home in line


def test_status_as_json_holds_the_whole_state_and_no_password(published_once):
    done = wps("status", "--json", settings=published_once)
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["database_url"].startswith("postgresql://postgres@127.0.0.1:")
    assert found["archive"] == "sample"
    assert [(crawl["source"], crawl["verdict"]) for crawl in found["last_crawls"]] == [
        (name, "accepted") for name in source.names()
    ]
    assert found["last_build"]["succeeded"] is True
    assert [verdict["gate"] for verdict in found["verdicts"]] == ["marts", "raw"]
    assert [(release["release"], release["current"]) for release in found["releases"]] == [(1, True)]
    for role in ("postgres", "wps_loader", "wps_transformer", "wps_publisher", "wps_reader"):
        assert (passfile.password(published_once.home, role) or "none kept") not in done.stdout


def test_a_password_in_the_address_is_shown_nowhere(server, published_once):
    secret = passfile.password(server.home, "postgres") or ""
    address = f"postgresql://postgres:{secret}@127.0.0.1:{server.embedded.port}/t_cli"
    for arguments in (["status"], ["status", "--json"], ["init"]):
        done = wps(*arguments, settings=published_once, WPS_DATABASE_URL=address)
        assert done.returncode == 0, done.stderr
        assert secret not in done.stdout + done.stderr


def test_status_and_releases_and_hash_say_what_is_published(published_once, rows):
    assert "archive   SAMPLE" in wps("status", settings=published_once).stdout
    listed = wps("releases", settings=published_once).stdout
    assert listed.startswith("* release 1 ")
    assert listed.rstrip().endswith("SAMPLE")
    ((digest,),) = rows(published_once, "select marts_sha256 from audit.release")
    assert wps("hash", settings=published_once).stdout.splitlines()[-1] == f"{digest}  all"
