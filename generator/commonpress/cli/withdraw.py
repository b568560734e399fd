# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress withdraw`: take a record out, leave its tombstone, and say what is still to be done.

What is taken out of the folder still stands in its history, on other people's machines and on
paper. So the verb ends with what a program cannot do.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.cli.build import day_of
from commonpress.cli.verb import Verb, WrongUseError, book_at, progress, tell

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.check.seal import Seal
    from commonpress.kinds.base import Kind
    from commonpress.kinds.seal import Withdrawal
    from commonpress.read.raw import RawRecord, ReadBook
    from commonpress.render.artifact import Artifact

RUNBOOK = """\

This took it out of the folder. It is still in the history, and where others have copied it:

 1. Unpublish first: delete the folder `build`, where pages and pieces of it are kept, then
    `commonpress build`, publish, and take down what still shows it.
 2. Tell the person it is about, before anybody else. Ask what they want.
 3. Rewrite the history: `git filter-repo --sensitive-data-removal --invert-paths --path FILE`,
    or `--replace-text` for a line, and push it with force, all branches and tags.
 4. Ask the forge's support to drop the pull requests, caches and forks that still hold it.
 5. Delete artefacts, caches and previews of the workflows.
 6. Write to everyone who has a clone or a fork: make it anew, do not merge.
 7. Ask for printed copies back. What was copied cannot be called back: treat it as public.
 8. Say in the assembly that it happened, without what it was.

The page `if-it-happens` of the documentation says more about each.
"""


SEALED = """\
Its leaf stays in the log, its salt is gone, and its tombstone says why.
`commonpress seal` seals the tombstone.
"""
UNSEALED = """\
It had not been sealed. Its tombstone in `content/withdrawn.yml` says why, and where its page
stood, the site says that it was withdrawn.
"""


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the record, such as dec-2026-014")
    # Not `add_book`: the record comes first.
    parser.add_argument("book", nargs="?", type=Path, default=Path(), metavar="BOOK")
    parser.add_argument("--decision", required=True, help="the decision that takes it out")
    parser.add_argument(
        "--reason", required=True, help="why, in a few words that tell nothing of what it said"
    )
    parser.add_argument("--kind", help="its kind, where two kinds have a record of that name")
    parser.add_argument("--on", type=day_of, metavar="DATE", help="the day (default: today)")


def _run(options: argparse.Namespace) -> int:
    from commonpress.check import find_faults
    from commonpress.ground.diagnostics import sorted_diagnostics
    from commonpress.read.book import read_book

    book = book_at(options.book)
    on = options.on or datetime.now(UTC).astimezone().date()
    with progress("Withdrawing"):
        read = read_book(book)
        raw = _record(read, options.id, options.kind)
        seal = _seal(read, raw)
        stone = _tombstone(raw, options.decision, options.reason, on)
        _demand_sound(read, stone)
        _write(book, raw, seal, stone)
        now = read_book(book)
        findings = sorted_diagnostics(now.findings, find_faults(now))
    sys.stdout.write(f"{raw.path}: withdrew the {raw.kind.name} `{raw.id}`.\n")
    sys.stdout.write(SEALED if seal else UNSEALED)
    sys.stdout.write(RUNBOOK + "\n")
    return tell(findings, now.sources)


def _record(read: ReadBook, record_id: str, kind: str | None) -> RawRecord:
    """The record that is meant, or wrong use."""
    found = [r for r in read.raws if r.id == record_id and kind in {None, r.kind.name}]
    if not found:
        raise WrongUseError(f"there is no record `{record_id}` in this book")
    if len(found) > 1:
        names = ", ".join(sorted({raw.kind.name for raw in found}))
        raise WrongUseError(f"`{record_id}` is the name of several records; say --kind: {names}")
    return found[0]


def _seal(read: ReadBook, raw: RawRecord) -> Seal | None:
    """The log in which the record is sealed; None where it never was, or wrong use."""
    from commonpress.check.seal import shape_seal

    seal, _ = shape_seal(read.seal) if read.seal else (None, ())
    if read.seal and seal is None:
        raise WrongUseError("the seal cannot be read; `commonpress check` says why")
    return seal if seal and (raw.kind.name, raw.id) in seal.newest else None


