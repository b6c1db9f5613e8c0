"""How to cite an extract: `CITATION.cff`, which people and reference managers read."""

import json

from reports.edition import SAMPLE, Edition


def citation_cff(edition: Edition) -> str:
    """The file, in the Citation File Format 1.2.0: the extract, and each source as a reference."""
    dated = f"{edition.origin.dated:%Y-%m-%d}"
    made_from = f"{edition.origin.label} of {dated}" if edition.origin.release_id is not None else edition.origin.label
    abstract = f"Yearly extract for {edition.year}, {made_from}, of the WPS Accountability Warehouse."
    lines = [
        "cff-version: 1.2.0",
        f"message: {_text('Please cite this extract, and its sources where you use what they say.')}",
        "type: dataset",
        f"title: {_text(title(edition))}",
        f"abstract: {_text(f'{SAMPLE} {abstract}' if edition.is_sample else abstract)}",
        f"version: {_text(edition.name)}",
        f"date-released: {dated}",
        "authors:",
        f"  - name: {_text('WPS Accountability Warehouse')}",
        "references:",
    ]
    for one in edition.sources:
        accepted = one.accepted_at
        lines += [
            "  - type: website",
            f"    title: {_text(one.declared.title)}",
            "    authors:",
            f"      - name: {_text(one.declared.publisher)}",
            f"    url: {_text(one.declared.terms.url)}",
            f"    notes: {_text(one.declared.acknowledgement)}",
            *([f"    date-accessed: {accepted:%Y-%m-%d}"] if accepted else []),
        ]
    return "\n".join(lines) + "\n"


def title(edition: Edition) -> str:
    """What an extract is called."""
    sample = "SAMPLE: " if edition.is_sample else ""
    return f"{sample}Women, peace and security in the Security Council: {edition.year}"


def _text(text: str) -> str:
    """A YAML text: every JSON text is one."""
    return json.dumps(text, ensure_ascii=False)
