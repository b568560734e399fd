# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress zine`: print one issue, or all of them, without the site."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.cli.build import add_as_of, add_draft, processors
from commonpress.cli.private_folder import add_private, publish_on_paper
from commonpress.cli.verb import Verb, WrongUseError, add_book, book_at, progress, tell

if TYPE_CHECKING:
    from commonpress.derive.publication import IssueView, Publication
    from commonpress.ground.diagnostics import Diagnostic
    from commonpress.render.artifact import Artifact

# Said here once more, because asking the kinds for them would cost every other verb their import.
EDITIONS = (
    "screen",
    "large",
    "booklet",
    "mini8",
    "mini8-poster",
    "a6",
    "quarter",
    "trifold",
    "accordion",
    "a3booklet",
    "riso",
)
PROFILES = ("photocopy", "laser", "riso", "screen")
PAPERS = ("A4", "Letter")
ALL = "all"
MM_A_GRAM, THICKEST_MM = 0.1 / 80, 0.5


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument(
        "issue",
        nargs="?",
        default="",
        metavar="ISSUE",
        help="the id of an issue (default: every issue)",
    )
    parser.add_argument(
        "--edition",
        action="append",
        choices=(*EDITIONS, ALL),
        help="a form to print it in, once or more often (default: those the issue asks for)",
    )
    parser.add_argument(
        "--profile",
        choices=PROFILES,
        default=None,
        help="the machine it is made for (default: what suits the edition)",
    )
    parser.add_argument(
        "--paper", choices=PAPERS, default=None, help="the paper (default: what the issue says)"
    )
    parser.add_argument(
        "--language",
        action="append",
        metavar="CODE",
        help="a language to print it in, as es, once or more often (default: those it asks for)",
    )
    parser.add_argument(
        "--creep",
        type=thickness,
        default=0.0,
        metavar="PAPER",
        help="the paper of booklets that are trimmed after folding: its weight, as 80g, or the "
        "thickness of a sheet in mm, as 0.1",
    )
    parser.add_argument(
        "--output", type=Path, default=None, metavar="DIR", help="where to (default: build/zine)"
    )
    add_private(parser)
    add_as_of(parser)
    add_draft(parser)


def thickness(said: str) -> float:
    """The thickness of a sheet in mm, from its weight or as it was measured.

    Copier paper of 80 g a square metre is 0.1 mm thick, and other uncoated paper in proportion.
    """
    weight = said.removesuffix("g")
    measure = float(weight) * MM_A_GRAM if weight != said else float(said)
    if not 0 <= measure <= THICKEST_MM:
        raise ValueError(said)
    return measure


def _run(options: argparse.Namespace) -> int:
    from commonpress.ground.diagnostics import sorted_diagnostics
    from commonpress.ground.sharing import working_in
    from commonpress.printing import pages_kept
    from commonpress.write.tree import lay_in

    book = book_at(options.book)
    outcome = publish_on_paper(
        book, options.private, options.output, options.as_of, draft=options.draft
    )
    if outcome.publication is None:
        return tell(outcome.findings, outcome.sources)
    issues = _issues(outcome.publication, options.issue)
    # What is printed from a private folder leaves no trace in the book, and CI trusts nobody's.
    kept = pages_kept(book, remember=not (options.private or os.environ.get("CI")))
    with working_in(processors()), kept, progress("Printing"):
        files, said = _printed(outcome.publication, book, issues, options)
    code = tell(sorted_diagnostics(outcome.findings, said), outcome.sources)
    if any(finding.is_error for finding in said) and not options.draft:
        return code
    folder = options.output or book / "build" / "zine"
    lay_in(folder, files)
    sys.stderr.writelines(f"{folder / file.path}\n" for file in files)
    return code


def _issues(publication: Publication, wanted: str) -> tuple[IssueView, ...]:
    """The issue of this id, or all; wrong use where there is none."""
    known = [issue.record.id for issue in publication.issues]
    if wanted and wanted not in known:
        raise WrongUseError(f"there is no issue `{wanted}`; there is {', '.join(known)}")
    return tuple(i for i in publication.issues if wanted in ("", i.record.id))


def _printed(
    publication: Publication,
    book: Path,
    issues: tuple[IssueView, ...],
    options: argparse.Namespace,
) -> tuple[list[Artifact], list[Diagnostic]]:
    """Every file asked for, and what there is to say about the issues."""
    from commonpress.kinds.publication import Edition, Paper
    from commonpress.printing import art_of, own_templates
    from commonpress.render.print_editions import print_run
    from commonpress.render.print_paper import Profile
    from commonpress.render.zine_findings import UnprintableIssueError

    named = EDITIONS if options.edition and ALL in options.edition else options.edition or ()
    files: list[Artifact] = []
    said: list[Diagnostic] = []
    for issue, language in _in_languages(publication, issues, options.language):
        try:
            run = print_run(
                publication,
                issue,
                own_templates(book),
                [Edition(name) for name in named],
                paper=Paper(options.paper) if options.paper else None,
                profile=Profile(options.profile) if options.profile else None,
                caliper=options.creep,
                media=art_of(book, issue),
                language=language,
            )
            files += run.files
            said += (*run.notes, *run.faults)
        except UnprintableIssueError as found:
            said += found.findings
    return files, said


def _in_languages(
    publication: Publication, issues: tuple[IssueView, ...], named: list[str] | None
) -> list[tuple[IssueView, str]]:
    """Each issue with every language it is printed in; wrong use where one has no words."""
    from commonpress.render.catalogues import languages
    from commonpress.render.languages import zine_languages

    commons = publication.commons
    unknown = [n for n in named or () if n.partition("-")[0] not in languages()]
    if unknown:
        known = ", ".join(languages())
        raise WrongUseError(f"there are no words in `{unknown[0]}`; there are in {known}")
    return [
        (issue, name)
        for issue in issues
        for name in dict.fromkeys(named or zine_languages(commons, issue.record))
    ]


VERB = Verb(
    name="zine",
    summary="Print an issue of the zine in any edition: booklet, mini-zine, large print and more.",
    example="commonpress zine . spring-2026 --edition mini8 --paper A4",
    add_options=_add_options,
    run=_run,
)
