# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ledger lines to people, attacked by someone who reads everything that is published.

What is published is linear in what is private: a line is a sum of private lines, a count says
what had gone out by then. The attacker may add and subtract all of it. If some combination
is about the lines of fewer than five households only, those people are found out. The test
asks, for every group of up to four households, whether the span of what is published holds
such a combination: an exact answer, by elimination over fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.protect import DayCount, DayLine, Protected, Span, protect_lines

LEAST = 5
FIRST = date(2026, 3, 2)  # a Monday
WIDER = {"rent": "support", "medicine": "support"}


def line(day: int, household: str, quantity: str = "2", target: str = "neighbours") -> DayLine:
    return DayLine(
        day=FIRST + timedelta(days=day),
        action="distributed",
        resource="rice",
        quantity=Decimal(quantity),
        unit="kg",
        source="store",
        target=target,
        household=household,
    )


def count(day: int, quantity: str = "10") -> DayCount:
    return DayCount(FIRST + timedelta(days=day), "rice", Decimal(quantity), "kg", "store")


def protect(lines: Sequence[DayLine], counts: Sequence[DayCount] = ()) -> Protected:
    return protect_lines(lines, counts, least=LEAST, wider=WIDER)


Row = list[Fraction]


def published_rows(
    private: Sequence[DayLine], groups: Sequence[Sequence[DayLine]], counts: Sequence[DayCount]
) -> list[Row]:
    """Every published figure as a row of coefficients over the private lines."""
    rows = [[Fraction(private_line in group) for private_line in private] for group in groups]
    rows += [[Fraction(p.day <= c.day) for p in private] for c in counts]
    return rows


def rank(rows: Sequence[Row]) -> int:
    """The rank of a matrix, by elimination."""
    work, found = [list(row) for row in rows], 0
    for column in range(len(work[0]) if work else 0):
        pivot = next((r for r in range(found, len(work)) if work[r][column]), None)
        if pivot is None:
            continue
        work[found], work[pivot] = work[pivot], work[found]
        for r in range(len(work)):
            if r != found and work[r][column]:
                factor = work[r][column] / work[found][column]
                work[r] = [a - factor * b for a, b in zip(work[r], work[found], strict=True)]
        found += 1
    return found


def found_out(private: Sequence[DayLine], rows: Sequence[Row]) -> tuple[str, ...] | None:
    """A group of fewer than five households that the published figures tell apart, if any."""
    households = sorted({p.household for p in private})
    whole = rank(rows)
    for size in range(1, min(LEAST, len(households) + 1)):
        for few in combinations(households, size):
            others = [i for i, p in enumerate(private) if p.household not in few]
            rest = rank([[row[i] for i in others] for row in rows]) if others else 0
            if rest < whole:  # some combination has nothing left but theirs
                return few
    return None


def attacked(private: Sequence[DayLine], protected: Protected) -> tuple[str, ...] | None:
    originals = {id_of(p): p for p in private}
    groups = [[originals[id_of(one)] for one in p.lines] for p in protected.lines]
    return found_out(private, published_rows(private, groups, protected.counts))


def id_of(one: DayLine) -> tuple[date, str, Decimal]:
    return one.day, one.household, one.quantity


DAY_BOOKS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from("abcdefgh"),
        st.sampled_from(["neighbours", "rent", "medicine"]),
    ),
    max_size=14,
    unique_by=lambda t: t[:2],
)


@given(DAY_BOOKS, st.lists(st.integers(0, 45), max_size=3, unique=True))
def test_nobody_is_found_out(lines: list[tuple[int, str, str]], days: list[int]) -> None:
    private = [line(day, who, target=target) for day, who, target in lines]
    protected = protect(private, [count(day) for day in days])
    assert attacked(private, protected) is None
    assert all(p.households >= LEAST for p in protected.lines)


@given(DAY_BOOKS)
def test_every_private_line_is_told_once_or_waits(lines: list[tuple[int, str, str]]) -> None:
    private = [line(day, who, target=target) for day, who, target in lines]
    protected = protect(private)
    told = [one for p in protected.lines for one in p.lines] + list(protected.waiting)
    assert sorted(id_of(one) for one in told) == sorted(id_of(one) for one in private)
    total = sum((p.quantity for p in protected.lines), Decimal(0))
    waiting = sum((one.quantity for one in protected.waiting), Decimal(0))
    assert total + waiting == sum((p.quantity for p in private), Decimal(0))


def test_the_attacker_finds_out_who_is_not_protected() -> None:
    """The control: a week told as one line, and a count in its middle that parts it."""
    private = [line(0, "a"), *(line(4, who) for who in "bcdef")]
    careless = published_rows(private, [private], [count(2)])
    assert found_out(private, careless) == ("a",)
    assert protect(private, [count(2)]).telling_counts == (count(2),)


def test_the_attacker_subtracts_a_day_from_its_week() -> None:
    """The control: a line for the whole week beside one for five of its six households."""
    private = [line(0, "a"), *(line(4, who) for who in "bcdef")]
    assert found_out(private, published_rows(private, [private, private[1:]], [])) == ("a",)


def test_days_with_five_households_stand_alone_and_the_rest_of_the_week_joins() -> None:
    busy = [line(0, who) for who in "abcde"]
    quiet = [line(1, "a"), line(2, "b"), line(3, "c"), line(3, "d"), line(4, "f")]
    told = protect(busy + quiet).lines
    assert [(p.span, p.first, p.last, p.households, p.quantity) for p in told] == [
        (Span.DAY, FIRST, FIRST, 5, Decimal(10)),
        (Span.WEEK, FIRST + timedelta(days=1), FIRST + timedelta(days=4), 5, Decimal(10)),
    ]


def test_small_accounts_join_in_the_wider_one() -> None:
    private = [line(day, who, target="rent") for day, who in ((0, "a"), (3, "b"), (30, "c"))]
    private += [line(day, who, target="medicine") for day, who in ((8, "d"), (60, "e"))]
    (told,) = protect(private).lines
    assert (told.target, told.span, told.households) == ("support", Span.YEAR, 5)


def test_one_household_that_comes_often_waits() -> None:
    protected = protect([line(day, "a") for day in range(30)])
    assert protected.lines == ()
    assert len(protected.waiting) == 30


def test_a_count_after_lines_that_wait_is_not_written() -> None:
    protected = protect([line(3, "a")], [count(1), count(3)])
    assert protected.counts == (count(1),)
    assert protected.telling_counts == (count(3),)
