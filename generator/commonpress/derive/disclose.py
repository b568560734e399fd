# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one gate between the checked book and everything that is published.

Only this module makes a `Publication`. It leaves out what may not be seen: fields that
are not for publication, tallies of small assemblies, records with a private finding. It
is the second wall: what it leaves out should not have stood in the book in the first
place, and `check` says so (domain rules, sections 0 and 6).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from decimal import localcontext
from functools import cache
from operator import is_
from types import MappingProxyType
from typing import NamedTuple, TypeVar, cast

import msgspec

from commonpress.check.register import Register
from commonpress.check.seal import Seal
from commonpress.derive.answers import CorrectionsView
from commonpress.derive.census import census_series
from commonpress.derive.citations import citations
from commonpress.derive.corrections import corrections_view
from commonpress.derive.funding import funding_view
from commonpress.derive.glance import season_to_tell
from commonpress.derive.guardrails import guardrail_views
from commonpress.derive.halflife import practice_views
from commonpress.derive.issues import Picks, issue_views
from commonpress.derive.kits import kits_told
from commonpress.derive.ledger_views import LedgerViews
from commonpress.derive.lines import as_declared
from commonpress.derive.makings import makings
from commonpress.derive.precedents import case_views, norm_views
from commonpress.derive.project_ledgers import project_ledgers
from commonpress.derive.projects import project_views
from commonpress.derive.publication import (
    AssemblyView,
    CaseView,
    DecisionView,
    Glance,
    IssueView,
    NormView,
    Publication,
    RoleView,
)
from commonpress.derive.receipts import receipts_views
from commonpress.derive.reports import season_report
from commonpress.derive.resources import account_views
from commonpress.derive.rotation import role_views
from commonpress.derive.scrutiny import scrutiny_views
from commonpress.derive.seal import seal_view
from commonpress.derive.season_views import SeasonReport
from commonpress.derive.self_rule import self_rule
from commonpress.derive.standing import assembly_views, decision_views
from commonpress.derive.translations import Telling, telling, without_their_record
from commonpress.ground.quantities import EXACT
from commonpress.kinds import KIND_OF_RECORD, KINDS
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.base import Record, field_notes_of
from commonpress.kinds.commons import Visibility
from commonpress.kinds.decision import Decision
from commonpress.kinds.entry import Entry
from commonpress.kinds.guardrail import Guardrail
from commonpress.kinds.hours import Hours
from commonpress.kinds.ledger import Category
from commonpress.kinds.project import Project
from commonpress.kinds.tombstone import Tombstone

R = TypeVar("R", bound=Record)


def disclose(
    register: Register,
    as_of: date,
    *,
    withheld: Collection[str] = (),
    is_draft: bool = False,
    seal: Seal | None = None,
) -> Publication:
    """Everything the outputs may see of a book, as of a day, and of the log it is sealed in.

    `withheld` are paths of files with a private finding: a draft is printed without them.
    """
    shown = without_their_record(_projected(register, frozenset(withheld)))
    hidden = tuple(sorted(withheld))
    with localcontext(EXACT):
        own, *others = (telling(shown, name) for name in shown.settings.printed_in)
        told = _publication(own.register, as_of, seal, withheld=hidden, is_draft=is_draft)
        book = replace(told, translations=own.shown, texts=own.texts)
        tellings = {
            language: _told_anew(book, other, as_of)
            for language, other in zip(shown.settings.printed_in[1:], others, strict=True)
            if not (other.is_plain and own.is_plain)
        }
    return replace(book, tellings=MappingProxyType(tellings)) if tellings else book


def _told_anew(book: Publication, other: Telling, as_of: date) -> Publication:
    """The same book as it reads in another language; its log is one for all."""
    told = _publication(other.register, as_of, None, withheld=book.withheld, is_draft=book.is_draft)
    return replace(told, seal=book.seal, translations=other.shown, texts=other.texts)


def shown(register: Register, record: R, withheld: Collection[str] = ()) -> R | None:
    """What may be seen of one record of a book, or None: as `disclose` shows it."""
    if KIND_OF_RECORD[type(record)].name in _hidden(register):
        return None
    return cast("R | None", _seen(record, frozenset(withheld), _small_assemblies(register)))


def _hidden(register: Register) -> frozenset[str]:
    """The kinds that do not go onto the site."""
    return frozenset(p.kind for p in register.settings.publish if p.seen is not Visibility.SITE)


class _Told(NamedTuple):
    """The views that several others are made from, so that each is made once."""

    decisions: tuple[DecisionView, ...]
    assemblies: tuple[AssemblyView, ...]
    cases: tuple[CaseView, ...]
    norms: tuple[NormView, ...]
    roles: tuple[RoleView, ...]
    corrections: CorrectionsView
    reports: tuple[SeasonReport, ...]
    glance: Glance
    issues: tuple[IssueView, ...]


def _told(register: Register, ledger: LedgerViews, as_of: date) -> _Told:
    decisions = decision_views(register, as_of, ledger.spending)
    assemblies = assembly_views(register)
    cases, norms, roles = case_views(register), norm_views(register), role_views(register, as_of)
    corrections = corrections_view(ledger.lines, ledger.hours)
    resources = ledger.journal.chart.resources
    reports = tuple(
        season_report(s, decisions, corrections, ledger.hours, ledger.loans, resources=resources)
        for s in ledger.seasons
    )
    season = season_to_tell(as_of, register.settings.seasons)
    issues = issue_views(
        register,
        Picks(decisions, cases, norms, roles),
        lambda period: ledger.glance(period, decisions, assemblies),
        {report.statement.period.name: report for report in reports},
        assemblies,
    )
    glance = ledger.glance(season, decisions, assemblies)
    return _Told(decisions, assemblies, cases, norms, roles, corrections, reports, glance, issues)


