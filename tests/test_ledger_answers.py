# SPDX-License-Identifier: AGPL-3.0-or-later
"""Funding, hours, loans, corrections and receipts: the answers, and that sums agree with them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.derive.answers import Funding, FundingView, HoursTable
from commonpress.ground.periods import add_months
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.fund import Fund, FunderKind
from commonpress.render.answer_tables import answer_tables
from commonpress.render.export import data_files
from tests.kept_book import BOOK, FUNDS, SOURCES, back, fund, hours, kept, lent, money, slips
from tests.publications import entry, publication

if TYPE_CHECKING:
    from pathlib import Path


def funded(*lines: Entry, as_of: str = "2026-06-30", funds: tuple[Fund, ...] = FUNDS) -> Funding:
    view = publication(*BOOK, *funds, *lines, as_of=as_of).funding
    assert view is not None
    return view.now


# --- funding -------------------------------------------------------------------------------------


def test_shares_are_of_all_money_and_only_institutions_have_one() -> None:
    now = funded(
        money(1, "2026-01-05", "500", "gifts"),
        money(2, "2026-01-06", "100", "dinners"),
        money(3, "2026-02-05", "200", "city"),
        money(4, "2026-03-05", "150", "trust"),
        money(5, "2026-04-05", "50", "mill"),
    )
    assert now.total == 1000
    assert [int(n) for n in (now.pooled, now.earned, now.undeclared)] == [500, 100, 0]
    shares = [(f.funder, f.share) for f in now.funders]
    assert shares == [
        ("City", Decimal("0.2")), ("Trust", Decimal("0.15")), ("Mill", Decimal("0.05")),
    ]  # fmt: skip
    assert now.largest
    assert now.largest.funder == "City"
    assert now.concentration == Decimal("0.065")
    assert now.leaning_share == Decimal("0.35")


def test_a_fund_of_the_state_with_conditions_leans_once() -> None:
    both = fund("city", FunderKind.STATE, conditions=("A report",), exit="Any day")
    now = funded(money(1, "2026-01-05", "40", "city"), funds=(both, FUNDS[0]))
    assert now.leaning == 40


def test_funds_of_one_funder_are_one_share() -> None:
    pair = (fund("city", FunderKind.STATE), fund("trust", FunderKind.STATE, funder="City"))
    lines = (money(1, "2026-01-05", "30", "city"), money(2, "2026-01-06", "70", "trust"))
    now = funded(*lines, funds=pair)
    assert [(f.funder, int(f.amount), int(f.share), len(f.funds)) for f in now.funders] == [
        ("City", 100, 1, 2)
    ]
    assert now.concentration == 1


@pytest.mark.parametrize(
    ("date", "counted"),
    [("2025-06-30", 0), ("2025-07-01", 8), ("2026-06-30", 8), ("2026-07-01", 0)],
)
def test_twelve_months_are_told_and_no_day_more(date: str, counted: int) -> None:
    assert funded(money(1, date, "8", "city")).total == counted


def test_what_is_no_gift_of_money_counts_nothing() -> None:
    now = funded(
        money(1, "2026-01-01", "300", "counts"),  # what the book began with
        entry(2, "2026-01-02", Action.RECEIVED, "rice", "90", "city", "box"),
        entry(3, "2026-01-02", Action.RECEIVED, "dollar", "9", "city", "box", unit="USD"),
        money(4, "2026-01-03", "10", "city"),
    )
    assert now.total == 10


def test_a_correction_takes_back_what_was_too_much() -> None:
    wrong = money(1, "2026-01-03", "100", "city")
    right = entry(
        2, "2026-01-09", Action.RECEIVED, "euro", "90", "box", "city",
        corrects=wrong.id, reason="A nought too many",
    )  # fmt: skip
    assert funded(wrong, right).total == 10


def test_without_money_nobody_has_a_share() -> None:
    now = funded()
    assert [int(n) for n in (now.total, now.concentration, now.leaning_share)] == [0, 0, 0]
    assert now.largest is None


def test_money_of_no_fund_is_told_apart() -> None:
    lines = (money(1, "2026-01-05", "30", "city"), money(2, "2026-01-06", "70", "gifts"))
    now = funded(*lines, funds=(FUNDS[2],))
    assert [int(now.undeclared), int(now.total)] == [70, 100]


GIFTS = st.lists(
    st.tuples(
        st.dates(dt.date(2024, 1, 1), dt.date(2026, 6, 30)),
        st.integers(1, 99_999),
        st.sampled_from(SOURCES),
    ),
    max_size=25,
)


@given(GIFTS)
def test_every_months_money_is_told_once_and_shares_are_shares(
    gifts: list[tuple[dt.date, int, str]],
) -> None:
    lines = [
        money(n, date.isoformat(), f"{cents / 100:.2f}", source)
        for n, (date, cents, source) in enumerate(gifts, start=1)
    ]
    view = publication(*BOOK, *FUNDS, *lines, as_of="2026-06-30").funding
    assert isinstance(view, FundingView)
    for then in (view.now, *(then for _, then in view.months)):
        own = sum((f.amount for f in then.funders), Decimal(0))
        assert own + then.pooled + then.earned + then.undeclared == then.total
        assert 0 <= then.concentration <= 1
        assert 0 <= then.leaning_share <= 1
        after = add_months(then.end, -12)
        by_hand = sum(cents for date, cents, _ in gifts if after < date <= then.end)
        assert then.total == Decimal(by_hand) / 100
    assert sum(f.whole for f in view.funds) == Decimal(sum(c for _, c, _ in gifts)) / 100


# --- hours ---------------------------------------------------------------------------------------


def test_hours_add_up_by_work_month_and_season() -> None:
    view = publication(
        *BOOK,
        hours(1, "2026-03-19", "Mending", 45),
        hours(2, "2026-03-20", "Cooking", 90),
        hours(1, "2026-05-03", "Cooking", 30),
    ).hours
    assert view is not None
    assert view.works == ("Cooking", "Mending")
    assert [(t.period.name, t.minutes) for t in view.months] == [
        ("2026-03", (("Cooking", 90), ("Mending", 45))),
        ("2026-04", (("Cooking", 0), ("Mending", 0))),
        ("2026-05", (("Cooking", 30), ("Mending", 0))),
    ]
    assert [(t.period.name, t.total) for t in view.seasons] == [
        ("2025-winter", 45), ("2026-spring", 120),
    ]  # fmt: skip
    assert view.whole.total == 165


def test_a_corrected_line_counts_once_and_both_are_shown() -> None:
    book = publication(
        *BOOK,
        hours(1, "2026-05-03", "Cooking", 30),
        hours(2, "2026-05-03", "Cooking", 300, corrects="hrs-2026-05-001", reason="A nought"),
        hours(3, "2026-05-03", "Cooking", 310, corrects="hrs-2026-05-002", reason="Ten more"),
    )
    assert book.hours is not None
    assert book.hours.whole.total == 310
    assert [line.corrected_by for line in book.hours.lines] == [
        "hrs-2026-05-002", "hrs-2026-05-003", "",
    ]  # fmt: skip
    pairs = [(c.wrong.record.minutes, c.right.record.minutes) for c in book.corrections.hours]
    assert pairs == [(300, 310), (30, 300)]


def test_a_season_of_hours_is_a_figure_in_tenths_of_an_hour() -> None:
    book = publication(
        *BOOK,
        hours(1, "2026-05-03", "Cooking", 100),
        hours(2, "2026-05-04", "Mending", 20),
        as_of="2026-05-31",
    )
    told = {f.id: (f.value, f.unit, f.places) for f in book.figures if f.id.startswith("hours")}
    assert told == {
        "hours-total": (Decimal("2.0"), "h", 0),
        "hours-cooking": (Decimal("1.7"), "h", 1),
        "hours-mending": (Decimal("0.3"), "h", 1),
    }


@given(
    st.lists(
        st.tuples(
            st.dates(dt.date(2024, 1, 1), dt.date(2026, 6, 30)),
            st.sampled_from(("Cooking", "Mending")),
            st.integers(1, 2000),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_months_and_seasons_hold_every_minute_once(
    lines: list[tuple[dt.date, str, int]],
) -> None:
    records = [
        hours(n, date.isoformat(), work, minutes)
        for n, (date, work, minutes) in enumerate(lines, start=1)
    ]
    view = publication(*BOOK, *records).hours
    assert view is not None

    def added(tables: tuple[HoursTable, ...]) -> int:
        return sum(table.total for table in tables)

    every = sum(minutes for *_, minutes in lines)
    assert added(view.months) == added(view.seasons) == view.whole.total == every
    assert sum(minutes for _, minutes in view.projects) == every


# --- loans ---------------------------------------------------------------------------------------


def loans(*lines: Entry, as_of: str = "2026-06-30") -> list[tuple[str, str, list[int], int]]:
    start = entry(900, "2026-01-01", Action.RECEIVED, "drill", "50", "counts", "box")
    book = publication(*BOOK, start, *lines, as_of=as_of)
    return [
        (str(loan.lent), str(loan.out), [s.days_late for s in loan.settled], loan.days_over)
        for loan in book.loans
    ]


def test_a_loan_is_out_until_it_comes_back_and_late_after_its_day() -> None:
    one = lent(1, "2026-05-01", "1", "2026-05-15")
    assert loans(one, as_of="2026-05-15") == [("1", "1", [], 0)]
    assert loans(one, as_of="2026-05-16") == [("1", "1", [], 1)]
    assert loans(one, back(2, "2026-05-15", "1")) == [("1", "0", [0], 0)]
    assert loans(one, back(2, "2026-05-18", "1")) == [("1", "0", [3], 0)]


def test_what_comes_back_is_counted_for_what_was_due_first() -> None:
    assert loans(
        lent(1, "2026-05-01", "3", "2026-05-22"),
        lent(2, "2026-05-02", "2", "2026-05-09"),
        back(3, "2026-05-10", "3"),
    ) == [("3", "2", [0], 39), ("2", "0", [1], 0)]


def test_a_word_in_common_says_which_loan_came_back() -> None:
    assert loans(
        lent(1, "2026-05-01", "1", "2026-05-09", group="saw"),
        lent(2, "2026-05-02", "1", "2026-05-22", group="drill"),
        back(3, "2026-05-20", "1", group="drill"),
    ) == [("1", "1", [], 52), ("1", "0", [0], 0)]


def test_corrections_of_loans_change_what_is_out() -> None:
    wrong = lent(1, "2026-05-01", "10", "2026-05-15")
    right = entry(
        2, "2026-05-02", Action.LENT, "drill", "9", "out", "box",
        corrects=wrong.id, reason="Ten for one",
    )  # fmt: skip
    assert loans(wrong, right) == [("1", "1", [], 46)]


def test_loans_that_came_back_late_are_a_figure_of_the_season() -> None:
    start = entry(900, "2026-01-01", Action.RECEIVED, "drill", "50", "counts", "box")
    lines = (lent(1, "2026-05-01", "4", "2026-05-15"), back(2, "2026-05-20", "3"))
    book = publication(*BOOK, start, *lines, as_of="2026-06-10")
    told = {f.id: f.value for f in book.figures if f.id.startswith("loans")}
    assert told == {"loans-lent": 4, "loans-returned": 3, "loans-late": 3, "loans-out": 1}


# --- corrections ---------------------------------------------------------------------------------


def test_a_chain_of_corrections_ends_in_what_is_true() -> None:
    wrong = money(1, "2026-05-01", "84", "gifts")
    less = entry(
        2, "2026-05-02", Action.RECEIVED, "euro", "40", "box", "gifts",
        corrects=wrong.id, reason="Forty too many",
    )  # fmt: skip
    more = money(3, "2026-05-03", "4", "gifts", corrects=less.id, reason="Only thirty-six")
    (chain,) = publication(*BOOK, wrong, less, more).corrections.entries
    assert chain.first.entry.id == wrong.id
    assert [line.entry.id for line in chain.corrections] == [less.id, more.id]
    assert [int(chain.first.amount), int(chain.stands)] == [84, 48]


def test_a_corrected_count_is_replaced() -> None:
    came = money(1, "2026-05-01", "84", "gifts")
    counts = [
        entry(
            n, "2026-05-02", Action.COUNTED, "euro", amount, "counts", "box",
            tolerance=Decimal(9), reason="x", corrects=corrects,
        )
        for n, amount, corrects in ((2, "80", ""), (3, "83", "ent-2026-05-0002"))
    ]  # fmt: skip
    (chain,) = publication(*BOOK, came, *counts).corrections.entries
    assert [int(chain.first.amount), int(chain.stands)] == [80, 83]


# --- receipts ------------------------------------------------------------------------------------


def test_receipts_have_an_age_and_all_accounts_hold_zero() -> None:
    book = publication(
        *BOOK,
        *slips(1, "2025-06-30", "5"),
        *slips(3, "2025-07-01", "7"),
        *slips(5, "2026-06-01", "11"),
        *slips(7, "2026-05-30", "13"),
        entry(9, "2026-06-30", Action.MADE, "slip", "4", "printed", "box", unit="slip"),
        as_of="2026-06-30",
    )
    (view,) = book.receipts
    assert [int(n) for n in (view.made, view.issued, view.postings)] == [40, 36, 9]
    assert [(a.months, a.below, int(a.amount)) for a in view.ages] == [
        (0, 1, 11), (1, 3, 13), (3, 6, 0), (6, 12, 7), (12, None, 5),
    ]  # fmt: skip
    assert {account.id: amount for account, amount in view.accounts} == {
        "printed": -40, "box": 4, "people": 36,
    }  # fmt: skip
    assert view.sum == 0


# --- open data -----------------------------------------------------------------------------------


def test_every_answer_is_a_table_of_the_open_data(tmp_path: Path) -> None:
    book = kept()
    names = [table.name for table in answer_tables(book)]
    assert names == [
        "funding-shares", "funding-months", "work", "loans", "loans-returned", "corrections",
        "receipts",
    ]  # fmt: skip
    for artifact in data_files(book):
        file = tmp_path / artifact.path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(artifact.content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldNumber", "type"]) == []
    assert (tmp_path / "funds.csv").is_file()
    assert (tmp_path / "hours.json").is_file()


def test_a_book_without_such_records_has_no_empty_tables() -> None:
    assert list(answer_tables(publication(*BOOK))) == []


def test_shares_are_printed_to_six_places() -> None:
    book = publication(
        *BOOK, *FUNDS, money(1, "2026-01-05", "1", "city"), money(2, "2026-01-05", "2", "gifts")
    )
    shares = next(t for t in answer_tables(book) if t.name == "funding-shares")
    told = {row[2]: row[5] for row in shares.rows}
    assert told["City"] == Decimal("0.333333")
    assert told["Individuals, pooled"] is None
