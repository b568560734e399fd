# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress build`: check a book and publish it into a folder."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from commonpress.cli.verb import (
    FOUND,
    Verb,
    WrongUseError,
    add_book,
    add_format,
    book_at,
    progress,
    tell,
)


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    add_format(parser)
    parser.add_argument(
        "--output",
        type=Path,
        default=None,
        metavar="DIR",
        help="where the folders site, zine and data go (default: build, in the book)",
    )
    add_as_of(parser)
    parser.add_argument("--no-zine", action="store_true", help="leave the zine out")
    add_draft(parser)


def add_draft(parser: argparse.ArgumentParser) -> None:
    """Let a verb print what has errors."""
    parser.add_argument(
        "--draft",
        action="store_true",
        help="print although errors stand, with a notice on every page, and exit with 1",
    )


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """Let a verb take the day for which all figures hold."""
    parser.add_argument(
        "--as-of",
        type=day_of,
        default=None,
        metavar="DATE",
        help="the day of all figures, as 2026-06-30 (default: the newest day in the book)",
    )


def day_of(text: str) -> date:
    """A day as it is written on a command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is no day; write 2026-06-30") from None


def _run(options: argparse.Namespace) -> int:
    from commonpress.cli.memory import memory_of
    from commonpress.ground.sharing import working_in
    from commonpress.pipeline import build
    from commonpress.printing import pages_kept
    from commonpress.render.engine import EngineError
    from commonpress.render.press import PressError

    book = book_at(options.book)
    output = options.output or book / "build"
    try:
        # In CI nothing is remembered: others may have put it there.
        kept = pages_kept(book, remember=not os.environ.get("CI"))
        with working_in(processors()), kept, progress("Building"):
            built = build(
                book,
                output,
                options.as_of,
                draft=options.draft,
                # In CI, others may have put there what would be remembered.
                remember=not os.environ.get("CI"),
                memory=memory_of(book),
                with_zine=not options.no_zine,
            )
    except (EngineError, PressError) as refused:
        raise WrongUseError(str(refused)) from refused
    code = tell(built.outcome.findings, built.outcome.sources, options.format)
    if not built.written:
        sys.stderr.write("Nothing was written. `commonpress build --draft` shows what there is.\n")
        return FOUND
    changed = sum(len(folder.changed) + len(folder.removed) for folder in built.written)
    sys.stderr.write(f"{changed} files changed. Open {output / 'site' / 'index.html'}\n")
    return code


def processors() -> int:
    """How many processes may work at once on this machine."""
    return min(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


VERB = Verb(
    name="build",
    summary="Check a book and write its website, its zine and its open data.",
    example="commonpress build --output build",
    add_options=_add_options,
    run=_run,
)
