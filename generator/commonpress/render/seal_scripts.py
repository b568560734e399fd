# SPDX-License-Identifier: AGPL-3.0-or-later
"""The log of a book as files of its site, from which a browser proves a leaf without a server.

    seal/verify.js         the verifier itself
    seal/log.js            origin, size, root, edge, and every checkpoint that was printed
    seal/tiles/L/N.js      tiles of the tree, as `ground.tiles` cuts it; those of leaves also say
                           what each leaf is of, since when, what became of it, and what was
                           written in each line of the ledger
    seal/ids/N.js          which leaf is the newest of a record, for those who know its id
    seal/checkpoint.txt    the log of today as other programs read it
    seal/leaves.txt        every leaf, for those who verify by hand
    seal/verify_short.py   what they verify it with

The files are scripts, each a single call with plain values, because a page that is opened from
a disk may run its scripts and may not read its files.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from commonpress.check.sealed import open_leaf
from commonpress.derive.publication import Publication
from commonpress.derive.seal import LeafTile, SealView
from commonpress.ground.hashes import format_hash
from commonpress.ground.tiles import WIDTH
from commonpress.kinds import LINE_BY_LINE
from commonpress.kinds.base import Record
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Purpose
from commonpress.kinds.seal import WITHDRAWAL
from commonpress.read.seal import SaltLine
from commonpress.render.artifact import Artifact
from commonpress.render.packaged import packaged, packaged_verifier
from commonpress.render.verdict_words import TOMBSTONE, kind_word

FOLDER = "seal"
GIFT = "gift"
_IDS_A_FILE = 256
_PIECES = re.compile(r'(?<=,)(?=")')  # a record in canonical JSON, cut between its fields


@dataclass(frozen=True, slots=True)
class _Book:
    """What the files are made from: the log, the lines of the ledger, and which are gifts."""

    view: SealView
    lines: Mapping[tuple[str, str], Record]
    gifts: frozenset[str]


def seal_scripts(publication: Publication) -> tuple[Artifact, ...]:
    """Every file of the seal but the page; none where nothing has been sealed."""
    if publication.seal is None:
        return ()
    lines = {
        (kind, record.id): record
        for kind in sorted(LINE_BY_LINE)
        for record in publication.records.get(kind, ())
    }
    return tuple(_files(_Book(publication.seal, lines, _gifts(publication))))


def _files(book: _Book) -> Iterator[Artifact]:
    view, seal = book.view, book.view.seal
    yield Artifact(f"{FOLDER}/verify.js", packaged("site", "verify.js").read_bytes())
    yield Artifact(f"{FOLDER}/verify_short.py", packaged_verifier().read_bytes())
    yield Artifact(f"{FOLDER}/checkpoint.txt", view.today.text.encode())
    leaves = "".join(f"{format_hash(leaf)}\n" for leaf in seal.leaves)
    yield Artifact(f"{FOLDER}/leaves.txt", leaves.encode())
    ids = _ids(view)
    yield _script("log", "log", _log(view, len(ids)))
    for number, bucket in enumerate(ids):
        yield _script(f"ids/{number}", f"ids/{number}", bucket)
    for tile in view.tiles():
        name = f"tiles/{tile.level}/{tile.index}"
        yield _script(name, name, {"hashes": _packed(tile.hashes)})
    for leaf_tile in view.leaf_tiles():
        name = f"tiles/0/{leaf_tile.tile.index}"
        yield _script(name, name, _leaf_tile(book, leaf_tile))


def _script(path: str, name: str, value: Any) -> Artifact:
    """A file that hands over one value. `<` is escaped: no value can end a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    text = text.replace("<", "\\u003c")
    return Artifact(f"{FOLDER}/{path}.js", f'sealed.take("{name}",{text});\n'.encode())


def _log(view: SealView, buckets: int) -> dict[str, Any]:
    """Sizes are texts: they may be larger than a script's numbers are exact."""
    today = view.today.checkpoint
    return {
        "origin": today.origin,
        "size": str(today.size),
        "root": format_hash(today.root),
        "edge": _packed(view.edge()),
        "buckets": buckets,
        "printed": [
            {
                "name": one.name,
                "size": str(one.checkpoint.size),
                "root": format_hash(one.checkpoint.root),
            }
            for one in view.printed
        ],
    }


