# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress protect case`: from a private draft to the case that may be committed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.cli.verb import CLEAN, FOUND, WrongUseError, tell

if TYPE_CHECKING:
    from commonpress.case_protecting import ProtectedDraft


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `protect case`."""
    parser.add_argument("source", type=Path, metavar="DRAFT", help="the private draft, as Markdown")
    parser.add_argument(
        "--batch",
        required=True,
        metavar="SEASON",
        help="the season in which it is published with others, such as 2026-spring",
    )


def run(options: argparse.Namespace, book: Path) -> int:
    """Write the case, and say what was made more general."""
    from commonpress.case_protecting import batch_of, protect_case

    batch = batch_of(book, options.batch)
    if batch is None:
        raise WrongUseError(f"`{options.batch}` is no season; write one such as 2026-spring")
    made = protect_case(options.source, book, batch=batch)
    if made is None:
        raise WrongUseError("the book has no settings that can be read")
    if made.protected is None:
        tell(made.findings, {})
        return FOUND
    output = options.output
    if output.suffix == ".md" and output.stem != made.id:
        raise WrongUseError(f"the file has to be called `{made.id}.md`; its name is its id")
    if output.is_dir():
        output = output / f"{made.id}.md"
    output.write_bytes(made.file)
    sys.stderr.write(" ".join(_said(made)) + "\n")
    return CLEAN


def _said(made: ProtectedDraft) -> Iterator[str]:
    """What was done, without a word of the draft."""
    yield f"`{made.id}` may be committed, once those it is about have read it as it is now."
    if made.protected:
        yield from made.protected.case.anonymised
    if made.is_alone:
        yield "It is the first of its batch: let it wait until another goes with it."
    yield "Keep the draft where it is, or destroy it; it never goes into the book."
