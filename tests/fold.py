# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folding printed sheets in code, from what poppler sees in them.

Nothing here knows how the press works. Poppler gives the words of a PDF with their boxes; a slot
of a sheet is recognised as the source page whose words stand at the same places in it, upright
or turned round; and the sheets are folded the way hands do it: what lies behind a page is found
by turning the paper as the printer turned it, then the right halves are read from the outside
in, the left halves from the inside out.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# Half a point: boxes of the same glyphs differ in the sixth digit.
NEAR = 0.5
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """A word, the middle of its box in points from the top left, and how tall the box is."""

    text: str
    x: float
    y: float
    height: float = 0.0


@dataclass(frozen=True)
class Printed:
    """One page of a PDF as poppler reads it."""

    width: float
    height: float
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Held:
    """What a reader finds: the number of a source page (None: blank), and whether on its head."""

    page: int | None
    upside_down: bool = False
    shift: float = 0.0


def read_pages(pdf: Path) -> tuple[Printed, ...]:
    """Read every page of a PDF with its words, by ``pdftotext -bbox``."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return tuple(
        Printed(float(width), float(height), tuple(map(_word, _WORD.findall(body))))
        for width, height, body in _PAGE.findall(listing)
    )


def _word(found: tuple[str, str, str, str, str]) -> Word:
    left, top, right, bottom = map(float, found[:4])
    return Word(unescape(found[4]), (left + right) / 2, (top + bottom) / 2, bottom - top)


def words_of(pages: Iterable[Printed]) -> Counter[str]:
    """Count the words of some pages."""
    return Counter(word.text for page in pages for word in page.words)


def halves(side: Printed) -> tuple[Printed, Printed]:
    """Cut a side at the fold: its left and its right half, each with its own corner as origin."""
    half = side.width / 2
    left = tuple(word for word in side.words if word.x < half)
    right = tuple(Word(w.text, w.x - half, w.y) for w in side.words if w.x >= half)
    return Printed(half, side.height, left), Printed(half, side.height, right)


def recognise(slot: Printed, sources: Sequence[Printed]) -> Held:
    """Name the source page that was printed in a slot, and how."""
    if not slot.words:
        return Held(None)
    matches = [
        Held(number, upside_down, shift)
        for number, source in enumerate(sources, start=1)
        for upside_down in (False, True)
        for shift in [_shift(slot, source, upside_down=upside_down)]
        if shift is not None
    ]
    if len(matches) != 1:
        raise AssertionError(f"a slot shows {matches or 'no page of the source'}")
    return matches[0]


def _shift(slot: Printed, source: Printed, *, upside_down: bool) -> float | None:
    """Say how far to the right the source stands in the slot, or None where it does not."""
    there = [
        Word(w.text, slot.width - w.x, slot.height - w.y) if upside_down else w for w in slot.words
    ]
    if Counter(w.text for w in there) != words_of([source]):
        return None
    pairs = list(zip(_in_order(there), _in_order(source.words), strict=True))
    shift = sum(a.x - b.x for a, b in pairs) / len(pairs)
    close = all(abs(a.x - b.x - shift) < NEAR and abs(a.y - b.y) < NEAR for a, b in pairs)
    return shift if close else None


def _in_order(words: Iterable[Word]) -> list[Word]:
    return sorted(words, key=lambda w: (w.text, round(w.y), w.x))


def fold_saddle(
    sides: Sequence[Printed],
    sources: Sequence[Printed],
    printer_turns: Literal["short", "long"],
    *,
    right_to_left: bool = False,
) -> list[Held]:
    """Print, fold and read a saddle-stitched booklet: what the reader finds, page after page."""
    fronts, backs = sides[::2], sides[1::2]
    outer_in: list[Held] = []
    inner_out: list[Held] = []
    for front, back in zip(fronts, backs, strict=True):
        left, right = (recognise(slot, sources) for slot in halves(front))
        behind_left, behind_right = _behind(back, sources, printer_turns)
        first, second = (left, right) if right_to_left else (right, left)
        behind_first, behind_second = (
            (behind_left, behind_right) if right_to_left else (behind_right, behind_left)
        )
        outer_in += [first, behind_first]
        inner_out = [behind_second, second, *inner_out]
    return outer_in + inner_out


def _behind(
    back: Printed, sources: Sequence[Printed], printer_turns: Literal["short", "long"]
) -> tuple[Held, Held]:
    """Find what is printed behind the left and the right half of a front.

    A sheet turned about its short edge shows its halves changed over; turned about its long edge
    they stay where they are, but a reader, who turns pages sideways, sees them on their heads.
    """
    left, right = (recognise(slot, sources) for slot in halves(back))
    if printer_turns == "short":
        return right, left
    return (
        Held(left.page, left.page is not None and not left.upside_down, left.shift),
        Held(right.page, right.page is not None and not right.upside_down, right.shift),
    )


# --- one sheet, folded flat ----------------------------------------------------------------------
#
# A panel is known by where its corners come to lie. Across a crease the neighbour is its mirror
# image, so one panel laid down lays all the others; a sheet that cannot be folded flat, or a crease
# where there is a cut, shows as two places for one panel.


@dataclass(frozen=True)
class Lying:
    """How a panel lies in the folded sheet: mirrored across or not, head to foot or not."""

    across: bool
    over: bool

    @property
    def face_up(self) -> bool:
        """One mirror turns a panel over; two are half a turn."""
        return self.across == self.over


Panel = tuple[int, int]
"""Column and row, from the top left."""


def folded_flat(joints: Iterable[tuple[Panel, Panel]], start: Panel) -> dict[Panel, Lying]:
    """Fold every joint of a sheet flat, beginning with one panel that lies face up."""
    pairs = list(joints)
    lying = {start: Lying(across=False, over=False)}
    while True:
        step = _next_panel(pairs, lying)
        if step is None:
            return lying
        known, panel = step
        beside = known[1] == panel[1]
        was = lying[known]
        lying[panel] = Lying(was.across != beside, was.over != (not beside))


def _next_panel(
    pairs: Iterable[tuple[Panel, Panel]], lying: dict[Panel, Lying]
) -> tuple[Panel, Panel] | None:
    for one, other in pairs:
        for known, panel in ((one, other), (other, one)):
            if known in lying and panel not in lying:
                return known, panel
    return None


# --- panels of a sheet, as poppler sees them -----------------------------------------------------


def panels(side: Printed, columns: Sequence[float], rows: Sequence[float]) -> list[list[Printed]]:
    """Cut a side into panels of these widths and heights, in points, from the top left."""
    left = (side.width - sum(columns)) / 2
    top = (side.height - sum(rows)) / 2
    cut = []
    for row, height in enumerate(rows):
        y = top + sum(rows[:row])
        cut.append(
            [
                _panel(side, (left + sum(columns[:column]), y), width, height)
                for column, width in enumerate(columns)
            ]
        )
    return cut


def _panel(side: Printed, corner: tuple[float, float], width: float, height: float) -> Printed:
    x, y = corner
    words = tuple(
        Word(w.text, w.x - x, w.y - y, w.height)
        for w in side.words
        if x <= w.x < x + width and y <= w.y < y + height
    )
    return Printed(width, height, words)


def centred(source: Printed, width: float, height: float) -> Printed:
    """A page in the middle of a panel that is larger than it."""
    across, down = (width - source.width) / 2, (height - source.height) / 2
    words = tuple(Word(w.text, w.x + across, w.y + down, w.height) for w in source.words)
    return Printed(width, height, words)
