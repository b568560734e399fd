# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drawings: what is counted is drawn as often, what flows is as thick as it is much."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from commonpress.render.charts import flow
from commonpress.render.charts.flow import Field, Half, Stream, flow_drawing
from commonpress.render.charts.loops import (
    Loops,
    closing_loop,
    columns_that_fill,
    counted_loops,
)
from commonpress.render.charts.pens import PAPER, SCREEN, Pattern, Pens, number
from commonpress.render.charts.people import People, counted_people
from commonpress.render.qr import qr_drawing

FIELD = Field(reach=137.5, labels=45, bar=4.4, depth=59, height=84.5)
SVG = "{http://www.w3.org/2000/svg}"
WEIGHTS = st.lists(st.integers(1, 10_000), min_size=1, max_size=7)


def streams(weights: list[int], pattern: Pattern = Pattern.SOLID) -> list[Stream]:
    whole = sum(weights)
    return [Stream(f"Giver {i}", f"{w} kg", w / whole, pattern) for i, w in enumerate(weights)]


def drawing(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def names_in(svg: str) -> list[str]:
    return [text.text or "" for text in drawing(svg).iter(f"{SVG}text")]


# --- flows ---------------------------------------------------------------------------------------


@given(WEIGHTS)
def test_ribbons_and_their_words_never_touch(weights: list[int]) -> None:
    depth = flow._depth_that_fits(streams(weights), FIELD, PAPER)
    ribbons = flow._ribbons(streams(weights), depth, FIELD, PAPER)
    for above, below in pairwise(ribbons):
        gap = below.outside - above.outside
        assert gap > (above.thickness + below.thickness) / 2
        assert gap > (flow._tall(above, PAPER) + flow._tall(below, PAPER)) / 2


@given(WEIGHTS)
def test_a_flow_stays_in_its_field(weights: list[int]) -> None:
    depth = flow._depth_that_fits(streams(weights), FIELD, PAPER)
    ribbons = flow._ribbons(streams(weights), depth, FIELD, PAPER)
    assert flow._top(ribbons, PAPER) >= 0
    assert flow._foot(ribbons, PAPER) <= FIELD.height
    assert depth <= FIELD.depth


@given(WEIGHTS)
def test_at_the_bar_the_ribbons_lie_close_and_add_up(weights: list[int]) -> None:
    depth = 50.0
    ribbons = flow._ribbons(streams(weights), depth, FIELD, PAPER)
    edge = (FIELD.height - depth) / 2
    for ribbon in ribbons:
        assert ribbon.at_bar == pytest.approx(edge + ribbon.thickness / 2)
        edge += ribbon.thickness
    assert edge == pytest.approx((FIELD.height + depth) / 2)


def test_a_ribbon_is_as_thick_as_its_share() -> None:
    thin, thick = flow._ribbons(streams([1, 9]), 50.0, FIELD, PAPER)
    assert (thin.thickness, thick.thickness) == pytest.approx((5.0, 45.0))


@pytest.mark.parametrize("pens", [PAPER, SCREEN], ids=["paper", "screen"])
def test_the_halves_of_a_spread_are_the_halves_of_the_whole(pens: Pens) -> None:
    givers, uses = streams([5, 3], Pattern.LEVEL), streams([6, 2], Pattern.SLANT)
    field = FIELD if pens is PAPER else Field(600, 200, 16, 250, 400)
    whole, left, right = (
        flow_drawing(givers, uses, field, pens, "A flow", half=half)
        for half in (Half.WHOLE, Half.LEFT, Half.RIGHT)
    )
    assert names_in(whole) == names_in(left) + names_in(right)
    boxes = [drawing(svg).attrib["viewBox"] for svg in (whole, left, right)]
    reach, height = number(field.reach), number(field.height)
    assert boxes == [
        f"-{reach} 0 {number(2 * field.reach)} {height}",
        f"-{reach} 0 {reach} {height}",
        f"0 0 {reach} {height}",
    ]


@pytest.mark.parametrize("pattern", Pattern)
def test_every_pattern_is_drawn_as_lines(pattern: Pattern) -> None:
    svg = flow_drawing(streams([1], pattern), streams([1]), FIELD, PAPER, "A flow")
    assert "<pattern" not in svg
    assert "Gradient" not in svg
    assert drawing(svg).findtext(f"{SVG}title") == "A flow"


def test_long_names_break_and_keep_their_amount_below() -> None:
    long = [Stream("Over the bridge, to another commons", "33.0 kg", 1.0, Pattern.SOLID)]
    assert names_in(flow_drawing([], long, FIELD, PAPER, "", half=Half.RIGHT)) == [
        "Over the bridge, to another",
        "commons",
        "33.0 kg",
    ]


# --- counted pictures ----------------------------------------------------------------------------


@given(st.integers(1, 300), st.integers(0, 100))
def test_every_loop_that_is_said_is_drawn(first: int, second: int) -> None:
    svg = counted_loops([Loops(first), Loops(second, filled=True)], 20, 126.5, PAPER, "Loops")
    groups = drawing(svg).findall(f"{SVG}g/{SVG}g")
    assert [len(group.findall(f"{SVG}use")) for group in groups] == [first, second]
    places = re.findall(r'<use href="#loop\d" (x="\d+" y="\d+")/>', svg)
    assert len(set(places)) == first + second


@given(st.integers(1, 400))
def test_loops_fill_their_field_and_no_more(count: int) -> None:
    columns = columns_that_fill(count, 126.5, 102)
    assert -(-count // columns) * 126.5 / columns <= 102 or columns == count
    wider = columns - 1
    if wider:
        assert -(-count // wider) * 126.5 / wider > 102


def test_a_loop_closes_step_by_step() -> None:
    lengths = [len(closing_loop(i, 7, 8, PAPER, closed=i == 7)) for i in range(1, 8)]
    assert lengths == sorted(lengths)
    assert 'class="ls"' in closing_loop(7, 7, 8, PAPER, closed=True)
    assert 'class="ls"' not in closing_loop(7, 7, 8, PAPER, closed=False)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=4))
def test_every_person_is_drawn_once_and_apart(counts: list[int]) -> None:
    groups = [People(n, p) for n, p in zip(counts, Pattern, strict=False)]
    svg = counted_people(groups, 3.9, PAPER, "Tally", "t")
    places = re.findall(r'<g transform="translate\(([\d.]+) ([\d.]+)\)">', svg)
    assert len(places) == len(set(places)) == sum(counts)


# --- codes ---------------------------------------------------------------------------------------


def test_a_code_is_drawn_module_for_module() -> None:
    address = "https://tidewater-row.example/cases/case-2025-003.html"
    svg = qr_drawing(address, 25, "A code")
    matrix = [
        bytes(r) for r in segno.make(address, error="m", micro=False, boost_error=False).matrix
    ]
    drawn = [bytearray(len(matrix)) for _ in matrix]
    for left, down, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        for across in range(int(left), int(left) + int(length)):
            drawn[int(down)][across] = 1
    assert [bytes(row) for row in drawn] == matrix


def test_a_code_whose_modules_would_be_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="too long for a code 12 mm wide"):
        qr_drawing("https://tidewater-row.example/cases/case-2025-003.html", 12, "A code")
