# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the postings of another double-entry program to entries: all of them or none.

Each row is a posting. The postings of a transaction are paired within their commodity, givers
with takers in the order of the table, and what a pair is called follows from the accounts
between which it runs. What runs between a stock and an account for counts is what a count found:
it becomes a count of what the stock held when that day ended. What runs backwards, from a stock
to a giver, takes back part of an earlier entry: it corrects the last one that was large enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

import msgspec

from commonpress.check.imports import (
    IMPORT_NAME,
    IMPORT_ROUTE,
    IMPORT_UNBALANCED,
    Imported,
    amount_in,
    cell,
    day_in,
    numbered,
    unknown_columns,
)
from commonpress.ground.diagnostics import Diagnostic
from commonpress.ground.quantities import ZERO, format_quantity
from commonpress.ground.spelling import nearest
from commonpress.kinds.base import Origin
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.ledger import AccountType, Purpose
from commonpress.kinds.mapping import AccountMapping, PostingsMapping, ResourceMapping
from commonpress.kinds.mapping import Mapping as MappingRecord
from commonpress.read.raw import Fields, Text
from commonpress.read.source_table import SourceTable

_Named = TypeVar("_Named", AccountMapping, ResourceMapping)

# What a sink receives is called by what the sink stands for.
_TO_SINK = {
    Purpose.NEIGHBOURS: Action.DISTRIBUTED,
    Purpose.COMMONS: Action.DISTRIBUTED,
    Purpose.MAKING: Action.USED,
    Purpose.SPOILED: Action.SPOILED,
    Purpose.BILLS: Action.PAID,
    Purpose.LOANS: Action.LENT,
}


@dataclass(frozen=True, slots=True)
class _Posting:
    transaction: str
    day: date
    account: AccountMapping
    resource: ResourceMapping
    amount: Decimal
    receipt: str
    written: Text


@dataclass(frozen=True, slots=True)
class _Move:
    """So much went from the account of one posting to that of another."""

    source: _Posting
    target: _Posting
    amount: Decimal

    @property
    def day(self) -> date:
        return self.source.day

    @property
    def is_count(self) -> bool:
        """Whether it runs between a stock and an account for counts."""
        ends = (self.source.account, self.target.account)
        purposes = {one.purpose for one in ends if one.type is not AccountType.STOCK}
        return purposes == {Purpose.COUNTS}

    @property
    def is_backward(self) -> bool:
        """Whether it takes back what ran the other way."""
        ends = (self.source.account, self.target.account)
        return _action(*ends) is None and _action(*reversed(ends)) is not None

    @property
    def action(self) -> Action | None:
        """What it is called, forward or backward; None where no entry runs between the two."""
        source, target = self.source.account, self.target.account
        return _action(source, target) or _action(target, source)


def _action(source: AccountMapping, target: AccountMapping) -> Action | None:
    match source.type, target.type:
        case AccountType.SOURCE, AccountType.STOCK:
            return Action.MADE if source.purpose is Purpose.MAKING else Action.RECEIVED
        case AccountType.STOCK, AccountType.STOCK:
            return Action.MOVED
        case AccountType.STOCK, AccountType.SINK if target.purpose:
            return _TO_SINK.get(target.purpose)
        case AccountType.SINK, AccountType.STOCK if source.purpose is Purpose.LOANS:
            return Action.RETURNED
    return None


def import_postings(
    mapping: MappingRecord, postings: PostingsMapping, table: SourceTable
) -> Imported:
    """Every posting of a table as a side of an entry, or all that does not fit."""
    findings = list(unknown_columns(mapping, table))
    reading = _Reading(mapping, postings, findings)
    read = [p for fields in table.rows if (p := reading.posting(fields))] if not findings else []
    if findings:
        return Imported((), tuple(findings))
    moves = [move for group in _transactions(read) for move in _paired(group, findings)]
    moves.sort(key=lambda move: move.day)
    told = [] if findings else list(_entries(moves, postings.reason))
    entries = _linked(told, findings)
    return Imported((), tuple(findings)) if findings else Imported(entries, ())


class _Reading:
    """Makes postings of rows. A name that the mapping lacks is told once, where it is first met."""

    def __init__(
        self, mapping: MappingRecord, postings: PostingsMapping, findings: list[Diagnostic]
    ) -> None:
        self._mapping, self._postings, self._findings = mapping, postings, findings
        self._accounts = {one.is_: one for one in postings.accounts}
        self._resources = {one.is_: one for one in postings.resources}
        self._told: set[tuple[str, str]] = set()

    def posting(self, fields: Fields) -> _Posting | None:
        """The posting of a row; None for an amount of nothing, and where something is wrong."""
        said = self._postings
        day = day_in(cell(fields, self._mapping.date), self._findings)
        written = cell(fields, said.quantity)
        amount = amount_in(written, self._findings)
        account = self._named(self._accounts, cell(fields, said.account), "account")
        resource = self._named(self._resources, cell(fields, said.commodity), "commodity")
        if day is None or not amount or account is None or resource is None:
            return None
        receipt = cell(fields, self._mapping.receipt).value if self._mapping.receipt else ""
        transaction = cell(fields, said.transaction).value
        return _Posting(transaction, day, account, resource, amount, receipt, written)

    def _named(self, known: Mapping[str, _Named], name: Text, called: str) -> _Named | None:
        found = known.get(name.value)
        if found is None and (called, name.value) not in self._told:
            self._told.add((called, name.value))
            near = nearest(name.value, known)
            written = "accounts" if called == "account" else "resources"
            hint = f"did you mean `{near}`?" if near else f"add it under `{written}`"
            message = f"the mapping does not say what the {called} `{name.value}` is"
            self._findings.append(Diagnostic(IMPORT_NAME, name.span, message, hint))
        return found


