# SPDX-License-Identifier: AGPL-3.0-or-later
"""The zine: one issue, set as single pages.

First every piece is set where it will likely stand, and measured; then the plan says which page is
which; then what is not yet as it must be is set again, with writing lines where a page would end
too early. Each piece is a chapter that is set by itself (`docs/decisions/0020`), unless a commons
brings a style sheet of its own: that may reach from one into another.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from commonpress.derive.publication import IssueView, Publication
from commonpress.ground.diagnostics import Diagnostic
from commonpress.kinds.base import Record
from commonpress.kinds.publication import Paper, ZineState
from commonpress.render import words
from commonpress.render.chapters import (
    Run,
    can_stand_alone,
    measure_whole,
    measured_in_runs,
    set_in_chapters,
    set_whole,
)
from commonpress.render.environment import html
from commonpress.render.faces import Face, joined, open_face
from commonpress.render.font_union import UnitingError
from commonpress.render.galleys import Galley, Spot, UnprintableError
from commonpress.render.mirror import mirrored
from commonpress.render.packaged import packaged
from commonpress.render.plates import finish_tags, page_count
from commonpress.render.preflight_jobs import Proof, unread
from commonpress.render.voice import say, say_value, voice
from commonpress.render.zine_desk import Desk
from commonpress.render.zine_findings import UnprintableIssueError, left_out, undrawable
from commonpress.render.zine_order import (
    Placed,
    extras_of,
    fit,
    in_order,
    lengths_of,
    to_measure,
    where_likely,
    within_budget,
)
from commonpress.render.zine_pieces import Piece, pieces_of

DISPLAY_FACE, BOLD_FACE = "CommonDisplay-800.ttf", "ZineSans-700.ttf"
# Text is drawn with the first of these that has the character.
TEXT_FACES = ("ZineSans-500.ttf", "ZineArabic-600.ttf")
HEAD_FACES = (DISPLAY_FACE, BOLD_FACE, "ZineArabic-700.ttf")
FONTS = (*TEXT_FACES, *HEAD_FACES)


# The style sheet of half a Letter sheet; the zine's own is for half an A4.
LETTER_SIZE = "letter-size.css"
# What letters that are joined ask for, behind the style sheet in its mirror.
RIGHT_TO_LEFT = "right-to-left.css"


@dataclass(frozen=True, slots=True)
class Composition:
    """An issue with every piece in its place, ready to be set.

    `pages` are how many it shall have, `lengths` how many each piece has; `notes` name what was
    left out.
    """

    desk: Desk
    placed: tuple[Placed, ...]
    pages: int
    lengths: tuple[int, ...]
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
    look: str = "screen.css",
) -> Composition:
    """Measure every piece, and plan which page is which.

    `styles` are style sheets that change what things measure, `look` is the one in which the
    pages will likely be wanted first; it changes nothing that is measured. Raises
    `UnprintableIssueError` where a record must be mended first, `UnprintableError` where a page
    cannot be set as its template wants it.
    """
    styles = (*((LETTER_SIZE,) if paper is Paper.LETTER else ()), *styles)
    assets = assets_of(own, "zine.css", *styles, look)
    desk = Desk(publication, issue, head_face(assets), own, paper.value, media)
    pieces = pieces_of(desk)
    assets |= desk.plates
    extras = extras_of(desk, pieces)
    candidates = tuple(to_measure(pieces, extras))
    demand_characters(desk, candidates, assets)
    whole = partial(whole_of, desk)
    if stands_in_chapters(own, candidates, *styles, look):
        galley = measured_apart(list(where_likely(desk, pieces, extras)), assets, whole)
    else:
        galley = measured(candidates, assets, whole)
    pieces, extras = fit(pieces, extras, galley)
    pieces, plan, dropped = within_budget(desk, pieces, extras, galley)
    placed = in_order(desk, pieces, extras, plan, galley)
    notes = tuple(left_out(issue.record, piece.title) for piece in dropped)
    lengths = lengths_of(placed, galley)
    return Composition(desk, tuple(placed), plan.pages, lengths, styles, notes)


def single_pages(
    composition: Composition, own: Path | None, look: str, proof: Proof = unread
) -> bytes:
    """Set an issue as tagged single pages, and look whether it came out as planned.

    `look` is a style sheet that changes how things look and not what they measure; `proof` reads
    the pages against the words they were made of.
    """
    assets = assets_of(own, "zine.css", *composition.styles, look) | composition.desk.plates
    whole = whole_text(composition)
    pdf = finish_tags(_set(composition, own, look, whole, assets))
    demand_pages(pdf, composition.pages)
    proof(whole, pdf)
    return pdf


def whole_text(composition: Composition) -> str:
    """Make one text of an issue, as a single setting would have it."""
    return _whole(composition.desk, composition.placed)


def _set(
    composition: Composition, own: Path | None, look: str, whole: str, assets: Mapping[str, bytes]
) -> bytes:
    """Set every piece as a chapter where that can be, and all at once where not."""
    desk, placed = composition.desk, composition.placed
    pieces = [one.piece for one in placed]
    if stands_in_chapters(own, pieces, *composition.styles, look):
        texts = [_whole(desk, [one]) for one in placed]
        firsts = [1 + sum(composition.lengths[:at]) for at in range(len(texts))]
        # A face that is not TrueType cannot be parted and put together again.
        with contextlib.suppress(UnitingError):
            return set_in_chapters(texts, firsts, assets)
    return set_whole(whole, assets)


def stands_in_chapters(own: Path | None, pieces: Sequence[Piece], *styles: str) -> bool:
    """Whether pieces can be set apart: in the shipped style and frame, and with no other."""
    shipped = all(
        _of_book(own, name) == packaged("zine", name).read_bytes()
        for name in ("issue.html.jinja", "zine.css", *styles)
    )
    return shipped and can_stand_alone([piece.body for piece in pieces])


def assets_of(own: Path | None, *styles: str) -> dict[str, bytes]:
    """Gather what the pages may use: the shipped fonts, the mark, and the style sheets in one."""
    assets = {name: packaged("fonts", name).read_bytes() for name in FONTS}
    assets["mark.svg"] = _of_book(own, "mark.svg")
    assets["zine.css"] = facing(b"\n".join(_of_book(own, name) for name in styles))
    return assets


def facing(css: bytes) -> bytes:
    """A style sheet for the direction of what is printed: in a mirror from right to left."""
    if voice().direction == "ltr":
        return css
    return f"{mirrored(css.decode())}\n{packaged('zine', RIGHT_TO_LEFT).read_text()}".encode()


def head_face(assets: Mapping[str, bytes]) -> Face:
    """What heads are drawn with: the display face, and the bold ones where that lacks a letter."""
    return joined(open_face(assets[name]) for name in HEAD_FACES)


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
        return say("Draft with errors, not for printing")
    if zine.state is ZineState.FINAL:
        return ""
    state = words.sentence(say_value(zine.state.value))
    return say("{state} of {day}", state=state, day=words.day(zine.date))


Whole = Callable[[Sequence[Piece]], str]
"""Makes one text of pieces."""


def measured(pieces: Sequence[Piece], assets: Mapping[str, bytes], whole: Whole) -> Galley:
    """Set everything once; where that fails, set every piece alone and say which one it was."""
    try:
        return measure_whole(whole(pieces), assets)
    except UnprintableError as failure:
        reasons = tuple(_reasons(pieces, assets, whole))
        raise UnprintableError(reasons or failure.reasons) from failure


def _reasons(pieces: Sequence[Piece], assets: Mapping[str, bytes], whole: Whole) -> Iterator[str]:
    for piece in pieces:
        try:
            measure_whole(whole([piece]), assets)
        except UnprintableError as failure:
            yield from _told(piece, failure.reasons)


def _told(piece: Piece, reasons: Sequence[str]) -> Iterator[str]:
    named = words.listed(record.id for record in piece.records)
    where = f"section {piece.key}{f' ({named})' if named else ''}"
    yield from (f"{where}: {reason}" for reason in reasons)


Likely = tuple[int, Sequence[Sequence[Piece]]]
"""Where pieces will likely stand: a first page, and steps of a piece and its tighter setting."""


def measured_apart(likely: Sequence[Likely], assets: Mapping[str, bytes], whole: Whole) -> Galley:
    """Set every piece by itself, where it will likely stand; what fails is named, all of it."""
    runs = [
        Run(first, tuple(tuple(whole([piece]) for piece in step) for step in steps))
        for first, steps in likely
    ]
    pieces = [piece for _, steps in likely for step in steps for piece in step]
    found = [told for run in measured_in_runs(runs, assets) for _, told in run]
    spots: dict[str, tuple[Spot, ...]] = {}
    reasons: list[str] = []
    pages = 0
    for piece, told in zip(pieces, found, strict=True):
        if not isinstance(told, Galley):
            reasons += _told(piece, told)
            continue
        for name, there in told.spots.items():
            moved = (msgspec.structs.replace(spot, page=spot.page + pages) for spot in there)
            spots.setdefault(name, tuple(moved))
        pages += told.pages
    if reasons:
        raise UnprintableError(tuple(reasons))
    return Galley(pages, spots)


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
    """Refuse another number of pages than was planned."""
    pages = page_count(pdf)
    if pages != planned:
        raise UnprintableError((f"{planned} pages were planned and {pages} were set",))
