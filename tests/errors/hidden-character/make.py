# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sign that turns the reading direction round, so that 100 looks like 001."""

from __future__ import annotations

from pathlib import Path


def make(book: Path) -> None:
    settings = "name: Tidewater Row Commons\nquorum: 3\ntagline: Gave \u202e001 euros\n"
    (book / "content/commons.yml").write_text(settings, encoding="utf-8")
