# SPDX-License-Identifier: AGPL-3.0-or-later
"""What funds and hours must say, at the edges of each rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.books import MARCH, SETTINGS, SOUND, book, findings, run

FUNDS = "ledger/funds.yml"
HOURS = "ledger/hours/2026-03.yml"
PATHS = {"ledger/accounts.yml": SOUND["ledger/accounts.yml"]}
GIFT = """\
  - id: ent-2026-03-0004
    date: 2026-03-05
    action: received
    resource: euro
    quantity: 12
    unit: EUR
"""


def fund(*lines: str, slug: str = "trust", account: str = "small-gifts") -> str:
    fields = [f"id: {slug}", f"title: {slug}", *lines, f"accounts: [{account}]"]
    return "  - " + "\n    ".join(fields) + "\n"


def slugs(folder: Path, **files: str) -> list[str]:
    named = {"funds": FUNDS, "hours": HOURS, "march": MARCH, "settings": SETTINGS}
    return [f[0] for f in findings(book(folder, {named[k]: v for k, v in files.items()}))]


FOUNDATION = ("kind: foundation", "funder: The canal trust", "start: 2026-01-01")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((*FOUNDATION, "unconditional: yes"), []),
        (FOUNDATION, ["fund-terms-unsaid"]),
        ((*FOUNDATION, "conditions: [For the kitchen]"), ["fund-terms-unsaid"]),
        ((*FOUNDATION, "conditions: [For the kitchen]", "exit: Either side"), []),
        (
            (*FOUNDATION, "conditions: [For us]", "exit: Any day", "unconditional: yes"),
            ["fund-terms-unsaid"],
        ),
        (("kind: state", "start: 2026-01-01", "unconditional: yes"), ["funder-unnamed"]),
        (("kind: self", "start: 2026-01-01"), []),
        (("kind: individuals", "start: 2026-01-01"), []),
        (("kind: individuals", "start: 2026-01-01", "funder: A person"), ["individuals-named"]),
        (
            ("kind: individuals", "start: 2026-01-01", "conditions: [A plate with a name]"),
            ["individuals-named"],
        ),
        (("kind: self", "start: 2026-01-01", "end: 2025-12-31"), ["dates-out-of-order"]),
        (
            ("kind: self", "start: 2026-01-01", "adopted_by: dec-2026-001"),
            ["decision-not-in-force"],
        ),
        (("kind: self", "start: 2026-03-01", "adopted_by: dec-2026-001"), []),
    ],
)
def test_what_a_fund_says_of_itself(
    tmp_path: Path, lines: tuple[str, ...], expected: list[str]
) -> None:
    assert slugs(tmp_path, funds="funds:\n" + fund(*lines)) == expected


def test_a_book_without_funds_may_receive_money_from_anywhere(tmp_path: Path) -> None:
    assert slugs(tmp_path, march=SOUND[MARCH] + GIFT) == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-03-05", "2026-03-05", []),
        ("2026-03-06", "2026-12-31", ["money-outside-fund"]),
        ("2026-01-01", "2026-03-04", ["money-outside-fund"]),
    ],
)
def test_money_comes_from_the_first_day_of_a_fund_to_its_last(
    tmp_path: Path, first: str, last: str, expected: list[str]
) -> None:
    days = ("kind: individuals", f"start: {first}", f"end: {last}")
    told = slugs(tmp_path, funds="funds:\n" + fund(*days), march=SOUND[MARCH] + GIFT)
    assert told == expected


def test_what_a_fund_brings_need_not_be_money_to_come_from_elsewhere(tmp_path: Path) -> None:
    """The vegetables of the grocers come through no fund: shares count money only."""
    own = fund("kind: self", "start: 2026-01-01", account="small-gifts")
    assert slugs(tmp_path, funds="funds:\n" + own) == []


def test_one_pool_may_follow_another(tmp_path: Path) -> None:
    old = fund("kind: individuals", "start: 2025-01-01", "end: 2025-12-31", slug="old")
    new = fund("kind: individuals", "start: 2026-01-01", slug="new", account="grocers")
    assert slugs(tmp_path / "a", funds="funds:\n" + old + new) == []
    overlapping = old.replace("2025-12-31", "2026-01-01")
    assert slugs(tmp_path / "b", funds="funds:\n" + overlapping + new) == ["individuals-apart"]


def test_two_funds_have_no_account_in_common(tmp_path: Path) -> None:
    own = fund("kind: self", "start: 2026-01-01", slug="dinners")
    gifts = fund("kind: individuals", "start: 2026-01-01", slug="gifts")
    assert slugs(tmp_path, funds="funds:\n" + own + gifts) == ["fund-account"]


# --- hours ---------------------------------------------------------------------------------------

WORK = SOUND[SETTINGS] + "kinds_of_work: [Cooking]\n"


def hours(*more: str, number: int = 1, date: str = "2026-03-08", minutes: int = 90) -> str:
    fields = (f"id: hrs-2026-03-{number:03}", f"date: {date}", "work: Cooking")
    return "  - " + "\n    ".join([*fields, f"minutes: {minutes}", *more]) + "\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (hours(), []),
        (hours(minutes=1), []),
        (hours(minutes=0), ["minutes-zero"]),
        (hours("project: long-table"), []),
        (hours("project: elsewhere"), ["unknown-reference"]),
        (hours("handle: wren"), ["unknown-field"]),
        (hours("recorded: 2026-03-07"), ["dates-out-of-order"]),
        (hours(date="2026-04-01"), ["id-of-another-time", "wrong-month"]),
        (hours("note: ask someone@hidden-house.example"), ["private-contact"]),
        (hours() + hours("corrects: hrs-2026-03-001", number=2), ["correction-unexplained"]),
        (hours() + hours("corrects: hrs-2026-03-001", "reason: Late", number=2), []),
        (hours("corrects: hrs-2026-03-001", "reason: Itself"), ["circular-link"]),
        (hours("corrects: hrs-2026-03-009", "reason: Lost"), ["unknown-reference"]),
    ],
)
def test_what_a_line_of_hours_says(tmp_path: Path, lines: str, expected: list[str]) -> None:
    assert sorted(slugs(tmp_path, settings=WORK, hours="hours:\n" + lines)) == expected


def test_a_line_of_hours_is_called_one_in_messages(tmp_path: Path) -> None:
    blank = "hours:\n  - {date: 2026-03-08, work: Cooking, minutes: 90}\n"
    said = run("check", book(tmp_path, {SETTINGS: WORK, HOURS: blank}))
    assert "this line of hours has no id yet" in said.out


def test_without_kinds_of_work_there_are_no_hours(tmp_path: Path) -> None:
    assert slugs(tmp_path, hours="hours:\n" + hours()) == ["work-not-listed"]


# --- receipts ------------------------------------------------------------------------------------

TOKENS = {
    "ledger/resources.yml": SOUND["ledger/resources.yml"].replace(
        "resources:\n", "  - id: thanks\n    title: Thanks\n    measure: tokens\nresources:\n"
    )
    + "  - id: slip\n    title: Thanks\n    category: thanks\n    unit: slip\n    each: slips\n",
    "ledger/accounts.yml": SOUND["ledger/accounts.yml"]
    + "  - id: printed\n    title: Printed here\n    type: source\n    purpose: making\n",
}


def slip(number: int, action: str, accounts: str, more: str = "") -> str:
    source, target = accounts.split()
    return (
        f"  - {{id: ent-2026-03-{number:04}, date: 2026-03-05, action: {action}, resource: slip, "
        f"quantity: 7, unit: slips, from: {source}, to: {target}{more}}}\n"
    )


def test_receipts_are_made_of_nothing_and_given_to_five_households_at_least(
    tmp_path: Path,
) -> None:
    made = slip(4, "made", "printed store")
    given = slip(5, "distributed", "store neighbours", ", households: 6")
    few = given.replace("households: 6", "households: 4")
    assert findings(book(tmp_path / "a", {**TOKENS, MARCH: SOUND[MARCH] + made + given})) == ()
    told = findings(book(tmp_path / "b", {**TOKENS, MARCH: SOUND[MARCH] + made + few}))
    assert [slug for slug, *_ in told] == ["too-few-households"]


def test_receipts_are_not_used_up_for_anything(tmp_path: Path) -> None:
    lines = slip(4, "made", "printed store") + slip(5, "received", "grocers store")
    told = findings(book(tmp_path, {**TOKENS, MARCH: SOUND[MARCH] + lines}))
    assert [slug for slug, *_ in told] == ["receipt-as-claim"]
