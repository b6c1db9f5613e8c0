"""A .docx whose bytes depend on nothing but what is in it: fixed properties, fixed times of its parts."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from docx.document import Document

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold


def save(document: Document, path: Path, *, title: str, subject: str, author: str, dated: datetime) -> None:
    """Write the document with these core properties; `dated` stands for all of its times."""
    known = document.core_properties
    known.title, known.subject, known.author, known.last_modified_by = title, subject, author, author
    known.created = known.modified = dated.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    known.comments, known.keywords, known.category, known.language, known.revision = "", "", "", "en-GB", 1
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, date_time=_NO_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            packed.writestr(entry, parts.read(name))
