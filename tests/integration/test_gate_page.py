"""A gate run as a page: complete enough to act on, and inert whatever the rows hold."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_cli import error_of, wps

from expectations import gate, page
from expectations.check import Check
from warehouse import db
from warehouse.errors import WpsError
from warehouse.settings import Settings

HOSTILE = (
    '<script>document.title = "run"</script>',
    '<img src="http://127.0.0.1:1/x.png" onerror="document.title=\'run\'">',
    '"><svg/onload=document.title="run">',
    "</title></style><style>@import url(http://127.0.0.1:1/)</style>",
    "<!-- &lt;b&gt; &amp; javascript:alert(1)",
)
INERT = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "b", "p", "small", "dl", "dt", "dd"}
INERT |= {"article", "details", "summary", "div", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "br"}


class Page(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, its text."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def closed(server, template_published) -> tuple[Settings, Path]:
    """A run of the raw gate that one expectation closed, with hostile names and rows, and its page."""
    settings = server.clone("t_gate_page", template_published)
    rows = ", ".join(f"({number}, $x${text}$x$)" for number, text in enumerate(HOSTILE))
    checks = [
        Check("<b>odd</b>", "critical", "no <i>row</i> is odd", "see <a href=x>this</a>", f"values {rows}"),
        Check("many", "warning", "few", "less", "select n as column1, null as empty from generate_series(1, 250) as n"),
        Check("long", "warning", "short", "cut it", "select repeat('x', 5000) as column1, true as is_long"),
        Check("holds", "critical", "nothing", "none", "select 1 where false"),
        Check("blind", "warning", "can be asked", "mend the query", "select * from nowhere"),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "checks_of", lambda *_: checks)
        with pytest.raises(gate.GateClosedError) as error:
            gate.run(settings, "raw")
    (file,) = re.findall(r" and on (.*\.html)\.$", str(error.value))
    assert error.value.runbook == "warehouse.md#gate_raw"
    return settings, Path(file)


def test_it_tells_what_failed_and_what_to_do(closed):
    settings, file = closed
    text = Page(file).text
    run = int(file.stem.partition("-")[2])
    assert file == settings.home / "gates" / f"raw-{run}.html"
    assert f"Gate raw, run {run}: closed" in text
    assert "SAMPLE: summaries for trying it out; never to cite." in text
    assert "5, of which 4 failed, 1 of them critical" in text
    assert text.index("<b>odd</b>") < text.index("many") < text.index("holds")  # the critical one first
    for said in ("no <i>row</i> is odd", "see <a href=x>this</a>", "5 failing rows", "not with this run"):
        assert said in text
    assert "The first 200 of 250 rows" in text
    assert f"{'x' * page.CHARACTERS_SHOWN}… (5000 characters)" in text
    assert 'relation "nowhere" does not exist' in text
    assert f"select * from audit.failed_row where gate_run_id = {run}" in text
    for hostile in HOSTILE:
        assert hostile in text


def test_nothing_on_it_runs_or_is_fetched(closed):
    _, file = closed
    found = Page(file)
    assert found.tags <= INERT
    assert found.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "open", "tabindex"}
    styles = re.findall(r"<style>(.*?)</style>", file.read_text(encoding="utf-8"), re.DOTALL)
    assert len(styles) == 1
    assert not re.search(r"url\(|@import|https?:", styles[0])
    assert "default-src 'none'" in file.read_text(encoding="utf-8")


def test_a_browser_shows_it_and_runs_nothing(closed, tmp_path):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no browser is installed here")
    _, file = closed

    def dom(page_: Path) -> str:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
        command = [browser, *options, "--dump-dom", page_.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout

    shown = dom(file)
    assert ": closed</title>" in shown
    assert "<title>run" not in shown
    unsafe = tmp_path / "unsafe.html"
    unsafe.write_text(f"<title>before</title>{HOSTILE[0]}")
    assert "<title>run" in dom(unsafe)  # this browser would have run it


def test_the_command_writes_the_page_of_any_run_again(closed, tmp_path, rows):
    settings, file = closed
    ((first,),) = rows(settings, "select min(gate_run_id) from audit.gate_run")
    out = tmp_path / "folder" / "page.html"
    done = wps("gate-page", str(first), "--out", str(out), settings=settings)
    assert (done.returncode, done.stdout) == (0, f"Page: {out}\n")
    assert f"Gate raw, run {first}: open with warnings" in Page(out).text
    newest = wps("gate-page", "--out", str(out), settings=settings)
    assert newest.returncode == 0
    assert Page(out).text == Page(file).text
    assert "There is no gate run 999" in error_of(wps("gate-page", "999", settings=settings))
    (tmp_path / "file").write_text("")
    assert "cannot make" in error_of(wps("gate-page", "--out", str(tmp_path / "file/x/y.html"), settings=settings))


def test_the_page_of_what_is_published_names_the_release(closed, tmp_path, rows):
    settings, _ = closed
    ((run,),) = rows(settings, "select gate_run_id from audit.release")
    with db.connect(settings, "wps_publisher") as publisher:
        assert "as release 1" in Page(page.write(settings, publisher, run, tmp_path / "page.html")).text


def test_without_a_run_there_is_no_page(fresh, tmp_path):
    with db.connect(fresh, "wps_publisher") as publisher, pytest.raises(WpsError, match="is no gate run yet"):
        page.write(fresh, publisher, None, tmp_path / "page.html")
