"""The document of the yearly extract: in the manner of an annex, numbered, with its figures, footnotes and index."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docx.oxml.xmlchemy import BaseOxmlElement

from reports import (
    document_commitments,
    document_council,
    document_countries,
    document_limits,
    document_plans,
    document_sources,
    docx_file,
)
from reports.chart_style import Chart
from reports.document_page import Page, page_number, tab
from reports.docx_xml import paragraph, text_run
from reports.edition import SAMPLE, Edition

AUTHOR = "WPS Accountability Warehouse"
_PDF_SECONDS = 180


def write(edition: Edition, path: Path, charts: Sequence[Chart]) -> None:
    """Write the document of the edition, with the charts that `reports.charts.write` drew of it.

    The same edition gives the same bytes.
    """
    page, drawn = Page(edition), {chart.name: chart for chart in charts}
    document_sources.front(page)
    document_sources.summary(page)
    document_sources.made_from(page)
    document_sources.definitions(page)
    document_council.write(page, drawn)
    document_commitments.write(page, drawn)
    document_council.statements(page)
    document_plans.write(page, drawn)
    document_countries.write(page)
    document_limits.reconciliation(page)
    document_limits.indicators(page)
    document_limits.method(page)
    page.index()
    page.header(_sample(edition), [*_sample(edition), _running(edition)])
    page.footer([_foot()], [_foot()])
    page.footnotes.put_into(page.document)
    title = f"Women and peace and security in {edition.year}"
    docx_file.save(
        page.document,
        path,
        title=f"{title} (SAMPLE)" if edition.is_sample else title,
        subject=f"Yearly extract, {edition.origin.label}. Not a United Nations document.",
        author=AUTHOR,
        dated=edition.origin.dated,
    )


def to_pdf(path: Path) -> Path | None:
    """The document as PDF beside it, made by LibreOffice; None where there is none, or where it does not manage."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as home:
        command = [program, f"-env:UserInstallation={Path(home).as_uri()}", "--headless", "--convert-to", "pdf"]
        try:
            subprocess.run(  # noqa: S603
                [*command, "--outdir", home, str(path.absolute())],
                env={**os.environ, "HOME": home},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_PDF_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        made = Path(home) / f"{path.stem}.pdf"
        if not made.is_file():
            return None
        return Path(shutil.move(made, path.with_suffix(".pdf")))


def _sample(edition: Edition) -> list[BaseOxmlElement]:
    """What stands at the head of every page of a document made from the sample."""
    return [paragraph("Samplemark", [text_run(SAMPLE)])] if edition.is_sample else []


def _running(edition: Edition) -> BaseOxmlElement:
    words = f"Women and peace and security in {edition.year}"
    return paragraph("header", [text_run(words), tab(), text_run(f"{AUTHOR}, {edition.origin.label}")])


def _foot() -> BaseOxmlElement:
    return paragraph("footer", [text_run("Not a United Nations document"), tab(), *page_number()])
