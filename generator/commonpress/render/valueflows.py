# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger as Valueflows in JSON-LD: every entry an economic event of the commons.

Ids are places in this very file (`#entry/ent-2026-03-0141`), so they hold wherever it lies,
and the context stands inside, so nothing is fetched to read it. Days stay days: the vocabulary
would like a clock time, and a book has none. What a count found is a `raise` or a `lower`, and
so is what was there when the book began, or spoiled. Hours are `work`, whose effort is in minutes;
a line that another took the place of is left out. A correction repeats the action with the
difference, below zero where too much had been written. `accountingQuantity` is what is ours,
loans included; `onhandQuantity` is what lies there. https://www.valueflo.ws/concepts/actions/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext
from typing import Any
from urllib.parse import quote

import msgspec

from commonpress.derive.flow_views import EntryLine
from commonpress.derive.publication import Publication
from commonpress.ground.quantities import EXACT, ZERO, format_quantity
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Account, AccountType, Category, Purpose, Resource
from commonpress.render.posted import LOWER, RAISE, Posted, day_by_day, posted

Node = dict[str, Any]

_CONTEXT: Node = {
    "@vocab": "https://w3id.org/valueflows/ont/vf#",
    "om2": "http://www.ontology-of-units-of-measure.org/resource/om-2/",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "action": {"@type": "@vocab"},
    "hasNumericalValue": {"@id": "om2:hasNumericalValue", "@type": "xsd:decimal"},
    "hasUnit": {"@id": "om2:hasUnit", "@type": "@id"},
    "hasPointInTime": {"@type": "xsd:date"},
    "dcterms:created": {"@type": "xsd:date"},
    "skos:broader": {"@type": "@id"},
    **{
        name: {"@type": "@id"}
        for name in (
            "provider receiver resourceConformsTo conformsTo resourceInventoriedAs "
            "toResourceInventoriedAs inputOf outputOf inScopeOf corrects realizationOf "
            "primaryAccountable defaultUnitOfResource resourceClassifiedAs"
        ).split()
    },
}
_ACTIONS = {
    Action.RECEIVED.value: "transferAllRights",
    Action.DISTRIBUTED.value: "transferAllRights",
    Action.PAID.value: "transferAllRights",
    Action.MOVED.value: "move",
    Action.LENT.value: "transferCustody",
    Action.RETURNED.value: "transferCustody",
    Action.MADE.value: "produce",
    Action.USED.value: "consume",
    Action.SPOILED.value: LOWER,
    RAISE: RAISE,
    LOWER: LOWER,
}
# Units that the ontology of units of measure knows; all others are described in the file.
_UNITS = {"kg": "om2:kilogram", "g": "om2:gram", "l": "om2:litre", "EUR": "om2:euro"}
_OURS = "#commons"
_INSIDE = frozenset({Purpose.MAKING, Purpose.SPOILED, Purpose.COUNTS})


def write_valueflows(publication: Publication) -> bytes:
    """One node a line: who and what there is, what lies where, then every event by day."""
    return b"".join(valueflows_pieces(publication))


def valueflows_pieces(publication: Publication) -> Iterator[bytes]:
    """The same, piece by piece as it is made."""
    yield b'{"@context": ' + msgspec.json.encode(_CONTEXT) + b',\n"@graph": ['
    before = b"\n"
    for node in _nodes(publication):
        yield before + msgspec.json.encode(node)
        before = b",\n"
    yield b"\n]}\n"


def _nodes(publication: Publication) -> Iterator[Node]:
    lines = [line for day in day_by_day(publication.entries) for line in (*day.moves, *day.counts)]
    yield from _agents(publication)
    yield from _kinds_of_resource(publication)
    yield from _stocks(publication, lines)
    yield from _processes(lines)
    yield from _work(publication)
    yield from _agreements(publication, lines)
    told = {line.entry.id for line in lines if posted(line)}
    for line in lines:
        moved = posted(line)
        if moved:
            yield _event(line, moved, told)


# --- who and what there is -----------------------------------------------------------------------


def _agents(publication: Publication) -> Iterator[Node]:
    yield {"@id": _OURS, "@type": "Organization", "name": publication.commons.name}
    for project in publication.projects:
        record = project.record
        yield {"@id": f"#project/{record.id}", "@type": "Organization", "name": record.title}
    for view in publication.accounts:
        account = view.account
        if _agent(account) != _OURS:
            yield {"@id": _agent(account), "@type": "Agent", "name": account.title}


def _kinds_of_resource(publication: Publication) -> Iterator[Node]:
    yield from (_category(category) for category in publication.categories)
    units = dict.fromkeys(view.resource.unit for view in publication.resources)
    yield from (
        {"@id": _unit(unit), "@type": "om2:Unit", "localLabel": unit}
        for unit in units
        if unit not in _UNITS
    )
    for view in publication.resources:
        resource = view.resource
        yield {
            "@id": f"#resource/{resource.id}",
            "@type": "ResourceSpecification",
            "name": resource.title,
            "defaultUnitOfResource": _unit(resource.unit),
            "resourceClassifiedAs": f"#category/{resource.category}",
        }


def _category(category: Category) -> Node:
    node = {
        "@id": f"#category/{category.id}",
        "@type": "skos:Concept",
        "skos:prefLabel": category.title,
    }
    return node | ({"skos:broader": f"#category/{category.parent}"} if category.parent else {})


