# SPDX-License-Identifier: AGPL-3.0-or-later
"""hledger and Beancount as judges: whether they accept a ledger, and what each account holds.

Both are asked through their own commands. Nothing of ours is used to add anything up.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from commonpress.derive.publication import Publication
from commonpress.kinds.ledger import Account, AccountType
from commonpress.render.journal_beancount import commodity_name, write_beancount
from commonpress.render.journal_hledger import write_hledger
from commonpress.render.ledger_words import account_name

Balances = dict[tuple[str, str], Decimal]


@dataclass(frozen=True)
class Verdict:
    """Whether a program accepts a file, and what it said."""

    accepts: bool
    said: str


def hledger_judges(file: Path) -> Verdict:
    """`hledger check --strict`: declared, balanced, and every count found again."""
    return _asked("hledger", "-f", str(file), "check", "--strict")


def beancount_judges(file: Path) -> Verdict:
    """`bean-check`, without its cache."""
    return _asked(sys.executable, "-m", "beancount.scripts.check", "--no-cache", str(file))


def hledger_balances(file: Path) -> Balances:
    """What `hledger balance` says each account holds; nothing where it holds nothing."""
    command = "balance --output-format csv --layout bare --no-total".split()
    return _balances(_asked("hledger", "-f", str(file), *command).said)


def beancount_balances(file: Path) -> Balances:
    """What `bean-query` says the postings of each account come to."""
    query = "SELECT account, currency, sum(number) AS held GROUP BY account, currency"
    asked = _asked(sys.executable, "-m", "beanquery", "-f", "csv", str(file), query)
    return _balances(asked.said)


def held_in_hledger(publication: Publication) -> Balances:
    """What our own pages say, under the names that hledger knows."""
    return {
        (account_name(account), resource): amount
        for account, resource, amount in _held(publication)
    }


def held_in_beancount(publication: Publication) -> Balances:
    """What our own pages say, under the names that Beancount knows."""
    names = {v.resource.id: commodity_name(v.resource) for v in publication.resources}
    return {
        (account, names[r]): amount for (account, r), amount in held_in_hledger(publication).items()
    }


def written(folder: Path, publication: Publication) -> tuple[Path, Path]:
    """The two ledgers of a publication, in a folder."""
    journal, beancount = folder / "ledger.journal", folder / "ledger.beancount"
    journal.write_bytes(write_hledger(publication))
    beancount.write_bytes(write_beancount(publication))
    return journal, beancount


def _held(publication: Publication) -> Iterator[tuple[Account, str, Decimal]]:
    for view in publication.accounts:
        gives = view.account.type is AccountType.SOURCE
        for resource, amount in view.balances:
            # A page says of a source what it has given; in double entry that is below zero.
            yield view.account, resource.id, amount.copy_negate() if gives else amount


def _asked(*command: str) -> Verdict:
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    return Verdict(done.returncode == 0, done.stdout + done.stderr)


def _balances(table: str) -> Balances:
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(table))][1:]
    held = {(account, commodity): Decimal(amount) for account, commodity, amount in rows}
    return {key: amount for key, amount in held.items() if amount}
