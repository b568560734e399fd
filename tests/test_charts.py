# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drawings count what they say: nothing is lost, nothing overlaps, nothing needs a colour."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.render.charts.bars import Part, bar_list, strip
from commonpress.render.charts.flow import Field, Stream, flow_drawing
from commonpress.render.charts.loops import Loops, closing_loop, columns_that_fill, counted_loops
from commonpress.render.charts.marks import Mark, state_mark
from commonpress.render.charts.pens import PAPER, SCREEN, Pattern
from commonpress.render.charts.people import People, counted_people
from commonpress.render.charts.squares import Squares, counted_squares
from commonpress.render.charts.timeline import Axis, Holder, Stretch, role_timeline
from commonpress.render.site_marks import people_pictures
from tests.site_reading import site

SVG = "{http://www.w3.org/2000/svg}"
FIELD = Field(608, 250, 28, 400, 520)
WHOLE = st.lists(st.integers(1, 5000), min_size=1, max_size=8)


def tree(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def size(root: ET.Element) -> tuple[float, float]:
    _, _, width, height = map(float, root.get("viewBox", "").split())
    return width, height


def boxes(root: ET.Element) -> list[tuple[float, float, float, float]]:
    """Every filled or outlined box: left, top, width, height, with its outline."""
    found = {}
    for path in root.iter(f"{SVG}path"):
        box = re.fullmatch(r"M(\S+) (\S+)h(\S+)v(\S+)h-\S+z", path.get("d", ""))
        if box:
            left, top, width, height = map(float, box.groups())
            line = float(path.get("stroke-width", "0"))
            found[left, top] = (left - line / 2, top - line / 2, width + line, height + line)
    return list(found.values())


def streams(amounts: list[int], pattern: Pattern) -> list[Stream]:
    whole = sum(amounts)
    return [Stream(f"Giver {n}", f"{a} kg", a / whole, pattern) for n, a in enumerate(amounts)]


# --- strips and lists of bars --------------------------------------------------------------------


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any))
def test_a_strip_fills_its_width_and_shows_even_the_smallest_part(amounts: list[int]) -> None:
    parts = [Part(a, p) for a, p in zip(amounts, list(Pattern) * 2, strict=False)]
    drawn = sorted(boxes(tree(strip(parts, 940, 34, SCREEN, "x"))))
    assert len(drawn) == sum(a > 0 for a in amounts)
    assert drawn[0][0] == pytest.approx(0, abs=0.1)
    assert drawn[-1][0] + drawn[-1][2] == pytest.approx(940, abs=0.1)
    assert all(width >= 5.9 for _, _, width, _ in drawn)
    for (left, _, width, _), (after, _, _, _) in pairwise(drawn):
        assert after - (left + width) == pytest.approx(SCREEN.gap, abs=0.1)


def test_the_parts_of_a_strip_are_as_wide_as_their_shares() -> None:
    drawn = sorted(
        boxes(tree(strip([Part(3, Pattern.SOLID), Part(1, Pattern.SLANT)], 403, 30, SCREEN, "")))
    )
    assert [round(width) for _, _, width, _ in drawn] == [300, 100]


@given(WHOLE, WHOLE)
def test_a_narrow_flow_draws_a_bar_a_stream_on_one_scale(left: list[int], right: list[int]) -> None:
    sources, uses = streams(left, Pattern.LEVEL), streams(right, Pattern.SOLID)
    root = tree(bar_list(sources, uses, "In all", 328, SCREEN))
    drawn = boxes(root)
    assert len(drawn) == len(left) + len(right) + 1, "and the store between them"
    bars = [box for box in drawn if box[3] > 15]
    assert all(wide <= 329 for _, _, wide, _ in bars)
    shares = [stream.share for stream in (*sources, *uses)]
    scale = max(bars, key=lambda b: b[2])[2] / max(shares)
    for (_, _, wide, _), share in zip(bars, shares, strict=True):
        assert wide == pytest.approx(max(share * scale, 6), abs=0.5)


def test_a_long_name_in_a_narrow_flow_takes_two_lines_instead_of_the_amount_s_place() -> None:
    stream = Stream("Over the bridge, to another commons", "24.0 kg", 1, Pattern.SOLID)
    root = tree(bar_list([stream], [stream], "In all 24.0 kg", 328, SCREEN))
    texts = [(t.text, float(t.get("y", "0"))) for t in root.iter(f"{SVG}text")]
    assert [text for text, _ in texts][:3] == ["24.0 kg", "Over the bridge, to another", "commons"]
    (_, top, _, _), *_ = boxes(root)
    assert texts[2][1] < top


# --- flows ---------------------------------------------------------------------------------------


@given(WHOLE, WHOLE)
def test_the_words_of_a_flow_stand_apart_and_inside(left: list[int], right: list[int]) -> None:
    drawing = flow_drawing(
        streams(left, Pattern.LEVEL), streams(right, Pattern.SOLID), FIELD, SCREEN, "x"
    )
    root = tree(drawing)
    _, height = size(root)
    for ending in ("e", ""):
        lines = [
            float(t.get("y", "0"))
            for t in root.iter(f"{SVG}text")
            if ("e" in (t.get("class") or "").split()) == bool(ending)
        ]
        assert all(after - before >= 15 for before, after in pairwise(sorted(lines)))
        assert all(0 < line < height for line in lines)


def test_a_flow_says_every_name_and_amount_as_text() -> None:
    drawing = flow_drawing(
        streams([3, 1], Pattern.LEVEL), streams([4], Pattern.SLANT), FIELD, SCREEN, "From and to"
    )
    texts = [t.text for t in tree(drawing).iter(f"{SVG}text")]
    assert texts == ["Giver 0", "3 kg", "Giver 1", "1 kg", "Giver 0", "4 kg"]
    assert next(tree(drawing).iter(f"{SVG}title")).text == "From and to"


