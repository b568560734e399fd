# SPDX-License-Identifier: AGPL-3.0-or-later
"""Faces: what a font file can draw and how wide it draws it, asked before anything is set."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fontTools.ttLib import TTFont

# Characters that steer a line and are never drawn, so no font needs them.
_UNDRAWN = frozenset(
    "\t\n\r\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH JOINER}"
    "\N{ZERO WIDTH NON-JOINER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
    "\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}"
    "\N{POP DIRECTIONAL ISOLATE}"
)


@dataclass(frozen=True, slots=True)
class Face:
    """One font: the width of every character it can draw, in ems."""

    advances: Mapping[str, float]

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters of a text that cannot be drawn, each once, as they come."""
        return tuple(dict.fromkeys(c for c in text if c not in self.advances and c not in _UNDRAWN))

    def width(self, text: str, tracking: float = 0.0) -> float:
        """Measure a line in ems, without kerning; `tracking` is added after every character."""
        return sum(self.advances.get(c, 1.0) + tracking for c in text)


@lru_cache(maxsize=16)
def open_face(font: bytes) -> Face:
    """Read the widths of a font file."""
    with TTFont(io.BytesIO(font), lazy=True) as opened:
        widths, units = opened["hmtx"], opened["head"].unitsPerEm
        return Face(
            {chr(code): widths[name][0] / units for code, name in opened.getBestCmap().items()}
        )


def joined(faces: Iterable[Face]) -> Face:
    """Several fonts as one: each character as the first that has it draws it."""
    advances: dict[str, float] = {}
    for face in faces:
        advances = {**face.advances, **advances}
    return Face(advances)
