# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a change would make public, in plain sentences: privacy first, at most sixty lines.

What does not fit is counted, and stands below as details. For a comment on a forge every text
of a record is escaped, so that no change can speak in the voice of whoever comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from commonpress.check.discretion import discreet
from commonpress.check.privacy.masking import without_words
from commonpress.check.report_markdown import escaped, folded
from commonpress.derive.changes import Changes, FigureChange, RecordChange, word_of
from commonpress.derive.publication import Publication
from commonpress.ground.diagnostics import Diagnostic
from commonpress.kinds import LINE_BY_LINE
from commonpress.render.addresses import (
    address_book,
    hours_address,
    hours_by_month,
    statement_address,
)

MOST = 60  # lines that stand open
MOST_DETAILS = 500
# How many lines a section may take of these, so that none pushes out another. A heading and two
# empty lines come to each.
SHARES = (10, 4, 12, 5, 6, 6)


@dataclass(frozen=True, slots=True)
class Said:
    """A part of the report: its heading and its sentences, as plain text."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """All there is to say of a change; `changes` is None where the book cannot be read.

    `names` are how people's names look that ids of either book hold: no line shows one.
    """

    changes: Changes | None
    findings: tuple[Diagnostic, ...]  # of the book with the change
    pages: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # that appear, that vanish
    names: tuple[re.Pattern[str], ...] = ()


def page_changes(
    before: Publication | None, after: Publication
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses of pages that appear and of those that vanish."""
    old, new = _pages(before), _pages(after)
    return tuple(sorted(new - old)), tuple(sorted(old - new))


def report_text(report: ChangeReport) -> str:
    """The report for a terminal."""
    sections = _sections(report)
    lines = list(_open(sections, str, "{}"))
    cut = [s for s, share in zip(sections, SHARES, strict=True) if len(s.lines) > share]
    for section in cut:
        lines += ["", f"All of it: {section.heading}", *_within(section.lines)]
    return "".join(f"{line}\n" for line in lines)


def report_markdown(report: ChangeReport) -> str:
    """The report as one comment."""
    sections = _sections(report)
    lines = list(_open(sections, escaped, "**{}**", "- "))
    for section, share in zip(sections, SHARES, strict=True):
        if len(section.lines) > share:
            lines += folded(
                f"All of it: {section.heading}",
                [f"- {escaped(one)}" for one in _within(section.lines)],
            )
    return "".join(f"{line}\n" for line in lines)


def report_json(report: ChangeReport) -> str:
    """The report for programs: everything, uncut."""
    told, _ = discreet(report.findings, {})
    findings = [
        {"slug": f.code.slug, "private": f.code.private, "path": f.span.path, "line": f.span.line}
        for f in told
    ]
    appear, vanish = report.pages
    value = {
        "findings": findings,
        "changes": asdict(report.changes) if report.changes else None,
        "pages": {"appear": appear, "vanish": vanish},
    }
    told_of = json.loads(json.dumps(value, default=_plain))
    return json.dumps(_without_names(told_of, report.names), ensure_ascii=False, indent=2) + "\n"


def _without_names(value: Any, names: Sequence[re.Pattern[str]]) -> Any:
    """A value of JSON of which no text shows a name."""
    if isinstance(value, dict):
        return {key: _without_names(held, names) for key, held in value.items()}
    if isinstance(value, list):
        return [_without_names(held, names) for held in value]
    return _line(value, names) if isinstance(value, str) else value


def _line(text: str, names: Sequence[re.Pattern[str]]) -> str:
    for form in names:
        text = without_words(text, form)
    return text


def _open(
    sections: Sequence[Said], say: Callable[[str], str], heading: str, bullet: str = "  "
) -> Iterator[str]:
    """The sections within their shares."""
    told = [(s, share) for s, share in zip(sections, SHARES, strict=True) if s.lines]
    if not told:
        yield "Nothing that readers see would change."
        return
    for index, (section, share) in enumerate(told):
        if index:
            yield ""
        yield heading.format(say(section.heading))
        if bullet != "  ":
            yield ""
        kept = section.lines if len(section.lines) <= share else section.lines[: share - 1]
        yield from (f"{bullet}{say(line)}" for line in kept)
        if len(kept) < len(section.lines):
            yield f"{bullet}and {len(section.lines) - len(kept)} more, below"


