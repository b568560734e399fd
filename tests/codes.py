# SPDX-License-Identifier: AGPL-3.0-or-later
"""Printed codes, read back from a page as a phone would, and from a copy of a copy of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import zxingcpp

from tests.copier import copied, picture


def codes_of(file: Path, page: int = 1, copies: int = 0, dpi: int = 300) -> list[str]:
    """What the codes of a page say, sorted; with `copies` generations of a copier between."""
    seen = picture(file, page, dpi)
    if copies:
        seen = copied(seen, copies)
    return sorted(code.text for code in zxingcpp.read_barcodes(seen) if code.valid)


def text_of(file: Path) -> str:
    """The words of a file, a blank between them."""
    read = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True)
    return " ".join(read.stdout.split())
