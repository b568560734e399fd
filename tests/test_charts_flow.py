# SPDX-License-Identifier: AGPL-3.0-or-later
"""Flows of any shape: one giver or forty, crumbs, circles, corrections that run backwards."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonpress.derive.flow_views import Flow, FlowNode
from commonpress.ground.periods import month
from commonpress.kinds.commons import Commons
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Account, AccountType, Category, Measure, Purpose, Resource
from commonpress.render.charts.flow import Field, Stream, flow_drawing, ribbons_of, thicknesses
from commonpress.render.charts.lettering import width_of, wrapped
from commonpress.render.charts.pens import PAPER, SCREEN, Pattern, Pens
from commonpress.render.flow_streams import MOST_STREAMS, fewer, streams
from commonpress.render.words import NBSP
from commonpress.render.zine_pictures import SPREAD
from tests import publications

SVG = "{http://www.w3.org/2000/svg}"
SCREEN_FIELD = Field(608, 250, 28, 400, 520)
NAMES = st.text("abcdefghiWM ñß漢字ا-", min_size=1, max_size=70).filter(str.strip)
FOOD = Category(id="food", title="Food", measure=Measure.GOODS)

Box = tuple[float, float, float, float]


@st.composite
def sides(draw: st.DrawFn) -> tuple[Flow, list[Stream], list[Stream]]:
    """A flow of up to forty givers and forty uses that add up to the same, crumbs among them."""
    left = draw(st.lists(st.integers(1, 10**5), min_size=1, max_size=40))
    total = sum(left)
    cuts = sorted(draw(st.sets(st.integers(1, max(total - 1, 1)), max_size=39)) | {0, total})
    right = [after - before for before, after in pairwise(cuts)]
    flow = Flow(
        FOOD, "kg", month(2026, 6),
        _nodes(draw, left, ["level", "upright"]), _nodes(draw, right, ["solid", "slant", "open"]),
        Decimal(total),
    )  # fmt: skip
    drawn = [list(streams(flow, nodes, "{:,} kg".format)) for nodes in (flow.sources, flow.uses)]
    return flow, drawn[0], drawn[1]


def _nodes(draw: st.DrawFn, amounts: list[int], patterns: list[str]) -> tuple[FlowNode, ...]:
    return tuple(
        FlowNode(draw(NAMES), Decimal(amount), draw(st.sampled_from(patterns)))
        for amount in sorted(amounts, reverse=True)
    )


def words_of(drawing: str, pens: Pens) -> tuple[Box, list[Box]]:
    """The window of a drawing, and the box of every line of text in it."""
    root = ET.fromstring(drawing)  # noqa: S314 - our own drawing
    left, top, width, height = map(float, root.get("viewBox", "").split())
    found = []
    for text in root.iter(f"{SVG}text"):
        wide = width_of(text.text or "", pens.text)
        x, baseline = float(text.get("x", "0")), float(text.get("y", "0"))
        start = x - wide if "e" in (text.get("class") or "").split() else x
        found.append((start, baseline - 0.8 * pens.text, start + wide, baseline + 0.2 * pens.text))
    return (left, top, left + width, top + height), found


@settings(deadline=None, max_examples=60)
@given(sides())
@pytest.mark.parametrize(("field", "pens"), [(SCREEN_FIELD, SCREEN), (SPREAD, PAPER)])
def test_no_two_labels_touch_and_all_stand_inside(
    field: Field, pens: Pens, drawn: tuple[Flow, list[Stream], list[Stream]]
) -> None:
    _, sources, uses = drawn
    (left, top, right, foot), boxes = words_of(flow_drawing(sources, uses, field, pens, "x"), pens)
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 0.01 or b[3] <= a[1] + 0.01
    for box in boxes:
        assert left - 0.01 <= box[0] <= box[2] <= right + 0.01
        assert top - 0.1 <= box[1] <= box[3] <= foot + 0.1


@settings(deadline=None, max_examples=60)
@given(sides())
def test_both_sides_are_as_thick_as_the_bar_and_close_without_a_gap(
    drawn: tuple[Flow, list[Stream], list[Stream]],
) -> None:
    came, went = ribbons_of(drawn[1], drawn[2], SCREEN_FIELD, SCREEN)
    assert sum(r.thickness for r in came) == pytest.approx(sum(r.thickness for r in went))
    for side in (came, went):
        assert all(r.thickness > 0 for r in side)
        for above, below in pairwise(side):
            assert below.at_bar - above.at_bar == pytest.approx(
                (above.thickness + below.thickness) / 2
            )
            assert below.outside - above.outside >= (above.thickness + below.thickness) / 2


@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=60), st.floats(1, 500), st.floats(0.1, 5))
def test_thicknesses_sum_to_the_depth_and_keep_their_order(
    amounts: list[float], depth: float, least: float
) -> None:
    shares = [a / sum(amounts) for a in amounts]
    thick = thicknesses(shares, depth, least)
    assert sum(thick) == pytest.approx(depth)
    assert all(t >= min(least, depth / len(thick)) - 1e-9 for t in thick)
    for (a, ta), (b, tb) in combinations(zip(shares, thick, strict=True), 2):
        assert a > b or ta <= tb + 1e-9


@given(sides(), st.integers(3, 12))
def test_joining_the_small_loses_nothing(
    drawn: tuple[Flow, list[Stream], list[Stream]], most: int
) -> None:
    for nodes in (drawn[0].sources, drawn[0].uses):
        fewer_nodes = fewer(nodes, most)
        assert len(fewer_nodes) <= max(most, 3)
        for pattern in {node.pattern for node in nodes}:
            assert sum(n.amount for n in fewer_nodes if n.pattern == pattern) == sum(
                n.amount for n in nodes if n.pattern == pattern
            )


def test_the_book_s_own_ends_are_never_joined() -> None:
    named = [FlowNode(f"Giver {n}", Decimal(50 - n), "level") for n in range(40)]
    ends = [
        FlowNode("", Decimal(1), "slant", "found"),
        FlowNode("", Decimal(2), "upright", "opening"),
    ]
    drawn = fewer([*named, *ends])
    assert len(drawn) == MOST_STREAMS
    assert [node.label for node in drawn[4:6]] == ["Giver 4", "35 others"]
    assert [node.role for node in drawn[-2:]] == ["found", "opening"]


@given(NAMES, st.floats(20, 400))
def test_words_are_parted_only_where_they_must_be(name: str, room: float) -> None:
    lines = wrapped(name, room, 16)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert all(width_of(line, 16) <= room or len(line) == 1 for line in lines)


# --- flows of real books -------------------------------------------------------------------------


def _book(*lines: tuple[str, Action, str, str, str, str]) -> Flow:
    """The flow of June of a book with a store, one giver, one maker and one user."""
    source, stock, sink = AccountType.SOURCE, AccountType.STOCK, AccountType.SINK
    accounts = [
        Account(id="mill", title="The mill", type=source, purpose=Purpose.GIVERS),
        Account(id="oven", title="Made here", type=source, purpose=Purpose.MAKING),
        Account(id="store", title="The store", type=stock, may_go_below=True),
        Account(id="shelf", title="The shelf", type=stock),
        Account(id="baking", title="Baking", type=sink, purpose=Purpose.MAKING),
        Account(id="next", title="The next street", type=sink, purpose=Purpose.COMMONS),
    ]
    entries = [
        publications.entry(
            n, day, action, "flour", amount, from_, to, corrects=corrects, reason=why
        )
        for n, (day, action, amount, from_, to, corrects) in enumerate(lines, 1)
        for why in ["It was written twice." if corrects else ""]
    ]
    made = publications.publication(
        Commons(name="Mill Lane"), FOOD, *accounts, *entries,
        Resource(id="flour", title="Flour", category="food", unit="kg"),
    )  # fmt: skip
    (june,) = [s for s in made.statements if s.period.name == "2026-06"]
    return june.flows[0]


def _told(nodes: tuple[FlowNode, ...]) -> list[tuple[str, str, Decimal]]:
    return [(node.role, node.label, node.amount) for node in nodes]


def test_a_circle_stands_on_both_sides_and_what_moves_between_stores_on_none() -> None:
    flow = _book(
        ("2026-06-01", Action.RECEIVED, "100", "mill", "store", ""),
        ("2026-06-02", Action.MOVED, "60", "store", "shelf", ""),
        ("2026-06-03", Action.MOVED, "60", "shelf", "store", ""),
        ("2026-06-04", Action.USED, "40", "store", "baking", ""),
        ("2026-06-05", Action.MADE, "30", "oven", "store", ""),
    )
    assert _told(flow.sources) == [
        ("named", "The mill", Decimal(100)),
        ("named", "Made here", Decimal(30)),
    ]
    assert _told(flow.uses) == [("named", "Baking", Decimal(40)), ("closing", "", Decimal(90))]


def test_a_correction_larger_than_the_month_is_a_flow_the_other_way() -> None:
    flow = _book(
        ("2026-05-30", Action.RECEIVED, "100", "mill", "store", ""),
        ("2026-06-02", Action.RECEIVED, "25", "store", "mill", "ent-2026-05-0001"),
        ("2026-06-04", Action.USED, "40", "store", "baking", ""),
    )
    assert _told(flow.sources) == [("opening", "", Decimal(100))]
    assert _told(flow.uses) == [
        ("named", "Baking", Decimal(40)),
        ("taken-back", "The mill", Decimal(25)),
        ("closing", "", Decimal(35)),
    ]
    drawn = streams(flow, flow.uses, "{} kg".format)
    assert [s.name for s in drawn] == [
        "Baking",
        "Put right, the mill",
        f"On the shelves, 30{NBSP}June",
    ]
    assert drawn[1].pattern is Pattern.OPEN
    assert sum(s.share for s in drawn) == pytest.approx(1)


def test_a_store_below_zero_is_owed_on_the_side_where_it_adds_up() -> None:
    flow = _book(
        ("2026-05-30", Action.USED, "10", "store", "baking", ""),
        ("2026-06-02", Action.RECEIVED, "4", "mill", "store", ""),
    )
    assert _told(flow.sources) == [
        ("named", "The mill", Decimal(4)),
        ("owed-after", "", Decimal(6)),
    ]
    assert _told(flow.uses) == [("owed-before", "", Decimal(10))]
    assert flow.total == 10
