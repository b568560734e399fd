# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records that a commons prints and does not put on its site, read at printing time alone.

They lie in a folder outside the book, in the same rooms as in a book. For as long as something is
printed they are judged with the book as if they stood in it.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import msgspec

from commonpress.check import Gathered, ask_rules, gather
from commonpress.check.register import Register
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.kinds import KINDS
from commonpress.kinds.base import Record
from commonpress.kinds.commons import Commons, Visibility
from commonpress.read.raw import ReadBook


class NotForPaperError(Exception):
    """The private folder holds what does not belong there; the message says what."""


def paper_kinds(settings: Commons) -> frozenset[str]:
    """The kinds that are printed and stand nowhere else."""
    return frozenset(p.kind for p in settings.publish if p.seen is Visibility.PAPER)


def check_with_paper(book: ReadBook, private: ReadBook) -> tuple[Register, tuple[Diagnostic, ...]]:
    """Register a book with its private folder, and ask every rule of both together.

    The settings of this register say nothing of paper, so that what is printed is disclosed.
    Raises `NotForPaperError` where the folder is empty, or holds a kind that is not for paper.
    """
    gathered = gather(_together(book, private))
    _demand_paper(private, paper_kinds(gathered.register.settings))
    opened = replace(gathered, register=_opened(gathered))
    return opened.register, sorted_diagnostics(opened.findings, ask_rules(opened))


def _together(book: ReadBook, private: ReadBook) -> ReadBook:
    return ReadBook(
        raws=(*book.raws, *private.raws),
        findings=(*book.findings, *private.findings),
        sources=MappingProxyType({**private.sources, **book.sources}),
        unread=(*book.unread, *private.unread),
        seal=book.seal,
        months=(*book.months, *private.months),
        plain=(*book.plain, *private.plain),
        paths=(*book.paths, *private.paths),
    )


def _demand_paper(private: ReadBook, allowed: frozenset[str]) -> None:
    held = {raw.kind.name for raw in private.raws}
    held |= {month.kind.name for month in private.months}
    held |= {plain.kind.name for plain in private.plain}
    if not held:
        raise NotForPaperError("it holds no record; it has the rooms of a book, as cases/")
    if strange := sorted(held - allowed):
        named = ", ".join(f"`{name}`" for name in strange)
        raise NotForPaperError(
            f"it holds records of the kind {named}, which `publish:` does not give to paper only"
        )


def _opened(gathered: Gathered) -> Register:
    """The same records, with settings that keep nothing from paper."""
    old = gathered.register
    records: list[Record] = []
    for kind in KINDS:
        for record in old.of(kind.record):
            if isinstance(record, Commons):
                seen = tuple(p for p in record.publish if p.seen is not Visibility.PAPER)
                record = msgspec.structs.replace(record, publish=seen)  # noqa: PLW2901
            records.append(record)
    return Register(records, old.missing, old.withdrawn, old.paths)
