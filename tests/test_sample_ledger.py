# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample ledger is what its tool writes, and it tells what the minutes and decisions tell.

The sums here share no code with the tool or the program: the files are read as any
spreadsheet would read them, and added up.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

BOOK = Path(__file__).parents[1]
LEDGER = BOOK / "ledger"
SPRING = ("2026-03-20", "2026-06-20")
FOODS = {"vegetables", "bread", "dry-goods", "dairy-and-eggs", "oil-tins-spices"}
FAMILY = dict.fromkeys(FOODS, "food") | {"euro": "money", "jigsaws": "tools"}
Row = dict[str, Any]
Days = dict[str, dict[tuple[str, str], Decimal]]


def as_text(source: str) -> Any:
    return yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 - it only ever makes text


def usual_accounts() -> dict[tuple[str, str, str], Row]:
    found = {}
    for path in sorted((BOOK / "content" / "projects").glob("*.md")):
        for flow in as_text(path.read_text("utf-8").split("---\n")[1]).get("usual", []):
            found[path.stem, flow["action"], flow["category"]] = flow
    return found


def read_ledger(folder: Path) -> list[Row]:
    """Every entry as text, with its accounts as its project fills them in."""
    usual = usual_accounts()
    rows: list[Row] = []
    for path in sorted(folder.glob("[0-9]*/*")):
        text = path.read_text("utf-8")
        if path.suffix == ".csv":
            rows += (
                {k: v for k, v in row.items() if v} for row in csv.DictReader(text.split("\n"))
            )
        else:
            rows += as_text(text)["entries"]
    for row in rows:
        family = str(FAMILY.get(row["resource"], row["resource"]))
        project = str(row.get("project", "long-table"))
        flow = usual.get((project, str(row["action"]), family), {})
        if isinstance(roles := row.get("approved_by", []), str):
            row["approved_by"] = roles.split()
        row["from"], row["to"] = row.get("from") or flow["from"], row.get("to") or flow["to"]
    return rows


def add_up(rows: list[Row]) -> tuple[Days, list[tuple[str, str, Decimal]]]:
    """What every account holds at the end of each day, and where a count says otherwise."""
    held: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    days, differences = {}, []
    for day, of_day in groupby(rows, key=lambda row: str(row["date"])):
        for row in sorted(of_day, key=lambda row: bool(row["action"] == "counted")):
            source, target = (row["from"], row["resource"]), (row["to"], row["resource"])
            moved = Decimal(row["quantity"])
            if row["action"] == "counted":
                moved -= held[target]
                if moved:
                    differences.append((day, row["resource"], moved))
            held[source] -= moved
            held[target] += moved
        days[day] = dict(held)
    return days, differences


def total(rows: list[Row], *actions: str, resources: set[str] | None = None) -> Decimal:
    """A sum over the spring, with what corrections took back taken off."""
    return sum(
        (
            -Decimal(row["quantity"]) if row["to"] == "grocers" else Decimal(row["quantity"])
            for row in rows
            if row["action"] in actions
            and SPRING[0] <= row["date"] <= SPRING[1]
            and (resources is None or row["resource"] in resources)
        ),
        Decimal(0),
    )


def run_tool(output: Path, *arguments: str) -> None:
    tool = BOOK / "tools" / "sample_ledger.py"
    subprocess.run([sys.executable, tool, "--output", output, *arguments], check=True)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return read_ledger(LEDGER)


@pytest.fixture(scope="module")
def days(rows: list[Row]) -> Days:
    return add_up(rows)[0]


def test_the_tool_writes_the_committed_months_byte_for_byte(tmp_path: Path) -> None:
    run_tool(tmp_path)
    written = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.*")}
    committed = {p.relative_to(LEDGER): p.read_bytes() for p in LEDGER.glob("[0-9]*/*")}
    assert written == committed
    assert {path.suffix for path in committed} == {".yml", ".csv"}


def test_ids_run_through_each_month_in_the_order_of_days(rows: list[Row]) -> None:
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    for month, of_month in groupby(rows, key=lambda row: str(row["date"])[:7]):
        ids = [row["id"] for row in of_month]
        assert ids == [f"ent-{month}-{number:04d}" for number in range(1, len(ids) + 1)]


def test_no_stock_holds_less_than_nothing_at_the_end_of_a_day(
    days: Days,
) -> None:
    stocks = {"long-table-store", "roll-cart", "tool-room", "cash-box", "loans"}
    short = [(day, place) for day, held in days.items() for place, q in held.items() if q < 0]
    assert [found for found in short if found[1][0] in stocks] == []


def test_two_counts_differ_and_say_why_and_all_others_agree(rows: list[Row]) -> None:
    differing = add_up(rows)[1]
    assert differing == [
        ("2026-04-26", "dry-goods", Decimal("-3.5")),
        ("2026-05-31", "euro", Decimal(-2)),
    ]
    explained = [(row["date"], row["resource"]) for row in rows if "reason" in row]
    assert explained == [found[:2] for found in differing] + [("2026-06-11", "vegetables")]
    assert sum(row["action"] == "counted" for row in rows) > 30


