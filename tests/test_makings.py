# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a meal is made from: vegetables and work, in view, page, open data and Valueflows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.register import Register
from commonpress.check.rules.groups import groups_are_of_one_event
from commonpress.check.rules.hours import hours_of_a_group_made_something
from commonpress.derive.making import Making
from commonpress.derive.publication import Publication
from commonpress.kinds.base import Record
from commonpress.kinds.commons import Commons
from commonpress.kinds.entry import Action
from commonpress.kinds.hours import Hours
from commonpress.kinds.ledger import Category, Measure, Purpose, Resource
from commonpress.render.answer_tables import answer_tables
from commonpress.render.site import make_site
from commonpress.render.valueflows import write_valueflows
from tests.kept_book import hours
from tests.publications import _sink, _source, _stock, publication
from tests.publications import entry as line
from tests.site_reading import DATA, ReadPage, rows, words

FIRST, SECOND = "table-2026-05-05", "table-2026-05-12"
KITCHEN: tuple[Record, ...] = (
    Commons(name="Stairwell 4", kinds_of_work=("Cooking", "Washing up")),
    Category(id="food", title="Food", measure=Measure.GOODS),
    Category(id="meals", title="Meals", measure=Measure.GOODS),
    Resource(id="rice", title="Rice", category="food", unit="kg"),
    Resource(id="leeks", title="Leeks", category="food", unit="kg"),
    Resource(id="meals", title="Meals", category="meals", unit="meal", each="meals"),
    Resource(id="bread", title="Bread", category="food", unit="kg"),
    _source("shop", "The shop", Purpose.GIVERS),
    _source("stove", "Made here", Purpose.MAKING),
    _stock("shelf", "The shelf"),
    _sink("pot", "The pot", Purpose.MAKING),
    line(1, "2026-05-01", Action.RECEIVED, "rice", "50", "shop", "shelf", unit="kg"),
    line(2, "2026-05-01", Action.RECEIVED, "leeks", "50", "shop", "shelf", unit="kg"),
)


def used(number: int, date: str, what: str, amount: str, **more: Any) -> Record:
    return line(number, date, Action.USED, what, amount, "shelf", "pot", unit="kg", **more)


def made(number: int, date: str, amount: str, what: str = "meals", **more: Any) -> Record:
    unit = "meal" if what == "meals" else "kg"
    return line(number, date, Action.MADE, what, amount, "stove", "shelf", unit=unit, **more)


TWO_TABLES = (
    used(3, "2026-05-05", "rice", "10", group=FIRST),
    used(4, "2026-05-05", "leeks", "4.5", group=FIRST),
    made(5, "2026-05-05", "60", group=FIRST),
    used(6, "2026-05-12", "rice", "8", group=SECOND),
    made(7, "2026-05-12", "40", group=SECOND),
    # Nobody knows what these were made from, so they are in no sum.
    made(8, "2026-05-13", "5"),
    used(9, "2026-05-13", "rice", "1"),
)
WORKED = (
    hours(1, "2026-05-05", "Cooking", 300, group=FIRST),
    hours(2, "2026-05-10", "Washing up", 90, group=FIRST),
    hours(3, "2026-05-10", "Cooking", 500),
)


def kitchen(*more: Record) -> Publication:
    return publication(*KITCHEN, *TWO_TABLES, *WORKED, *more)


def told(book: Publication, name: str = "meals") -> Making:
    (making,) = (m for m in book.makings if m.resource.id == name)
    return making


def into(making: Making) -> dict[str, Decimal | int]:
    return {**{r.id: amount for r, amount in making.used}, **dict(making.minutes)}


def test_a_meal_is_made_from_vegetables_and_work() -> None:
    meals = told(kitchen())
    assert (int(meals.made), meals.events) == (100, 2)
    assert into(meals) == {"rice": 18, "leeks": Decimal("4.5"), "Cooking": 300, "Washing up": 90}
    assert (meals.worked, int(meals.made_with_hours)) == (1, 60)
    assert meals.beside == ()


