# SPDX-License-Identifier: AGPL-3.0-or-later
"""The attack on what is published of a census, with all that a reader sees and nothing else.

Sources of the rules: domain.md, section 6, and the ONS 10-5 rule. A count that says `<10` must
leave at least five whole numbers to guess among, from 0 or 1 on. A hidden count is known to be ten
or more; it must leave as many as rounding would have. The rest is differencing: two cuts of one
answer in a year, one cut in two years whose bases are close, and a group nearly all of whose
households gave one sensitive answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from commonpress.check.census_tables import (
    EVERYONE,
    Counted,
    Printed,
    attack_on,
    printed_counts,
)
from commonpress.ground.audit_bounds import Attack, Interval, deduced
from commonpress.kinds.census import (
    FEW,
    LEAST_COUNT,
    ROUNDED_TO,
    Census,
    Questionnaire,
    Told,
)

# Of a group, in hundredths: the most that one sensitive answer may hold.
_MOST_OF_A_GROUP = 90


class Danger(StrEnum):
    """What makes a printed table tell too much."""

    NARROW = "narrow"
    CONTRADICTION = "contradiction"
    CUTS = "cuts"
    YEARS = "years"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Leak:
    """A printed count that tells too much, what makes it so, and the count it is read against."""

    danger: Danger
    printed: Printed
    against: Printed | None = None


def leaks_in(census: Census, questionnaire: Questionnaire, least_base: int) -> tuple[Leak, ...]:
    """What the tables of one census tell together that none may tell."""
    if census.told is not Told.TABLES or not census.base:
        return ()
    printed = printed_counts(census, questionnaire)
    narrow = _narrow(printed, attack_on(census, questionnaire, least_base))
    return (*narrow, *_cuts(printed), *_groups(printed, census, questionnaire))


def leaks_between(earlier: Census, later: Census, questionnaire: Questionnaire) -> tuple[Leak, ...]:
    """Counts of the later census that differ by a few from those of one with a close base."""
    if not earlier.base or not later.base:
        return ()
    if abs(int(later.base) - int(earlier.base)) >= LEAST_COUNT:
        return ()
    before = {p.counted: p for p in printed_counts(earlier, questionnaire) if p.is_number}
    return tuple(
        Leak(Danger.YEARS, each, before[each.counted])
        for each in printed_counts(later, questionnaire)
        if each.is_number and each.counted != EVERYONE and each.counted in before
        if 0 < abs(int(each.says) - int(before[each.counted].says)) < LEAST_COUNT
    )


def _narrow(printed: Sequence[Printed], attack: Attack) -> Iterator[Leak]:
    held_back = [p for p in printed if not p.is_number]
    found = deduced(attack, list(dict.fromkeys(p.counted for p in held_back)))
    if found is None:
        yield from (Leak(Danger.CONTRADICTION, each) for each in printed[:1])
        return
    for each in held_back:
        if not _is_wide(each.says, found[each.counted]):
            yield Leak(Danger.NARROW, each)


def _is_wide(says: str, left: Interval) -> bool:
    return left.span >= ROUNDED_TO and (says != FEW or left.low <= 1)


def _cuts(printed: Sequence[Printed]) -> Iterator[Leak]:
    """Two tables that cut one answer differently, so that their difference is a small group."""
    known = {p.counted for p in printed}
    numbers = list({p.counted: p for p in printed if p.is_number and p.counted}.values())
    for one, other in combinations(numbers, 2):
        wide, narrow = sorted((one, other), key=lambda p: -_size(p.counted))
        rest = _difference(wide.counted, narrow.counted)
        if rest is None or rest in known:
            continue
        if 0 < int(wide.says) - int(narrow.says) < LEAST_COUNT:
            yield Leak(Danger.CUTS, narrow, wide)


def _size(counted: Counted) -> int:
    return sum(len(answers) for _, answers in counted)


def _difference(wide: Counted, narrow: Counted) -> Counted | None:
    """What the wider count holds besides the narrower, where they differ in one question only."""
    if [q for q, _ in wide] != [q for q, _ in narrow]:
        return None
    differing = [i for i, (w, n) in enumerate(zip(wide, narrow, strict=True)) if w != n]
    if len(differing) != 1:
        return None
    (place,) = differing
    (question, more), (_, fewer) = wide[place], narrow[place]
    if not set(fewer) < set(more):
        return None
    rest = tuple(sorted(set(more) - set(fewer)))
    return (*wide[:place], (question, rest), *wide[place + 1 :])


def _groups(
    printed: Sequence[Printed], census: Census, questionnaire: Questionnaire
) -> Iterator[Leak]:
    """A sensitive answer that nearly all households of a group gave, or all but a few."""
    says = {p.counted: p for p in printed}
    sensitive = {q.id for q in questionnaire.questions if q.sensitive}
    for each in printed:
        for question, _ in each.counted:
            group = tuple(part for part in each.counted if part[0] != question)
            whole = census.base if group == EVERYONE else _number(says.get(group))
            if question not in sensitive or not each.is_number or not whole:
                continue
            own, all_of_it = int(each.says), int(whole)
            if all_of_it - own < LEAST_COUNT or own * 100 > all_of_it * _MOST_OF_A_GROUP:
                yield Leak(Danger.GROUP, each, says.get(group))


def _number(printed: Printed | None) -> str:
    return printed.says if printed and printed.is_number else ""
