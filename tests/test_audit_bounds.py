# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader can work out: the examples of the rules, brute force, and a solver as judges."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from commonpress.ground.audit_bounds import Attack, Interval, Sum, deduced
from commonpress.ground.audit_simplex import NothingFitsError, extremes


def exactly(value: int) -> Interval:
    return Interval(value, value)


def printed(value: int) -> Interval:
    """A count that was rounded to the nearest five."""
    return Interval(max(value - 2, 10), value + 2)


FEW = Interval(0, 9)


def two_way(rows: list[list[Interval]], margins: tuple[list[Interval], list[Interval]]) -> Attack:
    """A table with the totals of its rows and columns, and no other total."""
    bounds: dict[object, Interval] = {
        ("cell", i, j): b for i, row in enumerate(rows) for j, b in enumerate(row)
    }
    bounds |= {("row", i): b for i, b in enumerate(margins[0])}
    bounds |= {("column", j): b for j, b in enumerate(margins[1])}
    columns = range(len(margins[1]))
    sums = [Sum(("row", i), tuple(("cell", i, j) for j in columns)) for i in range(len(margins[0]))]
    sums += [
        Sum(("column", j), tuple(("cell", i, j) for i in range(len(margins[0])))) for j in columns
    ]
    return Attack(bounds, tuple(sums))


# --- the worked examples of the rules ------------------------------------------------------------


def test_two_groups_that_look_safe_apart_tell_together() -> None:
    """Of A2 B2 I8 J8 | K3 L3 M3 N7 all up to three are left out, and yet K is told."""
    hidden = Interval(0, 36)
    bounds = {
        "A": hidden, "B": hidden, "I": exactly(8), "J": exactly(8),
        "K": hidden, "L": hidden, "M": hidden, "N": exactly(7),
        "first": exactly(20), "second": exactly(16), "group": exactly(30), "other": exactly(6),
    }  # fmt: skip
    rows = (Sum("first", tuple("ABIJ")), Sum("second", tuple("KLMN")))
    groups = (Sum("group", tuple("ABIJKN")), Sum("other", tuple("LM")))
    apart = deduced(Attack(bounds, rows), "ABKLM")
    assert apart is not None
    assert all(interval.span > 1 for interval in apart.values())
    together = deduced(Attack(bounds, (*rows, *groups)), "ABKLM")
    assert together is not None
    assert together["K"] == exactly(3)


@pytest.mark.parametrize(
    ("shown", "total", "left"),
    [
        ([printed(30), printed(10)], printed(45), Interval(0, 9)),
        ([printed(100)], printed(100), Interval(0, 4)),
    ],
)
def test_a_row_with_one_hidden_count(
    shown: list[Interval], total: Interval, left: Interval
) -> None:
    bounds: dict[object, Interval] = {"hidden": FEW, "total": total}
    bounds |= dict(enumerate(shown))
    attack = Attack(bounds, (Sum("total", ("hidden", *range(len(shown)))),))
    assert deduced(attack, ["hidden"]) == {"hidden": left}


def test_rounding_to_three_is_undone_by_an_exact_total() -> None:
    bounds = {"a": Interval(1, 5), "b": Interval(1, 5), "c": Interval(0, 2), "all": exactly(2)}
    found = deduced(Attack(bounds, (Sum("all", ("a", "b", "c")),)), "abc")
    assert found == {"a": exactly(1), "b": exactly(1), "c": exactly(0)}


def test_a_table_with_two_hidden_counts_keeps_both() -> None:
    attack = two_way(
        [[printed(40), FEW, printed(15)], [printed(25), printed(30), FEW]],
        ([printed(60), printed(60)], [printed(65), printed(35), printed(20)]),
    )
    bounds = {**attack.bounds, "all": printed(120)}
    sums = (*attack.sums, Sum("all", (("row", 0), ("row", 1))))
    found = deduced(Attack(bounds, sums), [("cell", 0, 1), ("cell", 1, 2)])
    assert found == {("cell", 0, 1): Interval(1, 9), ("cell", 1, 2): Interval(1, 9)}


def test_linked_tables_of_the_handbook_tell_the_one_woman() -> None:
    """102 people, 85 with work, 63 of those men, and 23 women: one woman is without."""
    bounds = {
        "all": exactly(102), "work": exactly(85), "women": exactly(23), "men at work": exactly(63),
        "women at work": Interval(0, 102), "women without": Interval(0, 102),
    }  # fmt: skip
    sums = (
        Sum("work", ("women at work", "men at work")),
        Sum("women", ("women at work", "women without")),
    )
    assert deduced(Attack(bounds, sums), ["women without"]) == {"women without": exactly(1)}


