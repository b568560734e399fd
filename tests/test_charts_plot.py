# SPDX-License-Identifier: AGPL-3.0-or-later
"""Amounts over time and shares against limits: heights in proportion, words that never touch."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.render.charts.lettering import width_of
from commonpress.render.charts.meters import Meter, meters
from commonpress.render.charts.pens import PAPER, SCREEN, Pattern, Pens
from commonpress.render.charts.plot import Frame, Group, Level, columns, steps
from commonpress.render.charts.scale import scale_for

SVG = "{http://www.w3.org/2000/svg}"
AMOUNTS = st.decimals(-(10**7), 10**7, places=2)
GAINS = st.decimals(0, 10**6, places=1)
FRAMES = [(Frame(940, 300), SCREEN), (Frame(328, 240), SCREEN), (Frame(122.5, 45), PAPER)]


def say(value: Decimal) -> str:
    return f"{value:,f} kg"


def tree(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def boxes(root: ET.Element, of: str) -> list[tuple[float, float, float, float]]:
    """The boxes of a class, each once: left, top, width, height."""
    found = {}
    for path in root.iter(f"{SVG}path"):
        box = re.fullmatch(r"M(\S+) (\S+)h(\S+)v(\S+)h-\S+z", path.get("d", ""))
        if box and path.get("class") == of:
            left, top, width, height = map(float, box.groups())
            found[left, top] = (left, top, width, height)
    return sorted(found.values())


def assert_words_stand_apart(drawing: str, pens: Pens) -> None:
    root = tree(drawing)
    _, _, width, height = map(float, root.get("viewBox", "").split())
    found = []
    for text in root.iter(f"{SVG}text"):
        wide = width_of(text.text or "", pens.text)
        x, down = float(text.get("x", "0")), float(text.get("y", "0"))
        left = x - wide if "e" in (text.get("class") or "").split() else x
        found.append((left, down - 0.75 * pens.text, left + wide, down + 0.2 * pens.text))
    assert found
    for box in found:
        assert -0.1 <= box[0] <= box[2] <= width + 0.1
        assert -0.4 * pens.text <= box[1] <= box[3] <= height + 0.1
    for a, b in combinations(found, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)


@given(st.lists(AMOUNTS, max_size=30))
def test_a_scale_holds_all_values_and_zero_in_few_round_steps(values: list[Decimal]) -> None:
    scale = scale_for(values)
    assert 0 in scale.ticks
    assert all(0 <= scale.share(value) <= 1 for value in values)
    assert 2 <= len(scale.ticks) <= 6
    (step,) = {after - before for before, after in pairwise(scale.ticks)}
    assert str(step.normalize().as_tuple().digits) in {"(1,)", "(2,)", "(5,)"}
    assert "E" not in "".join(map(str, scale.ticks))


@given(
    st.lists(st.tuples(GAINS, GAINS), min_size=1, max_size=24),
    st.sampled_from(FRAMES),
)
def test_columns_are_as_tall_as_their_amounts(
    pairs: list[tuple[Decimal, Decimal]], medium: tuple[Frame, Pens]
) -> None:
    frame, pens = medium
    groups = [
        Group(f"{n % 12 + 1}/26", ((a, Pattern.SOLID), (b, Pattern.SOLID)))
        for n, (a, b) in enumerate(pairs)
    ]
    drawing = columns(groups, frame, say, pens, "x")
    bars = boxes(tree(drawing), "s")
    amounts = [amount for pair in pairs for amount in pair if amount]
    assert len(bars) == len(amounts)
    tallest = max(amounts, default=Decimal(0))
    for (_, top, _, tall), amount in zip(bars, amounts, strict=True):
        of_tallest = tall / max(bar[3] for bar in bars)
        assert of_tallest == pytest.approx(float(amount / tallest), abs=0.03)
        assert top + tall == pytest.approx(bars[0][1] + bars[0][3], abs=0.05), "all stand on zero"
    for a, b in pairwise(bars):
        assert a[0] + a[2] < b[0]
    assert_words_stand_apart(drawing, pens)


def test_what_is_below_zero_hangs_from_the_line() -> None:
    group = Group("June", ((Decimal(10), Pattern.SOLID), (Decimal(-5), Pattern.SOLID)))
    up, down = boxes(tree(columns([group], Frame(400, 300), say, SCREEN, "x")), "s")
    assert up[1] + up[3] == pytest.approx(down[1])
    assert up[3] == pytest.approx(2 * down[3], abs=0.1)


@given(
    st.lists(GAINS, min_size=1, max_size=90),
    st.sets(st.integers(0, 89), max_size=20),
    st.sampled_from(FRAMES),
)
def test_a_stepped_line_holds_each_level_until_the_next(
    amounts: list[Decimal], counted: set[int], medium: tuple[Frame, Pens]
) -> None:
    frame, pens = medium
    levels = [Level(n / 90, amount) for n, amount in enumerate(amounts)]
    rings = [levels[n] for n in sorted(counted) if n < len(levels)]
    months = [(0.15, "March"), (0.5, "April"), (0.85, "May")]
    drawing = steps(levels, rings, months, frame, say, pens, "x")
    root = tree(drawing)
    paths = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    assert paths[2].startswith("M")
    assert paths[2].count("V") == len(amounts) - 1
    circles = list(root.iter(f"{SVG}circle"))
    assert len(circles) == 2 * len(rings), "a ring and the paper in it"
    assert_words_stand_apart(drawing, pens)


NAMES = st.text("abc WM-", min_size=1, max_size=40).filter(str.strip)


@given(
    st.lists(
        st.tuples(NAMES, st.floats(0, 1), st.sampled_from([None, 0.3, 0.5])), min_size=1, max_size=9
    ),
    st.sampled_from(FRAMES),
)
def test_a_meter_is_solid_to_its_limit_and_slanted_past_it(
    rows: list[tuple[str, float, float | None]], medium: tuple[Frame, Pens]
) -> None:
    frame, pens = medium
    shown = [
        Meter(name, f"{share:.0%}", share, limit, f"{limit:.0%}" if limit else "")
        for name, share, limit in rows
    ]
    drawing = meters(shown, frame.width, pens, "x")
    over = sum(limit is not None and share > limit for _, share, limit in rows)
    assert drawing.count("<clipPath") == over
    assert_words_stand_apart(drawing, pens)


def test_limits_stand_where_they_are_on_the_scale_of_the_shares() -> None:
    drawn = tree(
        meters(
            [Meter("A", "60 %", 0.6, 0.3, "30 %"), Meter("B", "15 %", 0.15, 0.3, "30 %")],
            1000,
            SCREEN,
            "x",
        )
    )
    (solid_a, *_), rules = boxes(drawn, "s"), boxes(drawn, "i")
    assert solid_a[2] == pytest.approx(rules[0][0] + rules[0][2] / 2, abs=0.1)
