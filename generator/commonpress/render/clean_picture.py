# SPDX-License-Identifier: AGPL-3.0-or-later
"""A picture drawn anew, dot by dot: what is seen is kept, and nothing else of the file is.

Whatever a camera, a program or an enemy put between, before or behind the dots stays behind.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

MOST_DOTS = 50_000_000  # of a picture; more would fill the memory
_JPEG_QUALITY = 90


class NoPictureError(Exception):
    """It cannot be read as PNG or JPEG, or has too many dots; the message says which."""


def drawn_anew(content: bytes) -> bytes:
    """The same picture in the same format, turned upright, in the colours of sRGB.

    Raises `NoPictureError` where there is none.
    """
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # of what is left behind
            Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened,
        ):
            form = str(opened.format)
            if opened.width * opened.height > MOST_DOTS:
                raise NoPictureError(f"it has more than {MOST_DOTS // 1_000_000} million dots")
            upright = ImageOps.exif_transpose(opened)
            dots = _copied(upright, form)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise NoPictureError("it cannot be read as PNG or JPEG") from None
    target = io.BytesIO()
    if form == "PNG":
        dots.save(target, form, optimize=True)
    else:
        dots.save(target, form, quality=_JPEG_QUALITY, optimize=True)
    return target.getvalue()


def _copied(picture: Image.Image, form: str) -> Image.Image:
    """The dots alone, in a picture that was never a file."""
    is_clear = form == "PNG" and picture.has_transparency_data
    plain = picture.convert("RGBA" if is_clear else "L" if picture.mode in {"1", "L"} else "RGB")
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    return fresh
