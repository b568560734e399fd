# SPDX-License-Identifier: AGPL-3.0-or-later
"""The zine: one issue, set as single pages for reading and imposed as a booklet for printing.

First every piece is set and measured; then the plan says which page is which; then all is set
again in that order, with writing lines where a page would end too early.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from commonpress.derive.publication import IssueView, Publication
from commonpress.ground.imposition import saddle_stitch
from commonpress.kinds.base import Record
from commonpress.kinds.publication import ZineState
from commonpress.render import words
from commonpress.render.artifact import Artifact
from commonpress.render.environment import html
from commonpress.render.faces import open_face
from commonpress.render.packaged import packaged
from commonpress.render.pdf import Galley, UnprintableError, measure, typeset
from commonpress.render.plates import HALF_A4, finish_tags, font_names, page_count
from commonpress.render.plates_sheets import impose_pdf
from commonpress.render.zine_desk import Desk
from commonpress.render.zine_findings import UnprintableIssueError, undrawable
from commonpress.render.zine_order import Placed, extras_of, fit, in_order, plan_of, to_measure
from commonpress.render.zine_pieces import Piece, pieces_of

FONTS = ("CommonDisplay-800.ttf", "ZineSans-500.ttf", "ZineSans-700.ttf")
DISPLAY_FACE, TEXT_FACE = FONTS[0], FONTS[1]
# What the shipped families are called inside a PDF.
FAMILIES = ("Common-Display-", "Zine-Sans-")


class Edition(StrEnum):
    """The forms an issue comes in."""

    SCREEN = "screen"
    BOOKLET = "booklet"


def print_issue(
    publication: Publication, issue: IssueView, edition: Edition | str, own: Path | None = None
) -> Artifact:
    """Print one edition of an issue. `own` is the book's own folder of templates."""
    path = edition_path(issue, Edition(edition))
    return next(a for a in print_editions(publication, issue, own) if a.path == path)


def print_editions(
    publication: Publication, issue: IssueView, own: Path | None = None
) -> tuple[Artifact, ...]:
    """Print an issue in every edition, set once.

    Raises `UnprintableIssueError` where a record must be mended first, `UnprintableError` where
    a page cannot be set as its template wants it.
    """
    screen = _single_pages(publication, issue, own)
    there = publication.commons.site_url
    subject = f"To read on a screen, take the edition of single pages: {there}" if there else ""
    booklet = impose_pdf(screen, saddle_stitch(), HALF_A4, subject)
    return (
        Artifact(edition_path(issue, Edition.SCREEN), screen),
        Artifact(edition_path(issue, Edition.BOOKLET), booklet),
    )


def edition_path(issue: IssueView, edition: Edition) -> str:
    """Name the file of an edition, as in `spring-2026-booklet.pdf`."""
    return f"{issue.record.id}-{edition.value}.pdf"


def _single_pages(publication: Publication, issue: IssueView, own: Path | None) -> bytes:
    """Measure, plan, set, and look whether it came out as planned."""
    assets = assets_of(own)
    desk = Desk(publication, issue, open_face(assets[DISPLAY_FACE]), own)
    pieces = pieces_of(desk)
    extras = extras_of(desk, pieces)
    candidates = tuple(to_measure(pieces, extras))
    _demand_characters(desk, candidates, assets)
    galley = _measured(desk, candidates, assets)
    pieces, extras = fit(pieces, extras, galley)
    plan = plan_of(desk, pieces, extras, galley)
    placed = in_order(desk, pieces, extras, plan, galley)
    pdf = finish_tags(typeset(_whole(desk, placed), assets))
    _demand_pages(pdf, plan.pages)
    return pdf


def assets_of(own: Path | None) -> dict[str, bytes]:
    """Gather what the pages may use: the shipped fonts, the mark, and one style sheet."""
    files = {name: packaged("fonts", name) for name in FONTS}
    for name in ("zine.css", "mark.svg"):
        mine = own / "zine" / name if own else None
        files[name] = mine if mine and mine.is_file() else packaged("zine", name)
    return {name: path.read_bytes() for name, path in sorted(files.items())}


def _whole(desk: Desk, placed: Sequence[Placed]) -> str:
    sheets = [replace(p, piece=replace(p.piece, body=html(p.piece.body))) for p in placed]
    return desk.whole(sheets=sheets, notice=_notice(desk))


def _notice(desk: Desk) -> str:
    """Say on every page what is not final."""
    zine = desk.issue.record
    if desk.publication.is_draft:
        return "Draft with errors, not for printing"
    if zine.state is ZineState.FINAL:
        return ""
    return f"{words.sentence(zine.state.value)} of {words.day(zine.date)}"


def _measured(desk: Desk, pieces: Sequence[Piece], assets: Mapping[str, bytes]) -> Galley:
    """Set everything once; where that fails, set every piece alone and say which one it was."""
    try:
        return measure(_whole(desk, [Placed(piece) for piece in pieces]), assets)
    except UnprintableError as failure:
        reasons = tuple(_reasons(desk, pieces, assets))
        raise UnprintableError(reasons or failure.reasons) from failure


def _reasons(desk: Desk, pieces: Sequence[Piece], assets: Mapping[str, bytes]) -> Iterator[str]:
    for piece in pieces:
        try:
            measure(_whole(desk, [Placed(piece)]), assets)
        except UnprintableError as failure:
            named = words.listed(record.id for record in piece.records)
            where = f"section {piece.key}{f' ({named})' if named else ''}"
            yield from (f"{where}: {reason}" for reason in failure.reasons)


def _demand_characters(desk: Desk, pieces: Sequence[Piece], assets: Mapping[str, bytes]) -> None:
    zine = desk.issue.record
    records = (zine, desk.publication.commons, *_printed(pieces, desk))
    findings = tuple(undrawable(pieces, records, zine, open_face(assets[TEXT_FACE])))
    if findings:
        raise UnprintableIssueError(tuple(dict.fromkeys(findings)))


def _printed(pieces: Sequence[Piece], desk: Desk) -> Iterator[Record]:
    """Every record that a page may quote."""
    glance = desk.issue.glance
    yield from (record for piece in pieces for record in piece.records)
    yield from (view.record for view in glance.open_proposals)
    yield from (glance.next_assembly.record,) if glance.next_assembly else ()
    yield from (view.account for view in desk.publication.accounts)
    yield from (line.entry for line in glance.statement.entries)


def _demand_pages(pdf: bytes, planned: int) -> None:
    """Refuse what no reader should get: another number of pages, or a font of this machine."""
    pages = page_count(pdf)
    if pages != planned:
        raise UnprintableError((f"{planned} pages were planned and {pages} were set",))
    strange = [name for name in font_names(pdf) if not name.startswith(FAMILIES)]
    if strange:
        raise UnprintableError((f"the pages use fonts that do not ship: {', '.join(strange)}",))
