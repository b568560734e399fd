# SPDX-License-Identifier: AGPL-3.0-or-later
"""The short issue: one thought a panel, for the editions that are one folded sheet.

A sheet has a fixed number of panels. The sections that matter most to a reader at the door get
them; each is tried in its fullest setting first, then with fewer items, and what is left out is
counted in words. Type is never made smaller to fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from commonpress.derive.flow_views import Flow, FlowNode
from commonpress.derive.publication import SectionView
from commonpress.kinds.base import Record
from commonpress.kinds.ledger import Measure
from commonpress.kinds.publication import SectionName
from commonpress.render import words
from commonpress.render.copyfit import in_lines
from commonpress.render.environment import html
from commonpress.render.flow_streams import stream_name
from commonpress.render.zine_desk import PT_PER_MM, TITLE_TRACKING, Desk
from commonpress.render.zine_pictures import cover_art
from commonpress.render.zine_pieces import Piece

# What gets a panel first when there are fewer panels than sections.
RANK = ("ledger", "next", "decisions", "norms", "went", "letter", "case", "roles")
MOST_ITEMS, MOST_PARAGRAPHS = 9, 6
# What the lines above and below the name take on a cover, and how small a counted loop may be.
_COVER_WORDS_MM, LEAST_LOOP_MM = 34.0, 4.0


@dataclass(frozen=True, slots=True)
class PanelSize:
    """The type area of one panel, in mm."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: what it is, its settings, the fullest first, and the records it quotes."""

    name: str
    settings: tuple[Piece, ...]
    records: tuple[Record, ...] = ()


def cover_panel(desk: Desk, size: PanelSize) -> Panel:
    """Make the cover: the name as large as the panel is wide."""
    lines = in_lines(desk.publication.commons.name, desk.display, 3, TITLE_TRACKING)
    most = size.height * 0.36 * PT_PER_MM / (0.86 * len(lines))
    fits = desk.size_that_fits(lines, 0.98 * size.width, most, TITLE_TRACKING)
    above = 0.86 * fits * len(lines) / PT_PER_MM + _COVER_WORDS_MM
    art = cover_art(desk.issue.glance, size.width, size.height - above, LEAST_LOOP_MM)
    made = _made(
        desk,
        "cover",
        name_lines=lines,
        name_size=fits,
        height=round(size.height - 0.2, 2),
        art=art,
        loops=html(art.drawing) if art else "",
    )
    return Panel("cover", (made,))


def back_panel(desk: Desk) -> Panel:
    """Make the last page: when to come, and where all of it can be read."""
    return Panel(
        "back",
        (
            _made(desk, "back", key="back-told", full=True, told=True),
            _made(desk, "back", full=True, told=False),
            _made(desk, "back", key="back-short", full=False, told=False),
        ),
    )


def notes_panel(desk: Desk, number: int, lines: int) -> Panel:
    """Make a page to write on, where there are more panels than sections.

    A head that takes more lines in its language leaves fewer to write on.
    """
    counts = range(lines, max(lines - 4, 0), -1)
    made = (_made(desk, "notes", key=f"notes-{number}-{n}", lines=n) for n in counts)
    return Panel(f"notes-{number}", tuple(made))


def section_panels(desk: Desk, size: PanelSize) -> tuple[Panel, ...]:
    """Make a panel for each section of the issue that has something to print, in its order."""
    return tuple(
        chain.from_iterable(
            _of_section(desk, view, size, place) for place, view in enumerate(desk.issue.sections)
        )
    )


def chosen(panels: Sequence[Panel], room: int) -> tuple[Panel, ...]:
    """Choose the panels there is room for: those of the highest rank, in the issue's order."""
    ranked = sorted(panels, key=lambda panel: RANK.index(panel.name))[:room]
    return tuple(panel for panel in panels if panel in ranked)


def _of_section(desk: Desk, view: SectionView, size: PanelSize, place: int) -> Iterator[Panel]:
    """Make the panels of a section; `place` keeps their keys apart."""
    match view.section:
        case SectionName.LETTER if desk.issue.record.body.strip():
            yield _letter(desk, view, place)
        case SectionName.LEDGER if desk.issue.glance.statement.flows:
            yield from _ledger(desk, desk.issue.glance.statement.flows[0], size)
        case SectionName.DECISIONS if view.decisions:
            yield _listing(desk, view, "decisions", place)
        case SectionName.NORMS if view.norms:
            yield _listing(desk, view, "norms", place)
        case SectionName.ROLES if view.roles:
            yield _listing(desk, view, "roles", place)
        case SectionName.CASE if view.cases:
            made = _made(desk, "case", f"case-{place}", section=view, records=view.cases[:1])
            yield Panel("case", (made,))
        case SectionName.NEXT:
            yield _next(desk, view, place)


