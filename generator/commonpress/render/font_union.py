# SPDX-License-Identifier: AGPL-3.0-or-later
"""One font out of many parts of it: what chapters embed apart, a whole issue embeds once.

Each chapter of an issue is set by itself and holds of each font only the glyphs that it draws.
Glyphs that a text uses keep their numbers, so the parts of one font fit together: each is taken
from the first part that has it. What a glyph is composed of (the dot of an i) may stand behind
the last of them, under a number that only its part knows; that is numbered anew. Only the tables
that a PDF needs of a TrueType font are written.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

# What ISO 32000-1, 9.9, asks of a TrueType font that is drawn by glyph numbers.
_NEEDED: Final = (b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep")
_TRUETYPE: Final = (b"\x00\x01\x00\x00", b"true")
_LONG_OFFSETS: Final = 1
_MAGIC_SUM: Final = 0xB1B0AFBA
_NOTHING: Final = bytes(4)
# Flags of a composed glyph (OpenType, `glyf`), and how many bytes a scale takes.
_WORDS: Final = 0x0001
_MORE: Final = 0x0020
_SCALES: Final = ((0x0008, 2), (0x0040, 4), (0x0080, 8))


class UnitingError(ValueError):
    """These are no parts of one TrueType font."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a font: the file, and the highest number of a glyph that a text uses."""

    file: bytes
    last: int


def united(parts: Sequence[Part]) -> bytes:
    """Unite parts of one font.

    Raises `UnitingError` for what is no TrueType font, or where the parts differ in a measure.
    """
    fonts = [_tables(part.file) for part in parts]
    if len({_measures(font) for font in fonts}) != 1:
        raise UnitingError("the parts are not of one font")
    union = _Union(max(part.last for part in parts) + 1)
    for part, font in zip(parts, fonts, strict=True):
        union.take(_outlines(font), _advances(font), part.last)
    return _written(_joined(fonts, union))


class _Union:
    """Outlines and advances by their numbers; what was numbered anew comes behind `room`."""

    def __init__(self, room: int) -> None:
        self.outlines: dict[int, bytes] = {}
        self.advances: dict[int, bytes] = dict.fromkeys(range(room), _NOTHING)
        self._anew: dict[tuple[bytes, bytes], int] = {}

    def take(self, outlines: Sequence[bytes], advances: Sequence[bytes], last: int) -> None:
        """Take what is new of a part; its glyphs up to `last` keep their numbers."""

        def whole(glyph: int) -> bytes:
            return _recomposed(outlines[glyph], numbered)

        @cache
        def numbered(glyph: int) -> int:
            if glyph <= last:
                return glyph
            found = whole(glyph), advances[glyph]
            number = self._anew.setdefault(found, len(self.advances))
            self.outlines[number], self.advances[number] = found
            return number

        for glyph in range(min(last + 1, len(outlines))):
            if outlines[glyph] and glyph not in self.outlines:
                self.outlines[glyph] = whole(glyph)
            # A glyph that a part leaves out has no width there; a space has one and no outline.
            if self.advances[glyph] == _NOTHING:
                self.advances[glyph] = advances[glyph]


