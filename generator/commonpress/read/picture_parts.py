# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a picture carries beside what is seen: where it was taken, with what, and by whom.

JPEG is read by its markers (ITU-T T.81, annex B) and PNG by its chunks (W3C PNG, 5), no pixel is
decoded. What is not on the short list of parts that only say how to show the picture is told.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.read.limits import MEDIA_DOTS
from commonpress.read.text import TOO_LARGE

PICTURE_CARRIES = Code(
    "picture-carries",
    "A picture that comes from a camera or a telephone says where and when it was taken, and often "
    "with whose device. In the history it stays for ever. `commonpress clean-image FILE` leaves "
    "the picture alone in the file.",
    private=True,
)
CODES = (PICTURE_CARRIES,)

NO_END = "no end: it was cut off"

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
# Parts that only say how to show the picture.
_PLAIN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP".split()
)
# JFIF without a small picture in it, the colours of sRGB, and how Adobe's programs mix colours.
_JFIF_BYTES, _ADOBE_BYTES = 14, 12
_COMMENT, _SCAN, _END = 0xFE, 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROFILE = "a profile of colours that names a device"
_PROFILE_BYTES = 100_000


def picture_findings(path: str, content: bytes) -> Iterator[Diagnostic]:
    """What is said of a picture that carries anything, or has more dots than can be held."""
    wide, high = size_of(content)
    if wide * high > MEDIA_DOTS:
        message = f"this picture has {wide} times {high} dots"
        hint = f"make it smaller: {MEDIA_DOTS // 1_000_000} million dots are most"
        yield Diagnostic(TOO_LARGE, Span(path), message, hint)
    for what in carried(content):
        message = f"this picture carries {what}"
        yield Diagnostic(
            PICTURE_CARRIES, Span(path), message, f"run `commonpress clean-image {path}`"
        )


def carried(content: bytes) -> tuple[str, ...]:
    """What a picture carries, in words, each once; nothing where it is only a picture."""
    if content.startswith(_PNG):
        return tuple(dict.fromkeys(_in_png(content)))
    if content.startswith(_JPEG):
        return tuple(dict.fromkeys(_in_jpeg(content)))
    return ("something that is no PNG and no JPEG",)


def size_of(content: bytes) -> tuple[int, int]:
    """How many dots wide and high a picture says it is; (0, 0) where it does not say."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR":
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if content.startswith(_JPEG):
        return max(_sizes_in_jpeg(content), default=(0, 0), key=lambda size: size[0] * size[1])
    return 0, 0


def _sizes_in_jpeg(content: bytes) -> Iterator[tuple[int, int]]:
    """What each head of a frame says (T.81, B.2.2): its height stands before its width."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _FRAMES:
            high, wide = content[at + 5 : at + 7], content[at + 7 : at + 9]
            yield int.from_bytes(wide, "big"), int.from_bytes(high, "big")
        if marker in {_SCAN, _END}:
            return
        size = 0 if marker == 0xFF else int.from_bytes(content[at + 2 : at + 4], "big")
        at += 1 if marker == 0xFF else 2 + max(size, 2)


def _in_png(content: bytes) -> Iterator[str]:
    at = len(_PNG)
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        name = content[at + 4 : at + 8]
        if name not in _PLAIN_CHUNKS:
            yield _NAMES.get(name, _STRANGE)
        elif name == b"iCCP" and not _is_srgb(_unpacked(content[at + 8 : at + 8 + size])):
            yield _PROFILE
        at += 12 + size
        if name == b"IEND":
            break
    else:
        yield NO_END
    if at < len(content):
        yield "something behind its end"


def _in_jpeg(content: bytes) -> Iterator[str]:
    at = 2
    while at + 2 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == _END:
            if at + 2 < len(content):
                yield "something behind its end"
            return
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        body = content[at + 4 : at + 2 + size]
        if marker == _COMMENT:
            yield "a comment"
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
            if not _is_srgb(body):
                yield _PROFILE
        elif 0xE0 <= marker <= 0xEF and not _is_plain(marker, body):
            yield _NAMES.get(body[:4], _STRANGE)
        at += 2 + max(size, 2)
        if marker == _SCAN:
            at = _behind_scan(content, at)
    yield NO_END


def _is_plain(marker: int, body: bytes) -> bool:
    """Whether a part for programs says only how to show the picture."""
    if marker == 0xE0:
        return body.startswith(b"JFIF\0") and len(body) == _JFIF_BYTES
    return marker == 0xEE and body.startswith(b"Adobe") and len(body) == _ADOBE_BYTES


def _is_srgb(profile: bytes) -> bool:
    """Whether a profile calls itself sRGB, in either of the two ways in which profiles write."""
    return b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile


def _unpacked(chunk: bytes) -> bytes:
    """The profile in a chunk of PNG: a name, how it is packed, and so much of it as is needed."""
    packed = chunk.partition(b"\0")[2][1:]
    try:
        return zlib.decompressobj().decompress(packed, _PROFILE_BYTES)
    except zlib.error:
        return b""


def _behind_scan(content: bytes, at: int) -> int:
    """Where the next marker stands; zero bytes and restart marks belong to the scan."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
        else:
            return at
    return len(content)


_STRANGE = "a part that does not belong to the picture"
_NAMES = {
    b"acTL": "more pictures than the one that is seen",
    b"fcTL": "more pictures than the one that is seen",
    b"fdAT": "more pictures than the one that is seen",
    b"JFXX": "a second, smaller picture",
    b"JFIF": "a second, smaller picture",
    b"MPF\0": "a second, smaller picture",
    b"tEXt": "a text",
    b"zTXt": "a text",
    b"iTXt": "a text",
    b"tIME": "the time at which it was changed",
    b"eXIf": "what a camera wrote, such as where and when",
    b"Exif": "what a camera wrote, such as where and when",
    b"http": "a description of how it was made",
    b"Phot": "a description of how it was made",
}
