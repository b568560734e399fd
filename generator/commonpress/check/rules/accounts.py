# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the ledger is written in makes sense: accounts, categories, resources and their units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.routes import PURPOSES, fault_of_route
from commonpress.check.rules.wording import finding, quoted, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.ledger import Account, AccountType, Category, Purpose, Resource
from commonpress.kinds.project import Project

if TYPE_CHECKING:
    from commonpress.check.register import Register

ACCOUNT_PURPOSE = Code(
    "account-purpose",
    "A source or a sink says what it stands for, so that each flow can be told in a sentence: "
    "givers, neighbours, bills and so on. A stock stands for itself and has no purpose.",
)
CATEGORY_MEASURE = Code(
    "category-measure",
    "A category is added up into the wider one above it, so both must measure the same: "
    "goods, money, hours or tokens.",
)
UNIT_SIZE = Code(
    "unit-size",
    "Each unit of a resource has one size in base units, above zero, and is declared once.",
)
USUAL_ROUTE = Code(
    "usual-route",
    "The usual accounts of a project must fit the action they are written for, or every "
    "entry that leaves its accounts blank would run the wrong way.",
)
CODES = (ACCOUNT_PURPOSE, CATEGORY_MEASURE, UNIT_SIZE, USUAL_ROUTE)


def accounts_have_a_purpose_that_fits_their_type(register: Register) -> Iterator[Diagnostic]:
    """A source and a sink say what they stand for; a stock does not."""
    for account in register.of(Account):
        fitting = [p.value for p in Purpose if account.type in PURPOSES[p]]
        if account.type is AccountType.STOCK:
            if account.purpose:
                message = f"`{account.id}` is a stock, and a stock has no purpose"
                yield finding(ACCOUNT_PURPOSE, account, "purpose", message, "take `purpose` out")
        elif account.purpose is None or account.purpose.value not in fitting:
            said = f"cannot stand for `{account.purpose}`" if account.purpose else "has no purpose"
            message = f"`{account.id}` is a {account.type} and {said}"
            hint = f"write `purpose:` with one of {quoted(fitting, 'or')}"
            yield finding(ACCOUNT_PURPOSE, account, "purpose", message, hint)


def categories_measure_what_the_one_above_measures(register: Register) -> Iterator[Diagnostic]:
    """Goods are added to goods and money to money."""
    known = {category.id: category for category in register.of(Category)}
    for category in register.of(Category):
        above = known.get(category.parent)
        if above and above.measure is not category.measure:
            message = (
                f"`{category.id}` measures {category.measure}, and `{above.id}` above it "
                f"measures {above.measure}"
            )
            hint = f"write `measure: {above.measure}`, or another `parent`"
            related = [see(above, "measure", f"`{above.id}` is declared here")]
            yield finding(CATEGORY_MEASURE, category, "measure", message, hint, related=related)


def units_have_one_size_each(register: Register) -> Iterator[Diagnostic]:
    """A unit stands for a number of base units above zero, and is not declared twice."""
    for resource in register.of(Resource):
        seen = {resource.unit, resource.each} - {""}
        for index, other in enumerate(resource.units):
            field = f"units.{index}"
            if other.unit in seen:
                message = f"the unit `{other.unit}` of `{resource.id}` is declared twice"
                yield finding(UNIT_SIZE, resource, field + ".unit", message, "keep one of them")
            if not other.is_:
                message = f"one `{other.unit}` cannot be 0 {resource.unit}"
                hint = f"write how many {resource.unit} one `{other.unit}` holds"
                yield finding(UNIT_SIZE, resource, field + ".is", message, hint)
            seen.add(other.unit)


def usual_accounts_fit_their_action(register: Register) -> Iterator[Diagnostic]:
    """What a project takes as usual is a route that its action may run."""
    accounts = {account.id: account for account in register.of(Account)}
    for project in register.of(Project):
        for index, flow in enumerate(project.usual):
            source, target = accounts.get(flow.from_), accounts.get(flow.to)
            if source and target and (fault := fault_of_route(flow.action, source, target)):
                field = f"usual.{index}.{fault.field}"
                hint = "swap `from` and `to`" if fault.is_backwards else fault.hint
                yield finding(USUAL_ROUTE, project, field, fault.message, hint)


RULES = (
    accounts_have_a_purpose_that_fits_their_type,
    categories_measure_what_the_one_above_measures,
    units_have_one_size_each,
    usual_accounts_fit_their_action,
)
