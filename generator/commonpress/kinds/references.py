# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which records a record points to, told by its own field declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import msgspec

from commonpress.kinds.base import Record, field_notes
from commonpress.kinds.fields import fields_of


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that points to another record: its path, the kinds it may point to, the id."""

    field: str
    kinds: tuple[str, ...]
    id: str


def references(record: Record) -> Iterator[Reference]:
    """Every reference a record makes, in the order of its fields."""
    yield from _in_struct(record, "")


def _in_struct(struct: msgspec.Struct, prefix: str) -> Iterator[Reference]:
    for name, path, kinds in _pointing_fields(type(struct)):
        value = getattr(struct, name)
        if value:
            yield from _in_value(value, kinds, prefix + path)


def _in_value(value: Any, kinds: tuple[str, ...], path: str) -> Iterator[Reference]:
    if isinstance(value, str):
        yield Reference(path, kinds, value)
    elif isinstance(value, msgspec.Struct):
        yield from _in_struct(value, f"{path}.")
    else:
        for index, item in enumerate(value):
            if item:
                yield from _in_value(item, kinds, f"{path}.{index}")


@cache
def _pointing_fields(struct: type[msgspec.Struct]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The fields of a struct that can hold a reference: attribute, written name, kinds."""
    return tuple(
        (field.name, field.written, _kinds_in(field.annotation))
        for field in fields_of(struct)
        if _may_point(field.annotation)
    )


def _may_point(annotation: Any) -> bool:
    if _kinds_of(annotation):
        return True
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return bool(_pointing_fields(annotation))
    return any(_may_point(part) for part in get_args(annotation) if part is not Ellipsis)


def _kinds_of(annotation: Any) -> tuple[str, ...]:
    kinds: tuple[str, ...] = field_notes(annotation).get("ref", ())
    return kinds


def _kinds_in(annotation: Any) -> tuple[str, ...]:
    """The kinds that a field's value, or each item of its list, may point to."""
    parts = (part for part in get_args(annotation) if part is not Ellipsis)
    return _kinds_of(annotation) or next(filter(None, map(_kinds_in, parts)), ())
