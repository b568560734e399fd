# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fingerprints of what a page is made of: two values with one fingerprint print the same.

Every value is told with its type and its length, so that no two ways of putting parts together
look alike. Views of a book hold one another, so each object is looked at once and then known by
its fingerprint. What cannot be told, such as a function made on the way, has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from hashlib import blake2b
from itertools import chain
from types import FunctionType, ModuleType
from typing import Any, Final

import msgspec

SIZE: Final = 16  # octets; enough that no two texts of all books will ever share one

_SHORT = (int, float, Decimal, date, time)


class NoFingerprintError(Exception):
    """A value that cannot be told from another one. The message says what it is."""


class Fingerprints:
    """Makes fingerprints, and remembers those of objects for as long as it lives."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}
        self._names: dict[type, tuple[str, ...]] = {}

    def of(self, *values: Any) -> bytes:
        """One fingerprint of these values. Raises NoFingerprintError where one has none."""
        return blake2b(b"".join(map(self._told, values)), digest_size=SIZE).digest()

    def _told(self, value: Any) -> bytes:
        """A value in a form that no other value has."""
        of = type(value)
        if of is str:
            written = value.encode("utf-8", "surrogatepass")
            return b"s%d:%b" % (len(written), written)
        if of is bytes:
            return b"b%d:%b" % (len(value), value)
        if value is None or of is bool:
            return b"N" if value is None else b"T" if value else b"F"
        if of in _SHORT:
            return b"%b=%b;" % (of.__name__.encode(), str(value).encode())
        known = self._known.get(id(value))
        if known is None:
            # The object is kept with it: another one at its place would have its number.
            known = self._known[id(value)] = value, self._taken_apart(value, of)
        return known[1]

    def _taken_apart(self, value: Any, of: type) -> bytes:
        parts: Iterable[bytes] = ()
        if of is tuple or of is list:
            name, parts = f"t{len(value)}", map(self._told, value)
        elif isinstance(value, msgspec.Struct):
            name, parts = of.__qualname__, [_RECORDS.encode(value)]
        elif is_dataclass(of):
            names = self._names.get(of) or self._named(of)
            name, parts = of.__qualname__, (self._told(getattr(value, name)) for name in names)
        elif isinstance(value, Mapping):
            told = ((self._told(key), self._told(held)) for key, held in value.items())
            name, parts = f"m{len(value)}", chain.from_iterable(told)
        elif isinstance(value, frozenset):
            name, parts = f"f{len(value)}", sorted(map(self._told, value))
        else:
            name = _known_by_name(value)
        return b"%b:%b" % (name.encode(), blake2b(b"".join(parts), digest_size=SIZE).digest())

    def _named(self, of: type) -> tuple[str, ...]:
        found = self._names[of] = tuple(field.name for field in fields(of))
        return found


def _plainly(value: Any) -> Any:
    """What msgspec does not know by itself in a record: where its fields stand in their file.

    No page says that, and looking it up would read the file again.
    """
    if isinstance(value, Mapping):
        return None
    raise NoFingerprintError(f"{value!r} has no fingerprint")


_RECORDS: Final = msgspec.msgpack.Encoder(enc_hook=_plainly)


def _known_by_name(value: Any) -> str:
    """A word of a closed list, or a function, type or module of the program: by its name."""
    if isinstance(value, Enum):
        return f"e{type(value).__qualname__}.{value.name}"
    if isinstance(value, ModuleType):
        return f"module {value.__name__}"
    if isinstance(value, (FunctionType, type)) and "<" not in value.__qualname__:
        return f"named {value.__module__}.{value.__qualname__}"
    raise NoFingerprintError(f"{value!r} has no fingerprint")
