# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts are balance assertions: what is on the shelf is held against the book."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from commonpress.check.postings import LEDGER
from commonpress.check.rules.wording import amount, amount_of, entries_named, finding, see, some
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.ground.quantities import ZERO, format_quantity
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.ledger import AccountType

if TYPE_CHECKING:
    from commonpress.check.postings import Count, Posting
    from commonpress.check.register import Register

COUNT_DIFFERS = Code(
    "count-differs",
    "A count is held against the book, and differs by more than its tolerance. Something that "
    "came or went since the last count is missing, was written twice, or in the wrong unit.",
)
COUNT_UNEXPLAINED = Code(
    "count-unexplained",
    "A small difference between count and book is booked as found or lost, and the count says "
    "in `reason` why.",
)
COUNTS_DISAGREE = Code(
    "counts-disagree",
    "A stock cannot hold two different amounts of one thing at the end of a day.",
)
COUNT_STALE = Code(
    "count-stale",
    "Whatever is held in a stock is counted again within some weeks (35 days unless the "
    "commons counts more often), or nobody can say whether the book is right.",
    severity=Severity.WARNING,
)
TOLERANCE_WITHOUT_COUNT = Code(
    "tolerance-without-count",
    "Only a count can differ from the book, so only a count has a tolerance.",
)
CODES = (
    COUNT_DIFFERS,
    COUNT_UNEXPLAINED,
    COUNTS_DISAGREE,
    COUNT_STALE,
    TOLERANCE_WITHOUT_COUNT,
)


def counts_agree_with_the_book(register: Register) -> Iterator[Diagnostic]:
    """Within its tolerance, every count is what the book says at the end of that day."""
    counts = tuple(_counts_with_the_one_before(register))
    beyond = [count for count, _ in counts if not count.is_within_tolerance]
    moved = _postings_of(register, {(count.account, count.resource) for count in beyond})
    for count, before in counts:
        if not count.is_within_tolerance:
            postings = moved[count.account, count.resource]
            yield _differs(count, before, _between(postings, before, count), register)
        elif count.difference and not count.entry.reason:
            message = (
                f"{_counted(count, register)} is {_more_or_less(count, register)} than the book "
                "says, and no reason is given"
            )
            hint = "write `reason` with a few words, such as `weighed with the crate`"
            yield finding(COUNT_UNEXPLAINED, count.entry, "quantity", message, hint)


def counts_of_one_day_are_the_same(register: Register) -> Iterator[Diagnostic]:
    """Two counts of one stock and one resource on one day find the same."""
    first: dict[tuple[str, str, date], Count] = {}
    for count in register.journal.counts:
        key = (count.account, count.resource, count.entry.date)
        other = first.setdefault(key, count)
        if other.counted != count.counted:
            message = (
                f"two counts of {count.entry.date} find {_counted(other, register)} and "
                f"{_counted(count, register)} in `{count.account}`"
            )
            hint = f"take one out, or write `corrects: {other.entry.id}` with a `reason`"
            related = [see(other.entry, "quantity", "the other count")]
            yield finding(COUNTS_DISAGREE, count.entry, "quantity", message, hint, related=related)


def stocks_in_use_are_counted(register: Register) -> Iterator[Diagnostic]:
    """What a stock holds was counted, or first came in, not long before its last entry.

    A stock that holds nothing in the end, such as meals eaten on the day they are made, has
    nothing to count.
    """
    within = register.settings.limits.count_within_days
    journal = register.journal
    counted = {(c.account, c.resource): c.entry.date for c in journal.counts}
    stale = []
    for name, resource in sorted(journal.running):
        steps = journal.end_of_days(name, resource)
        is_held = journal.chart.accounts[name].type is AccountType.STOCK and steps[-1][1] != ZERO
        since = counted.get((name, resource), steps[0][0])
        if is_held and steps[-1][0] - since > timedelta(days=within):
            stale.append((name, resource))
    moved = _postings_of(register, set(stale))
    for stock in stale:
        yield _stale(moved[stock][-1].entry, stock, counted.get(stock), within)


def only_counts_have_a_tolerance(register: Register) -> Iterator[Diagnostic]:
    """`tolerance` stands in counts alone."""
    for entry in register.entries:
        if entry.tolerance is not None and entry.action is not Action.COUNTED:
            message = f"what is `{entry.action}` has no tolerance"
            hint = "take `tolerance` out, or write `action: counted`"
            yield finding(TOLERANCE_WITHOUT_COUNT, entry, "tolerance", message, hint)


