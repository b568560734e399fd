# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger as double entry: every entry turned into a posting from one account to another.

Amounts are exact decimals in the base unit of their resource. A posting takes from its
source what it gives to its target, so the postings of each resource sum to zero by
construction. Balances are those of the end of a day: nothing in a book says which of two
entries of one day came first.

A count (`counted`) moves nothing by itself. At the end of its day, after all other entries
of that day, it says what the stock holds; the difference from the book becomes a derived
posting, a raise (from the source of counts to the stock) or a lower (the other way), so
that the balance after a count is the count. A count that `corrects` another count replaces
it; any other correction is a posting of the difference, and may run backwards.

What cannot be posted (an undeclared account, a unit that the resource does not have) is
left out here and reported by the rules in `check.rules.ledger`.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from commonpress.ground.quantities import EXACT, ZERO
from commonpress.kinds.entry import ROUTES, Action, Entry
from commonpress.kinds.ledger import Account, Category, Measure, Purpose, Resource
from commonpress.kinds.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commonpress.check.register import Register

# The kinds of record that the chart and the journal are made of. While one of their records
# cannot be read, usual accounts may be other ones, and balances other sums.
CHART = ("commons", "project", "category", "resource", "account")
LEDGER = (*CHART, "entry")


class Adjustment(StrEnum):
    """What a count does to the book, in the words of Valueflows."""

    RAISE = "raise"
    LOWER = "lower"


