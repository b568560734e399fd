# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page that is a link to a file outside the book."""

from __future__ import annotations

from pathlib import Path


def make(book: Path) -> None:
    page = book / "content/pages/take-part.md"
    page.parent.mkdir()
    page.symlink_to("/etc/hostname")
