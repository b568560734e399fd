# SPDX-License-Identifier: AGPL-3.0-or-later
"""The work of the preview: what was saved is shown at once, and everything else follows.

A save is done in three steps. The file that was saved is read, and its page shows the new words.
Then the whole book is read (from memory, but for what changed) and laid out anew. Then every rule
is asked, in another process. After the last step each page is what a build would write.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from threading import Condition, Thread

from commonpress.check import Gathered, gather
from commonpress.check.discretion import withheld_paths
from commonpress.check.records import shape_records
from commonpress.derive.disclose import shown
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.kinds.base import FileEach
from commonpress.pipeline import disclosed
from commonpress.preview.judging import Judge, Verdict, told_of
from commonpress.preview.proof import Proof
from commonpress.preview.remembered import RememberedBook
from commonpress.read.book import read_file_quickly
from commonpress.read.files import BookFile
from commonpress.read.raw import ReadBook
from commonpress.read.shelves import place_of
from commonpress.render.press import MISSING_PAGE


@dataclass(frozen=True, slots=True)
class Look:
    """What is at an address at this moment.

    `content` is None where there is nothing. `is_last_good` says that the record of the page
    cannot be read, and that the page is the one that stood there before.
    """

    content: bytes | None
    findings: tuple[Diagnostic, ...] = ()
    source: str = ""
    is_last_good: bool = False
    trouble: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)  # that the findings stand in

    @property
    def digest(self) -> str:
        """A name for all that a reader sees here: another one where anything is different."""
        seen = repr((self.findings, self.is_last_good, self.trouble)).encode()
        return blake2b((self.content or b"") + b"\0" + seen, digest_size=12).hexdigest()


@dataclass(slots=True)
class _Held:
    """A page whose record cannot be read any more, as it stood before."""

    source: str
    content: bytes


@dataclass(slots=True)
class _Touch:
    """A file that was read by itself, in the book of a number."""

    number: int
    findings: tuple[Diagnostic, ...]
    read: ReadBook


@dataclass(slots=True)
class _Findings:
    """What was found, by who found it."""

    own: tuple[Diagnostic, ...] = ()  # in single files, read by this process
    rules: tuple[Diagnostic, ...] = ()
    links: tuple[Diagnostic, ...] = ()
    trouble: str = ""
    judged_trouble: str = ""


@dataclass(slots=True)
class _Now:
    """The book as it stands now."""

    number: int = 0
    done: int = -1  # the number of the book that is laid out
    judged: int = -1
    proof: Proof | None = None
    gathered: Gathered | None = None
    read: ReadBook | None = None
    terms: tuple[bool, frozenset[str]] = (False, frozenset())  # draft or not, and what is withheld
    found: _Findings = field(default_factory=_Findings)
    held: dict[str, _Held] = field(default_factory=dict)
    touched: dict[str, _Touch] = field(default_factory=dict)


class Preview:
    """A book that is being written, and its site at any moment."""

    def __init__(self, book: Path, as_of: date | None = None) -> None:
        """Read and lay out the book, and begin to judge it."""
        self._book, self._as_of = book, as_of
        self._memory = RememberedBook(book)
        self._now = _Now()
        self._version = 0
        self._changed = Condition()
        self._is_closed = False
        self._lay_out(0)
        self._judge = Judge(book, as_of, self._hear)
        self._judge.ask(0)
        self._thread = Thread(target=self._follow, daemon=True)
        self._thread.start()

    # --- what readers ask ------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """A number that grows with every change of anything."""
        return self._version

    @property
    def number(self) -> int:
        """How often the book was saved."""
        return self._now.number

    @property
    def is_settled(self) -> bool:
        """Whether all is done, so that every page is what a build would write."""
        now = self._now
        return now.done == now.number == now.judged and now.terms == self._terms()

    def wait(self, version: int, seconds: float) -> int:
        """Wait until something changed after this version; the version there is then."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version or self._is_closed, seconds)
            return self._version

    def look(self, path: str) -> Look:
        """What is at an address of the site now. Never raises for anything the book may hold."""
        proof, findings, trouble = self._now.proof, self.findings(), self._trouble()
        content, texts = None, self._texts()
        try:
            content = proof.file(path) if proof else None
        except Exception as wrong:  # noqa: BLE001 - a template of the book may do anything
            trouble = told_of(wrong)
        source = proof.source(path) if proof else ""
        if content is not None and path != MISSING_PAGE:
            broken = self._is_broken(source)
            return Look(content, findings, source, broken, trouble, texts)
        if held := self._now.held.get(path):
            last_good = Look(held.content, findings, held.source, is_last_good=True)
            return replace(last_good, trouble=trouble, texts=texts)
        return Look(None, findings, trouble=trouble, texts=texts)

    def findings(self) -> tuple[Diagnostic, ...]:
        """Everything that was found so far, in the order of the files."""
        found, touched = self._now.found, self._now.touched
        own = (f for f in found.own if f.span.path not in touched)
        fresh = (f for touch in tuple(touched.values()) for f in touch.findings)
        return sorted_diagnostics(own, fresh, found.rules, found.links)

    def _texts(self) -> Mapping[str, str]:
        """The files of the book as they were read last."""
        read, touched = self._now.read, tuple(self._now.touched.values())
        fresh = (one for touch in touched for one in touch.read.sources.items())
        return {**(read.sources if read else {}), **dict(fresh)}

    def _trouble(self) -> str:
        return self._now.found.trouble or self._now.found.judged_trouble

    def _is_broken(self, source: str) -> bool:
        """Whether a record was just saved in a form that cannot be read."""
        touch = self._now.touched.get(source)
        return touch is not None and any(finding.is_error for finding in touch.findings)

    # --- what the watch says ---------------------------------------------------------------------

    def saved(self, paths: Iterable[str]) -> None:
        """Some files of the book are other than they were: show what can be shown at once."""
        number = self._now.number + 1
        touches = {path: touch for path in paths if (touch := self._touch(path, number))}
        with self._changed:
            self._now.touched |= touches
            for touch in touches.values():
                self._show(touch)
            self._now.number = number
            self._tell()
        self._judge.ask(number)

    def close(self) -> None:
        """Stop following the book."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._judge.close()
        self._thread.join()

    def _touch(self, path: str, number: int) -> _Touch | None:
        """Read one file by itself, where it holds one record that may have a page."""
        place = place_of(path)
        if place is None or not isinstance(place.kinds[0].shelf, FileEach):
            return None
        if not (self._book / path).is_file():
            return None
        file = read_file_quickly(self._book, BookFile(path, place))
        read = ReadBook(
            raws=file.raws,
            findings=file.findings,
            sources={path: file.text},
            unread=(path,) if file.lost else (),
            plain=(file.plain,) if file.plain else (),
        )
        shaped = shape_records(read)
        return _Touch(number, sorted_diagnostics(file.findings, shaped.findings), read)

    def _show(self, touch: _Touch) -> None:
        """Show the record of a file on its page, as it was saved."""
        now = self._now
        if now.proof is None or now.gathered is None or touch.findings:
            return
        _, withheld = now.terms
        for record in shape_records(touch.read).records:
            seen = shown(now.gathered.register, record, withheld)
            if seen is not None:
                now.proof.touch_up(seen)

    # --- the whole book --------------------------------------------------------------------------

    def _follow(self) -> None:
        """Lay the book out anew whenever it is not as it was."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or self._is_behind())
                if self._is_closed:
                    return
                number = self._now.number
            self._lay_out(number)
            gc.collect()

    def _is_behind(self) -> bool:
        now = self._now
        return now.done != now.number or (now.judged == now.number and now.terms != self._terms())

    def _lay_out(self, number: int) -> None:
        try:
            self._lay_out_book(number)
        except Exception as wrong:  # noqa: BLE001 - shown to whoever is writing the book
            with self._changed:
                self._now.found.trouble = told_of(wrong)
                self._now.terms = self._terms()
                self._now.done = number
                self._tell()

    def _lay_out_book(self, number: int) -> None:
        read = self._memory.read()
        gathered = gather(read)
        own = sorted_diagnostics(read.findings, gathered.findings)
        findings = sorted_diagnostics(own, self._now.found.rules)
        terms = _terms_of(findings, gathered)
        proof = self._now.proof
        if gathered.has_settings:
            register, seal = gathered.register, gathered.seal
            proof = Proof(disclosed(register, findings, seal, self._as_of), self._book)
        held = self._held(proof, read)
        with self._changed:
            now = self._now
            now.found.own, now.found.trouble = own, ""
            now.proof, now.gathered, now.read = proof, gathered, read
            now.terms, now.held, now.done = terms, held, number
            now.touched = {p: t for p, t in now.touched.items() if t.number > number}
            for touch in now.touched.values():
                self._show(touch)  # saved while the book was laid out
            self._tell()

    def _held(self, proof: Proof | None, read: ReadBook) -> dict[str, _Held]:
        """The pages that are not in a new proof although their file still lies there."""
        before, held = self._now.proof, dict(self._now.held)
        if before is not None and proof is not None and before is not proof:
            for address in before.addresses - proof.addresses:
                content = before.file(address)
                if content is not None:
                    held[address] = _Held(before.source(address), content)
        there = {*read.sources, *read.unread}
        shown_now = proof.addresses if proof else frozenset()
        return {a: h for a, h in held.items() if h.source in there and a not in shown_now}

    def _terms(self) -> tuple[bool, frozenset[str]]:
        """Whether the book as it is now is a draft, and which files are withheld from it."""
        now = self._now
        if now.gathered is None:
            return now.terms
        return _terms_of(sorted_diagnostics(now.found.own, now.found.rules), now.gathered)

    # --- what the judge says ---------------------------------------------------------------------

    def _hear(self, verdict: Verdict) -> None:
        with self._changed:
            found = self._now.found
            if verdict.rules is not None:
                found.rules, found.judged_trouble = verdict.rules, ""
                self._now.judged = verdict.number
            if verdict.links is not None:
                found.links = verdict.links
            if verdict.trouble:
                found.judged_trouble = verdict.trouble
                self._now.judged = verdict.number
            self._tell()

    def _tell(self) -> None:
        self._version += 1
        self._changed.notify_all()


def _terms_of(findings: tuple[Diagnostic, ...], gathered: Gathered) -> tuple[bool, frozenset[str]]:
    return any(f.is_error for f in findings), withheld_paths(findings, gathered.register)
