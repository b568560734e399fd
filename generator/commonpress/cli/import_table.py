# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress import`: rows of another system's table become entries of the ledger."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from commonpress.check.report_counts import number
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
        metavar="M",
        help="a YAML file that says which column becomes what, or `open-collective`; "
        "none for a table with the columns of the open data",
    )
    add_format(parser)


def _run(options: argparse.Namespace) -> int:
    from commonpress.importing import import_entry_table, import_source
    from commonpress.write.additions import TakenError, add_files

    if not options.book.is_dir():
        raise WrongUseError(f"there is no folder `{options.book}`")
    with progress("Importing"):
        if options.mapping:
            outcome = import_source(options.source, _mapping(options.mapping))
        else:
            outcome = import_entry_table(options.source)
    if outcome.findings:
        return tell(outcome.findings, outcome.sources, options.format)
    try:
        add_files(options.book, outcome.files)
    except TakenError as error:
        raise WrongUseError(f"nothing was written, because these files exist: {error}") from None
    sys.stdout.write(
        f"{number(outcome.entries, 'entry')} in {number(len(outcome.files), 'file')}. "
        "`commonpress check` says whether they hold.\n"
    )
    return CLEAN


def _mapping(named: Path) -> Path:
    """The file of a mapping, or one of those that come with the program, by its name."""
    from commonpress.render.packaged import packaged

    shipped = packaged("mappings", f"{named.name}.yml")
    return (
        shipped if str(named) == named.name and not named.exists() and shipped.is_file() else named
    )


VERB = Verb(
    name="import",
    summary="Turn the rows of another system's table into entries, by a mapping.",
    example="commonpress import bank.csv --mapping bank.yml",
    add_options=_add_options,
    run=_run,
)
