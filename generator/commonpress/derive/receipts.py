# SPDX-License-Identifier: AGPL-3.0-or-later
"""Receipts (tokens): how many were given out, how long ago, and the proof that none was forged.

A receipt is a resource whose category measures tokens. All accounts together hold zero of it,
and no account is a person's (domain rules, section 2; decision 8).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from commonpress.check.postings import Journal, Posting, first_written
from commonpress.derive.answers import ReceiptAge, ReceiptsView
from commonpress.derive.lines import as_declared
from commonpress.ground.periods import add_months
from commonpress.ground.quantities import ZERO
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Measure, Resource

# The ages that are told, in whole months: the first month, to three, six, twelve, and longer.
AGES = (0, 1, 3, 6, 12)


def receipts_views(journal: Journal, as_of: date) -> tuple[ReceiptsView, ...]:
    """Every resource of receipts that was ever made, as declared."""
    chart = journal.chart
    tokens = [r for r in chart.resources.values() if chart.measure_of(r.id) is Measure.TOKENS]
    views = []
    for resource in as_declared(tokens):
        postings = [p for p in journal.postings if p.resource == resource.id and p.day <= as_of]
        if postings:
            views.append(_view(journal, resource, postings, as_of))
    return tuple(views)


def _view(
    journal: Journal, resource: Resource, postings: Sequence[Posting], as_of: date
) -> ReceiptsView:
    issued = _by_day(postings, Action.DISTRIBUTED)
    balances = [
        (account, journal.balance(account.id, resource.id, as_of))
        for account in as_declared(journal.chart.accounts.values())
    ]
    return ReceiptsView(
        resource=resource,
        made=sum(_by_day(postings, Action.MADE).values(), ZERO),
        issued=sum(issued.values(), ZERO),
        ages=_ages(issued, as_of),
        accounts=tuple((account, amount) for account, amount in balances if amount),
        postings=len(postings),
    )


def _by_day(postings: Sequence[Posting], action: Action) -> Mapping[date, Decimal]:
    """What an action came to, by the day it happened; a correction counts for that day."""
    by_id = {p.entry.id: p.entry for p in postings}
    amounts: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for posting in postings:
        if posting.kind is action:
            first = first_written(posting.entry, by_id) or posting.entry
            amounts[first.date] += -posting.amount if posting.backwards else posting.amount
    return amounts


def _ages(issued: Mapping[date, Decimal], as_of: date) -> tuple[ReceiptAge, ...]:
    ages = []
    for months, below in pairwise((*AGES, None)):
        if months is None:
            continue
        amount = sum((q for day, q in issued.items() if _is_aged(day, months, below, as_of)), ZERO)
        ages.append(ReceiptAge(months, below, amount))
    return tuple(ages)


def _is_aged(day: date, months: int, below: int | None, as_of: date) -> bool:
    """Whether a day is at least so many whole months ago, and less than so many."""
    if add_months(day, months) > as_of:
        return False
    return below is None or add_months(day, below) > as_of
