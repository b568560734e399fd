# SPDX-License-Identifier: AGPL-3.0-or-later
"""A bell in a name: it is heard, not read."""

from __future__ import annotations

from pathlib import Path


def make(book: Path) -> None:
    settings = "name: Tidewater\a Row Commons\n"
    (book / "content/commons.yml").write_text(settings, encoding="utf-8")
