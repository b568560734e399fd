# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress check`: read the whole book and say what is wrong with it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from commonpress.check import find_faults, is_large
from commonpress.cli.memory import memory_of
from commonpress.cli.verb import Verb, WrongUseError, add_book, add_format, book_at, progress, tell
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.ground.sharing import working_in
from commonpress.read.book import read_book
from commonpress.read.raw import ReadBook

Told = tuple[tuple[Diagnostic, ...], Mapping[str, str]]


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
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--commits",
        metavar="BASE..HEAD",
        help="judge every commit of a change instead, with its message, people, names and pictures",
    )
    asked.add_argument(
        "--staged", action="store_true", help="judge what would be committed, not the folder"
    )
    asked.add_argument(
        "--message", type=Path, metavar="FILE", help="judge the message of a commit being made"
    )
    asked.add_argument(
        "--pushed", action="store_true", help="judge what is pushed, as git tells a hook"
    )


def _run(options: argparse.Namespace) -> int:
    if options.show and os.environ.get("CI"):
        raise WrongUseError(
            "--show is refused here: the variable CI says that others read this log"
        )
    slugs = _checked(options.only)
    book = book_at(options.book)
    with progress("Checking the book"):
        findings, sources = _asked(options, book)
    if slugs:
        findings = tuple(finding for finding in findings if finding.code.slug in slugs)
    return tell(findings, sources, options.format, show=options.show)


def _asked(options: argparse.Namespace, book: Path) -> Told:
    """What is wrong with the book in this folder, or with what git holds of it."""
    if not (options.commits or options.message or options.staged or options.pushed):
        return _in_folder(book)
    from commonpress.cli import check_git

    if options.commits:
        return check_git.in_commits(book, options.commits, show=options.show), {}
    if options.message:
        return check_git.in_message(book, options.message, show=options.show), {}
    if options.pushed:
        return check_git.in_pushed(book, show=options.show), {}
    return check_git.in_staged(book, _in_folder)


def _in_folder(book: Path) -> Told:
    read = read_book(book, quickly=True)
    return sorted_diagnostics(read.findings, _found(read, book)), read.sources


def _found(read: ReadBook, book: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with the book; what was known of it the last time is not asked again."""
    if not is_large(read):
        return find_faults(read)
    from commonpress.cli.build import processors

    memory = memory_of(book)
    with working_in(processors()):
        found = find_faults(read, memory)
    if memory:
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
