# SPDX-License-Identifier: AGPL-3.0-or-later
"""A book whose files are read once, and again only where the disk says that they changed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final, NamedTuple

from commonpress.read.book import read_book, read_file_quickly
from commonpress.read.content import FileRead
from commonpress.read.files import BookFile
from commonpress.read.raw import ReadBook

# Disks note the time of a change in steps of some milliseconds. A file that changed just before it
# was read may change again within the same step, and look the same.
_STEP_NS: Final = 50_000_000


class _Mark(NamedTuple):
    """What the disk says of a file; another one after any change of it."""

    changed_ns: int
    status_ns: int
    size: int
    node: int


class RememberedBook:
    """Reads a book as often as one likes; what did not change is the very value it was before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, tuple[_Mark, FileRead]] = {}

    def read(self) -> ReadBook:
        """The book as it is now."""
        before, self._files = self._files, {}

        def opened(folder: Path, file: BookFile) -> FileRead:
            mark = _mark_of(folder / file.path)
            known = before.get(file.path)
            read = known[1] if known and known[0] == mark else read_file_quickly(folder, file)
            if mark is not None and time.time_ns() - mark.status_ns > _STEP_NS:
                self._files[file.path] = mark, read
            return read

        return read_book(self._folder, quickly=True, opened=opened)


def _mark_of(path: Path) -> _Mark | None:
    try:
        about = path.stat(follow_symlinks=False)
    except OSError:
        return None
    return _Mark(about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino)
