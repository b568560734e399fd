# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress balances`: what every account held of everything at the end of any day."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from commonpress.cli.build import day_of
from commonpress.cli.verb import CLEAN, FOUND, Verb, WrongUseError, add_book, book_at, tell
from commonpress.ground.quantities import format_quantity
from commonpress.ground.spelling import nearest

if TYPE_CHECKING:
    from commonpress.derive.holdings import AccountView, Balance

_COLUMNS = ("date", "account", "resource", "amount", "unit")


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument(
        "--on",
        type=day_of,
        default=None,
        metavar="DATE",
        help="the day, at its end, as 2026-06-30 (default: the newest day in the book)",
    )
    parser.add_argument(
        "--account", default="", metavar="ACCOUNT", help="one account, by its id (default: all)"
    )
    parser.add_argument(
        "--format",
        choices=tuple(_FORMATS),
        default="text",
        help="how balances are printed (default: text)",
    )


def _run(options: argparse.Namespace) -> int:
    from commonpress.derive.holdings import balances_on
    from commonpress.pipeline import publish

    outcome = publish(book_at(options.book))
    if outcome.publication is None:
        tell(outcome.findings, outcome.sources)
        return FOUND
    day = options.on or outcome.publication.as_of
    accounts = _chosen(outcome.publication.accounts, options.account)
    sys.stdout.write(_FORMATS[options.format](tuple(balances_on(accounts, day)), day))
    return CLEAN


def _chosen(accounts: Sequence[AccountView], wanted: str) -> Sequence[AccountView]:
    """The account of an id, or wrong use with the one that was probably meant."""
    if not wanted:
        return accounts
    found = [view for view in accounts if view.account.id == wanted]
    if not found:
        near = nearest(wanted, [view.account.id for view in accounts])
        hint = f"; did you mean `{near}`?" if near else ""
        raise WrongUseError(f"there is no account `{wanted}`{hint}")
    return found


def _format_text(balances: Sequence[Balance], day: date) -> str:
    if not balances:
        return f"Nothing was held anywhere at the end of {day}.\n"
    rows = [
        (b.account.id, b.resource.id, format_quantity(b.amount), b.resource.unit) for b in balances
    ]
    wide = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = [
        f"{account:<{wide[0]}}  {resource:<{wide[1]}}  {amount:>{wide[2]}} {unit}"
        for account, resource, amount, unit in rows
    ]
    return "\n".join([f"At the end of {day}. A source shows what it gave.", "", *lines]) + "\n"


def _format_csv(balances: Sequence[Balance], day: date) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_cells(balance, day) for balance in balances)
    return out.getvalue()


def _format_json(balances: Sequence[Balance], day: date) -> str:
    import json

    rows = [dict(zip(_COLUMNS, _cells(b, day), strict=True)) for b in balances]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _cells(balance: Balance, day: date) -> tuple[str, ...]:
    """A balance as it stands in a file. Amounts are exact, so they are text in JSON as well."""
    return (
        day.isoformat(),
        balance.account.id,
        balance.resource.id,
        format_quantity(balance.amount),
        balance.resource.unit,
    )


_FORMATS: dict[str, Callable[[Sequence[Balance], date], str]] = {
    "text": _format_text,
    "csv": _format_csv,
    "json": _format_json,
}

VERB = Verb(
    name="balances",
    summary="Say what every account held at the end of a day.",
    example="commonpress balances --on 2026-03-31 --account cash-box",
    add_options=_add_options,
    run=_run,
)
