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

from commonpress.check.plans import FieldPlan, ListPlan, ScalarPlan, plan_of
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Span
from commonpress.kinds.base import Kind, Places, Record
from commonpress.read.canonical_months import Canonical, read_canonical
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


class MonthShaper:
    """Makes records of the months of a book. It remembers every value that was found good."""

    def __init__(self) -> None:
        self._good: dict[tuple[Kind, str], dict[Any, Any]] = {}

    def shape(self, month: MonthText) -> list[Record] | None:
        """The records of a month with their places; None where the careful way must look."""
        read = read_canonical(month)
        if read is None or not self._is_good(month.kind, read):
            return None
        file = _FileOfPlaces(month)
        for row, record in enumerate(read.records):
            force_setattr(record, "places", _RowOfPlaces(file, row))
        return read.records

    def _is_good(self, kind: Kind, read: Canonical) -> bool:
        id_form = re.compile(kind.id_form)
        fields = plan_of(kind.record).by_name
        return all(id_form.fullmatch(record.id) for record in read.records) and all(
            self._are_good(kind, fields[name], read.records) for name in read.names if name != "id"
        )

    def _are_good(self, kind: Kind, field: FieldPlan, records: list[Record]) -> bool:
        """Whether each value of a field is good; each is then kept once in memory.

        A ledger says `vegetables` a hundred thousand times.
        """
        blank = {} if field.required else {"": "", None: None, (): ()}
        good = self._good.setdefault((kind, field.name), blank)
        value_of = attrgetter(field.attribute)
        for value in set(map(value_of, records)) - good.keys():
            if not _is_good(field, value):
                return False
            good[value] = value
        same = map(good.__getitem__, map(value_of, records))
        deque(map(force_setattr, records, repeat(field.attribute), same), maxlen=0)
        return True


def _is_good(field: FieldPlan, value: Any) -> bool:
    """Whether the careful way makes this value of the text that it was written as."""
    if isinstance(value, tuple):
        return isinstance(field.plan, ListPlan) and all(
            _is_parsed(field.plan.item, item, item) for item in value
        )
    text = value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, str) and not isinstance(value, StrEnum) and not _PLAIN.fullmatch(text):
        return False
    return _is_parsed(field.plan, text, value)


def _is_parsed(plan: object, text: str, value: Any) -> bool:
    return isinstance(plan, ScalarPlan) and plan.parse(text) == value


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

    __slots__ = ("_file", "_row")

    def __init__(self, file: _FileOfPlaces, row: int) -> None:
        self._file = file
        self._row = row

    @property
    def path(self) -> str:
        """The file, which is known without reading it again."""
        return self._file.path

    def __getitem__(self, field: str) -> Span:
        return self._file.row(self._row)[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._file.row(self._row))

    def __len__(self) -> int:
        return len(self._file.row(self._row))


def read_carefully(month: MonthText) -> FileRead:
    """The same month, read the way that is the definition."""
    return read_content(month.path, Place((month.kind,)), month.text.encode())