def _stocks(publication: Publication, lines: Iterable[EntryLine]) -> Iterator[Node]:
    """What lies where on the day of the book, for every resource that ever lay there."""
    held = {
        (view.account.id, resource.id): amount
        for view in publication.accounts
        for resource, amount in view.balances
    }
    lent = _out_on_loan(line for line in lines if line.entry.date <= publication.as_of)
    stocks = {
        (account.id, line.resource.id): (account, line.resource)
        for line in lines
        for account in (line.source, line.target)
        if account.type is AccountType.STOCK
    }
    for stock, (account, resource) in sorted(stocks.items()):
        onhand = held.get(stock, ZERO)
        with localcontext(EXACT):
            ours = onhand + lent[stock]
        yield {
            "@id": _stock(account, resource),
            "@type": "EconomicResource",
            "name": f"{resource.title}: {account.title}",
            "conformsTo": f"#resource/{resource.id}",
            "primaryAccountable": _OURS,
            "accountingQuantity": _measure(ours, resource),
            "onhandQuantity": _measure(onhand, resource),
        }


def _out_on_loan(lines: Iterable[EntryLine]) -> dict[tuple[str, str], Decimal]:
    """What was lent from each stock and has not come back to it."""
    lent: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    with localcontext(EXACT):
        for line in lines:
            if line.entry.action in {Action.LENT, Action.RETURNED}:
                lent[line.source.id, line.resource.id] += line.amount
                lent[line.target.id, line.resource.id] -= line.amount
    return lent


def _processes(lines: Iterable[EntryLine]) -> Iterator[Node]:
    groups = {line.entry.group for line in lines if _process(line)}
    for group in sorted(groups):
        yield {"@id": f"#process/{group}", "@type": "Process", "name": group}


def _agreements(publication: Publication, lines: Iterable[EntryLine]) -> Iterator[Node]:
    """The decisions that allowed an entry."""
    cited = {line.entry.decision for line in lines}
    for view in sorted(publication.decisions, key=lambda view: view.record.id):
        if view.record.id in cited:
            name = view.record.title
            yield {"@id": f"#decision/{view.record.id}", "@type": "Agreement", "name": name}


# --- what happened -------------------------------------------------------------------------------


def _event(line: EntryLine, moved: Posted, told: set[str]) -> Node:
    entry, amount, source, target = line.entry, moved.amount, moved.source, moved.target
    if line.backwards:
        amount, source, target = amount.copy_negate(), target, source
    action = _ACTIONS[moved.kind]
    if entry.action is Action.RECEIVED and source.purpose is Purpose.COUNTS:
        action = RAISE
    optional: Node = {
        **_inventory(action, source, target, line.resource),
        **_process(line),
        "inScopeOf": f"#project/{line.project.id}" if line.project else "",
        "corrects": f"#entry/{entry.corrects}" if entry.corrects in told else "",
        "realizationOf": f"#decision/{entry.decision}" if entry.decision else "",
        "dcterms:created": entry.recorded.isoformat() if entry.recorded else "",
        "skos:note": entry.note or entry.reason,
    }
    return {
        "@id": f"#entry/{entry.id}",
        "@type": "EconomicEvent",
        "action": action,
        "dcterms:type": entry.action.value,
        "hasPointInTime": entry.date.isoformat(),
        "provider": _agent(source),
        "receiver": _agent(target),
        "resourceConformsTo": f"#resource/{line.resource.id}",
        "resourceQuantity": _measure(amount, line.resource),
    } | {name: value for name, value in optional.items() if value}


def _work(publication: Publication) -> Iterator[Node]:
    """Hours that stand: work that goes into a making where it says so, by nobody who is named."""
    makings = {line.entry.group for line in publication.entries if _process(line)}
    standing = (
        (h for h in publication.hours.lines if not h.corrected_by) if publication.hours else ()
    )
    for line in standing:
        record = line.record
        optional: Node = {
            "inputOf": f"#process/{record.group}" if record.group in makings else "",
            "inScopeOf": f"#project/{line.project.id}" if line.project else "",
            "dcterms:created": record.recorded.isoformat() if record.recorded else "",
            "skos:note": record.note,
        }
        yield {
            "@id": f"#hours/{record.id}",
            "@type": "EconomicEvent",
            "action": "work",
            "dcterms:type": record.work,
            "hasPointInTime": record.date.isoformat(),
            "provider": _OURS,
            "receiver": _OURS,
            "effortQuantity": {
                "@type": "om2:Measure",
                "hasNumericalValue": str(record.minutes),
                "hasUnit": "om2:minute-Time",
            },
        } | {name: value for name, value in optional.items() if value}


def _inventory(action: str, source: Account, target: Account, resource: Resource) -> Node:
    """The stocks of ours that an event takes from and gives to."""
    stock = AccountType.STOCK
    taken = _stock(source, resource) if source.type is stock else ""
    given = _stock(target, resource) if target.type is stock else ""
    if action in {"produce", RAISE}:
        return {"resourceInventoriedAs": given}
    return {"resourceInventoriedAs": taken, "toResourceInventoriedAs": given}


def _process(line: EntryLine) -> Node:
    """The making that an entry goes into or comes out of, where its lines are tied together."""
    sides = {Action.USED: "inputOf", Action.MADE: "outputOf"}
    side = sides.get(line.entry.action)
    return {side: f"#process/{line.entry.group}"} if side and line.entry.group else {}


def _agent(account: Account) -> str:
    """Who stands behind an account: another, or the commons itself."""
    ours = account.type is AccountType.STOCK or account.purpose in _INSIDE
    return _OURS if ours else f"#account/{account.id}"


def _stock(account: Account, resource: Resource) -> str:
    return f"#stock/{account.id}/{resource.id}"


def _measure(amount: Decimal, resource: Resource) -> Node:
    return {
        "@type": "om2:Measure",
        "hasNumericalValue": format_quantity(amount),
        "hasUnit": _unit(resource.unit),
    }


def _unit(name: str) -> str:
    return _UNITS.get(name) or f"#unit/{quote(name, safe='')}"
