# SPDX-License-Identifier: AGPL-3.0-or-later
"""A finished file, before anything is written: what every renderer returns.

Most are small and held in memory. What may be very long (a ledger of ten years in eight formats)
is given to a `Keeper` in pieces, as they are made. A door that writes files keeps them on the
disk, and then only the name of the place is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site, the zine or the data.

    `path` is relative to the folder it will stand in, with "/" between its parts;
    `content` is its bytes, to the last one. Where they are kept on the disk, `content` is blank
    and `aside` is the file that holds them for as long as the build takes.
    """

    path: str
    content: bytes = b""
    aside: Path | None = None

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) if self.aside is None else self.aside.stat().st_size

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hexadecimal digits."""
        found = sha256()
        for piece in self.pieces():
            found.update(piece)
        return found.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, one piece after the other."""
        if self.aside is None:
            yield self.content
            return
        with self.aside.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece

    def under(self, folder: str) -> Artifact:
        """The same file, in a folder."""
        return replace(self, path=f"{folder}/{self.path}")


Keeper = Callable[[str, Iterable[bytes]], Artifact]


def in_memory(path: str, pieces: Iterable[bytes]) -> Artifact:
    """Keep a file in memory, whole."""
    return Artifact(path, b"".join(pieces))
