# SPDX-License-Identifier: AGPL-3.0-or-later
"""Statements: a page for each month, season and year, with flows, tables and every line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from commonpress.derive.publication import Flow, Statement
from commonpress.ground.periods import Period
from commonpress.render import words
from commonpress.render.addresses import in_sheets, statement_address
from commonpress.render.charts.bars import bar_list
from commonpress.render.charts.flow import Field, flow_drawing
from commonpress.render.charts.pens import SCREEN
from commonpress.render.entry_rows import EntryRow, EntryRows
from commonpress.render.flow_streams import streams
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_facts import Told, leading, told
from commonpress.render.site_page import Link

PART = "ledger"
_NARROW = 328.0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A category of a statement: its table, and its flow where one can be drawn."""

    told: Told
    flow: Flow | None
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines on one sheet, from the number `first` to the number `last` of them all."""

    rows: Sequence[EntryRow]
    first: int
    last: int
    all: int


def statement_sheets(desk: Desk, rows: EntryRows) -> Iterator[Sheet]:
    """Every statement, its further sheets behind it."""
    for kind in (desk.publication.statements, desk.publication.seasons, desk.publication.years):
        by_name = {statement.period.name: statement for statement in kind}
        for statement in kind:
            yield from _sheets(desk, rows, statement, by_name)


def until(period: Period, as_of: date) -> Period:
    """A period as far as it has gone: it never ends after the day the book tells of."""
    return replace(period, end=max(period.start, min(period.end, as_of)))


def chapters(desk: Desk, statement: Statement) -> tuple[Chapter, ...]:
    """A chapter for each category that moved or lay there."""
    shown = until(statement.period, desk.publication.as_of)
    flows = {flow.category.id: replace(flow, period=shown) for flow in statement.flows}
    return tuple(_chapter(desk, told(table), flows) for table in statement.tables)


def flow_picture(desk: Desk, flow: Flow, places: int) -> Picture | None:
    """The drawing of a flow, wide and narrow; None where nothing came and nothing went."""
    moving = [n for n in (*flow.sources, *flow.uses) if n.role not in {"opening", "closing"}]
    if not moving:
        return None

    def amount(value: Decimal) -> str:
        return desk.amount(value, flow.unit, places)

    sources, uses = (streams(flow, side, amount) for side in (flow.sources, flow.uses))
    name = f"flow-{flow.period.name}-{flow.category.id}"
    says = (
        f"{flow.category.title} in {words.period(flow.period)}. "
        f"From {words.listed(f'{s.name} {s.amount}' for s in sources)}. "
        f"To {words.listed(f'{s.name} {s.amount}' for s in uses)}."
    )
    height = 90.0 * max(len(sources), len(uses), 2) + 40
    field = Field(608, 250, 28, min(height * 0.8, 400), min(height, 520))
    narrow = bar_list(sources, uses, f"In all {amount(flow.total)}", _NARROW, SCREEN)
    return Picture(
        name,
        flow_drawing(sources, uses, field, SCREEN, says),
        says,
        Picture(f"{name}-narrow", narrow),
    )


def _chapter(desk: Desk, table: Told, flows: Mapping[str, Flow]) -> Chapter:
    flow = flows.get(table.category.id)
    picture = flow_picture(desk, flow, table.places) if flow else None
    return Chapter(table, flow, picture)


def _sheets(
    desk: Desk, rows: EntryRows, statement: Statement, by_name: Mapping[str, Statement]
) -> Iterator[Sheet]:
    shown = () if _is_year(statement) else statement.entries
    sheets = in_sheets(shown)
    yield _first_sheet(desk, rows, statement, by_name)
    for number in range(2, len(sheets) + 1):
        yield _further_sheet(desk, rows, statement, number)


def _first_sheet(
    desk: Desk, rows: EntryRows, statement: Statement, by_name: Mapping[str, Statement]
) -> Sheet:
    parts = chapters(desk, statement)
    pictures = [chapter.picture for chapter in parts if chapter.picture]
    address = statement_address(statement.period.name)
    source = _source(desk, statement)
    return desk.sheet(
        ("statement",),
        address,
        PART,
        pictures=pictures,
        neighbours=_neighbours(statement, by_name),
        kind="statement",
        source=source,
        statement=statement,
        shown=until(statement.period, desk.publication.as_of),
        lead=leading([chapter.told for chapter in parts]),
        chapters=parts,
        lines=_lines(rows, statement, 1) if not _is_year(statement) else None,
        months=_inside(desk, statement) if _is_year(statement) else (),
        around=_around(desk, statement),
        sheets=_sheet_links(statement),
    )


def _further_sheet(desk: Desk, rows: EntryRows, statement: Statement, number: int) -> Sheet:
    links = _sheet_links(statement)
    later = links[number] if number < len(links) else None
    return desk.sheet(
        ("statement_lines",),
        statement_address(statement.period.name, number),
        PART,
        neighbours=(links[number - 2], later),
        kind="statement",
        statement=statement,
        first=links[0],
        lines=_lines(rows, statement, number),
    )


def _lines(rows: EntryRows, statement: Statement, number: int) -> Lines:
    sheets = in_sheets(statement.entries)
    first = sum(len(sheet) for sheet in sheets[: number - 1]) + 1
    lines = sheets[number - 1]
    return Lines(rows.of(lines), first, first + len(lines) - 1, len(statement.entries))


def _sheet_links(statement: Statement) -> tuple[Link, ...]:
    """The sheets of a statement, each called by the numbers of its lines."""
    if _is_year(statement):
        return ()
    links, first = [], 1
    for number, lines in enumerate(in_sheets(statement.entries), start=1):
        last = first + len(lines) - 1
        title = f"Lines {words.number(first)} to {words.number(last)}"
        links.append(Link(statement_address(statement.period.name, number), title))
        first = last + 1
    return tuple(links)


def _neighbours(
    statement: Statement, by_name: Mapping[str, Statement]
) -> tuple[Link | None, Link | None]:
    def link(name: str) -> Link | None:
        if name not in by_name:
            return None
        return Link(statement_address(name), words.sentence(words.period(name)))

    return link(statement.earlier), link(statement.later)


def _around(desk: Desk, statement: Statement) -> tuple[Link, ...]:
    """The statements that hold this one, and those it holds when it is a season."""
    period, book = statement.period, desk.publication
    wider = [*book.seasons, *book.years] if period.is_month else list(book.years)
    inside = list(book.statements) if period.is_season else []
    touching = [
        s
        for s in (*inside, *(w for w in wider if not _is_year(statement)))
        if s.period.start <= period.end and s.period.end >= period.start
    ]
    return tuple(
        Link(statement_address(s.period.name), words.sentence(words.period(s.period)))
        for s in touching
    )


def _inside(desk: Desk, statement: Statement) -> tuple[tuple[Statement, Told | None], ...]:
    """The months of a year, each with the story that heads it."""
    months = [s for s in desk.publication.statements if s.period.start in statement.period]
    return tuple((month, leading([told(t) for t in month.tables])) for month in months)


def _source(desk: Desk, statement: Statement) -> str:
    """The file of the book that holds a month's lines."""
    if not statement.period.is_month or not statement.entries:
        return ""
    return desk.publication.sources.get(("entry", statement.entries[0].entry.id), "")


def _is_year(statement: Statement) -> bool:
    return not (statement.period.is_month or statement.period.is_season)
