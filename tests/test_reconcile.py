# SPDX-License-Identifier: AGPL-3.0-or-later
"""A table is held against its own balance: small ones here, a real one where it is at hand."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.books import Run, run
from tests.test_import import HERE, REAL

TABLE = """\
date,second,id,group,kind,type,amount,fee,net,balance
2026-03-01,09:00:00,a1,g1,contribution,credit,10,0,10,110
2026-03-01,09:00:00,a2,g1,host_fee,debit,-1,0,-1,109
2026-03-02,10:00:00,a3,g2,contribution,credit,10,-0.59,9.41,118.41
"""
MAPPING = (HERE / "mapping.yml").read_text(encoding="utf-8")


def reconciled(folder: Path, table: str, mapping: str = MAPPING, *more: str) -> Run:
    (folder / "table.csv").write_text(table, encoding="utf-8")
    (folder / "mapping.yml").write_text(mapping, encoding="utf-8")
    return run("reconcile", folder / "table.csv", "--mapping", folder / "mapping.yml", *more)


def test_a_table_that_adds_up_leaves_nothing_unexplained(tmp_path: Path) -> None:
    assert reconciled(tmp_path, TABLE) == Run(
        0,
        "No findings in 2 files.\n"
        "3 rows in 2 payments, from 2026-03-01 to 2026-03-02.\n"
        "Before the first row there was a balance of 100.\n"
        "Unexplained in the end: 0.\n",
        "",
    )


def test_a_payment_is_judged_after_its_last_row(tmp_path: Path) -> None:
    # Within the payment the host has taken its fee before the gift came in.
    said = reconciled(tmp_path, TABLE.replace(",10,110\n", ",10,9999\n"))
    assert said.code == 0
    assert "No findings" in said.out
    assert "comes back to it 1 time; payment by payment, 0 times." in said.out


def test_rows_of_one_second_are_judged_together(tmp_path: Path) -> None:
    swapped = TABLE + (
        "2026-03-03,11:00:00,a4,g4,contribution,credit,5,0,5,125.41\n"
        "2026-03-03,11:00:00,a5,g5,contribution,credit,2,0,2,120.41\n"
        "2026-03-03,12:00:00,a6,g5,host_fee,debit,-1,0,-1,124.41\n"
    )
    apart = reconciled(tmp_path, swapped)
    assert "warning[balance-apart] up to 2026-03-03 the rows come to 123.41" in apart.out
    with_time = MAPPING.replace("group: group", "group: group\ntime: second")
    together = reconciled(tmp_path, swapped, with_time)
    assert "No findings" in together.out
    assert "6 rows in 3 payments" in together.out


def test_a_fee_that_is_taken_off_later_is_named(tmp_path: Path) -> None:
    late = TABLE + (
        "2026-03-03,11:00:00,a4,g4,expense,debit,-50,-0.25,-50.25,68.41\n"
        "2026-03-04,11:00:00,a5,g5,contribution,credit,2,0,2,70.16\n"
        "2026-03-05,11:00:00,a6,g6,expense,debit,-20,-1.13,-21.13,50.16\n"
    )
    said = reconciled(tmp_path, late)
    assert said.code == 1
    told = "\n".join(line for line in said.out.splitlines() if line[:1] not in {" ", ""})
    assert re.sub(r":(\d+):\d+:", r":\1:", told) == (
        "table.csv:5: warning[balance-apart] up to 2026-03-03 the rows come to 68.16, "
        "and the balance is 0.25 above that\n"
        "table.csv:7: error[balance-unexplained] 1.13 stays unexplained: up to 2026-03-05 "
        "the rows come to 49.03, and the balance ends above that\n"
        "1 error, 1 warning in 1 file.\n"
        "6 rows in 5 payments, from 2026-03-01 to 2026-03-05.\n"
        "Before the first row there was a balance of 100.\n"
        "Row by row, the balance leaves the sum of the rows or comes back to it 3 times; "
        "payment by payment, 3 times.\n"
        "Unexplained in the end: 1.13."
    )
    assert "= `fee` in line 5 is just as much" in said.out
    assert "= here it is the sum of the rows again: table.csv:6:" in said.out
    assert "= `fee` in line 7 is just as much" in said.out


def test_a_row_is_held_against_its_parts(tmp_path: Path) -> None:
    said = reconciled(tmp_path, TABLE.replace("-0.59,9.41,118.41", "-0.59,8.41,117.41"))
    assert said.code == 0
    assert (
        "table.csv:4:56: warning[parts-differ] `amount` 10 and `fee` -0.59 come to 9.41, "
        "and `net` is 8.41\n"
    ) in said.out
    assert "Rows say -1 more than their parts, all together." in said.out


def test_a_row_without_a_balance_is_not_judged(tmp_path: Path) -> None:
    said = reconciled(tmp_path, TABLE.replace(",-1,109\n", ",-1,\n"))
    assert said.code == 0
    assert "No findings" in said.out


@pytest.mark.parametrize(
    ("table", "mapping", "slug"),
    [
        (TABLE.replace("118.41", "118,41"), MAPPING, "ragged-row"),
        (TABLE.replace(",118.41", ',"118,41"'), MAPPING, "import-value"),
        (TABLE.replace("balance\n", "saldo\n"), MAPPING, "import-column"),
        (TABLE, MAPPING.replace("change: net", "change: nett"), "import-column"),
        (TABLE.replace(",expense,", ",grant,").replace("g2,contribution", "g2,grant"), MAPPING,
         "import-unmatched"),
        (TABLE, MAPPING.split("balance:")[0], "no-balance"),
        ("", MAPPING, "bad-table"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_not_judged(
    tmp_path: Path, table: str, mapping: str, slug: str
) -> None:
    said = reconciled(tmp_path, table, mapping, "--format", "json")
    assert said.code == 1
    assert slug in {finding["slug"] for finding in json.loads(said.out)}


def test_findings_can_be_read_by_a_machine(tmp_path: Path) -> None:
    said = reconciled(tmp_path, TABLE.replace("118.41", "118.42"), MAPPING, "--format", "json")
    found = [(f["slug"], f["severity"], f["line"], f["column"]) for f in json.loads(said.out)]
    assert found == [
        ("balance-unexplained", "error", 4, 61),
    ]


@pytest.fixture(scope="module")
def fund() -> tuple[Run, list[dict[str, str]]]:
    """The real fund, which is not part of this project."""
    if not REAL.exists():
        pytest.skip("the real table ../shared/real/community-fund.csv is not here")
    with REAL.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return run("reconcile", REAL, "--mapping", HERE / "mapping.yml"), rows


def test_the_real_fund_ends_in_one_sum(fund: tuple[Run, list[dict[str, str]]]) -> None:
    said, rows = fund
    assert said.code == 1
    left = Decimal(rows[-1]["balance"]) - sum(Decimal(row["net"]) for row in rows)
    assert left == Decimal("1.13")
    assert said.out.splitlines()[-1] == f"Unexplained in the end: {left}."
    assert f"csv:{len(rows) + 1}:66: error[balance-unexplained] {left} stays" in said.out


def test_every_place_where_the_real_fund_parts_is_named(
    fund: tuple[Run, list[dict[str, str]]],
) -> None:
    said, rows = fund
    turns: list[int] = []
    back: list[int] = []
    uneven: list[int] = []
    total = apart = Decimal(0)
    for line, (row, later) in enumerate(zip(rows, [*rows[1:], None], strict=True), start=2):
        total += Decimal(row["net"])
        if Decimal(row["amount"]) + Decimal(row["fee"] or 0) != Decimal(row["net"]):
            uneven.append(line)
        is_last = later is None or later["group"] != row["group"]
        if is_last and Decimal(row["balance"]) - total != apart:
            apart = Decimal(row["balance"]) - total
            (turns if apart else back).append(line)
    assert (len(uneven), len(turns), len(back)) == (219, 30, 23)
    assert lines(said, r"csv:(\d+):\d+: warning\[parts-differ") == uneven
    assert lines(said, r"csv:(\d+):\d+: \w+\[balance-") == turns
    assert lines(said, r"rows again: community-fund\.csv:(\d+)") == back
    assert (
        "by row, the balance leaves the sum of the rows or comes back to it 696 times" in said.out
    )


def lines(said: Run, pattern: str) -> list[int]:
    return [int(line) for line in re.findall(pattern, said.out)]
