# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many findings there are, in words: what every report for people says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from commonpress.ground.diagnostics import Diagnostic, Severity


def counted(findings: Collection[Diagnostic], files: int) -> str:
    """`2 errors, 1 warning in 2 files.`, or that there is nothing to say of so many files."""
    if not findings:
        return f"No findings in {number(files, 'file')}." if files else "No findings."
    by_severity = Counter(finding.code.severity for finding in findings)
    parts = [
        number(by_severity[severity], severity.value)
        for severity in Severity
        if by_severity[severity]
    ]
    paths = {finding.span.path for finding in findings}
    return f"{', '.join(parts)} in {number(len(paths), 'file')}."


def number(count: int, word: str) -> str:
    """`1 file`, `2 files`, `3 entries`."""
    many = f"{word[:-1]}ies" if word.endswith("ry") else f"{word}s"
    return f"{count} {word if count == 1 else many}"
