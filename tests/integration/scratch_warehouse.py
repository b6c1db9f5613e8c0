"""A warehouse of a few pages: landed without a crawl, and as many models built as a test asks for."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from extractors.core import landing
from extractors.core.fetch import Exchange
from extractors.core.records import Page
from extractors.sources.un_resolutions.paths import url_of
from warehouse import db, dbt
from warehouse.settings import Settings

AS_IN_A_BUILD = ["--vars", json.dumps({"as_of": "infinity", "built_in_year": datetime.now(UTC).year})]
"""What a build tells dbt, which reads its project anew whenever that changes."""


def land(settings: Settings, source: str, pages: Iterable[Page], *, derived: bool = False) -> None:
    """An accepted crawl of just these pages, made up or not; bounds do not matter, for no gate is asked."""
    parser = import_module(f"extractors.sources.{source}.parse")
    with db.connect(settings, "wps_loader") as connection:
        crawl_id = landing.open_crawl(connection, source, "sweep", parser.PARSER_VERSION, "test", derived=derived)
        where = landing.Where(source, crawl_id, parser.PARSER_VERSION)
        for page in pages:
            now = datetime.now(UTC)
            landing.land_fetch(connection, where, Exchange(page.url, page.url, now, 1, "ok", 200, body=page.body))
            landing.land_page(connection, where, page, parser.parse(page), seen_at=now, cursor=None)
        landing.close_crawl(connection, crawl_id, accepted=True, complete=True, reason=None, counts={})


def official_pages(archive: Path, numbers: Collection[int], years: Collection[int] = ()) -> Iterator[Page]:
    """The files of these resolutions, and the metadata of these years."""
    texts = sorted((archive / "Pre-2020").rglob("S_RES_*.xml"))
    files = [path for path in texts if int(path.stem.split("_")[2][:4]) in numbers]
    for path in [*files, *(archive / "data_extract" / f"{year}.json" for year in years)]:
        yield Page(url_of(str(path.relative_to(archive))), path.read_bytes())


def only(monkeypatch: pytest.MonkeyPatch, *models: str) -> None:
    """Let builds make only these models and all that they read, where a test looks at nothing else."""
    whole = dbt.run

    def run(settings: Settings, asked: Sequence[str], *rest: Any) -> list[dbt.NodeRun]:
        less = ["--select", *(f"+{model}" for model in models), "--indirect-selection", "cautious"]
        return whole(settings, [*asked, *less] if asked[0] == "build" else asked, *rest)

    monkeypatch.setattr(dbt, "run", run)


def build(settings: Settings, *models: str) -> None:
    """Build these models and all that they read but seeds, with the tests that look at nothing else."""
    chosen = ["--select", *models, "--exclude", "path:seeds", "--exclude-resource-type", "unit_test"]
    runs = dbt.run(settings, ["build", *chosen, "--indirect-selection", "cautious", *AS_IN_A_BUILD])
    assert [(run.node_id, run.message) for run in runs if run.failed] == []
