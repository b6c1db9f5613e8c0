"""Tiny documents in the shape of the source, and the official archive where it lies beside the project."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.core.records import Page, Parsed
from extractors.sources.un_resolutions.parse import parse
from extractors.sources.un_resolutions.paths import url_of

SHARED = Path(os.environ.get("WPS_SHARED") or Path(__file__).parents[3].parent / "shared")
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder that holds the official archive and the facts about it."""
    if not (SHARED / "archive" / "un_xml").is_dir():
        pytest.skip(f"the official archive is not at {SHARED} (set WPS_SHARED to where it is)")
    return SHARED


@pytest.fixture(scope="session")
def archive(shared: Path) -> dict[str, Parsed]:
    """Every file of the official archive, parsed; keyed by its path in the repository."""
    root = shared / "archive" / "un_xml"
    files = sorted(path for path in root.rglob("*") if path.is_file())
    paths = {path.relative_to(root).as_posix(): path for path in files}
    return {name: parse(Page(url_of(name), path.read_bytes())) for name, path in paths.items()}


@pytest.fixture
def read() -> Callable[[str, str], Parsed]:
    """Parse a body under a path of the repository."""
    return lambda path, body: parse(Page(url_of(path), body.encode()))


def document(
    body: str, *, preamble: str = "", number: str = "S/RES/9001 (2030)", after: str = "", meta: str = ""
) -> str:
    """Write a resolution: `body` is what stands in mainBody, `after` what stands behind it."""
    opening = '<formula name="enactingFormula"><p>The Council of the test,</p></formula>'
    return (
        f'<akomaNtoso xmlns="{NAMESPACE}"><statement name="resolution"><meta>{meta}</meta>'
        f'<coverPage><p><docNumber refersTo="#symbol">{number}</docNumber></p></coverPage>'
        f"<preamble>{opening}{preamble}</preamble><mainBody>{body}</mainBody>{after}</statement></akomaNtoso>"
    )


def para(label: str, text: str, *, style: str = "SingleTxt") -> str:
    """Write a flat paragraph; `*` marks italics: '*Asks* for it'."""
    num = f"<num>{label}</num>" if label else ""
    return f'<paragraph class="{style}">{num}<content><p>{italics(text)}</p></content></paragraph>'


def point(label: str, text: str) -> str:
    """Write a nested point."""
    return f"<point><num>{label}</num><content><p>{italics(text)}</p></content></point>"


def nested(label: str, intro: str, items: str) -> str:
    """Write a paragraph with a nested list."""
    return f"<paragraph><num>{label}</num><list><intro><p>{italics(intro)}</p></intro>{items}</list></paragraph>"


def heading(text: str, *, name: str = "subheading") -> str:
    """Write a bare heading."""
    return f'<paragraph class="H4"><{name}>{text}</{name}></paragraph>'


def recital(text: str, name: str = "Hoping") -> str:
    """Write a recital."""
    return f'<container name="{name}"><p>{italics(text)}</p></container>'


def italics(text: str) -> str:
    """Turn *this* into an italic span."""
    pieces = text.split("*")
    return "".join(f'<span class="italic">{piece}</span>' if i % 2 else piece for i, piece in enumerate(pieces))
