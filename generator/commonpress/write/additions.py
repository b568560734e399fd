# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adds new files to a book: all of them or none, and never over what is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from commonpress.render.artifact import Artifact


class TakenError(Exception):
    """Files that would be written are there already. The message names them."""


def add_files(book: Path, artifacts: Sequence[Artifact]) -> None:
    """Write new files into a book. Raises TakenError, before anything is written, if one exists."""
    taken = [a.path for a in artifacts if (book / a.path).exists()]
    if taken:
        raise TakenError(", ".join(taken))
    done: list[Path] = []
    try:
        for artifact in artifacts:
            path = book / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            done.append(path)
            with path.open("xb") as file:
                file.write(artifact.content)
    except OSError:
        for path in done:
            path.unlink(missing_ok=True)
        raise
