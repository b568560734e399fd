# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two names that differ in capital letters only."""

from __future__ import annotations

from pathlib import Path


def make(book: Path) -> None:
    page = "Not the page `readme`, and on many systems the same file.\n"
    (book / "content/pages/README.md").write_text(page, encoding="utf-8")
