"""`wps new-source NAME`: the folders and files that a source is made of, filled with a start that works."""

import re
from pathlib import Path
from string import Template

from warehouse.errors import WpsError
from warehouse.settings import PROJECT

TEMPLATES = Path(__file__).parent / "templates" / "source"
FILES = {
    "extractors/source.yml": "extractors/sources/{name}/source.yml",
    "extractors/crawl.py": "extractors/sources/{name}/crawl.py",
    "extractors/parse.py": "extractors/sources/{name}/parse.py",
    "expectations/suite.py": "expectations/sources/{name}.py",
    "staging/stg.sql": "dbt_project/models/staging/{name}/stg_{name}__thing.sql",
    "staging/stg.yml": "dbt_project/models/staging/{name}/_stg_{name}.yml",
    "examples/page.txt": "tests/examples/{name}/first/page.txt",
    "examples/url.txt": "tests/examples/{name}/first/url.txt",
}
"""Template -> where it goes. All of it is new: adding a source touches no file that others share."""


def new_source(name: str, project: Path = PROJECT) -> list[Path]:
    """Make the source's files below `project`; returns them, relative to it.

    Raises WpsError when the name is none that a folder, a schema and a DAG can share, or when it is taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or len(name) > 40:
        raise WpsError(
            f"{name!r} cannot name a source; expected lower-case letters, digits and single underscores, a letter "
            "first, 40 at most, such as peace_register. It is the name of folders, of staging models and of a DAG."
        )
    targets = {template: Path(path.format(name=name)) for template, path in FILES.items()}
    taken = [str(target) for target in targets.values() if (project / target).exists()]
    if taken:
        raise WpsError(f"There is {taken[0]} already; expected a new name. Choose another, or remove what is there.")
    for template, target in targets.items():
        text = Template((TEMPLATES / f"{template}.template").read_text(encoding="utf-8")).substitute(name=name)
        (project / target).parent.mkdir(parents=True, exist_ok=True)
        (project / target).write_text(text, encoding="utf-8")
    init = Path(f"extractors/sources/{name}/__init__.py")
    (project / init).touch()
    return [init, *targets.values()]