def test_counts_that_contradict_one_another_fit_nothing() -> None:
    bounds = {"a": printed(40), "b": printed(40), "all": printed(60)}
    assert deduced(Attack(bounds, (Sum("all", ("a", "b")),)), ["a"]) is None


# --- brute force ---------------------------------------------------------------------------------


def by_hand(attack: Attack, wanted: Sequence[object]) -> dict[object, Interval] | None:
    """Try all whole numbers."""
    cells = list(attack.bounds)
    fits = []
    for values in product(*(range(b.low, b.high + 1) for b in attack.bounds.values())):
        tried = dict(zip(cells, values, strict=True))
        if all(tried[s.total] == sum(tried[p] for p in s.parts) for s in attack.sums):
            fits.append(tried)
    if not fits:
        return None
    return {c: Interval(min(f[c] for f in fits), max(f[c] for f in fits)) for c in wanted}


@st.composite
def small_tables(draw: st.DrawFn) -> Attack:
    """A true table of two by two, known more or less well, with its margins and its total."""
    values = draw(st.lists(st.integers(0, 5), min_size=4, max_size=4))
    slack = draw(st.lists(st.sampled_from([0, 0, 1, 3]), min_size=9, max_size=9))
    a, b, c, d = values
    true = [a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d]
    about = [Interval(max(v - s, 0), v + s // 2) for v, s in zip(true, slack, strict=True)]
    bounds = dict(zip(["a", "b", "c", "d", "ab", "cd", "ac", "bd", "all"], about, strict=True))
    sums = [Sum("ab", ("a", "b")), Sum("cd", ("c", "d")), Sum("ac", ("a", "c"))]
    sums += [Sum("bd", ("b", "d")), Sum("all", ("ab", "cd"))]
    kept = draw(st.lists(st.sampled_from(sums), unique=True, max_size=5))
    return Attack(bounds, tuple(kept))


@settings(max_examples=60)
@given(small_tables())
def test_what_is_deduced_is_what_brute_force_finds(attack: Attack) -> None:
    wanted = ["a", "b", "c", "d"]
    free = {c for s in attack.sums for c in s.cells} | set(wanted)
    small = Attack({c: b for c, b in attack.bounds.items() if c in free}, attack.sums)
    if prod(bound.span for bound in small.bounds.values()) <= 60_000:
        assert deduced(small, wanted) == by_hand(small, wanted)


# --- a solver as judge ---------------------------------------------------------------------------


@settings(max_examples=25)
@given(st.data())
def test_the_simplex_finds_what_scipy_finds(data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(2, 4)), data.draw(st.integers(2, 4))
    true = [[data.draw(st.integers(0, 40)) for _ in range(columns)] for _ in range(rows)]

    def about(value: int) -> tuple[int, int]:
        slack = data.draw(st.sampled_from([0, 2, 9]))
        return max(value - slack, 0), value + slack

    bounds: dict[object, tuple[int, int]] = {}
    for i, j in product(range(rows), range(columns)):
        bounds[i, j] = about(true[i][j])
    sums: list[tuple[object, tuple[object, ...]]] = []
    for i in range(rows):
        bounds["row", i] = about(sum(true[i]))
        sums.append((("row", i), tuple((i, j) for j in range(columns))))
    for j in range(columns):
        bounds["column", j] = about(sum(true[i][j] for i in range(rows)))
        sums.append((("column", j), tuple((i, j) for i in range(rows))))
    cells = list(bounds)
    matrix = [[(c in parts) - (c == total) for c in cells] for total, parts in sums]
    found = extremes(bounds, sums, cells)
    for cell in ((0, 0), ("row", 0), (rows - 1, columns - 1)):
        for sign, end in ((1, found[cell][0]), (-1, found[cell][1])):
            goal = [sign * (c == cell) for c in cells]
            judged = linprog(
                goal, A_eq=matrix, b_eq=[0] * len(sums), bounds=[bounds[c] for c in cells]
            )
            assert round(sign * judged.fun) == end  # such tables have whole corners


def test_whole_numbers_are_found_where_the_corners_are_halves() -> None:
    """Three pairs that are one each: only one half each does it, so no whole numbers fit."""
    bounds = dict.fromkeys("xyz", (0, 1)) | {"one": (1, 1)}
    sums = [("one", ("x", "y")), ("one", ("y", "z")), ("one", ("x", "z"))]
    with pytest.raises(NothingFitsError):
        extremes(bounds, sums, ["x"])
