# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger as a Beancount file, which `bean-check` holds against itself.

Every account is opened on its first day and closed after its last. A resource is a commodity,
named by its id, in its base unit. A count is a `balance` of the morning after, without
tolerance. The format: https://beancount.github.io/docs/beancount_language_syntax.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from commonpress.derive.flow_views import EntryLine, ResourceView
from commonpress.derive.publication import Publication
from commonpress.ground.quantities import format_quantity
from commonpress.kinds.ledger import Account, Measure, Resource
from commonpress.render.ledger_words import account_name, account_names, details, headline
from commonpress.render.posted import DayOfLines, day_by_day, posted

# Words of the language, which no commodity may be called. No id holds a dot.
_TAKEN = frozenset({"TRUE", "FALSE", "NULL"})


def write_beancount(publication: Publication) -> bytes:
    """The whole ledger, oldest day first."""
    return b"".join(beancount_pieces(publication))


def beancount_pieces(publication: Publication) -> Iterator[bytes]:
    """The same, piece by piece as it is made."""
    return (text.encode() for text in _texts(publication))


def commodity_name(resource: Resource) -> str:
    """A resource as Beancount writes it: its id in capitals."""
    name = resource.id.upper()
    return f"{name}.R" if name in _TAKEN else name


def _texts(publication: Publication) -> Iterator[str]:
    lines = publication.entries
    start = lines[0].entry.date if lines else publication.as_of
    yield _head(publication)
    for resource_view in publication.resources:
        yield _commodity(resource_view, start)
    for account_view in publication.accounts:
        yield _account(account_view.account, start)
    names = account_names(publication)
    for day in day_by_day(lines):
        for line in (*day.moves, *day.counts):
            yield _transaction(line, names)
        yield from _balances(day, names)


def _head(publication: Publication) -> str:
    commons = publication.commons
    money = [v.resource for v in publication.resources if v.category.measure is Measure.MONEY]
    return (
        f"; The ledger of {commons.name}, as of {publication.as_of}. Licence: {commons.licence}.\n"
        "; Amounts are in the base unit of each resource. Counts are balances of the next day.\n"
        f'option "title" {_string(commons.name)}\n'
        + "".join(f'option "operating_currency" "{commodity_name(r)}"\n' for r in money)
        + "\n"
    )


def _commodity(view: ResourceView, start: date) -> str:
    resource = view.resource
    return (
        f"{start} commodity {commodity_name(resource)}\n"
        f"  name: {_string(resource.title)}\n"
        f"  unit: {_string(resource.unit)}\n"
        f"  category: {_string(view.category.title)}\n\n"
    )


def _account(account: Account, start: date) -> str:
    name = account_name(account)
    opened = account.opened or min(start, account.closed or start)
    text = f"{opened} open {name}\n  title: {_string(account.title)}\n"
    after = _day_after(account.closed) if account.closed else None
    return f"{text}{after} close {name}\n\n" if after else f"{text}\n"


def _transaction(line: EntryLine, names: Mapping[str, str]) -> str:
    """An entry with all that is written in it; nothing for a count that found what was booked."""
    moved = posted(line)
    if moved is None:
        return ""
    entry = line.entry
    corrected = [entry.id] if line.corrected_by else []
    corrects = [entry.corrects] if entry.corrects else []
    marks = [f"#{line.project.id}"] if line.project else []
    marks += [f"^{name}" for name in (*corrected, *corrects, entry.group) if name]
    parts = [" ".join([str(entry.date), "*", _string(headline(line)), *marks]), "\n"]
    parts += _notes(line)
    amount, commodity = format_quantity(moved.amount), commodity_name(line.resource)
    parts.append(f"  {names[moved.source.id]}  -{amount} {commodity}\n")
    parts.append(f"  {names[moved.target.id]}  {amount} {commodity}\n")
    parts.append("\n")
    return "".join(parts)


def _notes(line: EntryLine) -> Iterator[str]:
    """All else that is written in an entry, so that nothing of it is lost here."""
    entry = line.entry
    yield f'  entry: "{entry.id}"\n  action: "{entry.action.value}"\n'
    if entry.note:
        yield f"  note: {_string(entry.note)}\n"
    for name, text in details(line):
        yield f"  {name}: {_string(text)}\n"


def _balances(day: DayOfLines, names: Mapping[str, str]) -> Iterator[str]:
    """What was counted on a day, as what is there the next morning."""
    after = _day_after(day.day)
    found = {(line.target.id, line.resource.id): line for line in day.counts}
    if after is None or not found:
        return
    for line in found.values():
        held = f"{format_quantity(line.amount)} ~ 0 {commodity_name(line.resource)}"
        yield f"{after} balance {names[line.target.id]}  {held}\n"
        yield "".join(_notes(line))
    yield "\n"


def _day_after(day: date) -> date | None:
    """The next day; None on the last day that there is."""
    return None if day == date.max else day + timedelta(days=1)


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