def _listing(desk: Desk, view: SectionView, name: str, place: int) -> Panel:
    """List as many records as fit; all of them with what was said, where that fits too."""
    records: Sequence[Any] = getattr(view, name)
    counts = range(min(len(records), MOST_ITEMS), 0, -1)
    full = _made(
        desk, name, f"{name}-{place}-full", section=view, records=records, more=0, told=True
    )
    shorter = (
        _made(
            desk,
            name,
            key=f"{name}-{place}-{count}",
            section=view,
            records=records[:count],
            more=len(records) - count,
            told=False,
        )
        for count in counts
    )
    return Panel(name, (full, *shorter))


def _letter(desk: Desk, view: SectionView, place: int) -> Panel:
    """Print as many paragraphs of the letter as fit."""
    paragraphs = [p for p in desk.issue.record.body.split("\n\n") if p.strip()]
    counts = range(min(len(paragraphs), MOST_PARAGRAPHS), 0, -1)
    return Panel(
        "letter",
        tuple(
            _made(
                desk,
                "letter",
                key=f"letter-{place}-{count}",
                section=view,
                paragraphs="\n\n".join(paragraphs[:count]),
                more=len(paragraphs) - count,
            )
            for count in counts
        ),
    )


def _next(desk: Desk, view: SectionView, place: int) -> Panel:
    """Say when and where to meet, with as much of the agenda and as many ways as fit."""
    ahead = desk.issue.glance.next_assembly
    agenda = ahead.record.agenda if ahead else ()
    ways = len(desk.publication.commons.contact)
    tries = [(len(agenda), n) for n in range(ways, -1, -1)]
    tries += [(n, 0) for n in range(len(agenda) - 1, -1, -1)]
    return Panel(
        "next",
        tuple(
            _made(
                desk,
                "next",
                key=f"next-{place}-{points}-{told}",
                section=view,
                points=agenda[:points],
                more=len(agenda) - points,
                ways=told,
            )
            for points, told in tries
        ),
    )


def _ledger(desk: Desk, flow: Flow, size: PanelSize) -> Iterator[Panel]:
    """Tell what came in, as one number with its account, and where it went."""
    figure = desk.issue.glance.figure
    came_in = figure(f"{flow.category.id}-came-in")
    tables = desk.issue.glance.statement.tables
    values: dict[str, Any] = {
        "flow": flow,
        "came_in": came_in,
        "went_out": figure(f"{flow.category.id}-given-on"),
        "total": next(t for t in tables if t.category.id == flow.category.id).total,
        "is_goods": flow.category.measure is Measure.GOODS,
    }
    text = words.number(came_in.value)
    values["figure_size"] = desk.size_that_fits((text,), 0.98 * size.width, size.height * 0.9)
    sources = [(stream_name(flow, n), _number(n, came_in.places)) for n in flow.sources]
    full = _made(desk, "ledger", "ledger-full", sources=sources, **values)
    yield Panel("ledger", (full, _made(desk, "ledger", sources=[], **values)))
    yield Panel("went", tuple(_uses(desk, flow, values)))


def _uses(desk: Desk, flow: Flow, values: dict[str, Any]) -> Iterator[Piece]:
    """List the uses, the largest by name; the smallest are added up where they do not fit."""
    places = values["came_in"].places
    uses = sorted(flow.uses, key=lambda node: (-node.amount, node.label))
    for count in range(min(len(uses), MOST_ITEMS), 0, -1):
        rest = sum((node.amount for node in uses[count:]), Decimal(0))
        yield _made(
            desk,
            "went",
            key=f"went-{count}",
            uses=[(stream_name(flow, n), _number(n, places)) for n in uses[:count]],
            more=len(uses) - count,
            rest=words.number(rest, places) if rest else "",
            **values,
        )


def _number(node: FlowNode, places: int) -> str:
    return words.number(node.amount, places)


def _made(desk: Desk, name: str, key: str = "", **values: Any) -> Piece:
    printed = desk.fill(f"panel-{name}", **values)
    body = printed.body if name == "cover" else printed.body.replace("<br>", " ")
    look = f"panel-{name}"
    fills = name in ("cover", "back", "notes")
    return Piece(key or name, look, printed.description, printed.title, body, fills=fills)
