# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build remembers of the pages it printed, so that the next one prints only what changed.

The words of a page are not kept twice: they lie in the site that was written. What is kept is
where in its file they stand, their hash, and what they were made from: a key of all that went
into the page, and the questions that its template asked of the book. A page is taken from the
disk only where the key is the same, each question has the same answer, and the words have the
same hash. Everything else is printed anew, also where somebody changed the file by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import msgspec

from commonpress.render.artifact import Artifact
from commonpress.render.environment import Print
from commonpress.render.fingerprint import SIZE, Fingerprints

# What a template asked while a page was printed: the name of the function, what it was given.
Question = tuple[str, ...]
# The content of a file of the site as it was written last, or None.
Reader = Callable[[str], "bytes | None"]


class KeptPage(msgspec.Struct, frozen=True, array_like=True):
    """One page as it was printed: what it was made of, and where its body stands."""

    key: bytes
    asked: tuple[Question, ...]
    answers: bytes
    title: str
    description: str
    start: int
    length: int
    body: bytes  # the hash of it


@dataclass(frozen=True, slots=True)
class _Printed:
    """A page of this build, before it is known where its body stands in its file."""

    key: bytes
    asked: tuple[Question, ...]
    answers: bytes
    print: Print


class PageMemory:
    """The pages of the last build, and those of this one for the next."""

    def __init__(self, kept: bytes | None, read: Reader, program: bytes) -> None:
        """`kept` is what `for_the_next` gave; anything else is as good as nothing.

        `program` tells this very program, and everything installed beside it, from any other.
        """
        self.fingerprints = Fingerprints()
        self.program = program
        self._read = read
        self._known = _unpacked(kept)
        self._now: dict[str, _Printed] = {}

    def recall(self, path: str, key: bytes, answer: Callable[[Question], str]) -> Print | None:
        """The page at this path of the site, where nothing that it is made of has changed."""
        known = self._known.get(path)
        if known is None or known.key != key or known.answers != answers_to(known.asked, answer):
            return None
        content = self._read(path) or b""
        body = content[known.start : known.start + known.length]
        if _hash(body) != known.body:
            return None
        found = Print(known.title, known.description, body.decode())
        self._now[path] = _Printed(key, known.asked, known.answers, found)
        return found

    def keep(
        self,
        path: str,
        key: bytes,
        asked: Iterable[Question],
        answer: Callable[[Question], str],
        made: Print,
    ) -> None:
        """Remember a page that was printed."""
        told = tuple(dict.fromkeys(asked))
        self._now[path] = _Printed(key, told, answers_to(told, answer), made)

    def for_the_next(self, site: Iterable[Artifact]) -> bytes:
        """What the next build may know, once this one has written these files."""
        kept: dict[str, KeptPage] = {}
        for artifact in site:
            page = self._now.get(artifact.path)
            if page is not None:
                body = page.print.body.encode()
                start = artifact.content.find(body)
                if start >= 0:
                    kept[artifact.path] = KeptPage(
                        page.key,
                        page.asked,
                        page.answers,
                        page.print.title,
                        page.print.description,
                        start,
                        len(body),
                        _hash(body),
                    )
        return msgspec.msgpack.encode(kept)


def answers_to(asked: Iterable[Question], answer: Callable[[Question], str]) -> bytes:
    """A hash of all answers, in the order of the questions."""
    return _hash("\0".join([answer(question) for question in asked]).encode())


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=SIZE).digest()


def _unpacked(kept: bytes | None) -> Mapping[str, KeptPage]:
    if kept is None:
        return {}
    try:
        return msgspec.msgpack.decode(kept, type=dict[str, KeptPage])
    except msgspec.DecodeError:
        return {}


# --- the memory of a build -----------------------------------------------------------------------

_MEMORY: Final[ContextVar[PageMemory | None]] = ContextVar("page memory", default=None)


@contextmanager
def remembering(memory: PageMemory | None) -> Iterator[None]:
    """Let every site that is made inside the block recall its pages, and keep them, if it may."""
    token = _MEMORY.set(memory)
    try:
        yield
    finally:
        _MEMORY.reset(token)


def page_memory() -> PageMemory | None:
    """The memory of the build that is going on, if it has one."""
    return _MEMORY.get()
