# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose money it is: each funder's share of the last twelve months, and what it asks for.

Shares count money only, in the currency of the book. People who give are one pooled fund and
no funder; neither is the commons itself (domain rules, section 2; decision 8).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

from commonpress.check.postings import Journal, Posting
from commonpress.check.register import Register
from commonpress.derive.answers import FunderShare, Funding, FundingView, FundView, share_of
from commonpress.derive.lines import as_declared
from commonpress.derive.statements import line_of
from commonpress.ground.periods import Period, add_months, months_between
from commonpress.ground.quantities import ZERO
from commonpress.kinds.fund import Fund, FunderKind
from commonpress.kinds.ledger import Measure

MONTHS_TOLD = 12


@dataclass(frozen=True, slots=True)
class Gift:
    """Money that came through an account on a day; below zero where a correction took it back."""

    day: date
    account: str
    amount: Decimal


def funding_view(register: Register, journal: Journal, as_of: date) -> FundingView | None:
    """The funding of a book on a day; None where it keeps no funds."""
    funds = as_declared(register.of(Fund))
    if not funds:
        return None
    gifts = gifts_of_money(journal, register.settings.currency)
    first = min((gift.day for gift in gifts), default=as_of)
    through = {name: fund for fund in funds for name in fund.accounts}
    now = funding(gifts, through, funds, as_of)
    months = (m for m in months_between(first, as_of) if m.end <= as_of)
    return FundingView(
        unit=register.settings.currency,
        now=now,
        funds=tuple(_fund_view(fund, gifts, now, as_of) for fund in funds),
        months=tuple((m, funding(gifts, through, funds, m.end)) for m in months),
    )


def gifts_of_money(journal: Journal, currency: str) -> tuple[Gift, ...]:
    """All money received from givers, by day; what a book begins with is no gift."""
    chart = journal.chart
    money = {
        r.id
        for r in chart.resources.values()
        if r.unit == currency and chart.measure_of(r.id) is Measure.MONEY
    }
    return tuple(
        _gift(posting)
        for posting in journal.postings
        if posting.resource in money and line_of(posting, chart) == "received"
    )


def funding(
    gifts: Sequence[Gift], through: Mapping[str, Fund], funds: Sequence[Fund], end: date
) -> Funding:
    """The money of the twelve months that end on a day, by who stands behind it."""
    start = add_months(end, -MONTHS_TOLD) + timedelta(days=1)
    came: dict[str, Decimal] = defaultdict(lambda: ZERO)
    day = attrgetter("day")
    for gift in gifts[bisect_left(gifts, start, key=day) : bisect_right(gifts, end, key=day)]:
        fund = through.get(gift.account)
        came[fund.id if fund else ""] += gift.amount
    total = sum(came.values(), ZERO)
    funders = _funders(funds, came, total)
    leaning = [f for f in funds if f.kind is FunderKind.STATE or f.is_conditioned]
    return Funding(
        start=start,
        end=end,
        total=total,
        pooled=_of(funds, came, FunderKind.INDIVIDUALS),
        earned=_of(funds, came, FunderKind.SELF),
        undeclared=came.get("", ZERO),
        funders=funders,
        concentration=sum((funder.share**2 for funder in funders), ZERO),
        leaning=sum((came.get(f.id, ZERO) for f in leaning), ZERO),
    )


def _gift(posting: Posting) -> Gift:
    if posting.backwards:
        return Gift(posting.day, posting.target, -posting.amount)
    return Gift(posting.day, posting.source, posting.amount)


def _funders(
    funds: Sequence[Fund], came: Mapping[str, Decimal], total: Decimal
) -> tuple[FunderShare, ...]:
    """Each institution with all its funds, the one that gave most first."""
    by_name: dict[tuple[str, FunderKind], list[Fund]] = defaultdict(list)
    for fund in funds:
        if fund.is_outside:
            by_name[fund.funder or fund.title, fund.kind].append(fund)
    shares = []
    for (name, kind), own in by_name.items():
        amount = sum((came.get(fund.id, ZERO) for fund in own), ZERO)
        shares.append(FunderShare(name, kind, tuple(own), amount, share_of(amount, total)))
    return tuple(sorted(shares, key=lambda s: (-s.amount, s.funder, s.kind)))


def _of(funds: Sequence[Fund], came: Mapping[str, Decimal], kind: FunderKind) -> Decimal:
    return sum((came.get(fund.id, ZERO) for fund in funds if fund.kind is kind), ZERO)


def _fund_view(fund: Fund, gifts: Sequence[Gift], now: Funding, as_of: date) -> FundView:
    own = [gift for gift in gifts if gift.account in fund.accounts and gift.day <= as_of]
    told = Period(now.start, now.end, "")
    return FundView(
        record=fund,
        amount=sum((gift.amount for gift in own if gift.day in told), ZERO),
        whole=sum((gift.amount for gift in own), ZERO),
        is_open=fund.start <= as_of and (fund.end is None or fund.end >= as_of),
    )
