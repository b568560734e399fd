# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kits: things that hold other things. Totals say what went out inside them as well.

A kit is a resource of its own, so that nothing is counted twice: what it is made of was used up
when it was made. What is told here stands beside the conservation of each part, never in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from commonpress.ground.quantities import ZERO
from commonpress.kinds.ledger import Resource

if TYPE_CHECKING:
    from commonpress.derive.flow_views import Conservation


@dataclass(frozen=True, slots=True)
class PartTold:
    """A thing inside a kit: how much one kit holds, and how much went out inside all of them."""

    part: Resource
    each: Decimal
    out: Decimal


@dataclass(frozen=True, slots=True)
class KitTold:
    """A kit: how many went to neighbours and to other commons, and what was inside."""

    kit: Resource
    out: Decimal
    parts: tuple[PartTold, ...]


def kits_told(
    moved: Iterable[tuple[Resource, Conservation]], known: Mapping[str, Resource]
) -> tuple[KitTold, ...]:
    """Every kit among these resources, in their order, with what is in it at the very end."""
    return tuple(
        _told(kit, conservation.distributed + conservation.passed_on, known)
        for kit, conservation in moved
        if kit.holds
    )


def _told(kit: Resource, out: Decimal, known: Mapping[str, Resource]) -> KitTold:
    parts = (
        PartTold(known[name], each, each * out)
        for name, each in exploded(kit, known).items()
        if name in known
    )
    return KitTold(kit, out, tuple(parts))


def exploded(kit: Resource, known: Mapping[str, Resource]) -> dict[str, Decimal]:
    """How much of each thing one kit holds, in base units; a kit inside a kit is opened too.

    Kits that hold themselves are refused before, by `links_do_not_run_in_circles`.
    """
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for part in kit.holds:
        inside = known.get(part.resource)
        opened = exploded(inside, known) if inside and inside.holds else {part.resource: Decimal(1)}
        for name, amount in opened.items():
            found[name] += amount * part.quantity
    return dict(found)
