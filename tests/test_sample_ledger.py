# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample ledger is what its tool writes, and it adds up.

The sums here share no code with the tool or the program.
"""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from tests.sample_rows import (
    BOOK,
    FIRST,
    FOODS,
    LAST,
    LEDGER,
    SPRING,
    WINTERS,
    Days,
    Row,
    add_up,
    of_month,
    only,
    sample_days,
    sample_rows,
    signed,
    total,
)


def run_tool(output: Path) -> None:
    tool = BOOK / "tools" / "sample_ledger.py"
    subprocess.run([sys.executable, tool, "--output", output], check=True)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return sample_rows()


@pytest.fixture(scope="module")
def days() -> Days:
    return sample_days()


def test_the_tool_writes_the_committed_months_byte_for_byte(tmp_path: Path) -> None:
    run_tool(tmp_path)
    written = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.*")}
    committed = {p.relative_to(LEDGER): p.read_bytes() for p in LEDGER.glob("[0-9]*/*")}
    assert written == committed
    assert [path.suffix for path in committed].count(".csv") == 5
    assert len(committed) == 24


def test_the_book_covers_two_years(rows: list[Row]) -> None:
    assert (rows[0]["date"], rows[-1]["date"]) == (FIRST, LAST)
    assert len(rows) >= 2400
    months = {row["date"][:7] for row in rows}
    assert months == {
        f"{y}-{m:02d}"
        for y, first, last in ((2024, 7, 12), (2025, 1, 12), (2026, 1, 6))
        for m in range(first, last + 1)
    }


def test_ids_run_through_each_month_in_the_order_of_days(rows: list[Row]) -> None:
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    for month, lines in groupby(rows, key=lambda row: str(row["date"])[:7]):
        ids = [row["id"] for row in lines]
        assert ids == [f"ent-{month}-{number:04d}" for number in range(1, len(ids) + 1)]


def test_no_stock_holds_less_than_nothing_at_the_end_of_a_day(
    days: Days,
) -> None:
    stocks = {"long-table-store", "loft", "roll-cart", "tool-room", "loans"}
    stocks |= {"cash-box", "biscuit-tin", "credit-union"}
    short = [(day, place) for day, held in days.items() for place, q in held.items() if q < 0]
    assert [found for found in short if found[1][0] in stocks] == []


def test_two_counts_differ_and_say_why_and_all_others_agree(rows: list[Row]) -> None:
    differing = add_up(rows)[1]
    assert differing == [
        ("2026-04-26", "dry-goods", Decimal("-3.5")),
        ("2026-05-31", "euro", Decimal(-2)),
    ]
    counts = [row for row in rows if row["action"] == "counted"]
    explained = [(row["date"], row["resource"]) for row in counts if "reason" in row]
    assert explained == [found[:2] for found in differing]
    assert len(counts) > 250


def test_a_line_left_out_is_found_by_the_next_count(rows: list[Row]) -> None:
    without = [row for row in rows if row["date"] != "2026-05-13" or row["from"] == "grocers"]
    assert ("2026-05-31", "dry-goods", Decimal(60)) in add_up(without)[1]


def test_what_is_held_is_counted_at_least_every_35_days(rows: list[Row], days: Days) -> None:
    counted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["action"] == "counted":
            counted[row["to"], row["resource"]].add(row["date"])
    for place, on in counted.items():
        since = None  # the last day on which it was known what is there: counted, or nothing
        for day, held in days.items():
            if day in on or not held.get(place) or since is None:
                since = day
            waited = date.fromisoformat(day) - date.fromisoformat(since)
            assert waited <= timedelta(days=35), (place, day)
    assert {len(on) for place, on in counted.items() if place[0] == "long-table-store"} == {26}


def test_corrections_take_back_or_add_the_difference(rows: list[Row]) -> None:
    by_id = {row["id"]: row for row in rows}
    found = []
    for row in (row for row in rows if "corrects" in row):
        wrong = by_id[row["corrects"]]
        assert row["reason"]
        assert {row["from"], row["to"]} == {wrong["from"], wrong["to"]}
        assert (row["action"], row["resource"]) == (wrong["action"], wrong["resource"])
        assert wrong["date"] <= row["date"]
        is_second = "corrects" in wrong
        found.append((row["date"], row["resource"], signed(row), is_second))
    assert found == [
        ("2024-11-15", "bread", Decimal(-6), False),
        ("2025-08-03", "euro", Decimal(-10), False),
        ("2025-08-15", "vegetables", Decimal(12), False),
        ("2025-08-18", "vegetables", Decimal("-1.5"), True),
        ("2026-06-11", "vegetables", Decimal(-36), False),
    ]
    slip = only(rows, date="2026-06-10", from_="grocers", resource="vegetables")
    assert [row["quantity"] for row in slip] == ["84"]  # and 84 - 36 is the 48 of the slip


def test_payments_name_a_decision_and_enough_roles(rows: list[Row]) -> None:
    payments = [row for row in rows if row["action"] == "paid"]
    assert len(payments) > 100
    for row in payments:
        assert len(row["approved_by"]) >= 1 + (Decimal(row["quantity"]) > 30), row
        assert row["decision"], row
        assert row["receipt"], row
    dearest = max(payments, key=lambda row: Decimal(row["quantity"]))
    assert (dearest["quantity"], dearest["decision"]) == ("428.60", "dec-2024-002")
    assert min(row["date"] for row in payments) >= "2024-07-08"
    withheld = [row for row in payments if row["receipt"] == "withheld"]
    assert [row["note"] for row in withheld] == [
        "Taxi for the accordion; the receipt shows a private address"
    ]


def test_receipts_are_numbered_through_each_year(rows: list[Row]) -> None:
    for year in ("2024", "2025", "2026"):
        numbers = [r["receipt"] for r in rows if r.get("receipt", "").startswith(f"{year}-")]
        once = list(dict.fromkeys(numbers))
        assert once == [f"{year}-{number:03d}" for number in range(1, len(once) + 1)]
        assert len(once) > 15


def test_loans_are_for_a_week_save_those_of_the_spring_that_tried_two(rows: list[Row]) -> None:
    already_out = "Already out when the book opened"
    lent = [r for r in rows if r["action"] == "lent" and r.get("note") != already_out]
    for row in lent:
        out = date.fromisoformat(row["due"]) - date.fromisoformat(row["date"])
        assert out.days == (14 if "2026-03-01" <= row["date"] <= "2026-06-07" else 7), row
    late = [r for r in only(rows, action="returned") if "late" in r.get("note", "")]
    assert len(lent) > 110
    assert 12 <= len(late) <= 40


def test_lines_to_people_have_households_enough_behind_them(rows: list[Row]) -> None:
    people = [
        row for row in rows if row["to"] in {"long-table-guests", "roll-cart-guests", "parcels"}
    ]
    assert len(people) > 40
    assert min(int(row["households"]) for row in people) >= 5


def test_the_spring_adds_up(rows: list[Row], days: Days) -> None:
    season = [row for row in rows if SPRING[0] <= row["date"] <= SPRING[1]]
    assert 280 <= len(season) <= 340
    assert 1900 <= total(rows, "received", resources=FOODS) <= 2100
    assert total(rows, "made", resources={"meals"}) == total(
        rows, "distributed", resources={"meals"}
    )
    assert 3000 <= total(rows, "made") <= 3200
    assert 38 < total(rows, "spoiled") < 70
    opening, closing = (days[day] for day in ("2026-03-19", "2026-06-20"))
    rise = closing["cash-box", "euro"] - opening["cash-box", "euro"]
    assert rise == total(rows, "received", resources={"euro"}) - total(rows, "paid") - 2
    assert 1350 <= closing["cash-box", "euro"] <= 1450


def test_food_that_came_in_is_eaten_given_lost_or_on_the_shelf(rows: list[Row], days: Days) -> None:
    shelves = [
        sum(
            q
            for (stock, what), q in days[day].items()
            if what in FOODS and stock in {"long-table-store", "roll-cart"}
        )
        for day in ("2026-03-19", "2026-06-20")
    ]
    came = total(rows, "received", resources=FOODS)
    went = total(rows, "used", "distributed", "spoiled", resources=FOODS)
    assert shelves[0] + came - went - Decimal("3.5") == shelves[1]


def test_what_comes_in_dips_in_winter_and_swells_in_summer(rows: list[Row]) -> None:
    food = {
        month: of_month(rows, month, "received", resources=FOODS)
        for month in {row["date"][:7] for row in rows}
    }
    for winter in WINTERS:
        assert max(food[month] for month in winter) < min(food[m] for m in ("2025-06", "2025-07"))
        assert sum(food[month] for month in winter) < Decimal("0.7") * sum(
            food[month] for month in ("2025-06", "2025-07", "2025-08")
        )
    weeks = [only(rows, date=day, from_="grocers") for day in ("2025-01-08", "2026-01-07")]
    assert all(sum(Decimal(row["quantity"]) for row in week) < 40 for week in weeks)


def test_every_plate_has_food_behind_it_in_every_month(rows: list[Row]) -> None:
    for month in sorted({row["date"][:7] for row in rows}):
        used = of_month(rows, month, "used", resources=FOODS)
        made = of_month(rows, month, "made", resources={"meals"})
        assert Decimal("0.3") < used / made < Decimal("1.0"), month
        assert made == of_month(rows, month, "distributed", resources={"meals"})


def test_the_spring_opens_with_the_count_that_the_winter_ends_with(
    rows: list[Row], days: Days
) -> None:
    counted = only(rows, action="counted", date="2026-03-19")
    assert len(counted) == 7
    for row in counted:
        assert days["2026-03-19"][row["to"], row["resource"]] == Decimal(row["quantity"])
