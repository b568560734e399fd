# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fields of a record or of a set of fields inside one, as its struct declares them.

Whoever reads, shapes, exports or documents records asks here what a field holds, so that all of
them see the same through `Annotated`, `X | None` and `tuple[X, ...]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from commonpress.kinds.base import field_notes, hints_of


@dataclass(frozen=True, slots=True)
class Declared:
    """What a field is declared to hold: one value of a type, or a list of such values.

    `notes` are those that `about` left. Where a type has notes of its own below those of the
    field, the field's come first.
    """

    type: Any
    is_list: bool
    notes: Mapping[str, Any]

    @property
    def struct(self) -> type[msgspec.Struct] | None:
        """The struct of the value, or of each value in the list; None where it is no struct."""
        is_struct = isinstance(self.type, type) and issubclass(self.type, msgspec.Struct)
        return self.type if is_struct else None


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in code, its name in files, and how it is declared."""

    name: str
    written: str
    annotation: Any
    required: bool

    @property
    def declared(self) -> Declared:
        """What it holds."""
        return declared(self.annotation)

    @property
    def about(self) -> str:
        """What it is for, in a sentence."""
        return str(self.declared.notes.get("description", ""))

    @property
    def is_published(self) -> bool:
        """Whether it may leave the checked book."""
        return self.declared.notes.get("published") is not False


@cache
def fields_of(struct: type[msgspec.Struct]) -> tuple[Field, ...]:
    """Every field that people write, in order."""
    hints = hints_of(struct)
    return tuple(
        Field(field.name, field.encode_name, hints[field.name], field.required)
        for field in msgspec.structs.fields(struct)
        if field.name != "places"
    )


def declared(annotation: Any) -> Declared:
    """What an annotation says. Of a list, the type is that of its items."""
    bare, notes = _bare(annotation)
    if get_origin(bare) is not tuple:
        return Declared(bare, is_list=False, notes=notes)
    item, _ = _bare(item_of(annotation))
    return Declared(item, is_list=True, notes=notes)


def item_of(annotation: Any) -> Any:
    """The annotation of each thing in a list."""
    bare, _ = _bare(annotation)
    return get_args(bare)[0]


def _bare(annotation: Any) -> tuple[Any, Mapping[str, Any]]:
    """The type below `Annotated` and `X | None`, and the notes on the way to it."""
    notes: dict[str, Any] = {}
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            notes = _said(field_notes(annotation)) | notes
            annotation = get_args(annotation)[0]
        elif origin in (UnionType, Union):
            (annotation,) = (arg for arg in get_args(annotation) if arg is not NoneType)
        else:
            return annotation, MappingProxyType(notes)


def _said(notes: dict[str, Any]) -> dict[str, Any]:
    """The notes that say something."""
    return {name: note for name, note in notes.items() if note not in ("", ())}
