"""What we are made of: pinned by hash, under licences that allow it; and the terms of what we read, said everywhere."""

import importlib.util
import re
from datetime import UTC, datetime
from types import ModuleType

import pytest
import yaml

from extractors.core import source
from reports.edition import Edition, Origin, SourceUsed
from reports.package import OF_FIGURES, datapackage
from warehouse.settings import PROJECT

LOCKS = sorted(path.name for path in PROJECT.glob("requirements*.lock"))
_PIN = re.compile(r"[A-Za-z0-9._-]+(?:\[[a-z,-]+\])?==[^\s;]+(?: ; .+)?")


def unpinned(lock: str) -> list[str]:
    """What in a lock is no package pinned by version and hash."""
    logical = lock.replace("\\\n", " ").splitlines()
    lines = [line.strip() for line in logical if line.strip() and not line.strip().startswith("#")]
    return [
        line[:80]
        for line in lines
        if not re.search(r"--hash=sha256:[0-9a-f]{64}", line)
        or not _PIN.fullmatch(re.sub(r"\s+--hash=sha256:[0-9a-f]{64}", "", line))
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_is_pinned_by_hash(name: str) -> None:
    lock = (PROJECT / name).read_text(encoding="utf-8")
    assert lock.count("--hash=sha256:") > 1
    assert unpinned(lock) == []  # an option, an address or a folder is none; test_docs.py looks at the comments


def test_the_locks_are_there() -> None:
    assert LOCKS == ["requirements-dev.lock", "requirements-tools.lock", "requirements.lock"]


HASH = "--hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("line", "is_bad"),
    [
        (f"one==1.0 \\\n    {HASH}", False),
        (f"one[x]==1.0 ; python_version < '3.12' \\\n    {HASH} \\\n    {HASH}\n    # via two", False),
        ("one==1.0", True),
        (f"one>=1.0 \\\n    {HASH}", True),
        (f"one @ git+ssh://x/y \\\n    {HASH}", True),
        ("--pre", True),
        (f"one @ file:///x \\\n    {HASH}", True),
        ("one==1.0 \\\n    --hash=md5:" + "0" * 32, True),
        ("-r other.lock", True),
    ],
)
def test_a_lock_that_lacks_something_is_told(line: str, is_bad: bool) -> None:
    assert bool(unpinned(line)) == is_bad


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_licences", PROJECT / "docs" / "make_licences.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_of_licences_is_that_of_the_locks_as_installed(maker: ModuleType) -> None:
    page = (PROJECT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert page == maker.licences(PROJECT, page), "run: .venv/bin/python docs/make_licences.py, and read what changed"


def test_every_licence_is_compatible_with_ours(maker: ModuleType) -> None:
    listed = maker.listed((PROJECT / "docs" / "licences.md").read_text(encoding="utf-8"))
    assert set(listed) == set(maker.locked(PROJECT))
    assert len(listed) > 200
    foreign = {name for name, (_, licence) in listed.items() if not maker.is_compatible(licence)}
    assert foreign == set(maker.ACCEPTED)


@pytest.mark.parametrize(
    ("expression", "compatible"),
    [
        ("MIT", True),
        ("MPL-2.0 AND MIT", True),
        ("GPL-3.0-only OR Apache-2.0", True),
        ("GPL-3.0-only AND MIT", False),
        ("AGPL-3.0-only", False),
        ("BSL-1.1", False),
        ("unknown", False),
        ("not installed here", False),
        ("", False),
    ],
)
def test_a_licence_that_is_not_ours_to_use_is_told(maker: ModuleType, expression: str, compatible: bool) -> None:
    assert maker.is_compatible(expression) == compatible


def test_the_licence_is_the_whole_of_apache_2() -> None:
    text = (PROJECT / "LICENSE").read_text(encoding="utf-8")
    words = " ".join(text.split())
    for part in (
        "Apache License Version 2.0, January 2004 http://www.apache.org/licenses/ TERMS AND CONDITIONS",
        "1. Definitions.", "2. Grant of Copyright License.", "3. Grant of Patent License.", "4. Redistribution.",
        "5. Submission of Contributions.", "6. Trademarks.", "7. Disclaimer of Warranty.",
        "8. Limitation of Liability.",
        "9. Accepting Warranty or Additional Liability.", "END OF TERMS AND CONDITIONS",
        "APPENDIX: How to apply the Apache License to your work.",
        "See the License for the specific language governing",
    ):  # fmt: skip
        assert part in words
    assert len(words.split()) == 1581
    assert 'license = "Apache-2.0"' in (PROJECT / "pyproject.toml").read_text(encoding="utf-8")


# Terms of the data


@pytest.mark.parametrize("name", source.names())
def test_the_terms_of_a_source_are_said_in_the_readme(name: str) -> None:
    terms = source.load(name).terms
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Sources and terms")[2].partition("\n## ")[0]
    (row,) = [line for line in section.splitlines() if line.startswith(f"| `{name}` |")]
    assert terms.says in row
    assert terms.reading in row
    assert terms.url in row
    assert "TODO" not in row


def test_every_extract_carries_the_terms(tmp_path) -> None:
    sources = [source.load(name) for name in source.names()]
    origin = Origin("marts_r1", "release 1", datetime(2026, 1, 1, tzinfo=UTC), "official", 1)
    used = [SourceUsed(one, None) for one in sources]
    for name in OF_FIGURES:
        (tmp_path / name).write_text("figure_id\r\n", encoding="utf-8")
    made = datapackage(Edition(2019, origin, used, [], None), [], [], tmp_path)
    assert [one["path"] for one in made["licenses"]] == [one.terms.url for one in sources]
    for one, said in zip(sources, made["licenses"], strict=True):
        assert said["name"] == one.terms.licence
        assert one.terms.says in said["title"]
        assert one.terms.reading in said["title"]
        assert one.acknowledgement in made["citation"]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("terms", None, "terms: Field required"),
        ("terms.licence", "mine", "terms.licence: Input should be 'other-at' or 'notspecified'"),
        ("terms.says", "", "terms.says: String should have at least 20 characters"),
        ("terms.url", "ftp://x.org/", "terms.url: String should match pattern"),
        ("terms.reading", None, "terms.reading: Field required"),
        ("terms.more", "x", "terms.more: Extra inputs are not permitted"),
        ("acknowledgement", "", "acknowledgement: String should have at least 10 characters"),
    ],
)
def test_a_source_without_its_terms_is_refused(
    field: str, value: str | None, told: str, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = yaml.safe_load((source.FOLDER / "peacewomen" / "source.yml").read_text(encoding="utf-8"))
    *above, last = field.split(".")
    holder = declared[above[0]] if above else declared
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    (tmp_path / "peacewomen").mkdir()
    (tmp_path / "peacewomen" / "source.yml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    monkeypatch.setattr(source, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=re.escape(f"peacewomen/source.yml: {told}")):
        source.load("peacewomen")


@pytest.mark.parametrize(
    ("text", "told"), [("a: [", "is no YAML: while parsing"), ("", "is None; expected the source")]
)
def test_a_declaration_that_cannot_be_read_is_one_line(text: str, told: str, tmp_path, monkeypatch) -> None:
    (tmp_path / "peacewomen").mkdir()
    (tmp_path / "peacewomen" / "source.yml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(source, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=re.escape(f"peacewomen/source.yml {told}")) as caught:
        source.load("peacewomen")
    assert "\n" not in str(caught.value)
