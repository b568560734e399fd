# SPDX-License-Identifier: AGPL-3.0-or-later
"""The process camera: a contributed picture becomes black and white at the size it is printed.

Drawings in ink are cut at half black. Photographs become a halftone of dots at 45 degrees, 45 to
the inch, which a copier can print and copy again. Only here is Pillow used. No date, place or
name that a picture carries survives: the pixels alone are taken.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from PIL import Image

from commonpress.kinds.publication import Screen

LEAST_DPI = {Screen.LINE: 300, Screen.HALFTONE: 200}
LINES_PER_INCH = 45
_PRINT_DPI = 600
_MM_PER_INCH = 25.4


class UnusablePictureError(Exception):
    """A picture that cannot be printed; its text says why, as a sentence."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture ready for print: a PNG of one bit, and its size on paper in mm."""

    png: bytes
    width: float
    height: float


def screened(picture: bytes, width: float, screen: Screen) -> Plate:
    """Make a picture black and white at `width` mm.

    Raises `UnusablePictureError` where it is no picture, or too coarse for that size.
    """
    grey = _grey(picture)
    dpi = grey.width / width * _MM_PER_INCH
    if dpi < LEAST_DPI[screen]:
        fits = math.floor(grey.width / LEAST_DPI[screen] * _MM_PER_INCH)
        raise UnusablePictureError(
            f"it has {dpi:.0f} dots an inch at {width:g} mm and needs {LEAST_DPI[screen]}; "
            f"it can be {fits} mm wide"
        )
    height = width * grey.height / grey.width
    bits = _line(grey) if screen is Screen.LINE else _halftone(grey, width, height)
    target = io.BytesIO()
    bits.save(target, "PNG", optimize=True)
    return Plate(target.getvalue(), width, round(height, 2))


def _grey(picture: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            seen = opened.convert("RGBA")
    except (OSError, Image.DecompressionBombError, ValueError, SyntaxError):
        raise UnusablePictureError("it is no PNG and no JPEG that can be read") from None
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen).convert("L")


def _line(grey: Image.Image) -> Image.Image:
    return grey.point(lambda tone: 255 * (tone >= 128)).convert("1", dither=Image.Dither.NONE)


def _halftone(grey: Image.Image, width: float, height: float) -> Image.Image:
    """Dots that grow with the tone: each pixel is held against a cell that repeats."""
    size = tuple(round(side / _MM_PER_INCH * _PRINT_DPI) for side in (width, height))
    large = grey.resize((size[0], size[1]), Image.Resampling.LANCZOS)
    cell = _cell(round(_PRINT_DPI / LINES_PER_INCH * math.sqrt(2)))
    tiled = Image.new("L", large.size)
    for top in range(0, large.height, cell.height):
        for left in range(0, large.width, cell.width):
            tiled.paste(cell, (left, top))
    tones, limits = large.tobytes(), tiled.tobytes()
    bits = bytes(255 * (tone > limit) for tone, limit in zip(tones, limits, strict=True))
    return Image.frombytes("L", large.size, bits).convert("1", dither=Image.Dither.NONE)


def _cell(side: int) -> Image.Image:
    """The limits of one cell with two dots, one at its corners: rows of dots at 45 degrees."""
    turns = [2 * math.pi * (place + 0.5) / side for place in range(side)]
    values = [(math.cos(x) * math.cos(y), x, y) for y in turns for x in turns]
    order = sorted(range(len(values)), key=lambda place: values[place])
    limits = bytearray(len(values))
    for rank, place in enumerate(order):
        limits[place] = min(254, rank * 255 // len(values))
    return Image.frombytes("L", (side, side), bytes(limits))
