# SPDX-License-Identifier: AGPL-3.0-or-later
"""Findings for programs of a forge: SARIF 2.1.0 for code scanning, GitLab's code quality report.

Both recognise a finding again by a fingerprint. It is made of what the finding says and never
of its line, so that a line added above does not make an old finding look new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from commonpress import __version__
from commonpress.check.discretion import discreet
from commonpress.ground.diagnostics import Code, Diagnostic, Severity, Span

_SARIF = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
_GITLAB = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def format_sarif(
    findings: tuple[Diagnostic, ...], sources: Mapping[str, str], *, show: bool = False
) -> str:
    """One run in SARIF 2.1.0. Its rules are the codes that were found."""
    told = findings if show else discreet(findings, sources)[0]
    codes = sorted({finding.code for finding in told}, key=lambda code: code.slug)
    places = {code: index for index, code in enumerate(codes)}
    driver = {
        "name": "commonpress",
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(f, places[f.code], mark) for f, mark in _marked(told)],
    }
    return _json({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def format_gitlab(
    findings: tuple[Diagnostic, ...], sources: Mapping[str, str], *, show: bool = False
) -> str:
    """A code quality report, which GitLab shows in a merge request."""
    told = findings if show else discreet(findings, sources)[0]
    items = [
        {
            "description": _sentences(finding),
            "check_name": finding.code.slug,
            "fingerprint": mark,
            "severity": _weight(finding),
            "location": {"path": finding.span.path, "lines": {"begin": finding.span.line}},
        }
        for finding, mark in _marked(told)
    ]
    return _json(items)


def _weight(finding: Diagnostic) -> str:
    """What could tell of people comes before everything else."""
    if finding.code.private and finding.is_error:
        return "blocker"
    return _GITLAB[finding.code.severity]


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.slug,
        "shortDescription": {"text": f"{code.in_short}."},
        "fullDescription": {"text": code.summary},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _result(finding: Diagnostic, rule: int, mark: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code.slug,
        "ruleIndex": rule,
        "level": finding.code.severity.value,
        "message": {"text": _sentences(finding)},
        "locations": [_location(finding.span)],
        "partialFingerprints": {"commonpress/v1": mark},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": at, **_location(related.span), "message": {"text": related.message}}
            for at, related in enumerate(finding.related, start=1)
        ]
    return result


def _location(span: Span) -> dict[str, Any]:
    region = {"startLine": span.line, "startColumn": span.column}
    if span.end_column:
        region["endColumn"] = span.end_column
    artifact = {"uri": quote(span.path), "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _sentences(finding: Diagnostic) -> str:
    return f"{finding.message}; {finding.hint}" if finding.hint else finding.message


def _marked(findings: tuple[Diagnostic, ...]) -> Iterator[tuple[Diagnostic, str]]:
    """Each finding with its fingerprint; those that say the same in a file are counted."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        said = (finding.span.path, finding.code.slug, finding.message)
        seen[said] += 1
        yield finding, sha256("\0".join((*said, str(seen[said]))).encode()).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
