# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads a finished page as a printer reads it: instruction by instruction, with the forms it draws.

Type, paths, colours, clips and forms are followed; whatever else a page says leaves no ink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from commonpress.render.preflight_fonts import PdfFont
from commonpress.render.preflight_marks import (
    BLACK,
    Area,
    Colour,
    Mark,
    Picture,
    Rule,
    Run,
    placed,
)
from commonpress.render.preflight_shapes import Box, Matrix, Outline, Path, Point

# How far letters reach above and below their line, in ems: what is drawn, not the box of the font.
_ABOVE, _BELOW = 0.74, 0.22
_UNDRAWN = 3  # the way of drawing text that leaves no ink


class Library(Protocol):
    """What is read once of a file: its fonts, its pictures, the forms that its pages draw."""

    def font(self, font: Object) -> PdfFont:
        """A font of some resources."""

    def is_black_and_white(self, picture: Object) -> bool:
        """Whether a picture has no grey."""

    def read(self, stream: Any, resources: Object, box: Box) -> tuple[Mark, ...]:
        """What a form holds, in its own space."""


@dataclass(slots=True)
class Hand:
    """What stands while a page is painted: place, clip, colours, type. `q` and `Q` keep it."""

    place: Matrix
    clip: Box
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    width: float = 1.0
    font: PdfFont | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    rise: float = 0.0
    leading: float = 0.0
    way: int = 0

    @property
    def is_fresh(self) -> bool:
        """Whether a form that is drawn now looks as it would by itself."""
        return (
            self.fill == self.stroke == BLACK
            and self.fill_alpha == self.stroke_alpha == self.width == 1
            and self.font is None
        )


