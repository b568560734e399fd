# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signed notes: a text and the lines of those who signed it (c2sp.org/signed-note).

Here the form is read and written, and the id of a key worked out. No signature is verified:
a seal is held by its paper copies, and a key would have to be somebody's. Whoever adds a
witness that signs, verifies its Ed25519 signatures (RFC 8032) where the keys are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from commonpress.ground.hashes import format_hash, parse_bytes

ED25519 = 0x01  # "Signature types"
MOST_SIGNATURES = 64  # a reader takes 16 at least, and some end
_ID_BYTES = 4
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the name and the id of the key, and what the key made of the text."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A text, to its last line end, and its signatures, none of which has been verified."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A public key with its name and the kind of signature it makes."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        """SHA-256(key name || 0x0A || signature type || public key)[:4]."""
        named = f"{self.name}\n".encode()
        return sha256(named + bytes([self.algorithm]) + self.public).digest()[:_ID_BYTES]


def format_note(note: SignedNote) -> str:
    """The text, an empty line, and a line for each signature."""
    lines = (f"— {s.name} {format_hash(s.key_id + s.value)}\n" for s in note.signatures)
    return f"{note.text}\n{''.join(lines)}"


def parse_note(text: str) -> SignedNote:
    """Take a note apart at its last empty line. Raises ValueError with what is wrong."""
    if _CONTROL.search(text):
        raise ValueError("a note holds no control characters")
    body, gap, below = text.rpartition("\n\n")
    if not gap or not below.endswith("\n"):
        raise ValueError("a note is a text, an empty line and its signatures, each to a line end")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise ValueError(f"a note with more than {MOST_SIGNATURES} signatures is not read")
    return SignedNote(f"{body}\n", tuple(map(_signature, lines)))


def format_key(key: Key) -> str:
    """The key as people hand it on: `name+id+key`."""
    return f"{key.name}+{key.id.hex()}+{format_hash(bytes([key.algorithm]) + key.public)}"


def parse_key(text: str) -> Key:
    """A key as people hand it on. Raises ValueError, also where the id is not the key's."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    content = parse_bytes(encoded)
    if not _is_name(name) or not content:
        raise ValueError("a key is its name, its id and its bytes, with + between them")
    key = Key(name, content[0], content[1:])
    if key.id.hex() != key_id:
        raise ValueError(f"the id of this key is {key.id.hex()}, not {key_id}")
    return key


def _signature(line: str) -> Signature:
    dash, name, encoded = [*line.split(" "), "", "", ""][:3]
    content = parse_bytes(encoded)
    if line != f"{dash} {name} {encoded}" or dash != "—" or not _is_name(name):
        raise ValueError("a signature is a line of a dash, a name and base64")
    if len(content) <= _ID_BYTES:
        raise ValueError("a signature holds the id of its key and something after it")
    return Signature(name, content[:_ID_BYTES], content[_ID_BYTES:])


def _is_name(name: str) -> bool:
    return bool(name) and not re.search(r"[\s+]", name)
