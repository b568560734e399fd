# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress protect`: turn private files into what may be committed, outside the book."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from commonpress.cli.verb import CLEAN, Verb, WrongUseError, book_at, tell

ROOMS = ("content", "ledger", "cases")


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("ledger",), help="what the private file holds")
    parser.add_argument("source", type=Path, metavar="FILE", help="the private day-book, as CSV")
    parser.add_argument(
        "--book", type=Path, default=Path(), metavar="BOOK", help="the book (default: this folder)"
    )
    parser.add_argument(
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="where the lines go that may be committed",
    )
    parser.add_argument(
        "--waiting",
        type=Path,
        required=True,
        metavar="FILE",
        help="where private lines go that have to wait for more; give them to the next run",
    )


def _run(options: argparse.Namespace) -> int:
    from commonpress.protecting import protect_ledger

    if os.environ.get("CI"):
        raise WrongUseError("a private file belongs on a machine of your own, not here")
    book = book_at(options.book)
    for private in (options.source, options.waiting):
        refuse_inside(private, book)
    for file in (options.output, options.waiting):
        if file.exists():
            raise WrongUseError(f"`{file}` is there already, and nothing is written over it")
    protected = protect_ledger(options.source, book)
    if protected.findings:
        return tell(protected.findings, protected.sources)
    options.output.write_bytes(protected.public)
    options.waiting.write_bytes(protected.waiting)
    sys.stderr.write(
        f"{protected.lines} lines may be committed, {protected.waiting_lines} private lines wait. "
        f"{protected.telling_counts} counts are left out, because they would part what is told "
        "together.\n"
    )
    return CLEAN


def refuse_inside(private: Path, book: Path) -> None:
    """A private file in the book would be published with its history."""
    inside = any(private.resolve().is_relative_to((book / room).resolve()) for room in ROOMS)
    if inside:
        raise WrongUseError(f"`{private}` lies in the book, which is public; keep it elsewhere")


VERB = Verb(
    name="protect",
    summary="Turn a private day-book into lines that may be committed.",
    example="commonpress protect ledger ~/daybook.csv --output may.csv --waiting ~/rest.csv",
    add_options=_add_options,
    run=_run,
)
