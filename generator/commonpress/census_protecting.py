# SPDX-License-Identifier: AGPL-3.0-or-later
"""The path from private answers to a census. It reads a book and writes none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commonpress.check import check_book
from commonpress.check.census_protect import Held, ProtectedCensus, Slip, protect_answers
from commonpress.check.census_tables import answers_of
from commonpress.check.register import Register
from commonpress.check.scalars import NOT_A_CHOICE
from commonpress.check.shape import UNKNOWN_FIELD
from commonpress.ground.diagnostics import Code, Diagnostic, Span, sorted_diagnostics
from commonpress.kinds.census import BLANK, Census, Questionnaire
from commonpress.read.book import read_book
from commonpress.read.raw import Fields, Text
from commonpress.read.source_table import SourceTable, read_source_table
from commonpress.render.census_file import census_file


@dataclass(frozen=True, slots=True)
class ProtectedAnswers:
    """A census as a file, and what was done to protect it; or why there is none."""

    file: bytes
    protected: ProtectedCensus | None
    findings: tuple[Diagnostic, ...]


def protect_census(
    answers: Path, book: Path, *, slip_id: str, day: date
) -> ProtectedAnswers | None:
    """Make a census from answers: a CSV file, or a folder of them. None: there is no such slip.

    Each row of a file is a household. Findings never show an answer.
    """
    register, _ = check_book(read_book(book))
    slip = register.get("questionnaire", slip_id) if register else None
    if register is None or not isinstance(slip, Questionnaire):
        return None
    tables = [read_source_table(file) for file in _files(answers)]
    findings = sorted_diagnostics(
        (finding for table in tables for finding in table.findings),
        (finding for table in tables for finding in _unknown(table, slip)),
    )
    if findings:
        return ProtectedAnswers(b"", None, findings)
    slips = [_slip(row) for table in tables for row in table.rows]
    held = _held(register, slip, day)
    earlier = [c for c in register.of(Census) if c.questionnaire == slip.id and c.id != held.id]
    protected = protect_answers(slips, held, earlier)
    return ProtectedAnswers(census_file(protected.census), protected, ())


def _files(answers: Path) -> list[Path]:
    if answers.is_dir():
        return sorted(answers.glob("*.csv"))
    return [answers]


def _held(register: Register, slip: Questionnaire, day: date) -> Held:
    limits = register.settings.limits
    return Held(
        id=f"census-{day.year}",
        slip=slip,
        day=day,
        decision=slip.decision,
        tables_from=limits.census_tables_from,
        bands_from=limits.census_bands_from,
    )


def _slip(row: Fields) -> Slip:
    return {
        key.value: node.value
        for key, node in row
        if isinstance(node, Text) and node.value not in {"", BLANK}
    }


def _unknown(table: SourceTable, slip: Questionnaire) -> Iterator[Diagnostic]:
    """What the slip does not ask, or does not let anyone answer."""
    known = {question.id: answers_of(question) for question in slip.questions}
    for name in table.columns:
        if name not in known:
            message = f"the slip `{slip.id}` asks nothing that is called like this column"
            yield _finding(UNKNOWN_FIELD, Span(table.path), message, known)
    for row in table.rows:
        for key, node in row:
            answers = known.get(key.value, ())
            if answers and isinstance(node, Text) and node.value and node.value not in answers:
                message = f"this is no answer to `{key.value}`"
                yield _finding(NOT_A_CHOICE, node.span, message, answers)


def _finding(code: Code, span: Span, message: str, instead: Iterable[str]) -> Diagnostic:
    """A finding that tells what may be written, and not what somebody wrote."""
    return Diagnostic(code, span, message, f"write {', '.join(instead)}, or nothing")
