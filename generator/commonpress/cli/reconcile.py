# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress reconcile`: hold the balance of another system's table against its rows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import some
from commonpress.cli.verb import Verb, add_format, progress, tell
from commonpress.ground.quantities import format_quantity

if TYPE_CHECKING:
    from commonpress.check.reconciliation import Reconciliation


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="SOURCE", help="a CSV file")
    parser.add_argument(
        "--mapping",
        type=Path,
        required=True,
        metavar="M",
        help="a YAML file that says which column becomes what, and which holds the balance",
    )
    add_format(parser)


def _run(options: argparse.Namespace) -> int:
    from commonpress.importing import reconcile_source

    with progress("Reconciling"):
        outcome = reconcile_source(options.source, options.mapping)
    code = tell(outcome.findings, outcome.sources, options.format)
    if options.format == "text" and outcome.reconciliation and outcome.reconciliation.rows:
        sys.stdout.write("".join(f"{line}\n" for line in _told(outcome.reconciliation)))
    return code


def _told(found: Reconciliation) -> Iterator[str]:
    """What came of it all, and in the end the one sum that stays."""
    first, last = found.rows[0].day, found.rows[-1].day
    rows, payments = some(len(found.rows), "row"), some(found.payments, "payment")
    yield f"{rows} in {payments}, from {first} to {last}."
    if found.opening:
        yield f"Before the first row there was a balance of {format_quantity(found.opening)}."
    if found.uneven:
        yield f"Rows say {format_quantity(found.uneven)} more than their parts, all together."
    if found.turns_by_row:
        yield (
            "Row by row, the balance leaves the sum of the rows or comes back to it "
            f"{some(found.turns_by_row, 'time')}; payment by payment, {some(found.turns, 'time')}."
        )
    yield f"Unexplained in the end: {format_quantity(found.unexplained)}."


VERB = Verb(
    name="reconcile",
    summary="Say where the balance of another system's table parts from the sum of its rows.",
    example="commonpress reconcile bank.csv --mapping bank.yml",
    add_options=_add_options,
    run=_run,
)
