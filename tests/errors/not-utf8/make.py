# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file saved in the encoding of an old system."""

from __future__ import annotations

from pathlib import Path


def make(book: Path) -> None:
    (book / "content").mkdir()
    settings = "name: Tidewater Row Commons\ntagline: Cafés and kitchens\n"
    (book / "content/commons.yml").write_text(settings, encoding="latin-1")