class Posting(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """So much of a resource taken from one account and given to another on a day."""

    entry: Entry
    day: date
    resource: str
    amount: Decimal  # in the base unit of the resource, never negative
    source: str
    target: str
    kind: Action | Adjustment
    # Whether a correction takes back what its action had given: it then counts against the total.
    backwards: bool = False


class Count(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a count found, beside what the book held at the end of that day."""

    entry: Entry
    account: str
    resource: str
    counted: Decimal  # these three in the base unit of the resource
    expected: Decimal
    tolerance: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more was counted than the book held; below zero where it was less."""
        with localcontext(EXACT):
            return self.counted - self.expected

    @property
    def is_within_tolerance(self) -> bool:
        """Whether the difference may be booked as a raise or a lower."""
        return self.difference.copy_abs() <= self.tolerance


class Chart:
    """What the ledger is written in: accounts, resources with their units, the usual accounts.

    Every answer is remembered, because a large ledger asks the same few questions
    hundreds of thousands of times.
    """

    def __init__(self, register: Register) -> None:
        self.accounts = {account.id: account for account in register.of(Account)}
        self.resources = {resource.id: resource for resource in register.of(Resource)}
        self.categories = {category.id: category for category in register.of(Category)}
        self._projects = {project.id: project for project in register.of(Project)}
        self._default_project = register.settings.default_project
        self._sizes = {
            (resource.id, unit): size
            for resource in self.resources.values()
            for unit, size in unit_sizes(resource).items()
        }
        self._usual: dict[tuple[str, Action, str], tuple[str, str]] = {}
        counts = [a.id for a in register.of(Account) if a.purpose is Purpose.COUNTS]
        self._counts = counts[0] if len(counts) == 1 else ""

    def project_of(self, entry: Entry) -> str:
        """The project an entry belongs to: its own, or the default of the book."""
        return entry.project or self._default_project

    def accounts_of(self, entry: Entry) -> tuple[str, str]:
        """The accounts an entry runs between: as written, or as usual in its project.

        Either is blank where it is not written and no usual flow says it. A count
        without `from` takes the one source of counts, where there is just one.
        """
        if entry.from_ and entry.to:
            return entry.from_, entry.to
        key = (self.project_of(entry), entry.action, entry.resource)
        usual = self._usual.get(key)
        if usual is None:
            usual = self._usual[key] = self._usual_accounts(*key)
        return entry.from_ or usual[0], entry.to or usual[1]

    def size_of(self, resource: str, unit: str) -> Decimal | None:
        """How many base units one `unit` of a resource is; None where it has no such unit."""
        return self._sizes.get((resource, unit))

    def measure_of(self, resource: str) -> Measure | None:
        """What a resource counts (goods, money), by its category; None where it is unknown."""
        found = self.resources.get(resource)
        category = self.categories.get(found.category) if found else None
        return category.measure if category else None

    def line_of_categories(self, category: str) -> tuple[str, ...]:
        """A category and everything above it, nearest first. A circle is walked once."""
        found: list[str] = []
        while category in self.categories and category not in found:
            found.append(category)
            category = self.categories[category].parent
        return tuple(found)

    def _usual_accounts(self, project: str, action: Action, resource: str) -> tuple[str, str]:
        known = self.resources.get(resource)
        categories = self.line_of_categories(known.category) if known else ()
        if project in self._projects:
            for flow in self._projects[project].usual:
                if flow.action is action and (not flow.category or flow.category in categories):
                    return flow.from_, flow.to
        return (self._counts if action is Action.COUNTED else ""), ""


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """All postings of a book by (day, entry id), what its counts found, and every balance."""

    chart: Chart
    postings: tuple[Posting, ...]
    counts: tuple[Count, ...]
    # For each account and resource: the days on which something moved, and what was held
    # at the end of each.
    running: dict[tuple[str, str], tuple[list[date], list[Decimal]]]

    def balance(self, account: str, resource: str, day: date) -> Decimal:
        """What an account holds of a resource at the end of a day, in base units.

        A source goes below zero by all it gave, so that all accounts together hold zero.
        """
        if (account, resource) not in self.running:
            return ZERO
        days, balances = self.running[account, resource]
        index = bisect_right(days, day)
        return balances[index - 1] if index else ZERO

    def end_of_days(self, account: str, resource: str) -> tuple[tuple[date, Decimal], ...]:
        """Each day on which something moved, with what was held at the end of it, in order."""
        return tuple(zip(*self.running.get((account, resource), ((), ())), strict=True))


def unit_sizes(resource: Resource) -> dict[str, Decimal]:
    """The units a resource is written in, each with its size in base units; the base unit first.

    The word for more than one (`meals`) is the same unit as the word for one (`meal`).
    """
    sizes = {resource.unit: Decimal(1)}
    if resource.each:
        sizes[resource.each] = Decimal(1)
    for other in resource.units:
        sizes.setdefault(other.unit, other.is_)
    return sizes


def posting(entry: Entry, chart: Chart, *, backwards: bool = False) -> Posting | None:
    """The posting of an entry, in the base unit; None where something in it is not declared."""
    source, target = chart.accounts_of(entry)
    size = chart.size_of(entry.resource, entry.unit)
    if size is None or source not in chart.accounts or target not in chart.accounts:
        return None
    return Posting(
        entry=entry,
        day=entry.date,
        resource=entry.resource,
        amount=entry.quantity if size == 1 else EXACT.multiply(entry.quantity, size),
        source=source,
        target=target,
        kind=entry.action,
        backwards=backwards,
    )


def runs_backwards(entry: Entry, chart: Chart, corrected: Entry | None) -> bool:
    """Whether a correction runs against the route of its action, to take back what was too much.

    Between two stocks (`moved`) the types cannot tell, so it is held against the entry
    that was corrected in the first place (`corrected`).
    """
    source, target = chart.accounts_of(entry)
    if source not in chart.accounts or target not in chart.accounts:
        return False
    route = ROUTES[entry.action]
    if route[0] is not route[1]:
        return (chart.accounts[target].type, chart.accounts[source].type) == route
    return corrected is not None and chart.accounts_of(corrected) == (target, source)


def first_written(entry: Entry, by_id: dict[str, Entry]) -> Entry | None:
    """The entry that a correction goes back to, over corrections of corrections; None for others.

    A circle of corrections (an error) is walked once.
    """
    seen = {entry.id}
    found = by_id.get(entry.corrects)
    while found and found.corrects in by_id and found.corrects not in seen:
        seen.add(found.id)
        found = by_id[found.corrects]
    return found


def book_postings(register: Register) -> Journal:
    """Post every entry of a book, day by day, and let its counts have the last word of each day."""
    return _Booking(Chart(register), register.entries).journal()


class _Booking:
    """The state of posting a book: what each account holds so far."""

    def __init__(self, chart: Chart, entries: tuple[Entry, ...]) -> None:
        self.chart = chart
        self.entries = entries
        self.postings: list[Posting] = []
        self.counts: list[Count] = []
        self.running: dict[tuple[str, str], tuple[list[date], list[Decimal]]] = {}
        self.corrected = _corrected_entries(entries)

    def journal(self) -> Journal:
        """Post all entries; they come sorted by (date, id)."""
        with localcontext(EXACT):
            for day, entries in groupby(self.entries, key=attrgetter("date")):
                self._post_day(day, entries)
        return Journal(
            chart=self.chart,
            postings=tuple(self.postings),
            counts=tuple(self.counts),
            running=self.running,
        )

    def _post_day(self, day: date, entries: Iterable[Entry]) -> None:
        counts: list[Posting] = []
        start = len(self.postings)
        for entry in entries:
            posted = self._posting(entry)
            if posted is None:
                continue
            if posted.kind is Action.COUNTED:
                counts.append(posted)
            else:
                self._book(posted, day)
        for count in counts:
            self._settle(count, day)
        if counts:
            self.postings[start:] = sorted(self.postings[start:], key=lambda p: p.entry.id)

    def _posting(self, entry: Entry) -> Posting | None:
        if not entry.corrects and entry.action is not Action.COUNTED:
            return posting(entry, self.chart)
        if entry.action is Action.COUNTED and entry.id and entry.id in self.corrected.replaced:
            return None
        corrected = first_written(entry, self.corrected.by_id)
        return posting(entry, self.chart, backwards=runs_backwards(entry, self.chart, corrected))

    def _settle(self, count: Posting, day: date) -> None:
        """Hold a count against the book and post the difference."""
        stock, resource, entry = count.target, count.resource, count.entry
        days_and_balances = self.running.get((stock, resource))
        expected = days_and_balances[1][-1] if days_and_balances else ZERO
        size = self.chart.size_of(resource, entry.unit) or ZERO
        found = Count(
            entry=entry,
            account=stock,
            resource=resource,
            counted=count.amount,
            expected=expected,
            tolerance=(entry.tolerance or ZERO) * size,
        )
        self.counts.append(found)
        if found.difference > 0:
            self._book(_adjust(count, Adjustment.RAISE, found.difference), day)
        elif found.difference < 0:
            self._book(_adjust(count, Adjustment.LOWER, -found.difference), day)

    def _book(self, posted: Posting, day: date) -> None:
        self.postings.append(posted)
        self._add(posted.source, posted.resource, day, -posted.amount)
        self._add(posted.target, posted.resource, day, posted.amount)

    def _add(self, account: str, resource: str, day: date, amount: Decimal) -> None:
        held = self.running.get((account, resource))
        if held is None:
            self.running[account, resource] = ([day], [amount])
            return
        days, balances = held
        if days[-1] == day:
            balances[-1] += amount
        else:
            days.append(day)
            balances.append(balances[-1] + amount)


class _Corrected(msgspec.Struct, frozen=True):
    """The entries that corrections name, and the ids of the counts that another count replaces."""

    by_id: dict[str, Entry]
    replaced: frozenset[str]


def _corrected_entries(entries: tuple[Entry, ...]) -> _Corrected:
    corrections = [entry for entry in entries if entry.corrects]
    named = {entry.corrects for entry in corrections}
    by_id = {entry.id: entry for entry in entries if entry.id in named}
    replaced = {
        entry.corrects
        for entry in corrections
        if entry.action is Action.COUNTED
        and entry.corrects in by_id
        and by_id[entry.corrects].action is Action.COUNTED
    }
    return _Corrected(by_id, frozenset(replaced))


def _adjust(count: Posting, kind: Adjustment, amount: Decimal) -> Posting:
    source, target = count.source, count.target
    if kind is Adjustment.LOWER:
        source, target = target, source
    return Posting(
        entry=count.entry,
        day=count.day,
        resource=count.resource,
        amount=amount,
        source=source,
        target=target,
        kind=kind,
    )
