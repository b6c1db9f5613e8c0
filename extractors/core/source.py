"""A source: the folder `extractors/sources/<name>/`, described by its `source.yml`. Folders found are the registry."""

import hashlib
import importlib
import os
from pathlib import Path
from types import ModuleType
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FOLDER = Path(__file__).resolve().parents[1] / "sources"
Archive = Literal["sample", "official"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Politeness(_Strict):
    """How we behave towards a host."""

    seconds_between_requests: float = Field(ge=0.2)
    timeout_seconds: float = Field(gt=0)
    attempts: int = Field(ge=1, le=10)
    max_body_bytes: int = Field(gt=0)
    api_hosts: dict[str, str] = Field(default_factory=dict)
    """Host -> why robots.txt does not speak for it (a documented API with terms of its own)."""


class Bounds(_Strict):
    """How many live records of each kind a plausible crawl leaves: (least, most). Outside, the crawl is refused."""

    records: dict[str, tuple[int, int]]
    max_rejects: int


class Freshness(_Strict):
    """Days without an accepted crawl after which the gate warns, and after which it closes."""

    warn_after_days: float
    close_after_days: float


class Terms(_Strict):
    """What may be done with what a source publishes."""

    licence: Literal["other-at", "notspecified"]
    """As data packages name it: to be used with attribution, or none that was seen."""
    says: str = Field(min_length=20)
    """What the publisher says, in our words."""
    url: str = Field(pattern=r"^https://[^\s/]+/")
    """Where the publisher says it, or the site where nothing was found."""
    reading: str = Field(min_length=20)
    """How we read it, and what we therefore do."""


class Source(_Strict):
    """All that is declared of one source."""

    name: str
    title: str
    publisher: str
    terms: Terms
    acknowledgement: str = Field(min_length=10)
    urls: dict[str, str]
    hosts: tuple[str, ...]
    politeness: Politeness
    schedule: str
    deadline_hours: float
    max_shrink: float = Field(ge=0, lt=1)
    """Share of the pages of the last accepted crawl that may be missing before a crawl counts as truncated."""
    sweep_every_days: float | None = Field(default=None, gt=0)
    """For a source that is walked list by list: after how long a nightly crawl reads all of them again. None for a
    source whose listing names every page, so that each crawl is complete."""
    freshness: Freshness
    bounds: dict[Archive, Bounds]

    def base_urls(self) -> dict[str, str]:
        """The addresses to fetch from: the live ones, each overridden by `WPS_<SOURCE>_<NAME>_URL` where that is set.

        Raises ValueError that names a setting which is no http(s) address.
        """
        urls = {}
        for name, live in self.urls.items():
            setting = f"WPS_{self.name}_{name}_URL".upper()
            urls[name] = os.environ.get(setting) or live
            if not urls[name].startswith(("http://", "https://")):
                raise ValueError(
                    f"{setting} is {urls[name]!r}: expected an address that starts with http:// or https://"
                )
        return urls

    def module(self, name: Literal["crawl", "parse"]) -> ModuleType:
        """The source's own code: how its pages are found (`crawl`), and how they are read (`parse`)."""
        return importlib.import_module(f"extractors.sources.{self.name}.{name}")


def names() -> list[str]:
    """The names of all sources, in order: every folder with a `source.yml`."""
    return sorted(path.parent.name for path in FOLDER.glob("*/source.yml"))


def load(name: str) -> Source:
    """Read a source's declaration.

    Raises ValueError where there is no such source, or where its `source.yml` is not what is expected.
    """
    path = FOLDER / name / "source.yml"
    if not path.is_file():
        raise ValueError(f"There is no source {name!r}; there is: {', '.join(names())}.")
    try:
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{name}/source.yml is no YAML: {' '.join(str(error).split())}") from None
    if not isinstance(declared, dict):
        raise ValueError(f"{name}/source.yml is {declared!r}; expected the source's settings, as in the others.")
    try:
        return Source(**{**declared, "name": name})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{name}/source.yml: {where}: {first['msg']}") from None


def code_version(source: Source) -> str:
    """What read the source: a hash over the code that sources share and that of its own folder."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.parent.rglob("*.py")):
        if FOLDER not in path.parents or FOLDER / source.name in path.parents:
            digest.update(str(path.relative_to(FOLDER.parent)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
