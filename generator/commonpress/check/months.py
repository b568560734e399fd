# SPDX-License-Identifier: AGPL-3.0-or-later
"""Months become records the fast way where they can, and else the careful way.

Every different value is held against the very parser that the careful way uses, once in a book;
what it would not take as it stands sends its month back. Places are not kept: a record that is
asked for one has its file read again, carefully, which happens where something is wrong.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from itertools import repeat
from operator import attrgetter
from typing import Any

from msgspec.structs import force_setattr

from commonpress.check.plans import FieldPlan, ListPlan, Plan, ScalarPlan, plan_of
from commonpress.check.scalars import Fault, parse_amount
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Span
from commonpress.kinds.base import Kind, Places, Record
from commonpress.read.canonical_months import read_canonical
from commonpress.read.content import FileRead, read_content
from commonpress.read.raw import MonthText
from commonpress.read.shelves import Place

# A text that YAML takes as it stands: it begins with none of the signs that mean something,
# holds no comment, does not end like a key, and has no spaces at its ends.
_PLAIN = re.compile(
    r"(?![-?:,\[\]{}#&*!|>'%@` ])"
    r"(?:(?! #)[ -~\u00a1-\u1fff\u2010-\u2027\u2030-\ud7ff\U00010000-\U0001ffff])+"
    r"(?<![: ])"
)


# A value that is found in so many records of a month is kept once in memory.
_FEW = 8


class MonthShaper:
    """Makes records of the months of a book. It remembers every value that was good."""

    def __init__(self) -> None:
        self._good: dict[tuple[Kind, str], dict[Any, Any]] = {}

    def shape(self, month: MonthText) -> list[Record] | None:
        """The records of a month with their places; None where the careful way must look."""
        records = self.shape_without_places(month)
        self._keep_values_once(month.kind, records or [])
        file = _FileOfPlaces(month)
        for row, record in enumerate(records or ()):
            force_setattr(record, "places", _RowOfPlaces(file, row))
        return records

    def shape_without_places(self, month: MonthText) -> list[Record] | None:
        """The same, for whoever does not ask where something stands."""
        records = read_canonical(month)
        return records if records is not None and self._are_good(month, records) else None

    def _are_good(self, month: MonthText, records: list[Record]) -> bool:
        kind = month.kind
        ids = "".join([f"{record.id}\n" for record in records])
        fields = [f for f in plan_of(kind.record).by_name.values() if f.name != "id"]
        return re.fullmatch(rf"(?:{kind.id_form}\n)+", ids) is not None and all(
            self._is_good(kind, field, records) for field in fields if field.name in month.text
        )

    def _is_good(self, kind: Kind, field: FieldPlan, records: list[Record]) -> bool:
        """Whether each value of a field is good."""
        good = self._good.setdefault((kind, field.name), _blank(field))
        for key in set(_keys(field, records)):
            if key not in good:
                value = _read(field.plan, key)
                if value is None:
                    return False
                good[key] = value
        return True

    def _keep_values_once(self, kind: Kind, records: list[Record]) -> None:
        """Let records that say the same share what they say, as a parser had read it.

        What a ledger says a hundred thousand times, such as `vegetables`, is kept once.
        """
        for field in plan_of(kind.record).by_name.values() if records else ():
            good = self._good.get((kind, field.name))
            if good is None or field.name == "id":
                continue
            keys = _keys(field, records)
            if field.required or 1 < len(set(keys)) < len(records) / _FEW:
                same = map(good.__getitem__, keys)
                deque(map(force_setattr, records, repeat(field.attribute), same), maxlen=0)


def _keys(field: FieldPlan, records: list[Record]) -> list[Any]:
    """What each record says in a field, to be known by."""
    values = list(map(attrgetter(field.attribute), records))
    # An amount is known by its text: 1 and 1.0 are one number, and are written in two ways.
    return list(map(str, values)) if _is_amount(field.plan) else values


def _is_amount(plan: Plan) -> bool:
    return isinstance(plan, ScalarPlan) and plan.parse is parse_amount


def _blank(field: FieldPlan) -> dict[Any, Any]:
    """What a field holds that is not written, where it may be left out."""
    if field.required:
        return {}
    return {"None": None} if _is_amount(field.plan) else {"": "", None: None, (): ()}


def _read(plan: Plan, key: Any) -> Any:
    """What the careful way makes of this, where that is the same; else None."""
    if isinstance(plan, ListPlan):
        return key if all(_read(plan.item, item) is not None for item in key) else None
    if not isinstance(plan, ScalarPlan):
        return None
    text = key.isoformat() if isinstance(key, date) else str(key)
    if isinstance(key, str) and not isinstance(key, StrEnum) and not _PLAIN.fullmatch(text):
        return None
    value = plan.parse(text)
    if isinstance(value, Fault):
        return None
    return value if value == key or _is_amount(plan) else None


class _FileOfPlaces:
    """The places of all records of a month, read when the first of them is asked for."""

    __slots__ = ("_month", "_rows")

    def __init__(self, month: MonthText) -> None:
        self._month = month
        self._rows: list[Places] = []

    @property
    def path(self) -> str:
        return self._month.path

    def row(self, number: int) -> Places:
        """The places of the record that stands so many records from the first."""
        if not self._rows:
            records = (shape(raw)[0] for raw in read_carefully(self._month).raws)
            self._rows = [record.places for record in records if record]
        return self._rows[number]


class _RowOfPlaces(Mapping[str, Span]):
    """The places of one record."""

    __slots__ = ("_file", "_row", "path")

    def __init__(self, file: _FileOfPlaces, row: int) -> None:
        self._file = file
        self._row = row
        self.path = file.path  # the file is known without reading it again

    def __getitem__(self, field: str) -> Span:
        return self._file.row(self._row)[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._file.row(self._row))

    def __len__(self) -> int:
        return len(self._file.row(self._row))


def read_carefully(month: MonthText) -> FileRead:
    """The same month, read the way that is the definition."""
    return read_content(month.path, Place((month.kind,)), month.text.encode())
