# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page: the season at a glance, every figure on it one that the data publish too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from commonpress.derive.answers import Loans
from commonpress.derive.glance import loop_size
from commonpress.derive.publication import (
    DecisionView,
    Figure,
    Glance,
    Headline,
    IssueView,
)
from commonpress.kinds.publication import Page
from commonpress.render import words
from commonpress.render.addresses import HOME
from commonpress.render.charts.bars import Part, strip
from commonpress.render.charts.loops import Loops, columns_that_fill, counted_loops
from commonpress.render.charts.pens import SCREEN, Pattern
from commonpress.render.charts.squares import Squares, counted_squares
from commonpress.render.flow_streams import NAMED
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Download, Sheet
from commonpress.render.site_facts import Story, Told, leading, told
from commonpress.render.site_guardrails import rail_of
from commonpress.render.site_hours import hours_drawn
from commonpress.render.voice import say

# How wide the letters of a numeral are in the display face, in ems.
_EMS = {"1": 0.26, "7": 0.39, ",": 0.16, ".": 0.19, words.NBSP: 0.17, words.MINUS: 0.38}
_EM_OF_OTHERS = 0.48

_LOOPS_WIDE, _LOOPS_HIGH, _LARGEST_LOOP = 480.0, 260.0, 40.0
_STRIP = (940.0, 34.0)
_STRIP_NARROW = (328.0, 28.0)
_DECISIONS_SHOWN = 6
_GIVERS_NAMED = 4
_MOST_SQUARES = 400


@dataclass(frozen=True, slots=True)
class Hero:
    """The one large number: its figure, the verb it goes with, and the same as counted loops."""

    figure: Figure
    numeral: str
    unit: str
    verb: str  # "made", "in" or "out"
    then: Figure | None
    loop_is: int
    parts: tuple[tuple[str, Figure], ...]
    picture: Picture

    @property
    def ems(self) -> int:
        """How wide the numeral is set, in eighths of its size, which follows from this."""
        width = sum(_EMS.get(letter, _EM_OF_OTHERS) for letter in self.numeral)
        return min(max(ceil(width * 8), 8), 48)


@dataclass(frozen=True, slots=True)
class Row:
    """A category of the season, its figures by the line they are of, and a drawing of them."""

    told: Told
    figures: Mapping[str, Figure]
    loans: Loans | None
    picture: Picture | None


def home_sheet(desk: Desk) -> Sheet:
    """The page everything begins at."""
    book = desk.publication
    glance = book.glance
    tables = [told(table) for table in glance.statement.tables]
    hero = hero_of(desk, tables)
    rows = tuple(_rows(desk, tables))
    pictures = [hero.picture] if hero else []
    pictures += [row.picture for row in rows if row.picture]
    hours = hours_drawn("home-hours", glance.hours) if glance.hours else None
    pictures += [hours.picture] if hours else []
    rails = [rail_of(view) for view in book.guardrails if not view.is_over]
    pictures += [rail.mark for rail in rails]
    issue = next(iter(book.issues), None)
    return desk.sheet(
        ("home",),
        HOME,
        "home",
        pictures=pictures,
        source=book.sources.get(("commons", book.commons.id), ""),
        kind="home",
        glance=glance,
        told=leading(tables),
        hero=hero,
        figures={figure.id: figure for figure in glance.figures},
        givers=_givers(glance),
        rows=rows,
        drawn_hours=hours,
        hours_at=next((place for place, row in enumerate(rows) if row.loans), len(rows)),
        decided=_decided(desk),
        rails=rails,
        issue=issue,
        prints=_prints(desk, issue),
        pages=[r for r in book.records.get("page", ()) if isinstance(r, Page)],
    )


def hero_of(desk: Desk, tables: Sequence[Told]) -> Hero | None:
    """The book's headline, or else what came in of the category that moved first."""
    figures = {figure.id: figure for figure in desk.publication.glance.figures}
    head = desk.publication.glance.headline
    if head is not None:
        own = next((t for t in tables if _holds_only(t, head.resource.id)), None)
        verb = "made" if _is_made(tables, head.resource.id) else "in"
        then = figures.get(f"{own.category.id}-given-on") if own and verb == "in" else None
        return _hero(desk, head.figure, verb, loop_is=head.loop_is, then=then, parts=head.parts)
    table = leading([t for t in tables if t.total is not None])
    if table is None or table.story is Story.STILL:
        return None
    came, went = (figures[f"{table.category.id}-{line}"] for line in ("came-in", "given-on"))
    if came.value > 0:
        return _hero(desk, came, "in", then=went, loop_is=loop_size(came.value))
    return _hero(desk, went, "out", loop_is=loop_size(went.value)) if went.value > 0 else None


def _holds_only(table: Told, resource: str) -> bool:
    return [line.id for line in table.lines] == [resource]


def _is_made(tables: Sequence[Told], resource: str) -> bool:
    lines = (line for table in tables for line in table.lines if line.id == resource)
    return any(line.conservation.made for line in lines)


