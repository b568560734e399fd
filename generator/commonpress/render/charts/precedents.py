# SPDX-License-Identifier: AGPL-3.0-or-later
"""The graph of precedents: a row for each case, and a line from each to those it cites.

Every line keeps to a lane of its own, so that none covers another, and ends with an arrow at
the earlier case. What a case does with the earlier one is said by the line: unbroken where it
leans on it, dashed where it parts from it, dotted where it narrows or doubts it, with a cross
where it overrules it. Cases that were overruled are struck through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from commonpress.render.charts.lettering import width_of
from commonpress.render.charts.pens import Pens, Window, label, number, numbers, svg

_ROW, _LANE, _PORT, _TURN, _ARROW = 40.0, 22.0, 6.0, 8.0, 6.0
_STROKE, _LEAST_LANE = 2.5, 7.0


class Manner(StrEnum):
    """What a citation does, as a line shows it."""

    LEANS = "leans"
    PARTS = "parts"
    NARROWS = "narrows"
    OVERRULES = "overrules"


_LOOK = {
    Manner.LEANS: ("ls", ""),
    Manner.PARTS: ("li", ' stroke-dasharray="9 6"'),
    Manner.NARROWS: ("li", ' stroke-dasharray="2 5"'),
    Manner.OVERRULES: ("li", ""),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A case: what stands in its row, and whether it was overruled."""

    name: str
    about: str = ""
    is_overruled: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A citation from the row of a later case to that of an earlier one, by their places."""

    later: int
    earlier: int
    manner: Manner


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line in its lane, with the heights at which it leaves and arrives."""

    line: Line
    lane: int
    top: float
    bottom: float


def precedents(
    rows: Sequence[Row], lines: Sequence[Line], width: float, pens: Pens, title: str
) -> str:
    """Draw cases, earliest first, and all citations among them."""
    drawn = _placed(len(rows), lines)
    lanes = max((one.lane for one in drawn), default=-1) + 1
    names = max((width_of(row.name, pens.text) for row in rows), default=0.0)
    # On a narrow sheet the lanes move together before they run over the names.
    room = width - names - 2 * pens.text - _ARROW
    pitch = min(_LANE, max(room / max(lanes, 1), _LEAST_LANE))
    left = width - lanes * pitch - _ARROW - pens.text / 2
    body = "".join(
        _row(row, place, (names, left), pens) for place, row in enumerate(rows)
    ) + "".join(_path(one, left, pitch) for one in drawn)
    return svg(Window(0, 0, width, len(rows) * _ROW), pens, title, body)


def lanes_of(lines: Sequence[Line]) -> tuple[int, ...]:
    """The lane of each line: short ones inside, and no two that touch in one lane."""
    order = sorted(range(len(lines)), key=lambda i: (_span(lines[i]), lines[i].earlier, i))
    taken: list[list[Line]] = []
    found = [0] * len(lines)
    for place in order:
        line = lines[place]
        lane = next((n for n, held in enumerate(taken) if not _meets(line, held)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append(line)
        found[place] = lane
    return tuple(found)


def _span(line: Line) -> int:
    return abs(line.later - line.earlier)


def _meets(line: Line, others: Sequence[Line]) -> bool:
    low, high = sorted((line.later, line.earlier))
    return any(
        low <= max(other.later, other.earlier) and min(other.later, other.earlier) <= high
        for other in others
    )


def _placed(rows: int, lines: Sequence[Line]) -> list[_Drawn]:
    """Each line in its lane, with a port of its own at either row, so that none runs over one."""
    lanes = lanes_of(lines)
    ports: dict[tuple[int, int], float] = {}
    for row in range(rows):
        touching = [i for i, line in enumerate(lines) if row in {line.later, line.earlier}]
        # Upward lines leave above downward ones; the outermost lane is nearest the middle.
        up = [i for i in touching if min(lines[i].later, lines[i].earlier) < row]
        down = [i for i in touching if i not in up]
        ordered = sorted(up, key=lambda i: lanes[i]) + sorted(down, key=lambda i: -lanes[i])
        pitch = min(_PORT, (_ROW - 8) / max(len(ordered), 1))
        for place, i in enumerate(ordered):
            offset = (place - (len(ordered) - 1) / 2) * pitch
            ports[i, row] = row * _ROW + _ROW / 2 + offset
    return [
        _Drawn(line, lanes[i], ports[i, line.later], ports[i, line.earlier])
        for i, line in enumerate(lines)
    ]


def _row(row: Row, place: int, room: tuple[float, float], pens: Pens) -> str:
    """The name of a case, and as many words about it as fit before the lines."""
    names, left = room
    middle = place * _ROW + _ROW / 2
    base = middle + pens.text * 0.35
    words = label(row.name, 0, base, "b")
    about = _cut(row.about, left - names - 2 * pens.text, pens)
    if about:
        words += label(about, names + pens.text, base)
    if row.is_overruled:
        wide = number(width_of(row.name, pens.text) * 0.9)
        words += f'<path class="li" stroke-width="2" d="M{numbers(0, middle)}h{wide}"/>'
    return words


def _cut(text: str, room: float, pens: Pens) -> str:
    """A text as far as it fits, at a word; blank where not even three words do."""
    if width_of(text, pens.text) <= room:
        return text
    words = text.split(" ")
    while len(words) > 2 and width_of(" ".join(words) + " …", pens.text) > room:
        words.pop()
    return " ".join(words) + " …" if len(words) > 2 else ""


def _path(one: _Drawn, left: float, pitch: float) -> str:
    """One citation: out of its row, along its lane, back to the earlier case, and an arrow."""
    look, dashes = _LOOK[one.line.manner]
    lane = left + _ARROW + (one.lane + 0.5) * pitch
    turn = min(_TURN, pitch / 2, abs(one.bottom - one.top) / 2)
    way = turn if one.bottom > one.top else -turn
    path = (
        f"M{numbers(left, one.top)}H{number(lane - turn)}Q{numbers(lane, one.top)} "
        f"{numbers(lane, one.top + way)}V{number(one.bottom - way)}Q{numbers(lane, one.bottom)} "
        f"{numbers(lane - turn, one.bottom)}H{number(left + _ARROW)}"
    )
    arrow = (
        f"M{numbers(left, one.bottom)}l{numbers(_ARROW + 2, -_ARROW * 0.7)}v{number(_ARROW * 1.4)}z"
    )
    drawn = (
        f'<path class="{look}" stroke-width="{number(_STROKE)}"{dashes} d="{path}"/>'
        f'<path class="{look[-1]}" d="{arrow}"/>'
    )
    if one.line.manner is Manner.OVERRULES:
        drawn += _cross(lane, (one.top + one.bottom) / 2)
    return drawn


def _cross(across: float, down: float) -> str:
    size = 6.0
    arms = (
        f"M{numbers(across - size, down - size)}l{numbers(2 * size, 2 * size)}"
        f"M{numbers(across - size, down + size)}l{numbers(2 * size, -2 * size)}"
    )
    return f'<path class="li" stroke-width="3" d="{arms}"/>'
