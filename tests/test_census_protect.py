# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers become tables that tell on nobody: small censuses, brute force, and a reader's attack."""

from __future__ import annotations

from datetime import date
from itertools import product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonpress.check.audit import Danger, leaks_between, leaks_in
from commonpress.check.census_protect import Held, Slip, protect_answers, rounded
from commonpress.check.census_tables import EVERYONE, printed_counts, read_count
from commonpress.kinds.census import (
    FEW,
    HIDDEN,
    Census,
    Choice,
    Count,
    Question,
    Questionnaire,
    Share,
    TableAllowed,
    Told,
    Topic,
    Where,
)


def question(name: str, *choices: str, topic: Topic = Topic.NEED, **more: bool) -> Question:
    """A question whose first answer is here; `a/b` is the answer a, counted under b if need be."""
    parts = [choice.partition("/") for choice in choices]
    here = {0: Where.HERE} if topic is not Topic.GROUP else {}
    made = [
        Choice(id=own, title=own, under=under, where=here.get(n))
        for n, (own, _, under) in enumerate(parts)
    ]
    return Question(id=name, topic=topic, title=name, ask=name, choices=tuple(made), **more)


def slip_of(*tables: tuple[str, ...], questions: tuple[Question, ...]) -> Questionnaire:
    allowed = [
        TableAllowed(id="-by-".join(t), rows=t[0], columns=t[1] if t[1:] else "") for t in tables
    ]
    return Questionnaire(
        id="slip", title="", intro="", hand_in="", questions=questions, tables=tuple(allowed)
    )


FOOD = question("food", "table", "kin/private", "friends/private", "none")
HOME = question("home", "children", "without", topic=Topic.GROUP)
SLIP = slip_of(("food",), ("food", "home"), questions=(FOOD, HOME))


def held(slip: Questionnaire = SLIP, year: int = 2026) -> Held:
    return Held(f"census-{year}", slip, date(year, 1, 18), "", tables_from=60, bands_from=20)


def answers(**counts: int) -> list[Slip]:
    """So many households for each answer to the question of food; `blank` answered nothing."""
    return [
        {} if answer == "blank" else {"food": answer}
        for answer, number in counts.items()
        for _ in range(number)
    ]


def says(census: Census) -> dict[str, str]:
    """What the table of food says."""
    table = census.table("food")
    assert table is not None
    return {"+".join(count.row): count.count for count in table.counts}


# --- the 10-5 rule, and how much may be told -----------------------------------------------------


@pytest.mark.parametrize(
    ("count", "printed"),
    [(0, "<10"), (9, "<10"), (10, "10"), (12, "10"), (13, "15"), (17, "15"), (18, "20")],
)
def test_a_count_is_held_back_or_rounded(count: int, printed: str) -> None:
    assert rounded(count) == printed


@given(st.integers(0, 500))
def test_rounding_moves_a_count_by_two_at_most_and_twice_is_once(count: int) -> None:
    printed = rounded(count)
    low, high = read_count(printed)
    assert low <= count <= high
    if printed != FEW:
        assert abs(int(printed) - count) <= 2
        assert rounded(int(printed)) == printed


def test_below_twenty_nothing_is_told_but_that_it_was_held() -> None:
    census = protect_answers(answers(table=19), held()).census
    assert (census.told, census.base, census.tables, census.bands) == (Told.HELD, "", (), ())


@pytest.mark.parametrize(
    ("here", "band"),
    [
        (0, Share.FIRST),
        (14, Share.FIRST),
        (15, Share.SECOND),
        (30, Share.THIRD),
        (45, Share.FOURTH),
        (59, Share.FOURTH),
    ],
)
def test_from_twenty_to_fifty_nine_a_domain_has_a_band_and_no_count(here: int, band: Share) -> None:
    census = protect_answers(answers(table=here, kin=59 - here), held()).census
    assert (census.told, census.base, census.tables) == (Told.BANDS, "", ())
    assert [(b.question, b.share) for b in census.bands] == [("food", band)]


def test_from_sixty_there_are_tables() -> None:
    census = protect_answers(answers(table=30, kin=12, friends=4, none=8, blank=6), held()).census
    assert (census.told, census.base) == (Told.TABLES, "60")
    assert says(census)["table"] == "30"


# --- what tells too much is told less ------------------------------------------------------------


def test_answers_that_tell_are_joined_to_wider_ones_in_all_tables() -> None:
    made = protect_answers(answers(table=38, kin=12, friends=9, none=13, blank=12), held())
    assert made.joined == ("food",)
    assert says(made.census) == {
        "table": "40",
        "kin+friends": "20",
        "none": "15",
        "blank": "10",
    }


