# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handles are self-chosen words, used from the day of consent until their holder lays them down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.role import Handle, Role

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

HANDLE_LIKE_A_NAME = Code(
    "handle-like-a-name",
    "A handle is one word that somebody chose. Two words read like a first and a last name, "
    "and long numbers like a telephone; such a handle is not printed here.",
    private=True,
)
HANDLE_BEFORE_CONSENT = Code(
    "handle-before-consent",
    "A handle is public from the day its holder agreed to it, and not before.",
)
HANDLE_RETIRED = Code(
    "handle-retired",
    "A handle that its holder has laid down takes on nothing new.",
)
CODES = (HANDLE_LIKE_A_NAME, HANDLE_BEFORE_CONSENT, HANDLE_RETIRED)

_LONG_NUMBER = re.compile(r"\d{5}", re.ASCII)


def handles_are_one_word(register: Register) -> Iterator[Diagnostic]:
    """A handle has no hyphen and no long number."""
    for handle in register.of(Handle):
        if "-" in handle.id or _LONG_NUMBER.search(handle.id):
            message = "this handle reads like a name or a number"
            hint = "ask its holder for one word that is no name, such as `wren`"
            yield finding(HANDLE_LIKE_A_NAME, handle, "id", message, hint)


def handles_are_used_while_their_holders_agree(register: Register) -> Iterator[Diagnostic]:
    """Nobody holds a term or facilitates before they agreed, or after they laid the handle down."""
    for record, field, name, day in _uses(register):
        handle = register.get("handle", name)
        if not isinstance(handle, Handle):
            continue
        if day < handle.consented_on:
            message = f"`{name}` is used on {day}, and agreed to that on {handle.consented_on}"
            hint = "write it once its holder has agreed, or put the day right"
            related = [see(handle, "consented_on", "agreed here")]
            yield finding(HANDLE_BEFORE_CONSENT, record, field, message, hint, related=related)
        elif handle.retired_on and day > handle.retired_on:
            message = f"`{name}` is used on {day}, and was laid down on {handle.retired_on}"
            hint = "name somebody else, or put the day right"
            related = [see(handle, "retired_on", "laid down here")]
            yield finding(HANDLE_RETIRED, record, field, message, hint, related=related)


def _uses(register: Register) -> Iterator[tuple[Record, str, str, date]]:
    """Every use of a handle with the day on which it begins."""
    for role in register.of(Role):
        for index, term in enumerate(role.terms):
            yield role, f"terms.{index}.holder", term.holder, term.start
    for assembly in register.of(Assembly):
        for index, held in enumerate(assembly.facilitation):
            yield assembly, f"facilitation.{index}.handle", held.handle, assembly.date


RULES = (handles_are_one_word, handles_are_used_while_their_holders_agree)
