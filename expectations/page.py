"""A gate run as a page: one HTML file that needs no network and no script, made from what audit.* keeps of the run."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from warehouse.errors import WpsError
from warehouse.files import write_private
from warehouse.settings import Settings

ROWS_SHOWN = 200
"""Per expectation, so that a browser can open the page; all are in audit.failed_row."""
CHARACTERS_SHOWN = 600
TITLES = {"open": "open", "warning": "open with warnings", "closed": "closed", None: "not judged to its end"}

STYLE = """
:root { color-scheme: light dark; --line: #8885; --bad: #b3261e; --odd: #8a5a00; --good: #1b6e3c }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --odd: #ffcf70; --good: #7bd69a } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem } h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere } p { margin: .25rem 0 }
article { border-left: .3rem solid var(--line); margin: 1rem 0; padding: .25rem 0 .25rem 1rem }
article.critical { border-color: var(--bad) } article.warning { border-color: var(--odd) }
.closed, .critical h3 { color: var(--bad) } .warning h3, b.warning { color: var(--odd) } b.open { color: var(--good) }
.sample { background: var(--odd); color: Canvas; font-weight: 700; margin-bottom: 1rem; padding: .3rem .7rem }
.rows { overflow-x: auto } table { border-collapse: collapse; font-size: .85rem; margin: .5rem 0 }
th, td { border-bottom: 1px solid var(--line); max-width: 28rem; overflow-wrap: break-word;
  padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; white-space: pre-wrap }
li { margin: .25rem 0; overflow-wrap: anywhere } summary { cursor: pointer } small, dt { opacity: .75 }
dl { display: grid; gap: .1rem 1rem; grid-template-columns: max-content 1fr; margin: 1rem 0 } dd { margin: 0 }
"""


def write(settings: Settings, connection: psycopg.Connection, gate_run_id: int | None, out: Path | None = None) -> Path:
    """Write the page of a gate run (of the newest where none is named) to `out`, or into WPS_HOME/gates.

    `connection` may read audit.*. Raises WpsError where there is no such run or the file cannot be written.
    """
    run = _run(connection, gate_run_id)
    target = (out or settings.home / "gates" / f"{run['gate']}-{run['gate_run_id']}.html").absolute()
    text = _html(run, _results(connection, run["gate_run_id"]))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WpsError(f"cannot make {target.parent}: {error.strerror}; choose a folder this user may write") from None
    write_private(target, text)
    return target


def _run(connection: psycopg.Connection, gate_run_id: int | None) -> dict[str, Any]:
    with connection.cursor(row_factory=dict_row) as cursor:
        run = cursor.execute(
            "select gate_run.*, release_id, (select archive from raw.origin) as archive"
            " from audit.gate_run left join audit.release using (gate_run_id)"
            " where gate_run_id = coalesce(%s, gate_run_id) order by gate_run_id desc limit 1",
            [gate_run_id],
        ).fetchone()
    if run is None:
        named = "is no gate run yet" if gate_run_id is None else f"is no gate run {gate_run_id}"
        raise WpsError(f"There {named}; expected one of audit.gate_run. `wps gate raw` makes one.")
    return run


def _results(connection: psycopg.Connection, gate_run_id: int) -> list[dict[str, Any]]:
    """The expectations, those that failed first, each with its first failing rows."""
    with connection.cursor(row_factory=dict_row) as cursor:
        results = cursor.execute(
            "select * from audit.gate_result where gate_run_id = %s order by success, severity, expectation",
            [gate_run_id],
        ).fetchall()
    for result in results:
        found = connection.execute(
            "select row_data from audit.failing_row where (gate_run_id, expectation) = (%s, %s)"
            " order by row_number limit %s",
            [gate_run_id, result["expectation"], ROWS_SHOWN],
        ).fetchall()
        result["rows"] = [row[0] for row in found]
    return results


def _html(run: dict[str, Any], results: Sequence[dict[str, Any]]) -> str:
    failed = [result for result in results if not result["success"]]
    held = [result for result in results if result["success"]]
    title = f"Gate {run['gate']}, run {run['gate_run_id']}: {TITLES[run['verdict']]}"
    sample = '<p class="sample">SAMPLE: summaries for trying it out; never to cite.</p>'
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        # Whatever a row holds: nothing on this page is run, and nothing is fetched.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        sample if run["archive"] != "official" else "",
        f'<h1>Gate {escape(run["gate"])} is <b class="{escape(run["verdict"] or "")}">',
        f"{escape(TITLES[run['verdict']])}</b></h1>",
        _facts(run, len(results), failed),
        "<h2>What failed</h2>" if failed else "<h2>Nothing failed</h2>",
        *map(_failure, failed),
        f"<h2>What held ({len(held)})</h2><details><summary>Show</summary><ul>",
        *(f"<li>{escape(result['expectation'])}<br><small>{escape(result['description'])}</small>" for result in held),
        "</ul></details></body></html>\n",
    ]
    return "\n".join(filter(None, parts))


def _facts(run: dict[str, Any], expectations: int, failed: Sequence[dict[str, Any]]) -> str:
    critical = sum(result["severity"] == "critical" for result in failed)
    facts = {
        "Run": f"{run['gate_run_id']}, {run['finished_at'] or run['started_at']:%Y-%m-%d %H:%M} UTC",
        "Judged": f"build {run['build_id']}" if run["build_id"] else "what landed",
        "Published": f"as release {run['release_id']}" if run["release_id"] else "not with this run",
        "Expectations": f"{expectations}, of which {len(failed)} failed, {critical} of them critical",
        "All failing rows": f"select * from audit.failed_row where gate_run_id = {run['gate_run_id']}",
    }
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items()) + "</dl>"


def _failure(result: dict[str, Any]) -> str:
    said = {"Expected that": result["description"], "Seen": result["observed"], "To do": result["advice"]}
    rows = result["rows"]
    more = f"the first {len(rows)} of {result['failing_rows']} rows" if len(rows) < result["failing_rows"] else "Rows"
    return "\n".join(
        [
            f'<article class="{escape(result["severity"])}"><h3>{escape(result["expectation"])}</h3>',
            f"<p><small>{escape(result['severity'])}</small></p>",
            *(f"<p><small>{name}</small> {escape(text)}</p>" for name, text in said.items() if text),
            f"<details open><summary>{more.capitalize()}</summary>{_table(rows)}</details>" if rows else "",
            "</article>",
        ]
    )


def _table(rows: Sequence[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = _cells("th", names)
    body = "".join(f"<tr>{_cells('td', (_text(row.get(name)) for name in names))}</tr>\n" for row in rows)
    return f'<div class="rows"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cells(tag: str, texts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def _text(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) <= CHARACTERS_SHOWN:
        return text
    return f"{text[:CHARACTERS_SHOWN]}… ({len(text)} characters)"
