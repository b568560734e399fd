# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much room words take in a drawing, before anybody has set them.

Text in a drawing stays text, set by the reader's own face, so its width cannot be known. These
are the widths of a bold grotesque, rounded up: what fits by them fits in the faces we name.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, east_asian_width

_NARROW = frozenset("iljtfrI.,:;'’!|()[]{}-·/\\ \u00a0\u202f")
_WIDE = frozenset("mwMW@%&—…€")
_NARROW_EM, _PLAIN_EM, _CAPITAL_EM, _WIDE_EM, _FULL_EM = 0.36, 0.6, 0.72, 0.95, 1.05


def width_of(text: str, size: float) -> float:
    """The room a line of text takes at most, in the unit of `size`."""
    return sum(map(_ems, text)) * size


def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """Text in lines that fit a room; a word too long for it is parted. One line at least."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _parted(word, room, size)
        lines += full
    return (*lines, line)


def _parted(word: str, room: float, size: float) -> list[str]:
    """A word in pieces that fit; every piece has a letter at least."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=2048)
def _ems(letter: str) -> float:
    """The width of a letter in its own size."""
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in {"W", "F"}:
        return _FULL_EM
    if letter in _NARROW:
        return _NARROW_EM
    if letter in _WIDE:
        return _WIDE_EM
    return _CAPITAL_EM if letter.isupper() or ord(letter) > 0x24F else _PLAIN_EM
