# SPDX-License-Identifier: AGPL-3.0-or-later
"""From bytes to text: UTF-8, one kind of line end, no character that hides something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from os import fstat
from pathlib import Path

from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.read.limits import LINE_BYTES

NOT_UTF8 = Code(
    "not-utf8",
    "A file of the book is text in UTF-8. Other encodings turn letters such as é or ł into "
    "others on another machine. Save the file again with the encoding UTF-8.",
)
FORBIDDEN_CHARACTER = Code(
    "forbidden-character",
    "Control characters cannot be seen and are not text: most come from copying out of another "
    "program. Delete the character, or write a space or a new line in its place.",
)
HIDDEN_CHARACTER = Code(
    "hidden-character",
    "Some characters change the direction of the text around them or carry hidden text. A reader "
    "of the file would see something other than what is published. Delete the character.",
)
TOO_LARGE = Code(
    "too-large",
    "A file or a line is longer than any record needs to be. Split the file, or break the line. A "
    "picture is larger than a page can show: make it smaller.",
)

# C0 but tab and line feed, delete, C1, and the two line ends that only some programs see.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_HIDDEN = re.compile("[\u202a-\u202e\u2061-\u2064\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]")
_MARKED = re.compile(f"{_FORBIDDEN.pattern}|{_HIDDEN.pattern}")
# Bytes that begin no character of those above, in UTF-8. Most files hold no others.
_HARMLESS = bytes({9, 10, 13, *range(0x20, 0x7F), *range(0x80, 0x100)} - {0xC2, 0xE2, 0xEF, 0xF3})
CODES = (NOT_UTF8, FORBIDDEN_CHARACTER, HIDDEN_CHARACTER, TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, its lines apart with line feeds; "" where it could not be read at all."""

    path: str
    text: str
    findings: tuple[Diagnostic, ...] = ()
    lost: bool = False


def decode(path: str, content: bytes, most: int) -> Source:
    """Turn the bytes of a file into text.

    A byte-order mark and the line ends of other systems are taken without a word: they lose
    nothing, editors write them unasked, and no editor counts them as columns. Characters that
    are refused are reported and replaced by U+FFFD, so that the rest of the file is still read.
    """
    if len(content) > most:
        return Source(path, "", (too_large(path, len(content), most),), lost=True)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(path, content, error)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    long = tuple(_long_lines(path, text))
    if not content.translate(None, _HARMLESS):
        return Source(path, text, long)
    return Source(path, _MARKED.sub("\ufffd", text), (*_marked(path, text), *long))


def without_marked(text: str, span: Span) -> tuple[str, tuple[Diagnostic, ...]]:
    """A text that came to be by escapes, and what is said of each character that is refused."""
    found = dict.fromkeys(_MARKED.findall(text))
    return _MARKED.sub("\ufffd", text), tuple(_mark(sign, span) for sign in found)


def bytes_of(file: Path, most: int) -> bytes | int:
    """The bytes of a file; only how many there are where it has more than `most`.

    Whatever somebody puts there, no more than that is ever in memory.
    """
    with file.open("rb") as opened:
        content = opened.read(most + 1)
        return content if len(content) <= most else max(fstat(opened.fileno()).st_size, most + 1)


def too_large(path: str, size: int, most: int) -> Diagnostic:
    """What is said of a file that has more bytes than it may."""
    message = f"this file has {_kb(size)}; {_kb(most)} is most"
    return Diagnostic(TOO_LARGE, Span(path), message, "split it")


def _refused(path: str, code: Code, message: str, hint: str = "") -> Source:
    return Source(path, "", (Diagnostic(code, Span(path), message, hint),), lost=True)


def _not_utf8(path: str, content: bytes, error: UnicodeDecodeError) -> Source:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _refused(path, NOT_UTF8, "this file is UTF-16", "save it with the encoding UTF-8")
    before = content[: error.start].decode("utf-8-sig", errors="replace")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    finding = Diagnostic(
        NOT_UTF8,
        Span(path, line, column),
        f"the byte 0x{content[error.start]:02X} is not UTF-8",
        "save the file with the encoding UTF-8",
    )
    return Source(path, "", (finding,), lost=True)


def _marked(path: str, text: str) -> Iterator[Diagnostic]:
    if not _MARKED.search(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for found in _MARKED.finditer(line):
            column = found.start() + 1
            yield _mark(found[0], Span(path, number, column, column + 1))


def _mark(sign: str, span: Span) -> Diagnostic:
    name = unicodedata.name(sign, "").lower()
    code, does = FORBIDDEN_CHARACTER, "is not text"
    if _HIDDEN.match(sign):
        code, does = HIDDEN_CHARACTER, "hides what is written here"
    told = f"the character U+{ord(sign):04X}{f' ({name})' if name else ''} {does}"
    return Diagnostic(code, span, told, "delete it")


def _long_lines(path: str, text: str) -> Iterator[Diagnostic]:
    if not _may_have_long_lines(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        size = len(line.encode())
        if size > LINE_BYTES:
            message = f"this line has {_kb(size)}; {_kb(LINE_BYTES)} is most"
            yield Diagnostic(TOO_LARGE, Span(path, number), message, "break it into several lines")


def _may_have_long_lines(text: str) -> bool:
    """Whether any line has more letters than fit into a line of bytes at four bytes each."""
    most = LINE_BYTES // 4
    start = 0
    while len(text) - start > most:
        end = text.rfind("\n", start, start + most + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def _kb(size: int) -> str:
    """A size in words, rounded up: in kilobytes, or in megabytes where it has many."""
    return f"{-(-size // 1000)} kB" if size < 10_000_000 else f"{-(-size // 1_000_000)} MB"
