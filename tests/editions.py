# SPDX-License-Identifier: AGPL-3.0-or-later
"""The issue that is printed in every edition by the tests, and where its files are laid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from commonpress.derive.publication import IssueView, Publication, SectionView
from commonpress.render.artifact import Artifact
from tests.publications import tidewater

MM = 72 / 25.4
BARE = "<!doctype html><html lang=en><title>A test</title>"


def told(book: Publication) -> IssueView:
    """The issue of the book, with a section of every sort."""
    first = book.issues[0]
    sections = (
        *first.sections,
        SectionView("decisions", "What we decided", decisions=book.decisions),
        SectionView("case", "", cases=book.cases[:1]),
        SectionView("norms", "", norms=book.norms),
        SectionView("roles", "", roles=book.roles),
        SectionView("next", ""),
    )
    return replace(first, sections=sections)


BOOK = tidewater()
ISSUE = told(BOOK)


def laid_in(folder: Path, files: tuple[Artifact, ...]) -> Path:
    for file in files:
        name = file.path.removeprefix(f"{ISSUE.record.id}-")
        (folder / name).write_bytes(file.content)
    return folder
