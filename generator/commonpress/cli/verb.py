# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a verb of the command line is, and what all verbs share."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commonpress.check.report import FORMATS
from commonpress.ground.diagnostics import Diagnostic

CLEAN, FOUND, WRONG_USE = 0, 1, 2
_PATIENCE = 0.5  # seconds after which someone at a terminal wants to know what is going on


class WrongUseError(Exception):
    """The command cannot be carried out as it was given; the message says why."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: its name, what it does in a sentence, an example, its options, its function."""

    name: str
    summary: str
    example: str
    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_book(parser: argparse.ArgumentParser) -> None:
    """Let a verb take the folder of a book."""
    parser.add_argument(
        "book",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="BOOK",
        help="the folder that holds content/, ledger/ and cases/ (default: this one)",
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    """Let a verb print its findings in any format."""
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="text",
        help="how findings are printed (default: text)",
    )


def book_at(folder: Path) -> Path:
    """The folder of a book, or wrong use where there is none."""
    if not folder.is_dir():
        raise WrongUseError(f"there is no folder `{folder}`")
    if not any((folder / room).is_dir() for room in ("content", "ledger", "cases")):
        raise WrongUseError(f"`{folder}` is no book: it has no content/, ledger/ or cases/")
    return folder


def tell(
    findings: tuple[Diagnostic, ...],
    sources: Mapping[str, str],
    form: str = "text",
    *,
    show: bool = False,
) -> int:
    """Print findings and give the exit code they call for."""
    sys.stdout.write(FORMATS[form](findings, sources, show=show))
    return FOUND if any(finding.is_error for finding in findings) else CLEAN


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Say what is going on when it takes long and a person is looking; never in a pipe."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    line = f"{doing} ..."
    said = threading.Event()
    timer = threading.Timer(_PATIENCE, _say, (line, said))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said.is_set():
            sys.stderr.write(f"\r{' ' * len(line)}\r")
            sys.stderr.flush()


def _say(line: str, said: threading.Event) -> None:
    said.set()
    sys.stderr.write(line)
    sys.stderr.flush()
