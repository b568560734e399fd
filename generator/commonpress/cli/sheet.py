# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress sheet`: print one sheet: a poster, minutes for the wall, tokens, a form."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.cli.build import add_as_of, add_draft
from commonpress.cli.private_folder import add_private, publish_on_paper
from commonpress.cli.verb import Verb, WrongUseError, book_at, progress, tell
from commonpress.cli.zine import PROFILES

if TYPE_CHECKING:
    from commonpress.derive.publication import Publication
    from commonpress.ground.diagnostics import Diagnostic
    from commonpress.render.artifact import Artifact

# Said here once more, because asking the sheets for them would cost every other verb their import.
SHEETS = {
    "case": "a poster of a case",
    "month": "a poster of a month of the ledger",
    "season": "the report of a season",
    "guardrails": "a poster of how the guardrails stand",
    "assembly": "a poster of an assembly to come",
    "minutes": "the minutes of an assembly on two pages",
    "functions": "the map of functions",
    "guide": "the pocket guide on one sheet to fold",
    "tokens": "receipt tokens for gifts",
    "census": "the slip of a census, with the places of its boxes",
}
PAPERS = ("A4", "A3", "Letter")


def _add_options(parser: argparse.ArgumentParser) -> None:
    named = "; ".join(f"`{name}`, {summary}" for name, summary in SHEETS.items())
    parser.add_argument(
        "words",
        nargs="+",
        metavar="[BOOK] WHAT [ID]",
        help=f"the book (default: this folder), the sheet and which one of it. Sheets: {named}",
    )
    parser.add_argument("--paper", choices=PAPERS, default="A4", help="the paper (default: A4)")
    parser.add_argument(
        "--profile",
        choices=PROFILES,
        default="photocopy",
        help="the machine it is made for (default: photocopy)",
    )
    parser.add_argument(
        "--output", type=Path, default=None, metavar="DIR", help="where to (default: build/sheets)"
    )
    parser.add_argument(
        "--language",
        default="",
        metavar="CODE",
        help="the language of the pocket guide, as es (default: that of the book)",
    )
    add_private(parser)
    add_as_of(parser)
    add_draft(parser)


def _run(options: argparse.Namespace) -> int:
    from commonpress.write.tree import lay_in

    folder, what, of = _asked(options.words)
    book = book_at(folder)
    outcome = publish_on_paper(
        book, options.private, options.output, options.as_of, draft=options.draft
    )
    if outcome.publication is None:
        return tell(outcome.findings, outcome.sources)
    with progress("Printing"):
        files, refused = _printed(outcome.publication, book, what, of, options)
    code = tell((*outcome.findings, *refused), outcome.sources)
    if refused and not (options.draft and files):
        return code
    target = options.output or book / "build" / "sheets"
    lay_in(target, files)
    sys.stderr.writelines(f"{target / file.path}\n" for file in files)
    return code


def _asked(said: list[str]) -> tuple[Path, str, str]:
    """The book, the sheet and which one; the book may be left out, and so may the last."""
    at = next((place for place, word in enumerate(said[:2]) if word in SHEETS), None)
    if at is None or len(said) > at + 2:
        raise WrongUseError(f"say which sheet, and which one of it: {', '.join(SHEETS)}")
    return Path(*said[:at]), said[at], said[at + 1] if len(said) > at + 1 else ""


def _printed(
    publication: Publication, book: Path, what: str, of: str, options: argparse.Namespace
) -> tuple[tuple[Artifact, ...], tuple[Diagnostic, ...]]:
    """The files of a sheet, and what keeps it from being printed."""
    from commonpress.printing import own_templates
    from commonpress.render.print_paper import Profile
    from commonpress.render.sheet_desk import OverfullSheetError, SheetPaper, UnknownSheetError
    from commonpress.render.sheets import sheet_run

    try:
        printed = sheet_run(
            publication,
            what,
            of,
            own_templates(book),
            paper=SheetPaper(options.paper),
            profile=Profile(options.profile),
            language=options.language,
        )
    except OverfullSheetError as refused:
        if refused.findings:
            return (), refused.findings
        raise WrongUseError(str(refused)) from None
    except UnknownSheetError as unknown:
        raise WrongUseError(str(unknown)) from None
    return printed.files, printed.faults


VERB = Verb(
    name="sheet",
    summary="Print one sheet: a poster, minutes for the wall, receipt tokens, a form.",
    example="commonpress sheet . month 2026-06 --paper A3",
    add_options=_add_options,
    run=_run,
)
