# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every euro that came in belongs to a fund, and every fund says what it asks for.

Institutions are named with their conditions. People who give are one pooled fund and are
never named (domain rules, section 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.postings import CHART
from commonpress.check.rules.wording import finding, name_of, quoted, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.entry import Action
from commonpress.kinds.fund import Fund, FunderKind
from commonpress.kinds.ledger import Account, Measure, Purpose

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.entry import Entry

FUND_TERMS_UNSAID = Code(
    "fund-terms-unsaid",
    "Money from an institution says what it asks for, or that it asks for nothing; and where it "
    "asks for something, how it can be left.",
)
FUNDER_UNNAMED = Code(
    "funder-unnamed",
    "An institution that gives money is named, so that everyone can see on whom the commons leans.",
)
INDIVIDUALS_NAMED = Code(
    "individuals-named",
    "People who give money are never named, and nothing they give is tied to a condition.",
    private=True,
)
INDIVIDUALS_APART = Code(
    "individuals-apart",
    "What people give is one pooled fund. Two of them would let a reader tell some people from "
    "the others.",
)
FUND_ACCOUNT = Code(
    "fund-account",
    "The money of a fund comes through source accounts of givers that no other fund uses, so "
    "that each line of the ledger leads to one fund.",
)
MONEY_WITHOUT_FUND = Code(
    "money-without-fund",
    "In a book that keeps funds, all money that is received comes through the account of one, "
    "so that no source is left unsaid.",
)
MONEY_OUTSIDE_FUND = Code(
    "money-outside-fund",
    "The money of a fund comes between its first and its last day.",
)
CODES = (
    FUND_TERMS_UNSAID,
    FUNDER_UNNAMED,
    INDIVIDUALS_NAMED,
    INDIVIDUALS_APART,
    FUND_ACCOUNT,
    MONEY_WITHOUT_FUND,
    MONEY_OUTSIDE_FUND,
)


def funds_say_what_they_ask_for(register: Register) -> Iterator[Diagnostic]:
    """Conditions or their absence, and never both; with conditions, the way out."""
    for fund in register.of(Fund):
        if fund.is_conditioned and fund.unconditional:
            message = f"`{fund.id}` is said to ask for nothing, and has conditions"
            yield finding(FUND_TERMS_UNSAID, fund, "unconditional", message, "take one of them out")
        elif fund.is_outside and not fund.is_conditioned and not fund.unconditional:
            message = f"`{fund.id}` does not say what its money asks for"
            hint = "write `conditions`, one a line, or `unconditional: yes`"
            yield finding(FUND_TERMS_UNSAID, fund, "", message, hint)
        if fund.is_outside and fund.is_conditioned and not fund.exit:
            message = f"`{fund.id}` has conditions, and does not say how it can be left"
            hint = "write `exit`: who may end it, by when, and what is paid back then"
            yield finding(FUND_TERMS_UNSAID, fund, "conditions", message, hint)


def institutions_are_named_and_people_are_not(register: Register) -> Iterator[Diagnostic]:
    """`funder` stands in the funds of institutions, and in no other."""
    for fund in register.of(Fund):
        if fund.is_outside and not fund.funder:
            message = f"`{fund.id}` is of a {fund.kind}, and does not say which"
            yield finding(FUNDER_UNNAMED, fund, "kind", message, "write `funder` with its name")
        if fund.kind is FunderKind.INDIVIDUALS:
            for field in ("funder", "conditions", "reporting"):
                if getattr(fund, field):
                    message = f"a fund of `individuals` has no `{field}`"
                    hint = f"take `{field}` out; money with a name or a condition is not pooled"
                    yield finding(INDIVIDUALS_NAMED, fund, field, message, hint)


def people_who_give_are_one_fund(register: Register) -> Iterator[Diagnostic]:
    """At most one fund of `individuals` takes money on any day."""
    pooled = [f for f in register.of(Fund) if f.kind is FunderKind.INDIVIDUALS]
    pooled.sort(key=lambda fund: (fund.start, fund.id))
    for index, fund in enumerate(pooled):
        for other in pooled[:index]:
            if other.end is None or other.end >= fund.start:
                message = f"`{fund.id}` and `{other.id}` both pool what people give"
                hint = f"keep one, with the accounts of both, or end `{other.id}` before it begins"
                related = [see(other, "", "the other one")]
                yield finding(INDIVIDUALS_APART, fund, "kind", message, hint, related=related)


def funds_have_accounts_of_their_own(register: Register) -> Iterator[Diagnostic]:
    """Each account of a fund is a source of givers, and of this fund alone."""
    first: dict[str, Fund] = {}
    for fund in register.of(Fund):
        for index, name in enumerate(fund.accounts):
            field = f"accounts.{index}"
            account = register.get("account", name)
            if isinstance(account, Account) and account.purpose is not Purpose.GIVERS:
                message = f"no money can come in through `{name}`, which is a {account.type}"
                if account.purpose:
                    message += f" that stands for `{account.purpose}`"
                hint = "name a source whose purpose is `givers`"
                related = [see(account, "type", f"`{name}` is declared here")]
                yield finding(FUND_ACCOUNT, fund, field, message, hint, related=related)
            if (other := first.setdefault(name, fund)) is not fund:
                message = f"`{other.id}` has the account `{name}` as well"
                hint = "give each fund a source account of its own"
                related = [see(other, "accounts", "the other fund")]
                yield finding(FUND_ACCOUNT, fund, field, message, hint, related=related)


def money_comes_through_a_fund(register: Register) -> Iterator[Diagnostic]:
    """Each line of money received leads to a fund that was open on its day."""
    funds = {name: fund for fund in register.of(Fund) for name in fund.accounts}
    for entry, name in _gifts_of_money(register) if funds else ():
        fund = funds.get(name)
        if fund is None:
            message = f"{name_of(entry)} receives money from `{name}`, which belongs to no fund"
            hint = f"add `{name}` to the `accounts` of a fund in `ledger/funds.yml`"
            yield finding(MONEY_WITHOUT_FUND, entry, "from", message, hint)
        elif entry.date < fund.start or (fund.end and entry.date > fund.end):
            side = "began on" if entry.date < fund.start else "ended on"
            day = fund.start if entry.date < fund.start else fund.end
            message = f"{name_of(entry)} is of {entry.date}, and the fund `{fund.id}` {side} {day}"
            hint = f"put one of the two days right, or name another account than {quoted([name])}"
            related = [see(fund, "start" if day is fund.start else "end", "said here")]
            yield finding(MONEY_OUTSIDE_FUND, entry, "date", message, hint, related=related)


def _gifts_of_money(register: Register) -> Iterator[tuple[Entry, str]]:
    """Every line that receives money from givers, with the account it comes from.

    What a correction takes back has been judged with the line it takes it back from.
    """
    chart = register.journal.chart
    for entry in register.entries:
        if entry.action is Action.RECEIVED and not entry.corrects:
            name = chart.accounts_of(entry)[0]
            known = chart.accounts.get(name)
            is_gift = known is not None and known.purpose is Purpose.GIVERS
            if is_gift and chart.measure_of(entry.resource) is Measure.MONEY:
                yield entry, name


RULES = (
    funds_say_what_they_ask_for,
    institutions_are_named_and_people_are_not,
    people_who_give_are_one_fund,
    funds_have_accounts_of_their_own,
    money_comes_through_a_fund,
)
NEEDS = {money_comes_through_a_fund: (*CHART, "fund")}