def _publication(
    register: Register,
    as_of: date,
    seal: Seal | None,
    *,
    withheld: tuple[str, ...],
    is_draft: bool,
) -> Publication:
    ledger = LedgerViews(register, as_of)
    told = _told(register, ledger, as_of)
    journal, seasons = ledger.journal, [statement.period for statement in ledger.seasons]
    accounts = account_views(journal, ledger.lines, as_of)
    funding = funding_view(register, journal, as_of)
    records = {kind.name: register.of(kind.record) for kind in KINDS}
    cites, cited_by = citations(records)
    glances = (told.glance, *(issue.glance for issue in told.issues))
    resources = ledger.resources()
    return Publication(
        commons=register.settings,
        as_of=as_of,
        glance=told.glance,
        figures=tuple(dict.fromkeys(f for glance in glances for f in glance.figures)),
        statements=ledger.months,
        seasons=ledger.seasons,
        reports=told.reports,
        years=ledger.years,
        entries=ledger.lines,
        categories=as_declared(register.of(Category)),
        resources=resources,
        kits=kits_told(((v.resource, v.whole) for v in resources), journal.chart.resources),
        makings=makings(ledger.lines, ledger.hours, [view.resource for view in resources]),
        accounts=accounts,
        projects=project_views(register, journal, accounts, period=told.glance.period, as_of=as_of),
        assemblies=told.assemblies,
        decisions=told.decisions,
        roles=told.roles,
        cases=told.cases,
        norms=told.norms,
        guardrails=guardrail_views(register, funding, as_of),
        self_rule=self_rule(told.assemblies, told.decisions, told.roles, as_of),
        practices=practice_views(register, as_of),
        scrutiny=scrutiny_views(register, as_of),
        censuses=census_series(register),
        issues=told.issues,
        funding=funding,
        hours=ledger.hours,
        loans=ledger.loans,
        corrections=told.corrections,
        receipts=receipts_views(journal, as_of),
        project_ledgers=project_ledgers(
            journal, ledger.lines, seasons, ledger.hours, register.of(Project)
        ),
        records=MappingProxyType(records),
        cited_by=MappingProxyType(dict(cited_by)),
        cites=MappingProxyType(dict(cites)),
        sources=_sources(records),
        is_draft=is_draft,
        withheld=withheld,
        seal=seal_view(seal) if seal and seal.size else None,
    )


def _sources(records: Mapping[str, tuple[Record, ...]]) -> Mapping[tuple[str, str], str]:
    """The file of the book that holds each record."""
    files = {(name, record.id): record.path for name, group in records.items() for record in group}
    return MappingProxyType(files)


def _projected(register: Register, withheld: frozenset[str]) -> Register:
    """The book without what may not be seen."""
    hidden = _hidden(register)
    small = _small_assemblies(register)
    everything = [record for kind in KINDS for record in register.of(kind.record)]
    shown: list[Record] = []
    for kind in KINDS:
        if kind.name not in hidden:
            views = (_seen(record, withheld, small) for record in register.of(kind.record))
            shown += [one for one in views if one is not None and not _is_of_hidden(one, hidden)]
    if len(shown) == len(everything) and all(map(is_, shown, everything)):
        return register
    return register.narrowed(shown)


def _is_of_hidden(record: Record, hidden: frozenset[str]) -> bool:
    """Whether a record is the tombstone of one that nobody saw here."""
    return isinstance(record, Tombstone) and record.kind in hidden


def _seen(record: Record, withheld: frozenset[str], small: frozenset[str]) -> Record | None:
    """What may be seen of a record, or None."""
    shown = _shown(record, withheld)
    if isinstance(shown, Decision) and shown.decided_at in small:
        shown = _without_tally(shown)
    if isinstance(shown, Guardrail) and any(a.assembly in small for a in shown.answers):
        shown = _without_counts(shown, small)
    return None if shown is None else _public_fields(shown)


def _shown(record: Record, withheld: frozenset[str]) -> Record | None:
    """A record of a file with a private finding is left out; a line loses its words only.

    Leaving an entry or hours out would make every figure after it wrong.
    """
    if not withheld or record.path not in withheld:
        return record
    if isinstance(record, Entry):
        return msgspec.structs.replace(record, note="", reason="", receipt="")
    if isinstance(record, Hours):
        return msgspec.structs.replace(record, note="", reason="")
    return None if record.id != "commons" else record


def _small_assemblies(register: Register) -> frozenset[str]:
    """Assemblies so small that a tally would tell who took which stand (section 3)."""
    full = register.settings.limits.full_tally_from
    return frozenset(a.id for a in register.of(Assembly) if a.present is None or a.present < full)


def _without_tally(decision: Decision) -> Decision:
    if decision.tally is None:
        return decision
    reached = decision.tally.objection == 0
    return msgspec.structs.replace(decision, tally=None, reached=reached)


def _without_counts(guardrail: Guardrail, small: frozenset[str]) -> Guardrail:
    """A guardrail without how many agreed to an answer where few were present."""
    answers = tuple(
        msgspec.structs.replace(answer, agreed=None) if answer.assembly in small else answer
        for answer in guardrail.answers
    )
    return msgspec.structs.replace(guardrail, answers=answers)


def _public_fields(record: R) -> R:
    """The record with every field that is not for publication set back to its default."""
    private = _private_fields(type(record))
    return msgspec.structs.replace(record, **private) if private else record


@cache
def _private_fields(struct: type[Record]) -> dict[str, object]:
    """Fields declared `published=False`, with what stands in their place."""
    notes = field_notes_of(struct)
    return {
        field.name: field.default
        for field in msgspec.structs.fields(struct)
        if notes.get(field.name, {}).get("published") is False
    }
