# SPDX-License-Identifier: AGPL-3.0-or-later
"""The error catalogue: for every finding the smallest bad book, and what is said about it.

`tests/errors/<slug>/book/` is the book. What a checkout cannot hold (links, modes, names that
differ in capital letters only) is made by `tests.odd_books` in a copy of it. `expected.txt` is
what `commonpress check` prints; the page of errors in the documentation shows it too.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tools.errors_page import PAGE, errors_page

from commonpress.check.catalogue import CODE_OF, CODES
from tests.books import diagnostics, run
from tests.odd_books import MAKERS

if TYPE_CHECKING:
    from tests.conftest import Golden

ERRORS = Path(__file__).parent / "errors"
SLUGS = sorted(folder.name for folder in ERRORS.iterdir() if folder.is_dir())


def copied(slug: str, folder: Path) -> Path:
    """The bad book of a finding, whole."""
    book = folder / "book"
    if (ERRORS / slug / "book").is_dir():
        shutil.copytree(ERRORS / slug / "book", book)
    book.mkdir(exist_ok=True)
    if slug in MAKERS:
        MAKERS[slug](book)
    return book


def is_case_blind(folder: Path) -> bool:
    (folder / "lower").touch()
    return (folder / "LOWER").exists()


def test_every_finding_has_a_bad_book_and_every_bad_book_a_finding() -> None:
    assert sorted(CODE_OF) == SLUGS


def test_every_slug_is_declared_once() -> None:
    assert len(CODE_OF) == len(CODES)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_bad_book_is_told_what_is_wrong(slug: str, tmp_path: Path, golden: Golden) -> None:
    if slug == "case-collision" and is_case_blind(tmp_path):
        pytest.skip("this disk cannot hold two names that differ in capital letters only")
    book = copied(slug, tmp_path)
    assert [d.code.slug for d in diagnostics(book)] == [slug]
    said = run("check", book)
    assert said.code == (1 if CODE_OF[slug].severity == "error" else 0)
    golden(ERRORS / slug / "expected.txt", said.out)


@pytest.mark.parametrize("slug", SLUGS)
def test_what_a_finding_means_is_written_in_sentences(slug: str) -> None:
    summary = CODE_OF[slug].summary
    assert summary[0].isupper() or summary[0] == "`"
    assert summary.endswith(".")
    assert run("explain", slug).out.startswith(f"{slug} (")


def test_the_folder_of_errors_holds_no_stray_files() -> None:
    known = {"book", "expected.txt"}
    assert [f for s in SLUGS for f in (ERRORS / s).iterdir() if f.name not in known] == []


def test_the_page_of_errors_is_made_from_the_catalogue(golden: Golden) -> None:
    """Last in this file, so that `--update-golden` has written the texts it is made of."""
    golden(PAGE, errors_page())
