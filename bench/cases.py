# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases of a generated book: steps without people, each leaning on earlier ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.chance import Chance, body
from bench.council import norm_id
from bench.record import Value, Written
from bench.size import FIRST_YEAR, Size

_STEPS = (
    ("reported", 0),
    ("listening", 1),
    ("mediation", 1),
    ("agreement", 2),
    ("follow_up", 6),
    ("closed", 7),
)
_TREATMENTS = ("followed", "applied", "distinguished", "limited", "questioned", "overruled")


def case_records(size: Size, harms: Sequence[str], seed: str) -> Iterator[Written]:
    """Every case, earliest first."""
    years = max(1, size.months // 12)
    numbers: Counter[int] = Counter()
    earlier: list[str] = []
    for number in range(size.cases):
        # Two years before the book at first: a case rests before it is published.
        year = FIRST_YEAR - 2 + number * years // size.cases
        numbers[year] += 1
        name = f"case-{year}-{numbers[year]:03d}"
        yield _Case(name, year, size, Chance(f"{seed}/{name}")).written(harms, earlier)
        earlier.append(name)


@dataclass(frozen=True, slots=True)
class _Case:
    """A case before it is written."""

    id: str
    year: int
    size: Size
    chance: Chance

    def written(self, harms: Sequence[str], earlier: Sequence[str]) -> Written:
        chance = self.chance
        cited = sorted({chance.pick(earlier) for _ in range(chance.below(4))}) if earlier else []
        fields = self._fields(harms)
        if cited:
            fields["cites"] = [_citation(case, chance) for case in cited]
        if self.size.norms:
            fields["applies"] = [norm_id(chance.below(self.size.norms))]
        text = body(chance, self.size.prose, [(case, f"{case}.md") for case in cited])
        return Written("cases", "cases", self.id, chance.phrase(5, 10), fields, text)

    def _fields(self, harms: Sequence[str]) -> dict[str, Value]:
        chance = self.chance
        return {
            "summary": chance.paragraph(160),
            "harm": chance.pick(harms),
            "period": str(self.year),
            "parties": [
                {"person": "Person A", "role": "member", "part": "harmed"},
                {"person": "Person B", "role": "volunteer", "part": "responsible"},
            ],
            "steps": [_step(stage, month, chance) for stage, month in _STEPS],
            "outcome": "agreement",
            "met_without": ["police", "courts"],
            "consent": {"harmed": "yes", "responsible": "yes"},
            "reviewed_by": ["bench-keeper", "minute-keeper"],
            "rested_months": "6",
            "batch": f"{self.year + 1}-autumn",
            "anonymised": [chance.sentence(4, 8)],
        }


def _step(stage: str, month: int, chance: Chance) -> dict[str, Value]:
    return {"stage": stage, "month": str(month), "text": f"Person A spoke. {chance.sentence()}"}


def _citation(case: str, chance: Chance) -> dict[str, Value]:
    return {"case": case, "treatment": chance.pick(_TREATMENTS), "why": chance.sentence(5, 9)}
