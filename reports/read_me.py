"""README.txt of an extract: what each file is for, for who opens the folder first."""

from reports.citation import title
from reports.edition import SAMPLE, Edition


def read_me(edition: Edition) -> str:
    """The text, in plain lines."""
    year = edition.year
    warnings = [f"  * Expected: {one.description}. {one.seen}" for one in edition.warnings] or ["  none"]
    lines = [
        title(edition),
        f"Yearly extract {edition.name}, made from {edition.origin.label} ({edition.origin.dated:%Y-%m-%d %H:%M} UTC).",
        *([SAMPLE] if edition.is_sample else []),
        "",
        f"wps-{year}.xlsx       the figures as a workbook; its first sheet says how to read it",
        f"wps-{year}.docx       the same as text with tables, figures and footnotes, to lift from",
        f"wps-{year}.pdf        the same, printed (where LibreOffice was installed; not in the manifest)",
        "figures/            charts as SVG and PNG, each with its data as CSV",
        "figures.csv         every figure with its id, value, unit and definition",
        "trace.csv           the rows behind every figure: paragraph or plan, source; of fetched pages time and sha256",
        "data/               all tables as CSV and as Parquet; datapackage.json describes them (Frictionless)",
        "CITATION.cff        how to cite the extract and its sources",
        "MANIFEST.sha256     sha256 of each file: sha256sum --check MANIFEST.sha256",
        "",
        "Warnings of the gates that the release passed:" if edition.origin.release_id is not None else "Warnings:",
        *warnings,
        "",
        "A figure is wrong? Tell whoever sent you this folder its id, which workbook and document show, and the source",
        "that says otherwise. A correction is one row with a citation, and shows in the next release.",
    ]
    return "\n".join(lines) + "\n"
