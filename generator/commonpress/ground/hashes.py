# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hashes as text: base64 for programs (RFC 4648, section 4), read back in one way only."""

from __future__ import annotations

import base64
import binascii

from commonpress.ground.merkle import HASH_BYTES


def format_hash(value: bytes) -> str:
    """A hash as base64, 44 letters for 32 bytes."""
    return base64.b64encode(value).decode()


def parse_hash(text: str, size: int = HASH_BYTES) -> bytes:
    """The bytes of a hash. Raises ValueError for another length or another way to write it.

    Base64 has several texts for the same bytes, and two texts for one hash would let a file
    change without anything to see.
    """
    value = parse_bytes(text)
    if len(value) != size:
        raise ValueError(f"these are {len(value)} bytes, not the {size} of a hash")
    return value


def parse_bytes(text: str) -> bytes:
    """The bytes that a base64 text stands for. Raises ValueError where it is not exactly that."""
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("this is not base64") from None
    if format_hash(value) != text:
        raise ValueError("this is base64 with loose ends")
    return value
