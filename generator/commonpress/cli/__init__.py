# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line. A verb is a module here and a line in `VERBS`.

Exit codes: 0 where nothing is wrong, 1 where findings of severity error stand, 2 for wrong
use. Heavy libraries are imported inside the verb that needs them, so that `check` is quick.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from commonpress import __version__
from commonpress.cli import (
    balances,
    build,
    check,
    clean_image,
    diff,
    explain,
    hold,
    hooks,
    import_table,
    init,
    new,
    number,
    protect,
    reconcile,
    seal,
    serve,
    sheet,
    verify,
    withdraw,
    zine,
)
from commonpress.cli.verb import FOUND, WRONG_USE, Verb, WrongUseError

VERBS: tuple[Verb, ...] = (
    init.VERB,
    check.VERB,
    hooks.VERB,
    clean_image.VERB,
    new.VERB,
    diff.VERB,
    number.VERB,
    build.VERB,
    serve.VERB,
    zine.VERB,
    sheet.VERB,
    seal.VERB,
    verify.VERB,
    withdraw.VERB,
    import_table.VERB,
    reconcile.VERB,
    protect.VERB,
    hold.VERB,
    balances.VERB,
    explain.VERB,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _speak_plainly(stream)
    options = _parser().parse_args(arguments)
    verb: Verb = options.verb
    try:
        with _without_collecting():
            code = verb.run(options)
        sys.stdout.flush()
    except WrongUseError as error:
        sys.stderr.write(f"commonpress {verb.name}: {error}\n")
        return WRONG_USE
    except BrokenPipeError:
        # Whoever read the output has seen enough. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"commonpress {verb.name}: {where}{error.strerror or error}\n")
        return WRONG_USE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="commonpress",
        description="Turns the records of a commons into a website, a zine and open data.",
        epilog="`commonpress VERB --help` says more about a verb.",
    )
    parser.add_argument("--version", action="version", version=f"commonpress {__version__}")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for verb in VERBS:
        under = verbs.add_parser(
            verb.name,
            help=verb.summary,
            description=verb.summary,
            epilog=f"Example: {verb.example}",
        )
        verb.add_options(under)
        under.set_defaults(verb=verb)
    return parser


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let Python not look for values that hold one another in circles.

    Records, views and pages hold none, a verb ends soon, and looking takes a fifth of its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _speak_plainly(stream: TextIO) -> None:
    """Print what a terminal cannot show as an escape, instead of failing at it."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
