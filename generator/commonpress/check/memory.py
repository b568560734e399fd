# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be kept from one run to the next, by the text it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Protocol

# No hash is shorter, so no short text is taken for one.
_SHORT = 60


class Memory(Protocol):
    """Where something can be kept from one run to the next; it may be gone at any time."""

    def recall(self, of: str) -> bytes | None:
        """What was kept of this text, if anything."""

    def keep(self, of: str, made: bytes) -> None:
        """Keep what was made of this text."""


class NoMemory:
    """Nothing is kept."""

    def recall(self, of: str) -> bytes | None:
        """Nothing was kept."""

    def keep(self, of: str, made: bytes) -> None:
        """Keep nothing."""


class NamedTexts:
    """A memory that is asked by the hash of a text, which is made once of each.

    It holds what it has named, so that no other text is taken for one. What is short is its own
    name.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._names: dict[int, tuple[str, str]] = {}

    def recall(self, of: str) -> bytes | None:
        """What was kept of this text, if anything."""
        return self._memory.recall(self.name_of(of))

    def keep(self, of: str, made: bytes) -> None:
        """Keep what was made of this text."""
        self._memory.keep(self.name_of(of), made)

    def name_of(self, text: str) -> str:
        """The hash of a text, or a short text itself."""
        if len(text) <= _SHORT:
            return text
        if id(text) not in self._names:
            self._names[id(text)] = text, sha256(text.encode()).hexdigest()
        return self._names[id(text)][1]

    def name_of_all(self, texts: Mapping[str, str], *beside: Iterable[str]) -> str:
        """The hash of many texts with their names, and of whatever else is named."""
        named = [(name, self.name_of(text)) for name, text in sorted(texts.items())]
        return self.name_of(repr((named, *map(list, beside))))
