# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pieces of an issue: each section filled in from the publication, not yet on a page.

A piece is a finished run of HTML with the head it carries and the records it prints. Which page
it comes to stand on is decided later, when the pieces have been measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from commonpress.derive.flow_views import CategoryTable, EntryLine, Flow
from commonpress.derive.publication import Publication, SectionView
from commonpress.kinds.base import Record
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import AccountType, Measure
from commonpress.kinds.publication import SectionName
from commonpress.render import words, zine_pictures
from commonpress.render.charts.flow import Half
from commonpress.render.copyfit import in_lines
from commonpress.render.environment import html
from commonpress.render.zine_census import census_chapter
from commonpress.render.zine_circulated import circulated
from commonpress.render.zine_desk import TITLE_TRACKING, Desk
from commonpress.render.zine_self_rule import (
    funding_chapter,
    guardrail_chapter,
    self_rule_chapter,
    verifier_lines,
)

NAME_PT, NAME_MM = 60.0, 86.0
FIGURE_PT, FIGURE_MM = 164.0, 122.0


# The ledger has the centre spread, the colophon the back cover.
_APART = frozenset({SectionName.LEDGER.value, SectionName.COLOPHON.value})
_OF_RECORDS = frozenset(
    name.value
    for name in (SectionName.DECISIONS, SectionName.CASE, SectionName.NORMS, SectionName.ROLES)
)
# These are told from the whole book; a picture and a program leave no lines to write on.
_TOLD = frozenset(
    name.value
    for name in (
        SectionName.CIRCULATED,
        SectionName.CENSUS,
        SectionName.GUARDRAILS,
        SectionName.SELF_RULE,
        SectionName.FUNDING,
        SectionName.VERIFIER,
        SectionName.ART,
    )
)
_CHAPTERS: Mapping[str, Callable[[Publication], object]] = {
    SectionName.CENSUS.value: census_chapter,
    SectionName.GUARDRAILS.value: guardrail_chapter,
    SectionName.SELF_RULE.value: self_rule_chapter,
    SectionName.FUNDING.value: funding_chapter,
}
_FULL = frozenset({SectionName.ART.value, SectionName.VERIFIER.value})
# A last row of these alone on a page would cost a whole page: they may stand closer together.
_CLOSER = frozenset({SectionName.CIRCULATED.value, SectionName.NORMS.value})


@dataclass(frozen=True, slots=True)
class Piece:
    """One section: its key, its look, its running head, its title, its HTML, its records.

    A piece that `fills` its page gets no writing lines below it. A piece may have a `tighter`
    setting, taken where that one keeps it on a single page. One that `is_optional` may be left
    out where the issue has too few pages.
    """

    key: str
    look: str
    part: str
    title: str
    body: str
    records: tuple[Record, ...] = ()
    fills: bool = False
    tighter: Piece | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Pieces:
    """All pieces of an issue; `wished` is how many sections the editor put before the ledger."""

    cover: Piece
    sections: tuple[Piece, ...]
    wished: int
    spread: tuple[Piece, ...]
    after_spread: tuple[Piece, ...]


def pieces_of(desk: Desk) -> Pieces:
    """Fill in every section that the issue asks for; the colophon is the back cover's."""
    views = desk.issue.sections
    names = [view.section for view in views]
    flow = _flow_of(desk)
    asked = SectionName.LEDGER.value in names
    wished = names.index(SectionName.LEDGER.value) if asked else len(names)
    pieces = [tuple(_section(desk, place, view)) for place, view in enumerate(views)]
    report = _report_of(names, pieces) if asked and flow else ()
    sections = [() if report and found == report else found for found in pieces]
    return Pieces(
        cover=_cover(desk),
        sections=tuple(chain.from_iterable(sections)),
        wished=sum(map(len, sections[:wished])),
        spread=_spread(desk, flow) if asked and flow else (),
        after_spread=report or (_other_categories(desk, flow) if asked else ()),
    )


def _report_of(names: Sequence[str], pieces: Sequence[tuple[Piece, ...]]) -> tuple[Piece, ...]:
    """The report of the season, which follows the spread and tells of all other categories."""
    if SectionName.CIRCULATED.value not in names:
        return ()
    return pieces[names.index(SectionName.CIRCULATED.value)]


def _made(desk: Desk, key: str, template: str, **values: Any) -> Piece:
    """Fill in a template; the piece looks like it and prints the records of its section."""
    printed = desk.fill(template, **values)
    records = tuple(_records_in(values.get("section")))
    return Piece(key, template, printed.description, printed.title, printed.body, records)


def _records_in(view: SectionView | None) -> Iterator[Record]:
    if view is not None:
        yield from (found.record for found in view.decisions)
        yield from (found.record for found in view.cases)
        yield from (found.record for found in view.norms)
        yield from (found.record for found in view.roles)


def _cover(desk: Desk) -> Piece:
    art = zine_pictures.cover_art(desk.issue.glance)
    lines = in_lines(desk.publication.commons.name, desk.display, 3, TITLE_TRACKING)
    cover = _made(
        desk,
        "cover",
        "cover",
        art=art,
        loops=html(art.drawing) if art else "",
        name_lines=lines,
        name_size=desk.size_that_fits(lines, NAME_MM, NAME_PT, TITLE_TRACKING),
    )
    return replace(cover, fills=True)


