# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publication: everything that site, zine and data may see, and nothing else.

Only `derive.disclose` makes one. What is not in here cannot be published by accident.
All amounts are exact decimals in the base unit of their resource.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import cast

from commonpress.derive.answers import (
    CorrectionsView,
    FundingView,
    HoursTable,
    HoursView,
    LoanLine,
    Loans,
    ProjectLedger,
    ReceiptsView,
)
from commonpress.derive.census import CensusSeries
from commonpress.derive.flow_views import EntryLine, RecordLink, ResourceView, Statement
from commonpress.derive.force import IN_FORCE, Reliance
from commonpress.derive.guardrail_views import GuardrailView
from commonpress.derive.halflife import PracticeView
from commonpress.derive.holdings import AccountView
from commonpress.derive.kits import KitTold
from commonpress.derive.making import Making
from commonpress.derive.scrutiny import ScrutinyView
from commonpress.derive.seal import SealView
from commonpress.derive.season_views import ProjectView, SeasonReport
from commonpress.derive.self_rule import SelfRule
from commonpress.derive.translations import TranslationView
from commonpress.derive.withdrawn import WithdrawnView, withdrawn_views
from commonpress.ground.periods import Period
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.base import Record
from commonpress.kinds.case import Case, Norm
from commonpress.kinds.commons import Commons, Visibility
from commonpress.kinds.decision import Decision
from commonpress.kinds.ledger import Category, Resource
from commonpress.kinds.publication import Art, Zine
from commonpress.kinds.role import Role, RoleTerm
from commonpress.kinds.tombstone import Tombstone


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number. Home, zine and data all print this one, so they cannot disagree.

    `unit` is a resource's base unit, a currency, or the plural word of a thing counted;
    `places` is how many decimals are printed.
    """

    id: str
    value: Decimal
    unit: str
    period: str
    about: str
    places: int = 0


@dataclass(frozen=True, slots=True)
class AssemblyView:
    """An assembly with the decisions it took and the quorum it had to meet."""

    record: Assembly
    quorum: int
    decisions: tuple[Decision, ...]


class Standing(StrEnum):
    """What a decision is today, computed for the day of the book."""

    IN_FORCE = "in force"
    REVIEW_DUE = "review due"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    OPEN = "open"
    STAGNANT = "stagnant"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision, what it is today, where it was taken, and what has been spent on it."""

    record: Decision
    standing: Standing
    assembly: Assembly | None
    spending: tuple[EntryLine, ...]
    spent: Decimal


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as it ran: its last day in fact, and how many days it ran past the agreed end."""

    term: RoleTerm
    last_day: date
    allowed_to: date
    days_over: int
    is_current: bool
    is_planned: bool


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role: its terms, who holds it now, and whether it goes round."""

    record: Role
    longest_months: int
    terms: tuple[TermView, ...]
    current: tuple[TermView, ...]
    holders: int
    longest_days: int
    rotation: Decimal | None  # distinct holders divided by terms


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case that cites or is cited, with what the later one does with the earlier one."""

    case: Case
    treatment: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with what it leans on, what leans on it, and the norms on either side."""

    record: Case
    cites: tuple[CaseLink, ...]
    cited_by: tuple[CaseLink, ...]
    applies: tuple[Norm, ...]
    led_to: tuple[Norm, ...]
    months: int
    reliance: Reliance = IN_FORCE


@dataclass(frozen=True, slots=True)
class NormView:
    """A norm with the decision behind it and the cases before and after it."""

    record: Norm
    decision: Decision | None
    in_force: bool
    applied_in: tuple[Case, ...]
    came_from: tuple[Case, ...]
    reliance: Reliance = IN_FORCE


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of an issue with its records picked."""

    section: str
    title: str
    decisions: tuple[DecisionView, ...] = ()
    cases: tuple[CaseView, ...] = ()
    norms: tuple[NormView, ...] = ()
    roles: tuple[RoleView, ...] = ()
    art: Art | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue of the zine, ready to be set: its season's statement and its sections."""

    record: Zine
    season: Period
    sections: tuple[SectionView, ...]
    glance: Glance
    report: SeasonReport | None  # None where the book has no line of that season or before it


