# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger as double entry: what each entry posts, what counts do, and what always holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, localcontext
from random import Random
from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.postings import Adjustment, Chart, Journal, book_postings, unit_sizes
from commonpress.ground.quantities import EXACT
from commonpress.kinds.entry import Action, Entry
from tests.registers import ACCOUNTS, EURO, MEALS, RICE, day, entry, ledger


def balance(journal: Journal, account: str, resource: str, on: str) -> str:
    return str(journal.balance(account, resource, day(on)).normalize())


def test_a_posting_is_in_base_units_and_between_the_usual_accounts() -> None:
    journal = book_postings(ledger(entry("0001 2026-03-02 received 2 sack rice")))
    (posted,) = journal.postings
    assert (posted.source, posted.target, posted.amount) == ("grocers", "store", Decimal("25.0"))
    assert posted.kind is Action.RECEIVED
    assert not posted.backwards


def test_the_first_usual_flow_that_fits_is_taken_also_by_a_wider_category() -> None:
    chart = Chart(ledger())
    assert chart.accounts_of(entry("2026-03-02 received 1 kg rice")) == ("grocers", "store")
    assert chart.accounts_of(entry("2026-03-02 received 1 EUR euro")) == ("grocers", "cash-box")
    assert chart.accounts_of(entry("2026-03-02 received 1 kg rice - shed")) == ("grocers", "shed")
    assert chart.accounts_of(entry("2026-03-02 moved 1 kg rice - shed")) == ("", "shed")
    elsewhere = entry("2026-03-02 received 1 kg rice", project="library")
    assert chart.accounts_of(elsewhere) == ("", "")


def test_a_thing_is_counted_in_its_singular_and_its_plural() -> None:
    assert unit_sizes(MEALS) == {"meal": 1, "meals": 1}
    assert unit_sizes(RICE) == {"kg": 1, "sack": Decimal("12.5")}
    assert unit_sizes(EURO) == {"EUR": 1}


def test_what_cannot_be_posted_is_left_out() -> None:
    journal = book_postings(
        ledger(
            entry("2026-03-02 received 1 crate rice"),
            entry("2026-03-02 received 1 kg wheat grocers store"),
            entry("2026-03-02 received 1 kg rice grocers cellar"),
            entry("2026-03-02 moved 1 kg rice"),
        )
    )
    assert journal.postings == ()
    assert journal.running == {}


def test_balances_are_those_of_the_end_of_a_day() -> None:
    journal = book_postings(
        ledger(
            entry("0001 2026-03-02 distributed 3 kg rice"),
            entry("0002 2026-03-02 received 5 kg rice"),
            entry("0003 2026-03-04 distributed 2 kg rice"),
        )
    )
    days = ("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2027-01-01")
    assert [balance(journal, "store", "rice", on) for on in days] == ["0", "2", "2", "0", "0"]
    assert balance(journal, "grocers", "rice", "2026-03-04") == "-5"
    assert balance(journal, "cellar", "rice", "2026-03-04") == "0"
    assert journal.end_of_days("store", "rice") == (
        (day("2026-03-02"), Decimal(2)),
        (day("2026-03-04"), Decimal(0)),
    )
    assert journal.end_of_days("cellar", "rice") == ()


def test_a_count_has_the_last_word_of_its_day() -> None:
    journal = book_postings(
        ledger(
            entry("0001 2026-03-02 counted 4 kg rice - store", tolerance=Decimal(2), reason="mice"),
            entry("0002 2026-03-02 received 5 kg rice"),
            entry("0003 2026-03-03 received 1 sack rice"),
            entry("0004 2026-03-03 counted 2 sack rice - store", tolerance=Decimal(1)),
        )
    )
    assert [(p.entry.id[-4:], p.kind, str(p.amount)) for p in journal.postings] == [
        ("0001", Adjustment.LOWER, "1"),
        ("0002", Action.RECEIVED, "5"),
        ("0003", Action.RECEIVED, "12.5"),
        ("0004", Adjustment.RAISE, "8.5"),
    ]
    first, second = journal.counts
    assert (first.expected, first.difference) == (Decimal(5), Decimal(-1))
    assert (second.counted, second.tolerance) == (Decimal(25), Decimal("12.5"))
    assert second.is_within_tolerance
    assert balance(journal, "store", "rice", "2026-03-02") == "4"
    assert balance(journal, "store", "rice", "2026-03-03") == "25"
    assert balance(journal, "counts", "rice", "2026-03-03") == "-7.5"


def test_a_count_beyond_its_tolerance_is_still_the_balance_so_that_one_slip_is_told_once() -> None:
    journal = book_postings(
        ledger(
            entry("0001 2026-03-02 received 5 kg rice"),
            entry("0002 2026-03-03 counted 3 kg rice - store"),
            entry("0003 2026-03-09 counted 3 kg rice - store"),
        )
    )
    assert [count.is_within_tolerance for count in journal.counts] == [False, True]


def test_a_count_that_agrees_books_nothing() -> None:
    journal = book_postings(
        ledger(
            entry("0001 2026-03-02 received 5 kg rice"),
            entry("0002 2026-03-03 counted 5 kg rice - store"),
        )
    )
    assert [p.entry.id[-1] for p in journal.postings] == ["1"]
    assert [count.difference for count in journal.counts] == [0]


