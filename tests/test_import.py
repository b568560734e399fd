# SPDX-License-Identifier: AGPL-3.0-or-later
"""Importing a table of another system: a small one here, a real one where it is at hand."""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from commonpress.cli import main
from commonpress.derive.publication import Publication
from commonpress.pipeline import publish

HERE = Path(__file__).parent / "imports" / "community-fund"
REAL = Path(__file__).parents[1] / ".." / "shared" / "real" / "community-fund.csv"

TABLE = """\
date,id,group,kind,type,amount,fee,net,balance
2026-03-01,a1,g1,contribution,credit,10,-0.59,9.41,9.41
2026-03-02,a2,g2,contribution,credit,10,-0.59,8.41,17.82
2026-04-09,a3,g3,expense,debit,-5,0,-5,12.82
"""
FIELDS = "id date action quantity from to group receipt reason tolerance origin".split()


def run(tmp_path: Path, table: str, mapping: str | None = None) -> tuple[int, Path]:
    """Import a table into a book of its own."""
    book = tmp_path / "book"
    shutil.copytree(HERE / "book", book)
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    mapping = mapping or (HERE / "mapping.yml").read_text(encoding="utf-8")
    (tmp_path / "mapping.yml").write_text(mapping, encoding="utf-8")
    arguments = ["import", str(tmp_path / "table.csv"), "--mapping", str(tmp_path / "mapping.yml")]
    return main([*arguments, "--into", str(book)]), book


def entries(book: Path) -> list[dict[str, str]]:
    rows = []
    for file in sorted(book.glob("ledger/*/*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            rows += [dict(row) for row in csv.DictReader(lines)]
    return rows


def test_rows_become_double_entry(tmp_path: Path) -> None:
    code, book = run(tmp_path, TABLE)
    assert code == 0
    told = [" ".join(row.get(field) or "-" for field in FIELDS) for row in entries(book)]
    assert told == [
        "ent-2026-03-0001 2026-03-01 received 10 contributors fund pay-g1 a1 - - import",
        "ent-2026-03-0002 2026-03-01 paid 0.59 fund processor pay-g1 a1 - - import",
        "ent-2026-03-0003 2026-03-02 received 10 contributors fund pay-g2 a2 - - import",
        "ent-2026-03-0004 2026-03-02 paid 0.59 fund processor pay-g2 a2 - - import",
        (
            "ent-2026-03-0005 2026-03-02 counted 17.82 unexplained fund - - "
            "unexplained in source 1 import"
        ),
        "ent-2026-04-0001 2026-04-09 paid 5 fund payees pay-g3 a3 - - import",
        "ent-2026-04-0002 2026-04-09 counted 12.82 unexplained fund - - - - import",
    ]
    assert main(["check", str(book)]) == 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("2026-04-09", "09.04.2026"), "table.csv:4:1: error[import-value] `09.04.2026` is no day"),
        (("2026-04-09", "2026-04-31"), "table.csv:4:1: error[import-value] `2026-04-31` is no day"),
        ((",-5,", ',"-5,00",'), "table.csv:4:32: error[import-value] `-5,00` is no amount"),
        (
            (",-5,", ",5,"),
            "table.csv:4:32: error[import-value] `5` in the column `amount` has not the sign `minus`",  # noqa: E501 - as it is printed
        ),
        (
            ("expense", "grant"),
            "table.csv:4:1: error[import-unmatched] no line of the mapping fits a row with kind `grant`, type `debit`",  # noqa: E501 - as it is printed
        ),
        (
            ("amount", "amont"),
            "mapping.yml:10:15: error[import-column] `table.csv` has no column `amount`",
        ),
    ],
)
def test_a_table_that_does_not_fit_is_not_imported_at_all(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: tuple[str, str],
    expected: str,
) -> None:
    assert change[0] in TABLE
    code, book = run(tmp_path, TABLE.replace(*change, 1))
    assert code == 1
    assert expected in _first_lines(capsys.readouterr().out)
    assert entries(book) == []


def _first_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if "error[" in line]


