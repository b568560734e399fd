# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sealing a decade of entries at once, proving one of them, and holding all against paper.

    python -m bench.seal STAGE FOLDER ENTRIES

Records are made in memory, so that no time of reading a book is counted. What cannot be
avoided stands beside it: making the records, and hashing as many leaves and nodes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from bench.measure import Command, in_turn
from bench.places import Place
from bench.report import Finding, Target
from bench.size import DECADE
from commonpress.check.seal import Seal, shape_seal
from commonpress.derive.seal import seal_view
from commonpress.derive.sealing import add_leaves, unsealed
from commonpress.derive.verdicts import judge_log, judge_token, prove_leaf
from commonpress.ground.receipt_token import token_of
from commonpress.ground.tlog_proof import format_proof
from commonpress.kinds.base import Record
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.seal import SealLog
from commonpress.read.seal import read_seal
from commonpress.render.seal_files import seal_files
from commonpress.write.replacements import replace_files

NAME = "seal"
_HOUSE = Path(__file__).parents[1]
_DAY = date(2026, 1, 1)
_QUICK = 2_000


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """Sealing first: the other stages read the log that it leaves."""
    entries = _QUICK if quick else DECADE.entries
    sealing = ("make the records", "hash as much", "seal them", "seal a day more")
    verifying = ("read the log", "prove one entry", "hold the book against the log", "by hand")
    yield Finding(
        f"Sealing {entries:,} entries",
        in_turn([_command(stage, place.folder, entries) for stage in sealing], rounds),
        (Target("seal them", 60),),
        tuple(_sizes(place.folder)),
    )
    yield Finding(
        f"Verifying {entries:,} entries",
        in_turn([_command(stage, place.folder, entries) for stage in verifying], rounds),
        (Target("prove one entry", 5),),
    )


def _command(stage: str, folder: Path, entries: int) -> Command:
    line = (sys.executable, "-m", "bench.seal", stage, str(folder), str(entries))
    return Command(stage, line, _HOUSE)


def _sizes(folder: Path) -> Iterator[str]:
    files = [file for file in (folder / "ledger/seal").rglob("*") if file.is_file()]
    total = sum(file.stat().st_size for file in files)
    view = seal_view(_log(folder))
    tiles = sum(1 for _ in view.leaf_tiles()) + sum(1 for _ in view.tiles())
    yield f"the log lies in {len(files)} files of {total / 1e6:.1f} MB in all"
    yield f"a site proves every leaf from {tiles} tiles and one edge"


# --- what is timed --------------------------------------------------------------------------------


def _records(entries: int) -> dict[str, list[Record]]:
    """Entries as people write them, a hundred a day."""
    records: list[Record] = [
        Entry(
            id=f"ent-2016-01-{number:05}",
            date=_DAY - timedelta(days=number // 100),
            action=Action.DISTRIBUTED,
            resource="vegetables",
            quantity=Decimal(number % 400 + 1) / 4,
            unit="kg",
            project="long-table",
            households=number % 30 + 5,
        )
        for number in range(entries)
    ]
    return {"entry": records}


def _salt(number: int) -> bytes:
    return sha256(number.to_bytes(4, "big")).digest()[:16]


def _make(_folder: Path, entries: int) -> None:
    _records(entries)


def _hash(_folder: Path, entries: int) -> None:
    """A hash of 250 bytes for each leaf, and one of 65 for each node."""
    content, nodes = bytes(250), bytes(65)
    for _ in range(entries):
        sha256(content).digest()
        sha256(nodes).digest()


def _seal(folder: Path, entries: int) -> None:
    records, log = _records(entries), Seal(SealLog(log="commons.example/seal", begun=_DAY))
    added = unsealed(records, log)
    after = add_leaves(log, added, [_salt(number) for number in range(len(added))], _DAY)
    replace_files(folder, seal_files(after))


def _seal_more(folder: Path, entries: int) -> None:
    """What a commons pays each day once its log is long. Nothing is written."""
    log, records = _log(folder), _records(entries + 100)
    added = unsealed(records, log)
    after = add_leaves(log, added, [_salt(number) for number in range(len(added))], _DAY)
    sum(len(file.content) for file in seal_files(after))


def _read(folder: Path, _entries: int) -> None:
    _log(folder)


def _prove(folder: Path, entries: int) -> None:
    log, records = _log(folder), _records(entries)
    index = entries // 3
    verdict = judge_token(log, records, token_of(index, log.leaves[index]))
    format_proof(prove_leaf(log, index, verdict.record))


def _hold(folder: Path, entries: int) -> None:
    if not judge_log(_log(folder), _records(entries)).holds:
        raise SystemExit("the log does not hold")


def _by_hand(folder: Path, _entries: int) -> None:
    """The root over all leaves, with the verifier that people type in."""
    from tools import verify_short  # noqa: PLC0415 - it is timed alone

    text = (folder / "ledger/seal/leaves.txt").read_text(encoding="utf-8")
    origin, size, _ = (folder / "ledger/seal/checkpoint.txt").read_text("utf-8").split()
    verify_short.holds(text, origin, int(size), bytes(32))


def _log(folder: Path) -> Seal:
    raw = read_seal(folder)
    seal, wrong = shape_seal(raw) if raw else (None, ())
    if seal is None:
        raise SystemExit(f"no log in {folder}: {wrong}")
    return seal


_STAGES: dict[str, Callable[[Path, int], None]] = {
    "make the records": _make,
    "hash as much": _hash,
    "seal them": _seal,
    "seal a day more": _seal_more,
    "read the log": _read,
    "prove one entry": _prove,
    "hold the book against the log": _hold,
    "by hand": _by_hand,
}


if __name__ == "__main__":
    _STAGES[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
