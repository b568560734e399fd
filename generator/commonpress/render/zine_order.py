# SPDX-License-Identifier: AGPL-3.0-or-later
"""The order of an issue: measured pieces in their places, and useful pages between them.

Every piece was set once and measured. From that follow the plan, the pages that are filled in,
and how many lines to write on stand below a piece that ends too early.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from commonpress.render.galleys import Galley
from commonpress.render.zine_desk import Desk
from commonpress.render.zine_findings import UnprintableIssueError, over_budget, too_long
from commonpress.render.zine_pieces import Entry, Piece, Pieces, back_cover, contents, filler
from commonpress.render.zine_plan import Plan, plan_around_spread, plan_without_spread

# Text stands between these, in mm from the head of the page; the folio is below.
TEXT_TOP, TEXT_FOOT = 19.0, 194.5
LINE_PITCH, LINES_HEAD = 8.0, 8.5
# What is placed by hand on its page, and how far down it may reach, in mm.
_REACH = {
    "cover-promise": 80.0,
    "cover-caption": 202.5,
    "ledger-left-account": 196.5,
    "ledger-right-account": 196.5,
}
_UNLISTED = ("cover", "contents", "ledger-right", "notes", "back")
_TAGS = re.compile(r"<svg\b.*?</svg>|<[^>]*>", re.DOTALL)
_PAGE_LETTERS = 1900  # on a page of prose with a head or two
_ANY_PAGE = 88  # as wide as the number of a page can be


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
    """Fill in the extra pages; the contents list all that could be listed."""
    slip = filler(desk, "slip")
    pin = filler(desk, "pin") if desk.issue.glance.next_assembly else None
    last = (pin, slip) if pin else (slip,)
    possible = (*pieces.sections, *pieces.spread, *pieces.after_spread, *last)
    listing = [Entry(piece, _ANY_PAGE) for piece in possible if _is_listed(piece)]
    listed = contents(desk, listing, keyed=True)
    return Extras(
        contents=replace(listed, tighter=contents(desk, listing, keyed=False)),
        notes=filler(desk, "notes"),
        slip=slip,
        pin=pin,
        back=back_cover(desk, 1),
    )


def to_measure(pieces: Pieces, extras: Extras) -> Iterator[Piece]:
    """Everything that may come to stand in the issue, each once."""
    yield pieces.cover
    yield from pieces.sections
    loose = (*pieces.sections, *pieces.after_spread, extras.contents)
    yield from (piece.tighter for piece in loose if piece.tighter)
    yield from (*pieces.spread, *pieces.after_spread)
    yield from (extras.contents, extras.notes, extras.slip, extras.back)
    yield from (extras.pin,) if extras.pin else ()


def where_likely(
    desk: Desk, pieces: Pieces, extras: Extras
) -> Iterator[tuple[int, list[tuple[Piece, ...]]]]:
    """Say where everything will likely stand: runs of pieces, each from its first page on.

    An issue mostly has the pages it may have, sections where its editor put them, and its
    contents behind the cover. What comes to stand elsewhere is only set once more.
    """
    before, after = pieces.sections[: pieces.wished], pieces.sections[pieces.wished :]
    inner = (*pieces.spread, *pieces.after_spread)
    total = desk.issue.record.pages or _guess((*pieces.sections, *inner)) + 3
    last = [extras.notes, *([extras.pin] if extras.pin else []), extras.slip, extras.back]
    if pieces.spread:
        yield 1, [(pieces.cover,), _step(extras.contents), *map(_step, before)]
        yield total // 2, [*map(_step, inner), *map(_step, after)]
    else:
        half = len(pieces.sections) // 2
        first, second = pieces.sections[:half], (*pieces.sections[half:], *pieces.after_spread)
        yield 1, [(pieces.cover,), *map(_step, first)]
        yield 2 + _guess(first), [*map(_step, second)]
        last = [extras.contents, *last]
    yield max(1, total - len(last) + 1), [*map(_step, last)]


def _step(piece: Piece) -> tuple[Piece, ...]:
    return (piece, piece.tighter) if piece.tighter else (piece,)


def _guess(pieces: Sequence[Piece]) -> int:
    """Guess how many pages some pieces take, by their letters."""
    return sum(max(1, -(-len(_TAGS.sub("", piece.body)) // _PAGE_LETTERS)) for piece in pieces)


def lengths_of(placed: Sequence[Placed], galley: Galley) -> tuple[int, ...]:
    """Count the pages of each piece."""
    return tuple(_pages(one.piece, galley) for one in placed)


def fit(pieces: Pieces, extras: Extras, galley: Galley) -> tuple[Pieces, Extras]:
    """Take the tighter setting of a piece where it, and only it, stays on one page."""

    def fitted(piece: Piece) -> Piece:
        tighter = piece.tighter
        if tighter is None or _pages(piece, galley) == 1 or _pages(tighter, galley) > 1:
            return piece
        return tighter

    sections, after = (tuple(map(fitted, p)) for p in (pieces.sections, pieces.after_spread))
    fitting = replace(pieces, sections=sections, after_spread=after)
    return fitting, replace(extras, contents=fitted(extras.contents))


def plan_of(desk: Desk, pieces: Pieces, extras: Extras, galley: Galley) -> Plan:
    """Plan the pages; what must be a single page and is not stops the work, by its name."""
    single = [pieces.cover, *pieces.spread, extras.contents, extras.notes, extras.slip, extras.back]
    overfull = [p for p in single if _pages(p, galley) > 1 or _overlaps(p, galley)]
    if overfull:
        raise UnprintableIssueError(tuple(too_long(p, desk.issue.record) for p in overfull))
    lengths = [_pages(piece, galley) for piece in pieces.sections]
    after = [_pages(piece, galley) for piece in pieces.after_spread]
    if pieces.spread:
        return plan_around_spread(lengths, pieces.wished, sum(after))
    return plan_without_spread(lengths + after)


def within_budget(
    desk: Desk, pieces: Pieces, extras: Extras, galley: Galley
) -> tuple[Pieces, Plan, tuple[Piece, ...]]:
    """Plan the pages; leave out optional pieces, the last one first, until the issue may be so.

    Raises `UnprintableIssueError` with the longest sections where that is not enough.
    """
    zine = desk.issue.record
    dropped: tuple[Piece, ...] = ()
    plan = plan_of(desk, pieces, extras, galley)
    while zine.pages is not None and plan.pages > zine.pages:
        optional = [place for place, piece in enumerate(pieces.sections) if piece.is_optional]
        if not optional:
            counted = [(piece.title, _pages(piece, galley)) for piece in pieces.sections]
            longest = sorted(counted, key=lambda found: -found[1])[:3]
            raise UnprintableIssueError((over_budget(zine, plan.pages, longest),))
        last = optional[-1]
        dropped = (*dropped, pieces.sections[last])
        pieces = replace(
            pieces,
            sections=(*pieces.sections[:last], *pieces.sections[last + 1 :]),
            wished=pieces.wished - (last < pieces.wished),
        )
        plan = plan_of(desk, pieces, extras, galley)
    return pieces, plan, dropped


def _overlaps(piece: Piece, galley: Galley) -> bool:
    """Whether something placed by hand on the page runs into what stands beside it."""
    page = galley.spots[piece.key][0].page
    here = {name: spots[0] for name, spots in galley.spots.items() if spots[0].page == page}
    if "back-words" in here and here["back-words"].top < here["back-mark"].foot:
        return True
    return any(name in here and here[name].foot > reach for name, reach in _REACH.items())


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
        keyed = extras.contents.key == "contents"
        order[1] = contents(desk, _listing(order, galley), keyed=keyed)
    return [Placed(piece, _lines_below(piece, galley)) for piece in order]


def _before_the_cover(extras: Extras, wanted: int) -> list[Piece]:
    """Fill before the back cover: the correction slip last, a page to pin up before it."""
    last = [extras.slip] if wanted else []
    if wanted > 1 and extras.pin:
        last.insert(0, extras.pin)
    return [*_notes(extras, wanted - len(last), "after"), *last]


def _notes(extras: Extras, count: int, where: str) -> list[Piece]:
    return [replace(extras.notes, key=f"notes-{where}-{i}") for i in range(count)]


def _is_listed(piece: Piece) -> bool:
    return not piece.key.startswith(_UNLISTED)


def _listing(order: Sequence[Piece], galley: Galley) -> list[Entry]:
    listing, page = [], 1
    for piece in order:
        if _is_listed(piece):
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
