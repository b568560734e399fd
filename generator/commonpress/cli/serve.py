# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress serve`: show the site of a book on this machine and follow every change.

A process that stays: a saved record is on its page at once, the rest of the site follows, and what
is wrong stands on the page. It shows what `commonpress build --draft --no-zine` writes.
"""

from __future__ import annotations

import argparse
import signal
import sys

from commonpress.cli.build import add_as_of
from commonpress.cli.verb import Verb, add_book, book_at, progress


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        metavar="N",
        help="the port to listen on, 0 for any that is free (default: 8000)",
    )
    add_as_of(parser)


def _run(options: argparse.Namespace) -> int:
    from commonpress.preview.server import PreviewServer
    from commonpress.preview.watching import Watch
    from commonpress.preview.work import Preview

    book = book_at(options.book)
    # Whoever ends it politely ends what it began as well, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with progress("Reading"):
        preview = Preview(book, options.as_of)
    try:
        server = PreviewServer(preview, options.port)
        watch = Watch(book, preview.saved)
        watch.start()
        sys.stderr.write(f"The site of this book: {server.address} (stop with Ctrl-C)\n")
        sys.stderr.flush()
        try:
            server.serve_forever()
        finally:
            watch.stop()
            server.server_close()
    except KeyboardInterrupt:
        return 0
    finally:
        preview.close()
    return 0


VERB = Verb(
    name="serve",
    summary="Show the site of a book on this machine and follow every change.",
    example="commonpress serve --port 8000",
    add_options=_add_options,
    run=_run,
)
