# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger as an hledger journal, which `hledger check --strict` holds against itself.

Every account and resource is declared. A resource is a commodity, named by its id, in its base
unit. A count is a balance assertion on the account that was counted, so hledger finds each one
again from the lines before it. The format: https://hledger.org/1.25/hledger.html#journal-format
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from commonpress.derive.flow_views import EntryLine
from commonpress.derive.publication import Publication
from commonpress.ground.quantities import format_quantity
from commonpress.kinds.ledger import Account, Resource
from commonpress.render.ledger_words import (
    account_name,
    account_names,
    account_root,
    details,
    headline,
)
from commonpress.render.posted import day_by_day, posted

_TYPES = {"Assets": "A", "Equity": "E", "Income": "R", "Expenses": "X"}
# What would end a description or a tag; the exact text stands in `entries.csv`.
_IN_DESCRIPTION = str.maketrans({";": ",", "|": "/", "\n": " "})
_IN_TAG = str.maketrans({",": ";", "\n": " "})


def write_hledger(publication: Publication) -> bytes:
    """The whole ledger, oldest day first."""
    return b"".join(hledger_pieces(publication))


def hledger_pieces(publication: Publication) -> Iterator[bytes]:
    """The same, piece by piece as it is made."""
    return (text.encode() for text in _texts(publication))


def _texts(publication: Publication) -> Iterator[str]:
    yield _head(publication)
    places = _places(publication.entries)
    for resource_view in publication.resources:
        yield _commodity(resource_view.resource, places.get(resource_view.resource.id, 0))
    for account_view in publication.accounts:
        yield _account(account_view.account)
    names = account_names(publication)
    for day in day_by_day(publication.entries):
        for line in day.moves:
            yield _transaction(line, _legs(line, names))
        for line in day.counts:
            yield _transaction(line, _counted_legs(line, names))


def _head(publication: Publication) -> str:
    commons = publication.commons
    return (
        f"; The ledger of {commons.name}, as of {publication.as_of}. Licence: {commons.licence}.\n"
        "; Amounts are in the base unit of each resource. Counts are balance assertions.\n"
        "decimal-mark .\n\n"
    )


def _places(lines: Iterable[EntryLine]) -> dict[str, int]:
    """The most decimals that any amount of a resource has; hledger prints with so many."""
    places: dict[str, int] = {}
    for line in lines:
        for amount in (line.amount, line.difference):
            exponent = amount.as_tuple().exponent
            if isinstance(exponent, int) and -exponent > places.get(line.resource.id, 0):
                places[line.resource.id] = -exponent
    return places


def _commodity(resource: Resource, places: int) -> str:
    return (
        f'commodity "{resource.id}"\n'
        f"    ; {resource.title}, in {resource.unit}\n"
        f'    format 1000.{"0" * places} "{resource.id}"\n\n'
    )


def _account(account: Account) -> str:
    kind = _TYPES[account_root(account)]
    return f"account {account_name(account)}  ; type:{kind}\n    ; {account.title}\n\n"


def _transaction(line: EntryLine, legs: Iterable[str]) -> str:
    entry = line.entry
    told = [text.translate(_IN_DESCRIPTION) for text in (headline(line), entry.note) if text]
    parts = [f"{entry.date} * ({entry.id}) {' | '.join(told)}\n"]
    tags = ", ".join(f"{name}:{text.translate(_IN_TAG)}" for name, text in details(line))
    if tags:
        parts.append(f"    ; {tags}\n")
    parts += legs
    parts.append("\n")
    return "".join(parts)


def _legs(line: EntryLine, names: Mapping[str, str]) -> Iterator[str]:
    moved = posted(line)
    if moved:
        amount = format_quantity(moved.amount)
        yield _leg(names[moved.source.id], f"-{amount}", line)
        yield _leg(names[moved.target.id], amount, line)


def _counted_legs(line: EntryLine, names: Mapping[str, str]) -> Iterator[str]:
    """What a count changed, if anything, and what the account holds after it."""
    if line.difference:
        taken = format_quantity(line.difference.copy_negate())
        yield _leg(names[line.source.id], taken, line)
    counted = _leg(names[line.target.id], format_quantity(line.difference), line)
    yield f'{counted[:-1]} = {format_quantity(line.amount)} "{line.resource.id}"\n'


def _leg(name: str, amount: str, line: EntryLine) -> str:
    return f'    {name}  {amount} "{line.resource.id}"\n'