@dataclass(frozen=True, slots=True)
class Headline:
    """The one large number of a season, and how it is counted in pictures.

    One loop stands for `loop_is` of them. `parts` splits the number by project, largest first.
    """

    resource: Resource
    figure: Figure
    loop_is: int
    parts: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """A season at a glance: what moved, what was decided, what is coming."""

    period: Period
    statement: Statement
    headline: Headline | None
    figures: tuple[Figure, ...]
    decisions: tuple[DecisionView, ...]
    open_proposals: tuple[DecisionView, ...]
    assemblies: tuple[AssemblyView, ...]
    next_assembly: AssemblyView | None
    loans: Loans | None
    hours: HoursTable | None

    def figure(self, figure_id: str) -> Figure:
        """The figure of this id; a template that asks for one that is not there is a bug."""
        return next(f for f in self.figures if f.id == figure_id)


@dataclass(frozen=True, slots=True)
class Publication:
    """All that outputs may see, as of one day."""

    commons: Commons
    as_of: date
    glance: Glance
    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]  # months, oldest first
    seasons: tuple[Statement, ...]  # seasons, oldest first, up to `as_of`
    reports: tuple[SeasonReport, ...]  # of these seasons, in their order
    years: tuple[Statement, ...]
    entries: tuple[EntryLine, ...]
    categories: tuple[Category, ...]
    resources: tuple[ResourceView, ...]
    kits: tuple[KitTold, ...]  # resources that hold others, with all that ever went out
    makings: tuple[Making, ...]  # what went into whatever is made, with the hours of it
    accounts: tuple[AccountView, ...]
    projects: tuple[ProjectView, ...]
    assemblies: tuple[AssemblyView, ...]  # newest first
    decisions: tuple[DecisionView, ...]  # newest first
    roles: tuple[RoleView, ...]
    cases: tuple[CaseView, ...]
    norms: tuple[NormView, ...]
    guardrails: tuple[GuardrailView, ...]  # breached first
    self_rule: SelfRule
    practices: tuple[PracticeView, ...]  # dormant first, those let go last
    scrutiny: tuple[ScrutinyView, ...]  # newest first
    censuses: tuple[CensusSeries, ...]  # one a questionnaire
    issues: tuple[IssueView, ...]  # newest first
    funding: FundingView | None
    hours: HoursView | None
    loans: tuple[LoanLine, ...]  # by the day they were lent
    corrections: CorrectionsView
    receipts: tuple[ReceiptsView, ...]
    project_ledgers: tuple[ProjectLedger, ...]  # as the projects stand
    records: Mapping[str, tuple[Record, ...]]  # by kind, published fields only, by id
    cited_by: Mapping[tuple[str, str], tuple[RecordLink, ...]]
    cites: Mapping[tuple[str, str], tuple[RecordLink, ...]]
    sources: Mapping[tuple[str, str], str]  # (kind, id) to the file of the book
    is_draft: bool = False
    withheld: tuple[str, ...] = field(default=())
    seal: SealView | None = None  # None where nothing has been sealed
    translations: Mapping[tuple[str, str], TranslationView] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)  # those not in the book's language
    tellings: Mapping[str, Publication] = field(default_factory=dict)  # by language; else as here

    @property
    def withdrawn(self) -> tuple[WithdrawnView, ...]:
        """What was taken out of the book, the last of it first."""
        return withdrawn_views(
            cast("tuple[Tombstone, ...]", self.records.get("tombstone", ())),
            self.seal.withdrawals if self.seal else (),
            (one.kind for one in self.commons.publish if one.seen is not Visibility.SITE),
        )

    @property
    def record_count(self) -> int:
        """How many records the book holds, entries included."""
        return sum(len(group) for group in self.records.values())
