# SPDX-License-Identifier: AGPL-3.0-or-later
"""Payments name the decision that allowed them and the roles that approved them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from commonpress.check.postings import CHART
from commonpress.check.rules.roles import holders_between
from commonpress.check.rules.wording import amount, finding, joined, name_of, quoted, some
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.kinds.base import Origin
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Measure
from commonpress.kinds.role import Role

if TYPE_CHECKING:
    from decimal import Decimal

    from commonpress.check.postings import Posting
    from commonpress.check.register import Register
    from commonpress.kinds.entry import Entry

PAYMENT_WITHOUT_DECISION = Code(
    "payment-without-decision",
    "A payment names the decision that allowed it. A standing decision will do: it says what "
    "may be bought without asking again.",
)
TOO_FEW_APPROVALS = Code(
    "too-few-approvals",
    "The larger a payment, the more roles must have approved it, and different people must "
    "have held them. How many is said in the settings.",
)
VACANT_APPROVAL = Code(
    "vacant-approval",
    "A role can only approve a payment on a day on which somebody held it.",
)
RECEIPT_WITHHELD = Code(
    "receipt-withheld",
    "A receipt may be withheld, and then the note says why.",
)
IMPORT_WITHOUT_APPROVAL = Code(
    "import-without-approval",
    "Payments were brought from another system that did not say who had allowed them.",
    severity=Severity.NOTE,
)
CODES = (
    PAYMENT_WITHOUT_DECISION,
    TOO_FEW_APPROVALS,
    VACANT_APPROVAL,
    RECEIPT_WITHHELD,
    IMPORT_WITHOUT_APPROVAL,
)


def roles_needed(value: Decimal, currency: str, register: Register) -> int:
    """How many roles must approve a payment: of the last line in the settings that it exceeds.

    Money in another currency than the book's cannot be held against its amounts, and needs
    the most roles that any line asks for.
    """
    lines = register.settings.approvals
    own = currency == register.settings.currency
    return max((line.roles for line in lines if not own or value > line.above), default=0)


def payments_are_allowed_and_approved(register: Register) -> Iterator[Diagnostic]:
    """Each payment names a decision and as many roles as its amount asks for.

    So does a correction that pays more; one that takes back needs none. Imported payments
    are told in one note.
    """
    imported = []
    for posting in register.journal.postings:
        if posting.kind is not Action.PAID or posting.backwards:
            continue
        entry = posting.entry
        if register.journal.chart.measure_of(posting.resource) is not Measure.MONEY:
            continue  # goods that are paid are reported as such
        if entry.origin is Origin.IMPORT and not (entry.decision or entry.approved_by):
            imported.append(entry)
            continue
        yield from _judge(posting, register)
    if imported:
        message = f"{some(len(imported), 'imported payment')} without decision or approval"
        yield finding(IMPORT_WITHOUT_APPROVAL, imported[0], "action", message)


def approving_roles_were_held(register: Register) -> Iterator[Diagnostic]:
    """Somebody held each approving role on the day of the entry."""

    @cache
    def is_vacant(name: str, day: date) -> bool:
        role = register.get("role", name)
        return isinstance(role, Role) and not holders_between(role, day, day)

    for entry in register.entries:
        for index, name in enumerate(entry.approved_by):
            if is_vacant(name, entry.date):
                message = f"nobody held `{name}` on {entry.date}"
                hint = f"name another role, or add the term to `content/roles/{name}.yml`"
                yield finding(VACANT_APPROVAL, entry, f"approved_by.{index}", message, hint)


def receipts_are_withheld_for_a_reason(register: Register) -> Iterator[Diagnostic]:
    """`receipt: withheld` stands beside a note."""
    for entry in register.entries:
        if entry.receipt == "withheld" and not entry.note:
            message = f"{name_of(entry)} withholds its receipt and does not say why"
            hint = "write why in `note`, or the number of the receipt"
            yield finding(RECEIPT_WITHHELD, entry, "receipt", message, hint)


def _judge(posting: Posting, register: Register) -> Iterator[Diagnostic]:
    entry = posting.entry
    resource = register.journal.chart.resources[posting.resource]
    needed = roles_needed(posting.amount, resource.unit, register)
    if needed and not entry.decision:
        paid = amount(posting.amount, posting.resource, register)
        message = f"{name_of(entry)} pays {paid} and names no decision"
        hint = "write `decision` with the id of the one that allowed it"
        yield finding(PAYMENT_WITHOUT_DECISION, entry, "action", message, hint)
    roles = tuple(dict.fromkeys(entry.approved_by))
    if len(roles) < needed:
        named = quoted(roles) if roles else "none"
        paid = amount(posting.amount, posting.resource, register)
        message = f"{paid} must be approved by {some(needed, 'role')}, and it names {named}"
        hint = f"name {some(needed, 'role')} in `approved_by`"
        yield finding(TOO_FEW_APPROVALS, entry, "approved_by", message, hint)
    elif needed > 1 and len(people := _people(entry, roles, register)) < needed:
        paid = amount(posting.amount, posting.resource, register)
        message = (
            f"{paid} must be approved by {needed} people, and on {entry.date} "
            f"{joined([f'`{role}`' for role in roles])} were held by {quoted(people)} alone"
        )
        hint = "name a role that somebody else held on that day"
        yield finding(TOO_FEW_APPROVALS, entry, "approved_by", message, hint)


def _people(entry: Entry, roles: tuple[str, ...], register: Register) -> tuple[str, ...]:
    """Everyone who held one of these roles on the day; more than one may share a role.

    Where nobody held one of them, that is reported, and counts here as somebody else.
    """
    found: list[str] = []
    for name in roles:
        role = register.get("role", name)
        held = holders_between(role, entry.date, entry.date) if isinstance(role, Role) else ()
        found.extend(held or (name,))
    return tuple(dict.fromkeys(found))


RULES = (
    payments_are_allowed_and_approved,
    approving_roles_were_held,
    receipts_are_withheld_for_a_reason,
)
NEEDS = {payments_are_allowed_and_approved: CHART}
