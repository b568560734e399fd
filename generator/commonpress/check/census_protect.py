# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the answers of households to a census that may be published (domain rules, section 6).

Every count is held back below ten and rounded from there on, each on its own from its true value.
Then the tables are attacked as a reader would (`check.audit`). What tells too much is told less:
its answers are joined to wider ones in all tables; where there are none, the smallest other count
in its row and in its column is hidden; and where that does not help, the table is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import msgspec

from commonpress.check.audit import Danger, Leak, leaks_between, leaks_in
from commonpress.check.census_tables import Answers, counted_by, printed_counts
from commonpress.kinds.census import (
    BLANK,
    FEW,
    HIDDEN,
    LEAST_COUNT,
    ROUNDED_TO,
    Band,
    Census,
    CensusTable,
    Count,
    Question,
    Questionnaire,
    Share,
    TableAllowed,
    Told,
    Where,
)

# What one household answered: an answer for each question it did not leave blank.
Slip = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A census as it was held: when, with which slip, by which decision, and from which size on."""

    id: str
    slip: Questionnaire
    day: date
    decision: str
    tables_from: int
    bands_from: int


@dataclass(frozen=True, slots=True)
class ProtectedCensus:
    """What may be published, and what was done so that it may: for the counters to read."""

    census: Census
    joined: tuple[str, ...] = ()  # questions whose answers were joined to wider ones
    hidden: int = 0
    left_out: tuple[str, ...] = ()  # tables


@dataclass(frozen=True, slots=True)
class _Draft:
    """The tables as they stand between two attacks."""

    joined: frozenset[str] = frozenset()
    hidden: frozenset[tuple[str, Answers, Answers]] = frozenset()
    left_out: frozenset[str] = frozenset()


def rounded(count: int) -> str:
    """A count as it may be printed (the ONS 10-5 rule)."""
    if count < LEAST_COUNT:
        return FEW
    return str((count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO)


def protect_answers(
    answers: Sequence[Slip], held: Held, earlier: Sequence[Census] = ()
) -> ProtectedCensus:
    """The census of these answers; `earlier` ones of the same slip are read beside it."""
    bare = Census(
        id=held.id,
        questionnaire=held.slip.id,
        date=held.day,
        decision=held.decision,
        told=Told.HELD,
    )
    if len(answers) < held.bands_from:
        return ProtectedCensus(bare)
    if len(answers) < held.tables_from:
        bands = tuple(_bands(answers, held.slip))
        return ProtectedCensus(msgspec.structs.replace(bare, told=Told.BANDS, bands=bands))
    base = rounded(len(answers))
    return _attacked(
        msgspec.structs.replace(bare, told=Told.TABLES, base=base), answers, held, earlier
    )


def _attacked(
    bare: Census, answers: Sequence[Slip], held: Held, earlier: Sequence[Census]
) -> ProtectedCensus:
    """Tell less until no attack finds anything."""
    draft = _Draft()
    while True:
        tables = tuple(_tables(answers, held.slip, draft))
        census = msgspec.structs.replace(bare, tables=tables)
        leaks = [*leaks_in(census, held.slip, held.tables_from)]
        leaks += [x for other in earlier for x in leaks_between(other, census, held.slip)]
        if not leaks:
            return ProtectedCensus(
                census,
                tuple(q.id for q in held.slip.questions if q.id in draft.joined),
                sum(c.count == HIDDEN for t in tables for c in t.counts),
                tuple(t.id for t in held.slip.tables if t.id in draft.left_out),
            )
        draft = _told_less(draft, census, held.slip, leaks[0])


def _tables(answers: Sequence[Slip], slip: Questionnaire, draft: _Draft) -> Iterator[CensusTable]:
    for table in slip.tables:
        if table.id in draft.left_out:
            continue
        counts = tuple(
            Count(row=row, column=column, count=HIDDEN)
            if (table.id, row, column) in draft.hidden
            else Count(row=row, column=column, count=rounded(_count(answers, table, row, column)))
            for row, column in _places(table, slip, draft.joined)
        )
        yield CensusTable(id=table.id, counts=counts)


def _places(
    table: TableAllowed, slip: Questionnaire, joined: frozenset[str]
) -> Iterator[tuple[Answers, Answers]]:
    """The places of a table: its rows, each with its total where it is crossed; then totals."""
    sides = [_side(slip.question(name), joined) for name in table.questions]
    if not table.columns:
        yield from ((row, ()) for row in sides[0])
        return
    yield from product(sides[0], (*sides[1], ()))
    yield from (((), column) for column in sides[1])


def _side(question: Question | None, joined: frozenset[str]) -> tuple[Answers, ...]:
    """The answers of a question as rows: each alone, or under the wider one it names."""
    if question is None:
        return ()
    groups: dict[str, list[str]] = {}
    for choice in question.choices:
        wide = choice.under if question.id in joined and choice.under else f" {choice.id}"
        groups.setdefault(wide, []).append(choice.id)
    return (*(tuple(group) for group in groups.values()), (BLANK,))


def _count(answers: Sequence[Slip], table: TableAllowed, row: Answers, column: Answers) -> int:
    def is_in(slip: Slip, question: str, side: Answers) -> bool:
        return not side or slip.get(question, BLANK) in side

    return sum(
        is_in(slip, table.rows, row) and is_in(slip, table.columns, column) for slip in answers
    )


def _told_less(draft: _Draft, census: Census, slip: Questionnaire, leak: Leak) -> _Draft:
    """What to tell less of, so that a leak may close."""
    table = census.tables[leak.printed.table]
    allowed = next(t for t in slip.tables if t.id == table.id)
    if leak.danger in {Danger.GROUP, Danger.CONTRADICTION}:
        return replace(draft, left_out=draft.left_out | {table.id})
    if leak.danger is Danger.NARROW:
        for name in allowed.questions:
            question = slip.question(name)
            can_join = question and any(c.under for c in question.choices)
            if can_join and name not in draft.joined:
                return replace(draft, joined=draft.joined | {name}, hidden=frozenset())
    hide = _to_hide(census, slip, leak)
    if not hide:
        return replace(draft, left_out=draft.left_out | {table.id})
    return replace(draft, hidden=draft.hidden | hide)


def _to_hide(census: Census, slip: Questionnaire, leak: Leak) -> set[tuple[str, Answers, Answers]]:
    """The places to hide: the smallest other number of the same row, and of the same column.

    A count that another year gives away is itself hidden, wherever it is printed.
    """
    table = census.tables[leak.printed.table]
    own = table.counts[leak.printed.place]
    if leak.danger is not Danger.NARROW:
        return _everywhere(census, slip, table, own)
    numbers = [c for c in table.counts if c.count.isdigit()]
    crossed = any(c.column for c in table.counts)
    in_row = [c for c in numbers if crossed and c.row == own.row and c.column]
    in_column = [c for c in numbers if c.column == own.column and c.row]
    smallest = [min(side, key=lambda c: int(c.count)) for side in (in_row, in_column) if side]
    return {place for count in smallest for place in _everywhere(census, slip, table, count)}


def _everywhere(
    census: Census, slip: Questionnaire, table: CensusTable, count: Count
) -> set[tuple[str, Answers, Answers]]:
    """Every place where a count is printed: the total of a row may be a row of another table."""
    questions = next(t for t in slip.tables if t.id == table.id).questions
    wanted = counted_by(count, questions)
    return {
        (own.id, found.row, found.column)
        for printed in printed_counts(census, slip)
        if printed.counted == wanted
        for own in (census.tables[printed.table],)
        for found in (own.counts[printed.place],)
    }


def _bands(answers: Sequence[Slip], slip: Questionnaire) -> Iterator[Band]:
    """For each domain, the band in which the share of households that turn here lies."""
    for question in slip.questions:
        if not question.is_domain:
            continue
        here = next(c.id for c in question.choices if c.where is Where.HERE)
        told = Counter(answer.get(question.id, BLANK) for answer in answers)[here]
        quarter = min(told * 4 // len(answers), 3)
        yield Band(question=question.id, share=tuple(Share)[quarter])