# --- counted pictures ----------------------------------------------------------------------------


@given(st.integers(1, 400), st.integers(1, 30))
def test_as_many_loops_as_are_counted(count: int, columns: int) -> None:
    root = tree(counted_loops([Loops(count)], columns, 480, SCREEN, "x"))
    places = {(u.get("x"), u.get("y")) for u in root.iter(f"{SVG}use")}
    assert len(places) == count
    width, height = size(root)
    assert height == pytest.approx(-(-count // columns) * width / columns, abs=0.1)


@given(st.integers(1, 5000))
def test_loops_fit_their_field(count: int) -> None:
    columns = columns_that_fill(count, 480, 260)
    assert -(-count // columns) * (480 / columns) <= 260 or columns == count


@given(st.integers(0, 60), st.integers(0, 60))
def test_as_many_squares_as_are_counted(solid: int, opened: int) -> None:
    groups = [Squares(solid, Pattern.SOLID), Squares(opened, Pattern.OPEN)]
    root = tree(counted_squares(groups, 3, SCREEN, "x"))
    drawn = boxes(root)
    width, height = size(root)
    assert len(drawn) == solid + opened
    assert all(left + wide <= width + 0.1 for left, _, wide, _ in drawn)
    assert all(top + high <= height + 0.1 for _, top, _, high in drawn)


@given(st.integers(0, 200))
def test_people_are_counted_in_tens(count: int) -> None:
    pictures = list(people_pictures(count, Pattern.SOLID))
    figures = [picture.svg.count('<g transform="translate') for picture in pictures]
    assert sum(figures) == count
    assert all(figure == 10 for figure in figures[:-1])


def test_each_pattern_of_people_is_told_without_colour() -> None:
    drawn = {p: counted_people([People(1, p)], 31, SCREEN, "", "a") for p in Pattern}
    assert 'class="s"' in drawn[Pattern.SOLID]
    assert "clip-path" in drawn[Pattern.SLANT]
    assert "clip-path" not in drawn[Pattern.OPEN]
    assert 'class="li"' in drawn[Pattern.OPEN]


def test_the_loop_of_a_case_closes_step_by_step() -> None:
    lengths = [closing_loop(n, 7, 44, SCREEN, closed=n == 7).count("L") for n in range(1, 8)]
    assert lengths == sorted(set(lengths))
    assert 'class="ls"' in closing_loop(7, 7, 44, SCREEN, closed=True)


def test_the_loops_of_states_differ_in_shape() -> None:
    shapes = {
        mark: "".join(re.findall(r' d="([^"]*)"', state_mark(mark, 40, SCREEN))) for mark in Mark
    }
    assert len(set(shapes.values())) == len(Mark)


# --- timelines -----------------------------------------------------------------------------------


DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))


@given(
    st.lists(st.tuples(DAYS, st.integers(1, 400), st.sampled_from(Pattern)), min_size=1, max_size=9)
)
@pytest.mark.parametrize("width", [328, 940])
def test_every_term_is_drawn_within_the_sheet(
    width: float, terms: list[tuple[date, int, Pattern]]
) -> None:
    holders = [
        Holder(f"holder-{n}", (Stretch(start, date.fromordinal(start.toordinal() + long), p),))
        for n, (start, long, p) in enumerate(terms)
    ]
    axis = Axis("1 January 2015", date(2026, 6, 30), "30 June 2026")
    root = tree(role_timeline(holders, axis, width, SCREEN, "x"))
    drawn = boxes(root)
    assert len(drawn) == len(terms)
    assert all(left >= 0 and left + wide <= width + 0.1 for left, _, wide, _ in drawn)
    tops = [top for _, top, _, _ in sorted(drawn, key=lambda box: box[1])]
    assert all(after > before for before, after in pairwise(tops)), "a row for each holder"


def test_a_term_is_as_long_as_its_days_and_what_ran_past_it_follows() -> None:
    agreed = Stretch(date(2026, 1, 1), date(2026, 3, 31), Pattern.OPEN)
    past = Stretch(date(2026, 4, 1), date(2026, 4, 30), Pattern.SLANT)
    axis = Axis("1 January 2026", date(2026, 4, 30), "30 April 2026")
    (first, second) = sorted(
        boxes(tree(role_timeline([Holder("wren", (agreed, past))], axis, 940, SCREEN, "")))
    )
    assert first[2] / second[2] == pytest.approx(90 / 30, rel=0.02)
    assert second[0] >= first[0] + first[2]


# --- all that the site shows ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sample", "tidewater", "fund"])
def test_every_drawing_carries_its_own_ink_for_light_dark_and_paper(name: str) -> None:
    for drawing in site(name).drawings:
        text = drawing.content.decode()
        root = tree(text)
        style = next(root.iter(f"{SVG}style")).text or ""
        dark, paper = "@media (prefers-color-scheme:dark)", "@media print"
        assert 0 < style.find(dark) < style.find(paper), f"{drawing.path}: the last one holds"
        assert "http" not in text.replace("http://www.w3.org/2000/svg", ""), drawing.path
        assert not list(root.iter(f"{SVG}pattern")), drawing.path
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(ids) == len(set(ids)), drawing.path
        used = re.findall(r"url\(#([^)]*)\)|href=\"#([^\"]*)\"", text)
        assert {a or b for a, b in used} <= set(ids), drawing.path


def test_paper_has_ink_of_its_own() -> None:
    drawn = strip([Part(1, Pattern.SOLID)], 100, 5, PAPER, "x")
    assert "prefers-color-scheme" not in drawn
    assert 'width="100mm"' in drawn