def _differs(
    count: Count, before: Count | None, since: list[Posting], register: Register
) -> Diagnostic:
    message = (
        f"`{count.account}` was counted at {_counted(count, register)} on {count.entry.date}, "
        f"{_more_or_less(count, register)} than the {_in_words(count.expected, count, register)} "
        f"of the book; the tolerance is {_in_words(count.tolerance, count, register)}"
    )
    start = f"the count of {before.entry.date}" if before else "the beginning of the book"
    hint = f"{some(len(since), 'line')} since {start}: "
    hint += _what_may_have_happened(count, since, register)
    related = entries_named([posting.entry for posting in since])
    return finding(COUNT_DIFFERS, count.entry, "quantity", message, hint, related=related)


def _what_may_have_happened(count: Count, since: list[Posting], register: Register) -> str:
    """A line that would explain all of the difference, or what to write when none does."""
    is_less = count.difference < ZERO
    size = count.difference.copy_abs()
    for posting in reversed(since):
        if posting.amount == size:
            came_in = posting.target == count.account
            asked = "is it written twice" if came_in is is_less else "did it happen twice"
            return f"`{posting.entry.id}` is of exactly that much: {asked}?"
    tolerance = _in_its_unit(size, count, register)
    return (
        f"write what {'left' if is_less else 'came in'} and is missing; if it stays unexplained, "
        f"write `tolerance: {format_quantity(tolerance)}` and a `reason`"
    )


def _in_its_unit(size: Decimal, count: Count, register: Register) -> Decimal:
    """A difference in base units, in the unit of the count, rounded up to what a file can hold."""
    unit = register.journal.chart.size_of(count.resource, count.entry.unit) or Decimal(1)
    return (size / unit).quantize(Decimal("0.000001"), rounding=ROUND_CEILING)


def _counts_with_the_one_before(register: Register) -> Iterator[tuple[Count, Count | None]]:
    before: dict[tuple[str, str], Count] = {}
    for count in register.journal.counts:
        key = (count.account, count.resource)
        earlier = before.get(key)
        if earlier is None or earlier.entry.date != count.entry.date:
            yield count, earlier  # a second count of a day is held against the first one
        before[key] = count


def _postings_of(
    register: Register, stocks: set[tuple[str, str]]
) -> dict[tuple[str, str], list[Posting]]:
    """What moved in or out of each of some stocks (an account and a resource), in order."""
    found: dict[tuple[str, str], list[Posting]] = {stock: [] for stock in stocks}
    if found:
        for posting in register.journal.postings:
            for account in (posting.source, posting.target):
                if (account, posting.resource) in found:
                    found[account, posting.resource].append(posting)
    return found


def _between(postings: list[Posting], before: Count | None, count: Count) -> list[Posting]:
    """What moved after the count before, up to this one, without what counts booked."""
    start = before.entry.date if before else date.min
    return [
        posting
        for posting in postings
        if start < posting.day <= count.entry.date and isinstance(posting.kind, Action)
    ]


def _stale(entry: Entry, stock: tuple[str, str], last: date | None, within: int) -> Diagnostic:
    account, resource = stock
    said = f"was last counted on {last}" if last else "was never counted"
    message = f"`{account}` holds `{resource}` and {said}, and its last entry is of {entry.date}"
    hint = (
        f"count it within {within} days: `{{date: ..., action: counted, resource: {resource}, "
        f"quantity: ..., unit: {entry.unit}, to: {account}}}`"
    )
    return finding(COUNT_STALE, entry, "", message, hint)


def _counted(count: Count, register: Register) -> str:
    return amount_of(count.counted, count.resource, register)


def _in_words(quantity: Decimal, count: Count, register: Register) -> str:
    return amount(quantity, count.resource, register)


def _more_or_less(count: Count, register: Register) -> str:
    size = _in_words(count.difference.copy_abs(), count, register)
    return f"{size} {'less' if count.difference < ZERO else 'more'}"


RULES = (
    counts_agree_with_the_book,
    counts_of_one_day_are_the_same,
    stocks_in_use_are_counted,
    only_counts_have_a_tolerance,
)
NEEDS = {
    counts_agree_with_the_book: LEDGER,
    counts_of_one_day_are_the_same: LEDGER,
    stocks_in_use_are_counted: LEDGER,
}
