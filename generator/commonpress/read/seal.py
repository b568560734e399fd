# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the seal: the log that `commonpress seal` keeps, and what people wrote beside it.

    ledger/seal/log.yml             which log this is
    ledger/seal/leaves.txt          a leaf hash a line, in base64; only ever added to
    ledger/seal/salts/0000.jsonl    line by line what each leaf is of, and what opens it
    ledger/seal/checkpoint.txt      the log as it stands: origin, size, root
    ledger/seal/printed/<name>.txt  the checkpoints that went on paper
    ledger/seal/withdrawals.yml     tombstones, written by people
    ledger/seal/changes.yml         corrections and amendments, written by people

Nothing these files hold makes the reader stop. Whether they fit one another is for `check`.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from commonpress.ground.checkpoint import Checkpoint, parse_checkpoint
from commonpress.ground.diagnostics import Code, Diagnostic, Span, sorted_diagnostics
from commonpress.ground.hashes import parse_hash
from commonpress.kinds.base import Kind
from commonpress.kinds.seal import CHANGE, FOLDER, SEAL_LOG, WITHDRAWAL
from commonpress.read.content import read_content
from commonpress.read.files import DROPPINGS, MISPLACED_FILE, NOT_A_FILE, SYMLINK, printable
from commonpress.read.raw import RawRecord
from commonpress.read.shelves import Place, is_beside

SEAL_UNREADABLE = Code(
    "seal-unreadable",
    "The files of the seal are written by `commonpress seal` and by nobody else. Where one of them "
    "was changed or cut off, take it from the last commit in which it was whole.",
)
CODES = (SEAL_UNREADABLE,)

LEAVES = f"{FOLDER}/leaves.txt"
CHECKPOINT = f"{FOLDER}/checkpoint.txt"
SALTS = f"{FOLDER}/salts"
PRINTED = f"{FOLDER}/printed"
BLOCK = 4096  # lines in a file of salts: about a megabyte
SALT_BYTES = 16
NO_MARKS = msgspec.Raw(b"{}")
MOST_BYTES = 64_000_000  # over a million leaves, and far above any block of salts

_WRITTEN: dict[str, tuple[Kind, str]] = {
    "log.yml": (SEAL_LOG, "log"),
    "withdrawals.yml": (WITHDRAWAL, ""),
    "changes.yml": (CHANGE, ""),
}
_PLACES = re.compile(
    r"leaves\.txt|checkpoint\.txt|log\.yml|withdrawals\.yml|changes\.yml"
    r"|salts/[0-9]{4,}\.jsonl|printed/[a-z0-9][a-z0-9-]*\.txt"
)


class SaltLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one leaf is of, and what opens it: no salt once the record was withdrawn.

    `open` marks a version that was sealed while it could still change: a draft, a free page.
    `marks` name the fields; only the newest version of a record keeps them.
    """

    kind: Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{1,40}\Z")]
    id: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9 _/-]{0,199}\Z")]
    sealed_on: date
    version: int = 1
    salt: str = ""
    open: bool = False
    marks: msgspec.Raw = NO_MARKS


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint that was kept, with the name of what it was printed in."""

    name: str
    checkpoint: Checkpoint
    path: str


@dataclass(frozen=True, slots=True)
class RawSeal:
    """All that could be read of a seal. `lost` where something is missing from it."""

    raws: tuple[RawRecord, ...]
    leaves: tuple[bytes, ...]
    lines: tuple[SaltLine, ...]
    checkpoint: Checkpoint | None
    printed: tuple[Kept, ...]
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    lost: bool


def place_of_line(index: int) -> Span:
    """Where it stands what a leaf is of."""
    return Span(f"{SALTS}/{index // BLOCK:04}.jsonl", index % BLOCK + 1)


def read_seal(book: Path) -> RawSeal | None:
    """Read the seal of a book; None where nothing has been sealed yet."""
    reading = _Reading(book)
    reading.walk()
    if all(map(_beside, reading.files)) and not reading.refused:
        return None
    raws = tuple(raw for name in _WRITTEN for raw in reading.records(name))
    leaves = tuple(reading.leaves())
    lines = tuple(reading.lines())
    checkpoint = reading.checkpoint(CHECKPOINT)
    printed = tuple(reading.printed())
    return RawSeal(
        raws=raws,
        leaves=leaves,
        lines=lines,
        checkpoint=checkpoint,
        printed=printed,
        findings=sorted_diagnostics(reading.findings),
        sources=reading.sources,
        lost=bool(reading.findings),
    )


