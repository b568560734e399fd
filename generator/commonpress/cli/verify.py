# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress verify`: hold the book against a checkpoint on paper, a token, or its own log."""

from __future__ import annotations

import argparse
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.cli.verb import CLEAN, FOUND, Verb, WrongUseError, book_at, progress, tell

if TYPE_CHECKING:
    from commonpress.check.seal import Seal
    from commonpress.check.sealed import Records
    from commonpress.derive.verdicts import LeafVerdict
    from commonpress.ground.checkpoint import Checkpoint
    from commonpress.ground.tlog_proof import TlogProof

_LINE = 96


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WHAT",
        help="a checkpoint as it is printed (origin, size, groups), a token, the id of a record, "
        "or a file: a zine, a checkpoint, a .tlog-proof; the last word may be a BOOK",
    )
    parser.add_argument(
        "--write-proof",
        type=Path,
        metavar="FILE",
        help="write the proof of a token or a record, to be verified without this program",
    )


def _run(options: argparse.Namespace) -> int:
    book, words = _apart(options.words)
    with progress("Verifying"):
        sealed = _sealed(book_at(book))
        if isinstance(sealed, int):
            return sealed
        says, holds = _answer(sealed, words, options.write_proof)
    for sentence in says:
        sys.stdout.write(textwrap.fill(sentence, _LINE, break_on_hyphens=False) + "\n")
    return CLEAN if holds else FOUND


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A book with its log, and every record of it that could be read."""

    seal: Seal
    records: Records


def _sealed(book: Path) -> _Sealed | int:
    from commonpress.check import check_book
    from commonpress.check.seal import shape_seal
    from commonpress.kinds import KINDS
    from commonpress.read.book import read_book

    read = read_book(book)
    if read.seal is None:
        raise WrongUseError("nothing has been sealed in this book yet: `commonpress seal` begins")
    seal, wrong = shape_seal(read.seal)
    if seal is None:
        return tell((*read.seal.findings, *wrong), read.sources) or FOUND
    register, found = check_book(read)
    if register is None or read.unread:
        return tell((*read.findings, *found), read.sources) or FOUND
    return _Sealed(seal, {kind.name: register.of(kind.record) for kind in KINDS})


_Answer = tuple[tuple[str, ...], bool]


def _answer(sealed: _Sealed, words: tuple[str, ...], write_proof: Path | None) -> _Answer:
    """What there is to say, and whether it holds."""
    from commonpress.ground.checkpoint import MistypedError

    if not words:
        return _of_log(sealed)
    text = " ".join(words)
    if leaf := _leaf_of(sealed, text):
        return _of_leaf(sealed, leaf, write_proof)
    if Path(text).is_file():
        return _of_file(sealed, Path(text))
    try:
        return _of_checkpoint(sealed, _printed(text))
    except MistypedError:
        raise WrongUseError(
            "the last group does not fit the others, so something is not as it is printed: "
            "compare it group by group"
        ) from None


def _of_log(sealed: _Sealed) -> _Answer:
    from commonpress.derive.verdicts import judge_log
    from commonpress.render.verdict_words import say_log

    verdict = judge_log(sealed.seal, sealed.records)
    return say_log(verdict), verdict.holds


def _of_checkpoint(sealed: _Sealed, checkpoint: Checkpoint) -> _Answer:
    from commonpress.derive.verdicts import Extent, judge_checkpoint
    from commonpress.render.verdict_words import say_checkpoint

    verdict = judge_checkpoint(sealed.seal, checkpoint)
    return say_checkpoint(verdict), verdict.extent is Extent.HOLDS


def _of_leaf(sealed: _Sealed, verdict: LeafVerdict, write_proof: Path | None) -> _Answer:
    from commonpress.derive.verdicts import Opened, prove_leaf
    from commonpress.ground.tlog_proof import format_proof
    from commonpress.render.verdict_words import say_leaf

    bad = {Opened.CHANGED, Opened.GONE, Opened.ANOTHER_LEAF, Opened.NO_LEAF}
    if write_proof and verdict.line:
        proof = prove_leaf(sealed.seal, verdict.index, verdict.record)
        write_proof.write_text(format_proof(proof), encoding="utf-8", newline="\n")
    return say_leaf(verdict), verdict.opened not in bad


def _of_file(sealed: _Sealed, file: Path) -> _Answer:
    from commonpress.ground.tlog_proof import HEAD, parse_proof

    content = file.read_bytes()
    if content.startswith(b"%PDF-"):
        return _of_checkpoint(sealed, _imprint(content, file))
    try:
        text = content.decode()
        if text.startswith(HEAD):
            return _of_proof(sealed, parse_proof(text))
    except ValueError as error:
        raise WrongUseError(f"{file} is no proof: {error}") from None
    return _of_checkpoint(sealed, _printed(text))


def _of_proof(sealed: _Sealed, proof: TlogProof) -> _Answer:
    """A proof must lead to its own checkpoint, and that to today's log."""
    from commonpress.derive.verdicts import judge_leaf
    from commonpress.ground.checkpoint import parse_checkpoint
    from commonpress.ground.tlog_proof import check_proof

    says, holds = _of_checkpoint(sealed, parse_checkpoint(proof.checkpoint))
    if not holds:
        return says, False
    if proof.extra is None:
        raise WrongUseError("this proof does not carry its record, so there is nothing to verify")
    if check_proof(proof, proof.extra) is None:
        return ("It does not hold: this proof does not lead to its own checkpoint.",), False
    verdict = judge_leaf(sealed.seal, sealed.records, proof.index)
    return _of_leaf(sealed, verdict, None)


def _leaf_of(sealed: _Sealed, text: str) -> LeafVerdict | None:
    """The verdict on a token or on the newest leaf of a record; None where it is neither."""
    from commonpress.derive.verdicts import judge_leaf, judge_token
    from commonpress.ground.receipt_token import parse_token

    named = [index for (_, name), index in sealed.seal.newest.items() if name == text]
    if named:
        return judge_leaf(sealed.seal, sealed.records, named[0])
    try:
        return judge_token(sealed.seal, sealed.records, parse_token(text))
    except ValueError:
        return None


def _printed(text: str) -> Checkpoint:
    from commonpress.ground.checkpoint import MistypedError, parse_checkpoint, parse_printed

    try:
        return parse_checkpoint(text) if "\n" in text.strip() else parse_printed(text)
    except MistypedError:
        raise
    except ValueError as error:
        raise WrongUseError(
            f"this is no token, no file, no id of a sealed record and no checkpoint: {error}"
        ) from None


def _imprint(content: bytes, file: Path) -> Checkpoint:
    from commonpress.ground.checkpoint import find_printed
    from commonpress.render.plates import words_about

    try:
        found = find_printed(" ".join(words_about(content)))
    except ValueError as error:
        raise WrongUseError(f"{file} cannot be opened: {error}") from None
    if found is None:
        raise WrongUseError(
            f"{file} does not say its checkpoint in a way a program reads: type in what it prints"
        )
    return found


def _apart(words: list[str]) -> tuple[Path, tuple[str, ...]]:
    """The book, if the last word is a folder, and what is to be verified."""
    if words and Path(words[-1]).is_dir():
        return Path(words[-1]), tuple(words[:-1])
    return Path(), tuple(words)


VERB = Verb(
    name="verify",
    summary="Hold the book against a checkpoint on paper, a token, or its own log.",
    example="commonpress verify tidewater-row.example/seal 812 0ac5 186a ...",
    add_options=_add_options,
    run=_run,
)
