# SPDX-License-Identifier: AGPL-3.0-or-later
"""A record with the mode of a program."""

from __future__ import annotations

from pathlib import Path


def make(book: Path) -> None:
    (book / "content/pages/take-part.md").chmod(0o755)
