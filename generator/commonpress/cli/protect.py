# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress protect`: turn private files into what may be committed, outside the book."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from commonpress.check.report_counts import number
from commonpress.cli import protect_case, protect_census
from commonpress.cli.verb import CLEAN, Verb, WrongUseError, book_at, tell

ROOMS = ("content", "ledger", "cases")


def _add_options(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    ledger = kinds.add_parser("ledger", help="a day-book, into lines of the ledger")
    ledger.add_argument("source", type=Path, metavar="FILE", help="the private day-book, as CSV")
    ledger.add_argument(
        "--waiting",
        type=Path,
        required=True,
        metavar="FILE",
        help="where private lines go that have to wait for more; give them to the next run",
    )
    census = kinds.add_parser("census", help="answers of households, into the tables of a census")
    protect_census.add_options(census)
    case = kinds.add_parser("case", help="a private draft of a case, into one for the book")
    protect_case.add_options(case)
    for kind in (ledger, census, case):
        _add_common(kind)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--book", type=Path, default=Path(), metavar="BOOK", help="the book (default: this folder)"
    )
    parser.add_argument(
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="where that goes which may be committed",
    )


def _run(options: argparse.Namespace) -> int:
    if os.environ.get("CI"):
        raise WrongUseError("a private file belongs on a machine of your own, not here")
    book = book_at(options.book)
    waiting = [options.waiting] if options.what == "ledger" else []
    for private in (options.source, *waiting):
        refuse_inside(private, book)
    for file in (options.output, *waiting):
        if file.exists() and not (options.what == "case" and file.is_dir()):
            raise WrongUseError(f"`{file}` is there already, and nothing is written over it")
    if options.what == "census":
        return protect_census.run(options, book)
    if options.what == "case":
        return protect_case.run(options, book)
    return _run_ledger(options, book)


def _run_ledger(options: argparse.Namespace, book: Path) -> int:
    from commonpress.protecting import protect_ledger

    protected = protect_ledger(options.source, book)
    if protected.findings:
        return tell(protected.findings, protected.sources)
    options.output.write_bytes(protected.public)
    options.waiting.write_bytes(protected.waiting)
    said = [
        f"{number(protected.lines, 'line')} may be committed.",
        f"{number(protected.waiting_lines, 'private line')} must wait.",
    ]
    if left_out := protected.telling_counts:
        said.append(
            f"Left out, because it would part what is told together: {number(left_out, 'count')}."
        )
    sys.stderr.write(" ".join(said) + "\n")
    return CLEAN


def refuse_inside(private: Path, book: Path) -> None:
    """A private file in the book, or in the git folder around it, would be published with it."""
    rooms = [*((book / room).resolve() for room in ROOMS), *_git_folders(book)]
    if any(private.resolve().is_relative_to(room) for room in rooms):
        raise WrongUseError(f"`{private}` lies in the book, which is public; keep it elsewhere")


def _git_folders(book: Path) -> list[Path]:
    """The folder of which git keeps the history, where the book lies in one."""
    folders = (book.resolve(), *book.resolve().parents)
    return [folder for folder in folders if (folder / ".git").exists()][:1]


VERB = Verb(
    name="protect",
    summary="Turn a private day-book, a draft of a case or a census into what may be committed.",
    example="commonpress protect ledger ~/daybook.csv --output may.csv --waiting ~/rest.csv",
    add_options=_add_options,
    run=_run,
)