def test_only_a_count_replaces_a_count() -> None:
    journal = book_postings(
        ledger(
            entry("0001 2026-03-02 received 5 kg rice"),
            entry("0002 2026-03-03 counted 5 kg rice - store", corrects="ent-2026-03-0001"),
            entry("0003 2026-03-04 counted 5 kg rice - store"),
            entry("0004 2026-03-04 received 1 kg rice", corrects="ent-2026-03-0003"),
            entry("0005 2026-03-05 received 1 kg rice store cellar", corrects="ent-2026-03-0001"),
        )
    )
    assert [p.entry.id[-1] for p in journal.postings] == ["1", "3", "4"]
    assert [c.entry.id[-1] for c in journal.counts] == ["2", "3"]


def test_a_count_that_corrects_a_count_replaces_it() -> None:
    journal = book_postings(
        ledger(
            entry("0001 2026-03-02 received 5 kg rice"),
            entry("0002 2026-03-03 counted 3 kg rice - store"),
            entry(
                "0003 2026-03-03 counted 5 kg rice - store",
                corrects="ent-2026-03-0002",
                reason="a shelf was missed",
            ),
        )
    )
    assert [count.entry.id for count in journal.counts] == ["ent-2026-03-0003"]
    assert balance(journal, "store", "rice", "2026-03-03") == "5"


def test_corrections_run_backwards_where_too_much_was_written() -> None:
    more, less = {"corrects": "ent-2026-03-0001"}, {"corrects": "ent-2026-03-0002"}
    journal = book_postings(
        ledger(
            entry("0001 2026-03-02 received 5 kg rice"),
            entry("0002 2026-03-02 moved 2 kg rice store shed"),
            entry("0003 2026-03-03 received 1 kg rice", **more),
            entry("0004 2026-03-03 received 2 kg rice store grocers", **more),
            entry("0005 2026-03-03 moved 1 kg rice shed store", **less),
            entry("0006 2026-03-04 moved 1 kg rice store shed", corrects="ent-2026-03-0005"),
        )
    )
    assert [p.entry.id[-1] for p in journal.postings if p.backwards] == ["4", "5"]
    assert balance(journal, "store", "rice", "2026-03-04") == "2"
    assert balance(journal, "shed", "rice", "2026-03-04") == "2"


def test_entries_that_correct_each_other_end_the_walk() -> None:
    circle = ledger(
        entry("0001 2026-03-02 moved 5 kg rice store shed", corrects="ent-2026-03-0002"),
        entry("0002 2026-03-02 moved 5 kg rice shed store", corrects="ent-2026-03-0001"),
    )
    assert len(book_postings(circle).postings) == 2


if TYPE_CHECKING:
    from collections.abc import Iterable


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    with localcontext(EXACT):
        return sum(amounts, Decimal(0))


def renumber(new: Entry) -> Entry:
    return msgspec.structs.replace(new, id=f"ent-{new.date:%Y-%m}-9999")


NAMES = [account.id for account in ACCOUNTS]
SOME_DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 9))
QUANTITIES = st.decimals(0, 999_999_999_999, places=6)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Any entries at all, also such that break rules: the arithmetic must hold for them too."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        resource = draw(st.sampled_from([RICE, MEALS, EURO]))
        action = draw(st.sampled_from(list(Action)))
        route = ["counts", draw(st.sampled_from(["store", "shed"]))]
        if action is not Action.COUNTED:
            route = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=2))
        line = f"{number + 1:04d} {draw(SOME_DAYS)} {action} {draw(QUANTITIES):f}"
        unit = draw(st.sampled_from(list(unit_sizes(resource))))
        found.append(entry(f"{line} {unit} {resource.id} {' '.join(route)}"))
    return found


@given(entries())
def test_all_accounts_together_always_hold_exactly_nothing(written: list[Entry]) -> None:
    journal = book_postings(ledger(*written))
    for resource in ("rice", "meals", "euro"):
        for on in range(1, 10):
            held = (journal.balance(name, resource, dt.date(2026, 1, on)) for name in NAMES)
            assert exact_sum(held) == 0


@given(entries(), st.randoms(use_true_random=False))
def test_the_order_of_lines_in_a_file_changes_nothing(written: list[Entry], luck: Random) -> None:
    shuffled = luck.sample(written, len(written))
    assert book_postings(ledger(*shuffled)).postings == book_postings(ledger(*written)).postings


@given(entries(), entries())
def test_a_new_entry_never_changes_an_earlier_day(old: list[Entry], more: list[Entry]) -> None:
    before = book_postings(ledger(*old))
    for new in more[:1]:
        after = book_postings(ledger(*old, renumber(new)))
        for name in NAMES:
            for resource in ("rice", "meals", "euro"):
                held = [d for d in before.end_of_days(name, resource) if d[0] < new.date]
                still = [d for d in after.end_of_days(name, resource) if d[0] < new.date]
                assert held == still


@given(entries())
def test_after_a_count_the_balance_is_the_count(written: list[Entry]) -> None:
    journal = book_postings(ledger(*written))
    last = {(c.account, c.resource, c.entry.date): c.counted for c in journal.counts}
    for (name, resource, on), counted in last.items():
        assert journal.balance(name, resource, on) == counted
