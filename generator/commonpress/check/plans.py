# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plans: what the declared types of a record ask of each field, worked out once a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

from commonpress.check.forms import FORMS, reference
from commonpress.check.scalars import choice, parse_amount, parse_count, parse_day, parse_yes
from commonpress.kinds import KIND_OF
from commonpress.kinds.fields import Field, declared, fields_of, item_of

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
    fields = tuple(map(_field, fields_of(struct)))
    by_name = MappingProxyType({field.name: field for field in fields})
    return StructPlan(struct, by_name, tuple(field for field in fields if field.required))


def _field(field: Field) -> FieldPlan:
    notes = field.declared.notes
    plan = _plan(field.annotation)
    example = notes.get("example") or (plan.example if isinstance(plan, ScalarPlan) else "")
    return FieldPlan(
        name=field.written,
        attribute=field.name,
        plan=plan,
        required=field.required,
        description=notes.get("description", ""),
        example=example or "...",
    )


def _plan(annotation: Any) -> Plan:
    """The plan of a declared type."""
    found = declared(annotation)
    if found.is_list:
        return ListPlan(_plan(item_of(annotation)))
    return plan_of(found.struct) if found.struct else _scalar(found.type, found.notes)


def _scalar(held: Any, notes: Mapping[str, Any]) -> ScalarPlan:
    if held in _PARSERS:
        return ScalarPlan(_PARSERS[held], _EXAMPLES[held])
    if issubclass(held, StrEnum):
        return ScalarPlan(choice(held), next(iter(held)))
    if held is not str:
        raise TypeError(f"no way to read a field of the type {held}")
    if notes.get("ref"):
        return ScalarPlan(reference(notes["ref"]), KIND_OF[notes["ref"][0]].id_example)
    return ScalarPlan(FORMS[notes.get("form", "")], notes.get("example", ""))