def test_a_correction_belongs_to_the_event_of_what_it_corrects() -> None:
    too_much = line(
        10, "2026-05-20", Action.USED, "rice", "3", "pot", "shelf", unit="kg",
        corrects="ent-2026-05-0003", reason="A wrong sack",
    )  # fmt: skip
    assert into(told(kitchen(too_much)))["rice"] == 15


def test_hours_that_another_line_took_the_place_of_count_nothing() -> None:
    right = hours(
        4, "2026-05-05", "Cooking", 330, group=FIRST, corrects="hrs-2026-05-001", reason="Slip"
    )
    assert into(told(kitchen(right)))["Cooking"] == 330


def test_what_was_made_together_is_said_of_each() -> None:
    book = kitchen(made(10, "2026-05-05", "2", "bread", group=FIRST))
    assert [r.id for r in told(book).beside] == ["bread"]
    assert into(told(book, "bread")) == {"rice": 10, "leeks": Decimal("4.5"), "Cooking": 300,
                                         "Washing up": 90}  # fmt: skip


def test_hours_change_no_balance_and_no_total() -> None:
    with_hours, without = kitchen(), publication(*KITCHEN, *TWO_TABLES)
    assert with_hours.accounts == without.accounts
    assert with_hours.statements == without.statements


def test_the_page_the_open_data_and_the_tables_say_the_same() -> None:
    pages = {page.address: ReadPage(page) for page in make_site(kitchen(), DATA).pages}
    page = pages["resources/meals.html"]
    (table,) = (
        t for t in page.all("table") if "What went into" in words(next(iter(t.iter("caption"))))
    )
    assert rows(table) == [
        ["Leeks", "4.5 kg"], ["Rice", "18 kg"], ["Cooking", "5 h"],
        ["Washing up", "1 h 30 min"],
    ]  # fmt: skip
    assert "In all: 100 meals. Its hours are written down for 60 meals of it." in page.text
    assert "What went into" not in pages["resources/rice.html"].text
    (data,) = (t for t in answer_tables(kitchen()) if t.name == "makings")
    assert list(data.rows) == [
        ("meals", "resource", "leeks", Decimal("4.5"), "kg"),
        ("meals", "resource", "rice", Decimal(18), "kg"),
        ("meals", "work", "Cooking", Decimal(300), "min"),
        ("meals", "work", "Washing up", Decimal(90), "min"),
    ]


def test_in_valueflows_work_goes_into_the_making() -> None:
    graph = msgspec.json.decode(write_valueflows(kitchen()))["@graph"]
    work = [node for node in graph if node.get("action") == "work"]
    assert [(n["dcterms:type"], n.get("inputOf")) for n in work] == [
        ("Cooking", f"#process/{FIRST}"), ("Washing up", f"#process/{FIRST}"), ("Cooking", None),
    ]  # fmt: skip
    assert {n["effortQuantity"]["hasUnit"] for n in work} == {"om2:minute-Time"}
    assert sum(int(n["effortQuantity"]["hasNumericalValue"]) for n in work) == 890
    assert f"#process/{FIRST}" in {node["@id"] for node in graph}


@pytest.mark.parametrize(
    ("line_of_hours", "expected"),
    [
        (hours(9, "2026-05-06", "Cooking", 60, group=FIRST), []),
        (hours(9, "2026-05-06", "Cooking", 60), []),
        (hours(9, "2026-05-06", "Cooking", 60, group="table-2026-05-06"), ["nothing-made"]),
        (hours(9, "2026-05-31", "Cooking", 60, group=FIRST), ["scattered-group"]),
    ],
)
def test_hours_name_an_event_that_made_something(line_of_hours: Hours, expected: list[str]) -> None:
    register = Register([*KITCHEN, *TWO_TABLES, line_of_hours])
    rules = (hours_of_a_group_made_something, groups_are_of_one_event)
    assert [found.code.slug for rule in rules for found in rule(register)] == expected


@given(st.permutations([*TWO_TABLES, *WORKED]))
def test_the_order_of_lines_changes_nothing(lines: list[Record]) -> None:
    assert publication(*KITCHEN, *lines).makings == kitchen().makings