@dataclass(slots=True)
class _Reading:
    book: Path
    files: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def walk(self) -> None:
        """Find the files that may be opened, in order, and refuse all others."""
        for path, mode in sorted(_below(self.book / FOLDER, FOLDER)):
            before = len(self.findings)
            name = path.removeprefix(f"{FOLDER}/")
            shown = Span(printable(path))
            if stat.S_ISLNK(mode):
                self.note(SYMLINK, shown, "this is a link", "put the file itself here")
            elif not stat.S_ISREG(mode):
                self.note(NOT_A_FILE, shown, "this is not a file that can be opened", "delete it")
            elif not _PLACES.fullmatch(name) and not _beside(path):
                hint = "the seal holds what `commonpress seal` writes, and nothing else"
                self.note(MISPLACED_FILE, shown, "no file of the seal has this name", hint)
            (self.files if len(self.findings) == before else self.refused).append(path)

    def within(self, folder: str) -> Iterator[str]:
        return (path for path in self.files if path.startswith(f"{folder}/") and not _beside(path))

    def records(self, name: str) -> tuple[RawRecord, ...]:
        """What people wrote in one of the three files of records."""
        kind, record_id = _WRITTEN[name]
        path = f"{FOLDER}/{name}"
        content = self.content(path, needed=kind is SEAL_LOG)
        if content is None:
            return ()
        read = read_content(path, Place((kind,), record_id), content)
        self.findings.extend(read.findings)
        self.sources[path] = read.text
        return read.raws

    def leaves(self) -> Iterator[bytes]:
        for number, line in self.text_lines(LEAVES):
            try:
                yield parse_hash(line)
            except ValueError as error:
                self.unreadable(Span(LEAVES, number), f"this is not a leaf: {error}")

    def lines(self) -> Iterator[SaltLine]:
        decoder = msgspec.json.Decoder(SaltLine)
        for path in self.within(SALTS):
            for number, line in self.text_lines(path):
                try:
                    yield decoder.decode(line)
                except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
                    self.unreadable(Span(path, number), "this line cannot be read")

    def checkpoint(self, path: str) -> Checkpoint | None:
        content = self.content(path, needed=True)
        if content is None:
            return None
        try:
            return parse_checkpoint(_unix(content.decode()))
        except ValueError as error:
            self.unreadable(Span(path), f"this is not a checkpoint: {error}")
            return None

    def printed(self) -> Iterator[Kept]:
        for path in self.within(PRINTED):
            if checkpoint := self.checkpoint(path):
                yield Kept(Path(path).stem, checkpoint, path)

    def text_lines(self, path: str) -> Iterator[tuple[int, str]]:
        """The numbered lines of a file in which each line ends with a line end."""
        content = self.content(path, needed=True)
        if not content:
            return
        try:
            *lines, after = _unix(content.decode()).split("\n")
        except UnicodeDecodeError:
            self.unreadable(Span(path), "this file is not text")
            return
        if after:
            self.unreadable(Span(path, len(lines) + 1), "the last line is cut off")
        yield from enumerate(lines, start=1)

    def content(self, path: str, *, needed: bool = False) -> bytes | None:
        """The bytes of a file, or None where there is none or it may not be opened."""
        if path not in self.files:
            if needed and not self.refused:
                self.unreadable(Span(path), "this file is missing")
            return None
        try:
            content = (self.book / path).read_bytes()
        except OSError:
            self.unreadable(Span(path), "this file cannot be opened")
            return None
        if len(content) > MOST_BYTES:
            self.unreadable(Span(path), "this file is larger than any log")
            return None
        return content

    def unreadable(self, span: Span, message: str) -> None:
        hint = "take the file from the last commit in which it was whole"
        self.note(SEAL_UNREADABLE, span, message, hint)

    def note(self, code: Code, span: Span, message: str, hint: str) -> None:
        self.findings.append(Diagnostic(code, span, message, hint))


def _below(folder: Path, path: str) -> Iterator[tuple[str, int]]:
    """Everything under a folder that is not a folder itself, with its mode, links unfollowed."""
    try:
        mode = folder.lstat().st_mode
        entries = list(folder.iterdir()) if stat.S_ISDIR(mode) else None
    except FileNotFoundError:
        return
    except OSError:
        mode, entries = 0, None
    if entries is None:
        yield path, mode
        return
    for entry in entries:
        if entry.name not in DROPPINGS:
            yield from _below(entry, f"{path}/{entry.name}")


def _beside(path: str) -> bool:
    return is_beside(path.rpartition("/")[2])


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")
