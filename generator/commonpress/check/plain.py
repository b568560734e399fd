# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown records that are plainly written become records the fast way.

Every value goes through the very parser that the careful way uses. A record about which there is
anything to say goes the careful way, which is the definition. Places are not kept: whoever asks a
record for one has its file read again, carefully, which happens where something is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from commonpress.check.plans import ListPlan, Plan, ScalarPlan, StructPlan, plan_of
from commonpress.check.scalars import Fault
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Span
from commonpress.kinds.base import Places, Record
from commonpress.read.content import FileRead, read_content
from commonpress.read.raw import PlainRecord
from commonpress.read.shelves import Place


class _SomethingToSayError(Exception):
    """The careful way would find something."""


def shape_plain(plain: PlainRecord) -> Record | None:
    """The record that was written; None where the careful way must look."""
    kind = plain.kind
    if "body" in plain.fields or plain.fields.get("id", plain.id) != plain.id:
        return None
    if plain.id and not re.fullmatch(kind.id_form, plain.id):
        return None
    plan = plan_of(kind.record)
    try:
        values = _fields(plan, plain.fields)
        body = plain.body
        if body.strip():
            values["body"] = _value(plan.by_name["body"].plan, body)
    except (_SomethingToSayError, KeyError):
        return None
    values["id"] = plain.id
    if any(field.attribute not in values for field in plan.required):
        return None
    record: Record = kind.record(**values, places=_PlacesOfFile(plain))
    return record


def _fields(plan: StructPlan, written: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a set of fields. An unknown name is a KeyError."""
    by_name = plan.by_name
    values = {}
    for name, node in written.items():
        field = by_name[name]
        values[field.attribute] = _value(field.plan, node)
    return values


def _value(plan: Plan, node: Any) -> Any:
    if isinstance(plan, ScalarPlan):
        if not isinstance(node, str) or not node.strip():
            raise _SomethingToSayError
        value = plan.parse(node)
        if isinstance(value, Fault):
            raise _SomethingToSayError
        return value
    if isinstance(plan, ListPlan):
        if not isinstance(node, list):
            raise _SomethingToSayError
        return tuple([_value(plan.item, item) for item in node])
    if not isinstance(node, dict):
        raise _SomethingToSayError
    values = _fields(plan, node)
    if any(field.attribute not in values for field in plan.required):
        raise _SomethingToSayError
    return plan.struct(**values)


class _PlacesOfFile(Mapping[str, Span]):
    """The places of one record, read when the first of them is asked for."""

    __slots__ = ("_places", "_plain", "path")

    def __init__(self, plain: PlainRecord) -> None:
        self._plain = plain
        self._places: Places | None = None
        self.path = plain.path  # the file is known without reading it again

    @property
    def _all(self) -> Places:
        if self._places is None:
            (raw,) = read_plain_carefully(self._plain).raws
            record, _ = shape(raw)
            if record is None:
                raise RuntimeError(f"{self.path} was read in two ways, which do not agree")
            self._places = record.places
        return self._places

    def __getitem__(self, field: str) -> Span:
        return Span(self.path) if not field else self._all[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def read_plain_carefully(plain: PlainRecord) -> FileRead:
    """The same file, read the way that is the definition."""
    place = Place((plain.kind,), plain.id)
    return read_content(plain.path, place, plain.text.encode())
