"""Write docs/data_dictionary.md from the marts' contracts: `python docs/make_dictionary.py`."""

from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).parent
MARTS = DOCS.parent / "dbt_project" / "models" / "marts"


def dictionary() -> str:
    """The data dictionary as Markdown: one section a mart, one row a column."""
    models = [
        model
        for path in sorted(MARTS.glob("*.yml"))
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", [])
    ]
    parts = [
        "# Data dictionary",
        "Generated from the contracts in `dbt_project/models/marts` by `docs/make_dictionary.py`. The same texts are "
        "comments in Postgres.",
        *(_section(model) for model in models),
    ]
    return "\n\n".join(parts) + "\n"


def _section(model: dict[str, Any]) -> str:
    key = next(", ".join(one["columns"]) for one in model["constraints"] if one["type"] == "primary_key")
    rows = [f"| `{column['name']}` | {column['data_type']} | {column['description']} |" for column in model["columns"]]
    head = [f"## {model['name']}", "", model["description"], "", f"Key: {key}.", ""]
    return "\n".join([*head, "| column | type | meaning |", "|---|---|---|", *rows])


if __name__ == "__main__":
    (DOCS / "data_dictionary.md").write_text(dictionary(), encoding="utf-8")
