# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking somebody at a terminal for the fields of a record, one by one, each judged at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from commonpress.check.plans import FieldPlan, ListPlan, Plan, ScalarPlan, StructPlan
from commonpress.check.scalars import Fault
from commonpress.render.scaffold import Written

Say = Callable[[str], None]
Hear = Callable[[str], str]


def lacking(
    plan: StructPlan, values: Mapping[str, Written], left_out: frozenset[str], above: str = ""
) -> Iterator[str]:
    """The names of the fields that must be there and are not: `tally.agree`, `steps.0.stage`."""
    for field in plan.required:
        if field.name in left_out and not above:
            continue
        given = values.get(field.name)
        path = f"{above}{field.name}"
        if given:
            yield from _lacking_in(field.plan, given, path)
        else:
            yield from _all_of(field.plan, path)


def _lacking_in(plan: Plan, given: Written, path: str) -> Iterator[str]:
    if isinstance(plan, ListPlan) and not isinstance(given, str | Mapping):
        for at, item in enumerate(given):
            yield from _lacking_in(plan.item, item, f"{path}.{at}")
    elif isinstance(plan, StructPlan) and isinstance(given, Mapping):
        yield from lacking(plan, given, frozenset(), f"{path}.")


def _all_of(plan: Plan, path: str) -> Iterator[str]:
    if isinstance(plan, ScalarPlan):
        yield path
    elif isinstance(plan, StructPlan):
        for field in plan.required:
            yield from _all_of(field.plan, f"{path}.{field.name}")
    elif isinstance(plan.item, ScalarPlan):
        yield path
    else:
        yield from _all_of(plan.item, f"{path}.0")


def asked(
    plan: StructPlan,
    values: Mapping[str, Written],
    left_out: frozenset[str],
    say: Say,
    hear: Hear,
) -> dict[str, Written]:
    """The values with what somebody answered for each field that must be there."""
    told = dict(values)
    for field in plan.required:
        if not told.get(field.name) and field.name not in left_out:
            say(f"\n{field.name}: {field.description}\n")
            told[field.name] = _answer(field, field.plan, say, hear)
    return told


def _answer(field: FieldPlan, plan: Plan, say: Say, hear: Hear) -> Written:
    if isinstance(plan, ScalarPlan):
        return _scalar(plan, field.name, field.example, say, hear)
    if isinstance(plan, StructPlan):
        return asked(plan, {}, frozenset(), say, hear)
    items = [_answer(field, plan.item, say, hear)]
    while hear(f"One more for {field.name}? [y/N] ").strip().lower() in {"y", "yes"}:
        items.append(_answer(field, plan.item, say, hear))
    return items


def _scalar(plan: ScalarPlan, name: str, example: str, say: Say, hear: Hear) -> str:
    """One answer that the field can hold; whatever it cannot is said and asked again."""
    while True:
        text = hear(f"  {name} (such as {example}): " if example != "..." else f"  {name}: ")
        value = plan.parse(text.strip())
        if not text.strip():
            say("  This field cannot be left blank.\n")
        elif isinstance(value, Fault):
            say(f"  It {value.message}; {value.hint}.\n" if value.hint else f"  {value.message}.\n")
        else:
            return text.strip()
