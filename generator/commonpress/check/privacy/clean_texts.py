# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which texts held nothing the last time they were judged, and in which manner that was.

A text is known by a hash of itself and of all that its verdict hangs on: how strictly it was
read, by which lists, which words were known. Beside it stand the known words that it needed, so
that a list of such words can be told which of them nothing needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

_SIZE = 16
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(dict[bytes, tuple[str, ...]])


class CleanTexts:
    """What is known of texts from the last run; what this run did not ask for is forgotten."""

    def __init__(self, kept: bytes | None = None) -> None:
        self._kept = _unpacked(kept)
        self._learned: dict[bytes, tuple[str, ...]] = {}
        self._asked: dict[bytes, tuple[str, ...]] = {}

    @property
    def knows_some(self) -> bool:
        """Whether anything is known from the last run."""
        return bool(self._kept)

    @property
    def has_changed(self) -> bool:
        """Whether other texts are known now than the last time."""
        return self._asked.keys() != self._kept.keys()

    def needed_by(self, mark: bytes, *texts: str) -> tuple[str, ...] | None:
        """The known words these texts needed when they were found clean; None where unknown."""
        name = _name(mark, texts)
        needed = self._kept.get(name)
        if needed is None:
            needed = self._learned.get(name)
        if needed is not None:
            self._asked[name] = needed
        return needed

    def keep(self, mark: bytes, *texts: str, needed: Iterable[str]) -> None:
        """Remember that these texts are clean, together."""
        name = _name(mark, texts)
        self._learned[name] = self._asked[name] = tuple(sorted(needed))

    def packed(self) -> bytes:
        """What the next run is to know."""
        return _ENCODER.encode(self._asked)

    def learn(self, packed: bytes) -> None:
        """Know what another process has found, of this run."""
        self._learned.update(_unpacked(packed))


def _unpacked(packed: bytes | None) -> dict[bytes, tuple[str, ...]]:
    try:
        return _DECODER.decode(packed) if packed else {}
    except msgspec.MsgspecError:  # whoever wrote that, it was not this program
        return {}


def mark_of(*hangs_on: object) -> bytes:
    """A mark of all that a verdict hangs on beside the text."""
    return blake2b(repr(hangs_on).encode(), digest_size=32).digest()


def _name(mark: bytes, texts: Iterable[str]) -> bytes:
    # No text holds the sign that stands between them.
    return blake2b("\0".join(texts).encode(), key=mark, digest_size=_SIZE).digest()
