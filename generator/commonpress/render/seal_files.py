# SPDX-License-Identifier: AGPL-3.0-or-later
"""The seal as the files it is kept in: what the reader reads is what is written here."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.check.seal import Seal
from commonpress.ground.checkpoint import Checkpoint, format_checkpoint
from commonpress.ground.hashes import format_hash
from commonpress.kinds.seal import FOLDER
from commonpress.read.seal import BLOCK, CHECKPOINT, LEAVES, NO_MARKS, SALTS, SaltLine
from commonpress.render.artifact import Artifact

_LOG = """\
# Which log the records of this book are sealed in. It never changes: it is on paper.
log: {log}
begun: {begun}
"""


def seal_files(seal: Seal) -> tuple[Artifact, ...]:
    """Every file that the program keeps of a seal; what people write in it is not among them."""
    return tuple(_files(seal))


def format_line(line: SaltLine) -> bytes:
    """A line of a file of salts in canonical JSON; what has its default is left out.

    It is put together by hand: kind, id and salt hold no sign that JSON escapes, and the marks
    are canonical JSON already. A log of a decade is written anew at each sealing.
    """
    version = f',"version":{line.version}' if line.version > 1 else ""
    marks = b"" if line.marks == NO_MARKS else b',"marks":' + bytes(line.marks)
    before = f'{{"id":"{line.id}","kind":"{line.kind}"'
    salt = f',"salt":"{line.salt}"' if line.salt else ""
    is_open = ',"open":true' if line.open else ""
    after = f'{is_open}{salt},"sealed_on":"{line.sealed_on.isoformat()}"{version}}}\n'
    return before.encode() + marks + after.encode()


def _files(seal: Seal) -> Iterator[Artifact]:
    log = _LOG.format(log=seal.origin, begun=seal.log.begun.isoformat())
    yield Artifact(f"{FOLDER}/log.yml", log.encode())
    leaves = "".join(f"{format_hash(leaf)}\n" for leaf in seal.leaves)
    yield Artifact(LEAVES, leaves.encode())
    for start in range(0, len(seal.lines), BLOCK):
        content = b"".join(map(format_line, seal.lines[start : start + BLOCK]))
        yield Artifact(f"{SALTS}/{start // BLOCK:04}.jsonl", content)
    if seal.checkpoint:
        yield _checkpoint(CHECKPOINT, seal.checkpoint)
    for kept in seal.printed:
        yield _checkpoint(kept.path, kept.checkpoint)


def _checkpoint(path: str, checkpoint: Checkpoint) -> Artifact:
    return Artifact(path, format_checkpoint(checkpoint).encode())
