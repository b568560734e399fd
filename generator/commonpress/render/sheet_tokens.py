# SPDX-License-Identifier: AGPL-3.0-or-later
"""Receipt tokens: twelve slips a sheet, each with its stub. They say what and when, never who.

A slip carries the code that proves its entry in the sealed log. Number and check character stand
on slip and stub alike, so that a slip that comes back finds its stub.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commonpress.derive.flow_views import EntryLine
from commonpress.derive.seal import SealView
from commonpress.ground.receipt_token import serial_of
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Purpose
from commonpress.render import words
from commonpress.render.sheet_desk import Sheet, SheetDesk, UnknownSheetError
from commonpress.render.site_seal import SEAL_PAGE

A_SHEET = 12


@dataclass(frozen=True, slots=True)
class Slip:
    """What one token says: its number, its code, what came in and on which day."""

    serial: str
    token: str
    says: str
    day: date
    address: str


def receipt_tokens(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """Slips for the gifts of a month that are sealed; or for one entry."""
    seal = desk.publication.seal
    if seal is None:
        raise UnknownSheetError("nothing is sealed yet, so a token would prove nothing; seal first")
    gifts = [line for line in desk.publication.entries if _is_gift(line)]
    wanted = of or (gifts[-1].entry.id[4:11] if gifts else "")
    named = [x for x in gifts if wanted in (x.entry.id, f"{x.entry.date:%Y-%m}")]
    slips = [_slip(desk, seal, line) for line in named if seal.of("entry", line.entry.id)]
    if not slips:
        raise UnknownSheetError(f"no sealed gift of `{wanted}`; name a month, or an entry that is")
    sheets = [slips[at : at + A_SHEET] for at in range(0, len(slips), A_SHEET)]
    settings = ({"sheets": sheets},)
    records = tuple(line.entry for line in named)
    yield Sheet(f"tokens-{wanted}", "tokens", settings, records, ("tokens.css",), len(sheets))


def _is_gift(line: EntryLine) -> bool:
    """Whether something came in from a giver, and was not written by mistake."""
    is_received = line.entry.action is Action.RECEIVED and line.source.purpose is Purpose.GIVERS
    return is_received and not line.backwards and not line.corrected_by


def _slip(desk: SheetDesk, seal: SealView, line: EntryLine) -> Slip:
    sealed = seal.of("entry", line.entry.id)
    if sealed is None:
        raise ValueError(f"{line.entry.id} is not sealed")
    unit, resource = line.resource.unit, line.resource
    plurals = {unit: resource.each} if resource.each else {}
    amount = words.amount(line.amount, unit, None, plurals)
    page = desk.on_site(SEAL_PAGE)
    return Slip(
        serial=serial_of(sealed.index),
        token=sealed.token,
        says=amount if words.is_currency(unit) else f"{amount}, {words.lower_noun(resource.title)}",
        day=line.entry.date,
        address=f"{page}#{sealed.token}" if page else "",
    )
