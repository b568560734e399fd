# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commitments: a hash that says nothing about a text today and proves it on the day it is shown.

SHA-256 over the canonical JSON (RFC 8785) of a salt and the text. The salt has 128 random bits,
so that nobody finds a short text by trying. Line breaks and spaces count as one space each: a
text may be wrapped anew when it is shown, and no word of it may change.
"""

from __future__ import annotations

import re
from hashlib import sha256

from commonpress.ground.canonical import format_canonical
from commonpress.ground.hashes import format_hash

SALT_BYTES = 16
_SALT = re.compile(rf"[0-9a-f]{{{SALT_BYTES * 2}}}", re.ASCII)


def is_salt(text: str) -> bool:
    """Whether a text can be a salt: 32 hexadecimal digits."""
    return _SALT.fullmatch(text) is not None


def commitment(salt: str, text: str) -> str:
    """The hash of a text with its salt, in base64."""
    said = " ".join(text.split())
    return format_hash(sha256(format_canonical({"salt": salt, "text": said})).digest())
