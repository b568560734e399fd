# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that are too long for memory wait on the disk until a build knows that it is sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from commonpress.render.artifact import Artifact, Keeper


@contextmanager
def kept_aside(folder: Path) -> Iterator[Keeper]:
    """A keeper that writes each file into a folder of its own in `folder`, which goes at the end.

    They wait beside where they will lie, since there is room for them there.
    """
    was_there = folder.is_dir()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=".aside-", dir=folder) as place:
            count = 0

            def keep(path: str, pieces: Iterable[bytes]) -> Artifact:
                nonlocal count
                count += 1
                file = Path(place) / str(count)
                with file.open("xb") as opened:
                    opened.writelines(pieces)
                return Artifact(path, aside=file)

            yield keep
    finally:
        if not was_there and not any(folder.iterdir()):
            folder.rmdir()  # nothing was written after all
