# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ledgers that other programs keep become entries, by way of those programs' own tables."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from commonpress.cli import main
from commonpress.derive.publication import Publication
from commonpress.kinds.ledger import AccountType
from commonpress.render.export import data_tables
from commonpress.render.journal_beancount import commodity_name
from commonpress.render.ledger_words import account_name
from commonpress.render.tables import write_csv
from tests.accounting_peers import held_in_hledger, written
from tests.site_reading import book

ROOT = Path(__file__).parents[1]
HLEDGER = "hledger -f {file} print --output-format csv".split()
BEANCOUNT = (
    sys.executable, "-m", "beanquery", "-f", "csv", "{file}",
    "SELECT id, date, account, number, currency ORDER BY date",
)  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Publication:
    return book("sample")


def mapping(sample: Publication, columns: str, commodities: dict[str, str]) -> str:
    """A mapping from the names in the sample's journals back to the sample's own."""
    transaction, account, quantity, commodity = columns.split()
    lines = [
        "date: date", "postings:", f"  transaction: {transaction}", f"  account: {account}",
        f"  quantity: {quantity}", f"  commodity: {commodity}", "  accounts:",
    ]  # fmt: skip
    for one in (view.account for view in sample.accounts):
        lines += [
            f"    - is: {account_name(one)}",
            f"      account: {one.id}",
            f"      type: {one.type}",
        ]
        lines += [f"      purpose: {one.purpose}"] if one.purpose else []
    lines.append("  resources:")
    for kept in (view.resource for view in sample.resources):
        lines += [
            f"    - is: {commodities[kept.id]}",
            f"      resource: {kept.id}",
            f"      unit: {kept.unit}",
        ]
    return "\n".join(lines) + "\n"


def imported(folder: Path, table: str, rules: str | None) -> Path:
    """Import a table into a book that has the sample's accounts and no entries."""
    into = folder / "book"
    shutil.copytree(ROOT / "content", into / "content")
    (into / "ledger").mkdir()
    for name in ("accounts.yml", "resources.yml"):
        shutil.copy(ROOT / "ledger" / name, into / "ledger" / name)
    (folder / "table.csv").write_text(table, encoding="utf-8")
    arguments = ["import", str(folder / "table.csv"), "--into", str(into)]
    if rules:
        (folder / "rules.yml").write_text(rules, encoding="utf-8")
        arguments += ["--mapping", str(folder / "rules.yml")]
    assert main(arguments) == 0
    return into


def rows(into: Path) -> list[dict[str, str]]:
    files = sorted((into / "ledger").glob("*/*.csv"))
    return [row for file in files for row in csv.DictReader(io.StringIO(file.read_text("utf-8")))]


def balances(into: Path) -> dict[tuple[str, str], Decimal]:
    """What each stock holds at the end: what moved, or the last thing that was counted."""
    held: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in sorted(rows(into), key=lambda row: (row["date"], row["action"] == "counted")):
        amount = Decimal(row["quantity"])
        if row["action"] == "counted":
            held[row["to"], row["resource"]] = amount
            continue
        held[row["from"], row["resource"]] -= amount
        held[row["to"], row["resource"]] += amount
    return held


def stocks(sample: Publication) -> dict[tuple[str, str], Decimal]:
    named = {account_name(v.account): v.account for v in sample.accounts}
    return {
        (named[name].id, resource): amount
        for (name, resource), amount in held_in_hledger(sample).items()
        if named[name].type is AccountType.STOCK
    }


@pytest.mark.parametrize("program", ["hledger", "beancount"])
def test_a_journal_comes_back_with_every_balance(
    tmp_path: Path, sample: Publication, program: str
) -> None:
    journal, beancount = written(tmp_path, sample)
    if program == "hledger":
        command, file, columns = tuple(HLEDGER), journal, "txnidx account amount commodity"
        names = {v.resource.id: v.resource.id for v in sample.resources}
    else:
        command, file, columns = BEANCOUNT, beancount, "id account number currency"
        names = {v.resource.id: commodity_name(v.resource) for v in sample.resources}
    told = [word.format(file=file) for word in command]
    table = subprocess.run(told, capture_output=True, text=True, check=True).stdout
    into = imported(tmp_path, table, mapping(sample, columns, names))
    held = balances(into)
    assert {key: held[key] for key in stocks(sample)} == stocks(sample)
    actions = {line.entry.action for line in sample.entries}
    assert {row["action"] for row in rows(into)} <= {str(action) for action in actions}


