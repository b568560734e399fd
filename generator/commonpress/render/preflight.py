# SPDX-License-Identifier: AGPL-3.0-or-later
"""Preflight: every finished PDF is looked at once more before it is given out.

Nothing here knows how a page was set. The file is read as a printer, a copier and a screen reader
read it, and held to what it is made for. What is found says the file, the page and the
millimetres on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.render.kept import Memory, NoMemory, digest_of, keep, recalled
from commonpress.render.preflight_codes import HINTS, LETTERS, TAGS, Fault
from commonpress.render.preflight_faces import NOT_OURS, wrong_letters
from commonpress.render.preflight_fonts import PdfFont
from commonpress.render.preflight_jobs import Job, Use, digest_of_job
from commonpress.render.preflight_marks import PageMarks, Run
from commonpress.render.preflight_print import at, look_at_pages, quoted, runs_of
from commonpress.render.preflight_shelf import Shelf
from commonpress.render.preflight_tags import look_at_tags
from commonpress.render.preflight_words import (
    faults_of_words,
    lost_words,
    words_printed,
    words_said,
)

# How many places of one kind are told of a file; the others are counted.
_MOST_TOLD = 3


class Preflight:
    """Looks at the files of one run of the press; what stands in several of them is read once.

    A `memory` keeps from run to run which files had no fault; one that has is looked at again.
    """

    def __init__(self, memory: Memory | None = None) -> None:
        self._shelf = Shelf()
        self._memory = memory or NoMemory()

    def look_at(self, job: Job) -> Iterator[Fault]:
        """Everything that is wrong with one file."""
        return self._remembered(f"preflight {digest_of_job(job)}", lambda: self._faults(job))

    def compare_words(
        self, html: str, pdf: bytes, unsaid: frozenset[str] = frozenset()
    ) -> tuple[Fault, ...]:
        """What of a page's words is not in its PDF, but for elements of some classes."""

        def compared() -> Iterator[Fault]:
            lost = lost_words(words_said(html, unsaid), self._shelf.marks_of(pdf))
            yield from faults_of_words(lost, "the templates")

        asked = digest_of(
            {"html": html.encode(), "pdf": pdf, "unsaid": " ".join(sorted(unsaid)).encode()}
        )
        return tuple(self._remembered(f"words {asked}", compared))

    def _remembered(self, of: str, look: Callable[[], Iterable[Fault]]) -> Iterator[Fault]:
        if recalled(self._memory, of, bool):
            return
        found = tuple(look())
        if not found:
            keep(self._memory, of, made=True)
        yield from found

    def _faults(self, job: Job) -> Iterator[Fault]:
        pages = self._shelf.marks_of(job.pdf)
        yield from look_at_pages(job, pages)
        yield from _fonts(pages)
        if job.use in (Use.READING, Use.PAPER):
            yield from look_at_tags(job.pdf)
            yield from _unmarked(pages)
        if job.source is not None:
            said, _ = words_printed(self._shelf.marks_of(job.source))
            yield from faults_of_words(lost_words(said, pages, job.copies), "the single pages")


def diagnostics(found: Iterable[tuple[str, Iterable[Fault]]], span: Span) -> tuple[Diagnostic, ...]:
    """Tell what was found in files; `span` is the place in the book they are printed from.

    What is wrong in several files in the same way is told once, with the number of the others;
    of what is wrong in many places of a file a few are told, and the others counted.
    """
    told: dict[tuple[str, str], tuple[str, Fault]] = {}
    times: Counter[tuple[str, str]] = Counter()
    for name, faults in found:
        for fault in _in_short(faults):
            key = fault.code.slug, fault.what
            told.setdefault(key, (name, fault))
            times[key] += 1
    return tuple(
        _diagnostic(name, fault, span, times[key] - 1) for key, (name, fault) in told.items()
    )


def _in_short(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The first few of each kind; the last of them says how many more there are."""
    kinds: dict[str, dict[str, Fault]] = {}
    for fault in faults:
        kinds.setdefault(fault.code.slug, {}).setdefault(fault.what, fault)
    for kind in kinds.values():
        *first, last = list(kind.values())[:_MOST_TOLD]
        yield from first
        more = len(kind) - _MOST_TOLD
        counted = f"{last.what}; {more} more like it in the file"
        yield replace(last, what=counted) if more > 0 else last


def _fonts(pages: Sequence[PageMarks]) -> Iterator[Fault]:
    """Fonts that are not there, are not ours, or draw other letters than they say."""
    first: dict[int, tuple[int, PageMarks, Run]] = {}
    drawn: dict[int, set[tuple[int, str]]] = {}
    for number, page in enumerate(pages, start=1):
        for run in runs_of(page):
            font = id(run.font)
            first.setdefault(font, (number, page, run))
            glyphs = ((code, run.font.letters.get(code, "")) for code in run.codes)
            drawn.setdefault(font, set()).update(glyphs)
    for font, (number, page, run) in first.items():
        what = _wrong_with(run.font, drawn[font])
        if what:
            yield at(
                LETTERS, f"{quoted(run)} is set with a font that {what}", number, page, run.box
            )


def _wrong_with(font: PdfFont, glyphs: set[tuple[int, str]]) -> str:
    if font.kind != "CIDFontType2":
        return NOT_OURS
    if not font.program:
        return "is not in the file"
    if any(code == 0 for code, _ in glyphs):
        return "has no shape for a character, and draws an empty box"
    return wrong_letters(font.program, frozenset(glyphs))


def _unmarked(pages: Sequence[PageMarks]) -> Iterator[Fault]:
    """Letters that the tags leave out, and do not call decoration either."""
    for page in pages:
        if not all(run.marked for run in runs_of(page)):
            yield Fault(TAGS, "words stand outside the tags")
            return


def _diagnostic(name: str, fault: Fault, span: Span, others: int) -> Diagnostic:
    where = name
    if fault.place:
        at = f"{fault.place.left:.0f} mm from the left, {fault.place.top:.0f} mm from the top"
        where = f"{name}, page {fault.place.page}, {at}"
    more = f" (and so in {others} more {'file' if others == 1 else 'files'})" if others else ""
    return Diagnostic(fault.code, span, f"{where}: {fault.what}{more}", HINTS[fault.code])
