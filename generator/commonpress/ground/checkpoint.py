# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checkpoints: the three lines that hold a whole log fast (c2sp.org/tlog-checkpoint).

The origin says which log, the size how many leaves it had, the root which leaves, in which
order. A checkpoint also goes on paper, where the root stands in groups that people can read
out and type in; the last group tells a slip of the finger from a log that was changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from commonpress.ground.hashes import format_hash, parse_hash
from commonpress.ground.merkle import HASH_BYTES, LARGEST_SIZE
from commonpress.ground.signed_note import parse_note

GROUP = 4  # letters in a group on paper
_GROUPS = HASH_BYTES * 2 // GROUP
_SIZE = re.compile(r"0|[1-9][0-9]{0,19}", re.ASCII)
_LINE = re.compile(rf"\S+ [0-9]{{1,20}}(?: [0-9a-f]{{{GROUP}}}){{{_GROUPS + 1}}}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]+", re.ASCII)


class MistypedError(ValueError):
    """A printed checkpoint does not agree with its own last group."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log at one size. `extensions` are further lines, which other logs may have."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """The note text: origin, size and root, a line each."""
    root = format_hash(checkpoint.root)
    lines = (checkpoint.origin, str(checkpoint.size), root, *checkpoint.extensions)
    return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of a note text, with or without signatures below it.

    Signatures are not verified: who signed is not what holds this log, paper is. Raises
    ValueError with what is wrong.
    """
    body = parse_note(text).text if "\n\n" in text else text
    *lines, after = body.split("\n")
    if after or len(lines) < 3 or not all(line and line.isprintable() for line in lines):
        raise ValueError("a checkpoint is three lines, origin, size and root, each to a line end")
    origin, size, root, *extensions = lines
    return Checkpoint(origin, _size(size), parse_hash(root), tuple(extensions))


def format_printed(checkpoint: Checkpoint) -> tuple[str, ...]:
    """The root as it stands on paper: sixteen groups of four, and a last one to check them by."""
    digits = checkpoint.root.hex() + _check_group(checkpoint)
    return tuple(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def printed_line(checkpoint: Checkpoint) -> str:
    """The whole checkpoint in one line: what a PDF says about itself, and what people type."""
    return " ".join([checkpoint.origin, str(checkpoint.size), *format_printed(checkpoint)])


def find_printed(text: str) -> Checkpoint | None:
    """The first printed line in a text, or None where there is none that fits its last group."""
    for found in _LINE.finditer(text):
        try:
            return parse_printed(found[0])
        except ValueError:
            continue
    return None


def parse_printed(text: str) -> Checkpoint:
    """The checkpoint that someone typed from paper: origin, size, groups, apart with spaces.

    Capitals, other spaces, a left-out last group and a root in base64 are all taken. Raises
    MistypedError where the last group does not fit, ValueError for anything else.
    """
    origin, size, *groups = [*text.split(), "", ""]
    root = _root(groups[:-2])
    checkpoint = Checkpoint(origin, _size(size.replace(",", "")), root[:HASH_BYTES])
    check = root[HASH_BYTES:].hex()
    if check and check != _check_group(checkpoint):
        raise MistypedError("the last group does not fit the others")
    return checkpoint


def _root(groups: list[str]) -> bytes:
    if len(groups) == 1 and not _HEX.fullmatch(groups[0].lower()):
        return parse_hash(groups[0])
    digits = "".join(groups).lower()
    if not _HEX.fullmatch(digits) or len(digits) not in {_GROUPS * GROUP, (_GROUPS + 1) * GROUP}:
        raise ValueError(f"after origin and size come {_GROUPS + 1} groups of {GROUP}, 0-9 and a-f")
    return bytes.fromhex(digits)


def _check_group(checkpoint: Checkpoint) -> str:
    return sha256(format_checkpoint(checkpoint).encode()).hexdigest()[:GROUP]


def _size(text: str) -> int:
    if not _SIZE.fullmatch(text) or int(text) > LARGEST_SIZE:
        raise ValueError("the size of a log is a whole number without a zero in front")
    return int(text)
