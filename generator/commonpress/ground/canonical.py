# SPDX-License-Identifier: AGPL-3.0-or-later
"""Canonical JSON (RFC 8785): one value has one way to be written, so that it can be hashed.

What records hold is enough here: texts, whole numbers, yes and no, lists and fields. Fractions
are texts in a book ("12.5"), so the hardest part of the RFC, the printing of floating point
numbers, is not needed and is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

Canonical = str | int | bool | Sequence["Canonical"] | Mapping[str, "Canonical"]

# RFC 8785, section 3.1 asks for I-JSON: whole numbers that a double holds exactly (RFC 7493, 2.2).
LARGEST_WHOLE = 2**53 - 1

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def format_canonical(value: Canonical) -> bytes:
    """The value in UTF-8, without spaces, its fields in the order of their UTF-16 code units.

    RFC 8785, sections 3.2.1 to 3.2.4. Raises ValueError for a whole number that others would
    round and for text that is not Unicode, TypeError for anything that is not listed above.
    """
    text = _ENCODER.encode(_ordered(value))
    return text.encode()  # a lone surrogate is a UnicodeEncodeError, which is a ValueError


def _ordered(value: Canonical) -> Canonical:
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_WHOLE:
            raise ValueError(f"{value} is too large to be written as a number")
        return value
    if isinstance(value, dict):
        # Among ASCII names both orders are the same, and nearly all names are.
        order = None if all(map(str.isascii, value)) else _code_units
        return {name: _ordered(value[name]) for name in sorted(value, key=order)}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _code_units(name: str) -> bytes:
    """RFC 8785, section 3.2.3: names are compared as UTF-16, not as code points."""
    return name.encode("utf-16-be")
