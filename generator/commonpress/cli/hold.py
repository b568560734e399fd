# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress hold`: the hash of a text that is held back, and the salt to keep with it."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path

from commonpress.cli.protect import refuse_inside
from commonpress.cli.verb import CLEAN, Verb, WrongUseError, book_at


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the text, kept outside the book")
    parser.add_argument(
        "--book", type=Path, default=Path(), metavar="BOOK", help="the book (default: this folder)"
    )


def _run(options: argparse.Namespace) -> int:
    from commonpress.ground.commitments import SALT_BYTES, commitment

    refuse_inside(options.file, book_at(options.book))
    try:
        text = options.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUseError(f"`{options.file}` cannot be read: {error}") from None
    if not text.strip():
        raise WrongUseError(f"`{options.file}` is empty")
    salt = secrets.token_hex(SALT_BYTES)
    sys.stdout.write(f"hash: {commitment(salt, text)}\nsalt: {salt}\n")
    sys.stderr.write(
        "Write the hash into the scrutiny log. Keep the salt with the text, and out of the book, "
        "until the day it is shown.\n"
    )
    return CLEAN


VERB = Verb(
    name="hold",
    summary="Print the hash of a text that is held back for a while.",
    example="commonpress hold ~/letter.txt",
    add_options=_add_options,
    run=_run,
)
