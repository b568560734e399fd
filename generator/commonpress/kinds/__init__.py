# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every kind of record there is, one declarative module each.

A new kind is a module here and a line in `KINDS`: it is then read, checked, listed,
given a page, printed, exported and scaffolded. `tests/test_kinds.py` names any step forgotten.
"""

from __future__ import annotations

from commonpress.kinds.allow import ALLOW
from commonpress.kinds.assembly import ASSEMBLY
from commonpress.kinds.base import Kind, Months, Record
from commonpress.kinds.case import CASE, NORM
from commonpress.kinds.census import CENSUS, QUESTIONNAIRE
from commonpress.kinds.commons import COMMONS
from commonpress.kinds.decision import DECISION
from commonpress.kinds.entry import ENTRY
from commonpress.kinds.fund import FUND
from commonpress.kinds.gathering import GATHERING
from commonpress.kinds.guardrail import GUARDRAIL
from commonpress.kinds.hours import HOURS
from commonpress.kinds.ledger import ACCOUNT, CATEGORY, RESOURCE
from commonpress.kinds.practice import PRACTICE
from commonpress.kinds.project import PROJECT
from commonpress.kinds.publication import PAGE, ZINE
from commonpress.kinds.role import HANDLE, ROLE
from commonpress.kinds.scrutiny import SCRUTINY
from commonpress.kinds.symbol import SYMBOL
from commonpress.kinds.tombstone import TOMBSTONE
from commonpress.kinds.translation import TRANSLATION

# The order is the order of the book: what is declared first may be pointed to by what follows.
KINDS: tuple[Kind, ...] = (
    COMMONS,
    ALLOW,
    HANDLE,
    ROLE,
    ASSEMBLY,
    DECISION,
    GUARDRAIL,
    NORM,
    CASE,
    PROJECT,
    PRACTICE,
    SYMBOL,
    GATHERING,
    SCRUTINY,
    QUESTIONNAIRE,
    CENSUS,
    CATEGORY,
    RESOURCE,
    ACCOUNT,
    FUND,
    ENTRY,
    HOURS,
    PAGE,
    ZINE,
    TRANSLATION,
    TOMBSTONE,
)

KIND_OF: dict[str, Kind] = {kind.name: kind for kind in KINDS}
KIND_OF_RECORD: dict[type[Record], Kind] = {kind.record: kind for kind in KINDS}
# Kinds of which there are so many that they stand in tables by month, never in a list of links.
LINE_BY_LINE = frozenset(kind.name for kind in KINDS if isinstance(kind.shelf, Months))
