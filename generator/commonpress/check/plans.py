# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plans: what the declared types of a record ask of each field, worked out once a process."""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any

import msgspec

from commonpress.check.forms import FORMS, reference
from commonpress.check.scalars import choice, parse_amount, parse_count, parse_day, parse_yes
from commonpress.kinds import KIND_OF
from commonpress.kinds.base import field_notes

_PARSERS: dict[type, Callable[[str], Any]] = {
    int: parse_count,
    bool: parse_yes,
    date: parse_day,
    Decimal: parse_amount,
}
_EXAMPLES: dict[type, str] = {int: "14", bool: "yes", date: "2026-03-24", Decimal: "12.5"}


@dataclass(frozen=True, slots=True)
class ScalarPlan:
    """A piece of text, and what makes a value of it."""

    parse: Callable[[str], Any]
    example: str


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A list of things that are all alike."""

    item: Plan


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field: its name in files, its name in code, and what it holds."""

    name: str
    attribute: str
    plan: Plan
    required: bool
    description: str
    example: str


@dataclass(frozen=True, slots=True)
class StructPlan:
    """A set of fields, by their names in files."""

    struct: Callable[..., Any]
    by_name: MappingProxyType[str, FieldPlan]
    required: tuple[FieldPlan, ...]


Plan = ScalarPlan | ListPlan | StructPlan


@cache
def plan_of(struct: type[msgspec.Struct]) -> StructPlan:
    """The plan of a record or of a set of fields inside one."""
    types = typing.get_type_hints(struct, include_extras=True)
    fields = tuple(
        _field(field, types[field.name])
        for field in msgspec.structs.fields(struct)
        if field.name != "places"
    )
    by_name = MappingProxyType({field.name: field for field in fields})
    return StructPlan(struct, by_name, tuple(field for field in fields if field.required))


def _field(field: msgspec.structs.FieldInfo, annotation: Any) -> FieldPlan:
    notes = field_notes(annotation)
    plan = _plan(annotation, {})
    example = notes.get("example") or (plan.example if isinstance(plan, ScalarPlan) else "")
    return FieldPlan(
        name=field.encode_name,
        attribute=field.name,
        plan=plan,
        required=field.required,
        description=notes.get("description", ""),
        example=example or "...",
    )


def _plan(annotation: Any, notes: dict[str, Any]) -> Plan:
    """The plan of a declared type. Notes of an outer annotation win over those inside."""
    if typing.get_origin(annotation) is typing.Annotated:
        inner = {key: note for key, note in field_notes(annotation).items() if note}
        return _plan(typing.get_args(annotation)[0], inner | notes)
    if isinstance(annotation, UnionType) or typing.get_origin(annotation) is typing.Union:
        (one,) = (arg for arg in typing.get_args(annotation) if arg is not NoneType)
        return _plan(one, notes)
    if typing.get_origin(annotation) is tuple:
        return ListPlan(_plan(typing.get_args(annotation)[0], {}))
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return plan_of(annotation)
    return _scalar(annotation, notes)


def _scalar(declared: Any, notes: dict[str, Any]) -> ScalarPlan:
    if declared in _PARSERS:
        return ScalarPlan(_PARSERS[declared], _EXAMPLES[declared])
    if issubclass(declared, StrEnum):
        return ScalarPlan(choice(declared), next(iter(declared)))
    if declared is not str:
        raise TypeError(f"no way to read a field of the type {declared}")
    if notes.get("ref"):
        return ScalarPlan(reference(notes["ref"]), KIND_OF[notes["ref"][0]].id_example)
    return ScalarPlan(FORMS[notes.get("form", "")], notes.get("example", ""))
