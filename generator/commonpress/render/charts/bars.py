# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bars on one scale: a strip that splits one amount, and a flow for sheets too narrow for curves.

A part that is there is always seen: however small its share, it keeps a sliver of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonpress.render.charts.flow import Stream, thicknesses
from commonpress.render.charts.lettering import width_of, wrapped
from commonpress.render.charts.pens import (
    Pattern,
    Pens,
    Window,
    label,
    number,
    numbers,
    slanted_in,
    svg,
)

_SLIVER = 4  # the least width of a part, in outlines
_BAR, _UNDER_BAR = 18.0, 14.0  # in a list, on a text of 16
_LEAST_NAME = 4.0  # the least room of a name, in sizes of text


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a strip: its share of the whole (0 to 1) and its fill."""

    share: float
    pattern: Pattern


def strip(parts: Sequence[Part], width: float, height: float, pens: Pens, title: str) -> str:
    """Draw one amount as a row of patterned boxes, with paper between them."""
    shown = [part for part in parts if part.share > 0]
    room = width - pens.gap * (len(shown) - 1)
    across, drawn = 0.0, []
    widths = thicknesses([part.share for part in shown], room, pens.outline * _SLIVER)
    for place, (part, wide) in enumerate(zip(shown, widths, strict=True)):
        box = Window(across, 0, wide, height)
        drawn.append(filled_box(box, part.pattern, f"part-{place}", pens))
        across += wide + pens.gap
    return svg(Window(0, 0, width, height), pens, title, "".join(drawn))


def bar_list(
    sources: Sequence[Stream], uses: Sequence[Stream], middle: str, width: float, pens: Pens
) -> str:
    """Draw a flow as two lists of bars on one scale, the store a black bar between them.

    `middle` says how much went through the store.
    """
    widest = max((stream.share for stream in (*sources, *uses)), default=1.0) or 1.0
    scale = width * min(1.0, widest * 1.6) / widest  # leave short rows their paper
    drawn, down = [], 0.0
    for place, stream in enumerate(sources):
        row, down = _bar(stream, f"in-{place}", (down, width, scale), pens)
        drawn.append(row)
    drawn.append(f'<path class="i" d="M{numbers(0, down)}h{number(width)}v10h-{number(width)}z"/>')
    drawn.append(label(middle, 0, down + 10 + pens.leading + 2, "b"))
    down += 10 + pens.leading + pens.text
    for place, stream in enumerate(uses):
        row, down = _bar(stream, f"out-{place}", (down, width, scale), pens)
        drawn.append(row)
    return svg(Window(0, 0, width, down), pens, "", "".join(drawn))


def filled_box(box: Window, pattern: Pattern, name: str, pens: Pens) -> str:
    """Draw a box in one of the five fills. `name` tells its clip from those of other boxes."""
    if pattern is Pattern.SOLID:
        return f'<path class="s" d="{_outline(box)}"/>'
    inset = pens.outline / 2
    inner = Window(box.left + inset, box.top + inset, box.width - 2 * inset, box.height - 2 * inset)
    shape = _outline(inner)
    if pattern is Pattern.SLANT:
        return slanted_in(name, shape, inner, pens)
    frame = f'<path class="li" stroke-width="{number(pens.outline)}" d="{shape}"/>'
    if pattern is Pattern.OPEN:
        return frame
    hatch = pens.level if pattern is Pattern.LEVEL else pens.upright
    lines = _level(box, hatch.pitch) if pattern is Pattern.LEVEL else _upright(box, hatch.pitch)
    return f'<path class="li" stroke-width="{number(hatch.width)}" d="{lines}"/>{frame}'


def _bar(
    stream: Stream, name: str, row: tuple[float, float, float], pens: Pens
) -> tuple[str, float]:
    """Draw one row of a list: name and amount, the bar under them; and say where it ends.

    `row` is how far down it begins, the width of the list, and its scale.
    """
    down, width, scale = row
    room = width - width_of(stream.amount, pens.text) - pens.text
    lines = wrapped(stream.name, max(room, _LEAST_NAME * pens.text), pens.text)
    words = label(stream.amount, width, down + pens.text + 1, "e")
    for line in lines:
        words += label(line, 0, down + pens.text + 1, "b")
        down += pens.leading
    wide = max(stream.share * scale, pens.outline * _SLIVER)
    box = Window(0, down + 4, wide, _BAR)
    return words + filled_box(box, stream.pattern, name, pens), down + 4 + _BAR + _UNDER_BAR


def _outline(box: Window) -> str:
    corner, width = numbers(box.left, box.top), number(box.width)
    return f"M{corner}h{width}v{number(box.height)}h-{width}z"


def _level(box: Window, pitch: float) -> str:
    count = max(int(box.height / pitch), 1)
    first = (box.height - (count - 1) * pitch) / 2
    return "".join(
        f"M{numbers(box.left, box.top + first + i * pitch)}h{number(box.width)}"
        for i in range(count)
    )


def _upright(box: Window, pitch: float) -> str:
    count = max(int(box.width / pitch), 1)
    first = (box.width - (count - 1) * pitch) / 2
    return "".join(
        f"M{numbers(box.left + first + i * pitch, box.top)}v{number(box.height)}"
        for i in range(count)
    )
