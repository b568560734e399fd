# SPDX-License-Identifier: AGPL-3.0-or-later
"""The order of an issue: measured pieces in their places, and useful pages between them.

Every piece was set once and measured. From that follow the plan, the pages that are filled in,
and how many lines to write on stand below a piece that ends too early.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from commonpress.render.pdf import Galley, UnprintableError
from commonpress.render.zine_desk import Desk
from commonpress.render.zine_pieces import Entry, Piece, Pieces, back_cover, contents, filler
from commonpress.render.zine_plan import Plan, plan_around_spread, plan_without_spread

# Text stands between these, in mm from the head of the page; the folio is below.
TEXT_TOP, TEXT_FOOT = 19.0, 194.5
LINE_PITCH, LINES_HEAD = 8.0, 8.5
_UNLISTED = frozenset({"cover", "contents", "ledger-right", "back"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece in its place, with the writing lines that stand below it."""

    piece: Piece
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Extras:
    """Pages that stand where paper would be blank, and the back cover."""

    contents: Piece
    notes: Piece
    slip: Piece
    pin: Piece | None
    back: Piece


def extras_of(desk: Desk, pieces: Pieces) -> Extras:
    """Fill in the extra pages, page numbers still to come."""
    listed = [Entry(p, 0) for p in (*pieces.sections, *pieces.spread, *pieces.after_spread)]
    return Extras(
        contents=contents(desk, [e for e in listed if e.piece.key not in _UNLISTED]),
        notes=filler(desk, "notes"),
        slip=filler(desk, "slip"),
        pin=filler(desk, "pin") if desk.issue.glance.next_assembly else None,
        back=back_cover(desk, 1),
    )


def to_measure(pieces: Pieces, extras: Extras) -> Iterator[Piece]:
    """Everything that may come to stand in the issue, each once."""
    yield pieces.cover
    yield from pieces.sections
    yield from (piece.tighter for piece in pieces.sections if piece.tighter)
    yield from (*pieces.spread, *pieces.after_spread)
    yield from (extras.contents, extras.notes, extras.slip, extras.back)
    yield from (extras.pin,) if extras.pin else ()


def fit(pieces: Pieces, galley: Galley) -> Pieces:
    """Take the tighter setting of a piece where it, and only it, stays on one page."""

    def fitted(piece: Piece) -> Piece:
        tighter = piece.tighter
        if tighter is None or _pages(piece, galley) == 1 or _pages(tighter, galley) > 1:
            return piece
        return tighter

    return replace(pieces, sections=tuple(map(fitted, pieces.sections)))


def plan_of(pieces: Pieces, extras: Extras, galley: Galley) -> Plan:
    """Plan the pages; what must be a single page and is not stops the work, by its name."""
    single = [pieces.cover, *pieces.spread, extras.contents, extras.notes, extras.slip, extras.back]
    long = [piece for piece in single if _pages(piece, galley) > 1]
    if long:
        raise UnprintableError(tuple(f"{p.part} takes more than one page" for p in long))
    lengths = [_pages(piece, galley) for piece in pieces.sections]
    after = [_pages(piece, galley) for piece in pieces.after_spread]
    if pieces.spread:
        return plan_around_spread(lengths, pieces.wished, sum(after))
    return plan_without_spread(lengths + after)


def in_order(
    desk: Desk, pieces: Pieces, extras: Extras, plan: Plan, galley: Galley
) -> list[Placed]:
    """Put every piece in its place, with useful pages where paper would be blank."""
    order = [
        pieces.cover,
        *([extras.contents] if plan.fill_before else []),
        *pieces.sections[: plan.before],
        *_notes(extras, plan.fill_before - 1, "before"),
        *pieces.spread,
        *pieces.after_spread,
        *pieces.sections[plan.before :],
        *_before_the_cover(extras, plan.fill_after),
        back_cover(desk, plan.pages // 4),
    ]
    if plan.fill_before:
        order[1] = contents(desk, _listing(order, galley))
    return [Placed(piece, _lines_below(piece, galley)) for piece in order]


def _before_the_cover(extras: Extras, wanted: int) -> list[Piece]:
    """Fill before the back cover: the correction slip last, a page to pin up before it."""
    last = [extras.slip] if wanted else []
    if wanted > 1 and extras.pin:
        last.insert(0, extras.pin)
    return [*_notes(extras, wanted - len(last), "after"), *last]


def _notes(extras: Extras, count: int, where: str) -> list[Piece]:
    return [replace(extras.notes, key=f"notes-{where}-{i}") for i in range(count)]


def _listing(order: Sequence[Piece], galley: Galley) -> list[Entry]:
    listing, page = [], 1
    for piece in order:
        if piece.key not in _UNLISTED:
            listing.append(Entry(piece, page))
        page += _pages(piece, galley)
    return listing


def _pages(piece: Piece, galley: Galley) -> int:
    """Count the pages of a piece; one more page of notes is a page like the first."""
    return len(galley.spots.get(piece.key, (None,)))


def _lines_below(piece: Piece, galley: Galley) -> int:
    """Count the writing lines below a piece whose last page ends above three quarters."""
    if piece.fills:
        return 0
    foot = galley.spots[piece.key][-1].foot
    if foot > TEXT_TOP + 0.75 * (TEXT_FOOT - TEXT_TOP):
        return 0
    return int((TEXT_FOOT - foot - LINES_HEAD) / LINE_PITCH)
