# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of a commons hold it to its limits, or to stricter ones."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from commonpress.check.rules.wording import finding, quoted, see, some
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.quantities import format_quantity
from commonpress.ground.spelling import nearest
from commonpress.kinds import KIND_OF
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.base import Record, field_notes_of
from commonpress.kinds.commons import Approval, Commons, Visibility
from commonpress.kinds.gathering import Gathering
from commonpress.kinds.role import Role

if TYPE_CHECKING:
    from commonpress.check.register import Register

LIMIT_LOOSENED = Code(
    "limit-loosened",
    "The limits of a commons may be made stricter than those it starts with, not looser. They "
    "protect people who were not at the table.",
)
APPROVALS_LOOSENED = Code(
    "approvals-loosened",
    "For every amount the settings ask for at least as many approving roles as they start with: "
    "one for any payment, two above 30.",
)
UNKNOWN_KIND = Code(
    "unknown-kind",
    "Each kind of record stands at most once in `publish`, with where it may be seen.",
)
NOT_FOR_THIS_FOLDER = Code(
    "not-for-this-folder",
    "The folder is as public as the site. Records of a kind that is only on paper, or not "
    "published at all, do not stand in it.",
)
PLACE_NOT_PUBLIC = Code(
    "place-not-public",
    "Where the settings list the public places, assemblies and gatherings name one of them, so "
    "that no record says more precisely where people meet than was agreed.",
)
CODES = (
    LIMIT_LOOSENED,
    APPROVALS_LOOSENED,
    UNKNOWN_KIND,
    NOT_FOR_THIS_FOLDER,
    PLACE_NOT_PUBLIC,
)


def limits_are_not_loosened(register: Register) -> Iterator[Diagnostic]:
    """No number is on the loose side of its default."""
    settings = register.settings
    for above, holder in (("", settings), ("limits.", settings.limits)):
        for field, default, direction in _limits_of(type(holder)):
            value = getattr(holder, field)
            if value < default if direction == "up" else value > default:
                message = f"`{field}` is {value}, and may not be {_beyond(direction)} {default}"
                hint = f"write {default} or {'more' if direction == 'up' else 'less'}"
                yield finding(LIMIT_LOOSENED, settings, above + field, message, hint)


def roles_keep_the_longest_term_of_the_book(register: Register) -> Iterator[Diagnostic]:
    """A role may set itself a shorter term, not a longer one."""
    limits = register.settings.limits
    for role in register.of(Role):
        field = "longest_money_term_months" if role.handles_money else "longest_term_months"
        limit: int = getattr(limits, field)
        if role.longest_months is not None and role.longest_months > limit:
            message = (
                f"the longest term of `{role.id}` is {some(role.longest_months, 'month')}, "
                f"and may not be more than {limit}"
            )
            hint = f"write {limit} or less, or take `longest_months` out"
            related = [see(register.settings, f"limits.{field}", "the limit of the book")]
            yield finding(LIMIT_LOOSENED, role, "longest_months", message, hint, related=related)


def approvals_are_not_loosened(register: Register) -> Iterator[Diagnostic]:
    """At every amount where something changes, as many roles approve as by default, or more."""
    settings = register.settings
    default: tuple[Approval, ...] = _default(Commons, "approvals")
    steps = sorted({line.above for line in (*settings.approvals, *default)})
    for above in steps:
        asked, least = (_roles_above(above, lines) for lines in (settings.approvals, default))
        if asked < least:
            message = (
                f"payments above {format_quantity(above)} {settings.currency} need "
                f"{some(asked, 'role')}, and may not need fewer than {least}"
            )
            hint = f"add `- {{above: {format_quantity(above)}, roles: {least}}}` to `approvals`"
            yield finding(APPROVALS_LOOSENED, settings, "approvals", message, hint)


def publish_names_each_kind_once(register: Register) -> Iterator[Diagnostic]:
    """Every entry of `publish` is about another kind that there is."""
    settings = register.settings
    seen: set[str] = set()
    for index, publish in enumerate(settings.publish):
        if publish.kind not in KIND_OF:
            near = nearest(publish.kind, KIND_OF)
            message = f"`{publish.kind}` is not a kind of record"
            hint = f"did you mean `{near}`?" if near else f"write {quoted(KIND_OF, 'or')}"
            yield finding(UNKNOWN_KIND, settings, f"publish.{index}.kind", message, hint)
        elif publish.kind in seen:
            message = f"`publish` speaks of `{publish.kind}` twice"
            hint = "keep what the later decision says"
            yield finding(UNKNOWN_KIND, settings, f"publish.{index}.kind", message, hint)
        seen.add(publish.kind)


def what_is_not_on_the_site_is_not_in_the_folder(register: Register) -> Iterator[Diagnostic]:
    """No record of a kind that is only on paper, or unpublished, stands in the public folder."""
    settings = register.settings
    for index, publish in enumerate(settings.publish):
        kind = KIND_OF.get(publish.kind)
        if kind is None or publish.seen is Visibility.SITE or publish.kind == "commons":
            continue
        records = register.of(kind.record)
        if records:
            said = "on paper only" if publish.seen is Visibility.PAPER else "nowhere"
            message = (
                f"{kind.plural} are published {said}, "
                f"and {len(records)} of them can be read in this public folder"
            )
            hint = "keep them outside this folder; what was pushed once is public for good"
            related = [see(record, "", "one of them") for record in records[:3]]
            field = f"publish.{index}"
            yield finding(NOT_FOR_THIS_FOLDER, settings, field, message, hint, related=related)


def records_name_public_places_alone(register: Register) -> Iterator[Diagnostic]:
    """Where there is a list of places, no assembly and no gathering names another one."""
    agreed = register.settings.public_places
    if agreed is None:
        return
    for record, field, place in _places(register):
        if place and place not in agreed.named:
            near = nearest(place, agreed.named)
            message = "this is not one of the public places"
            among = f"write {quoted(agreed.named, 'or')}, or have this place agreed"
            hint = f"did you mean `{near}`?" if near else among
            related = [see(register.settings, "public_places.named", "the public places")]
            yield finding(PLACE_NOT_PUBLIC, record, field, message, hint, related=related)


def _places(register: Register) -> Iterator[tuple[Record, str, str]]:
    """Every place of a record that has one, with the field it stands in."""
    for assembly in register.of(Assembly):
        yield assembly, "place", assembly.place
        if assembly.next:
            yield assembly, "next.place", assembly.next.place
    for gathering in register.of(Gathering):
        yield gathering, "place", gathering.place


def _limits_of(struct: type[msgspec.Struct]) -> Iterator[tuple[str, int, str]]:
    """The fields of a struct that may only be tightened: name, default, direction."""
    for field, notes in field_notes_of(struct).items():
        if direction := notes.get("tighten"):
            yield field, _default(struct, field), direction


def _default(struct: type[msgspec.Struct], name: str) -> Any:
    return next(field.default for field in msgspec.structs.fields(struct) if field.name == name)


def _beyond(direction: str) -> str:
    return "less than" if direction == "up" else "more than"


def _roles_above(amount: Decimal, lines: tuple[Approval, ...]) -> int:
    """How many roles a payment needs that is a little above an amount."""
    return max((line.roles for line in lines if amount >= line.above), default=0)


RULES = (
    limits_are_not_loosened,
    roles_keep_the_longest_term_of_the_book,
    approvals_are_not_loosened,
    publish_names_each_kind_once,
    what_is_not_on_the_site_is_not_in_the_folder,
    records_name_public_places_alone,
)
