# SPDX-License-Identifier: AGPL-3.0-or-later
"""Assemblies that were held say who came, who facilitated and what was said; planned ones do not.

Facilitation is held by the person who had the role on that day, where the role had a term
then. A role without a term on the day was given by lot for the day, and anyone may have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.roles import holders_between
from commonpress.check.rules.wording import finding, quoted, see, some
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.kinds.assembly import Assembly, AssemblyKind, Held
from commonpress.kinds.role import Role

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

ASSEMBLY_INCOMPLETE = Code(
    "assembly-incomplete",
    "An assembly that was held says how many came, what was on the table, who facilitated, "
    "and has minutes. Whoever was not there reads it instead of asking around.",
)
NOT_YET_HELD = Code(
    "not-yet-held",
    "An assembly that is planned or was cancelled has taken no decisions, and nobody has come. "
    "What is told as held lies behind.",
)
PLANNED_IN_THE_PAST = Code(
    "planned-in-the-past",
    "An assembly or a gathering is still called planned, and the book goes on after its day. It "
    "was held or cancelled.",
    severity=Severity.WARNING,
)
QUORUM_MISSED = Code(
    "quorum-missed",
    "Decisions are taken when enough people have come: at least the quorum.",
)
QUORUM_LOWERED = Code(
    "quorum-lowered",
    "An assembly may ask for more people than the quorum of the book, not for fewer.",
)
FACILITATED_BY_ANOTHER = Code(
    "facilitated-by-another",
    "The role was held by somebody else on that day. Either the assembly or the terms of the "
    "role say it wrong, or somebody stood in, and then the minutes say so.",
    severity=Severity.WARNING,
)
CODES = (
    ASSEMBLY_INCOMPLETE,
    NOT_YET_HELD,
    PLANNED_IN_THE_PAST,
    QUORUM_MISSED,
    QUORUM_LOWERED,
    FACILITATED_BY_ANOTHER,
)


def quorum_of(assembly: Assembly, register: Register) -> int:
    """How many had to come: what the assembly says, or else the book."""
    return register.settings.quorum if assembly.quorum is None else assembly.quorum


def held_assemblies_are_whole(register: Register) -> Iterator[Diagnostic]:
    """Present, agenda, facilitation and minutes are there once an assembly was held."""
    for assembly in register.of(Assembly):
        if assembly.held is not Held.HELD:
            continue
        for field, is_there, hint in (
            ("present", assembly.present is not None, "write how many came, such as `present: 23`"),
            ("agenda", bool(assembly.agenda), "write what was to be talked about, a line each"),
            ("facilitation", bool(assembly.facilitation), "write each role with its handle"),
            ("body", bool(assembly.body.strip()), "write the minutes below the second line `---`"),
        ):
            if not is_there:
                name = "minutes" if field == "body" else f"`{field}`"
                message = f"`{assembly.id}` was held and has no {name}"
                yield finding(ASSEMBLY_INCOMPLETE, assembly, field, message, hint)


def planned_assemblies_decided_nothing(register: Register) -> Iterator[Diagnostic]:
    """What has not taken place has no decisions, no count and no minutes."""
    for assembly in register.of(Assembly):
        if assembly.held is Held.HELD:
            continue
        for field, is_there in (
            ("decisions", bool(assembly.decisions)),
            ("present", assembly.present is not None),
        ):
            if is_there:
                message = f"`{assembly.id}` is {assembly.held} and has `{field}`"
                hint = f"take `{field}` out, or write `held: held`"
                yield finding(NOT_YET_HELD, assembly, field, message, hint)


def planned_assemblies_lie_ahead(register: Register) -> Iterator[Diagnostic]:
    """The book does not go on after the day of a planned assembly."""
    for assembly in register.of(Assembly):
        if assembly.held is Held.PLANNED and assembly.date < register.book_date:
            message = (
                f"`{assembly.id}` is planned for {assembly.date}, "
                f"and the book goes on to {register.book_date}"
            )
            hint = "write `held: held` with its minutes, or `held: cancelled`"
            yield finding(PLANNED_IN_THE_PAST, assembly, "held", message, hint)


def decisions_are_taken_with_a_quorum(register: Register) -> Iterator[Diagnostic]:
    """Where an assembly took decisions, enough people were present."""
    for assembly in register.of(Assembly):
        quorum = quorum_of(assembly, register)
        if assembly.decisions and assembly.present is not None and assembly.present < quorum:
            message = (
                f"`{assembly.id}` took {some(len(assembly.decisions), 'decision')} with "
                f"{assembly.present} present, and its quorum is {quorum}"
            )
            hint = "what was talked about there is decided at the next assembly with a quorum"
            field = "quorum" if assembly.quorum is not None else ""
            whose = assembly if field else register.settings
            related = [see(whose, "quorum", "the quorum is set here")]
            yield finding(QUORUM_MISSED, assembly, "present", message, hint, related=related)


def assemblies_keep_the_quorum_of_the_book(register: Register) -> Iterator[Diagnostic]:
    """An assembly's own quorum is not below that of the settings."""
    least = register.settings.quorum
    for assembly in register.of(Assembly):
        if assembly.quorum is not None and assembly.quorum < least:
            message = f"the quorum of the book is {least}, and `{assembly.id}` asks for less"
            hint = f"take `quorum` out, or write {least} or more"
            related = [see(register.settings, "quorum", "the quorum of the book")]
            yield finding(QUORUM_LOWERED, assembly, "quorum", message, hint, related=related)


def facilitation_was_held_by_those_on_term(register: Register) -> Iterator[Diagnostic]:
    """Whoever facilitated held that role on that day, unless nobody held it."""
    for assembly in register.of(Assembly):
        for index, held in enumerate(assembly.facilitation):
            role = register.get("role", held.role)
            if not isinstance(role, Role) or assembly.held is not Held.HELD:
                continue
            holders = holders_between(role, assembly.date, assembly.date)
            if holders and held.handle not in holders:
                message = (
                    f"`{held.role}` was held by {quoted(holders)} on {assembly.date}, "
                    f"and here by `{held.handle}`"
                )
                hint = f"put it right here or in `content/roles/{held.role}.yml`"
                field = f"facilitation.{index}.handle"
                yield finding(FACILITATED_BY_ANOTHER, assembly, field, message, hint)


def is_emergency(assembly: Record | None) -> bool:
    """Whether this is an assembly that may decide without last call."""
    return isinstance(assembly, Assembly) and assembly.kind is AssemblyKind.EMERGENCY


RULES = (
    held_assemblies_are_whole,
    planned_assemblies_decided_nothing,
    planned_assemblies_lie_ahead,
    decisions_are_taken_with_a_quorum,
    assemblies_keep_the_quorum_of_the_book,
    facilitation_was_held_by_those_on_term,
)
