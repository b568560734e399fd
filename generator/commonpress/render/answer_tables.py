# SPDX-License-Identifier: AGPL-3.0-or-later
"""Funding, hours, loans, corrections and receipts as open data: what their pages say, in rows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from commonpress.derive.answers import Funding
from commonpress.derive.publication import Publication
from commonpress.kinds.fund import FunderKind
from commonpress.render.tables import Cell, Column, Table, rows_of

_SHARE = Decimal("0.000001")
_INTO = ("resource", "work")
_UNIT = Column("unit", "string", "The unit of all amounts in this row.")
_START = Column("start", "date", "The first day of the twelve months.")
_END = Column("end", "date", "Their last day.", required=True)


def answer_tables(publication: Publication) -> Iterator[Table]:
    """Every table of these that has a row."""
    made = (
        _funding_shares(publication),
        _funding_months(publication),
        _work(publication),
        _loans(publication),
        _loans_returned(publication),
        _corrections(publication),
        _receipts(publication),
        _kits(publication),
        _makings(publication),
    )
    return (table for table in made if table.rows)


def _kits(book: Publication) -> Table:
    columns = (
        Column("kit", "string", "The resource that holds others.", required=True),
        Column("resource", "string", "What is inside, with kits inside it opened.", required=True),
        Column("each", "number", "How much of it one kit holds.", required=True),
        Column("out", "number", "How much went out inside all kits, to people and other commons."),
        _UNIT,
    )
    rows = [
        (told.kit.id, part.part.id, part.each, part.out, part.part.unit)
        for told in book.kits
        for part in told.parts
    ]
    about = "What is inside each kit, and what went out inside all of them."
    return Table("kits", "Kits", about, columns, ("kit", "resource"), rows_of(rows))


def _makings(book: Publication) -> Table:
    columns = (
        Column("made", "string", "The resource that was made.", required=True),
        Column("kind", "string", "A resource, or a kind of work.", required=True, words=_INTO),
        Column("what", "string", "The resource or the work that went into it.", required=True),
        Column("amount", "number", "How much of it; of work, minutes."),
        _UNIT,
    )
    rows: list[tuple[Cell, ...]] = []
    for making in book.makings:
        name = making.resource.id
        rows += [(name, "resource", r.id, amount, r.unit) for r, amount in making.used]
        rows += [(name, "work", work, Decimal(n), "min") for work, n in making.minutes]
    about = "What went into the things that were made, over all events whose lines say so."
    return Table("makings", "Makings", about, columns, ("made", "kind", "what"), rows_of(rows))


def _share(value: Decimal) -> Decimal:
    return value.quantize(_SHARE, ROUND_HALF_EVEN)


def _funding_shares(book: Publication) -> Table:
    columns = (
        _START,
        _END,
        Column("source", "string", "An institution, or who else the money is of.", required=True),
        Column(
            "kind", "string", "The kind of funder.", words=tuple(FunderKind.__members__.values())
        ),
        Column("amount", "number", "What came from there in the twelve months."),
        Column(
            "share", "number", "Its share of all money, 0 to 1, to six places; institutions only."
        ),
        _UNIT,
    )
    rows = list(_sources(book.funding.now, book.funding.unit)) if book.funding else []
    about = (
        "Who gave the money of the last twelve months. People, and what the commons earned "
        "itself, are part of the whole and have no share as a funder."
    )
    return Table(
        "funding-shares", "Funding shares", about, columns, ("end", "source"), rows_of(rows)
    )


def _sources(now: Funding, unit: str) -> Iterator[tuple[Cell, ...]]:
    for funder in now.funders:
        share = _share(funder.share)
        yield now.start, now.end, funder.funder, funder.kind, funder.amount, share, unit
    others = (
        ("Individuals, pooled", FunderKind.INDIVIDUALS, now.pooled),
        ("The commons itself", FunderKind.SELF, now.earned),
        ("Of no fund", None, now.undeclared),
    )
    for source, kind, amount in others:
        if amount:
            yield now.start, now.end, source, kind, amount, None, unit


def _funding_months(book: Publication) -> Table:
    columns = (
        Column("month", "string", "The month at the end of which it is judged.", required=True),
        _START,
        _END,
        Column("total", "number", "All money of the twelve months."),
        Column("largest_share", "number", "The share of the funder that gave most, 0 to 1."),
        Column("concentration", "number", "The sum of the squared shares of the funders, 0 to 1."),
        Column("leaning_share", "number", "The share of the state and of conditioned funds."),
        _UNIT,
    )
    rows = [
        (
            month.name,
            then.start,
            then.end,
            then.total,
            _share(then.largest.share) if then.largest else Decimal(0),
            _share(then.concentration),
            _share(then.leaning_share),
            book.funding.unit,
        )
        for month, then in (book.funding.months if book.funding else ())
        if book.funding
    ]
    about = "The funding of the twelve months up to the end of each month."
    return Table("funding-months", "Funding by month", about, columns, ("month",), rows_of(rows))


def _work(book: Publication) -> Table:
    columns = (
        Column("period", "string", "A month or a season.", required=True),
        Column("start", "date", "Its first day."),
        Column("end", "date", "Its last day."),
        Column("work", "string", "The kind of work.", required=True),
        Column("minutes", "integer", "How long, in whole minutes."),
    )
    tables = (*book.hours.months, *book.hours.seasons) if book.hours else ()
    rows = [
        (table.period.name, table.period.start, table.period.end, work, minutes)
        for table in tables
        for work, minutes in table.minutes
    ]
    about = "Time worked by kind of work, by month and by season. Corrected lines count once."
    return Table("work", "Hours by kind of work", about, columns, ("period", "work"), rows_of(rows))


def _loans(book: Publication) -> Table:
    columns = (
        Column("entry", "string", "The line that lent it.", points_to="entries", required=True),
        Column("resource", "string", "What was lent.", points_to="resources"),
        Column("lent_on", "date", "The day it went out."),
        Column("due", "date", "The day it was due."),
        Column("lent", "number", "How much went out, corrections included."),
        Column("back", "number", "How much came back."),
        Column("late", "number", "How much of that came back after its day."),
        Column("out", "number", "How much is out on the day of the book."),
        Column("days_over", "integer", "Days past due, where something is still out."),
        _UNIT,
    )
    rows = [
        (
            loan.line.entry.id,
            loan.line.resource.id,
            loan.line.entry.date,
            loan.line.entry.due,
            loan.lent,
            loan.back,
            sum((s.amount for s in loan.late), Decimal(0)),
            loan.out,
            loan.days_over,
            loan.line.resource.unit,
        )
        for loan in book.loans
    ]
    about = (
        "Every loan and what came back of it. A return that does not name its loan is counted "
        "for the one that was due first."
    )
    return Table("loans", "Loans", about, columns, ("entry",), rows_of(rows))


def _loans_returned(book: Publication) -> Table:
    columns = (
        Column("loan", "string", "The line that lent it.", points_to="entries", required=True),
        Column(
            "entry", "string", "The line that brought it back.", points_to="entries", required=True
        ),
        Column("amount", "number", "How much of the loan it brought back."),
        Column("days_late", "integer", "Days after it was due; 0 in time."),
    )
    rows = [
        (loan.line.entry.id, back.line.entry.id, back.amount, back.days_late)
        for loan in book.loans
        for back in loan.settled
    ]
    about = "Which line brought back how much of which loan."
    return Table(
        "loans-returned", "Loans brought back", about, columns, ("loan", "entry"), rows_of(rows)
    )


def _corrections(book: Publication) -> Table:
    columns = (
        Column("entry", "string", "The line that was wrong.", points_to="entries", required=True),
        Column("corrected_by", "string", "The lines that put it right, in order."),
        Column("resource", "string", "What it is about.", points_to="resources"),
        Column("written", "number", "What had been written."),
        Column("stands", "number", "What is true now."),
        _UNIT,
    )
    rows = [
        (
            chain.first.entry.id,
            " ".join(line.entry.id for line in chain.corrections),
            chain.first.resource.id,
            chain.first.amount,
            chain.stands,
            chain.first.resource.unit,
        )
        for chain in book.corrections.entries
    ]
    about = "Every line that was written wrong, with what had been written and what stands."
    return Table("corrections", "Corrections", about, columns, ("entry",), rows_of(rows))


def _receipts(book: Publication) -> Table:
    columns = (
        Column("resource", "string", "The receipts.", points_to="resources", required=True),
        Column("months", "integer", "Given out at least so many whole months ago.", required=True),
        Column("below", "integer", "And less than so many; blank: and longer."),
        Column("amount", "number", "How many."),
        _UNIT,
    )
    rows = [
        (view.resource.id, age.months, age.below, age.amount, view.resource.unit)
        for view in book.receipts
        for age in view.ages
    ]
    about = "Receipts (tokens) given out, by their age on the day of the book."
    return Table(
        "receipts", "Receipts by age", about, columns, ("resource", "months"), rows_of(rows)
    )
