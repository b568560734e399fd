# SPDX-License-Identifier: AGPL-3.0-or-later
"""What force a case or a norm has today, and the path of citations that explains it.

The domain rules (section 4) know four: in force, limited, overruled, relies on an overruled
case. They follow from the treatments that people wrote, by these rules and no others:

- A case is overruled where a later case overruled it, and limited where a later one limited it
  or overruled it in part. What a case that is overruled itself says of others no longer counts.
- A case relies on an overruled case where it followed or applied one that is overruled, or one
  that relies on such a case. A norm does where it came out of either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from commonpress.kinds.case import Case, Citation, Treatment


class Force(StrEnum):
    """How far people may lean on a case or a norm today."""

    IN_FORCE = "in force"
    LIMITED = "limited"
    OVERRULED = "overruled"
    RELIES = "relies on an overruled case"


@dataclass(frozen=True, slots=True)
class ForceStep:
    """One step of an explanation: what a case did with an earlier one, and why."""

    case: str
    treatment: Treatment
    of: str
    why: str


@dataclass(frozen=True, slots=True)
class Reliance:
    """A force and its explanation, nearest step first; in force it needs none.

    `through` is the case that a norm came out of, where the norm's force follows from it.
    """

    force: Force
    path: tuple[ForceStep, ...] = ()
    through: str = ""


IN_FORCE = Reliance(Force.IN_FORCE)
_OVERRULES = frozenset({Treatment.OVERRULED})
_LIMITS = frozenset({Treatment.LIMITED, Treatment.OVERRULED_IN_PART})
LEANS = frozenset({Treatment.FOLLOWED, Treatment.APPLIED})


def force_of_cases(cases: Iterable[Case]) -> Mapping[str, Reliance]:
    """What force every case has. Only citations of earlier cases count, so it always ends.

    Two passes reach the fixpoint, because each looks in one direction of time: who is overruled
    is known once everything later is, and who relies on whom once everything earlier is.
    """
    ordered = sorted(cases, key=lambda case: case.id)
    treated: dict[str, Reliance] = {}
    later: dict[str, list[ForceStep]] = defaultdict(list)
    for case in reversed(ordered):
        treated[case.id] = _treated(later[case.id])
        if treated[case.id].force is not Force.OVERRULED:
            for citation in _earlier(case):
                later[citation.case].append(_step(case, citation))
    found: dict[str, Reliance] = {}
    for case in ordered:
        own = treated[case.id]
        leaning = None if own.force is Force.OVERRULED else _leaning(case, found)
        found[case.id] = leaning or own
    return found


def force_of_norm(came_from: Iterable[Case], forces: Mapping[str, Reliance]) -> Reliance:
    """What force the cases a norm came out of leave it; its own decision is another matter."""
    shaken = [
        (case.id, forces[case.id])
        for case in sorted(came_from, key=lambda case: case.id)
        if forces[case.id].force in {Force.OVERRULED, Force.RELIES}
    ]
    if not shaken:
        return IN_FORCE
    case_id, reliance = min(shaken, key=lambda one: len(one[1].path))
    return Reliance(Force.RELIES, reliance.path, case_id)


def _treated(steps: Iterable[ForceStep]) -> Reliance:
    """What later cases made of one; the earliest of them explains it."""
    ordered = sorted(steps, key=lambda step: step.case)
    for treatments, force in ((_OVERRULES, Force.OVERRULED), (_LIMITS, Force.LIMITED)):
        for step in ordered:
            if step.treatment in treatments:
                return Reliance(force, (step,))
    return IN_FORCE


def _leaning(case: Case, found: Mapping[str, Reliance]) -> Reliance | None:
    """The shortest way from a case to an overruled one that it leans on; None where it does not."""
    ways = [
        (_step(case, citation), *found[citation.case].path)
        for citation in _earlier(case)
        if citation.treatment in LEANS
        and citation.case in found
        and found[citation.case].force in {Force.OVERRULED, Force.RELIES}
    ]
    return Reliance(Force.RELIES, min(ways, key=len)) if ways else None


def _earlier(case: Case) -> list[Citation]:
    return sorted((c for c in case.cites if c.case < case.id), key=lambda c: c.case)


def _step(case: Case, citation: Citation) -> ForceStep:
    return ForceStep(case.id, citation.treatment, citation.case, citation.why)
