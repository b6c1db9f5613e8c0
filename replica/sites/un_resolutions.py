"""The repository UNxml/SCresolutions: GitHub's listing of its tree, and its files as raw.githubusercontent.com serves.

Served from a folder in the repository's shape, which is read anew at each request.
"""

import errno
import hashlib
import json
import os
import stat
import threading
import time
from pathlib import Path
from typing import NotRequired, TypedDict
from urllib.parse import unquote

from replica.faults import Faults
from replica.response import JSON, Response, block_page, not_found

LISTING_URL = "https://api.github.com/repos/UNxml/SCresolutions/git/trees/{}"
NAME = "un_resolutions"

# A file written a moment ago may be written again within one tick of the file system's clock and keep its
# mtime and size; its sha is not remembered until it is this old.
SETTLED_NS = 100_000_000

_UNFOLDING = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
ENTITY_BOMB = f'<!DOCTYPE akomaNtoso [<!ENTITY e0 "women">{_UNFOLDING}]><akomaNtoso>&e9;</akomaNtoso>'.encode()

NO_SUCH_FILE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG}


class Entry(TypedDict):
    """One line of GitHub's tree listing; a tree has no size."""

    path: str
    mode: str
    type: str
    sha: str
    size: NotRequired[int]


class UnResolutions:
    """The site's pages: `tree` and `raw/<percent-encoded path>`."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive.resolve()
        self._blob_shas: dict[str, tuple[int, int, str]] = {}
        self._lock = threading.Lock()

    def answer(self, path: str, url: str, faults: Faults) -> Response:
        """The page at `path` (as requested, below the site's root), whose full address is `url`."""
        if path == "tree":
            return self._tree(faults)
        if path.startswith("raw/"):
            if faults.block_page:
                return block_page()
            return self._raw(unquote(path.removeprefix("raw/")), faults)
        return not_found()

    def _tree(self, faults: Faults) -> Response:
        with self._lock:
            sha, entries = self._list_folder(self._archive, "", faults)
        entries.sort(key=lambda entry: entry["path"])
        if faults.empty_folder:
            sha, entries = _git_sha("tree", b""), []
        if faults.tree_short:
            entries = entries[::10]
        if faults.tree_truncated:
            entries = entries[: len(entries) // 2]
        # The real address, not ours: an unchanged listing is the same bytes on whatever port it is served.
        listing = {
            "sha": sha,
            "url": LISTING_URL.format(sha),
            "tree": entries,
            "truncated": bool(faults.tree_truncated),
        }
        return Response(200, json.dumps(listing).encode(), JSON)

    def _raw(self, path: str, faults: Faults) -> Response:
        parts = path.split("/")
        if "\0" in path or not {"", ".", "..", ".git"}.isdisjoint(parts):
            return not_found()
        file = self._archive.joinpath(*parts)
        try:
            # A symbolic link on the way is not followed, wherever it leads; the listing shows none either.
            if any(self._archive.joinpath(*parts[:n]).is_symlink() for n in range(1, len(parts) + 1)):
                return not_found()
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):
                return not_found()
            return Response(200, _spoilt(path, file.read_bytes(), faults), modified=status.st_mtime)
        except OSError as error:
            if error.errno in NO_SUCH_FILE:
                return not_found()
            raise

    def _list_folder(self, folder: Path, prefix: str, faults: Faults) -> tuple[str, list[Entry]]:
        """The git sha of a folder, and an entry for each thing below it. Git knows no empty folder."""
        entries: list[Entry] = []
        objects: dict[bytes, bytes] = {}  # git's order within a tree: by name, a folder's name ending in "/"
        with os.scandir(folder) as items:
            for item in items:
                name, path = os.fsencode(item.name), prefix + item.name
                try:
                    status = item.stat(follow_symlinks=False)
                    if item.name == ".git":
                        continue
                    if stat.S_ISDIR(status.st_mode):
                        sha, below = self._list_folder(folder / item.name, path + "/", faults)
                        if below:
                            entries += [Entry(path=path, mode="040000", type="tree", sha=sha), *below]
                            objects[name + b"/"] = b"40000 " + name + b"\0" + bytes.fromhex(sha)
                    elif stat.S_ISREG(status.st_mode):
                        sha = self._blob_sha(folder / item.name, path, status, faults)
                        mode = "100755" if status.st_mode & stat.S_IXUSR else "100644"
                        entries.append(Entry(path=path, mode=mode, type="blob", sha=sha, size=status.st_size))
                        objects[name] = mode.encode() + b" " + name + b"\0" + bytes.fromhex(sha)
                except FileNotFoundError:  # removed while the folder was being read
                    continue
        return _git_sha("tree", b"".join(objects[name] for name in sorted(objects))), entries

    def _blob_sha(self, file: Path, path: str, status: os.stat_result, faults: Faults) -> str:
        if _is_spoilt(path, faults):
            return _git_sha("blob", _spoilt(path, file.read_bytes(), faults))
        known = self._blob_shas.get(path)
        if known and known[:2] == (status.st_mtime_ns, status.st_size):
            return known[2]
        sha = _git_sha("blob", file.read_bytes())
        if time.time_ns() - status.st_mtime_ns > SETTLED_NS:
            self._blob_shas[path] = (status.st_mtime_ns, status.st_size, sha)
        return sha


def _is_spoilt(path: str, faults: Faults) -> bool:
    return path.endswith(".xml") and (faults.strikes("malformed_xml", path) or faults.strikes("entity_bomb", path))


def _spoilt(path: str, body: bytes, faults: Faults) -> bytes:
    """A file's bytes with the faults that it has: no request's, so that the listing names what is served."""
    if not _is_spoilt(path, faults):
        return body
    return ENTITY_BOMB if faults.strikes("entity_bomb", path) else body.replace(b"<", b"< ")


def _git_sha(kind: str, content: bytes) -> str:
    return hashlib.sha1(b"%b %d\0" % (kind.encode(), len(content)) + content, usedforsecurity=False).hexdigest()
