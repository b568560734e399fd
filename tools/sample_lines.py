# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of the sample ledger: what one holds, how stocks follow from them, how they are written.

Used by `sample_ledger.py`; standard library only. Everything is exact (decimals) and nothing
depends on the machine.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DEFAULT_PROJECT = "long-table"
_UNITS = {
    "euro": "EUR",
    "meals": "meals",
    "tools": "tools",
    "jigsaws": "tools",
    "plates": "plates",
    "party-boxes": "boxes",
    "thank-you-slips": "slips",
}
_ONE = {"boxes": "box"}  # the units whose singular is not the plural without its last letter
FOODS = ("vegetables", "bread", "dry-goods", "dairy-and-eggs", "oil-tins-spices")
NEXT_RECEIPT = "next"
SMALL_THINGS = "dec-2025-023"  # the treasurer alone, up to 30 euros

_STOCKS = {
    "long-table-store",
    "loft",
    "roll-cart",
    "tool-room",
    "cash-box",
    "biscuit-tin",
    "credit-union",
}
# The usual accounts that content/projects/*.md declare: what they say is left out of the line.
_USUAL = {
    ("long-table", "received", "food"): ("households", "long-table-store"),
    ("long-table", "received", "money"): ("small-gifts", "cash-box"),
    ("long-table", "used", "food"): ("long-table-store", "into-the-pot"),
    ("long-table", "made", "meals"): ("out-of-the-pot", "long-table-store"),
    ("long-table", "distributed", "meals"): ("long-table-store", "long-table-guests"),
    ("long-table", "distributed", "food"): ("long-table-store", "parcels"),
    ("long-table", "spoiled", "food"): ("long-table-store", "compost"),
    ("long-table", "paid", "money"): ("cash-box", "supplies"),
    ("long-table", "counted", "food"): ("counts", "long-table-store"),
    ("long-table", "counted", "money"): ("counts", "cash-box"),
    ("roll-cart", "moved", "food"): ("long-table-store", "roll-cart"),
    ("roll-cart", "used", "food"): ("roll-cart", "into-the-pot"),
    ("roll-cart", "made", "meals"): ("out-of-the-pot", "roll-cart"),
    ("roll-cart", "distributed", "meals"): ("roll-cart", "roll-cart-guests"),
    ("roll-cart", "spoiled", "food"): ("roll-cart", "compost"),
    ("roll-cart", "counted", "food"): ("counts", "roll-cart"),
    ("roll-cart", "paid", "money"): ("cash-box", "equipment"),
    ("rope-works-library", "received", "tools"): ("households", "tool-room"),
    ("rope-works-library", "received", "money"): ("small-gifts", "cash-box"),
    ("rope-works-library", "lent", "tools"): ("tool-room", "loans"),
    ("rope-works-library", "returned", "tools"): ("loans", "tool-room"),
    ("rope-works-library", "counted", "tools"): ("counts", "tool-room"),
    ("rope-works-library", "paid", "money"): ("cash-box", "equipment"),
    ("minding-circle", "paid", "money"): ("cash-box", "supplies"),
    ("listening-bench", "paid", "money"): ("cash-box", "supplies"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line before it has an id. `source` and `target` are the `from` and `to` of the file."""

    day: date
    action: str
    resource: str
    quantity: Decimal
    source: str = ""
    target: str = ""
    project: str = DEFAULT_PROJECT
    households: int | None = None
    contributors: int | None = None
    group: str = ""
    receipt: str = ""
    decision: str = ""
    approved_by: tuple[str, ...] = ()
    due: date | None = None
    recorded: date | None = None
    corrects: tuple[str, ...] = ()  # the key of the line put right; its id once it is numbered
    reason: str = ""
    tolerance: Decimal | None = None
    note: str = ""

    def __post_init__(self) -> None:
        usual = _USUAL.get((self.project, self.action, _family(self.resource)), ("", ""))
        object.__setattr__(self, "source", self.source or usual[0])
        object.__setattr__(self, "target", self.target or usual[1])
        if not self.source or not self.target:
            raise ValueError(f"no account to use: {self}")

    @property
    def key(self) -> tuple[str, ...]:
        """What a correction calls this line by, before it has an id."""
        return (self.day.isoformat(), self.action, self.resource, self.source)

    def written_account(self, side: int) -> str:
        """The account as it is written: blank where the project's usual one says the same."""
        usual = _USUAL.get((self.project, self.action, _family(self.resource)), ("", ""))
        account = (self.source, self.target)[side]
        return "" if account == usual[side] else account


def on(text: str) -> date:
    """A day, as it is written."""
    return date.fromisoformat(text)


def paid(day: str, euros: str, target: str, note: str, **rest: str | tuple[str, ...]) -> Line:
    """A payment from the cash box, by the treasurer alone unless the rest says otherwise."""
    usual = {"receipt": NEXT_RECEIPT, "decision": SMALL_THINGS, "approved_by": ("treasurer",)}
    fields = {**usual, **rest}
    return Line(
        day=on(day),
        action="paid",
        resource="euro",
        quantity=Decimal(euros),
        target=target,
        note=note,
        **fields,  # type: ignore[arg-type]
    )


@dataclass(frozen=True, slots=True)
class Shelves:
    """What every stock holds; each line gives new shelves."""

    held: Mapping[tuple[str, str], Decimal]

    def of(self, resource: str, stock: str = "long-table-store") -> Decimal:
        """What a stock holds of a resource."""
        return self.held.get((stock, resource), Decimal(0))

    def after(self, lines: Iterable[Line]) -> Shelves:
        """The shelves after some lines. A count has the last word on what is there."""
        held = dict(self.held)
        for line in lines:
            there = (line.target, line.resource)
            if line.action == "counted":
                held[there] = line.quantity
                continue
            for account, quantity in ((line.source, -line.quantity), (line.target, line.quantity)):
                if account in _STOCKS:
                    place = (account, line.resource)
                    held[place] = held.get(place, Decimal(0)) + quantity
        return Shelves(held)

    def below_zero(self) -> list[tuple[str, str]]:
        """The stocks that hold less than nothing: there must never be one at a day's end."""
        return sorted(place for place, quantity in self.held.items() if quantity < 0)


def _family(resource: str) -> str:
    if resource in FOODS:
        return "food"
    return {"euro": "money", "jigsaws": "tools"}.get(resource, resource)


def numbered(lines: Iterable[Line]) -> tuple[tuple[str, Line], ...]:
    """The lines with their ids, by date; receipts are numbered in each year as they came.

    Lines of one day and one group are on one receipt.
    """
    ids: dict[tuple[str, ...], str] = {}
    in_month: Counter[str] = Counter()
    in_year: Counter[int] = Counter()
    receipts: dict[tuple[date, str], str] = {}
    found = []
    for line in sorted(lines, key=lambda line: line.day):  # stable: the day's own order stays
        month = f"{line.day:%Y-%m}"
        in_month[month] += 1
        ids[line.key] = entry_id = f"ent-{month}-{in_month[month]:04d}"
        receipt = line.receipt
        if receipt == NEXT_RECEIPT:
            paid_for = (line.day, line.group or entry_id)
            if paid_for not in receipts:
                in_year[line.day.year] += 1
                receipts[paid_for] = f"{line.day:%Y}-{in_year[line.day.year]:03d}"
            receipt = receipts[paid_for]
        corrects = (ids[line.corrects],) if line.corrects else ()
        found.append((entry_id, replace(line, receipt=receipt, corrects=corrects)))
    return tuple(found)


def _amount(line: Line) -> str:
    if line.resource == "euro":
        return f"{line.quantity:.2f}"
    return _plain(line.quantity)


def _unit(line: Line) -> str:
    unit = _UNITS.get(line.resource, "kg")
    return _ONE.get(unit, unit.removesuffix("s")) if line.quantity == 1 else unit


def _plain(quantity: Decimal) -> str:
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fields(entry_id: str, line: Line) -> dict[str, str | tuple[str, ...]]:
    """The fields of a line as text, in the order of the file."""
    return {
        "id": entry_id,
        "date": line.day.isoformat(),
        "action": line.action,
        "resource": line.resource,
        "quantity": _amount(line),
        "unit": _unit(line),
        "from": line.written_account(0),
        "to": line.written_account(1),
        "recorded": line.recorded.isoformat() if line.recorded else "",
        "project": "" if line.project == DEFAULT_PROJECT else line.project,
        "households": str(line.households or ""),
        "contributors": str(line.contributors or ""),
        "group": line.group,
        "receipt": line.receipt,
        "decision": line.decision,
        "approved_by": line.approved_by,
        "due": line.due.isoformat() if line.due else "",
        "corrects": "".join(line.corrects),
        "reason": line.reason,
        "tolerance": "" if line.tolerance is None else _plain(line.tolerance),
        "note": line.note,
    }


def as_yaml(entries: Iterable[tuple[str, Line]]) -> str:
    """A month as plain block YAML, one field a line."""
    return "\n".join(["entries:", *(row for entry in entries for row in _block(*entry)), ""])


def _block(entry_id: str, line: Line) -> Iterator[str]:
    lead = "  - "
    for name, value in _fields(entry_id, line).items():
        if not value:
            continue
        if isinstance(value, tuple):
            yield f"{lead}{name}:"
            yield from (f"      - {item}" for item in value)
        else:
            if ": " in value or " #" in value:
                raise ValueError(f"write this without a colon or a hash: {value}")
            yield f"{lead}{name}: {value}"
        lead = "    "


def as_csv(entries: Iterable[tuple[str, Line]]) -> str:
    """A month as CSV, with the columns that some line of it fills."""
    rows = [_fields(*entry) for entry in entries]
    used = [name for name in rows[0] if any(row[name] for row in rows)]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(used)
    for row in rows:
        values = (row[name] for name in used)
        table.writerow(" ".join(v) if isinstance(v, tuple) else v for v in values)
    return out.getvalue()
