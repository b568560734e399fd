# SPDX-License-Identifier: AGPL-3.0-or-later
"""The path from a book to what is published, on one screen. Every door goes this way.

1 read    files become raw records, with the place of every field
2 check   raw records become records, in a register that keeps all rules
3 derive  the register answers questions: balances, statements, flows, rotation
4 disclose  what may be seen becomes a publication
5 render  the publication becomes pages, sheets and files
6 write   they go into the output folder, and only what changed
7 tell    findings of every step, all at once, sorted by place
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from commonpress.check import check_book
from commonpress.check.discretion import withheld_paths
from commonpress.check.register import Register
from commonpress.check.seal import Seal, shape_seal
from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Publication
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.printing import print_book
from commonpress.read.book import read_book
from commonpress.render.engine import program_mark
from commonpress.render.page_memory import remembering
from commonpress.write.aside import kept_aside
from commonpress.write.kept_pages import KeptPages
from commonpress.write.tree import Written, write_tree


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a book: what may be published, and everything there is to say about it.

    Outside a draft there is no publication while an error stands.
    """

    publication: Publication | None
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended before the book may be published."""
        return any(finding.is_error for finding in self.findings)


def publish(book: Path, as_of: date | None = None, *, draft: bool = False) -> Outcome:
    """Read, check, derive and disclose a book; as of the newest day in it unless told otherwise."""
    raw = read_book(book, quickly=True)
    register, unsound = check_book(raw)
    findings = sorted_diagnostics(raw.findings, unsound)
    outcome = Outcome(None, findings, raw.sources)
    if register is None or (outcome.has_errors and not draft):
        return outcome
    seal, _ = shape_seal(raw.seal) if raw.seal else (None, ())
    return replace(outcome, publication=disclosed(register, findings, seal, as_of))


def disclosed(
    register: Register,
    findings: tuple[Diagnostic, ...],
    seal: Seal | None = None,
    as_of: date | None = None,
) -> Publication:
    """What may be seen of a book with these findings: a draft where one of them is an error."""
    return disclose(
        register,
        as_of or register.book_date,
        withheld=withheld_paths(findings, register),
        is_draft=any(finding.is_error for finding in findings),
        seal=seal,
    )


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found and wrote; nothing is written while an error stands, but for a draft."""

    outcome: Outcome
    written: tuple[Written, ...] = ()


def build(
    book: Path,
    output: Path,
    as_of: date | None = None,
    *,
    draft: bool = False,
    with_zine: bool = True,
    remember: bool = False,
) -> Built:
    """Publish a book into the folders `site`, `zine` and `data` of `output`.

    With `remember`, pages that the last build printed and nothing has changed are taken from
    where they lie; what comes out is the same.
    """
    outcome = publish(book, as_of, draft=draft)
    if outcome.publication is None:
        return Built(outcome)
    pages = KeptPages(book, output / "site", program_mark()) if remember else None
    with kept_aside(output) as keep, remembering(pages.memory if pages else None):
        printed = print_book(outcome.publication, book, with_zine=with_zine, keep=keep)
        outcome = replace(outcome, findings=sorted_diagnostics(outcome.findings, printed.findings))
        if outcome.has_errors and not draft:
            return Built(replace(outcome, publication=None))
        folders = {"site": printed.site, "data": printed.data}
        if with_zine:
            folders["zine"] = printed.zine
        written = [write_tree(output / name, files) for name, files in folders.items()]
        if pages:
            pages.keep(printed.site)
        return Built(outcome, tuple(written))
