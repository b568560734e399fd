# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress reconcile`: hold the balance of another system's table against its rows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from commonpress.check.reconciliation import (
    BALANCE_APART,
    BALANCE_BACK,
    BALANCE_UNEXPLAINED,
    PARTS_DIFFER,
    Reconciliation,
)
from commonpress.check.rules.wording import some
from commonpress.cli.verb import CLEAN, FOUND, Verb, add_format, progress, tell
from commonpress.ground.diagnostics import Diagnostic
from commonpress.ground.quantities import format_quantity


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
    found = outcome.reconciliation
    if options.format != "text" or found is None or not found.rows:
        return tell(outcome.findings, outcome.sources, options.format)
    sys.stdout.write("".join(f"{line}\n" for line in _told(found)))
    return FOUND if found.unexplained else CLEAN


def _told(found: Reconciliation) -> Iterator[str]:
    """What came of it, row by row, and in the end the one sum that stays."""
    first, last = found.rows[0].day, found.rows[-1].day
    rows, payments = some(len(found.rows), "row"), some(found.payments, "payment")
    yield f"{rows} in {payments}, from {first} to {last}."
    if found.opening:
        yield f"Before the first row there was a balance of {format_quantity(found.opening)}."
    uneven = [f for f in found.findings if f.code is PARTS_DIFFER]
    turns = [f for f in found.findings if f.code in {BALANCE_APART, BALANCE_BACK}]
    if uneven:
        amount = format_quantity(found.uneven)
        yield f"\nRows that are not what their parts come to: {len(uneven)}, by {amount} in all."
        yield from map(_line, uneven)
    if turns:
        yield (
            "\nRow by row the balance leaves the sum of the rows, or returns, "
            f"{some(found.turns_by_row, 'time')}. Payment by payment it does so "
            f"{some(len(turns), 'time')}:"
        )
        yield from map(_line, turns)
    yield ""
    closing = [f for f in found.findings if f.code is BALANCE_UNEXPLAINED]
    yield from map(_line, closing)
    if not closing:
        yield "Nothing stays unexplained: the balance ends as the sum of all rows."


def _line(finding: Diagnostic) -> str:
    hint = f" ({finding.hint})" if finding.hint else ""
    return f"  line {finding.span.line}: {finding.message}{hint}"


VERB = Verb(
    name="reconcile",
    summary="Say where the balance of another system's table parts from the sum of its rows.",
    example="commonpress reconcile bank.csv --mapping bank.yml",
    add_options=_add_options,
    run=_run,
)
