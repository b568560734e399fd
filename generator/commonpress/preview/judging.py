# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule asked and every link followed, in a process beside the one that shows pages.

Asking all rules of a large book takes seconds. In a process of its own it delays no page.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from typing import Final

from commonpress.check import Gathered, ask_rules, gather
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.pipeline import disclosed
from commonpress.preview.remembered import RememberedBook
from commonpress.printing import print_book
from commonpress.read.raw import ReadBook

# Elsewhere a copy of a process is not safe to go on working, or cannot be made at all.
_CAN_COPY: Final = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in the book of a number.

    `rules` and `links` are None while they have not been looked at; `trouble` is what kept the
    program from doing so, as in a template that cannot be read.
    """

    number: int
    rules: tuple[Diagnostic, ...] | None = None
    links: tuple[Diagnostic, ...] | None = None
    trouble: str = ""


class Judge:
    """The process beside this one, and what it is asked."""

    def __init__(self, book: Path, as_of: date | None, told: Callable[[Verdict], None]) -> None:
        """Start it. `told` is called for every verdict, in a thread of its own."""
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_judge, args=(book, as_of, theirs))
        self._process.start()
        theirs.close()
        self._told = told
        Thread(target=self._listen, daemon=True).start()

    def ask(self, number: int) -> None:
        """Let the book be judged as it is now; what was asked before and is not begun is let go."""
        with suppress(OSError):
            self._ours.send(number)

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.join()

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                self._told(self._ours.recv())


def _judge(book: Path, as_of: date | None, door: Connection) -> None:
    """What the process does, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # and with it what it began
    gc.disable()
    memory = RememberedBook(book)
    with suppress(EOFError, OSError):
        while True:
            number = door.recv()
            while number is not None:
                number = _judge_until_asked(_Case(book, as_of, number), door, memory)
            gc.collect()


@dataclass(frozen=True, slots=True)
class _Case:
    """A book that is judged, as of a day, and the number it is asked about under."""

    book: Path
    as_of: date | None
    number: int


def _judge_until_asked(case: _Case, door: Connection, memory: RememberedBook) -> int | None:
    """Judge a book in a copy of this process, which ends at once where another one is asked for.

    The number of that other one; None where the verdict is whole.
    """
    read = memory.read()
    gathered = gather(read)
    if not _CAN_COPY:
        _judge_gathered(case, read, gathered, door)
        return _newest(door) if door.poll() else None
    copies = multiprocessing.get_context("fork")
    ours, theirs = copies.Pipe(duplex=False)
    work = (case, read, gathered, theirs)
    copy = copies.Process(target=_judge_gathered, args=work, daemon=True)
    copy.start()
    theirs.close()
    try:
        while door not in wait([door, ours]):
            try:
                door.send(ours.recv())
            except EOFError:
                return None
        return _newest(door)
    finally:
        copy.kill()
        copy.join()


def _newest(door: Connection) -> int:
    """The last number that was asked for; those before it are past."""
    number: int = door.recv()
    while door.poll():
        number = door.recv()
    return number


def _judge_gathered(case: _Case, read: ReadBook, gathered: Gathered, door: Connection) -> None:
    try:
        for verdict in _verdicts(case, read, gathered):
            door.send(verdict)
    except Exception as trouble:  # noqa: BLE001 - told to whoever is writing the book
        door.send(Verdict(case.number, trouble=told_of(trouble)))


def _verdicts(case: _Case, read: ReadBook, gathered: Gathered) -> Iterator[Verdict]:
    rules = ask_rules(gathered)
    yield Verdict(case.number, rules)
    if not gathered.has_settings:
        return
    findings = sorted_diagnostics(read.findings, gathered.findings, rules)
    publication = disclosed(gathered.register, findings, gathered.seal, case.as_of)
    printed = print_book(publication, case.book, with_zine=False)
    yield Verdict(case.number, links=printed.findings)


def told_of(trouble: Exception) -> str:
    """A mistake in a program or a template, in a line for whoever can mend it."""
    place = f"{name}, " if (name := getattr(trouble, "name", None)) else ""
    line = f"line {number}: " if (number := getattr(trouble, "lineno", None)) else ""
    return f"{place}{line}{type(trouble).__name__}: {trouble}"
