# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which page is which: plans of issues, and where heads break."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.render.copyfit import balanced, in_lines, widest
from commonpress.render.faces import open_face
from commonpress.render.zine_plan import Plan, plan_around_spread, plan_without_spread

LENGTHS = st.lists(st.integers(1, 6), max_size=8)
FACE = open_face(
    (Path(__file__).parents[1] / "site_templates/fonts/CommonDisplay-800.ttf").read_bytes()
)
WORDS = st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=12)


@given(LENGTHS, st.integers(0, 8), st.integers(0, 2))
def test_the_spread_lies_in_the_middle_of_a_booklet(
    lengths: list[int], wished: int, after: int
) -> None:
    plan = plan_around_spread(lengths, wished, after)
    front = 1 + sum(lengths[: plan.before]) + plan.fill_before
    back = after + sum(lengths[plan.before :]) + plan.fill_after + 1
    assert plan.pages % 4 == 0
    assert front == back
    assert front + 1 == plan.pages // 2  # the left page of the spread
    assert front + 2 + back == plan.pages
    assert min(plan.fill_before, plan.fill_after) >= 0


@given(LENGTHS, st.integers(0, 8), st.integers(0, 2))
def test_no_other_place_for_the_spread_takes_less_paper(
    lengths: list[int], wished: int, after: int
) -> None:
    plan = plan_around_spread(lengths, wished, after)
    for before in range(len(lengths) + 1):
        larger = max(1 + sum(lengths[:before]), 1 + after + sum(lengths[before:]))
        assert plan.pages <= 2 * (larger + (larger % 2 == 0)) + 2


@given(LENGTHS)
def test_without_a_spread_at_most_three_pages_are_filled(lengths: list[int]) -> None:
    plan = plan_without_spread(lengths)
    assert plan.pages % 4 == 0
    assert plan.pages == 2 + sum(lengths) + plan.fill_after
    assert plan.fill_after < 4


@pytest.mark.parametrize(
    ("lengths", "wished", "after", "plan"),
    [
        ([2, 3, 1, 1, 1, 1], 1, 1, Plan(before=2, fill_before=1, fill_after=1, pages=16)),
        ([], 0, 0, Plan(before=0, fill_before=0, fill_after=0, pages=4)),
        ([1, 1], 1, 0, Plan(before=1, fill_before=1, fill_after=1, pages=8)),
        ([1, 1], 2, 0, Plan(before=2, fill_before=0, fill_after=2, pages=8)),
    ],
)
def test_plans_one_can_count(lengths: list[int], wished: int, after: int, plan: Plan) -> None:
    assert plan_around_spread(lengths, wished, after) == plan


@given(WORDS, st.floats(2, 12))
def test_a_balanced_head_keeps_its_words_and_its_lines(words: list[str], limit: float) -> None:
    text = " ".join(words)
    lines = balanced(text, FACE, limit)
    assert " ".join(lines) == text
    if max(map(FACE.width, words)) <= limit:
        assert widest(lines, FACE) <= limit


@given(WORDS, st.integers(1, 4))
def test_no_other_break_makes_the_widest_line_narrower(words: list[str], count: int) -> None:
    words = words[:7]
    lines = in_lines(" ".join(words), FACE, count)
    assert len(lines) == min(count, len(words))
    others = _partitions(words, len(lines))
    assert widest(lines, FACE) == pytest.approx(min(widest(other, FACE) for other in others))


def _partitions(words: list[str], count: int) -> list[list[str]]:
    if count == 1:
        return [[" ".join(words)]]
    return [
        [" ".join(words[:end]), *rest]
        for end in range(1, len(words) - count + 2)
        for rest in _partitions(words[end:], count - 1)
    ]


def test_a_head_breaks_where_a_person_would_break_it() -> None:
    text = "Somebody shouted in the kitchen, and two people stopped coming"
    assert balanced(text, FACE, 12.0) == (
        "Somebody shouted in the kitchen,",
        "and two people stopped coming",
    )
