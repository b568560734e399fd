# SPDX-License-Identifier: AGPL-3.0-or-later
"""The error catalogue: for every finding the smallest bad book, and what is said about it.

`tests/errors/<slug>/book/` is the book. What a checkout cannot hold (links, modes, names that
differ in capital letters only) is made by `tests.odd_books` in a copy of it. `command.txt` says
which command comes upon it, in that folder, where that is not `check`. `expected.txt` is what it
prints; the page of errors in the documentation shows it too.
"""

from __future__ import annotations

import ast
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tools.errors_page import PAGE, errors_page

from commonpress.cli.codes import CODE_OF, CODES, COMMAND_OF
from tests.books import run
from tests.odd_books import MAKERS

if TYPE_CHECKING:
    from tests.conftest import Golden

ROOT = Path(__file__).parents[1]
ERRORS = ROOT / "tests" / "errors"
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


def command_for(slug: str) -> list[str]:
    """The command that comes upon a finding, with its arguments."""
    command = ERRORS / slug / "command.txt"
    return shlex.split(command.read_text(encoding="utf-8")) if command.exists() else ["check"]


def named_in(printed: str) -> list[str]:
    """The names of all findings that a command printed."""
    return re.findall(r"^.+?:\d+:\d+: \w+\[([a-z0-9-]+)\] ", printed, re.MULTILINE)


def is_case_blind(folder: Path) -> bool:
    (folder / "lower").touch()
    return (folder / "LOWER").exists()


def test_every_finding_has_a_bad_book_and_every_bad_book_a_finding() -> None:
    assert sorted(CODE_OF) == SLUGS


def test_every_slug_is_declared_once() -> None:
    assert len(CODE_OF) == len(COMMAND_OF) == len(CODES)


def test_every_code_of_the_program_is_in_the_catalogue() -> None:
    """Wherever it is declared: a finding that `explain` does not know cannot be looked up."""
    declared = {
        node.args[0].value
        for file in sorted((ROOT / "generator").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Code"
        and isinstance(node.args[0], ast.Constant)
    }
    assert declared == set(CODE_OF)


def test_every_example_names_a_command_that_finds_it() -> None:
    commands = {slug: command_for(slug)[0] for slug in SLUGS}
    assert commands == {
        # The zine is printed by a command of its own, too, and more quickly.
        slug: commands[slug] if commands[slug] == "zine" and found == "build" else found
        for slug, found in sorted(COMMAND_OF.items())
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_a_bad_book_is_told_what_is_wrong(
    slug: str, tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    if slug == "case-collision" and is_case_blind(tmp_path):
        pytest.skip("this disk cannot hold two names that differ in capital letters only")
    monkeypatch.chdir(copied(slug, tmp_path))
    said = run(*command_for(slug))
    assert named_in(said.out) == [slug]
    assert said.code == (1 if CODE_OF[slug].severity == "error" else 0)
    golden(ERRORS / slug / "expected.txt", said.out)


@pytest.mark.parametrize("slug", SLUGS)
def test_what_a_finding_means_is_written_in_sentences(slug: str) -> None:
    summary = CODE_OF[slug].summary
    assert summary[0].isupper() or summary[0] == "`"
    assert summary.endswith(".")
    assert run("explain", slug).out.startswith(f"{slug} (")


def test_the_folder_of_errors_holds_no_stray_files() -> None:
    known = {"book", "command.txt", "expected.txt"}
    assert [f for s in SLUGS for f in (ERRORS / s).iterdir() if f.name not in known] == []


def test_the_page_of_errors_is_made_from_the_catalogue(golden: Golden) -> None:
    """Last in this file, so that `--update-golden` has written the texts it is made of."""
    golden(PAGE, errors_page())