def _tombstone(raw: RawRecord, decision: str, reason: str, on: date) -> Withdrawal:
    from commonpress.kinds.seal import Withdrawal

    if "\n" in reason or not reason.strip():
        raise WrongUseError("--reason takes a few words on one line")
    return Withdrawal(
        id=raw.id, kind=raw.kind.name, date=on, decision=decision, reason=reason.strip()
    )


def _demand_sound(read: ReadBook, stone: Withdrawal) -> None:
    """Nothing is taken out without a decision in force, nor with a reason that names somebody."""
    from commonpress.check import check_book
    from commonpress.check.rules.authority import was_in_force
    from commonpress.kinds.decision import Decision

    register, _ = check_book(read)
    if register is None:
        raise WrongUseError("the settings cannot be read; `commonpress check` says why")
    decision = register.get("decision", stone.decision)
    if not isinstance(decision, Decision):
        raise WrongUseError(f"there is no decision `{stone.decision}` in this book")
    if not was_in_force(decision, stone.date):
        raise WrongUseError(f"`{stone.decision}` was not in force on {stone.date}")
    _demand_quiet(register, stone.reason)


def _demand_quiet(register: Register, reason: str) -> None:
    """The reason is published, and read as strictly as a case."""
    from commonpress.check.privacy.gate import judge
    from commonpress.check.privacy.passages import Passage
    from commonpress.check.privacy.reading import Manners, Reading
    from commonpress.check.privacy.signs import masked
    from commonpress.kinds.tombstone import TOMBSTONE

    told = Passage(register.settings, TOMBSTONE, "reason", reason, strict=True)
    manners = Manners(register)
    for one in manners.not_allowed(judge(reason, manners.of(told)), told, Reading()):
        what = masked(reason[one.start : one.end])
        raise WrongUseError(
            f"the reason is published: {one.sign.name} stands here: {what}; {one.sign.instead}"
        )


def _write(book: Path, raw: RawRecord, seal: Seal | None, stone: Withdrawal) -> None:
    """The tombstone and the salts first: if the disk is full, the record is still there."""
    from dataclasses import replace

    from commonpress.derive.sealing import without_salts
    from commonpress.kinds.seal import WITHDRAWAL
    from commonpress.kinds.tombstone import TOMBSTONE
    from commonpress.read.removal import without_record
    from commonpress.render.artifact import Artifact
    from commonpress.render.seal_files import seal_files
    from commonpress.write.replacements import replace_files

    try:
        left = without_record(raw, (book / raw.path).read_bytes())
    except ValueError:
        raise WrongUseError(
            f"{raw.path} is written in an unusual way; put `- ` before each record on a line of "
            "its own and try again"
        ) from None
    files = [_with_tombstone(book, WITHDRAWAL if seal else TOMBSTONE, stone)]
    if seal:
        after = without_salts(replace(seal, withdrawals=(*seal.withdrawals, stone)))
        files = [*seal_files(after), *files]
    if left is not None:
        files.append(Artifact(raw.path, left))
    replace_files(book, files)
    if left is None:
        (book / raw.path).unlink()


def _with_tombstone(book: Path, kind: Kind, stone: Withdrawal) -> Artifact:
    """The file of tombstones of this kind with one more at its end."""
    from commonpress.kinds.base import ListIn
    from commonpress.render.artifact import Artifact

    if not isinstance(kind.shelf, ListIn):
        raise TypeError("tombstones stand in one list")
    path = kind.shelf.path
    file = book / path
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    begin = f"{kind.shelf.key}:\n"
    text = text.rstrip() + "\n" if text.strip() and not text.rstrip().endswith("[]") else begin
    reason = json.dumps(stone.reason, ensure_ascii=False)
    text += (
        f"  - id: {stone.id}\n    kind: {stone.kind}\n    date: {stone.date}\n"
        f"    decision: {stone.decision}\n    reason: {reason}\n"
    )
    return Artifact(path, text.encode())


VERB = Verb(
    name="withdraw",
    summary="Take a record out, leave its tombstone, and say what is still to be done.",
    example='commonpress withdraw ent-2026-03-0141 --decision dec-2026-014 --reason "We agreed so"',
    add_options=_add_options,
    run=_run,
)
