# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing leads back to itself: decisions, citations, norms, categories, kits, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.case import Case, Norm
from commonpress.kinds.decision import Decision
from commonpress.kinds.hours import Hours
from commonpress.kinds.ledger import Category, Resource

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

CIRCULAR_LINK = Code(
    "circular-link",
    "What supersedes, amends, carries out, cites, replaces, corrects or contains something else "
    "cannot be reached from it again: one of the two came first.",
)
CODES = (CIRCULAR_LINK,)

# The verbs by which a decision reaches an earlier one.
_VERBS = (("supersedes", "supersedes"), ("amends", "amends"), ("implements", "implements"))

# From the id of a record to what it leads to: the field, the verb, and the other id.
_Links = Mapping[str, Sequence[tuple[str, str, str]]]


def links_do_not_run_in_circles(register: Register) -> Iterator[Diagnostic]:
    """Each circle is reported once, at the first of its records, with the way around."""
    for records, links in _graphs(register):
        for circle in circles({name: [to for _, _, to in links[name]] for name in links}):
            yield _finding(circle, records, links)


def circles(edges: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Ids that lead back to themselves, one circle for each knot, the smallest id first."""
    left = {name: {to for to in targets if to in edges} for name, targets in edges.items()}
    found: list[tuple[str, ...]] = []
    while True:
        _drop_ends(left)
        if not left:
            return tuple(found)
        circle = _walk(min(left), left)
        start = circle.index(min(circle))
        found.append((*circle[start:], *circle[:start]))
        for name in circle:
            del left[name]
        for targets in left.values():
            targets.difference_update(circle)


def _drop_ends(left: dict[str, set[str]]) -> None:
    """Take out whatever leads nowhere, until only what leads into a circle is left."""
    reached_by: dict[str, list[str]] = {name: [] for name in left}
    for name, targets in left.items():
        for target in targets:
            reached_by[target].append(name)
    ends = [name for name, targets in left.items() if not targets]
    while ends:
        end = ends.pop()
        del left[end]
        for name in reached_by[end]:
            left[name].discard(end)
            if not left[name]:
                ends.append(name)


def _walk(start: str, left: Mapping[str, set[str]]) -> list[str]:
    """Go on from `start` until an id comes twice; what lies between is a circle."""
    way = [start]
    while (following := min(left[way[-1]])) not in way:
        way.append(following)
    return way[way.index(following) :]


def _graphs(register: Register) -> Iterator[tuple[Mapping[str, Record], _Links]]:
    decisions = {decision.id: decision for decision in register.of(Decision)}
    yield decisions, {name: _decision_links(decision) for name, decision in decisions.items()}
    cases = {case.id: case for case in register.of(Case)}
    yield (
        cases,
        {
            case.id: [(f"cites.{i}.case", "cites", c.case) for i, c in enumerate(case.cites)]
            for case in cases.values()
        },
    )
    norms = {norm.id: norm for norm in register.of(Norm)}
    yield (
        norms,
        {
            norm.id: [(f"replaces.{i}", "replaces", name) for i, name in enumerate(norm.replaces)]
            for norm in norms.values()
        },
    )
    categories = {category.id: category for category in register.of(Category)}
    yield categories, {c.id: [("parent", "is below", c.parent)] for c in categories.values()}
    kits = {resource.id: resource for resource in register.of(Resource) if resource.holds}
    yield (
        kits,
        {
            kit.id: [(f"holds.{i}.resource", "holds", p.resource) for i, p in enumerate(kit.holds)]
            for kit in kits.values()
        },
    )
    corrections = {entry.id: entry for entry in register.entries if entry.corrects}
    yield (
        corrections,
        {name: [("corrects", "corrects", entry.corrects)] for name, entry in corrections.items()},
    )
    hours = {line.id: line for line in register.of(Hours) if line.corrects}
    yield hours, {name: [("corrects", "corrects", line.corrects)] for name, line in hours.items()}


def _decision_links(decision: Decision) -> list[tuple[str, str, str]]:
    return [
        (f"{field}.{index}", verb, name)
        for field, verb in _VERBS
        for index, name in enumerate(getattr(decision, field))
    ]


def _finding(circle: tuple[str, ...], records: Mapping[str, Record], links: _Links) -> Diagnostic:
    steps = []
    for name, following in zip(circle, (*circle[1:], circle[0]), strict=True):
        field, verb = next((f, v) for f, v, to in links[name] if to == following)
        steps.append((records[name], field, verb, following))
    record, field, verb, following = steps[0]
    if len(circle) == 1:
        message = f"`{record.id}` {verb} itself"
    else:
        way = ", which ".join(f"{verb} `{following}`" for _, _, verb, following in steps)
        message = f"`{record.id}` {way}"
    hint = "take out the link that leads from the older one to the newer one"
    related = [see(r, f, f"it {v} `{to}` here") for r, f, v, to in steps[1:]]
    return finding(CIRCULAR_LINK, record, field, message, hint, related=related)


RULES = (links_do_not_run_in_circles,)
