# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pens: the inks, line widths and sizes of type that drawings are made with, on screen and paper.

A drawing is made in the unit of its pens: pixels on screen, millimetres on paper. Fills are
patterns with a meaning (look, "Patterns"), drawn as lines, because tints do not survive a
copier and PDF patterns do not survive every printer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape

from commonpress.render.charts.joined_letters import joined_text

MM_PER_PT = 25.4 / 72


class Pattern(StrEnum):
    """What a fill means. The word always stands beside it."""

    SOLID = "solid"  # reached neighbours, agreed, within the limit
    LEVEL = "level"  # came in
    UPRIGHT = "upright"  # on the shelves, carried over
    SLANT = "slant"  # lost, past the limit, stood aside
    OPEN = "open"  # abstained, withheld, not counted


@dataclass(frozen=True, slots=True)
class Hatch:
    """Parallel lines: how thick, and how far from one to the next."""

    width: float
    pitch: float

    def scaled(self, factor: float) -> Hatch:
        """Return the same lines in another unit."""
        return Hatch(self.width * factor, self.pitch * factor)


@dataclass(frozen=True, slots=True)
class Pens:
    """All that a drawing needs to know about its medium. Lengths are in `unit`."""

    unit: str
    style: str
    outline: float
    level: Hatch
    upright: Hatch
    slant: Hatch
    text: float
    leading: float
    chalk: float  # the stroke of a counted loop, in twentieths of its square

    @property
    def gap(self) -> float:
        """The paper left between two solids that touch; never thinner than 1 pt in print."""
        return 2 * self.outline

    def scaled(self, factor: float) -> Pens:
        """Return pens for a drawing that will be scaled by the inverse of `factor`."""
        return replace(
            self,
            outline=self.outline * factor,
            level=self.level.scaled(factor),
            upright=self.upright.scaled(factor),
            slant=self.slant.scaled(factor),
            text=self.text * factor,
            leading=self.leading * factor,
        )


_CLASSES = (
    ".i{{fill:{ink}}}.s{{fill:{spot}}}.p{{fill:{paper}}}"
    ".li{{stroke:{ink};fill:none}}.ls{{stroke:{spot};fill:none}}text{{fill:{ink}}}"
)
# Property by property: WeasyPrint's SVG does not read the shorthand.
_TYPE = (
    "text{{font-family:{family};font-size:{size}px;font-weight:{weight}}}"
    ".b{{font-weight:700}}.e{{text-anchor:end}}"
)
_GROTESQUE = (
    '"Helvetica Neue","Liberation Sans",Arimo,Roboto,Arial,'  # as in the stylesheet's --text
    '"Noto Sans","Noto Sans Arabic",sans-serif'
)
_LIGHT = {"ink": "#121311", "spot": "#1f35c7", "paper": "#f7f8f6"}
_DARK = {"ink": "#f1f2ee", "spot": "#a3b1ff", "paper": "#131513"}
_PRINT = {"ink": "#000", "spot": "#1f35c7", "paper": "#fff"}

SCREEN = Pens(
    unit="",
    style=(
        _CLASSES.format(**_LIGHT)
        + _TYPE.format(weight=400, size=16, family=_GROTESQUE)
        + "@media (prefers-color-scheme:dark){"
        + _CLASSES.format(**_DARK)
        + "}@media print{"
        + _CLASSES.format(**_PRINT)
        + "}"
    ),
    outline=1.5,
    level=Hatch(1.5, 4),
    upright=Hatch(1.5, 5),
    slant=Hatch(1.8, 6),
    text=16,
    leading=20,
    chalk=2.3,
)

_NOTE = 9 * MM_PER_PT
PAPER = Pens(
    unit="mm",
    style=(
        _CLASSES.format(**_PRINT)
        + _TYPE.format(weight=500, size=f"{_NOTE:.3f}", family='"Zine Sans","Zine Arabic"')
    ),
    outline=MM_PER_PT,
    level=Hatch(0.35, 0.95),
    upright=Hatch(0.35, 1.3),
    slant=Hatch(0.4, 1.2),
    text=_NOTE,
    leading=4,
    chalk=3.3,
)


def number(value: float) -> str:
    """A length as SVG writes it: two decimals at most, no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def numbers(*values: float) -> str:
    """Several lengths, with spaces between."""
    return " ".join(map(number, values))


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a drawing's plane that is shown."""

    left: float
    top: float
    width: float
    height: float


def svg(window: Window, pens: Pens, title: str, body: str) -> str:
    """Frame a drawing: its size, its title (the alternative text), its style.

    Without a title it is decoration, and hidden from those who listen.
    """
    if pens is PAPER:
        body = joined_text(body)
    named = f'role="img"><title>{escape(title)}</title>' if title else 'aria-hidden="true">'
    size = (
        f'width="{number(window.width)}{pens.unit}" height="{number(window.height)}{pens.unit}" '
        f'viewBox="{numbers(window.left, window.top, window.width, window.height)}"'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}'
        f"<style>{pens.style}</style>{body}</svg>"
    )


def label(text: str, across: float, down: float, classes: str = "") -> str:
    """One line of text, its baseline at `down`."""
    said = f' class="{classes}"' if classes else ""
    return f'<text{said} x="{number(across)}" y="{number(down)}">{escape(text)}</text>'


def slanted_in(clip_id: str, shape: str, window: Window, pens: Pens) -> str:
    """Slanted lines clipped to a closed path, with its outline. `window` is the path's box."""
    step = pens.slant.pitch * 2**0.5
    right, bottom = window.left + window.width, window.top + window.height
    count = int((window.width + window.height) / step) + 1
    lines = "".join(
        f"M{numbers(start, bottom)}L{numbers(start + window.height, window.top)}"
        for start in (window.left - window.height + step * (i + 0.5) for i in range(count))
        if start < right
    )
    return (
        f'<clipPath id="{clip_id}"><path d="{shape}"/></clipPath><g clip-path="url(#{clip_id})">'
        f'<path class="li" stroke-width="{number(pens.slant.width)}" d="{lines}"/></g>'
        f'<path class="li" stroke-width="{number(pens.outline)}" d="{shape}"/>'
    )
