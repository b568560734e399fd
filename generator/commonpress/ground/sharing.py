# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work shared by two processes, which gives what one process gives, to the last byte.

A door says `with working_in(2):` around what it asks for. Whoever has much to do below it hands
`shared` a function that does one part of so many; the second part is then done by a copy of this
very process, which sends back what came of it. Where the copy cannot be made or does not end
well, its part is done here.

A `Hand` is such a copy that stays: it does one thing after the other, and remembers what it did.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Final, Generic, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PROCESSES: Final = ContextVar("processes", default=1)
# Elsewhere a copy of a process is not safe to go on working, or cannot be made at all.
_CAN_COPY: Final = os.name == "posix" and os.uname().sysname == "Linux"


@contextmanager
def working_in(processes: int) -> Iterator[None]:
    """Let what is done within be shared by so many processes: one, or two."""
    before = _PROCESSES.set(processes)
    try:
        yield
    finally:
        _PROCESSES.reset(before)


def may_share() -> bool:
    """Whether a second process may take part."""
    return _PROCESSES.get() > 1 and _CAN_COPY and threading.active_count() == 1


def shared(work: Callable[[int, int], R]) -> list[R]:
    """What comes of each part of a work, in order; `work` is given a part's number and how many.

    What comes of a part must be data that `pickle` knows, and must hang on nothing but the part.
    """
    if not may_share():
        return [work(0, 1)]
    arriving, leaving = os.pipe()
    copy = os.fork()
    if copy == 0:
        os.close(arriving)  # or the copy would wait for itself where this process ends early
        _send(leaving, work)
    os.close(leaving)
    with os.fdopen(arriving, "rb") as pipe:
        try:
            ours = work(0, 2)
        except BaseException:
            pipe.close()  # the copy cannot send any more, and ends
            os.waitpid(copy, 0)
            raise
        sent = pipe.read()
    _, status = os.waitpid(copy, 0)
    return [ours, work(1, 2) if status else pickle.loads(sent)]  # noqa: S301 - our own


def _send(leaving: int, work: Callable[[int, int], R]) -> NoReturn:
    """Do the second part in the copy, and end it without any of the cleaning up of the first."""
    code = 1
    try:
        with working_in(1), os.fdopen(leaving, "wb") as pipe:
            pickle.dump(work(1, 2), pipe, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


@contextmanager
def meanwhile(work: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Let a copy of this process do a work while this one does something else.

    What comes of it is given by the function that the block gets, which waits for it. What the
    copy cannot do is done here then, and so is all of it where there may be no copy.
    """
    if not may_share():
        yield work
        return
    hand: Hand[None, R] = Hand(lambda _: work())
    hand.give(None)

    def come_of_it() -> R:
        found = hand.take()
        return work() if found is None else found

    try:
        yield come_of_it
    finally:
        hand.let_go()


class Hand(Generic[T, R]):
    """A copy of this process that does what it is handed, until it is let go.

    What is handed over and what comes back must be data that `pickle` knows.
    """

    def __init__(self, work: Callable[[T], R]) -> None:
        tasks, self._tasks = os.pipe()
        self._answers, answers = os.pipe()
        self._copy = os.fork()
        if self._copy == 0:
            os.close(self._tasks)
            os.close(self._answers)
            _serve(tasks, answers, work)
        os.close(tasks)
        os.close(answers)
        self._to = os.fdopen(self._tasks, "wb")
        self._from = os.fdopen(self._answers, "rb")

    def give(self, task: T) -> None:
        """Hand it something to do, and go on at once. Each thing has one answer, in order."""
        with suppress(OSError):  # it is gone: then there will be no answer either
            pickle.dump(task, self._to, protocol=pickle.HIGHEST_PROTOCOL)
            self._to.flush()

    def take(self) -> R | None:
        """Wait for what came of the next thing it was handed: None where it could not do it."""
        try:
            answer: R | None = pickle.load(self._from)  # noqa: S301 - our own
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        return answer

    def let_go(self) -> None:
        """Let it end, and wait until it has."""
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()
        os.waitpid(self._copy, 0)


def _serve(tasks: int, answers: int, work: Callable[[T], R]) -> NoReturn:
    """Do in the copy what is handed to it, until nothing more can come."""
    try:
        with working_in(1), os.fdopen(tasks, "rb") as to, os.fdopen(answers, "wb") as back:
            while True:
                task = pickle.load(to)  # noqa: S301 - our own
                try:
                    answer: R | None = work(task)
                except Exception:  # noqa: BLE001 - the first process does it, and says what is wrong
                    answer = None
                pickle.dump(answer, back, protocol=pickle.HIGHEST_PROTOCOL)
                back.flush()
    finally:
        os._exit(0)
