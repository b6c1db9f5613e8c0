"""The parser of un_resolutions: one page of the UN's machine-readable resolutions to records. Pure, no input or output.

Record kinds: resolution_metadata, vote (data_extract/*.json); resolution, paragraph; statement; draft.
"""

import re

from extractors.core.records import Page, PageError, Parsed, Reject
from extractors.sources.un_resolutions import header
from extractors.sources.un_resolutions.metadata import parse_metadata
from extractors.sources.un_resolutions.paths import RAW_ROOT, FileKind, classify, path_of
from extractors.sources.un_resolutions.resolutions import parse_draft, parse_resolution
from extractors.sources.un_resolutions.statements import parse_statement
from extractors.sources.un_resolutions.text import UnreadableXmlError, local_name, parse_xml, storable

__all__ = ["PARSER_VERSION", "FileKind", "classify", "parse"]

PARSER_VERSION = 1

_WEB_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html[\s>]|<head[\s>])", re.IGNORECASE)
_CLOSED = re.compile(rb"</(?:\w+:)?akomaNtoso\s*>\s*(?:<!--.*?-->\s*)*\Z", re.DOTALL)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DOCUMENTS = {
    FileKind.RESOLUTION: parse_resolution,
    FileKind.STATEMENT: parse_statement,
    FileKind.DRAFT: parse_draft,
}


def parse(page: Page) -> Parsed:
    """Read one page. The kind of the file follows from its path (see paths.classify).

    Raises PageError for an address of another source. What cannot be read is a reject: unwanted_file, not_english,
    empty_file, html_page, cut_off, unreadable_xml, not_akoma_ntoso, no_symbol, no_text, and those of metadata.py. By
    then the bytes are known to be those that the listing names: what is wrong with them is so in the repository, and
    one such file must not keep all others back.
    """
    path = path_of(page.url)
    if path is None:
        raise PageError(f"address {page.url!r} is not of this source; expected {RAW_ROOT}<path>; mend the crawl")
    kind = classify(path)
    if kind is FileKind.JUNK:
        return _reject("unwanted_file", "a metadata file or an English document", storable(path))
    if kind is FileKind.OTHER_LANGUAGE:
        return _reject("not_english", "an English document", storable(path))
    if not page.body:
        return _reject("empty_file", "a document", "0 bytes")
    if _WEB_PAGE.match(page.body.removeprefix(_BYTE_ORDER_MARK)):
        return _reject("html_page", "XML or JSON Lines", storable(repr(page.body[:40])))
    if kind is FileKind.METADATA:
        return parse_metadata(page.body.removeprefix(_BYTE_ORDER_MARK))
    return _parse_document(kind, path, page.body)


def _parse_document(kind: FileKind, path: str, body: bytes) -> Parsed:
    try:
        root, recovered = parse_xml(body)
    except UnreadableXmlError as error:
        return _reject("unreadable_xml", "Akoma Ntoso XML", storable(str(error)[:200]))
    if header.statement_of(root) is None:
        return _reject("not_akoma_ntoso", "akomaNtoso/statement", local_name(root) or "no element")
    if recovered and not _CLOSED.search(body):
        return _reject("cut_off", "</akomaNtoso> at the end", f"an end after {len(body)} bytes")
    return _DOCUMENTS[kind](path, root, {"malformed_xml"} if recovered else set())


def _reject(reason: str, expected: str, seen: str) -> Parsed:
    return Parsed((), (Reject(reason, "page", expected, seen),))
