# SPDX-License-Identifier: AGPL-3.0-or-later
"""Balances of any account on any day: on its page, on the command line, and as the lines say."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import AccountType
from commonpress.render.site_accounts import month_ends
from tests.books import called
from tests.site_reading import book, head, number, pages, rows, words

ROOT = Path(__file__).parents[1]


def _from_the_lines(day: date) -> dict[tuple[str, str], Decimal]:
    """Every balance of the sample, added up from its published lines and nothing else."""
    held: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in book("sample").entries:
        if line.entry.date > day:
            continue
        counted = line.entry.action is Action.COUNTED
        amount = line.difference if counted else line.amount
        for account, sign in ((line.source, -1), (line.target, 1)):
            flip = -1 if account.type is AccountType.SOURCE else 1
            held[account.id, line.resource.id] += sign * flip * amount
    return {place: amount for place, amount in held.items() if amount}


@pytest.mark.parametrize("day", ["2026-03-31", "2026-05-17", "2026-06-30", "1999-01-01"])
def test_the_balances_of_a_day_are_what_its_lines_add_up_to(day: str) -> None:
    run = called("balances", ROOT, "--on", day, "--format", "csv")
    assert run.code == 0
    found = {
        (row["account"], row["resource"]): Decimal(row["amount"])
        for row in csv.DictReader(io.StringIO(run.out))
    }
    assert found == _from_the_lines(date.fromisoformat(day))


def test_the_formats_say_the_same() -> None:
    rows_of_json = json.loads(
        called("balances", ROOT, "--on", "2026-05-17", "--format", "json").out
    )
    rows_of_csv = list(
        csv.DictReader(
            io.StringIO(called("balances", ROOT, "--on", "2026-05-17", "--format", "csv").out)
        )
    )
    assert rows_of_json == rows_of_csv
    text = called("balances", ROOT, "--on", "2026-05-17").out.splitlines()
    assert [line.split() for line in text[2:]] == [
        [r["account"], r["resource"], r["amount"], *r["unit"].split()] for r in rows_of_json
    ]


def test_one_account_is_asked_for_by_its_id() -> None:
    run = called("balances", ROOT, "--account", "cash-box", "--format", "json")
    (row,) = json.loads(run.out)
    assert row["date"] == book("sample").as_of.isoformat()
    (view,) = [a for a in book("sample").accounts if a.account.id == "cash-box"]
    assert Decimal(row["amount"]) == view.balances[0][1]


def test_an_account_that_is_not_there_is_wrong_use_with_a_hint() -> None:
    run = called("balances", ROOT, "--account", "cash-bix")
    assert run.code == 2
    assert "there is no account `cash-bix`; did you mean `cash-box`?" in run.err
    assert called("balances", ROOT, "--on", "June").code == 2


# --- the pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sample", "tidewater", "fund", "tiny"])
def test_every_account_has_a_page_with_its_month_ends(name: str) -> None:
    publication = book(name)
    for view in publication.accounts:
        page = pages(name)[f"accounts/{view.account.id}.html"]
        days = month_ends(view, publication.as_of)
        tables = page.all("table", "ends")
        assert sum(len(head(t)) - 1 for t in tables) <= len(days)
        shown = {words(h) for t in tables for h in t.iter("td")}
        if days and view.balances:
            assert tables, view.account.id
            newest = rows(tables[0])
            told = {row[0]: number(row[-1]) for row in newest}
            for resource, amount in view.balances:
                cell = next(v for k, v in told.items() if k.startswith(resource.title))
                assert cell == amount
        assert bool(tables) == bool(shown)


def test_the_overview_leads_to_every_account() -> None:
    page = pages("sample")["ledger/index.html"]
    links = set(page.links())
    for view in book("sample").accounts:
        assert f"../accounts/{view.account.id}.html" in links


def test_an_account_shows_the_lines_that_name_it() -> None:
    (view,) = [a for a in book("tidewater").accounts if a.account.id == "cash-box"]
    page = pages("tidewater")["accounts/cash-box.html"]
    assert view.entries
    assert {line.source.id for line in view.entries} | {line.target.id for line in view.entries}
    for line in view.entries[-50:]:
        assert "cash-box" in {line.source.id, line.target.id}
        assert line.entry.id in page.text
