# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kits: what one holds, what went out inside all of them, and that nothing is counted twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.register import Register
from commonpress.check.rules.circles import links_do_not_run_in_circles
from commonpress.derive.kits import exploded
from commonpress.derive.publication import Publication
from commonpress.kinds.base import Record
from commonpress.kinds.commons import Commons
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.ledger import Category, KitPart, Measure, Purpose, Resource
from commonpress.render.answer_tables import answer_tables
from commonpress.render.site import make_site
from tests.publications import _sink, _source, _stock, publication
from tests.publications import entry as line
from tests.site_reading import DATA, ReadPage


def thing(name: str, **holds: str) -> Resource:
    parts = tuple(KitPart(resource=k, quantity=Decimal(v)) for k, v in holds.items())
    return Resource(id=name, title=name.capitalize(), category="goods", unit="piece", holds=parts)


def entry(*cells: Any, **more: Any) -> Entry:
    return line(*cells, unit="piece", **more)


def kitchen() -> Publication:
    """Ten bars of soap and five kits of two bars and a towel; three kits were handed out."""
    records: list[Record] = [
        Commons(name="Stairwell 4"),
        Category(id="goods", title="Goods", measure=Measure.GOODS),
        thing("soap"),
        thing("towel"),
        thing("kit", soap="2", towel="1"),
        _source("shop", "The shop", Purpose.GIVERS),
        _source("bench", "Made here", Purpose.MAKING),
        _stock("shelf", "The shelf"),
        _sink("used", "Used up", Purpose.MAKING),
        _sink("neighbours", "Neighbours", Purpose.NEIGHBOURS),
        entry(1, "2026-05-04", Action.RECEIVED, "soap", "10", "shop", "shelf"),
        entry(2, "2026-05-04", Action.RECEIVED, "towel", "5", "shop", "shelf"),
        entry(3, "2026-05-05", Action.USED, "soap", "10", "shelf", "used"),
        entry(4, "2026-05-05", Action.USED, "towel", "5", "shelf", "used"),
        entry(5, "2026-05-05", Action.MADE, "kit", "5", "bench", "shelf"),
        entry(6, "2026-05-09", Action.DISTRIBUTED, "kit", "3", "shelf", "neighbours", households=9),
    ]
    return publication(*records)


def test_totals_say_what_went_out_inside_kits() -> None:
    (kit,) = kitchen().kits
    assert kit.out == 3
    inside = [f"{p.part.id} {p.each} {p.out}" for p in kit.parts]
    assert inside == ["soap 2 6", "towel 1 3"]
    (report,) = kitchen().reports
    assert report.kits == (kit,)


def test_what_is_inside_is_not_counted_a_second_time() -> None:
    soap = next(view for view in kitchen().resources if view.resource.id == "soap")
    assert soap.whole.used == 10
    assert soap.whole.distributed == 0


def test_the_pages_and_the_open_data_say_the_same() -> None:
    pages = {page.address: ReadPage(page) for page in make_site(kitchen(), DATA).pages}
    assert "Soap2 piece6 piece" in pages["resources/kit.html"].text
    assert "Kit: 6 piece" in pages["resources/soap.html"].text
    assert "One kit went out, and this was inside" in pages["ledger/season-2026-spring.html"].text
    (table,) = [t for t in answer_tables(kitchen()) if t.name == "kits"]
    assert [row[:4] for row in table.rows] == [("kit", "soap", 2, 6), ("kit", "towel", 1, 3)]


def test_a_kit_that_holds_itself_is_refused() -> None:
    inner, outer = thing("inner", outer="1"), thing("outer", inner="2")
    (found,) = links_do_not_run_in_circles(Register([Commons(name="Row"), inner, outer]))
    assert found.code.slug == "circular-link"
    assert "`inner` holds `outer`, which holds `inner`" in found.message


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=1, max_size=5))
def test_a_kit_inside_a_kit_is_opened(levels: list[list[int]]) -> None:
    """Each level holds the one below so many times, and as many single things of its own."""
    known = {"bolt": thing("bolt")}
    expected, below = Decimal(1), "bolt"
    for depth, amounts in enumerate(levels):
        parts = tuple(KitPart(resource=below, quantity=Decimal(amount)) for amount in amounts)
        below = f"kit-{depth}"
        known[below] = Resource(id=below, title=below, category="goods", unit="kit", holds=parts)
        expected *= sum(amounts)
    assert exploded(known[below], known) == {"bolt": expected}