def test_what_is_in_the_book_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, book = run(tmp_path, TABLE)
    before = entries(book)
    arguments = ["import", str(tmp_path / "table.csv"), "--mapping", str(tmp_path / "mapping.yml")]
    assert (code, main([*arguments, "--into", str(book)])) == (0, 2)
    assert "ledger/2026/2026-03.csv, ledger/2026/2026-04.csv" in capsys.readouterr().err
    assert entries(book) == before


@pytest.fixture(scope="module")
def fund(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The real fund's book. The table is not part of this project."""
    if not REAL.exists():
        pytest.skip("the real table ../shared/real/community-fund.csv is not here")
    code, book = run(tmp_path_factory.mktemp("fund"), REAL.read_text(encoding="utf-8"))
    assert code == 0
    outcome = publish(book)
    assert [f.code.slug for f in outcome.findings] == ["import-without-approval"]
    assert outcome.publication is not None
    return outcome.publication


def test_the_real_funds_totals_are_those_of_five_lines(fund: Publication) -> None:
    # The five lines: what the table itself says by kind and year, fees apart.
    said: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    with REAL.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            said[row["date"][:4], f"{row['kind']} {row['type']}"] += Decimal(row["amount"])
            said[row["date"][:4], "fee"] += Decimal(row["fee"] or 0)
    told: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in fund.entries:
        for name in (line.source.id, line.target.id):
            sign = 1 if line.target.id == "fund" else -1
            told[line.entry.date.isoformat()[:4], name] += sign * line.amount
    names = {
        "contribution credit": "contributors",
        "contribution debit": "returned-gifts",
        "expense debit": "payees",
        "host_fee debit": "host",
        "host_fee credit": "host-returns",
        "payment_processor_cover credit": "processor-cover",
        "fee": "processor",
    }
    assert {(year, names[kind]): v for (year, kind), v in said.items() if v} == {
        key: v for key, v in told.items() if key[1] in names.values()
    }


def test_the_real_fund_ends_where_its_host_says(fund: Publication) -> None:
    held = {v.account.id: {r.id: a for r, a in v.balances} for v in fund.accounts}
    assert held["fund"] == {"dollar": Decimal("5689.42")}
    counts = [line for line in fund.entries if line.difference]
    assert {line.entry.reason for line in counts} == {"unexplained in source"}
    unexplained = sum(line.difference for line in counts)
    total = fund.years[-1].tables[0].total
    assert total is not None
    assert total.closing == Decimal("5689.42")
    assert (
        unexplained == -held["unexplained"]["dollar"]
        or unexplained == held["unexplained"]["dollar"]
    )


def test_a_finding_can_be_read_by_a_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "table.csv").write_text(TABLE.replace("2026-03-01", "x"), encoding="utf-8")
    code = main(
        [
            *"import --format json --mapping".split(),
            str(HERE / "mapping.yml"),
            str(tmp_path / "table.csv"),
            "--into",
            str(tmp_path),
        ]
    )
    (finding,) = json.loads(capsys.readouterr().out)
    assert (code, finding["slug"], finding["line"]) == (1, "import-value", 2)


def test_the_real_fund_becomes_a_site_a_zine_and_data(tmp_path: Path) -> None:
    if not REAL.exists():
        pytest.skip("the real table ../shared/real/community-fund.csv is not here")
    code, book = run(tmp_path, REAL.read_text(encoding="utf-8"))
    assert (code, main(["build", str(book), "--output", str(tmp_path / "out")])) == (0, 0)
    out = tmp_path / "out"
    assert "5,689.42" in (out / "site" / "ledger" / "2026.html").read_text(encoding="utf-8")
    assert (out / "zine" / "the-whole-fund-booklet.pdf").read_bytes().startswith(b"%PDF")
    with (out / "data" / "statements.csv").open(encoding="utf-8", newline="") as lines:
        years = {r["period"]: r["closing"] for r in csv.DictReader(lines) if len(r["period"]) == 4}
    assert years["2026"] == "5689.42"
