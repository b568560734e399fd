# SPDX-License-Identifier: AGPL-3.0-or-later
"""The zine: one issue, set as single pages.

First every piece is set and measured; then the plan says which page is which; then all is set
again in that order, with writing lines where a page would end too early.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from commonpress.derive.publication import IssueView, Publication
from commonpress.ground.diagnostics import Diagnostic
from commonpress.kinds.base import Record
from commonpress.kinds.publication import Paper, ZineState
from commonpress.render import words
from commonpress.render.environment import html
from commonpress.render.faces import joined, open_face
from commonpress.render.packaged import packaged
from commonpress.render.pdf import Galley, UnprintableError, measure, typeset
from commonpress.render.plates import finish_tags, font_names, page_count
from commonpress.render.zine_desk import Desk
from commonpress.render.zine_findings import UnprintableIssueError, left_out, undrawable
from commonpress.render.zine_order import (
    Placed,
    extras_of,
    fit,
    in_order,
    to_measure,
    within_budget,
)
from commonpress.render.zine_pieces import Piece, pieces_of

DISPLAY_FACE, BOLD_FACE = "CommonDisplay-800.ttf", "ZineSans-700.ttf"
# Text is drawn with the first of these that has the character.
TEXT_FACES = ("ZineSans-500.ttf", "ZineArabic-500.ttf")
FONTS = (DISPLAY_FACE, *TEXT_FACES, BOLD_FACE, "ZineArabic-700.ttf")
# What the shipped families are called inside a PDF.
FAMILIES = ("Common-Display-", "Zine-Sans-", "Zine-Arabic-")


# The style sheet of half a Letter sheet; the zine's own is for half an A4.
LETTER_SIZE = "letter-size.css"


@dataclass(frozen=True, slots=True)
class Composition:
    """An issue with every piece in its place, ready to be set; `pages` are how many it has.

    `notes` name what was left out.
    """

    desk: Desk
    placed: tuple[Placed, ...]
    pages: int
    styles: tuple[str, ...]
    notes: tuple[Diagnostic, ...] = ()


def compose(
    publication: Publication,
    issue: IssueView,
    own: Path | None = None,
    *,
    paper: Paper = Paper.A4,
    styles: tuple[str, ...] = (),
    media: Mapping[str, bytes] | None = None,
) -> Composition:
    """Measure every piece, and plan which page is which.

    `styles` are style sheets that change what things measure. Raises `UnprintableIssueError`
    where a record must be mended first, `UnprintableError` where a page cannot be set as its
    template wants it.
    """
    styles = (*((LETTER_SIZE,) if paper is Paper.LETTER else ()), *styles)
    assets = assets_of(own, "zine.css", *styles)
    desk = Desk(publication, issue, open_face(assets[DISPLAY_FACE]), own, paper.value, media)
    pieces = pieces_of(desk)
    assets |= desk.plates
    extras = extras_of(desk, pieces)
    candidates = tuple(to_measure(pieces, extras))
    demand_characters(desk, candidates, assets)
    galley = measured(candidates, assets, partial(whole_of, desk))
    pieces, extras = fit(pieces, extras, galley)
    pieces, plan, dropped = within_budget(desk, pieces, extras, galley)
    placed = in_order(desk, pieces, extras, plan, galley)
    notes = tuple(left_out(issue.record, piece.title) for piece in dropped)
    return Composition(desk, tuple(placed), plan.pages, styles, notes)


def single_pages(composition: Composition, own: Path | None, look: str) -> bytes:
    """Set an issue as tagged single pages, and look whether it came out as planned.

    `look` is a style sheet that changes how things look and not what they measure.
    """
    assets = assets_of(own, "zine.css", *composition.styles, look) | composition.desk.plates
    pdf = finish_tags(typeset(_whole(composition.desk, composition.placed), assets))
    demand_pages(pdf, composition.pages)
    return pdf


def assets_of(own: Path | None, *styles: str) -> dict[str, bytes]:
    """Gather what the pages may use: the shipped fonts, the mark, and the style sheets in one."""
    assets = {name: packaged("fonts", name).read_bytes() for name in FONTS}
    assets["mark.svg"] = _of_book(own, "mark.svg")
    assets["zine.css"] = b"\n".join(_of_book(own, name) for name in styles)
    return assets


def _of_book(own: Path | None, name: str) -> bytes:
    """A file of the zine: the book's own where it has one."""
    mine = own / "zine" / name if own else None
    return (mine if mine and mine.is_file() else packaged("zine", name)).read_bytes()


def whole_of(desk: Desk, pieces: Sequence[Piece]) -> str:
    """Make one text of pieces, in their order and with no lines to write on."""
    return _whole(desk, [Placed(piece) for piece in pieces])


def _whole(desk: Desk, placed: Sequence[Placed]) -> str:
    sheets = [replace(p, piece=replace(p.piece, body=html(p.piece.body))) for p in placed]
    return desk.whole(sheets=sheets, notice=notice(desk))


def notice(desk: Desk) -> str:
    """Say on every page what is not final."""
    zine = desk.issue.record
    if desk.publication.is_draft:
        return "Draft with errors, not for printing"
    if zine.state is ZineState.FINAL:
        return ""
    return f"{words.sentence(zine.state.value)} of {words.day(zine.date)}"


def measured(
    pieces: Sequence[Piece], assets: Mapping[str, bytes], whole: Callable[[Sequence[Piece]], str]
) -> Galley:
    """Set everything once; where that fails, set every piece alone and say which one it was.

    `whole` makes one text of pieces.
    """
    try:
        return measure(whole(pieces), assets)
    except UnprintableError as failure:
        reasons = tuple(_reasons(pieces, assets, whole))
        raise UnprintableError(reasons or failure.reasons) from failure


def _reasons(
    pieces: Sequence[Piece], assets: Mapping[str, bytes], whole: Callable[[Sequence[Piece]], str]
) -> Iterator[str]:
    for piece in pieces:
        try:
            measure(whole([piece]), assets)
        except UnprintableError as failure:
            named = words.listed(record.id for record in piece.records)
            where = f"section {piece.key}{f' ({named})' if named else ''}"
            yield from (f"{where}: {reason}" for reason in failure.reasons)


def demand_characters(desk: Desk, pieces: Sequence[Piece], assets: Mapping[str, bytes]) -> None:
    """Refuse characters that the shipped fonts cannot draw."""
    zine = desk.issue.record
    records = (zine, desk.publication.commons, *_printed(pieces, desk))
    face = joined(open_face(assets[name]) for name in TEXT_FACES)
    findings = tuple(undrawable(pieces, records, zine, face))
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


def demand_pages(pdf: bytes, planned: int) -> None:
    """Refuse what no reader should get: another number of pages, or a font of this machine."""
    pages = page_count(pdf)
    if pages != planned:
        raise UnprintableError((f"{planned} pages were planned and {pages} were set",))
    strange = [name for name in font_names(pdf) if not name.startswith(FAMILIES)]
    if strange:
        raise UnprintableError((f"the pages use fonts that do not ship: {', '.join(strange)}",))
