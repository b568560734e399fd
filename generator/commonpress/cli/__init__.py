# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line. A verb is a module here and a name in `_NAMES`.

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
from importlib import import_module
from typing import TextIO

from commonpress import __version__
from commonpress.cli.verb import FOUND, WRONG_USE, Verb, WrongUseError

# The verbs in the order of the help, each a module of this folder. One that is asked for is
# loaded alone: twenty modules take a tenth of the time of a `check`.
_NAMES = (
    "init", "check", "hooks", "clean-image", "new", "diff", "number", "build", "serve", "zine",
    "sheet", "seal", "verify", "withdraw", "import", "reconcile", "protect", "hold", "balances",
    "explain",
)  # fmt: skip
_MODULES = {"clean-image": "clean_image", "import": "import_table"}


def verbs(names: Sequence[str] = _NAMES) -> tuple[Verb, ...]:
    """The verbs of these names, loaded now."""
    modules = (import_module(f"commonpress.cli.{_MODULES.get(name, name)}") for name in names)
    return tuple(module.VERB for module in modules)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _speak_plainly(stream)
    words = sys.argv[1:] if arguments is None else list(arguments)
    asked = [word for word in words[:1] if word in _NAMES]
    options = _parser(verbs(asked or _NAMES)).parse_args(words)
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


def _parser(known: Sequence[Verb]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="commonpress",
        description="Turns the records of a commons into a website, a zine and open data.",
        epilog="`commonpress VERB --help` says more about a verb.",
    )
    parser.add_argument("--version", action="version", version=f"commonpress {__version__}")
    under_it = parser.add_subparsers(metavar="VERB", required=True)
    for verb in known:
        under = under_it.add_parser(
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