def test_without_a_wider_answer_the_smallest_other_count_is_hidden() -> None:
    food = question("food", "table", "kin", "friends", "none")
    slip = slip_of(("food",), questions=(food,))
    made = protect_answers(answers(table=42, kin=12, friends=9, none=17, blank=12), held(slip))
    assert made.joined == ()
    assert says(made.census) == {
        "table": "40",
        "kin": HIDDEN,
        "friends": "<10",
        "none": "15",
        "blank": "10",
    }


def test_a_sensitive_answer_of_nearly_everybody_leaves_the_table_out() -> None:
    food = question("food", "table", "kin", "none", sensitive=True)
    made = protect_answers(
        answers(table=78, kin=3, none=3), held(slip_of(("food",), questions=(food,)))
    )
    assert made.left_out == ("food",)
    assert made.census.tables == ()


def test_a_count_that_another_year_gives_away_is_hidden() -> None:
    first = protect_answers(answers(table=40, kin=20, none=25), held(year=2025)).census
    later = answers(table=45, kin=20, none=25)
    alone = protect_answers(later, held()).census
    assert {leak.danger for leak in leaks_between(first, alone, SLIP)} == {Danger.YEARS}
    beside = protect_answers(later, held(), [first]).census
    assert leaks_between(first, beside, SLIP) == ()
    assert says(beside)["table"] == HIDDEN


# --- a reader's attack ---------------------------------------------------------------------------


@st.composite
def censuses(draw: st.DrawFn) -> list[Slip]:
    """Answers of sixty households or more, uneven enough to need every remedy."""
    sizes = [draw(st.sampled_from([0, 1, 4, 9, 11, 20, 33])) for _ in range(12)]
    pairs = list(product(("table", "kin", "friends", "none"), ("children", "without", "")))
    made: list[Slip] = [
        {"food": food} | ({"home": home} if home else {})
        for (food, home), size in zip(pairs, sizes, strict=True)
        for _ in range(size)
    ]
    return made + [{}] * max(60 - len(made), draw(st.sampled_from([0, 3, 12])))


@settings(max_examples=60)
@given(censuses())
def test_what_is_protected_withstands_the_attack_and_tells_the_truth(made: list[Slip]) -> None:
    census = protect_answers(made, held()).census
    assert leaks_in(census, SLIP, 60) == ()
    assert len(made) in range(*span(census.base))
    for printed in printed_counts(census, SLIP):
        true = sum(all(slip.get(q, "blank") in own for q, own in printed.counted) for slip in made)
        low, high = read_count(printed.says)
        assert low <= true <= high
        assert printed.counted != EVERYONE


def span(base: str) -> tuple[int, int]:
    low, high = read_count(base)
    return low, high + 1


@settings(max_examples=25)
@given(st.lists(st.sampled_from([2, 8, 9, 11, 14, 23, 31]), min_size=3, max_size=3))
def test_every_hidden_count_leaves_five_numbers_by_brute_force(sizes: list[int]) -> None:
    """Try all numbers of households that would be printed like this."""
    food = question("food", "table", "kin")
    slip = slip_of(("food",), questions=(food,))
    filled = dict(zip(("table", "kin", "blank"), sizes, strict=True))
    filled["table"] += max(0, 60 - sum(sizes))
    census = protect_answers(answers(**filled), held(slip)).census
    if not census.tables:
        return
    shown = [read_count(says(census)[name]) for name in ("table", "kin", "blank")]
    base = read_count(census.base)
    fits = [
        numbers
        for numbers in product(*(range(i.low, min(i.high, base.high) + 1) for i in shown))
        if max(base.low, 60) <= sum(numbers) <= base.high
    ]
    for place, name in enumerate(("table", "kin", "blank")):
        possible = sorted({numbers[place] for numbers in fits})
        if says(census)[name] in {FEW, HIDDEN}:
            assert len(possible) >= 5
        if says(census)[name] == FEW:
            assert possible[0] <= 1


def test_the_attack_notices_a_table_that_was_changed_by_hand() -> None:
    """A negative control: the same table with one count printed that was held back for it."""
    food = question("food", "table", "kin", "friends", "none")
    slip = slip_of(("food",), questions=(food,))
    made = protect_answers(answers(table=42, kin=12, friends=9, none=17, blank=12), held(slip))
    (table,) = made.census.tables
    opened = tuple(
        Count(row=c.row, count="10" if c.count == HIDDEN else c.count) for c in table.counts
    )
    planted = msgspec.structs.replace(
        made.census, tables=(msgspec.structs.replace(table, counts=opened),)
    )
    (leak,) = leaks_in(planted, slip, 60)
    assert leak.danger is Danger.NARROW
    assert leak.printed.counted == (("food", ("friends",)),)
