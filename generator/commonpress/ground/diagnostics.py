# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person is told about a bad record: where, what, and what to write instead.

A bad record is a value, never an exception. Every stage returns the diagnostics it
found beside its result, and the doors print all of them at once, sorted by place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning is only said."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(NamedTuple):
    """A place in a file of the book.

    `path` is relative to the book with "/"; lines and columns count from 1. `end_column`
    is one past the last marked column, or 0 where only a point is meant.
    """

    path: str
    line: int = 1
    column: int = 1
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding, declared beside the rule that reports it.

    `slug` is what people see and what addresses are made of: it never changes. `summary`
    says what the finding means and why it matters; `commonpress explain SLUG` prints it.
    A `private` code never prints the value it is about, nor the line it stands on:
    logs are as public as the site.
    """

    slug: str
    summary: str
    severity: Severity = Severity.ERROR
    private: bool = False

    @property
    def in_short(self) -> str:
        """The first sentence of the summary, without its full stop."""
        return self.summary.split(". ")[0].rstrip(".")


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """A second place that explains a finding ("first written here")."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: its code, its place, what is wrong in one sentence, what to write instead."""

    code: Code
    span: Span
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether the build must stop."""
        return self.code.severity is Severity.ERROR


def sorted_diagnostics(*groups: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """All findings of several stages, each once, in the order a reader walks the files."""
    unique = dict.fromkeys(d for group in groups for d in group)
    return tuple(sorted(unique, key=lambda d: (d.span, d.code.slug, d.message)))
