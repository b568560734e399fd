# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work shared by two processes, which gives what one process gives, to the last byte.

A door says `with working_in(2):` around what it asks for. Whoever has much to do below it hands
`shared` a function that does one part of so many; the second part is then done by a copy of this
very process, which sends back what came of it. Where the copy cannot be made or does not end
well, its part is done here.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, NoReturn, TypeVar

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


def shared(work: Callable[[int, int], R]) -> list[R]:
    """What comes of each part of a work, in order; `work` is given a part's number and how many.

    What comes of a part must be data that `pickle` knows, and must hang on nothing but the part.
    """
    if _PROCESSES.get() < 2 or not _CAN_COPY or threading.active_count() > 1:
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
