# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress zine`: print one issue, or all of them, without the site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from commonpress.cli.build import add_as_of
from commonpress.cli.verb import Verb, WrongUseError, add_book, book_at, progress, tell


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument(
        "--issue", default="", metavar="ISSUE", help="the id of an issue (default: every issue)"
    )
    parser.add_argument(
        "--edition",
        choices=("screen", "booklet"),
        default="",
        help="single pages for the screen, or sheets to fold (default: both)",
    )
    parser.add_argument(
        "--output", type=Path, default=None, metavar="DIR", help="where to (default: build/zine)"
    )
    add_as_of(parser)


def _run(options: argparse.Namespace) -> int:
    from commonpress.ground.diagnostics import sorted_diagnostics
    from commonpress.pipeline import publish
    from commonpress.printing import zine_files
    from commonpress.write.tree import lay_in

    book = book_at(options.book)
    outcome = publish(book, options.as_of)
    if outcome.publication is None:
        return tell(outcome.findings, outcome.sources)
    known = [issue.record.id for issue in outcome.publication.issues]
    if options.issue and options.issue not in known:
        raise WrongUseError(f"there is no issue `{options.issue}`; there is {', '.join(known)}")
    with progress("Printing"):
        files, refused = zine_files(outcome.publication, book)
    code = tell(sorted_diagnostics(outcome.findings, refused), outcome.sources)
    if refused:
        return code
    wanted = [
        file
        for file in files
        if file.path.startswith(f"{options.issue}-" if options.issue else "")
        and file.path.endswith(f"{options.edition}.pdf")
    ]
    folder = options.output or book / "build" / "zine"
    lay_in(folder, wanted)
    sys.stderr.writelines(f"{folder / file.path}\n" for file in wanted)
    return code


VERB = Verb(
    name="zine",
    summary="Print an issue of the zine, as single pages and as a booklet.",
    example="commonpress zine --issue spring-2026 --edition booklet",
    add_options=_add_options,
    run=_run,
)
