# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a picture carries beside what is seen: where it was taken, with what, and by whom.

JPEG is read by its markers (ITU-T T.81, annex B) and PNG by its chunks (W3C PNG, 5), no pixel is
decoded. What is not on the short list of parts that only say how to show the picture is told.
"""

from __future__ import annotations

from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
# Parts that only say how to show the picture.
_PLAIN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP acTL fcTL fdAT".split()
)
_PLAIN_APPS = {0xE0: (b"JFIF\0", b"JFXX\0"), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}
_COMMENT, _SCAN, _END = 0xFE, 0xDA, 0xD9


def carried(content: bytes) -> tuple[str, ...]:
    """What a picture carries, in words, each once; nothing where it is only a picture."""
    if content.startswith(_PNG):
        return tuple(dict.fromkeys(_in_png(content)))
    if content.startswith(_JPEG):
        return tuple(dict.fromkeys(_in_jpeg(content)))
    return ("something that is no PNG and no JPEG",)


def _in_png(content: bytes) -> Iterator[str]:
    at = len(_PNG)
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        name = content[at + 4 : at + 8]
        if name not in _PLAIN_CHUNKS:
            yield _NAMES.get(name, "a part that does not belong to the picture")
        at += 12 + size
        if name == b"IEND":
            break
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
            at += 2
            break
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        body = content[at + 4 : at + 2 + size]
        if marker == _COMMENT:
            yield "a comment"
        elif 0xE0 <= marker <= 0xEF and not body.startswith(_PLAIN_APPS.get(marker, ())):
            yield _NAMES.get(body[:4], "a part that does not belong to the picture")
        at += 2 + size
        if marker == _SCAN:
            at = _behind_scan(content, at)
    if at < len(content):
        yield "something behind its end"


def _behind_scan(content: bytes, at: int) -> int:
    """Where the next marker stands; zero bytes and restart marks belong to the scan."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
        else:
            return at
    return len(content)


_NAMES = {
    b"tEXt": "a text",
    b"zTXt": "a text",
    b"iTXt": "a text",
    b"tIME": "the time at which it was changed",
    b"eXIf": "what a camera wrote, such as where and when",
    b"Exif": "what a camera wrote, such as where and when",
    b"http": "a description of how it was made",
    b"Phot": "a description of how it was made",
}
