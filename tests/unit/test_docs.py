"""What the documents say must be so."""

import importlib.util
import re

from warehouse.settings import PROJECT


def test_the_data_dictionary_is_the_contracts_own():
    spec = importlib.util.spec_from_file_location("make_dictionary", PROJECT / "docs" / "make_dictionary.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (PROJECT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert written == module.dictionary(), "run: .venv/bin/python docs/make_dictionary.py"


def test_every_link_between_the_documents_leads_somewhere():
    pages = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
    links = [
        (page, target.split("#")[0])
        for page in pages
        for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
        if not target.startswith(("http", "#"))
    ]
    assert links
    assert not [(page.name, target) for page, target in links if not (page.parent / target).exists()]


def test_every_make_target_named_in_the_readme_exists():
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z-]+)", (PROJECT / "README.md").read_text(encoding="utf-8")))
    assert named
    assert named <= targets


def test_no_lock_or_settings_file_names_a_registry():
    files = [*PROJECT.glob("requirements*"), PROJECT / "pyproject.toml", PROJECT / "Makefile"]
    assert len(files) > 4
    assert not [
        file.name
        for file in files
        if re.search(r"https?://|index[-_]url|find[-_]links", file.read_text(encoding="utf-8"))
    ]
