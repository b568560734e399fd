# SPDX-License-Identifier: AGPL-3.0-or-later
"""Inks: one setting of the pages, told apart into what each drum of a printer prints.

The zine is set in black, one second ink and white. A copier gets all of it in black; a riso gets
one plate an ink, each in plain grey where 0 is full ink. Plates are parted in the finished pages,
so nothing can move between them: what another ink prints is taken out, white stays on every
plate to keep its place free, and black prints over the second ink.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Operator, Pdf

from commonpress.render.plates import saved

_FILLS = {"rg": "g", "g": "g", "k": "g"}
_STROKES = {"RG": "G", "G": "G", "K": "G"}
_TEXT = frozenset({"TJ", "Tj", "'", '"'})
# What is left of painting a path when its fill or its stroke is another ink's.
_CLOSES = frozenset({"s", "b", "b*"})
_PAINTS_FILL = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_PAINTS_STROKE = frozenset({"S", "s", "B", "B*", "b", "b*"})
_EVEN_ODD = frozenset({"f*", "B*", "b*"})


class Ink(StrEnum):
    """What a colour of the page is printed with."""

    BLACK = "black"
    SPOT = "spot"
    NONE = "none"  # white: the paper


_Instruction = tuple[list[Any], Operator]
_Wanted = Callable[[Ink], bool]


def in_black(pages: bytes) -> bytes:
    """Print every ink in black, so that nothing becomes a grey on a copier."""
    return _parted(pages, lambda _: True)


def plate_of(pages: bytes, ink: Ink) -> bytes:
    """Leave of the pages only what one ink prints, in grey."""
    return _parted(pages, lambda found: found is ink)


def inks_of(pages: bytes) -> tuple[Ink, ...]:
    """Name the inks that pages are set in, in the order black, spot."""
    with Pdf.open(io.BytesIO(pages)) as pdf:
        found = {
            _ink_of(str(found.operator), list(found.operands))
            for stream in _streams(pdf)
            for found in pikepdf.parse_content_stream(stream)
            if str(found.operator) in _FILLS | _STROKES
        }
    return tuple(ink for ink in (Ink.BLACK, Ink.SPOT) if ink in found)


def _parted(pages: bytes, wanted: _Wanted) -> bytes:
    with Pdf.open(io.BytesIO(pages)) as pdf:
        for stream in _streams(pdf):
            parted = list(_kept(stream, wanted))
            written = pikepdf.unparse_content_stream(parted)
            if isinstance(stream, pikepdf.Page):
                stream.obj.Contents = pdf.make_stream(written)
            else:
                stream.write(written)
        return saved(pdf)


def _streams(pdf: Pdf) -> Iterator[Any]:
    """Every page, and every form that a page draws, each once."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        yield page
        yield from _forms_of(page.obj, seen)


def _forms_of(holder: Object, seen: set[tuple[int, int]]) -> Iterator[Object]:
    resources = holder.get(Name.Resources, Dictionary())
    for form in resources.get(Name.XObject, Dictionary()).values():
        if form.get(Name.Subtype) == Name.Form and form.objgen not in seen:
            seen.add(form.objgen)
            yield form
            yield from _forms_of(form, seen)


def _ink_of(operator: str, operands: list[Any]) -> Ink:
    """Tell the ink of a colour: white is paper, grey and black are black, all else the spot."""
    values = [float(value) for value in operands]
    if operator in ("k", "K"):
        values = [(1 - value) * (1 - values[3]) for value in values[:3]]
    if min(values) > 0.99:
        return Ink.NONE
    return Ink.BLACK if max(values) - min(values) < 0.02 else Ink.SPOT


class _Drum:
    """The colours that stand while a page is read, as its `q` and `Q` keep and restore them."""

    def __init__(self) -> None:
        self.fill = self.stroke = Ink.BLACK
        self._kept: list[tuple[Ink, Ink]] = []

    def see(self, operator: str, operands: list[Any]) -> None:
        """Take note of an instruction that changes a colour."""
        if operator == "q":
            self._kept.append((self.fill, self.stroke))
        elif operator == "Q" and self._kept:
            self.fill, self.stroke = self._kept.pop()
        elif operator in _FILLS:
            self.fill = _ink_of(operator, operands)
        elif operator in _STROKES:
            self.stroke = _ink_of(operator, operands)


def _kept(stream: Any, wanted: _Wanted) -> Iterator[_Instruction]:
    """Read a page and leave what is wanted: colours as grey, other paint taken out."""
    drum = _Drum()
    for found in pikepdf.parse_content_stream(stream):
        operator, values = str(found.operator), list(found.operands)
        drum.see(operator, values)
        yield from _instruction(values, operator, drum, wanted)


def _instruction(
    operands: list[Any], operator: str, drum: _Drum, wanted: _Wanted
) -> Iterator[_Instruction]:
    on_plate = partial(_is_on_plate, wanted)
    grey = _FILLS.get(operator) or _STROKES.get(operator)
    if grey:
        ink = drum.fill if operator in _FILLS else drum.stroke
        if on_plate(ink):
            yield [1 if ink is Ink.NONE else 0], Operator(grey)
    elif operator in _TEXT:
        if on_plate(drum.fill):
            yield operands, Operator(operator)
    elif operator in _PAINTS_FILL | _PAINTS_STROKE:
        fills = operator in _PAINTS_FILL and on_plate(drum.fill)
        strokes = operator in _PAINTS_STROKE and on_plate(drum.stroke)
        yield from _painted(operator, fills=fills, strokes=strokes)
    else:
        yield operands, Operator(operator)


def _is_on_plate(wanted: _Wanted, ink: Ink) -> bool:
    return ink is Ink.NONE or wanted(ink)


def _painted(operator: str, *, fills: bool, strokes: bool) -> Iterator[_Instruction]:
    """Paint a path with what is left of its paint; the path must end either way."""
    if operator in _CLOSES:
        yield [], Operator("h")
    star = "*" if operator in _EVEN_ODD else ""
    if fills:
        yield [], Operator(f"B{star}" if strokes else f"f{star}")
    else:
        yield [], Operator("S" if strokes else "n")
