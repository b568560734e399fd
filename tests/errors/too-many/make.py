# SPDX-License-Identifier: AGPL-3.0-or-later
"""More lines of contact than there are people."""

from __future__ import annotations

from pathlib import Path


def make(book: Path) -> None:
    settings = book / "content/commons.yml"
    with settings.open("a", encoding="utf-8") as file:
        file.write("contact:\n" + "- a\n" * 50_000)
