# SPDX-License-Identifier: AGPL-3.0-or-later
"""The path from a private draft to a case that may be committed. It reads a book, writes none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import msgspec

from commonpress.check import check_book
from commonpress.check.case_protect import ProtectedCase, protect_draft
from commonpress.check.discretion import discreet
from commonpress.check.privacy.signs import NAME
from commonpress.check.register import Register
from commonpress.check.rules.cases import BATCH_OF_ONE, CASE_NOT_RESTED, CASE_STEPS
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Diagnostic, Span, sorted_diagnostics
from commonpress.ground.numbering import Numbering
from commonpress.ground.periods import Period, parse_period
from commonpress.kinds.base import Record
from commonpress.kinds.case import CASE, Case
from commonpress.kinds.case_draft import CaseDraft
from commonpress.kinds.fields import fields_of
from commonpress.read.book import read_book
from commonpress.read.content import read_content
from commonpress.read.raw import ReadBook
from commonpress.read.shelves import Place
from commonpress.read.source_table import read_case_draft
from commonpress.render.environment import Templates
from commonpress.render.scaffold import Written, in_order, record_text

# Where a field of a case stands in its draft, where the two differ.
_IN_DRAFT = {"period": "steps.0.date", "month": "date", "person": "names"}
# Protection writes the batch itself, and says in words when a case is alone in it.
_SAID_APART = frozenset({BATCH_OF_ONE})


@dataclass(frozen=True, slots=True)
class ProtectedDraft:
    """A case as a file with its id, or what stands in the draft that may not be published.

    `findings` name places of the draft and show none of its words.
    """

    id: str
    file: bytes
    protected: ProtectedCase | None
    is_alone: bool
    findings: tuple[Diagnostic, ...]


def batch_of(book: Path, name: str) -> Period | None:
    """The season of this name as the book counts seasons; None for anything else."""
    register, _ = check_book(read_book(book))
    period = parse_period(name, register.settings.seasons) if register else None
    return period if period and period.is_season else None


def protect_case(source: Path, book: Path, *, batch: Period) -> ProtectedDraft | None:
    """Make a case of a draft that every rule of the book lets pass. None: there is no book."""
    read = read_book(book)
    register, _ = check_book(read)
    if register is None:
        return None
    draft, findings = _draft(source)
    if draft is None:
        return _refused(findings)
    case_id = _free_id(read, register, draft)
    protected = protect_draft(draft, register, batch=batch, case_id=case_id)
    file = case_file(protected.case).encode()
    findings = sorted_diagnostics(
        _of_protection(protected, draft), _of_the_book(read, protected.case, file, draft)
    )
    if any(finding.is_error for finding in findings):
        return _refused(findings)
    alone = not any(case.batch == batch.name for case in register.of(Case))
    return ProtectedDraft(case_id, file, protected, alone, findings)


def case_file(case: Case) -> str:
    """A case as the file that people read and change."""
    values = {
        field.written: _written(value)
        for field in fields_of(Case)
        if field.name not in {"id", "body", "places"}
        and (value := getattr(case, field.name)) not in ((), "", None)
    }
    return record_text(CASE, in_order(CASE, values), case.body, Templates())


def _refused(findings: tuple[Diagnostic, ...]) -> ProtectedDraft:
    return ProtectedDraft("", b"", None, is_alone=False, findings=findings)


def _draft(source: Path) -> tuple[CaseDraft | None, tuple[Diagnostic, ...]]:
    """The draft, or what keeps it from being read; in the words of the rules alone."""
    read = read_case_draft(source)
    shaped = [shape(raw) for raw in read.raws]
    findings = sorted_diagnostics(read.findings, (f for _, wrong in shaped for f in wrong))
    draft = next((record for record, _ in shaped if isinstance(record, CaseDraft)), None)
    if findings or draft is None:
        return None, tuple(
            replace(finding, message=finding.code.in_short, hint="", related=())
            for finding in findings
        )
    unordered = tuple(_unordered(draft))
    return (None, unordered) if unordered else (draft, ())


def _unordered(draft: CaseDraft) -> Iterator[Diagnostic]:
    """No steps, or steps whose days go back: there are no months to count."""
    if not draft.steps:
        message = "the draft has no steps"
        yield Diagnostic(CASE_STEPS, draft.span("steps"), message, "write them")
    for index, (before, after) in enumerate(pairwise(draft.steps), start=1):
        if after.date < before.date:
            message = "this step lies before the one above"
            hint = "put the days or the steps right"
            yield Diagnostic(CASE_STEPS, draft.span(f"steps.{index}.date"), message, hint)


def _free_id(read: ReadBook, register: Register, draft: CaseDraft) -> str:
    """The next id of the year of the report; one that was withdrawn is never given again."""
    withdrawn = [record_id for kind, record_id in register.withdrawn if kind == CASE.name]
    ids = [raw.id for raw in read.raws if raw.kind is CASE]
    return Numbering([*ids, *withdrawn]).next(f"case-{draft.steps[0].date.year:04d}-", 3)


def _of_protection(protected: ProtectedCase, draft: CaseDraft) -> Iterator[Diagnostic]:
    if not protected.had_rested:
        message = "the case ended too recently for this batch"
        hint = "wait, and publish it with a later batch"
        last = f"steps.{len(draft.steps) - 1}.date"
        yield Diagnostic(CASE_NOT_RESTED, draft.span(last), message, hint)
    for field in protected.still_named:
        message = "a name of one of the people is left here"
        hint = "write it as in `names`, or write `Person A` and so on"
        yield Diagnostic(NAME, draft.span(_in_draft(field)), message, hint)


def _of_the_book(read: ReadBook, case: Case, file: bytes, draft: CaseDraft) -> Iterator[Diagnostic]:
    """What the rules of the book say of the case, at the places of the draft."""
    path = f"cases/{case.id}.md"
    opened = read_content(path, Place((CASE,), case.id), file)
    with_case = replace(
        read,
        raws=(*read.raws, *opened.raws),
        sources=MappingProxyType({**read.sources, path: opened.text}),
    )
    register, findings = check_book(with_case)
    made = register.get("case", case.id) if register else None
    told, _ = discreet(findings, with_case.sources)
    for finding in told:
        if finding.span.path == path and finding.code not in _SAID_APART:
            place = _place(finding.span, made, draft)
            yield replace(finding, span=place, related=())


def _place(span: Span, made: Record | None, draft: CaseDraft) -> Span:
    """Where the draft says what stands at a place of the case that was made of it."""
    if made is None:
        return draft.span()
    body = made.span("body")
    if span.line >= body.line > 1:
        start = draft.span("body")
        return Span(start.path, start.line + span.line - body.line, 1)
    field = next((name for name, place in made.places.items() if name and _holds(place, span)), "")
    return draft.span(_in_draft(field))


def _holds(field: Span, part: Span) -> bool:
    """Whether a place is that of a field, or of some words in it."""
    is_inside = field.column <= part.column and part.end_column <= field.end_column
    return field == part or (field.line == part.line and is_inside)


def _in_draft(field: str) -> str:
    head, dot, last = field.rpartition(".")
    return head + dot + _IN_DRAFT.get(last, last)


def _written(value: object) -> Written:
    """A value as a person would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_written(each) for each in value]
    if isinstance(value, msgspec.Struct):
        fields: Mapping[str, object] = {
            f.encode_name: getattr(value, f.name) for f in msgspec.structs.fields(value)
        }
        return {name: _written(each) for name, each in fields.items()}
    return str(value)
