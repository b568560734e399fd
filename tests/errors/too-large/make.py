# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page longer than a book."""

from __future__ import annotations

from pathlib import Path


def make(book: Path) -> None:
    page = book / "content/pages/take-part.md"
    page.parent.mkdir()
    page.write_text(
        "---\ntitle: Take part\n---\n" + "Come on Tuesday.\n" * 16_000, encoding="utf-8"
    )