def _leaf_tile(book: _Book, leaf_tile: LeafTile) -> dict[str, Any]:
    """What each leaf is of, and its hash; runs of one kind and one day are written once.

    Of a line of the ledger there is what was sealed in place of its hash, which a browser reckons
    itself. Other records are too long for that, and have pages of their own.
    """
    view, lines = book.view, leaf_tile.lines
    start = leaf_tile.tile.index * WIDTH
    fates = {str(at): fate for at in range(len(lines)) if (fate := _fate(view, start + at))}
    shared, opened = _shortened({at: _opened(book, start + at) for at in range(len(lines))})
    closed = [one for at, one in enumerate(leaf_tile.tile.hashes) if str(at) not in opened]
    value: dict[str, Any] = {
        "hashes": _packed(closed),
        "ids": ",".join(line.id for line in lines),
        "kinds": _runs([_called(line, book.gifts) for line in lines]),
        "days": _runs([line.sealed_on.isoformat() for line in lines]),
        "fates": fates,
        "shared": shared,
        "opened": opened,
    }
    return {name: held for name, held in value.items() if held}


def _opened(book: _Book, index: int) -> str:
    """What a leaf is the hash of, where it is a line of the ledger as the book has it."""
    line = book.view.seal.lines[index]
    record = book.lines.get((line.kind, line.id))
    content = open_leaf(record, index, book.view.seal) if record else None
    return content.decode() if content else ""


def _shortened(contents: Mapping[int, str]) -> tuple[list[str], dict[str, list[str | int]]]:
    """Texts that are alike in a few letters: what several of them hold is written once.

    Each text becomes pieces that are put together again: a number stands for a shared one.
    """
    pieces = {at: _PIECES.split(text) for at, text in contents.items() if text}
    times = Counter(piece for parts in pieces.values() for piece in parts)
    shared = [piece for piece, count in times.items() if count > 1]
    numbers: dict[str, int] = {piece: number for number, piece in enumerate(shared)}
    short: dict[str, list[str | int]] = {
        str(at): [numbers.get(part, part) for part in parts] for at, parts in pieces.items()
    }
    return shared, short


def _called(line: SaltLine, gifts: frozenset[str]) -> str:
    if line.kind == WITHDRAWAL.name:
        return TOMBSTONE
    return GIFT if line.kind == "entry" and line.id in gifts else kind_word(line.kind)


def _fate(view: SealView, index: int) -> dict[str, str]:
    """What became of a leaf that does not say any more what the book says."""
    seal = view.seal
    line = seal.lines[index]
    if stone := seal.tombstone(line):
        said = {"withdrawn": stone.date.isoformat(), "decision": stone.decision}
        return said | {"reason": stone.reason.rstrip(".")}
    newest = seal.lines[seal.newest[line.kind, line.id]]
    if newest.version == line.version:
        return {}
    change = seal.changed.get((line.kind, line.id, newest.version))
    why = f": {change.reason.rstrip('.')}" if change else ""
    return {"version": str(newest.version), "later": newest.sealed_on.isoformat(), "why": why}


def _ids(view: SealView) -> Sequence[Mapping[str, int]]:
    """The newest leaf of every record by its id, in as many files as keep each of them small."""
    newest = view.seal.newest
    count = 1
    while count * _IDS_A_FILE < len(newest):
        count *= 2
    buckets: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for (kind, record_id), index in newest.items():
        if kind != WITHDRAWAL.name:
            buckets[bucket_of(record_id, count)].setdefault(record_id, index)
    return [buckets[number] for number in range(count)]


def bucket_of(record_id: str, count: int) -> int:
    """The file in which an id stands: FNV-1a of its letters, which a browser reckons as well."""
    value = 0x811C9DC5
    for letter in record_id.encode():
        value = (value ^ letter) * 0x01000193 & 0xFFFFFFFF
    return value % count


def _gifts(publication: Publication) -> frozenset[str]:
    """The entries that came in from a giver."""
    return frozenset(
        line.entry.id
        for line in publication.entries
        if line.entry.action is Action.RECEIVED and line.source.purpose is Purpose.GIVERS
    )


def _runs(values: Sequence[str]) -> list[tuple[str, int]]:
    return [(value, len(list(group))) for value, group in groupby(values)]


def _packed(hashes: Sequence[bytes]) -> str:
    return base64.b64encode(b"".join(hashes)).decode()
