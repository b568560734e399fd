# SPDX-License-Identifier: AGPL-3.0-or-later
"""The short issue set: panels chosen, fitted and put in their order, and the poster on the back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from commonpress.derive.publication import IssueView, Publication
from commonpress.kinds.publication import Edition, Paper
from commonpress.render.chapters import set_whole
from commonpress.render.environment import html
from commonpress.render.galleys import Galley
from commonpress.render.plates import Trim, finish_tags
from commonpress.render.preflight_jobs import Proof, unread
from commonpress.render.print_panels import (
    Panel,
    PanelSize,
    back_panel,
    chosen,
    cover_panel,
    notes_panel,
    section_panels,
)
from commonpress.render.print_paper import across, page_of
from commonpress.render.zine import (
    assets_of,
    demand_characters,
    demand_pages,
    head_face,
    measured,
    notice,
)
from commonpress.render.zine_desk import PT_PER_MM, Desk
from commonpress.render.zine_findings import UnprintableIssueError, too_long
from commonpress.render.zine_order import LINE_PITCH, Placed
from commonpress.render.zine_pieces import Piece


@dataclass(frozen=True, slots=True)
class Setting:
    """How panels are set: how many, the margin in mm, and type and leading in points."""

    panels: int
    margin: float
    text: float
    lead: float
    head: float


# On the smallest panels text of 9 points at weight 500: below, a copy of a copy fills its counters.
SETTINGS = {
    Edition.MINI8: Setting(8, 6.0, 9.0, 11.4, 15.0),
    Edition.MINI8_POSTER: Setting(8, 6.0, 9.0, 11.4, 15.0),
    Edition.A6: Setting(8, 8.0, 10.0, 13.0, 21.0),
    Edition.QUARTER: Setting(8, 8.0, 10.0, 13.0, 21.0),
    Edition.TRIFOLD: Setting(6, 8.0, 10.5, 13.5, 24.0),
    Edition.ACCORDION: Setting(8, 7.0, 10.0, 13.0, 20.0),
}
_HEAD_MM = 6.0  # what the line that names the part takes


def short_pages(  # noqa: PLR0917 - who reads the proof comes last
    publication: Publication,
    issue: IssueView,
    own: Path | None,
    edition: Edition,
    paper: Paper,
    proof: Proof = unread,
) -> bytes:
    """Set the panels of an edition as tagged single pages.

    Raises `UnprintableIssueError` where a panel holds too much even in its shortest setting.
    """
    setting, page = SETTINGS[edition], page_of(edition, paper)
    assets = assets_of(own, "panel.css")
    assets["zine.css"] += sizes(setting, page).encode()
    desk = Desk(publication, issue, head_face(assets), own, paper.value)
    panels = _panels(desk, setting, page)
    tries = [piece for panel in panels for piece in panel.settings]
    demand_characters(desk, tries, assets)
    whole = partial(_whole, desk, edition)
    galley = measured(tries, assets, whole)
    fitted = _fitted(desk, panels, galley)
    foot = page.height - setting.margin
    placed = [Placed(piece, _lines_below(piece, galley, setting, foot)) for piece in fitted]
    filled = _with_lines(desk, edition, placed)
    pdf = finish_tags(set_whole(filled, assets))
    demand_pages(pdf, setting.panels)
    proof(filled, pdf)
    return pdf


def _whole(desk: Desk, edition: Edition, pieces: Sequence[Piece]) -> str:
    return _with_lines(desk, edition, [Placed(piece) for piece in pieces])


def _with_lines(desk: Desk, edition: Edition, placed: Sequence[Placed]) -> str:
    panels = [replace(p, piece=replace(p.piece, body=html(p.piece.body))) for p in placed]
    return desk.whole("panels", panels=panels, edition=edition.value, notice=notice(desk))


def _panels(desk: Desk, setting: Setting, page: Trim) -> tuple[Panel, ...]:
    """Fill every panel: the cover, what matters most, pages to write on, the back."""
    size = PanelSize(page.width - 2 * setting.margin, page.height - 2 * setting.margin)
    room = setting.panels - 2
    inner = chosen(section_panels(desk, size), room)
    lines = int((size.height - _HEAD_MM - 2.5 * setting.head * 25.4 / 72) / 8)
    notes = tuple(notes_panel(desk, n, lines) for n in range(room - len(inner)))
    return (cover_panel(desk, size), *inner, *notes, back_panel(desk))


def _fitted(desk: Desk, panels: Sequence[Panel], galley: Galley) -> tuple[Piece, ...]:
    """Take of each panel the fullest setting that is one page; name those that have none."""
    found = [
        next((p for p in panel.settings if len(galley.spots[p.key]) == 1), None) for panel in panels
    ]
    overfull = [
        panel.settings[-1] for panel, piece in zip(panels, found, strict=True) if piece is None
    ]
    if overfull:
        raise UnprintableIssueError(tuple(too_long(p, desk.issue.record) for p in overfull))
    return tuple(piece for piece in found if piece is not None)


def _lines_below(piece: Piece, galley: Galley, setting: Setting, foot: float) -> int:
    """Count the lines to write on below a panel that ends above three quarters of its height."""
    ends = galley.spots[piece.key][0].foot
    if piece.fills or ends > setting.margin + 0.75 * (foot - setting.margin):
        return 0
    return int((foot - ends - setting.lead / PT_PER_MM - 4.0) / LINE_PITCH)


def sizes(setting: Setting, page: Trim) -> str:
    """The style sheet of a panel: its size, its margin and its type."""
    return (
        f"@page {{ size: {page.width:g}mm {page.height:g}mm; margin: {setting.margin:g}mm }}"
        f":root {{ --text: {setting.text:g}pt; --lead: {setting.lead:g}pt; "
        f"--head: {setting.head:g}pt }}"
    )


def poster_page(
    publication: Publication,
    issue: IssueView,
    own: Path | None,
    paper: Paper,
    proof: Proof = unread,
) -> bytes:
    """Set the poster on the back of a mini-zine: the next assembly, to be seen from a stairway."""
    page = across(paper)
    assets = assets_of(own, "panel.css", "poster.css")
    assets["zine.css"] += f"@page {{ size: {page.width:g}mm {page.height:g}mm }}".encode()
    desk = Desk(publication, issue, head_face(assets), own, paper.value)
    made = desk.fill("panel-poster")
    piece = Piece("poster", "panel-poster", "", made.title, made.body, fills=True)
    demand_characters(desk, [piece], assets)
    whole = _whole(desk, Edition.MINI8_POSTER, [piece])
    pdf = finish_tags(set_whole(whole, assets))
    demand_pages(pdf, 1)
    proof(whole, pdf)
    return pdf
