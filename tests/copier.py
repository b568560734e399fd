# SPDX-License-Identifier: AGPL-3.0-or-later
"""A copier on paper's behalf: what is left of a page after a copy of a copy.

A model, harsh on purpose: 300 dots an inch in grey, blurred by 1.3 dots, then black or white at
120 of 255; and all of it twice. Whether words can still be read is judged by their shapes: how
much of each word's ink is still there, and into how many blobs it has come apart or run together.
"""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageFilter
from scipy import ndimage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fold import Word

DPI = 300
BLUR, THRESHOLD = 1.3, 120


def picture(pdf: Path, page: int, dpi: int = DPI) -> Image.Image:
    """Render one page in grey, as a copier's glass sees it."""
    command = ["pdftoppm", "-f", str(page), "-l", str(page), "-r", str(dpi), "-gray", str(pdf)]
    return Image.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))


def copied(original: Image.Image, generations: int = 2) -> Image.Image:
    """Copy a page, and copy the copy."""
    for _ in range(generations):
        blurred = original.filter(ImageFilter.GaussianBlur(BLUR))
        original = blurred.point(lambda grey: 255 * (grey > THRESHOLD))
    return original


@dataclass(frozen=True)
class Survival:
    """What is left of a word: its share of ink, and its blobs before and after."""

    text: str
    ink: float
    blobs: int
    whole: int


def survival(word: Word, width: float, before: Image.Image, after: Image.Image) -> Survival:
    """Compare a word on a page and on its copy; `width` is of its box, in points."""
    scale = DPI / 72
    box = (
        round((word.x - width / 2) * scale),
        round((word.y - word.height / 2) * scale),
        round((word.x + width / 2) * scale),
        round((word.y + word.height / 2) * scale),
    )
    was, stayed = _ink(before.crop(box)), _ink(after.crop(box))
    kept = float((was & stayed).sum() / max(1, was.sum()))
    return Survival(word.text, kept, _blobs(stayed), _blobs(was))


def _ink(crop: Image.Image) -> Any:
    return np.asarray(crop) < 128


def _blobs(ink: Any) -> int:
    """Count connected pieces of more than four dots: specks are no strokes."""
    labels, count = ndimage.label(ink, structure=np.ones((3, 3)))
    sizes = ndimage.sum_labels(ink, labels, range(1, count + 1))
    return int((np.asarray(sizes) > 4).sum())
