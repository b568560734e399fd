# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a run keeps for the next one, in `build/.cache` of the book; safe to delete at any time.

What is kept is found by the text it was made of and by the program that made it: another
version, or one file of the program that differs, finds nothing. What a run did not ask for is
thrown away at its end.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from commonpress.ground.unpublished import keep_out_of_git

_BELOW = ("build", ".cache")


class FolderMemory:
    """A memory in a folder of the book. Where it cannot be read or written, nothing is kept."""

    def __init__(self, book: Path, room: str, program: bytes) -> None:
        self._book = book
        self._room = room
        self._program = program
        self._asked: set[str] = set()

    def recall(self, of: str) -> bytes | None:
        """What was kept of this text, if anything."""
        name = self._name(of)
        folder = self._folder()
        with suppress(OSError):
            if folder is not None:
                where = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW)
                with open(where, "rb", buffering=0) as file:  # noqa: PTH123 - no link is followed
                    return file.read()
        return None

    def keep(self, of: str, made: bytes) -> None:
        """Keep what was made of this text. A run that is cut off leaves no half of it."""
        name = self._name(of)
        with suppress(OSError):
            folder = self._folder(make=True)
            if folder is not None:
                half = folder / f"{name}.{os.getpid()}"
                half.write_bytes(made)
                half.replace(folder / name)

    def forget_the_rest(self) -> None:
        """Throw away what nobody asked for."""
        with suppress(OSError):
            folder = self._folder()
            for file in folder.iterdir() if folder is not None else ():
                if file.name not in self._asked:
                    file.unlink()

    def _name(self, of: str) -> str:
        name = blake2b(of.encode(), key=self._program, digest_size=20).hexdigest()
        self._asked.add(name)
        return name

    def _folder(self, *, make: bool = False) -> Path | None:
        """The folder; None where there is none, or where a link would lead out of the book."""
        folder = self._book
        for name in (*_BELOW, self._room):
            folder /= name
            if make and not folder.exists():
                folder.mkdir()
            if folder.is_symlink() or not folder.is_dir():
                return None
            if make and name == _BELOW[-1]:
                keep_out_of_git(folder)
        return folder


def program_at(folder: Path, *versions: str) -> bytes:
    """A mark of this very program: its versions, and name, size and time of each of its files."""
    mark = blake2b(digest_size=32)
    for version in versions:
        mark.update(f"{version}\n".encode())
    for file in sorted(chain(folder.rglob("*.py"), folder.rglob("*.words"))):
        about = file.stat()
        where = file.relative_to(folder).as_posix()
        mark.update(f"{where} {about.st_size} {about.st_mtime_ns}\n".encode())
    return mark.digest()