def _transactions(postings: Iterable[_Posting]) -> Iterator[list[_Posting]]:
    """The postings of one transaction and one commodity, in the order of the table."""
    groups: dict[tuple[str, str], list[_Posting]] = defaultdict(list)
    for posting in postings:
        groups[posting.transaction, posting.resource.is_].append(posting)
    return iter(groups.values())


def _paired(group: Sequence[_Posting], findings: list[Diagnostic]) -> Iterator[_Move]:
    """Givers with takers, in their order, each as far as its amount goes."""
    total = sum((posting.amount for posting in group), ZERO)
    if total:
        findings.append(_unbalanced(group[-1], total))
        return
    takers = iter([posting for posting in group if posting.amount > 0])
    taker, room = None, ZERO
    for giver in group:
        left = max(-giver.amount, ZERO)
        while left:
            if not room:
                taker = next(takers)
                room = taker.amount
            assert taker is not None  # noqa: S101 - a room has a taker
            amount = min(left, room)
            yield _Move(giver, taker, amount)
            left, room = left - amount, room - amount


def _linked(told: Sequence[tuple[Entry, _Move]], findings: list[Diagnostic]) -> tuple[Entry, ...]:
    """The entries with ids, and what runs backward tied to what it takes back."""
    entries: list[Entry] = []
    left: dict[tuple[str, str, str], list[tuple[str, Decimal]]] = defaultdict(list)
    moves = (move for _, move in told)
    for entry, move in zip(numbered(entry for entry, _ in told), moves, strict=True):
        if entry.action is Action.COUNTED:
            entries.append(entry)
        elif move.action is None:
            findings.append(_no_route(move))
        elif not move.is_backward:
            left[entry.from_, entry.to, entry.resource].append((entry.id, entry.quantity))
            entries.append(entry)
        else:
            corrected = _taken_back(left[entry.to, entry.from_, entry.resource], entry.quantity)
            findings += [] if corrected else [_no_route(move)]
            entries.append(
                msgspec.structs.replace(
                    entry, corrects=corrected, reason="taken back in the source"
                )
            )
    return tuple(entries)


def _taken_back(earlier: list[tuple[str, Decimal]], amount: Decimal) -> str:
    """The last entry of which so much is left; blank where there is none."""
    for index in range(len(earlier) - 1, -1, -1):
        name, left = earlier[index]
        if left >= amount:
            earlier[index] = (name, left - amount)
            return name
    return ""


def _entries(moves: Iterable[_Move], reason: str) -> Iterator[tuple[Entry, _Move]]:
    """Day by day: what moved, and then what was counted, since a count ends a day."""
    held: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for _, group in groupby(moves, key=lambda move: move.day):
        counts: dict[tuple[str, str], tuple[_Move, Decimal]] = {}
        for move in group:
            resource = move.source.resource.resource
            held[move.source.account.account, resource] -= move.amount
            held[move.target.account.account, resource] += move.amount
            if not move.is_count:
                yield _entry(move), move
                continue
            key, found = _found(move)
            counts[key] = (move, counts.get(key, (move, ZERO))[1] + found)
        for key, (move, found) in counts.items():
            yield _count(move, key[0], held[key], abs(found), reason), move


def _found(move: _Move) -> tuple[tuple[str, str], Decimal]:
    """The stock that was counted, and by how much more than the book said."""
    gains = move.target.account.type is AccountType.STOCK
    stock = move.target if gains else move.source
    return (stock.account.account, stock.resource.resource), move.amount if gains else -move.amount


def _entry(move: _Move) -> Entry:
    return Entry(
        date=move.day,
        action=move.action or Action.MOVED,  # one without an action becomes a finding
        resource=move.source.resource.resource,
        quantity=move.amount,
        unit=move.source.resource.unit,
        from_=move.source.account.account,
        to=move.target.account.account,
        receipt=move.source.receipt,
        origin=Origin.IMPORT,
    )


def _count(move: _Move, stock: str, held: Decimal, difference: Decimal, reason: str) -> Entry:
    ends = (move.source.account, move.target.account)
    counts = next(one.account for one in ends if one.purpose is Purpose.COUNTS)
    return Entry(
        date=move.day,
        action=Action.COUNTED,
        resource=move.source.resource.resource,
        quantity=held,
        unit=move.source.resource.unit,
        from_=counts,
        to=stock,
        tolerance=difference or None,
        reason=reason if difference else "",
        origin=Origin.IMPORT,
    )


def _unbalanced(posting: _Posting, total: Decimal) -> Diagnostic:
    amount = f"{format_quantity(total)} {posting.resource.is_}"
    message = f"the postings of transaction `{posting.transaction}` do not add up: {amount} is left"
    hint = "an exchange of one commodity for another is two transactions here, one each"
    return Diagnostic(IMPORT_UNBALANCED, posting.written.span, message, hint)


def _no_route(move: _Move) -> Diagnostic:
    source, target = move.source.account, move.target.account
    message = f"no entry runs from `{source.is_}` ({source.type}) to `{target.is_}` ({target.type})"
    hint = "let it pass through a stock, or give one of them another `type` or `purpose`"
    return Diagnostic(IMPORT_ROUTE, move.target.written.span, message, hint)
