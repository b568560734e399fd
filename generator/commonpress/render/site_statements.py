# SPDX-License-Identifier: AGPL-3.0-or-later
"""Statements: a page for each month, season and year, with flows, tables and every line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from commonpress.derive.flow_views import Flow, Statement
from commonpress.derive.season_views import Course, SeasonReport
from commonpress.ground.periods import Period
from commonpress.render import words
from commonpress.render.addresses import in_sheets, statement_address
from commonpress.render.entry_rows import EntryRow, EntryRows
from commonpress.render.flow_streams import stream_name
from commonpress.render.ledger_pictures import course_pictures, flow_picture, wording
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_facts import Told, amounts, columns_of, leading, told
from commonpress.render.site_page import Link

PART = "ledger"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A category of a statement: its table, and its flow where one can be drawn."""

    told: Told
    flow: Flow | None
    picture: Picture | None
    course: Course | None = None  # of a season or a year with more than one month
    columns: tuple[str, ...] = ()  # of its months
    places: int = 0  # the decimals with which its months are printed
    by_month: Picture | None = None
    stock: Picture | None = None

    def pictures(self) -> Iterator[Picture]:
        """Every drawing in it."""
        yield from (p for p in (self.picture, self.by_month, self.stock) if p is not None)


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
    return tuple(_chapter(desk, told(t), statement, flows, shown) for t in statement.tables)


def _chapter(
    desk: Desk, table: Told, statement: Statement, flows: Mapping[str, Flow], shown: Period
) -> Chapter:
    flow = flows.get(table.category.id)
    course = next((c for c in statement.courses if c.category.id == table.category.id), None)

    def amount(value: Decimal) -> str:
        return desk.amount(value, table.unit, table.places)

    if course is None or len(course.months) < 2:
        return Chapter(table, flow, flow_picture(flow, amount) if flow else None)
    drawn = course_pictures(course, shown, wording(desk.amount, table.unit))
    months = [conservation for _, conservation in course.months]
    return Chapter(
        told=table,
        flow=flow,
        picture=flow_picture(flow, amount) if flow else None,
        course=course,
        columns=columns_of([*months, *([table.total] if table.total else [])]),
        places=max(table.places, words.places_for(table.unit, _amounts(course))),
        by_month=drawn.by_month,
        stock=drawn.stock,
    )


def _amounts(course: Course) -> Iterator[Decimal]:
    yield from amounts(conservation for _, conservation in course.months)
    yield from (amount for _, amount in course.days)


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
    pictures = [picture for chapter in parts for picture in chapter.pictures()]
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
        report=_report_of(desk, statement),
        flow_names=stream_name,
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


def _report_of(desk: Desk, statement: Statement) -> SeasonReport | None:
    """What else the report of a season says; None of a month or a year."""
    found = (r for r in desk.publication.reports if r.statement is statement)
    return next(found, None)


def _is_year(statement: Statement) -> bool:
    return not (statement.period.is_month or statement.period.is_season)
