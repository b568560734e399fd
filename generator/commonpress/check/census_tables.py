# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the printed tables of a census say, as one set of intervals and sums.

A count is known by the answers it counts: `(("crisis", ("here",)), ("household", ("alone",)))`.
The same count in two tables is one count, so tables that share a question are linked by its
counts, and all tables by their total. Answers that no table tells apart are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from commonpress.ground.audit_bounds import Attack, Cell, Interval, Sum
from commonpress.kinds.census import (
    BLANK,
    FEW,
    HIDDEN,
    LEAST_COUNT,
    ROUNDED_TO,
    Census,
    Count,
    Question,
    Questionnaire,
)

Answers = tuple[str, ...]
# A count by the answers it counts, question by question; () counts everyone.
Counted = tuple[tuple[str, Answers], ...]
EVERYONE: Counted = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A count as it is printed: which table and which place in it, what it counts, what it says."""

    table: int
    place: int
    counted: Counted
    says: str

    @property
    def field(self) -> str:
        """The field of the record that says it."""
        return f"tables.{self.table}.counts.{self.place}.count"

    @property
    def is_number(self) -> bool:
        """Whether it is a rounded number."""
        return self.says not in {FEW, HIDDEN}


def answers_of(question: Question) -> Answers:
    """Every answer of a question, a blank slip among them."""
    return (*(choice.id for choice in question.choices), BLANK)


def printed_counts(census: Census, questionnaire: Questionnaire) -> tuple[Printed, ...]:
    """Every count of every table that the questionnaire knows."""
    allowed = {table.id: table for table in questionnaire.tables}
    return tuple(
        Printed(number, place, counted_by(count, allowed[table.id].questions), count.count)
        for number, table in enumerate(census.tables)
        if table.id in allowed
        for place, count in enumerate(table.counts)
    )


def counted_by(count: Count, questions: tuple[str, ...]) -> Counted:
    """What a count of a table of these questions counts."""
    parts = zip(questions, (count.row, count.column), strict=False)
    return tuple(sorted((question, tuple(sorted(own))) for question, own in parts if own))


def read_count(says: str) -> Interval:
    """What a printed count may have been; a hidden one was at least ten, or it would say so."""
    if says == FEW:
        return Interval(0, LEAST_COUNT - 1)
    if says == HIDDEN:
        return Interval(LEAST_COUNT, 10**6)
    half = ROUNDED_TO // 2
    return Interval(max(int(says) - half, LEAST_COUNT), int(says) + half)


def attack_on(census: Census, questionnaire: Questionnaire, least_base: int) -> Attack:
    """All that a reader knows of a census with tables, of which `least_base` answered at least."""
    printed = printed_counts(census, questionnaire)
    base = read_count(census.base).met_with(Interval(least_base, 10**6))
    bounds: dict[Cell, Interval] = {EVERYONE: base}
    for each in printed:
        known = bounds.get(each.counted, Interval(0, base.high))
        bounds[each.counted] = known.met_with(read_count(each.says))
    sums = tuple(_sums(printed, questionnaire))
    cells = (cell for s in sums for cell in s.cells)
    return Attack({**dict.fromkeys(cells, Interval(0, base.high)), **bounds}, sums)


def _sums(printed: tuple[Printed, ...], questionnaire: Questionnaire) -> Iterator[Sum]:
    """Which counts are sums of which: totals of their parts, wide answers of narrow ones."""
    classes = _classes(printed, questionnaire)
    crossed = {tuple(name for name, _ in p.counted) for p in printed if len(p.counted) == 2}
    seen: set[Counted] = set()

    def sum_of(counted: Counted, parts: list[Counted]) -> Iterator[Sum]:
        if parts != [counted]:
            yield Sum(counted, tuple(parts))

    for question, groups in classes.items():
        yield from sum_of(EVERYONE, [((question, group),) for group in groups])
    for first, second in sorted(crossed):
        for one in classes[first]:
            yield Sum(((first, one),), tuple(((first, one), (second, o)) for o in classes[second]))
        for other in classes[second]:
            yield Sum(
                ((second, other),), tuple(((first, o), (second, other)) for o in classes[first])
            )
    for each in printed:
        if each.counted not in seen and each.counted:
            seen.add(each.counted)
            yield from sum_of(each.counted, _finest(each.counted, classes))


def _classes(
    printed: tuple[Printed, ...], questionnaire: Questionnaire
) -> Mapping[str, list[Answers]]:
    """The answers of each printed question in groups that no printed count tells apart."""
    told: dict[str, dict[Answers, None]] = defaultdict(dict)
    for each in printed:
        for question, answers in each.counted:
            told[question][answers] = None
    classes: dict[str, list[Answers]] = {}
    for question, sets in told.items():
        asked = questionnaire.question(question)
        groups: dict[tuple[bool, ...], list[str]] = defaultdict(list)
        for answer in answers_of(asked) if asked else ():
            groups[tuple(answer in own for own in sets)].append(answer)
        classes[question] = [tuple(sorted(group)) for group in groups.values()]
    return classes


def _finest(counted: Counted, classes: Mapping[str, list[Answers]]) -> list[Counted]:
    """The smallest counts that make up a count."""
    within = [
        [(question, group) for group in classes[question] if set(group) <= set(answers)]
        for question, answers in counted
    ]
    return [tuple(parts) for parts in product(*within)]
