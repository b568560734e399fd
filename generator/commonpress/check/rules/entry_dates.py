# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines stand in the file of their month, and entries only while their accounts are open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.postings import CHART
from commonpress.check.rules.wording import finding, name_of, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.hours import Hours

if TYPE_CHECKING:
    from datetime import date

    from commonpress.check.register import Register
    from commonpress.kinds.entry import Entry
    from commonpress.kinds.ledger import Account

WRONG_MONTH = Code(
    "wrong-month",
    "An entry stands in the file of the month in which it happened, so that each statement "
    "is one file that can be read beside its page.",
)
ACCOUNT_NOT_OPEN = Code(
    "account-not-open",
    "An account may be used from the day it was opened to the day it was closed.",
)
CODES = (WRONG_MONTH, ACCOUNT_NOT_OPEN)

_MONTH_FILE = re.compile(r"(\d{4}-\d{2})\.(?:yml|csv)$", re.ASCII)


def lines_stand_in_the_file_of_their_month(register: Register) -> Iterator[Diagnostic]:
    """The month of the file is the month of every date in it, of entries and of hours."""
    months: dict[str, str] = {}
    fits: set[tuple[str, date]] = set()
    for line in register.lines:
        path, day = line.path, line.date
        if (path, day) in fits:
            continue
        if path not in months:
            found = _MONTH_FILE.search(path)
            months[path] = found[1] if found else ""
        month = f"{day.year:04d}-{day.month:02d}"
        if not months[path] or months[path] == month:
            fits.add((path, day))
            continue
        message = f"{name_of(line)} happened on {day}, and this is the file of {months[path]}"
        folder = "ledger/hours" if isinstance(line, Hours) else f"ledger/{month[:4]}"
        hint = f"move it to `{folder}/{month}{path[-4:]}`"
        yield finding(WRONG_MONTH, line, "date", message, hint)


def accounts_are_used_while_they_are_open(register: Register) -> Iterator[Diagnostic]:
    """No entry lies before an account was opened or after it was closed."""
    chart = register.journal.chart
    dated = {a.id: a for a in chart.accounts.values() if a.opened or a.closed}
    if not dated:
        return
    for entry in register.entries:
        for field, name in zip(("from", "to"), chart.accounts_of(entry), strict=True):
            if name in dated and (found := _outside(entry, field, dated[name])):
                yield found


def _outside(entry: Entry, field: str, account: Account) -> Diagnostic | None:
    if account.opened and entry.date < account.opened:
        end, said = "opened", f"`{account.id}` was opened on {account.opened}"
    elif account.closed and entry.date > account.closed:
        end, said = "closed", f"`{account.id}` was closed on {account.closed}"
    else:
        return None
    message = f"{name_of(entry)} is of {entry.date}, and {said}"
    hint = f"write another account, or another `{end}` for `{account.id}`"
    return finding(ACCOUNT_NOT_OPEN, entry, field, message, hint, related=[see(account, end, said)])


RULES = (lines_stand_in_the_file_of_their_month, accounts_are_used_while_they_are_open)
NEEDS = {accounts_are_used_while_they_are_open: CHART}
