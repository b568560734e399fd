# SPDX-License-Identifier: AGPL-3.0-or-later
"""Verify a sealed book by hand: type this in, it needs Python 3.11 and nothing else.

Everything that was sealed when a zine was printed (FILE is `ledger/seal/leaves.txt`), or one
record of it (FILE is its `.tlog-proof`), with the line that the zine prints about its seal:

python3 verify_short.py FILE ORIGIN SIZE GROUPS...
"""

import base64
import hashlib
import json
import sys
from pathlib import Path


def leaf(content: bytes) -> bytes:
    """What a log keeps of a record: RFC 6962, section 2.1."""
    return hashlib.sha256(b"\0" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Two hashes become one."""
    return hashlib.sha256(b"\1" + left + right).digest()


def cut(size: int) -> int:
    """Where a tree is cut in two: the largest power of two below its size."""
    return 1 << ((size - 1).bit_length() - 1)


def root(leaves: list[bytes]) -> bytes:
    """One hash over all leaves, in their order."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    k = cut(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def climb(start: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that a leaf leads to, with what stands beside its path, from the leaf up."""
    if size == 1:
        return start if not path else b""
    if not path:
        return b""
    k, beside = cut(size), path[-1]
    if index < k:
        return node(climb(start, index, k, path[:-1]), beside)
    return node(beside, climb(start, index - k, size - k, path[:-1]))


def holds(text: str, origin: str, size: int, printed: bytes) -> bool:
    """Whether a file of leaves or a proof belongs to what is printed."""
    if len(printed) != 32:
        return False
    if not text.startswith("c2sp.org/tlog-proof@v1\n"):
        leaves = [base64.b64decode(line) for line in text.split()]
        return len(leaves) >= size and root(leaves[:size]) == printed
    proof, note = (part.split("\n") for part in text.split("\n\n")[:2])
    content = base64.b64decode(proof[1].removeprefix("extra "))
    index = int(proof[2].removeprefix("index "))
    print(json.dumps(json.loads(content), ensure_ascii=False, indent=2))
    if note[:3] != [origin, str(size), base64.b64encode(printed).decode()] or index >= size:
        return False
    return climb(leaf(content), index, size, [base64.b64decode(h) for h in proof[3:]]) == printed


if __name__ == "__main__":
    file, origin, size, *groups = sys.argv[1:]
    if holds(Path(file).read_text(), origin, int(size), bytes.fromhex("".join(groups)[:64])):
        print("It holds: nothing in it has been changed since this was printed.")
    else:
        sys.exit("It does NOT hold. Look first whether every group is typed as it is printed.")