def _hero(
    desk: Desk,
    figure: Figure,
    verb: str,
    *,
    loop_is: int,
    then: Figure | None = None,
    parts: tuple[tuple[str, Figure], ...] = (),
) -> Hero:
    money = words.is_currency(figure.unit)
    return Hero(
        figure=figure,
        numeral=desk.amount(figure.value, figure.unit) if money else words.number(figure.value),
        unit="" if money else words.unit_word(figure.unit, desk.plurals),
        verb=verb,
        then=then,
        loop_is=loop_is,
        parts=parts if len(parts) > 1 else (),
        picture=_loops(desk, figure, loop_is),
    )


def _loops(desk: Desk, figure: Figure, loop_is: int) -> Picture:
    count = max(int((figure.value / loop_is).quantize(Decimal(1), ROUND_HALF_UP)), 1)
    least = int(_LOOPS_WIDE // _LARGEST_LOOP)
    columns = max(columns_that_fill(count, _LOOPS_WIDE, _LOOPS_HIGH), min(least, count))
    width = min(_LOOPS_WIDE, columns * _LARGEST_LOOP)
    loops = words.count(count, "loop")
    each = desk.amount(loop_is, figure.unit, 0)
    says = say("{loops}, one for each", loops=loops)
    if loop_is > 1:
        says = say("{loops}, one for every {amount}", loops=loops, amount=each)
    drawn = counted_loops([Loops(count)], columns, width, SCREEN, says)
    return Picture("headline", drawn, f"{says}.")


def _rows(desk: Desk, tables: list[Told]) -> Iterator[Row]:
    """A row for each category in which something moved, but where the headline says it all."""
    glance = desk.publication.glance
    for table in tables:
        if table.story is Story.STILL or _is_told_by(glance.headline, table):
            continue
        figures = _figures_of(glance, table)
        if table.story is Story.LENT and glance.loans is not None and figures:
            yield Row(table, figures, glance.loans, _squares(glance.loans))
        else:
            yield Row(table, figures, None, _strip(table) if figures else None)


def _is_told_by(head: Headline | None, table: Told) -> bool:
    """Whether all there was of a category is the headline's, and all of it went out again."""
    if head is None or table.total is None or not _holds_only(table, head.resource.id):
        return False
    rest = ("opening", "closing", "spoiled", "raised", "lowered")
    return not any(getattr(table.total, line) for line in rest)


def _figures_of(glance: Glance, table: Told) -> dict[str, Figure]:
    """The figures of a category by their line: "came-in", "closing"."""
    start = f"{table.category.id}-"
    lines = {f.id.removeprefix(start): f for f in glance.figures if f.id.startswith(start)}
    loans = {f.id: f for f in glance.figures if f.id.startswith("loans-")}
    return lines | loans if "closing" in lines else {}


def _strip(table: Told) -> Picture | None:
    """All there was, split into what went on, what was lost and what is left."""
    total = table.total
    if total is None:
        return None
    lost = total.spoiled + total.lowered
    parts = [
        Part(float(total.given_on), Pattern.SOLID),
        Part(float(lost), Pattern.SLANT),
        Part(float(total.closing), Pattern.UPRIGHT),
    ]
    name = f"home-{table.category.id}"
    says = say(
        "{title}: how all there was is split, in the numbers below.", title=table.category.title
    )
    narrow = Picture(f"{name}-narrow", strip(parts, *_STRIP_NARROW, SCREEN, says))
    return Picture(name, strip(parts, *_STRIP, SCREEN, says), says, narrow)


def _squares(loans: Loans) -> Picture | None:
    """One square for each loan that was out in the season: solid came back, open is out."""
    back, out = int(loans.returned), max(int(loans.out), 0)
    if not 0 < back + out <= _MOST_SQUARES:
        return None
    groups = [Squares(back, Pattern.SOLID), Squares(out, Pattern.OPEN)]
    says = say("One square for each loan, in the numbers below.")
    narrow = Picture("home-loans-narrow", counted_squares(groups, 1, SCREEN, says))
    return Picture("home-loans", counted_squares(groups, 4, SCREEN, says), says, narrow)


def _givers(glance: Glance) -> tuple[str, ...]:
    """Who gave most of what the first flow holds, and how many others."""
    flow = next(iter(glance.statement.flows), None)
    if flow is None:
        return ()
    names = [words.lower_first(node.label) for node in flow.sources if node.role == NAMED]
    if len(names) <= _GIVERS_NAMED:
        return tuple(names)
    rest = words.counted(len(names) - _GIVERS_NAMED, "other", "others")
    return (*names[:_GIVERS_NAMED], rest)


def _decided(desk: Desk) -> tuple[DecisionView, ...]:
    """What has been decided since the season began, newest first."""
    start = desk.publication.glance.period.start
    since = [
        view
        for view in desk.publication.decisions
        if view.record.decided_on and view.record.decided_on >= start
    ]
    return tuple(since[:_DECISIONS_SHOWN])


def _prints(desk: Desk, issue: IssueView | None) -> tuple[Download, ...]:
    return desk.downloads.issues.get(issue.record.id, ()) if issue else ()
