# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proof files: everything that shows one leaf in a log, in one text (c2sp.org/tlog-proof).

`extra` carries what opens the leaf: the canonical JSON it is the hash of. It is as good as the
leaf that it leads to, and the leaf is what the proof is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from commonpress.ground.checkpoint import Checkpoint, parse_checkpoint
from commonpress.ground.hashes import format_hash, parse_bytes, parse_hash
from commonpress.ground.merkle import LARGEST_SIZE, check_inclusion, leaf_hash

HEAD = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"
MOST_HASHES = 64  # a tree of 2^64 - 1 leaves is that high
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,19})", re.ASCII)


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A leaf's index, the hashes from its sibling up, and the checkpoint they lead to.

    `checkpoint` is the text of the checkpoint as the log gave it, signatures and all.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None


def format_proof(proof: TlogProof) -> str:
    """The proof as a text: head, extra, index, hashes, an empty line, the checkpoint."""
    extra = [] if proof.extra is None else [f"extra {format_hash(proof.extra)}"]
    hashes = map(format_hash, proof.hashes)
    return "\n".join([HEAD, *extra, f"index {proof.index}", *hashes, "", proof.checkpoint])


def parse_proof(text: str) -> TlogProof:
    """A proof from its text. Raises ValueError with what is wrong."""
    above, gap, checkpoint = text.partition("\n\n")
    head, *lines = above.split("\n")
    if head != HEAD or not gap or not lines:
        raise ValueError(f"a proof begins with `{HEAD}` and ends with a checkpoint")
    extra = None
    if lines[0].startswith("extra "):
        extra = parse_bytes(lines.pop(0).removeprefix("extra "))
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if not index or int(index[1]) > LARGEST_SIZE:
        raise ValueError("a proof says `index` and the number of its leaf")
    if len(lines) > MOST_HASHES:
        raise ValueError(f"a proof has at most {MOST_HASHES} hashes")
    parse_checkpoint(checkpoint)
    return TlogProof(int(index[1]), tuple(map(parse_hash, lines)), checkpoint, extra)


def check_proof(proof: TlogProof, content: bytes) -> Checkpoint | None:
    """The checkpoint of the log that holds this content at the proof's index, or None."""
    checkpoint = parse_checkpoint(proof.checkpoint)
    leaf = leaf_hash(content)
    holds = check_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    return checkpoint if holds else None
