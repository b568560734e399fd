# SPDX-License-Identifier: AGPL-3.0-or-later
"""Findings as one comment on a pull request, for people who do not read logs.

A comment is written by a machine that others trust, from texts that anyone may send. So nothing
of them can become a link, a picture or a call for somebody: what stands in backticks is code, and
all else is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from commonpress.check.discretion import discreet
from commonpress.check.report_counts import counted, number
from commonpress.ground.diagnostics import Diagnostic

MOST = 40  # findings that stand open; the others are folded away
MOST_FOLDED = 200  # a forge refuses comments of more than 65,536 letters
_WORD_JOINER = "\u2060"


def format_markdown(
    findings: tuple[Diagnostic, ...], sources: Mapping[str, str], *, show: bool = False
) -> str:
    """How many findings there are, then each: private ones first, then errors."""
    told = findings if show else discreet(findings, sources)[0]
    lines = [f"**{counted(findings, len(sources))}**", *finding_lines(told)]
    return "".join(f"{line}\n" for line in lines)


def finding_lines(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """A list of findings, those that weigh most first, and the long tail of it folded away."""
    ordered = sorted(findings, key=_weight)
    if ordered:
        yield ""
    yield from map(_item, ordered[:MOST])
    rest = ordered[MOST:]
    if rest:
        yield from folded(f"{len(rest)} more", [_item(f) for f in rest[:MOST_FOLDED]])
        if len(rest) > MOST_FOLDED:
            yield ""
            left = number(len(rest) - MOST_FOLDED, "finding")
            yield f"{left} not shown here. `commonpress check` says them all."


def folded(summary: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines under a summary that opens when somebody wants to read them."""
    yield from ("", f"<details><summary>{escaped(summary)}</summary>", "")
    yield from lines
    yield from ("", "</details>")


def escaped(text: str) -> str:
    """One line of Markdown that shows a text: what stands in backticks as code, the rest plain."""
    pieces = re.split("`", re.sub(r"\s+", " ", text))
    told = (_code(piece) if at % 2 else _plain(piece) for at, piece in enumerate(pieces))
    return "".join(told)


def code(text: str) -> str:
    """A text as code, whatever is in it."""
    return _code(re.sub(r"\s+", " ", text).replace("`", "'"))


def _item(finding: Diagnostic) -> str:
    place = code(f"{finding.span.path}:{finding.span.line}")
    hint = f" _{escaped(finding.hint)}_" if finding.hint else ""
    slug = code(finding.code.slug)
    return f"- {finding.code.severity.value} {place} {escaped(finding.message)} ({slug}){hint}"


def _weight(finding: Diagnostic) -> tuple[bool, bool]:
    return not finding.code.private, not finding.is_error


def _code(text: str) -> str:
    return f"`{text}`" if text.strip() else text


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is, and in which a forge finds nobody to call."""
    marked = re.sub(r"([\\*_{}\[\]()<>#+!|~&$-])", r"\\\1", text)
    return re.sub(r"(?i)www(?=\.)|[@/:]", lambda sign: sign[0] + _WORD_JOINER, marked)
