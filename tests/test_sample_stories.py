# SPDX-License-Identifier: AGPL-3.0-or-later
"""What minutes, decisions and the brief of the sample tell is in its ledger."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.sample_rows import (
    FIRST,
    FOODS,
    LAST,
    WINTERS,
    Days,
    Row,
    of_month,
    only,
    sample_days,
    sample_rows,
    share_of_the_grant,
    total,
)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return sample_rows()


@pytest.fixture(scope="module")
def days() -> Days:
    return sample_days()


@pytest.mark.parametrize(
    ("day", "action", "resource", "quantities"),
    [
        ("2024-10-19", "paid", "euro", "408.00"),
        ("2024-10-25", "paid", "euro", "96.30"),
        ("2025-01-11", "paid", "euro", "38.50"),
        ("2025-01-18", "paid", "euro", "41.70"),
        ("2025-06-12", "paid", "euro", "128.00"),
        ("2025-06-21", "paid", "euro", "33.40"),
        ("2025-07-12", "paid", "euro", "149.00"),
        ("2025-08-16", "paid", "euro", "243.60"),
        ("2025-09-19", "paid", "euro", "72.90"),
        ("2025-10-11", "paid", "euro", "171.20"),
        ("2025-10-17", "paid", "euro", "104.80"),
        ("2025-12-13", "distributed", "euro", "250.00"),
        ("2026-01-05", "paid", "euro", "371.00 15.00"),
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
    helped = [
        (row["date"], row["resource"], row["quantity"])
        for row in only(rows, from_="neighbouring-commons")
    ]
    assert helped == [
        ("2025-01-15", "vegetables", "46"),
        ("2026-05-13", "dry-goods", "60"),
    ]
    week = [row["resource"] for row in rows if row.get("group") == "table-2026-05-14"]
    assert "dairy-and-eggs" not in week
    assert "meals" in week


def test_the_cart_is_built_and_then_goes_out_every_saturday_but_four(rows: list[Row]) -> None:
    built = [row for row in rows if row.get("decision") == "dec-2025-005"]
    assert sum(Decimal(row["quantity"]) for row in built) == Decimal("596.40")
    assert max(row["date"] for row in built) < "2025-05-04"  # the minutes of that day say the sum
    outings = {row["date"] for row in rows if row["from"] == "roll-cart" == row.get("project")}
    saturdays = {str(date(2025, 5, 10) + timedelta(days=7 * week)) for week in range(60)}
    stayed_in = {"2025-05-24", "2025-12-27", "2026-01-17", "2026-05-09"}
    assert outings == {day for day in saturdays - stayed_in if day <= LAST}
    plates = {
        row["date"]: int(row["quantity"]) for row in only(rows, action="made", project="roll-cart")
    }
    assert max(list(plates.values())[:3]) < min(list(plates.values())[3:])
    assert max(plates.values()) == plates["2025-09-20"]  # the moving feast


def test_a_glut_goes_to_the_compost_that_a_winter_would_have_eaten(rows: list[Row]) -> None:
    greens = [
        of_month(rows, f"{day:%Y-%m}", "received", resources={"vegetables"})
        for day in (date(2024, 8, 1), date(2025, 8, 1), date(2025, 2, 1), date(2026, 2, 1))
    ]
    assert min(greens[:2]) > Decimal("1.8") * max(greens[2:])
    lost = [of_month(rows, m, "spoiled", resources=FOODS) for m in ("2024-08", "2025-08")]
    assert min(lost) > max(
        of_month(rows, month, "spoiled", resources=FOODS) for winter in WINTERS for month in winter
    )


def test_the_friday_soup_is_cooked_in_one_winter_and_cheaply(rows: list[Row]) -> None:
    fridays = [row["date"] for row in only(rows, action="made", note="Friday soup")]
    expected = [str(date(2024, 12, 6) + timedelta(days=7 * week)) for week in range(17)]
    assert fridays == expected
    paid = [row for row in rows if row.get("decision") == "dec-2024-016"]
    assert [row["date"] for row in paid] == expected
    assert max(Decimal(row["quantity"]) for row in paid) <= 20


def test_the_grant_stays_below_thirty_of_a_hundred_and_is_spent_on_what_it_was_for(
    rows: list[Row], days: Days
) -> None:
    parts = [(row["date"], row["quantity"], row["to"]) for row in only(rows, from_="foundation")]
    assert parts == [
        ("2025-03-17", "1200.00", "credit-union"),
        ("2025-10-13", "1200.00", "credit-union"),
    ]
    assert share_of_the_grant(rows, date(2024, 7, 1), date(2025, 3, 17)) < 30
    year = share_of_the_grant(rows, date(2024, 10, 14), date(2025, 10, 13))
    assert year.quantize(Decimal(1)) == 29
    money = only(rows, action="received", resource="euro")
    for number in range((date(2026, 6, 30) - date(2025, 6, 30)).days):
        last = date(2025, 7, 1) + timedelta(days=number)
        assert share_of_the_grant(money, last - timedelta(days=364), last) < 30, last
    spent = [row for row in rows if row["from"] == "credit-union"]
    assert sum(Decimal(row["quantity"]) for row in spent) == 2400
    assert spent[-1]["to"] == "cash-box"
    assert days[LAST]["credit-union", "euro"] == 0


def test_the_box_takes_in_less_in_half_a_year_than_the_city_offered_for_one(
    rows: list[Row],
) -> None:
    halves = [("2024-07-01", "2024-12-31"), ("2025-01-01", "2025-06-30")]
    halves += [("2025-07-01", "2025-12-31"), ("2026-01-01", "2026-06-30")]
    for half in halves:
        assert total(rows, "received", resources={"euro"}, between=half) < 6000
    assert total(rows, "received", resources={"euro"}) < 3000


def test_dinners_bring_in_what_the_minutes_say_of_them(rows: list[Row]) -> None:
    dinners = only(rows, from_="benefit-dinners")
    assert [row["date"] for row in dinners] == ["2024-10-26", "2025-10-18", "2026-05-30"]
    coal, *_ = only(rows, to="coal")
    assert Decimal(dinners[0]["quantity"]) > Decimal(coal["quantity"]) == 408
    (gas,) = only(rows, date="2025-11-04", note="Gas, out of what the dinner brought")
    left = Decimal(dinners[1]["quantity"]) - Decimal("104.80") - Decimal(gas["quantity"])
    assert abs(left - 250) < 2  # "about 250", and that much went over the bridge
    (shared,) = only(rows, action="distributed", resource="euro")
    assert (shared["date"], shared["quantity"], shared["to"]) == (
        "2025-12-13",
        "250.00",
        "over-the-bridge",
    )
    assert Decimal(dinners[2]["quantity"]) > 260


def test_food_goes_over_the_bridge_only_once_it_was_decided(rows: list[Row]) -> None:
    over = [row for row in only(rows, to="over-the-bridge") if row["resource"] in FOODS]
    assert {row["date"] for row in over} == {"2026-05-05", "2026-06-09"}
    assert {row["decision"] for row in over} == {"dec-2026-009"}
    assert sum(Decimal(row["quantity"]) for row in over) == 33


def test_a_store_is_opened_filled_emptied_and_closed(rows: list[Row], days: Days) -> None:
    of_loft = [row for row in rows if "loft" in {row["from"], row["to"]}]
    carried = [row for row in of_loft if row["action"] != "counted"]
    assert {row["action"] for row in carried} == {"moved"}
    assert {row["resource"] for row in carried} == {"dry-goods"}
    up, down = only(carried, to="loft"), only(carried, from_="loft")
    assert {row["date"][5:7] for row in up} <= {"10", "11", "12"}
    assert {row["date"][5:7] for row in down} == {"01", "02", "03"}
    assert total(up, "moved", between=(FIRST, LAST)) > 100
    assert days["2025-03-31"]["loft", "dry-goods"] == days[LAST]["loft", "dry-goods"] == 0
    (tin,) = only(rows, from_="biscuit-tin")
    assert (tin["date"], tin["action"], tin["to"]) == ("2024-09-01", "moved", "cash-box")
    assert days[LAST]["biscuit-tin", "euro"] == 0


def test_two_party_boxes_are_packed_lent_and_given_away(rows: list[Row], days: Days) -> None:
    packed = [(r["action"], r["quantity"]) for r in only(rows, group="party-boxes-packed")]
    assert packed == [("used", "120"), ("made", "2")]
    lent = only(rows, action="lent", resource="party-boxes")
    returned = only(rows, action="returned", resource="party-boxes")
    assert len(lent) == len(returned) == 9
    assert any(back["date"] > out["due"] for out, back in zip(lent, returned, strict=True))
    assert days[LAST]["tool-room", "party-boxes"] == days[LAST]["tool-room", "plates"] == 0


def test_one_tool_was_lost_and_made_good_and_a_ladder_was_bought(rows: list[Row]) -> None:
    jigsaw = [row for row in rows if row["resource"] == "jigsaws" and row["action"] != "counted"]
    assert [(row["date"], row["action"]) for row in jigsaw[1:]] == [
        ("2026-04-23", "lent"),
        ("2026-06-03", "returned"),
    ]
    ladder = only(rows, group="ladder")
    assert [(row["action"], row["resource"], row["quantity"]) for row in ladder] == [
        ("paid", "euro", "149.00"),
        ("received", "tools", "1"),
    ]


@pytest.mark.parametrize(
    ("decision", "allowed"),
    [
        ("dec-2024-007", 25),
        ("dec-2024-008", 420),
        ("dec-2024-009", 120),
        ("dec-2024-020", 45),
        ("dec-2025-005", 640),
        ("dec-2025-010", 40),
        ("dec-2025-011", 140),
        ("dec-2025-015", 150),
        ("dec-2025-016", 260),
        ("dec-2025-017", 90),
        ("dec-2025-024", 180),
        ("dec-2025-027", 120),
        ("dec-2025-030", 420),
        ("dec-2025-032", 250),
        ("dec-2026-005", 80),
        ("dec-2026-011", 300),
    ],
)
def test_no_more_was_spent_than_a_decision_allowed(
    rows: list[Row], decision: str, allowed: int
) -> None:
    spent = [Decimal(row["quantity"]) for row in rows if row.get("decision") == decision]
    assert 0 < sum(spent) <= allowed


@pytest.mark.parametrize(
    ("decision", "each"),
    [
        ("dec-2024-002", 430),
        ("dec-2024-016", 20),
        ("dec-2024-019", 60),
        ("dec-2025-023", 30),
        ("dec-2026-004", 450),
        ("dec-2026-007", 25),
    ],
)
def test_no_payment_of_a_standing_decision_is_larger_than_it_allows(
    rows: list[Row], decision: str, each: int
) -> None:
    spent = [Decimal(row["quantity"]) for row in rows if row.get("decision") == decision]
    assert 0 < max(spent) <= each


def test_bills_wait_for_an_assembly_until_they_need_not(rows: list[Row]) -> None:
    bills = [row for row in rows if row.get("decision") == "dec-2024-002"]
    months = {row["date"][:7] for row in bills}
    assert not months & {"2024-08", "2025-02"}  # no quorum, nothing paid
    for month, number in (("2024-09", 2), ("2025-03", 2)):
        gas = [row for row in bills if row["date"][:7] == month and "Gas" in row["note"]]
        assert len(gas) == number
    assert max(int(row["date"][8:]) for row in bills) <= 9  # in the week after a first Sunday