def test_a_line_left_out_is_found_by_the_next_count(rows: list[Row]) -> None:
    without = [row for row in rows if row["date"] != "2026-05-13" or row["from"] == "grocers"]
    assert ("2026-05-31", "dry-goods", Decimal(60)) in add_up(without)[1]


def test_every_stock_is_counted_at_least_every_35_days(rows: list[Row]) -> None:
    counted: dict[tuple[str, str], list[date]] = defaultdict(list)
    for row in rows:
        if row["action"] == "counted" or row["from"] == "before-the-book":
            counted[row["to"], row["resource"]].append(date.fromisoformat(row["date"]))
    for place, on in counted.items():
        gaps = [later - earlier for earlier, later in pairwise(on)]
        assert max(gaps) <= timedelta(days=35), place
        assert date(2026, 6, 30) - on[-1] <= timedelta(days=35), place


@pytest.mark.parametrize(
    ("day", "action", "resource", "quantities"),
    [
        ("2026-04-16", "paid", "euro", "412.00"),
        ("2026-04-17", "paid", "euro", "36.40 22.00"),
        ("2026-04-23", "lent", "jigsaws", "1"),
        ("2026-05-05", "distributed", "vegetables", "16"),
        ("2026-05-05", "distributed", "bread", "8"),
        ("2026-05-10", "spoiled", "dairy-and-eggs", "21"),
        ("2026-05-10", "spoiled", "vegetables", "17.5"),
        ("2026-05-12", "received", "euro", "143.50"),
        ("2026-05-15", "paid", "euro", "260.00"),
        ("2026-05-16", "paid", "euro", "18.90"),
        ("2026-06-03", "returned", "jigsaws", "1"),
    ],
)
def test_what_a_text_tells_stands_in_the_ledger(
    rows: list[Row], day: str, action: str, resource: str, quantities: str
) -> None:
    of_day = [row for row in rows if (row["date"], row["action"]) == (day, action)]
    assert [r["quantity"] for r in of_day if r["resource"] == resource] == quantities.split()


def test_the_fridge_took_all_the_dairy_and_a_neighbour_helped(rows: list[Row], days: Days) -> None:
    assert days["2026-05-10"]["long-table-store", "dairy-and-eggs"] == 0
    helped = [row for row in rows if row["from"] == "neighbouring-commons"]
    assert [(row["date"], row["resource"], row["quantity"]) for row in helped] == [
        ("2026-05-13", "dry-goods", "60")
    ]
    week = [row["resource"] for row in rows if row.get("group") == "table-2026-05-14"]
    assert "dairy-and-eggs" not in week
    assert "meals" in week


def test_the_cart_goes_out_every_saturday_but_one(rows: list[Row]) -> None:
    outings = [row["date"] for row in rows if row["from"] == "roll-cart" == row.get("project")]
    saturdays = {str(date(2026, 3, 21) + timedelta(days=7 * week)) for week in range(15)}
    assert set(outings) == saturdays - {"2026-05-09"}


def test_a_correction_takes_back_what_was_written_too_much(rows: list[Row]) -> None:
    (correction,) = (row for row in rows if "corrects" in row)
    (wrong,) = (row for row in rows if row["id"] == correction["corrects"])
    assert Decimal(wrong["quantity"]) - Decimal(correction["quantity"]) == 48
    assert (correction["from"], correction["to"]) == (wrong["to"], wrong["from"])


def test_payments_name_a_decision_and_enough_roles(rows: list[Row]) -> None:
    payments = [row for row in rows if row["action"] == "paid"]
    assert len(payments) > 15
    for row in payments:
        assert len(row["approved_by"]) >= 1 + (Decimal(row["quantity"]) > 30), row
        assert row["decision"], row
        assert row["receipt"], row
    dearest = max(payments, key=lambda row: Decimal(row["quantity"]))
    assert (dearest["quantity"], dearest["decision"]) == ("412.00", "dec-2026-004")


def test_loans_are_for_two_weeks_until_the_assembly_of_june_and_for_one_after(
    rows: list[Row],
) -> None:
    for row in rows:
        if row["action"] == "lent" and row["date"] >= "2026-03-20":
            out = date.fromisoformat(row["due"]) - date.fromisoformat(row["date"])
            assert out.days == (14 if row["date"] <= "2026-06-07" else 7), row


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
    assert total(rows, "made") == total(rows, "distributed", resources={"meals"})
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


def test_the_same_tool_can_write_two_years_with_their_winters(tmp_path: Path) -> None:
    run_tool(tmp_path, "--first", "2024-07-01", "--last", "2026-06-30")
    rows = read_ledger(tmp_path)
    assert len(rows) > 2000
    month: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["action"] == "received" and row["resource"] in FOODS:
            month[row["date"][:7]] += Decimal(row["quantity"])
    assert max(month["2024-12"], month["2025-01"]) < min(month["2025-06"], month["2025-07"])
    for held in add_up(rows)[0].values():
        assert all(q >= 0 for (stock, _), q in held.items() if stock == "long-table-store")
