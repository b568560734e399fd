# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures for tests, put together part by part: plain ones, and ones that carry something."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

END = b"IEND"


def chunk(name: bytes, content: bytes = b"") -> bytes:
    """A chunk of PNG."""
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png(*more: bytes, behind: bytes = b"") -> bytes:
    """One red dot as PNG, with more chunks in it and something behind it."""
    dot = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xc0\x30\x20")
    begin = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", dot)
    return begin + b"".join(more) + chunk(b"IDAT", pixels) + chunk(END) + behind


def segment(marker: int, content: bytes) -> bytes:
    """A part of JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(*more: bytes, behind: bytes = b"") -> bytes:
    """Eight red dots each way as JPEG, with more parts in it and something behind it."""
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "#c03020").save(target, "JPEG")
    plain = target.getvalue()
    return plain[:2] + b"".join(more) + plain[2:] + behind
