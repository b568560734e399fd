# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a run keeps beside a book is kept out of the book's history, whoever writes it first."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_NOTE: Final = "# Kept for the next run, and safe to delete.\n*\n"


def keep_out_of_git(folder: Path) -> None:
    """Lay the note into a folder that lets git pass over all of it. One that is there stays."""
    note = folder / ".gitignore"
    if not note.exists():
        note.write_text(_NOTE, encoding="utf-8")