def _within(lines: Sequence[str]) -> list[str]:
    kept = list(lines[:MOST_DETAILS])
    if len(lines) > len(kept):
        kept.append(f"and {len(lines) - len(kept)} more; `--format json` has all of them")
    return kept


def _sections(report: ChangeReport) -> tuple[Said, ...]:
    told, _ = discreet(report.findings, {})
    private = tuple(_finding(f) for f in told if f.code.private)
    mend = tuple(_finding(f) for f in told if f.is_error and not f.code.private)
    changes = report.changes
    sections = (
        Said("Could tell of people: look at this first", private),
        Said("Must be mended before it can be published", mend),
        Said("Records", tuple(_record_lines(changes)) if changes else ()),
        Said("What stands otherwise", tuple(_state_lines(changes)) if changes else ()),
        Said("Figures", tuple(_figure_lines(changes)) if changes else ()),
        Said("Pages", tuple(_page_lines(*report.pages))),
    )
    return tuple(
        Said(said.heading, tuple(_line(line, report.names) for line in said.lines))
        for said in sections
    )


def _finding(finding: Diagnostic) -> str:
    return f"`{finding.span.path}:{finding.span.line}` {finding.message} (`{finding.code.slug}`)"


def _record_lines(changes: Changes) -> Iterator[str]:
    """Sums of entries, then each record; those written line by line are counted."""
    for moved in changes.moved:
        entries = f"{moved.entries} {word_of('entry', moved.entries)}"
        amount = f"{_number(moved.amount)} {moved.unit}"
        yield f"New: {entries}, {moved.action} {amount} of {moved.resource}"
    for verb, group in (("New", changes.added), ("Gone", changes.gone)):
        yield from _each_or_counted(verb, group)
    for one in changes.changed:
        yield f"Changed: {_named(one)}, in {', '.join(f'`{field}`' for field in one.fields)}"


def _each_or_counted(verb: str, group: Sequence[RecordChange]) -> Iterator[str]:
    for kind, of_kind in groupby(group, key=lambda one: one.kind):
        records = list(of_kind)
        if kind in LINE_BY_LINE and verb == "New":
            if kind != "entry":
                yield f"New: {len(records)} {word_of(kind, len(records))}"
        else:
            yield from (f"{verb}: {_named(one)}" for one in records)


def _named(one: RecordChange) -> str:
    title = f", {one.title}" if one.title else ""
    return f"{word_of(one.kind, 1)} `{one.id}`{title}"


def _state_lines(changes: Changes) -> Iterator[str]:
    for one in changes.states:
        named = f"{word_of(one.kind, 1)} `{one.id}`, {one.title}"
        yield f"{named}: {one.before} before, {one.after} after"


def _figure_lines(changes: Changes) -> Iterator[str]:
    was, now = changes.days
    if was != now:
        before = f" instead of {was.isoformat()}" if was else ""
        yield f"All figures are as of {now.isoformat()}{before}"
    for one in changes.figures:
        yield f"{one.about}: {_amount(one, one.before)} before, {_amount(one, one.after)} after"


def _amount(figure: FigureChange, value: Decimal | None) -> str:
    if value is None:
        return "not said"
    return f"{_number(value)} {figure.unit}".strip()


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def _page_lines(appear: Sequence[str], vanish: Sequence[str]) -> Iterator[str]:
    yield from (f"Vanishes: `{page}`" for page in vanish)
    yield from (f"Appears: `{page}`" for page in appear)


def _pages(publication: Publication | None) -> frozenset[str]:
    """The pages of a site that are made of records."""
    if publication is None:
        return frozenset()
    book = address_book(publication)
    periods = (*publication.statements, *publication.seasons, *publication.years)
    return frozenset(
        (
            *(address.partition("#")[0] for address in book.records.values()),
            *(statement_address(statement.period.name) for statement in periods),
            *(hours_address(month) for month, _ in hours_by_month(publication)),
        )
    )


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _number(value)
    raise TypeError(type(value).__name__)


REPORTS: dict[str, Callable[[ChangeReport], str]] = {
    "text": report_text,
    "markdown": report_markdown,
    "json": report_json,
}
