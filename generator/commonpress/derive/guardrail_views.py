# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said about a guardrail: kept, waived or breached, and the figures it was judged on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from commonpress.ground.periods import Period
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.decision import Decision
from commonpress.kinds.guardrail import Condition, Guardrail


class Judgement(StrEnum):
    """How a guardrail stands, in the order in which it is told: bad news first."""

    BREACHED = "breached"
    WAIVED = "waived"
    KEPT = "kept"
    UNJUDGED = "not judged"  # the book holds nothing it could be judged on


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that is not as the guardrail says, from its first day to its last.

    `kind` and `id` are of the record it is about, `says` is what that is called, `who` the
    handle of a holder. `share` is the largest share reached. `waived_by` is the decision that
    allowed it, blank where none did.
    """

    start: date
    end: date
    kind: str = ""
    id: str = ""
    says: str = ""
    who: str = ""
    share: Decimal | None = None
    waived_by: str = ""

    @property
    def days(self) -> int:
        """How many days it lasted, both ends included."""
        return (self.end - self.start).days + 1

    def touches(self, period: Period) -> bool:
        """Whether it lasted on a day of a period."""
        return self.start <= period.end and period.start <= self.end


@dataclass(frozen=True, slots=True)
class Judged:
    """A guardrail in a period: how it stood, and on how much that was judged.

    `met` of `of` things were as they should be. `share` is what was measured where the
    condition is a share, between 0 and 1.
    """

    period: Period
    judgement: Judgement
    of: int
    breaches: tuple[Breach, ...]
    share: Decimal | None = None

    @property
    def met(self) -> int:
        """How many of the things judged were as they should be."""
        return self.of - len({(b.kind, b.id, b.says, b.who) for b in self.breaches})

    @property
    def open_breaches(self) -> tuple[Breach, ...]:
        """What no decision allowed."""
        return tuple(b for b in self.breaches if not b.waived_by)

    @property
    def waived(self) -> tuple[Breach, ...]:
        """What a decision allowed."""
        return tuple(b for b in self.breaches if b.waived_by)


@dataclass(frozen=True, slots=True)
class Answered:
    """An assembly that took the question up, and what it said."""

    assembly: Assembly
    answer: str
    agreed: int | None


@dataclass(frozen=True, slots=True)
class GuardrailView:
    """A guardrail on the day of the book and in every month since it was adopted."""

    record: Guardrail
    decision: Decision | None
    condition: Condition | None
    is_over: bool  # an assembly repealed it
    now: Judged
    months: tuple[Judged, ...]  # oldest first
    breaches: tuple[Breach, ...]  # since it was adopted, oldest first
    answers: tuple[Answered, ...]  # oldest first
    ask_by: date | None  # the last day for the next answer