def _section(desk: Desk, place: int, view: SectionView) -> Iterator[Piece]:
    """Fill in the pieces of one section: none where it has no records, one for every case."""
    key = f"{view.section}-{place}"
    if view.section in _APART or (view.section in _OF_RECORDS and not any(_records_in(view))):
        return
    if view.section in _TOLD:
        told = _told(desk, view)
        if told:
            made = _made(desk, key, view.section, section=view, told=told)
            full = view.section in _FULL
            yield _closer(replace(made, is_optional=view.is_optional, fills=full))
        return
    if view.section != SectionName.CASE.value:
        made = _made(desk, key, view.section, section=view)
        yield _closer(replace(made, is_optional=view.is_optional))
        return
    for number, case in enumerate(view.cases, start=1):
        alone = replace(view, cases=(case,))
        piece = _made(desk, f"{key}-{number}", "case", section=alone, tight=False)
        tighter = _made(desk, f"{key}-{number}-tight", "case", section=alone, tight=True)
        yield replace(
            piece,
            tighter=replace(tighter, look="case tight", is_optional=view.is_optional),
            is_optional=view.is_optional,
        )


def _closer(piece: Piece) -> Piece:
    """The piece with its tighter setting, where it may have one: the same words, less white."""
    if piece.look not in _CLOSER and piece.key != "ledger-others":
        return piece
    tight = replace(piece, key=f"{piece.key}-tight", look=f"{piece.look} tight")
    return replace(piece, tighter=tight)


def _told(desk: Desk, view: SectionView) -> object:
    """What a section tells of the whole book; nothing where the book has none of it."""
    book, name = desk.publication, view.section
    if name == SectionName.CIRCULATED.value:
        return circulated(desk.issue.report, desk.issue.season)
    if name == SectionName.VERIFIER.value:
        return verifier_lines() if book.seal else ()
    if name in _CHAPTERS:
        return _CHAPTERS[name](book)
    return desk.picture(view.art) if view.art else None


def _flow_of(desk: Desk) -> Flow | None:
    """Find the flow for the centre spread: the first category the book declares that moved."""
    flows = desk.issue.glance.statement.flows
    return flows[0] if flows else None


def _spread(desk: Desk, flow: Flow) -> tuple[Piece, ...]:
    statement = desk.issue.glance.statement
    table = next(t for t in statement.tables if t.category.id == flow.category.id)
    came_in = desk.issue.glance.figure(f"{flow.category.id}-came-in")
    places = came_in.places
    lines = [line for line in statement.entries if _within(line, table)]
    values = {
        "flow": flow,
        "total": table.total,
        "came_in": came_in,
        "is_goods": flow.category.measure is Measure.GOODS,
        "givers": sum(1 for node in flow.sources if node.role == "named"),
        "last_count": max((x.entry.date for x in lines if _is_count(x)), default=None),
        "went_out": desk.issue.glance.figure(f"{flow.category.id}-given-on"),
        "loss": max((x for x in lines if _is_loss(x)), key=lambda x: x.amount, default=None),
    }
    figure = words.number(came_in.value)
    size = desk.size_that_fits((figure,), FIGURE_MM, FIGURE_PT)
    left = html(zine_pictures.spread_half(flow, places, Half.LEFT))
    right = html(zine_pictures.spread_half(flow, places, Half.RIGHT))
    verso = _made(desk, "ledger", "ledger-left", drawing=left, figure_size=size, **values)
    recto = _made(desk, "ledger-right", "ledger-right", drawing=right, **values)
    return (
        replace(verso, look="spread verso", fills=True),
        replace(recto, look="spread recto", fills=True),
    )


def _within(line: EntryLine, table: CategoryTable) -> bool:
    return any(line.resource.id == held.resource.id for held in table.lines)


def _is_count(line: EntryLine) -> bool:
    return line.entry.action is Action.COUNTED and line.target.type is AccountType.STOCK


def _is_loss(line: EntryLine) -> bool:
    told = line.entry.note or line.entry.reason
    return line.entry.action is Action.SPOILED and bool(told)


def _other_categories(desk: Desk, flow: Flow | None) -> tuple[Piece, ...]:
    """What else moved: every category that is not on the centre spread, as accounts that close."""
    tables = desk.issue.glance.statement.tables
    others = [t for t in tables if flow is None or t.category.id != flow.category.id]
    if not others:
        return ()
    money_first = sorted(others, key=lambda table: table.category.measure is not Measure.MONEY)
    return (_closer(_made(desk, "ledger-others", "other-categories", tables=money_first)),)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a piece and the page it begins on."""

    piece: Piece
    page: int


def contents(desk: Desk, listing: Sequence[Entry], *, keyed: bool) -> Piece:
    """Make the page that says what stands where and, `keyed`, what the patterns mean."""
    key = "contents" if keyed else "contents-tight"
    made = _made(desk, key, "contents", listing=listing, keyed=keyed)
    return replace(made, look="contents", fills=True)


def filler(desk: Desk, look: str) -> Piece:
    """Make a page that stands where paper would be blank; the slip is filled up with lines."""
    return replace(_made(desk, look, look), fills=look != "slip")


def back_cover(desk: Desk, paper_sheets: int) -> Piece:
    """Make the back cover, with the sheets of paper that one copy takes."""
    return replace(_made(desk, "back", "back", paper_sheets=paper_sheets), fills=True)