def test_our_own_table_comes_back_without_loss(tmp_path: Path, sample: Publication) -> None:
    (table,) = [t for t in data_tables(sample) if t.name == "entries"]
    text = write_csv(table).decode()
    into = imported(tmp_path, text, None)
    there = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    back = {row["id"]: row for row in rows(into)}
    assert back.keys() == there.keys()
    for name, row in there.items():
        assert {k: v for k, v in row.items() if v} == {k: v for k, v in back[name].items() if v}


def test_a_blank_id_is_given_the_next_number_of_its_month(tmp_path: Path) -> None:
    table = (
        "id,date,action,resource,quantity,unit\n"
        ",2026-03-01,received,bread,2,kg\n"
        "ent-2026-03-0004,2026-03-02,received,bread,3,kg\n"
        ",2026-04-02,received,bread,3,kg\n"
    )
    ids = [row["id"] for row in rows(imported(tmp_path, table, None))]
    assert ids == ["ent-2026-03-0005", "ent-2026-03-0004", "ent-2026-04-0001"]


def test_one_wrong_cell_and_nothing_is_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "table.csv").write_text(
        'date,action,resource,quantity,unit\n2026-03-01,received,bread,"2,5",kg\n', "utf-8"
    )
    into = tmp_path / "book"
    into.mkdir()
    assert main(["import", str(tmp_path / "table.csv"), "--into", str(into)]) == 1
    assert "table.csv:2:27: error[" in capsys.readouterr().out
    assert list(into.iterdir()) == []


def test_a_count_in_another_ledger_is_what_its_stock_held_that_day(tmp_path: Path) -> None:
    rules = (ROOT / "tests/errors/import-name/book/mapping.yml").read_text("utf-8")
    rules = rules.replace("  resources:", _COUNTS + "  resources:")
    table = (
        "number,date,account,amount,commodity\n"
        "1,2026-03-01,Income:Gifts,-10,EUR\n1,2026-03-01,Assets:Box,10,EUR\n"
        "2,2026-03-05,Assets:Box,-1.50,EUR\n2,2026-03-05,Equity:Counts,1.50,EUR\n"
        "3,2026-03-05,Assets:Box,-4,EUR\n3,2026-03-05,Expenses:Bills,4,EUR\n"
    )
    found = [
        (r["action"], r["quantity"], r.get("tolerance"))
        for r in rows(imported(tmp_path, table, rules))
    ]
    assert found == [("received", "10", ""), ("paid", "4", ""), ("counted", "4.5", "1.5")]


_COUNTS = """\
    - is: Equity:Counts
      account: counts
      type: source
      purpose: counts
"""

OPEN_COLLECTIVE = """\
Effective Date & Time,Transaction ID,Description,Credit/Debit,Kind,Group ID,Amount Single Column
2024-01-05T10:00:00,11,A gift,CREDIT,CONTRIBUTION,aa,25.00
2024-01-05T10:00:00,12,Fee,DEBIT,HOST_FEE,aa,-2.50
2024-01-05T10:00:00,13,Fee,DEBIT,PAYMENT_PROCESSOR_FEE,aa,-0.60
2024-02-01T09:30:00,14,Gas,DEBIT,EXPENSE,bb,-12.00
2024-02-03T09:30:00,15,Gas,CREDIT,EXPENSE,bb,12.00
"""


def test_what_open_collective_exports_needs_no_mapping_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "oc.csv").write_text(OPEN_COLLECTIVE, "utf-8")
    arguments = ["import", str(tmp_path / "oc.csv"), "--mapping", "open-collective"]
    assert main([*arguments, "--into", str(tmp_path)]) == 0
    told = [
        f"{r['date']} {r['action']} {r['quantity']} {r['from']} > {r['to']}" for r in rows(tmp_path)
    ]
    assert told == [
        "2024-01-05 received 25 contributors > fund",
        "2024-01-05 paid 2.5 fund > host",
        "2024-01-05 paid 0.6 fund > processor",
        "2024-02-01 paid 12 fund > payees",
        "2024-02-03 received 12 returned-by-payees > fund",
    ]
    text = "".join(f.read_text("utf-8") for f in (tmp_path / "ledger").rglob("*.csv"))
    assert "Gas" not in text