@dataclass(slots=True)
class _Reader:
    """Reads one stream; a form that it draws is read by another, with the same hand."""

    hand: Hand
    resources: Object
    library: Library
    depth: int
    kept: list[Hand] = field(default_factory=list)
    outlines: list[list[Point]] = field(default_factory=list)
    clipping: bool = False
    text: Matrix = field(default_factory=Matrix)
    line: Matrix = field(default_factory=Matrix)

    # --- what stands ---

    def keep(self, _: list[Any]) -> None:
        self.kept.append(copy(self.hand))

    def restore(self, _: list[Any]) -> None:
        if self.kept:
            self.hand = self.kept.pop()

    def move(self, values: list[Any]) -> None:
        self.hand.place = Matrix(*map(float, values)).within(self.hand.place)

    def weigh(self, values: list[Any]) -> None:
        self.hand.width = float(values[0])

    def state(self, values: list[Any]) -> None:
        found = self._of(Name.ExtGState, values[0])
        if Name.ca in found:
            self.hand.fill_alpha = float(found.ca)
        if Name.CA in found:
            self.hand.stroke_alpha = float(found.CA)
        if found.get(Name.SMask, Name("/None")) != Name("/None"):
            self.hand.fill_alpha = self.hand.stroke_alpha = 0.5

    def open_mark(self, _: list[Any]) -> None:
        self.depth += 1

    def close_mark(self, _: list[Any]) -> None:
        self.depth -= 1

    def fill_colour(self, values: list[Any]) -> None:
        self.hand.fill = _colour(values)

    def stroke_colour(self, values: list[Any]) -> None:
        self.hand.stroke = _colour(values)

    def _of(self, kind: Name, name: Any) -> Object:
        found: Object = self.resources.get(kind, Dictionary()).get(name, Dictionary())
        return found

    # --- paths ---

    def start(self, values: list[Any]) -> None:
        self.outlines.append([self.hand.place.at(float(values[0]), float(values[1]))])

    def line_to(self, values: list[Any]) -> None:
        if self.outlines:
            self.outlines[-1].append(self.hand.place.at(float(values[0]), float(values[1])))

    def curve_to(self, values: list[Any]) -> None:
        """A curve as two lines, over the point in its middle."""
        if not self.outlines:
            return
        x, y = self.outlines[-1][-1]
        numbers = list(map(float, values))
        points = [
            self.hand.place.at(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        if len(points) == 2:
            points.insert(0, (x, y))
        (ax, ay), (bx, by), (ex, ey) = points
        middle = (x + 3 * ax + 3 * bx + ex) / 8, (y + 3 * ay + 3 * by + ey) / 8
        self.outlines[-1] += [middle, (ex, ey)]

    def rectangle(self, values: list[Any]) -> None:
        x, y, width, height = map(float, values)
        corners = (x, y), (x + width, y), (x + width, y + height), (x, y + height)
        self.outlines.append([self.hand.place.at(*corner) for corner in corners])

    def clip_to(self, _: list[Any]) -> None:
        self.clipping = True

    def paint(self, operator: str) -> Iterator[Mark]:
        """End a path: fill it, draw its line, cut the page to it, or none of these."""
        outlines = tuple(tuple(outline) for outline in self.outlines if len(outline) > 1)
        hand, marked = self.hand, self.depth > 0
        if outlines:
            path = Path(outlines, even_odd="*" in operator)
            box = path.box
            if operator[0] in "fFBb":
                yield Area(path, box.meeting(hand.clip), hand.fill, hand.fill_alpha, marked)
            if operator[0] in "SsBb":
                width = hand.width * hand.place.scale
                seen = _inked(box, width / 2).meeting(hand.clip)
                yield Rule(width, seen, hand.stroke, hand.stroke_alpha, marked)
            if self.clipping:
                hand.clip = hand.clip.meeting(box)
        self.outlines, self.clipping = [], False

    # --- type ---

    def begin_text(self, _: list[Any]) -> None:
        self.text = self.line = Matrix()

    def set_text(self, values: list[Any]) -> None:
        self.text = self.line = Matrix(*map(float, values))

    def next_line(self, values: list[Any]) -> None:
        shift = Matrix(e=float(values[0]), f=float(values[1]))
        self.text = self.line = shift.within(self.line)

    def choose_font(self, values: list[Any]) -> None:
        found = self._of(Name.Font, values[0])
        self.hand.font = self.library.font(found) if len(found.keys()) else None
        self.hand.size = float(values[1])

    def show(self, values: list[Any]) -> Iterator[Run]:
        """Set a string, or strings with steps between them."""
        hand, font = self.hand, self.hand.font
        if font is None or not values:
            return
        last = values[-1]
        pieces = list(last) if isinstance(last, Array) else [last]
        codes: list[int] = []
        at = 0.0
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                drawn = tuple(font.codes(bytes(piece)))
                codes += drawn
                at += sum(self._step(font, code) for code in drawn)
            else:
                at -= float(piece) / 1000 * hand.size * hand.stretch
        if codes and hand.way != _UNDRAWN:
            yield self._run(font, tuple(codes), at)
        self.text = Matrix(e=at).within(self.text)

    def _step(self, font: PdfFont, code: int) -> float:
        hand = self.hand
        width = font.width(code) * hand.size + hand.spacing
        return (width + (hand.word_spacing if code == 32 else 0)) * hand.stretch

    def _run(self, font: PdfFont, codes: tuple[int, ...], width: float) -> Run:
        hand = self.hand
        place = self.text.within(hand.place)
        foot, head = hand.rise - _BELOW * hand.size, hand.rise + _ABOVE * hand.size
        corners = (0.0, foot), (width, foot), (width, head), (0.0, head)
        return Run(
            "".join(font.letters.get(code, "") for code in codes),
            codes,
            font,
            hand.size * place.scale,
            place.at(0, hand.rise),
            place.at(width, hand.rise),
            Box.around(place.at(*corner) for corner in corners),
            hand.clip,
            hand.fill,
            hand.fill_alpha,
            self.depth > 0,
        )

    # --- forms and pictures ---

    def draw(self, values: list[Any]) -> Iterator[Mark]:
        """Draw a form, or a picture."""
        drawn = self._of(Name.XObject, values[0])
        kind = drawn.get(Name.Subtype)
        if kind == Name.Form:
            yield from self._form(drawn)
        elif kind == Name.Image:
            place = self.hand.place
            box = place.box(Box(0, 0, 1, 1))
            wide = (place.a**2 + place.b**2) ** 0.5 / 72 or 1.0
            tall = (place.c**2 + place.d**2) ** 0.5 / 72 or 1.0
            yield Picture(
                min(int(drawn.Width) / wide, int(drawn.Height) / tall),
                self.library.is_black_and_white(drawn),
                box.meeting(self.hand.clip),
                self.hand.fill_alpha,
                self.depth > 0,
            )

    def _form(self, form: Object) -> Iterator[Mark]:
        place = self.hand.place
        if Name.Matrix in form:
            place = Matrix(*(float(value) for value in form.Matrix)).within(place)
        box = Box(*(float(value) for value in form.BBox))
        clip = self.hand.clip.meeting(place.box(box))
        resources = form.get(Name.Resources, self.resources)
        # What a group draws is seen as much as the group is; other forms go on where we are.
        alpha = self.hand.fill_alpha if Name.Group in form else 1.0
        within = replace(self.hand, place=Matrix(), clip=box)
        if Name.Group in form:
            within.fill_alpha = within.stroke_alpha = 1.0
        if within.is_fresh:
            marks: Iterable[Mark] = self.library.read(form, resources, box)
        else:
            marks = read_stream(form, resources, within, self.library, depth=0)
        yield from placed(marks, place, clip, marked=self.depth > 0, alpha=alpha)


_Setter = Callable[[_Reader, list[Any]], None]


def _text_state(name: str, share: float = 1.0) -> _Setter:
    def set_to(reader: _Reader, values: list[Any]) -> None:
        setattr(reader.hand, name, float(values[0]) * share)

    return set_to


def _move_up(reader: _Reader, _: list[Any]) -> None:
    reader.next_line([0, -reader.hand.leading])


def _way(reader: _Reader, values: list[Any]) -> None:
    reader.hand.way = int(values[0])


def _step_with_leading(reader: _Reader, values: list[Any]) -> None:
    reader.hand.leading = -float(values[1])
    reader.next_line(values)


_SETS: dict[str, _Setter] = {
    "q": _Reader.keep,
    "Q": _Reader.restore,
    "cm": _Reader.move,
    "w": _Reader.weigh,
    "gs": _Reader.state,
    "BMC": _Reader.open_mark,
    "BDC": _Reader.open_mark,
    "EMC": _Reader.close_mark,
    **dict.fromkeys(("g", "rg", "k", "sc", "scn", "cs"), _Reader.fill_colour),
    **dict.fromkeys(("G", "RG", "K", "SC", "SCN", "CS"), _Reader.stroke_colour),
    "m": _Reader.start,
    "l": _Reader.line_to,
    "c": _Reader.curve_to,
    "v": _Reader.curve_to,
    "y": _Reader.curve_to,
    "re": _Reader.rectangle,
    "W": _Reader.clip_to,
    "W*": _Reader.clip_to,
    "BT": _Reader.begin_text,
    "Tm": _Reader.set_text,
    "Td": _Reader.next_line,
    "TD": _step_with_leading,
    "T*": _move_up,
    "Tf": _Reader.choose_font,
    "Tc": _text_state("spacing"),
    "Tw": _text_state("word_spacing"),
    "Tz": _text_state("stretch", 0.01),
    "TL": _text_state("leading"),
    "Ts": _text_state("rise"),
    "Tr": _way,
}
_PAINTS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"})
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})


