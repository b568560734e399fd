# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sheets that are folded to a small book of eight panels, as the mini-zine is.

The panels are set and fitted one by one, put on their sheet by the same folds as the zine's, and
come with the page that says how to fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html import unescape

from commonpress.ground.imposition import Flip
from commonpress.ground.imposition_panels import OneSheet
from commonpress.kinds.publication import Edition, Paper
from commonpress.render.environment import html
from commonpress.render.faces import joined, open_face
from commonpress.render.pdf import Galley, typeset
from commonpress.render.plates import finish_tags
from commonpress.render.plates_inks import Ink, in_black, inks_of, plate_of
from commonpress.render.plates_sheets import lay_out_pdf
from commonpress.render.preflight_jobs import Proof, unread
from commonpress.render.print_folds import layout_of
from commonpress.render.print_how import Folding, how_to_assets, how_to_values
from commonpress.render.print_panels import Panel, PanelSize
from commonpress.render.print_paper import Profile, grid_of, page_of
from commonpress.render.print_short import SETTINGS, sizes
from commonpress.render.sheet_desk import (
    OverfullSheetError,
    SheetDesk,
    SheetPaper,
    UnknownSheetError,
)
from commonpress.render.voice import voice
from commonpress.render.zine import TEXT_FACES, assets_of, demand_pages, measured
from commonpress.render.zine_findings import too_long, undrawable
from commonpress.render.zine_pieces import Piece

PanelsOf = Callable[[SheetDesk, PanelSize], Sequence[Panel]]
_EDITION = Edition.MINI8
_PLATES = {Ink.BLACK: "black", Ink.SPOT: "blue"}
PAPERS = {SheetPaper.A4: Paper.A4, SheetPaper.LETTER: Paper.LETTER}


def folded_files(
    desk: SheetDesk, frame: str, panels_of: PanelsOf, proof: Proof = unread
) -> Iterator[tuple[str, bytes]]:
    """The sheet, its single pages and how to fold it: what each is called, and its bytes.

    `proof` reads the pages against their words. Raises `UnknownSheetError` on paper that it is
    not made for, `OverfullSheetError` where a panel holds too much even in its shortest setting,
    or a character is missing.
    """
    if desk.paper not in PAPERS:
        raise UnknownSheetError("a sheet that is folded to eight panels is printed on A4 or Letter")
    paper = PAPERS[desk.paper]
    pages = _pages(desk, frame, panels_of, paper, proof)
    if desk.profile in (Profile.PHOTOCOPY, Profile.LASER):
        pages = in_black(pages)
    yield "", _imposed(pages, paper)
    if desk.profile is Profile.RISO:
        for number, ink in enumerate(inks_of(pages), start=1):
            yield f"-layer{number}-{_PLATES[ink]}", _imposed(plate_of(pages, ink), paper)
    yield "-pages", pages
    yield "-how-to", _how_to(desk, paper)


def _pages(desk: SheetDesk, frame: str, panels_of: PanelsOf, paper: Paper, proof: Proof) -> bytes:
    setting, page = SETTINGS[_EDITION], page_of(_EDITION, paper)
    assets = assets_of(desk.own, "panel.css")
    assets["zine.css"] += sizes(setting, page).encode()
    size = PanelSize(page.width - 2 * setting.margin, page.height - 2 * setting.margin)
    panels = panels_of(desk, size)
    tries = [piece for panel in panels for piece in panel.settings]
    _demand_characters(desk, panels)
    whole = partial(_whole, desk, frame)
    fitted = _fitted(panels, measured(tries, assets, whole))
    text = whole(fitted)
    pdf = finish_tags(typeset(text, assets))
    demand_pages(pdf, setting.panels)
    proof(text, pdf)
    return pdf


def _whole(desk: SheetDesk, frame: str, pieces: Sequence[Piece]) -> str:
    panels = [{"key": p.key, "look": p.look, "part": p.part, "body": html(p.body)} for p in pieces]
    return desk.whole(f"sheets/{frame}", panels=panels)


def _fitted(panels: Sequence[Panel], galley: Galley) -> tuple[Piece, ...]:
    """Take of each panel the fullest setting that is one page; name those that have none."""
    found = [
        next((p for p in panel.settings if len(galley.spots[p.key]) == 1), None) for panel in panels
    ]
    overfull = [panel for panel, piece in zip(panels, found, strict=True) if piece is None]
    if overfull:
        findings = tuple(too_long(p.settings[-1], p.records[0]) for p in overfull if p.records)
        named = ", ".join(f'"{panel.settings[-1].part or panel.name}"' for panel in overfull)
        raise OverfullSheetError(f"a panel holds more than fits on it: {named}", findings)
    return tuple(piece for piece in found if piece is not None)


def _demand_characters(desk: SheetDesk, panels: Sequence[Panel]) -> None:
    """Refuse characters that the shipped fonts cannot draw, all of them at once."""
    face = joined(open_face(desk.font(name)) for name in TEXT_FACES)
    commons = desk.publication.commons
    records = (commons, *(record for panel in panels for record in panel.records))
    pieces = [piece for panel in panels for piece in panel.settings]
    if face.missing(unescape("".join(piece.body for piece in pieces))):
        findings = tuple(dict.fromkeys(undrawable(pieces, records, commons, face)))
        if findings:
            raise OverfullSheetError("a panel cannot be drawn", findings)


def _imposed(pages: bytes, paper: Paper) -> bytes:
    mirrored = voice().direction == "rtl"
    layout = layout_of(_EDITION, Flip.SHORT_EDGE, right_to_left=mirrored)
    if not isinstance(layout, OneSheet):
        raise TypeError(f"{_EDITION} is not one sheet")
    grid = grid_of(_EDITION, paper, right_to_left=mirrored)
    return lay_out_pdf(pages, layout, page_of(_EDITION, paper), grid)


def _how_to(desk: SheetDesk, paper: Paper) -> bytes:
    folding = Folding(_EDITION, paper, SETTINGS[_EDITION].panels, 1, voice().direction == "rtl")
    whole = desk.whole("zine/how-to", **how_to_values(folding))
    return finish_tags(typeset(whole, how_to_assets(desk.own, paper)))
