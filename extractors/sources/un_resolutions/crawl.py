"""How the pages of `un_resolutions` are found: the repository's tree listing names every file and its blob sha."""

import hashlib
import json
import re
from urllib.parse import quote, unquote

from extractors.core import strict_json
from extractors.core.records import Listing, Page, PageError, Reject, Target
from extractors.sources.un_resolutions.parse import FileKind, classify
from extractors.sources.un_resolutions.text import storable

CANONICAL_RAW = "https://raw.githubusercontent.com/UNxml/SCresolutions/HEAD/"
CANONICAL_TREE = "https://api.github.com/repos/UNxml/SCresolutions/git/trees/HEAD?recursive=1"

_SHA = re.compile(r"[0-9a-f]{40}")


def listings(urls: dict[str, str]) -> list[Target]:
    """The pages that name the others."""
    return [Target(url=CANONICAL_TREE, address=urls["tree"])]


def read_listing(page: Page, urls: dict[str, str]) -> Listing:
    """Read the tree listing: which files there are, and the blob sha of each as its change cursor.

    Files in other languages are counted as ignored; files of no known kind are rejects. Raises PageError when the
    page is not a complete tree listing (`truncated: true` is an incomplete one: GitHub's API says so).
    """
    try:
        answer = strict_json.load(page.body)
        entries = sorted(_entry(entry) for entry in answer["tree"] if entry["type"] == "blob")
        truncated = answer["truncated"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PageError(
            f"{page.url}: expected a tree listing (JSON with tree and truncated), saw {page.body[:60]!r} "
            f"({type(error).__name__}). Look whether the address is right and the API still answers in this shape."
        ) from None
    if truncated is not False:
        raise PageError(
            f"{page.url}: saw truncated: {json.dumps(truncated)[:20]}, expected a complete tree listing; nothing was "
            "taken. Run again; if it stays so, the listing has to be read folder by folder."
        )
    targets, rejects, ignored = [], [], 0
    for path, sha in entries:
        kind = classify(path) if path == storable(path) else FileKind.JUNK
        if kind is FileKind.JUNK:
            rejects.append(Reject("unknown_file", path, "a file of a known folder and kind", path))
        elif kind is FileKind.OTHER_LANGUAGE:
            ignored += 1
        else:
            where = quote(path)
            targets.append(Target(url=CANONICAL_RAW + where, address=urls["raw"] + where, cursor=sha))
    return Listing(targets=tuple(targets), rejects=tuple(rejects), ignored=ignored)


def _entry(entry: dict[str, object]) -> tuple[str, str]:
    """Path and blob sha of a file. Raises KeyError or ValueError where it has none."""
    path, sha = str(entry["path"]), str(entry["sha"])
    if not path or not _SHA.fullmatch(sha):
        raise ValueError(sha)
    return path, sha


def check_body(target: Target, body: bytes) -> None:
    """Hold the bytes against the listing's blob sha (git: sha1 of "blob <size>\\0" and the bytes).

    Raises PageError when they differ: the file was cut short, or changed since it was listed.
    """
    seen = hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()
    if seen != target.cursor:
        raise PageError(
            f"{unquote(target.url)}: expected the bytes listed as blob {target.cursor}, saw blob {seen} "
            f"({len(body)} bytes): cut short, not the file, or changed since it was listed. Run the crawl again."
        )
