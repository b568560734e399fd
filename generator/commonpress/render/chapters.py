# SPDX-License-Identifier: AGPL-3.0-or-later
"""An issue set chapter by chapter: each by itself, kept for the next run, bound at the end.

A chapter is a text that begins on a page of its own and knows the number of that page. It hangs
on nothing else, so it is set anew only when it changed, and two processes can set two at once.
Why this cut: `docs/decisions/0020`.

`working` lends a room to do it in; without one nothing is kept and nobody helps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from commonpress.ground.sharing import Hand, may_share
from commonpress.render.galleys import Chapter, Galley, UnprintableError
from commonpress.render.kept import Memory, NoMemory, digest_of, keep, recalled

Assets = Mapping[str, bytes]
_LINK = re.compile(r"""\bhref=(["'])#([^"']+)\1""")
_ID = re.compile(r"""\bid=(["'])([^"']+)\1""")
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_FEW = 2  # chapters: for these a second process is not worth its start


@dataclass(frozen=True, slots=True)
class Run:
    """Texts that follow one another from a page on.

    A step may have a tighter setting, which counts where it keeps the step on a single page.
    """

    first: int
    steps: tuple[tuple[str, ...], ...]


Reasons = tuple[str, ...]
# Of each text of a run, in order, as it was numbered: its galley, or why it cannot be set.
Measured = list[tuple[str, Galley | Reasons]]
_Job = Run | str  # what a process is asked to do: to measure a run, or to set a chapter
_Task = tuple[str, Assets | None, tuple[_Job, ...]]


def can_stand_alone(texts: Sequence[str]) -> bool:
    """Whether no text brings styles that would reach into another, outside of its drawings."""
    return not any("<style" in _DRAWING.sub("", text) for text in texts)


def numbered(text: str, first: int) -> str:
    """Let a text begin on a page of this number, and make links that leave it addresses."""
    side = "recto" if first % 2 else "verso"
    # A page counts itself before it is told where to begin.
    rule = f"<style>@page :first{{counter-reset:page {first}}}html{{break-before:{side}}}</style>"
    own = {found[1] for found in _ID.findall(text)}

    def led(link: re.Match[str]) -> str:
        return link[0] if link[2] in own else f"href={link[1]}chapter:{link[2]}{link[1]}"

    return _LINK.sub(led, text.replace("</head>", f"{rule}</head>", 1))


# --- one process ---------------------------------------------------------------------------------


class _Desk:
    """What one process does: measures runs and sets chapters, and has at hand what it measured."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._assets: dict[str, Assets] = {}
        self._setters: dict[str, Any] = {}

    def lend(self, name: str, assets: Assets) -> None:
        """Let texts use these assets."""
        self._assets[name] = assets

    def lent(self, name: str) -> Assets:
        """The assets of this name."""
        return self._assets[name]

    def done(self, task: _Task) -> list[Any]:
        """What comes of some jobs."""
        name, assets, jobs = task
        if assets is not None:
            self.lend(name, assets)
        return [self.do(name, job) for job in jobs]

    def do(self, name: str, job: _Job) -> Any:
        """Set a chapter, or measure a run."""
        if isinstance(job, str):
            return self._setter(name).chapter(job)
        return list(_walked(job, lambda text: self._measured(name, text)))

    def _measured(self, name: str, text: str) -> Galley | Reasons:
        kept = recalled(self._memory, _question("measured", name, text), Galley)
        try:
            return kept or self._setter(name).measure(text)
        except UnprintableError as failure:
            return failure.reasons

    def _setter(self, name: str) -> Any:
        if name not in self._setters:
            from commonpress.render.pdf import Setter  # noqa: PLC0415 - half a second

            self._setters[name] = Setter(self._assets[name])
        return self._setters[name]


def _walked(
    run: Run, measure: Callable[[str], Galley | Reasons]
) -> Iterator[tuple[str, Galley | Reasons]]:
    """Measure the texts of a run, each from the page on which the one before it ends."""
    page = run.first
    for step in run.steps:
        lengths = []
        for text in step:
            given = numbered(text, page)
            found = measure(given)
            yield given, found
            lengths.append(found.pages if isinstance(found, Galley) else 1)
        page += 1 if 1 in lengths else lengths[0]


def _question(what: str, name: str, text: str) -> str:
    return f"{what}\n{name}\n{text}"


# --- two processes -------------------------------------------------------------------------------


class Workroom:
    """Where chapters are set: with a memory, and with a second hand where a door allows it."""

    def __init__(self, memory: Memory) -> None:
        self.memory = self._memory = memory
        self._desk = _Desk(memory)
        self._hand: Hand[_Task, list[Any]] | None = None
        self._lent: set[str] = set()
        self._at_hand: set[tuple[str, str]] = set()  # texts that the second process measured

    def close(self) -> None:
        """Let the second hand go."""
        if self._hand is not None:
            self._hand.let_go()
        self._hand, self._lent, self._at_hand = None, set(), set()

    def measure(self, runs: Sequence[Run], assets: Assets) -> list[Measured]:
        """Measure every text of some runs."""
        name = digest_of(assets)
        self._desk.lend(name, assets)
        known = [self._known(name, run) for run in runs]
        wanting = [run for run, found in zip(runs, known, strict=True) if found is None]
        weights = [sum(len(text) for step in run.steps for text in step) for run in wanting]
        theirs = _halved(weights, frozenset()) if self._may_help(len(wanting) > 1) else frozenset()
        found = iter(self._shared_out(name, wanting, theirs))
        measured: list[Measured] = [next(found) if one is None else one for one in known]
        fresh = [one for one, before in zip(measured, known, strict=True) if before is None]
        for text, galley in (pair for one in fresh for pair in one):
            if isinstance(galley, Galley):
                keep(self._memory, _question("measured", name, text), galley)
        for at in theirs:
            self._at_hand |= {(name, text) for text, _ in measured[runs.index(wanting[at])]}
        return measured

    def chapters(self, texts: Sequence[str], assets: Assets) -> list[Chapter]:
        """Set every chapter that was not kept."""
        name = digest_of(assets)
        self._desk.lend(name, assets)
        questions = [_question("chapter", name, text) for text in texts]
        known = [recalled(self._memory, question, Chapter) for question in questions]
        wanting = [text for text, found in zip(texts, known, strict=True) if found is None]
        measured = frozenset(at for at, text in enumerate(wanting) if (name, text) in self._at_hand)
        theirs: frozenset[int] = frozenset()
        if self._may_help(len(wanting) > _FEW):
            theirs = _halved([len(text) for text in wanting], measured)
        made = iter(self._shared_out(name, wanting, theirs))
        chapters = [next(made) if found is None else found for found in known]
        for question, found, chapter in zip(questions, known, chapters, strict=True):
            if found is None:
                keep(self._memory, question, chapter)
        return chapters

    def _known(self, name: str, run: Run) -> Measured | None:
        """A run of which everything was kept."""

        def kept(text: str) -> Galley:
            galley = recalled(self._memory, _question("measured", name, text), Galley)
            if galley is None:
                raise LookupError
            return galley

        try:
            return list(_walked(run, kept))
        except LookupError:
            return None

    def _may_help(self, is_much: bool) -> bool:  # noqa: FBT001 - the question itself
        """Whether there is a second hand, or should be."""
        if self._hand is None and is_much and may_share():
            from commonpress.render import pdf  # noqa: F401, PLC0415 - once for both

            self._hand = Hand(self._desk.done)
        return self._hand is not None

    def _shared_out(self, name: str, jobs: Sequence[_Job], theirs: frozenset[int]) -> list[Any]:
        """What comes of each job; what the second hand cannot do is done here."""
        given = tuple(job for at, job in enumerate(jobs) if at in theirs)
        try:
            if self._hand is not None and given:
                assets = None if name in self._lent else self._desk.lent(name)
                self._lent.add(name)
                self._hand.give((name, assets, given))
            ours = {at: self._desk.do(name, job) for at, job in enumerate(jobs) if at not in theirs}
            answers = self._hand.take() if self._hand is not None and given else None
        except BaseException:
            self.close()  # or what it sends would be taken for the answer to the next question
            raise
        if answers is None:
            answers = [self._desk.do(name, job) for job in given]
        back = iter(answers)
        return [next(back) if at in theirs else ours[at] for at in range(len(jobs))]


def _halved(weights: Sequence[int], theirs: frozenset[int]) -> frozenset[int]:
    """Which jobs the second hand gets: `theirs`, and of the others so many that both have half."""
    load = [0, sum(weights[at] for at in theirs)]
    given = set(theirs)
    for at in sorted(set(range(len(weights))) - theirs, key=lambda at: (-weights[at], at)):
        lighter = 1 if load[1] < load[0] else 0
        load[lighter] += weights[at]
        if lighter:
            given.add(at)
    return frozenset(given)


# --- the room that a door lends ------------------------------------------------------------------

_ROOM: Final = ContextVar[Workroom | None]("workroom", default=None)


@contextmanager
def working(memory: Memory | None = None) -> Iterator[None]:
    """Let chapters be kept in a memory, and set by two processes where `sharing` allows it."""
    room = Workroom(memory or NoMemory())
    before = _ROOM.set(room)
    try:
        yield
    finally:
        _ROOM.reset(before)
        room.close()


def memory_lent() -> Memory:
    """Where a door lets things be kept from one run to the next."""
    return _room().memory


def tidy() -> None:
    """Throw away what was kept and nobody asked for: said when every page was asked for."""
    _room().memory.forget_the_rest()


def _room() -> Workroom:
    return _ROOM.get() or Workroom(NoMemory())


def measured_in_runs(runs: Sequence[Run], assets: Assets) -> list[Measured]:
    """Measure every text of some runs: of each run its texts, in order."""
    return _room().measure(runs, assets)


def set_in_chapters(texts: Sequence[str], firsts: Sequence[int], assets: Assets) -> bytes:
    """Set texts that begin on these pages, as one tagged file.

    Raises `UnprintableError` as a single setting would, `UnitingError` where fonts are of a sort
    that cannot be put together again.
    """
    from commonpress.render.plates_chapters import bound  # noqa: PLC0415

    given = [numbered(text, first) for text, first in zip(texts, firsts, strict=True)]
    return bound(_room().chapters(given, assets))


def set_whole(text: str, assets: Assets) -> bytes:
    """Set a text that is no chapter of anything, or give what was kept of it."""
    memory = _room().memory
    question = _question("whole", digest_of(assets), text)
    kept = recalled(memory, question, bytes)
    if kept is None:
        from commonpress.render.pdf import typeset  # noqa: PLC0415

        kept = typeset(text, assets)
        keep(memory, question, kept)
    return kept


def measure_whole(text: str, assets: Assets) -> Galley:
    """Measure a text that is no chapter of anything, or give what was kept of it."""
    memory = _room().memory
    question = _question("measured whole", digest_of(assets), text)
    galley = recalled(memory, question, Galley)
    if galley is None:
        from commonpress.render.pdf import measure  # noqa: PLC0415

        galley = measure(text, assets)
        keep(memory, question, galley)
    return galley
