# SPDX-License-Identifier: AGPL-3.0-or-later
"""A pipe where a page should be."""

from __future__ import annotations

import os
from pathlib import Path


def make(book: Path) -> None:
    (book / "content/pages").mkdir()
    os.mkfifo(book / "content/pages/take-part.md")
