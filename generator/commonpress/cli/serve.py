# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress serve`: show the site of a book on this machine and follow every change.

MkDocs' own server does the work, with the plugin that prints records: what it shows is what
`commonpress build` writes, with a script that reloads the page.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from commonpress.cli.verb import Verb, WrongUseError, add_book, book_at

CONFIGURATION = "mkdocs.yml"


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument(
        "--port", type=int, default=8000, metavar="N", help="the port to listen on (default: 8000)"
    )


def _run(options: argparse.Namespace) -> int:
    configuration = book_at(options.book) / CONFIGURATION
    if not configuration.is_file():
        raise WrongUseError(f"`{configuration}` is not there; a book is served with its own")
    command = [sys.executable, "-m", "mkdocs", "serve", "--config-file", str(configuration)]
    try:
        # Only this machine can reach it: what is being written is not published yet.
        address = f"127.0.0.1:{options.port}"
        # Material would tell the reader of this log about its own plans.
        quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
        return subprocess.run([*command, "--dev-addr", address], check=False, env=quiet).returncode
    except KeyboardInterrupt:
        return 0


VERB = Verb(
    name="serve",
    summary="Show the site of a book on this machine and follow every change.",
    example="commonpress serve --port 8000",
    add_options=_add_options,
    run=_run,
)
