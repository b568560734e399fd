# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a font in a PDF is a shipped one, and whether its glyphs are the letters they stand for.

A page can show wrong letters while its text is right: where two files answer to one family, the
numbers of one file's glyphs are drawn with the other's shapes. So the shape of every glyph that
is drawn is held against the same glyph of the shipped file, and its number against the letter.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from fontTools.ttLib import TTFont, TTLibError

from commonpress.render.packaged import packaged

NOT_OURS = "does not ship"

Shape = tuple[tuple[tuple[int, int], ...], tuple[int, ...]]


@dataclass(frozen=True)
class Drawn:
    """A font file as a drawer of shapes: what each glyph looks like, which letter it is for."""

    opened: Any

    def shape(self, glyph: int) -> Shape | None:
        """The points of a glyph and where its outlines end; None where there is no such glyph."""
        table = self.opened["glyf"]
        names = self.opened.getGlyphOrder()
        if glyph >= len(names):
            return None
        points, ends, _ = table[names[glyph]].getCoordinates(table)
        return tuple((int(x), int(y)) for x, y in points), tuple(ends)

    @cached_property
    def letters(self) -> Mapping[int, frozenset[str]]:
        """The letters that a glyph draws by itself, by its number."""
        found: dict[int, set[str]] = {}
        for code, name in self.opened.getBestCmap().items():
            found.setdefault(self.opened.getGlyphID(name), set()).add(chr(code))
        return {glyph: frozenset(letters) for glyph, letters in found.items()}


@cache
def _shipped() -> Mapping[str, Drawn]:
    """Every shipped font file, by its name."""
    files = sorted(packaged("fonts").glob("*.ttf"))
    return {file.name: Drawn(TTFont(file, lazy=True)) for file in files}


@lru_cache(maxsize=64)
def wrong_letters(program: bytes, drawn: Iterable[tuple[int, str]]) -> str:
    """What is wrong with an embedded font that draws these glyphs for these letters; or blank.

    `drawn` is a frozen set of the numbers of glyphs with what each stands for.
    """
    try:
        embedded = Drawn(TTFont(io.BytesIO(program), lazy=True))
        looks = {glyph: embedded.shape(glyph) for glyph, _ in drawn}
    except (TTLibError, KeyError):
        return "cannot be read"
    found = next((font for font in _shipped().values() if _is_same(font, looks)), None)
    if found is None:
        return NOT_OURS
    wrong = sorted(letter for glyph, letter in drawn if not _may_draw(found, glyph, letter))
    return f"draws other letters where it says {', '.join(wrong)}" if wrong else ""


def _is_same(font: Drawn, looks: Mapping[int, Shape | None]) -> bool:
    return all(shape == font.shape(glyph) for glyph, shape in looks.items())


def _plain(letter: str) -> str:
    """A letter without its form: `ﬁ` stands for f and i."""
    return unicodedata.normalize("NFKC", letter)


def _may_draw(font: Drawn, glyph: int, letter: str) -> bool:
    """Whether a glyph may stand for a letter: figures of a table and joined letters have none.

    Letters that carry a mark, as in Arabic, stand for the run of them that was shaped as one.
    """
    known = font.letters.get(glyph)
    said = _plain(letter)
    return known is None or not letter or any(_plain(each) in said for each in known)
