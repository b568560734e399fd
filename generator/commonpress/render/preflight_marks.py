# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is on a finished page: runs of type, areas, rules and pictures, where the ink falls.

Colours are of a screen, from 0 to 1; `None` is one that cannot be told (a pattern, a shading).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from commonpress.render.preflight_fonts import PdfFont
from commonpress.render.preflight_shapes import Box, Matrix, Path, Point

Colour = tuple[float, float, float] | None
BLACK: Colour = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters set in one go: size in points as printed, where the line starts and ends.

    `seen` is what a clip leaves of the page there; `marked` says whether a reader of the tags is
    told of it, or told that it is decoration.
    """

    text: str
    codes: tuple[int, ...]
    font: PdfFont
    size: float
    start: Point
    end: Point
    box: Box
    seen: Box
    colour: Colour
    alpha: float
    marked: bool

    @property
    def is_blank(self) -> bool:
        """Whether it is nothing but blanks; a glyph without a letter is none."""
        return self.text.isspace()


@dataclass(frozen=True, slots=True)
class Area:
    """A filled shape, and the box of what can be seen of it."""

    path: Path
    seen: Box
    colour: Colour
    alpha: float
    marked: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: its width in points, and the box of what can be seen of it."""

    width: float
    seen: Box
    colour: Colour
    alpha: float
    marked: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made of dots: how many an inch as printed, and whether all are black or white."""

    dpi: float
    is_black_and_white: bool
    seen: Box
    alpha: float
    marked: bool


Mark = Run | Area | Rule | Picture


@dataclass(frozen=True, slots=True)
class PageMarks:
    """One page: its size in points, and its marks in the order they are painted."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def placed(
    marks: Iterable[Mark], place: Matrix, clip: Box, *, marked: bool, alpha: float = 1.0
) -> Iterator[Mark]:
    """The same marks where a form is drawn: moved, turned or enlarged, and cut to what is seen.

    `alpha` is how much of a group of marks is seen, from 0 to 1.
    """
    for one in marks:
        seen = place.box(one.seen).meeting(clip)
        known = one.marked or marked
        match replace(one, seen=seen, alpha=one.alpha * alpha, marked=known):
            case Run() as mark:
                yield replace(
                    mark,
                    size=mark.size * place.scale,
                    start=place.at(*mark.start),
                    end=place.at(*mark.end),
                    box=place.box(mark.box),
                )
            case Area() as mark:
                yield replace(mark, path=mark.path.placed(place))
            case Rule() as mark:
                yield replace(mark, width=mark.width * place.scale)
            case Picture() as mark:
                yield replace(mark, dpi=mark.dpi / (place.scale or 1))


def touches(before: Run, run: Run) -> bool:
    """Whether one run goes on where the other ends."""
    reach = 0.15 * max(before.size, run.size)
    return abs(before.end[0] - run.start[0]) < reach and abs(before.end[1] - run.start[1]) < reach


def in_words(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The same marks, with letters that were set one by one put together."""
    last: Mark | None = None
    for mark in marks:
        if isinstance(mark, Run) and isinstance(last, Run) and _is_more_of(last, mark):
            last = replace(
                last,
                text=last.text + mark.text,
                codes=last.codes + mark.codes,
                end=mark.end,
                box=last.box.joining(mark.box),
            )
            continue
        if last is not None:
            yield last
        last = mark
    if last is not None:
        yield last


def _is_more_of(before: Run, run: Run) -> bool:
    return (
        before.font is run.font
        and abs(before.size - run.size) < 0.01
        and before.colour == run.colour
        and before.alpha == run.alpha
        and before.marked == run.marked
        and touches(before, run)
    )
