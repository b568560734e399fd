# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drawings for the hands: a sheet with its pages, a fold, a cut, staples. All in millimetres.

Lines are 1 point and black. A fold is dashed, a cut is a thick line with its ends marked, an
arrow shows which half moves. Each drawing says the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from commonpress.ground.imposition import Side
from commonpress.render.charts.joined_letters import as_seen

_LINE, _CUT = 0.5, 1.4
_STEP_SCALE = 0.66  # a step is drawn this much smaller than it is written down
BAR_MM = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line across a sheet, from and to in shares of its width and height."""

    from_x: float
    from_y: float
    to_x: float
    to_y: float


@dataclass(frozen=True, slots=True)
class Step:
    """One thing hands do: a sentence, and the sheet as it then lies before them.

    `width` and `height` are of the sheet as it lies, in mm of the drawing; `arrow` shows what
    moves where; `marks` are staples.
    """

    words: str
    width: float
    height: float
    folds: tuple[Line, ...] = ()
    cuts: tuple[Line, ...] = ()
    arrow: Line | None = None
    marks: tuple[Line, ...] = ()
    label: str = ""


def step_drawing(step: Step) -> str:
    """Draw one step."""
    body = [_box(0, 0, step.width, step.height)]
    body += [_line(line, step, 'stroke-dasharray="1.6 1.2"') for line in step.folds]
    body += [_line(line, step, "", _CUT) for line in (*step.cuts, *step.marks)]
    if step.label:
        body.append(_text(step.width / 2, step.height * 0.62, step.label, 4.4))
    if step.arrow:
        body += _arrow(step.arrow, step)
    return _svg(step.width, step.height, step.words, body, _STEP_SCALE)


def side_drawing(
    side: Side[int],
    columns: Sequence[float],
    rows: Sequence[float],
    width: float,
    said: str,
    *,
    cuts: Sequence[Line] = (),
) -> str:
    """Draw one side of a sheet with the number of the page on each panel, `width` mm wide."""
    scale = width / sum(columns)
    height = sum(rows) * scale
    size = min(9.0, min(columns) * scale * 0.42)
    body = [_box(0, 0, width, height)]
    for row, cells in enumerate(side.rows):
        for column, cell in enumerate(cells):
            x = (sum(columns[:column]) + columns[column] / 2) * scale
            y = (sum(rows[:row]) + rows[row] / 2) * scale
            turn = f' transform="rotate(180 {x:.2f} {y:.2f})"' if cell.upside_down else ""
            if cell.page is not None:
                body.append(_text(x, y + size * 0.36, str(cell.page), size, turn))
    sheet = Step("", width, height)
    body += [_line(line, sheet, 'stroke-dasharray="1.6 1.2"') for line in _joints(columns, rows)]
    body += [_line(line, sheet, "", _CUT) for line in cuts]
    return _svg(width, height, said, body)


def check_bar(said: str) -> str:
    """Draw a bar of exactly 100 mm, with a tick every 10 mm."""
    ticks = "".join(f"M{10 * n} {2 if n % 5 else 0}V6" for n in range(11))
    path = f'<path d="M0 6H{BAR_MM}{ticks}" fill="none" stroke="#000" stroke-width="{_LINE}"/>'
    return _svg(BAR_MM, 6, said, [path])


def _joints(columns: Sequence[float], rows: Sequence[float]) -> Iterator[Line]:
    for n in range(1, len(columns)):
        x = sum(columns[:n]) / sum(columns)
        yield Line(x, 0, x, 1)
    for n in range(1, len(rows)):
        y = sum(rows[:n]) / sum(rows)
        yield Line(0, y, 1, y)


def _svg(width: float, height: float, said: str, body: Sequence[str], scale: float = 1.0) -> str:
    pad = 1.0
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{(width + 2 * pad) * scale:.2f}mm" '
        f'height="{(height + 2 * pad) * scale:.2f}mm" '
        f'viewBox="{-pad} {-pad} {width + 2 * pad:.2f} {height + 2 * pad:.2f}">'
        f"<title>{escape(said)}</title>{''.join(body)}</svg>"
    )


def _box(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<path d="M{x:.2f} {y:.2f}h{width:.2f}v{height:.2f}h{-width:.2f}z" fill="none" '
        f'stroke="#000" stroke-width="{_LINE}"/>'
    )


def _line(line: Line, step: Step, how: str, width: float = _LINE) -> str:
    return (
        f'<path d="M{line.from_x * step.width:.2f} {line.from_y * step.height:.2f}'
        f'L{line.to_x * step.width:.2f} {line.to_y * step.height:.2f}" fill="none" '
        f'stroke="#000" stroke-width="{width}" {how}/>'
    )


def _text(x: float, y: float, words: str, size: float, more: str = "") -> str:
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-family="Zine Sans,Zine Arabic" font-weight="700" '
        f'font-size="{size:.2f}" text-anchor="middle"{more}>{escape(as_seen(words))}</text>'
    )


def _arrow(arrow: Line, step: Step) -> list[str]:
    """An arc from what is lifted to where it lands, with a head on its end."""
    x1, y1 = arrow.from_x * step.width, arrow.from_y * step.height
    x2, y2 = arrow.to_x * step.width, arrow.to_y * step.height
    flat = abs(x2 - x1) > abs(y2 - y1)
    bend = 5.0
    middle = (
        ((x1 + x2) / 2, (y1 + y2) / 2 - bend) if flat else ((x1 + x2) / 2 + bend, (y1 + y2) / 2)
    )
    dx, dy = x2 - middle[0], y2 - middle[1]
    length = (dx * dx + dy * dy) ** 0.5
    dx, dy = dx / length * 2.4, dy / length * 2.4
    head = (
        f"M{x2 - dx - dy * 0.5:.2f} {y2 - dy + dx * 0.5:.2f}L{x2:.2f} {y2:.2f}"
        f"L{x2 - dx + dy * 0.5:.2f} {y2 - dy - dx * 0.5:.2f}z"
    )
    arc = f"M{x1:.2f} {y1:.2f}Q{middle[0]:.2f} {middle[1]:.2f} {x2:.2f} {y2:.2f}"
    return [
        f'<path d="{arc}" fill="none" stroke="#000" stroke-width="{_LINE * 1.5}"/>',
        f'<path d="{head}" fill="#000"/>',
    ]
