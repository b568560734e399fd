# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures of a book, by their names in `content/media`: plain files alone, no link is followed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MEDIA = ("content", "media")
LARGEST = 20_000_000  # bytes


def read_pictures(book: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Read those of the pictures that are there."""
    folder = book.joinpath(*MEDIA)
    found = {}
    for name in sorted(set(names)):
        content = _plain_file(folder / name) if Path(name).name == name else None
        if content is not None:
            found[name] = content
    return found


def _plain_file(path: Path) -> bytes | None:
    if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
        return None
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with open(handle, "rb") as file:  # noqa: PTH123 - no link is followed
            content = file.read(LARGEST + 1)
        return content if len(content) <= LARGEST else None
    return None
