# SPDX-License-Identifier: AGPL-3.0-or-later
"""Replaces files of a book: all of them or none, and only those that differ."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from commonpress.render.artifact import Artifact


def replace_files(book: Path, artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """Write the files that differ from what is there, and say which these were.

    Each is written aside first and then put in place, so that a full disk changes nothing.
    """
    changed = [one for one in artifacts if _content(book / one.path) != one.content]
    aside = {one.path: _aside(book / one.path) for one in changed}
    try:
        for one in changed:
            aside[one.path].parent.mkdir(parents=True, exist_ok=True)
            aside[one.path].write_bytes(one.content)
        for one in changed:
            aside[one.path].replace(book / one.path)
    finally:
        for path in aside.values():
            path.unlink(missing_ok=True)
    return tuple(one.path for one in changed)


def _aside(file: Path) -> Path:
    return file.with_name(f".{file.name}.new")


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
