# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shapes on a page: boxes, outlines and how thick they are. All lengths are points of PDF.

The origin is the lower left corner of the page, as in PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import NamedTuple

Point = tuple[float, float]
Outline = tuple[Point, ...]

# A shape that fills this much of its box is as thick as the box; a slanted line fills less.
_COMPACT = 0.45
_NEAR = 0.01


class Matrix(NamedTuple):
    """How a form or a text stands on a page, as PDF writes it: ``a b c d e f``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def within(self, outer: Matrix) -> Matrix:
        """This matrix, applied before an outer one."""
        a, b, c, d, e, f = self
        oa, ob, oc, od, oe, of = outer
        return Matrix(
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        )

    def at(self, x: float, y: float) -> Point:
        """Where a point comes to stand."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """Where a box comes to stand: the upright box around it."""
        left, foot, right, head = box
        if self.b == self.c == 0:
            (x, y), (nx, ny) = self.at(left, foot), self.at(right, head)
            return Box(min(x, nx), min(y, ny), max(x, nx), max(y, ny))
        corners = (left, foot), (right, foot), (right, head), (left, head)
        return Box.around(self.at(*corner) for corner in corners)

    @property
    def scale(self) -> float:
        """How much larger lengths become."""
        return sqrt(abs(self.a * self.d - self.b * self.c))


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    foot: float
    right: float
    head: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> Box:
        """The smallest box that holds some points; there must be one."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How tall it is."""
        return self.head - self.foot

    @property
    def is_blank(self) -> bool:
        """Whether nothing of it can be seen."""
        return self.right < self.left or self.head < self.foot

    @property
    def middle(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.foot + self.head) / 2

    def meeting(self, other: Box) -> Box:
        """What two boxes have in common; blank where they are apart."""
        return Box(
            max(self.left, other.left),
            max(self.foot, other.foot),
            min(self.right, other.right),
            min(self.head, other.head),
        )

    def joining(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.foot, other.foot),
            max(self.right, other.right),
            max(self.head, other.head),
        )

    def grown(self, by: float) -> Box:
        """The same box, larger on every side."""
        return Box(self.left - by, self.foot - by, self.right + by, self.head + by)

    def holds(self, point: Point, slack: float = 0.0) -> bool:
        """Whether a point lies in it."""
        return (
            self.left - slack <= point[0] <= self.right + slack
            and self.foot - slack <= point[1] <= self.head + slack
        )


@dataclass(frozen=True, slots=True)
class Path:
    """What is painted in one go: one outline or more, filled by the rule of even and odd or not."""

    outlines: tuple[Outline, ...]
    even_odd: bool = False

    def placed(self, place: Matrix) -> Path:
        """The same path, moved, turned or enlarged."""
        return Path(
            tuple(tuple(place.at(*point) for point in outline) for outline in self.outlines),
            self.even_odd,
        )

    @property
    def box(self) -> Box:
        """The box around all of it."""
        return Box.around(point for outline in self.outlines for point in outline)

    def covers(self, point: Point) -> bool:
        """Whether a point is painted."""
        turns = [_turns(outline, point) for outline in self.outlines]
        return sum(turns) % 2 != 0 if self.even_odd else sum(turns) != 0

    def thinnest(self, clip: Box) -> tuple[float, Box]:
        """How thin the thinnest part is that can be seen within a clip, and where it is."""
        boxes = [_rectangle(outline) for outline in self.outlines]
        whole = [box for box in boxes if box is not None]
        if len(whole) < len(boxes):
            return _measure(self.outlines), self.box.meeting(clip)
        if len(whole) == 2 and self.even_odd:
            whole = list(_frame(*whole))
        seen = [box.meeting(clip) for box in whole]
        shown = [box for box in seen if box.width > _NEAR and box.height > _NEAR]
        if not shown:
            return float("inf"), self.box
        thin = min(shown, key=lambda box: min(box.width, box.height))
        return min(thin.width, thin.height), thin


def _frame(one: Box, other: Box) -> tuple[Box, ...]:
    """The four sides of a frame, or both boxes where neither lies in the other."""
    outer, inner = (
        (one, other)
        if one.width * one.height >= other.width * other.height
        else (
            other,
            one,
        )
    )
    if outer.meeting(inner) != inner:
        return one, other
    return (
        Box(outer.left, outer.foot, inner.left, outer.head),
        Box(inner.right, outer.foot, outer.right, outer.head),
        Box(outer.left, outer.foot, outer.right, inner.foot),
        Box(outer.left, inner.head, outer.right, outer.head),
    )


def _rectangle(outline: Outline) -> Box | None:
    """The box that an outline draws, where it draws one."""
    corners = outline[:-1] if outline[0] == outline[-1] else outline
    if len(corners) != 4:
        return None
    box = Box.around(corners)
    at_corner = all(
        min(abs(x - box.left), abs(x - box.right)) < _NEAR
        and min(abs(y - box.foot), abs(y - box.head)) < _NEAR
        for x, y in corners
    )
    return box if at_corner else None


def _measure(outlines: Sequence[Outline]) -> float:
    """How thick a shape is: its box where it is compact, else its area along its length."""
    box = Box.around(point for outline in outlines for point in outline)
    area = sum(abs(_area(outline)) for outline in outlines)
    if area > _COMPACT * box.width * box.height:
        return min(box.width, box.height)
    around = sum(_length(outline) for outline in outlines)
    return 2 * area / around if around else 0.0


def _area(outline: Outline) -> float:
    pairs = zip(outline, (*outline[1:], outline[0]), strict=True)
    return sum(x * ny - nx * y for (x, y), (nx, ny) in pairs) / 2


def _length(outline: Outline) -> float:
    pairs = zip(outline, (*outline[1:], outline[0]), strict=True)
    return sum(hypot(nx - x, ny - y) for (x, y), (nx, ny) in pairs)


def _turns(outline: Outline, point: Point) -> int:
    """How often an outline goes round a point."""
    px, py = point
    found = 0
    for (x, y), (nx, ny) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y <= py) != (ny <= py):
            across = (nx - x) * (py - y) - (px - x) * (ny - y)
            if (across > 0) == (ny > y):
                found += 1 if ny > y else -1
    return found
