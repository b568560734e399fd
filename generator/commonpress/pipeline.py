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

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from commonpress.check import TEXTS, Gathered, ask_rules, gather
from commonpress.check.discretion import withheld_paths
from commonpress.check.memory import Memory
from commonpress.check.privacy.clean_texts import CleanTexts
from commonpress.check.register import Register
from commonpress.check.seal import Seal
from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Publication
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.ground.sharing import may_share, meanwhile
from commonpress.printing import Printed, print_book
from commonpress.read.book import read_book
from commonpress.read.raw import ReadBook
from commonpress.render.engine import program_mark
from commonpress.render.page_memory import remembering
from commonpress.write.aside import kept_aside
from commonpress.write.kept_pages import KeptPages
from commonpress.write.tree import Written, write_tree

# In a book of fewer files the rules have spoken before a second process would have begun.
_WORTH_SHARING = 500


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
    return _judged(read_book(book, quickly=True), as_of, draft=draft)


def _judged(
    raw: ReadBook, as_of: date | None, *, draft: bool, memory: Memory | None = None
) -> Outcome:
    texts = _known_texts(memory)
    gathered = gather(raw, texts=texts)
    rules = _asked(gathered, texts, memory)
    findings = sorted_diagnostics(raw.findings, gathered.findings, rules)
    return _outcome(raw, gathered, findings, as_of, draft=draft)


def _known_texts(memory: Memory | None) -> CleanTexts | None:
    return CleanTexts(memory.recall(TEXTS)) if memory else None


def _asked(
    gathered: Gathered, texts: CleanTexts | None, memory: Memory | None
) -> tuple[Diagnostic, ...]:
    """What every rule says; which texts held nothing is kept for the next time."""
    findings = ask_rules(gathered)
    if memory and texts and texts.has_changed:
        memory.keep(TEXTS, texts.packed())
    return findings


def _outcome(
    raw: ReadBook,
    gathered: Gathered,
    findings: tuple[Diagnostic, ...],
    as_of: date | None,
    *,
    draft: bool,
) -> Outcome:
    """What may be published of a book, with these findings."""
    outcome = Outcome(None, findings, raw.sources)
    if not gathered.has_settings or (outcome.has_errors and not draft):
        return outcome
    publication = disclosed(gathered.register, findings, gathered.seal, as_of)
    return replace(outcome, publication=publication)


def _terms(findings: tuple[Diagnostic, ...], gathered: Gathered) -> tuple[bool, frozenset[str]]:
    """All that findings decide of a publication: whether it is a draft, and what is left out."""
    is_draft = any(finding.is_error for finding in findings)
    return is_draft, frozenset(withheld_paths(findings, gathered.register))


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
    memory: Memory | None = None,
) -> Built:
    """Publish a book into the folders `site`, `zine` and `data` of `output`.

    With `remember`, pages that the last build printed and nothing has changed are taken from
    where they lie; what comes out is the same. Texts that held nothing are known by `memory`.
    """
    pages = KeptPages(book, output / "site", program_mark()) if remember else None
    with kept_aside(output) as keep, remembering(pages.memory if pages else None):

        def print_it(publication: Publication) -> Printed:
            return print_book(publication, book, with_zine=with_zine, keep=keep)

        raw = read_book(book, quickly=True)
        outcome, printed = _published_and_printed(
            raw, as_of, draft=draft, memory=memory, print_it=print_it
        )
        if printed is None:
            return Built(outcome)
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


def _published_and_printed(
    raw: ReadBook,
    as_of: date | None,
    *,
    draft: bool,
    memory: Memory | None,
    print_it: Callable[[Publication], Printed],
) -> tuple[Outcome, Printed | None]:
    """What may be published, and what is printed of it.

    Of a long book the rules are asked in a second process, while this one prints what there would
    be if they had nothing against it. Where they have, it is printed again as they want it.
    """
    if len(raw.sources) < _WORTH_SHARING or not may_share():
        outcome = _judged(raw, as_of, draft=draft, memory=memory)
        return outcome, print_it(outcome.publication) if outcome.publication else None
    texts = _known_texts(memory)
    gathered = gather(raw, texts=texts)
    own = sorted_diagnostics(raw.findings, gathered.findings)
    printed = None
    with meanwhile(lambda: _asked(gathered, texts, memory)) as asked:
        ahead = _outcome(raw, gathered, own, as_of, draft=draft)
        if ahead.publication:
            printed = print_it(ahead.publication)
        findings = sorted_diagnostics(own, asked())
    outcome = _outcome(raw, gathered, findings, as_of, draft=draft)
    if outcome.publication is None:
        return outcome, None
    if printed is None or _terms(own, gathered) != _terms(findings, gathered):
        printed = print_it(outcome.publication)
    return outcome, printed
