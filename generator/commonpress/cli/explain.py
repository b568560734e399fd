# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress explain`: what a finding means and why it matters."""

from __future__ import annotations

import argparse
import sys
import textwrap

from commonpress.cli.verb import CLEAN, Verb
from commonpress.ground.diagnostics import Code


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "slug", nargs="?", metavar="SLUG", help="the word in brackets after `error` (default: all)"
    )


def _run(options: argparse.Namespace) -> int:
    from commonpress.cli.codes import CODES, COMMAND_OF, known_code

    if options.slug:
        code = known_code(options.slug)
        sys.stdout.write(_explained(code, COMMAND_OF[code.slug]))
    else:
        longest = max(len(code.slug) for code in CODES)
        for code in CODES:
            sys.stdout.write(f"{code.slug:<{longest}}  {code.in_short}\n")
    return CLEAN


def _explained(code: Code, command: str) -> str:
    notes = [f"{code.slug} ({code.severity.value})", "", *textwrap.wrap(code.summary, 80)]
    if command != "check":
        notes += ["", f"`commonpress {command}` finds it; `commonpress check` does not."]
    if code.private:
        notes += ["", "What was found is not printed, since logs are as public as the site."]
    return "\n".join(notes) + "\n"


VERB = Verb(
    name="explain",
    summary="Say what a finding means and why it matters; without a name, list all findings.",
    example="commonpress explain not-a-date",
    add_options=_add_options,
    run=_run,
)