def _recomposed(outline: bytes, numbered: Callable[[int], int]) -> bytes:
    """The outline of a glyph, with the glyphs that it is composed of under other numbers."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return outline
    made = bytearray(outline)
    place, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", made, place)
        struct.pack_into(">H", made, place + 2, numbered(glyph))
        place += 4 + (4 if flags & _WORDS else 2)
        place += next((size for flag, size in _SCALES if flags & flag), 0)
    return bytes(made)


def _joined(fonts: Sequence[Mapping[bytes, bytes]], union: _Union) -> dict[bytes, bytes]:
    """The tables of the whole font."""
    count = len(union.advances)
    glyf, places = bytearray(), [0]
    for glyph in range(count):
        outline = union.outlines.get(glyph, b"")
        glyf += outline + b"\0" * (-len(outline) % 4)
        places.append(len(glyf))
    first = fonts[0]
    head = bytearray(first[b"head"])
    head[8:12] = bytes(4)  # the sum over the file, filled in at its end
    struct.pack_into(">h", head, 50, _LONG_OFFSETS)
    hhea = bytearray(first[b"hhea"])
    struct.pack_into(">H", hhea, 34, count)
    tables = {name: first[name] for name in _NEEDED if name in first}
    return tables | {
        b"glyf": bytes(glyf),
        b"head": bytes(head),
        b"hhea": bytes(hhea),
        b"hmtx": b"".join(union.advances[glyph] for glyph in range(count)),
        b"loca": struct.pack(f">{count + 1}L", *places),
        b"maxp": _most(fonts, count),
    }


def _most(fonts: Sequence[Mapping[bytes, bytes]], count: int) -> bytes:
    """The limits of the font: of each figure the highest that a part names."""
    tables = [font[b"maxp"] for font in fonts]
    figures = [struct.unpack(f">{(len(table) - 4) // 2}H", table[4:]) for table in tables]
    highest = [max(column) for column in zip(*figures, strict=True)]
    return tables[0][:4] + struct.pack(f">{len(highest)}H", count, *highest[1:])


def _tables(font: bytes) -> dict[bytes, bytes]:
    if font[:4] not in _TRUETYPE:
        raise UnitingError("this is no TrueType font")
    tables = {}
    for number in range(struct.unpack_from(">H", font, 4)[0]):
        name, _, place, length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        tables[name] = font[place : place + length]
    if any(name not in tables for name in (b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp")):
        raise UnitingError("this font lacks a table")
    return tables


def _measures(font: Mapping[bytes, bytes]) -> tuple[bytes, ...]:
    """What parts of one font have in common: units, times, height, programs of the hinting."""
    programs = tuple(font.get(name, b"") for name in (b"cvt ", b"fpgm", b"prep"))
    return (font[b"head"][4:8], font[b"head"][18:36], font[b"hhea"][4:10], *programs)


def _outlines(font: Mapping[bytes, bytes]) -> list[bytes]:
    is_long = struct.unpack_from(">h", font[b"head"], 50)[0] == _LONG_OFFSETS
    loca = font[b"loca"]
    size, step = (4, 1) if is_long else (2, 2)
    code = "L" if is_long else "H"
    places = [at * step for at in struct.unpack(f">{len(loca) // size}{code}", loca)]
    return [font[b"glyf"][a:b] for a, b in pairwise(places)]


def _advances(font: Mapping[bytes, bytes]) -> list[bytes]:
    """Width and left bearing of every glyph, four bytes each; the last width is not repeated."""
    told: int = struct.unpack_from(">H", font[b"hhea"], 34)[0]
    count: int = struct.unpack_from(">H", font[b"maxp"], 4)[0]
    hmtx = font[b"hmtx"]
    full = [hmtx[4 * at : 4 * at + 4] for at in range(min(told, count))]
    bearings = hmtx[4 * told :]
    last = full[-1][:2]
    return full + [last + bearings[2 * at : 2 * at + 2] for at in range(count - len(full))]


def _written(tables: Mapping[bytes, bytes]) -> bytes:
    """A font file: its directory, its tables on fours, and the sums that both carry."""
    names = sorted(tables)
    power = len(names).bit_length() - 1
    head = struct.pack(
        ">4sHHHH", _TRUETYPE[0], len(names), 16 << power, power, (len(names) << 4) - (16 << power)
    )
    place = len(head) + 16 * len(names)
    directory, body, sum_at = bytearray(), bytearray(), 0
    for name in names:
        padded = tables[name] + b"\0" * (-len(tables[name]) % 4)
        directory += struct.pack(">4sLLL", name, _sum(padded), place, len(tables[name]))
        body += padded
        if name == b"head":
            sum_at = place + 8
        place += len(padded)
    file = bytearray(head + directory + body)
    struct.pack_into(">L", file, sum_at, (_MAGIC_SUM - _sum(bytes(file))) & 0xFFFFFFFF)
    return bytes(file)


def _sum(padded: bytes) -> int:
    found: int = sum(struct.unpack(f">{len(padded) // 4}L", padded))
    return found & 0xFFFFFFFF
