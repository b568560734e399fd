# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a bench works: on the disk, and in memory where the system has a folder for that.

Creating names costs far more on some file systems than rendering, so each figure says which.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to work in, and the kind of file system it lies on."""

    folder: Path
    kind: str


def places(disk: Path, memory: Path | None = None) -> Iterator[Place]:
    """The disk, and memory where there is such a place."""
    memory = memory or _MEMORY
    if memory.is_dir() and os.access(memory, os.W_OK):
        yield Place(memory, kind_of(memory))
    yield Place(disk, kind_of(disk))


def kind_of(folder: Path, mounts: str | None = None) -> str:
    """The kind of file system a folder lies on, such as `ext4`; blank where it cannot be told."""
    if mounts is None:
        mounts = _MOUNTS.read_text(encoding="utf-8") if _MOUNTS.exists() else ""
    kinds = {line.split()[1]: line.split()[2] for line in mounts.splitlines()}
    place = folder.resolve()
    return next((kinds[str(up)] for up in (place, *place.parents) if str(up) in kinds), "")
