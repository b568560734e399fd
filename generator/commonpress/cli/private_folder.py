# SPDX-License-Identifier: AGPL-3.0-or-later
"""`--private DIR`: what is printed and stands nowhere else, for the verbs that print."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.cli.protect import refuse_inside
from commonpress.cli.verb import WrongUseError

if TYPE_CHECKING:
    from commonpress.pipeline import Outcome


def add_private(parser: argparse.ArgumentParser) -> None:
    """Let a verb take a folder of records for paper only."""
    parser.add_argument(
        "--private",
        type=Path,
        default=None,
        metavar="DIR",
        help="a folder outside the book with records that are published on paper only; "
        "`--output` then lies outside the book as well",
    )


def publish_on_paper(
    book: Path,
    private: Path | None,
    output: Path | None,
    as_of: date | None,
    *,
    draft: bool = False,
) -> Outcome:
    """Publish a book for printing, with what a private folder adds where one is given.

    A `draft` is published although errors stand, as long as nothing private is in it.
    """
    from commonpress.pipeline import publish

    if private is not None:
        _refuse(book, private, output)
    outcome = publish(book, as_of, draft=draft and private is None)
    if private is None or outcome.publication is None:
        return outcome
    return _with_private(outcome, book, private, as_of)


def _refuse(book: Path, private: Path, output: Path | None) -> None:
    """Nothing private is read or written where it would be published with the book."""
    if os.environ.get("CI"):
        raise WrongUseError("a private folder belongs on a machine of your own, not here")
    if not private.is_dir():
        raise WrongUseError(f"there is no folder `{private}`")
    if output is None:
        raise WrongUseError("say with `--output` where to print to, outside the book")
    for folder in (private, output):
        refuse_inside(folder, book)
        if folder.resolve().is_relative_to(book.resolve()):
            raise WrongUseError(f"`{folder}` lies in the book, which is public; keep it elsewhere")


def _with_private(outcome: Outcome, book: Path, private: Path, as_of: date | None) -> Outcome:
    import msgspec

    from commonpress.check.discretion import withheld_paths
    from commonpress.check.paper_only import NotForPaperError, check_with_paper
    from commonpress.check.seal import shape_seal
    from commonpress.derive.disclose import disclose
    from commonpress.read.book import read_book

    mine, kept = read_book(book), read_book(private)
    try:
        register, findings = check_with_paper(mine, kept)
    except NotForPaperError as refused:
        raise WrongUseError(f"`{private}` cannot be printed: {refused}") from None
    sources = {**kept.sources, **mine.sources}
    if any(finding.is_error for finding in findings):
        return replace(outcome, publication=None, findings=findings, sources=sources)
    seal, _ = shape_seal(mine.seal) if mine.seal else (None, ())
    hidden = withheld_paths(findings, register)
    printed = disclose(register, as_of or register.book_date, withheld=hidden, seal=seal)
    if outcome.publication is not None:
        # Addresses are given by what the settings say: what is on paper only has none.
        seen = outcome.publication.commons.publish
        commons = msgspec.structs.replace(printed.commons, publish=seen)
        printed = replace(printed, commons=commons)
    return replace(outcome, publication=printed, findings=findings, sources=sources)
