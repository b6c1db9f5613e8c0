"""Draws the pictures of docs/for_report_authors.md from an extract of the sample.

    .venv/bin/wps extract 2017 --out DIR && .venv/bin/python docs/make_pictures.py DIR

Needs LibreOffice (soffice) and Poppler (pdftotext, pdftoppm).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

PICTURES = Path(__file__).parent / "pictures"
PAGES = {
    "workbook_cover": (".xlsx", "This extract"),
    "workbook_council": (".xlsx", "Resolutions of the Security Council with language"),
    "document_page": (".docx", "Member States with a National Action Plan at 31 December"),
}
"""Picture -> the file that it is a page of, and words that its page, and none before it, holds."""
WIDE = 1_000
MARGIN = 12
BLANK = 0.1
"""Of the page: a white band so high ends the picture."""


def main(extract: Path) -> None:
    """Write every picture. Raises SystemExit where a page is not found."""
    with tempfile.TemporaryDirectory() as scratch:
        for ending in (".xlsx", ".docx"):
            (file,) = extract.glob(f"*{ending}")
            home = f"-env:UserInstallation={(Path(scratch) / 'home').as_uri()}"
            run("soffice", home, "--headless", "--convert-to", "pdf", "--outdir", scratch, str(file))
            printed = Path(scratch) / f"{file.stem}.pdf"
            for name, (of, words) in PAGES.items():
                if of == ending:
                    draw(printed, words, PICTURES / f"{name}.png")
            printed.unlink()


def draw(printed: Path, words: str, picture: Path) -> None:
    """The first page that holds these words, from its head to the first blank band, without margins."""
    pages = run("pdftotext", "-layout", str(printed), "-").split("\f")
    number = next((at for at, text in enumerate(pages, 1) if words in " ".join(text.split())), None)
    if number is None:
        sys.exit(f"{printed.name} has no page with {words!r}: name other words in PAGES.")
    run("pdftoppm", "-r", "150", "-png", "-f", str(number), "-singlefile", str(printed), str(picture.with_suffix("")))
    page = Image.open(picture).convert("RGB")
    inked = np.asarray(page).min(axis=2) < 250
    rows = np.flatnonzero(inked.any(axis=1))
    gaps = np.flatnonzero(np.diff(rows) > BLANK * page.height)
    bottom = rows[gaps[0]] if len(gaps) else rows[-1]
    columns = np.flatnonzero(inked[: bottom + 1].any(axis=0))
    cut = page.crop((columns[0] - MARGIN, rows[0] - MARGIN, columns[-1] + MARGIN, bottom + MARGIN))
    cut = cut.resize((WIDE, round(cut.height * WIDE / cut.width)), Image.Resampling.LANCZOS)
    cut.quantize(128, Image.Quantize.MAXCOVERAGE).save(picture, optimize=True)


def run(*command: str) -> str:
    """What the command says. Raises CalledProcessError where it fails."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


if __name__ == "__main__":
    main(Path(sys.argv[1]))
