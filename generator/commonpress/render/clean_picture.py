# SPDX-License-Identifier: AGPL-3.0-or-later
"""A picture drawn anew, dot by dot: what is seen is kept, and nothing else of the file is.

Whatever a camera, a program or an enemy put between, before or behind the dots stays behind.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile, ImageOps

from commonpress.read.limits import MEDIA_DOTS

_JPEG_QUALITY = 90
# Of a picture on a page: a column on a sharp screen, and light enough for a telephone.
MOST_WIDE, MOST_HIGH = 1_280, 1_800  # dots
MOST_BYTES = 250_000
# From the best to the smallest: how wide, and how closely a JPEG is kept (a PNG: how many colours).
_JPEG = ((1_280, 85), (1_280, 75), (960, 75), (960, 60), (640, 60), (480, 50))
_PNG = ((1_280, 0), (1_280, 256), (960, 256), (640, 128), (480, 64))


class NoPictureError(Exception):
    """It cannot be read as PNG or JPEG, or has too many dots; the message says which."""


def drawn_anew(content: bytes) -> bytes:
    """The same picture in the same format, turned upright, in the colours of sRGB.

    Raises `NoPictureError` where there is none.
    """
    dots, form = _dots(content)
    return _saved(dots, form, 0 if form == "PNG" else _JPEG_QUALITY)


def drawn_for_a_page(content: bytes) -> bytes:
    """The same, as wide and as many bytes as a page may have. What is small stays as it is.

    Raises `NoPictureError` where there is none.
    """
    dots, form = _dots(content)
    drawn = b""
    for width, keeping in _PNG if form == "PNG" else _JPEG:
        smaller = dots.copy()
        most = (width, width * MOST_HIGH // MOST_WIDE)
        smaller.thumbnail(most, Image.Resampling.LANCZOS, reducing_gap=None)
        drawn = _saved(smaller, form, keeping)
        if len(drawn) <= MOST_BYTES:
            break
    return drawn


def _saved(dots: Image.Image, form: str, keeping: int) -> bytes:
    """As a file: a JPEG of that quality, or a PNG of so many colours, all of them where it is 0."""
    target = io.BytesIO()
    if form == "PNG":
        if keeping:
            dots = dots.quantize(keeping, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        dots.save(target, form, optimize=True)
    else:
        dots.save(target, form, quality=keeping, optimize=True)
    return target.getvalue()


def _dots(content: bytes) -> tuple[Image.Image, str]:
    """What is seen of a picture, upright, in a picture that was never a file; and its format.

    Raises `NoPictureError` where there is none.
    """
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # of what is left behind
            _whole_pictures_only(),
            Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened,
        ):
            form = str(opened.format)
            if opened.width * opened.height > MEDIA_DOTS:
                raise NoPictureError(f"it has more than {MEDIA_DOTS // 1_000_000} million dots")
            upright = ImageOps.exif_transpose(opened)
            return _copied(upright, form), form
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise NoPictureError("it cannot be read as PNG or JPEG") from None


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Nothing that is missing is made up, though who sets paper lets Pillow do so for all."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _copied(picture: Image.Image, form: str) -> Image.Image:
    """The dots alone, in a picture that was never a file."""
    is_clear = form == "PNG" and picture.has_transparency_data
    plain = picture.convert("RGBA" if is_clear else "L" if picture.mode in {"1", "L"} else "RGB")
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    return fresh
