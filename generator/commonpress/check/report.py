# SPDX-License-Identifier: AGPL-3.0-or-later
"""Findings as people and programs read them: `text`, `concise`, `json`, `github`.

What a private finding is about is printed nowhere: no format shows the line it stands on,
also where another finding stands on the same line. Its message names the place and the rule.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from commonpress.check.catalogue import LOSING
from commonpress.check.excerpt import excerpt
from commonpress.ground.diagnostics import Diagnostic, Severity, Span

Findings = tuple[Diagnostic, ...]
Sources = Mapping[str, str]
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def format_text(findings: Findings, sources: Sources, *, show: bool = False) -> str:
    """Each finding with the line it stands on, then how many there are.

    `show` prints the lines of private findings too: for a person at their own machine.
    """
    hidden = frozenset() if show else private_lines(findings)
    blocks = [_block(finding, sources, hidden) for finding in findings]
    return "".join(f"{part}\n" for part in (*blocks, *_closing(findings, sources)))


def format_concise(findings: Findings, _sources: Sources) -> str:
    """One line a finding, as compilers print them."""
    return "".join(f"{_headline(finding)}\n" for finding in findings)


def format_json(findings: Findings, _sources: Sources) -> str:
    """A list of objects; the keys are those of `Diagnostic` and `Span`."""
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
        for finding in findings
    ]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def format_github(findings: Findings, _sources: Sources) -> str:
    """Workflow commands, which GitHub and Forgejo show beside the lines of a pull request."""
    return "".join(f"{_command(finding)}\n" for finding in findings)


FORMATS: dict[str, Callable[[Findings, Sources], str]] = {
    "text": format_text,
    "concise": format_concise,
    "json": format_json,
    "github": format_github,
}


def private_lines(findings: Iterable[Diagnostic]) -> frozenset[tuple[str, int]]:
    """The lines that no output may show."""
    return frozenset((f.span.path, f.span.line) for f in findings if f.code.private)


def _headline(finding: Diagnostic) -> str:
    code = f"{finding.code.severity.value}[{finding.code.slug}]"
    return f"{_point(finding.span)}: {code} {finding.message}"


def _point(span: Span) -> str:
    return f"{span.path}:{span.line}:{span.column}"


def _block(finding: Diagnostic, sources: Sources, hidden: frozenset[tuple[str, int]]) -> str:
    lines = [_headline(finding), *_shown(finding.span, sources, hidden)]
    if finding.hint:
        lines.append(f"      = {finding.hint}")
    for related in finding.related:
        lines.append(f"      = {related.message}: {_point(related.span)}")
        lines.extend(_shown(related.span, sources, hidden))
    return "\n".join(lines) + "\n"


def _shown(span: Span, sources: Sources, hidden: frozenset[tuple[str, int]]) -> tuple[str, ...]:
    return () if (span.path, span.line) in hidden else excerpt(span, sources)


def _closing(findings: Findings, sources: Sources) -> tuple[str, ...]:
    if not findings:
        return (f"No findings in {_number(len(sources), 'file')}.",)
    counted = Counter(finding.code.severity for finding in findings)
    parts = [
        _number(counted[severity], severity.value) for severity in Severity if counted[severity]
    ]
    paths = {finding.span.path for finding in findings}
    told = f"{', '.join(parts)} in {_number(len(paths), 'file')}."
    if any(finding.is_error and finding.code in LOSING for finding in findings):
        waiting = "What hangs on a record that cannot be read is checked once it can."
        return (told, waiting)
    return (told,)


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


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