def read_stream(
    stream: Any, resources: Object, hand: Hand, library: Library, depth: int
) -> Iterator[Mark]:
    """Read a page or a form; `depth` is how many marks of content stand open around it."""
    reader = _Reader(hand, resources, library, depth)
    for found in pikepdf.parse_content_stream(stream):
        name, values = str(found.operator), list(found.operands)
        setter = _SETS.get(name)
        if setter:
            setter(reader, values)
        elif name in _PAINTS:
            yield from reader.paint(name)
        elif name in _SHOWS:
            if name not in ("Tj", "TJ"):
                _move_up(reader, [])
            yield from reader.show(values)
        elif name == "Do":
            yield from reader.draw(values)
        elif name == "sh":
            yield Area(_whole(reader.hand.clip), reader.hand.clip, None, 1.0, reader.depth > 0)


def _inked(box: Box, half: float) -> Box:
    """The box that a line inks: a straight one ends where it ends, and is as thick as it is."""
    across = half if box.width < half or box.height >= half else 0.0
    up = half if box.height < half or box.width >= half else 0.0
    return Box(box.left - across, box.foot - up, box.right + across, box.head + up)


def _whole(box: Box) -> Path:
    corners: Outline = (
        (box.left, box.foot),
        (box.right, box.foot),
        (box.right, box.head),
        (box.left, box.head),
    )
    return Path((corners,))


def _colour(values: list[Any]) -> Colour:
    """A colour of a screen: grey of one number, of three, or printing inks of four."""
    try:
        numbers = [float(value) for value in values]
    except (TypeError, ValueError):
        return None  # the name of a pattern, or of a space of colours
    match numbers:
        case [grey]:
            return grey, grey, grey
        case [red, green, blue]:
            return red, green, blue
        case [cyan, magenta, yellow, black]:
            light = 1 - black
            return (1 - cyan) * light, (1 - magenta) * light, (1 - yellow) * light
        case _:
            return None
