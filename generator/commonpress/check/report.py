# SPDX-License-Identifier: AGPL-3.0-or-later
"""Findings as people and programs read them: every format that `check` can print.

What no log may show is taken out first, by `check.discretion`. `show` leaves it in, for a person
at their own machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Protocol

from commonpress.check.catalogue import LOSING
from commonpress.check.discretion import discreet, is_guarded
from commonpress.check.excerpt import excerpt
from commonpress.check.report_counts import counted
from commonpress.check.report_forges import format_gitlab, format_sarif
from commonpress.check.report_markdown import format_markdown
from commonpress.ground.diagnostics import Diagnostic, Severity, Span

Findings = tuple[Diagnostic, ...]
Sources = Mapping[str, str]
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def format_text(findings: Findings, sources: Sources, *, show: bool = False) -> str:
    """Each finding with the line it stands on, then how many there are."""
    told, texts = (findings, sources) if show else discreet(findings, sources)
    blocks = [_block(finding, texts) for finding in told]
    closing = [counted(findings, len(sources)), *_kept_back(findings, show=show)]
    return "".join(f"{part}\n" for part in (*blocks, *closing))


def format_concise(findings: Findings, sources: Sources, *, show: bool = False) -> str:
    """One line a finding, as compilers print them."""
    told, _ = (findings, sources) if show else discreet(findings, sources)
    return "".join(f"{_headline(finding)}\n" for finding in told)


def format_json(findings: Findings, sources: Sources, *, show: bool = False) -> str:
    """A list of objects; the keys are those of `Diagnostic` and `Span`."""
    told, _ = (findings, sources) if show else discreet(findings, sources)
    items = [
        {
            "slug": finding.code.slug,
            "severity": finding.code.severity.value,
            "path": finding.span.path,
            "line": finding.span.line,
            "column": finding.span.column,
            "end_column": finding.span.end_column,
            "message": finding.message,
            "hint": finding.hint,
        }
        for finding in told
    ]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def format_github(findings: Findings, sources: Sources, *, show: bool = False) -> str:
    """Workflow commands, which GitHub and Forgejo show beside the lines of a pull request."""
    told, _ = (findings, sources) if show else discreet(findings, sources)
    return "".join(f"{_command(finding)}\n" for finding in told)


class Format(Protocol):
    """Findings as text, of which every line is ended."""

    def __call__(self, findings: Findings, sources: Sources, *, show: bool = False) -> str:
        """Print findings that stand in these texts."""
        ...


FORMATS: dict[str, Format] = {
    "text": format_text,
    "concise": format_concise,
    "json": format_json,
    "github": format_github,
    "gitlab": format_gitlab,
    "sarif": format_sarif,
    "markdown": format_markdown,
}


def _headline(finding: Diagnostic) -> str:
    code = f"{finding.code.severity.value}[{finding.code.slug}]"
    return f"{_point(finding.span)}: {code} {finding.message}"


def _point(span: Span) -> str:
    return f"{span.path}:{span.line}:{span.column}"


def _block(finding: Diagnostic, sources: Sources) -> str:
    lines = [_headline(finding), *excerpt(finding.span, sources)]
    if finding.hint:
        lines.append(f"      = {finding.hint}")
    for related in finding.related:
        lines.append(f"      = {related.message}: {_point(related.span)}")
        lines.extend(excerpt(related.span, sources))
    return "\n".join(lines) + "\n"


def _kept_back(findings: Findings, *, show: bool) -> Iterator[str]:
    """What else there may be to say, and how to see what was not printed."""
    if any(finding.is_error and finding.code in LOSING for finding in findings):
        yield "What hangs on a record that cannot be read is checked once it can."
    if not show and any(f.code.private or is_guarded(f.span.path) for f in findings):
        yield "What could tell of people is hidden. `check --show` prints it, on your own machine."


def _command(finding: Diagnostic) -> str:
    span = finding.span
    properties = {
        "file": span.path,
        "line": str(span.line),
        "col": str(span.column),
        "endColumn": str(span.end_column - 1) if span.end_column else "",
        "title": finding.code.slug,
    }
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    said = finding.message + (f"\n{finding.hint}" if finding.hint else "")
    return f"::{_GITHUB[finding.code.severity]} {named}::{_message(said)}"


def _message(text: str) -> str:
    """The escapes of workflow commands (actions/toolkit, core/src/command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
