# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a private draft to a case that points at nobody: letters, whole months, wider words.

Nothing of what was taken out is written on. The log says what was made more general, in
sentences that are the same for every case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from commonpress.check.generalising import Description, Widened, descriptions, widened
from commonpress.check.privacy.spelling import any_spelled
from commonpress.check.register import Register
from commonpress.check.rules.anonymity import fields_that_point_at_one, texts_of
from commonpress.ground.periods import Period, add_months, month_of
from commonpress.kinds.case import Case, MadeGeneral, Party, PartyRole, Step
from commonpress.kinds.case_draft import CaseDraft

_WIDENED = {
    Widened.PLACE: MadeGeneral.PLACE,
    Widened.HOUSEHOLD: MadeGeneral.HOUSEHOLD,
    Widened.ROLE: MadeGeneral.ROLE,
    Widened.MONTH: MadeGeneral.MONTH,
    Widened.SEASON: MadeGeneral.SEASON,
}
_LEAST_NAME = 3


@dataclass(frozen=True, slots=True)
class ProtectedCase:
    """A case that may be committed once the book's own rules have passed it.

    `had_rested` is false where it ended too recently for its batch. `still_named` are fields in
    which a part of a party's name is left, in other letters than the draft says.
    """

    case: Case
    widened: tuple[Widened, ...]
    had_rested: bool
    still_named: tuple[str, ...]


def protect_draft(
    draft: CaseDraft, register: Register, *, batch: Period, case_id: str
) -> ProtectedCase:
    """Make a case from a draft that has a step at least."""
    least = register.settings.limits.case_rest_months
    first, last = draft.steps[0].date, max(step.date for step in draft.steps)
    description, steps = _described(draft, first, register)
    case = msgspec.structs.replace(
        _lettered(draft, first, case_id),
        **description._asdict(),
        batch=batch.name,
        rested_months=least,
    )
    case, were_held = _without_single_holders(case, register)
    log = [*draft.anonymised, *_log(draft, steps, were_held=were_held)]
    case = msgspec.structs.replace(case, anonymised=tuple(dict.fromkeys(log)))
    return ProtectedCase(
        case=case,
        widened=steps,
        had_rested=add_months(last, least) <= batch.start,
        still_named=tuple(_still_named(draft, case)),
    )


def whole_months(first: date, last: date) -> int:
    """How many whole months lie between two days."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if add_months(first, months) <= last else months - 1


def _described(
    draft: CaseDraft, first: date, register: Register
) -> tuple[Description, tuple[Widened, ...]]:
    """The finest description that enough published cases share, beginning with the month."""
    role = None if draft.role is PartyRole.MEMBER else draft.role
    whole = Description(month_of(first).name, draft.place, draft.household, role)
    settings = register.settings
    published = descriptions(register.of(Case))
    found, steps = widened(whole, published, settings.limits.case_k, settings.seasons)
    if Widened.SEASON in steps:
        # A winter is named by the year it begins in, and the case is of the year of its report.
        found = found._replace(period=f"{first.year:04d}")
    return found, steps


def _lettered(draft: CaseDraft, first: date, case_id: str) -> Case:
    """The draft with letters for names, and months for days; only its year is said."""
    letters = _lettering(draft)
    return Case(
        id=case_id,
        lang=draft.lang,
        title=letters(draft.title),
        summary=letters(draft.summary),
        harm=draft.harm,
        period=f"{first.year:04d}",
        parties=tuple(
            Party(person=f"Person {chr(ord('A') + index)}", role=party.role, part=party.part)
            for index, party in enumerate(draft.parties)
        ),
        steps=tuple(
            Step(stage=s.stage, month=whole_months(first, s.date), text=letters(s.text))
            for s in draft.steps
        ),
        outcome=draft.outcome,
        transferred_to=letters(draft.transferred_to),
        met_without=draft.met_without,
        consent=draft.consent,
        reviewed_by=draft.reviewed_by,
        rested_months=0,
        batch="",
        anonymised=(),
        applies=draft.applies,
        cites=tuple(msgspec.structs.replace(c, why=letters(c.why)) for c in draft.cites),
        led_to=draft.led_to,
        body=letters(draft.body),
    )


def _lettering(draft: CaseDraft) -> Callable[[str], str]:
    """What puts `Person A` and so on where a draft has a name; whole names before their parts."""
    letter_of = dict(_names(draft))
    names = sorted(letter_of, key=lambda name: (-len(name), name))
    if not names:
        return str
    form = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    return lambda text: form.sub(lambda found: letter_of[found[0]], text)


def _names(draft: CaseDraft) -> Iterator[tuple[str, str]]:
    """Every name and every part of one that has a capital, with its letter; first come, first."""
    taken: set[str] = set()
    for index, party in enumerate(draft.parties):
        letter = f"Person {chr(ord('A') + index)}"
        whole = [name.strip() for name in party.names]
        parts = [p for name in whole for p in name.split() if p[:1].isupper() and len(p) > 1]
        for name in (*whole, *parts):
            if name and name not in taken:
                taken.add(name)
                yield name, letter


def _without_single_holders(case: Case, register: Register) -> tuple[Case, bool]:
    """The case with `member` for every role that the registers resolve to one holder."""
    fields = tuple(fields_that_point_at_one(case, register))
    if not fields:
        return case, False
    changed: dict[str, Any] = {"role": None} if "role" in fields else {}
    parties = tuple(
        msgspec.structs.replace(party, role=PartyRole.MEMBER)
        if f"parties.{index}.role" in fields
        else party
        for index, party in enumerate(case.parties)
    )
    return msgspec.structs.replace(case, parties=parties, **changed), True


def _log(draft: CaseDraft, steps: Iterable[Widened], *, were_held: bool) -> Iterator[str]:
    if any(party.names for party in draft.parties):
        yield MadeGeneral.LETTERS.value
    yield MadeGeneral.MONTHS.value
    for step in steps:
        yield _WIDENED[step].value
    if were_held:
        yield MadeGeneral.HELD.value


def _still_named(draft: CaseDraft, case: Case) -> Iterator[str]:
    """The fields that hold a part of a party's name, in any letters."""
    parts = {
        part.casefold()
        for name, _ in _names(draft)
        for part in re.findall(r"\w+", name)
        if len(part) >= _LEAST_NAME and not any_spelled(part.lower())
    }
    for field, text in texts_of(case):
        if parts.intersection(re.findall(r"\w+", text.casefold())):
            yield field
