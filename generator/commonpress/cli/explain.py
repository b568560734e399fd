# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress explain`: what a finding means and why it matters."""

from __future__ import annotations

import argparse
import sys
import textwrap

from commonpress.check.catalogue import CODE_OF, CODES
from commonpress.cli.verb import CLEAN, Verb, WrongUseError
from commonpress.ground.diagnostics import Code
from commonpress.ground.spelling import nearest


def known_code(slug: str) -> Code:
    """The code of a slug, or wrong use with the slug that was probably meant."""
    if slug in CODE_OF:
        return CODE_OF[slug]
    near = nearest(slug, CODE_OF) or next((one for one in CODE_OF if slug in one), "")
    hint = f"did you mean `{near}`?" if near else "`commonpress explain` lists all of them"
    raise WrongUseError(f"there is no finding `{slug}`; {hint}")


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "slug", nargs="?", metavar="SLUG", help="the word in brackets after `error` (default: all)"
    )


def _run(options: argparse.Namespace) -> int:
    if options.slug:
        sys.stdout.write(_explained(known_code(options.slug)))
    else:
        longest = max(len(code.slug) for code in CODES)
        for code in CODES:
            sys.stdout.write(f"{code.slug:<{longest}}  {code.in_short}\n")
    return CLEAN


def _explained(code: Code) -> str:
    notes = [f"{code.slug} ({code.severity.value})", "", *textwrap.wrap(code.summary, 80)]
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
