# SPDX-License-Identifier: AGPL-3.0-or-later
"""The memory of pages in the folder of a book: where the last build left it, and this one will."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from commonpress.render.artifact import Artifact
from commonpress.render.page_memory import PageMemory
from commonpress.write.memory import FolderMemory

ROOM = "pages"


class KeptPages:
    """What is remembered of the pages in one output folder.

    Safe to delete, and of no use to another version of the program: nothing is recalled then.
    """

    def __init__(self, book: Path, site: Path, program: bytes) -> None:
        self._site = site
        self._folder = FolderMemory(book, ROOM, program)
        self._of = str(site.absolute())
        self.memory = PageMemory(self._folder.recall(self._of), self._read, program)

    def keep(self, site: Iterable[Artifact]) -> None:
        """Keep what the next build may know of these files, which have just been written."""
        self._folder.keep(self._of, self.memory.for_the_next(site))
        self._folder.forget_the_rest()

    def _read(self, path: str) -> bytes | None:
        """A file of the site as it lies there; a link is not followed."""
        with suppress(OSError):
            where = os.open(f"{self._site}/{path}", os.O_RDONLY | os.O_NOFOLLOW)
            with open(where, "rb", buffering=0) as file:  # noqa: PTH123 - no link is followed
                return file.read()
        return None
