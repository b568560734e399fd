# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of a finding may stand in a log, which is as public as the site, and what in a draft.

A private finding says its place and its rule, and nothing shows the line it stands on. In the
files of a guarded kind, which tell people's stories, every finding is kept like that, whatever
found it: its own words may quote what is written there, so those of its rule stand for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from commonpress.check.privacy.masking import hidden_names, without_lines, without_names
from commonpress.ground.diagnostics import Diagnostic
from commonpress.kinds import KINDS
from commonpress.kinds.base import Kind, Months, Record
from commonpress.kinds.references import references
from commonpress.read.shelves import is_month

if TYPE_CHECKING:
    from commonpress.check.register import Register

# Where a line of a month says something in words.
_NOTE = re.compile(r"\b(?:note|reason)\b")
GUARDED: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind.guarded)


def is_guarded(path: str) -> bool:
    """Whether a file lies where people's stories are told."""
    return any(kind.is_home_of(path) for kind in GUARDED)


def discreet(
    findings: Iterable[Diagnostic], sources: Mapping[str, str]
) -> tuple[tuple[Diagnostic, ...], Mapping[str, str]]:
    """Findings, and the texts they stand in, without anything that no log may show."""
    findings = tuple(findings)
    private = defaultdict(set)
    for finding in findings:
        if finding.code.private:
            private[finding.span.path].add(finding.span.line)
    hidden = {path: _without(sources[path], private[path]) for path in private if path in sources}
    unread = {f.span.path for f in findings if f.is_error and is_month(f.span.path)}
    hidden |= {p: _without_notes(hidden.get(p, sources[p]), p) for p in unread if p in sources}
    hidden |= {path: "" for path in sources if is_guarded(path)}
    names = hidden_names(findings, sources)
    told = tuple(without_names(_discreet(finding), names) for finding in findings)
    texts = {**sources, **hidden}
    return told, {p: without_lines(t, names) for p, t in texts.items()} if names else texts


def withheld_paths(findings: Iterable[Diagnostic], register: Register) -> frozenset[str]:
    """The files that a draft is printed without.

    Those with a private finding of severity error; one that only warns (a capital may be a name, a
    product or a place) withholds nothing, as it stops no build. While a record cannot be read, some
    of the rules that protect people wait, so what they might have found is left out as well: the
    guarded records, and those that name somebody whose consent nobody can look up.
    """
    paths = {finding.span.path for finding in findings if finding.code.private and finding.is_error}
    if register.missing.records:
        paths |= {record.path for kind in GUARDED for record in register.of(kind.record)}
        paths |= {
            record.path
            for kind in KINDS
            if not isinstance(kind.shelf, Months)
            for record in register.of(kind.record)
            if _names_nobody_knows(record, register)
        }
    return frozenset(paths)


def _names_nobody_knows(record: Record, register: Register) -> bool:
    return any(
        "handle" in reference.kinds and register.get("handle", reference.id) is None
        for reference in references(record)
    )


def _discreet(finding: Diagnostic) -> Diagnostic:
    """A finding in its rule's words where its own may quote a story; so for related places."""
    related = tuple(
        replace(other, message="see also") if is_guarded(other.span.path) else other
        for other in finding.related
    )
    # A private code says nothing private anyway.
    quotes = is_guarded(finding.span.path) and not finding.code.private
    message = finding.code.in_short if quotes else finding.message
    return replace(finding, message=message, related=related)


def _without_notes(text: str, path: str) -> str:
    """A month in which something is wrong: its notes may not have been read by the gate.

    Of a table with notes only the heading is kept.
    """
    first, *rest = text.split("\n")
    if path.endswith(".csv"):
        return "\n".join((first, *("" if _NOTE.search(first) else row for row in rest)))
    return "\n".join(_lines_without_notes((first, *rest)))


def _lines_without_notes(lines: Iterable[str]) -> Iterator[str]:
    """Lines, those blank that hold a note or go on with one: they stand further in than its key."""
    indent = -1
    for line in lines:
        own = len(line) - len(line.lstrip(" -"))
        if indent >= 0 and (own > indent or not line.strip()):
            yield ""
            continue
        indent = own if _NOTE.search(line) else -1
        yield "" if indent >= 0 else line


def _without(text: str, lines: set[int]) -> str:
    """A text with some of its lines blank."""
    kept = ("" if number in lines else line for number, line in enumerate(text.split("\n"), 1))
    return "\n".join(kept)
