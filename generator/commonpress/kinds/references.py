# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which records a record points to, told by its own field declarations."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from commonpress.kinds.base import Record, field_notes


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
    for name, path, annotation in _pointing_fields(type(struct)):
        yield from _in_value(getattr(struct, name), annotation, prefix + path)


def _in_value(value: Any, annotation: Any, path: str) -> Iterator[Reference]:
    if isinstance(value, msgspec.Struct):
        yield from _in_struct(value, f"{path}.")
    elif isinstance(value, tuple):
        inner = _items_of(annotation)
        for index, item in enumerate(value):
            yield from _in_value(item, inner, f"{path}.{index}")
    elif value and (kinds := _kinds_of(annotation)):
        yield Reference(path, kinds, value)


@cache
def _pointing_fields(struct: type[msgspec.Struct]) -> tuple[tuple[str, str, Any], ...]:
    """The fields of a struct that can hold a reference: attribute, written name, annotation."""
    hints = get_type_hints(struct, include_extras=True)
    written = dict(zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True))
    return tuple(
        (name, written[name], hints[name])
        for name in struct.__struct_fields__
        if name != "places" and _may_point(hints[name])
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


def _items_of(annotation: Any) -> Any:
    """The annotation of a tuple's items, below `Annotated` and `X | None`."""
    if get_origin(annotation) is Annotated:
        return _items_of(get_args(annotation)[0])
    if get_origin(annotation) in (types.UnionType, Union):
        return _items_of(next(a for a in get_args(annotation) if a is not type(None)))
    return get_args(annotation)[0]
