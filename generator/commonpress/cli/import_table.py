# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress import`: rows of another system's table become entries of the ledger."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from commonpress.cli.verb import CLEAN, Verb, WrongUseError, add_format, progress, tell


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="SOURCE", help="a CSV file")
    parser.add_argument(
        "--into",
        dest="book",
        type=Path,
        default=Path(),
        metavar="BOOK",
        help="the book to add to (default: this folder)",
    )
    parser.add_argument(
        "--mapping",
        type=Path,
        required=True,
        metavar="M",
        help="a YAML file that says which column becomes what",
    )
    add_format(parser)


def _run(options: argparse.Namespace) -> int:
    from commonpress.importing import import_source
    from commonpress.write.additions import TakenError, add_files

    if not options.book.is_dir():
        raise WrongUseError(f"there is no folder `{options.book}`")
    with progress("Importing"):
        outcome = import_source(options.source, options.mapping)
    if outcome.findings:
        return tell(outcome.findings, outcome.sources, options.format)
    try:
        add_files(options.book, outcome.files)
    except TakenError as error:
        raise WrongUseError(f"nothing was written, because these files exist: {error}") from None
    sys.stdout.write(
        f"{outcome.entries} entries in {len(outcome.files)} files. "
        "`commonpress check` says whether they hold.\n"
    )
    return CLEAN


VERB = Verb(
    name="import",
    summary="Turn the rows of another system's table into entries, by a mapping.",
    example="commonpress import bank.csv --mapping bank.yml",
    add_options=_add_options,
    run=_run,
)
