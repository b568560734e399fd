# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress protect census`: from the answers of households to tables that may be seen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.cli.verb import CLEAN, WrongUseError, tell

if TYPE_CHECKING:
    from commonpress.check.census_protect import ProtectedCensus

_HEADS = {
    "tables": "Enough households answered for tables.",
    "bands": "Too few households answered for tables; there is a band for each domain.",
    "held": "So few households answered that nothing is told but that the census was held.",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `protect census`."""
    parser.add_argument(
        "source",
        type=Path,
        metavar="ANSWERS",
        help="the answers, one household a row: a CSV file, or a folder of such files",
    )
    parser.add_argument(
        "--questionnaire", required=True, metavar="ID", help="the slip that was answered"
    )
    parser.add_argument(
        "--date",
        type=date.fromisoformat,
        required=True,
        metavar="YYYY-MM-DD",
        help="the day the slips were counted; its year is the census's",
    )


def run(options: argparse.Namespace, book: Path) -> int:
    """Make the file of a census, and say what was held back."""
    from commonpress.census_protecting import protect_census

    made = protect_census(options.source, book, slip_id=options.questionnaire, day=options.date)
    if made is None:
        raise WrongUseError(f"the book has no questionnaire `{options.questionnaire}`")
    if made.protected is None:
        return tell(made.findings, {})
    options.output.write_bytes(made.file)
    sys.stderr.write(" ".join(_said(made.protected)) + "\n")
    return CLEAN


def _said(protected: ProtectedCensus) -> Iterator[str]:
    """What was done, without a figure that is not in the file."""
    yield _HEADS[protected.census.told.value]
    if protected.joined:
        yield f"Answers were joined to wider ones: {', '.join(protected.joined)}."
    if protected.hidden:
        yield "Some counts are hidden because they would give others away."
    if protected.left_out:
        yield f"Tables that would tell too much are left out: {', '.join(protected.left_out)}."
    yield "Now destroy the answers."
