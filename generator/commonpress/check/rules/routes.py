# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every entry runs the route of its action: from such an account to such an account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonpress.check.postings import CHART
from commonpress.check.rules.wording import finding, name_of, quoted
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.entry import ROUTES, Action, Entry
from commonpress.kinds.ledger import Account, AccountType, Purpose

if TYPE_CHECKING:
    from commonpress.check.postings import Chart
    from commonpress.check.register import Register

MISSING_ACCOUNT = Code(
    "missing-account",
    "An entry runs from one account to another. Either may be left blank only where its "
    "project says which account is usual for that action.",
)
WRONG_ROUTE = Code(
    "wrong-route",
    "Each action runs between two types of account: what is received comes from a source "
    "into a stock, what is distributed leaves a stock for a sink. Only a correction may run "
    "backwards, to take back what had been written too much.",
)
WRONG_PURPOSE = Code(
    "wrong-purpose",
    "An action ends where its word says: what spoiled goes to what is spoiled, a payment to "
    "bills, a loan to what is lent out. Otherwise the flows would tell another story.",
)
CODES = (MISSING_ACCOUNT, WRONG_ROUTE, WRONG_PURPOSE)

# The types of account a purpose may belong to.
PURPOSES: dict[Purpose, tuple[AccountType, ...]] = {
    Purpose.GIVERS: (AccountType.SOURCE,),
    Purpose.NEIGHBOURS: (AccountType.SINK,),
    Purpose.COMMONS: (AccountType.SINK,),
    Purpose.MAKING: (AccountType.SOURCE, AccountType.SINK),
    Purpose.SPOILED: (AccountType.SINK,),
    Purpose.BILLS: (AccountType.SINK,),
    Purpose.LOANS: (AccountType.SINK,),
    Purpose.COUNTS: (AccountType.SOURCE,),
}

# What the source or sink of an action may stand for.
ENDS: dict[Action, tuple[Purpose, ...]] = {
    # What a book begins with is received from a source of counts: it is no gift.
    Action.RECEIVED: (Purpose.GIVERS, Purpose.COUNTS),
    Action.DISTRIBUTED: (Purpose.NEIGHBOURS, Purpose.COMMONS),
    Action.MOVED: (),
    Action.LENT: (Purpose.LOANS,),
    Action.RETURNED: (Purpose.LOANS,),
    Action.MADE: (Purpose.MAKING,),
    Action.USED: (Purpose.MAKING,),
    Action.SPOILED: (Purpose.SPOILED,),
    Action.PAID: (Purpose.BILLS,),
    Action.COUNTED: (Purpose.COUNTS,),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a route, at which of its two fields."""

    code: Code
    field: str
    message: str
    hint: str
    is_backwards: bool = False


def entries_run_the_route_of_their_action(register: Register) -> Iterator[Diagnostic]:
    """Both accounts are known, and their types and purposes fit the action."""
    chart = register.journal.chart
    judged: dict[tuple[Action, str, str, str], Fault | None] = {}
    for entry in register.entries:
        source, target = chart.accounts_of(entry)
        if not source or not target:
            yield _missing(entry, chart, "to" if source else "from")
            continue
        key = (entry.action, source, target, "corrects" if entry.corrects else "")
        if key not in judged:
            judged[key] = _judge(*key, chart)
        if fault := judged[key]:
            yield finding(fault.code, entry, fault.field, fault.message, fault.hint)


def fault_of_route(
    action: Action, source: Account, target: Account, *, corrects: bool = False
) -> Fault | None:
    """What is wrong with an action that runs from `source` to `target`, if anything.

    A correction may run either way, except of a count: that is corrected by a new count.
    """
    if source.id == target.id:
        return Fault(WRONG_ROUTE, "to", f"`{source.id}` cannot give to itself", "name two accounts")
    if corrects and action is not Action.COUNTED and _fits(action, target, source):
        source, target = target, source
    if not _fits(action, source, target):
        return _wrong_types(action, source, target)
    for field, account in (("from", source), ("to", target)):
        if account.type is not AccountType.STOCK and account.purpose not in ENDS[action]:
            wanted = quoted((p.value for p in ENDS[action]), "or")
            message = (
                f"`{action}` cannot run {field} `{account.id}`, "
                f"which stands for `{account.purpose or 'nothing'}`"
            )
            return Fault(
                WRONG_PURPOSE, field, message, f"name a {account.type} whose purpose is {wanted}"
            )
    return None


def _judge(
    action: Action,
    source: str,
    target: str,
    corrects: str,
    chart: Chart,
) -> Fault | None:
    known = chart.accounts
    if source not in known or target not in known:
        return None  # reported by the rule on references
    return fault_of_route(action, known[source], known[target], corrects=bool(corrects))


def _fits(action: Action, source: Account, target: Account) -> bool:
    return (source.type, target.type) == ROUTES[action]


def _wrong_types(action: Action, source: Account, target: Account) -> Fault:
    wanted = ROUTES[action]
    field = "from" if source.type is not wanted[0] else "to"
    message = (
        f"`{action}` runs from a {wanted[0]} to a {wanted[1]}, and here it runs from the "
        f"{source.type} `{source.id}` to the {target.type} `{target.id}`"
    )
    is_backwards = _fits(action, target, source) and action is not Action.COUNTED
    if is_backwards:
        hint = "only a correction runs backwards: name the entry it puts right in `corrects`"
    else:
        hint = f"name a {wanted[0]} in `from` and a {wanted[1]} in `to`"
    return Fault(WRONG_ROUTE, field, message, hint, is_backwards)


def _missing(entry: Entry, chart: Chart, field: str) -> Diagnostic:
    """An account that is not written and not usual: say where to write it for good."""
    project = chart.project_of(entry)
    if not project:
        message = f"{name_of(entry)} has no `{field}`, and belongs to no project"
        hint = f"write `{field}:`, or `project:`, or `default_project:` in `content/commons.yml`"
        return finding(MISSING_ACCOUNT, entry, field, message, hint)
    message = (
        f"{name_of(entry)} has no `{field}`, and `{project}` has no usual accounts "
        f"for `{entry.action}` of `{entry.resource}`"
    )
    hint = (
        f"write `{field}:` here, or add to `usual` in `content/projects/{project}.md`: "
        f"`- {{action: {entry.action}, from: ..., to: ...}}`"
    )
    return finding(MISSING_ACCOUNT, entry, field, message, hint)


RULES = (entries_run_the_route_of_their_action,)
NEEDS = {entries_run_the_route_of_their_action: CHART}
