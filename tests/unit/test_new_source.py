"""`wps new-source`: what it makes is a source that loads, lists, parses and is held to expectations, as it stands."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from expectations import bounds
from extractors.core import source as sources
from extractors.core.records import Page, PageError
from warehouse.errors import WpsError
from warehouse.new_source import new_source
from warehouse.settings import PROJECT

NAME = "peace_register"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    new_source(NAME, tmp_path)
    return tmp_path


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_found_and_declared_in_full(project, monkeypatch):
    monkeypatch.setattr(sources, "FOLDER", project / "extractors" / "sources")
    assert sources.names() == [NAME]
    assert sources.load(NAME).bounds["sample"].records == {"thing": (1, 1000)}


def test_it_lists_and_parses(project):
    folder = project / "extractors" / "sources" / NAME
    crawl, parse = _module(folder / "crawl.py"), _module(folder / "parse.py")
    urls = {"site": "http://127.0.0.1/"}
    (start,) = crawl.listings(urls)
    (target,) = crawl.read_listing(Page(start.url, b"first"), urls).targets
    assert target.address == "http://127.0.0.1/first"
    (record,) = parse.parse(Page(target.url, b"First thing.")).records
    assert (record.kind, record.key, record.payload) == ("thing", "first", {"text": "First thing."})
    with pytest.raises(PageError):
        crawl.read_listing(Page(start.url, b""), urls)


def test_its_example_and_its_suite_are_there(project):
    suite = _module(project / "expectations" / "sources" / f"{NAME}.py")
    (check,) = suite.raw_checks(bounds.SAMPLE)
    assert check.name == f"{NAME}_things_have_text"
    example = project / "tests" / "examples" / NAME / "first"
    assert {path.name for path in example.iterdir()} == {"page.txt", "url.txt"}


def test_its_staging_model_is_named_after_it(project):
    folder = project / "dbt_project" / "models" / "staging" / NAME
    (model,) = yaml.safe_load((folder / f"_stg_{NAME}.yml").read_text())["models"]
    assert (folder / f"{model['name']}.sql").is_file()


def test_it_touches_nothing_that_is_there(tmp_path):
    for path in PROJECT.rglob("extractors/sources/*"):
        assert path.name != NAME
    made = new_source(NAME, tmp_path)
    assert all(NAME in str(path) for path in made)
    with pytest.raises(WpsError, match=r"There is extractors/sources/peace_register/source\.yml already"):
        new_source(NAME, tmp_path)


@pytest.mark.parametrize("name", ["Peace", "9lives", "a-b", "a__b", "../up", "", "x" * 41])
def test_a_name_that_cannot_be_shared_is_refused(tmp_path, name):
    with pytest.raises(WpsError, match="cannot name a source; expected lower-case letters"):
        new_source(name, tmp_path)
    assert list(tmp_path.iterdir()) == []
