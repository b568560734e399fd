# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public projection of a record: what is sealed, field by field, as the book writes it.

Only what is published is in it, and only what is written: a field that has its default is
left out, so that a field added to a kind in later years leaves all old leaves as they are.
For the same reason the default of a field never changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

import msgspec

from commonpress.check.plans import ListPlan, Plan, StructPlan, plan_of
from commonpress.ground.canonical import LARGEST_WHOLE, Canonical
from commonpress.ground.marks import Difference, How
from commonpress.ground.quantities import format_quantity
from commonpress.kinds.base import Record, field_notes_of
from commonpress.kinds.seal import Change

# RFC 8785 again, twenty times as fast as `ground.canonical`, which is held to the same bytes by
# `tests/test_seal_texts.py`: names in ASCII, texts, whole numbers, yes and no, lists.
encode = msgspec.json.Encoder(order="sorted").encode

_BLANK = (None, "", ())
_UNWRITTEN = {"places"}


class _Field(NamedTuple):
    attribute: str
    name: str
    default: Any


@dataclass(frozen=True, slots=True)
class Version:
    """A record as it was sealed on a day: the first time, or again after it changed."""

    kind: str
    record: Record
    number: int
    sealed_on: date
    change: Change | None = None


def project(record: Record) -> dict[str, Canonical]:
    """The id and every published field that holds something else than its default."""
    return {**_project(record), "id": record.id}


def sealed_content(
    version: Version, salt: str, projected: dict[str, Canonical] | None = None
) -> bytes:
    """What a leaf is the hash of: the record with its salt, and when and why it was sealed.

    `projected` takes the place of what the record says, where an earlier version is rebuilt.
    """
    envelope: dict[str, Canonical] = {
        "kind": version.kind,
        "record": project(version.record) if projected is None else projected,
        "salt": salt,
        "sealed_on": version.sealed_on.isoformat(),
        "version": version.number,
    }
    if version.change:
        envelope["change"] = project(version.change)
    return encode(envelope)


def fills_a_blank(record: type[Record], difference: Difference) -> bool:
    """Whether a field that was added says something that had been left open until then.

    An added line of a list does, and so does a field that was blank. A field that has a default
    which means something was answered before: `quorum` unwritten is three.
    """
    if difference.how is not How.ADDED:
        return False
    plan: Plan = plan_of(record)
    for step in difference.path[:-1]:
        plan = _inside(plan, step)
    return isinstance(plan, ListPlan) or _default(plan, difference.path[-1]) in _BLANK


def _project(struct: msgspec.Struct) -> dict[str, Canonical]:
    projected: dict[str, Canonical] = {}
    for attribute, name, default in _fields(type(struct)):
        value = getattr(struct, attribute)
        if value != default:
            projected[name] = _value(value)
    return projected


@cache
def _fields(struct: type[msgspec.Struct]) -> tuple[_Field, ...]:
    notes = field_notes_of(struct)
    return tuple(
        _Field(field.name, field.encode_name, field.default)
        for field in msgspec.structs.fields(struct)
        if field.name not in _UNWRITTEN and notes[field.name].get("published") is not False
    )


def _value(value: Any) -> Canonical:
    convert = _CONVERT.get(type(value))
    if convert:
        return convert(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, msgspec.Struct):
        return _project(value)
    raise TypeError(f"no way to seal a {type(value).__name__}")


def _whole(value: int) -> Canonical:
    """Whole numbers that other programs would round are sealed as the text they were."""
    return value if abs(value) <= LARGEST_WHOLE else str(value)


_CONVERT: dict[type, Callable[[Any], Canonical]] = {
    str: str,
    bool: bool,
    int: _whole,
    date: date.isoformat,
    Decimal: format_quantity,
    tuple: lambda items: [_value(item) for item in items],
}


def _inside(plan: Plan, step: str | int) -> Plan:
    if isinstance(plan, ListPlan):
        return plan.item
    if isinstance(plan, StructPlan):
        return plan.by_name[str(step)].plan
    raise TypeError(f"nothing stands at {step} in a piece of text")


def _default(plan: Plan, step: str | int) -> Any:
    if not isinstance(plan, StructPlan):
        raise TypeError(f"nothing stands at {step} in a piece of text")
    attribute = plan.by_name[str(step)].attribute
    struct: Any = plan.struct
    (field,) = (one for one in msgspec.structs.fields(struct) if one.name == attribute)
    return field.default
