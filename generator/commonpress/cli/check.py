# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress check`: read the whole book and say what is wrong with it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import commonpress
from commonpress.check import find_faults, is_long
from commonpress.cli.verb import Verb, WrongUseError, add_book, add_format, book_at, progress, tell
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.read.book import read_book
from commonpress.read.raw import ReadBook


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    add_format(parser)
    parser.add_argument(
        "--only",
        metavar="SLUG",
        action="append",
        default=[],
        help="only findings of this code; may be given several times",
    )
    parser.add_argument(
        "--show",
        action="store_true",
        help="also print lines that could tell of people; refused where others can read the log",
    )


def _run(options: argparse.Namespace) -> int:
    if options.show and os.environ.get("CI"):
        raise WrongUseError(
            "--show is refused here: the variable CI says that others read this log"
        )
    slugs = _checked(options.only)
    book = book_at(options.book)
    with progress("Checking the book"):
        read = read_book(book, quickly=True)
        found = _found(read, book)
    findings = sorted_diagnostics(read.findings, found)
    if slugs:
        findings = tuple(finding for finding in findings if finding.code.slug in slugs)
    return tell(findings, read.sources, options.format, show=options.show)


def _found(read: ReadBook, book: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with the book; what was known of a month the last time is not asked again.

    In CI nothing is remembered: others may have put it there.
    """
    if os.environ.get("CI") or not is_long(read):
        return find_faults(read)
    import sys

    import msgspec

    from commonpress.write.memory import FolderMemory, program_at

    program = program_at(Path(commonpress.__file__).parent, sys.version, msgspec.__version__)
    memory = FolderMemory(book, "months", program)
    found = find_faults(read, memory)
    memory.forget_the_rest()
    return found


def _checked(slugs: list[str]) -> frozenset[str]:
    """The slugs of findings that this verb can find."""
    if not slugs:
        return frozenset()
    from commonpress.cli.codes import checked_code

    return frozenset(checked_code(slug).slug for slug in slugs)


VERB = Verb(
    name="check",
    summary="Read the whole book and say everything that is wrong with it, and where.",
    example="commonpress check --format concise",
    add_options=_add_options,
    run=_run,
)
