# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fonts in a finished PDF: what each is called, whether it is there, how wide it draws.

WeasyPrint writes every font as a Type 0 font with two bytes a glyph; anything else is told by
its kind, and its widths are taken as those of an em.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from pikepdf import Array, Dictionary, Name, Object

_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_PROGRAMS = (Name.FontFile2, Name.FontFile3, Name.FontFile)


@dataclass(frozen=True, eq=False)
class PdfFont:
    """One font of a file.

    `program` is the font file that is embedded, blank where there is none. `widths` are in
    thousandths of an em, by the number of the glyph; `letters` are what each glyph stands for.
    """

    name: str
    kind: str
    program: bytes = field(repr=False, default=b"")
    two_bytes: bool = True
    usual_width: float = 1000.0
    widths: Mapping[int, float] = field(repr=False, default_factory=dict)
    letters: Mapping[int, str] = field(repr=False, default_factory=dict)

    @cached_property
    def digest(self) -> bytes:
        """What makes it this font."""
        about = (self.name, self.kind, sorted(self.widths.items()), sorted(self.letters.items()))
        return sha256(self.program + repr(about).encode()).digest()

    def codes(self, text: bytes) -> Iterator[int]:
        """The numbers of the glyphs that a string of the page draws."""
        if not self.two_bytes:
            return iter(text)
        pairs = zip(text[::2], text[1::2], strict=False)
        return (high << 8 | low for high, low in pairs)

    def width(self, code: int) -> float:
        """How wide a glyph is, in ems."""
        return self.widths.get(code, self.usual_width) / 1000


def read_font(font: Object) -> PdfFont:
    """Read a font of a page's resources."""
    kind = str(font.get(Name.Subtype, "")).lstrip("/")
    name = str(font.get(Name.BaseFont, "")).lstrip("/").rpartition("+")[2]
    if kind != "Type0":
        return PdfFont(name, kind, _program(font), two_bytes=False)
    below = font.DescendantFonts[0]
    letters = font.ToUnicode.read_bytes() if Name.ToUnicode in font else b""
    return PdfFont(
        name,
        str(below.get(Name.Subtype, "")).lstrip("/"),
        _program(below),
        usual_width=float(below.get(Name.DW, 1000)),
        widths=dict(_widths(below.get(Name.W, Array()))),
        letters=dict(_letters(letters)),
    )


def _program(font: Object) -> bytes:
    described = font.get(Name.FontDescriptor, Dictionary())
    for key in _PROGRAMS:
        if key in described:
            return bytes(described[key].read_bytes())
    return b""


def _widths(listed: Object) -> Iterator[tuple[int, float]]:
    """Read ``first [w w w]`` and ``first last w``, as they come."""
    items = list(listed)
    at = 0
    while at + 1 < len(items):
        first, then = int(items[at]), items[at + 1]
        if isinstance(then, Array):
            yield from ((first + place, float(width)) for place, width in enumerate(then))
            at += 2
        else:
            yield from ((code, float(items[at + 2])) for code in range(first, int(then) + 1))
            at += 3


def _letters(mapping: bytes) -> Iterator[tuple[int, str]]:
    """What each glyph stands for, from a table that PDF calls ``ToUnicode``."""
    for kind, block in _BLOCK.findall(mapping):
        if kind == b"char":
            yield from ((int(code, 16), _text(letters)) for code, letters in _PAIR.findall(block))
            continue
        for first, last, letters, several in _RANGE.findall(block):
            start = int(first, 16)
            for code in range(start, int(last, 16) + 1):
                if several:
                    yield code, _text(_HEX.findall(several)[code - start])
                else:
                    text = _text(letters)
                    yield code, text[:-1] + chr(ord(text[-1]) + code - start)


def _text(letters: bytes) -> str:
    return bytes.fromhex(letters.decode()).decode("utf-16-be", errors="replace")
