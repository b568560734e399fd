# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is on paper only comes from outside the book, and leaves no trace in what is published."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.books import book, run
from tests.codes import text_of

MARK = "Quillwort"
SETTINGS = """\
publish:
  - kind: norm
    seen: paper
    decision: dec-2026-001
"""
NORM = f"""\
---
title: {MARK}s are watered
text: Whoever passes waters the {MARK.lower()} in the yard.
adopted_by: dec-2026-001
---
It wilted once.
"""
ISSUE = """\
---
title: Winter 2025
number: 1
season: 2025-winter
date: 2026-03-05
editions: [screen]
sections:
  - section: norms
  - section: colophon
---
"""


@pytest.fixture(autouse=True)
def on_a_machine_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where CI runs, nothing private is printed: the last test says so."""
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = book(tmp_path / "book", {"content/zines/winter-2026.md": ISSUE})
    with (made / "content/commons.yml").open("a") as file:
        file.write(SETTINGS)
    subprocess.run(["git", "init", "-q", made], check=True)
    return made


@pytest.fixture
def private(tmp_path: Path) -> Path:
    file = tmp_path / "private/content/norms/quillwort.md"
    file.parent.mkdir(parents=True)
    file.write_text(NORM)
    return tmp_path / "private"


def holding(folder: Path, mark: str = MARK) -> list[str]:
    """Every file below a folder that holds the mark, in its name or in what it holds."""
    return sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file()
        and (
            mark.lower() in str(file.relative_to(folder)).lower()
            or mark.lower().encode() in file.read_bytes().lower()
            or (file.suffix == ".pdf" and mark.lower() in text_of(file).lower())
        )
    )


def test_it_is_printed_and_nothing_else_holds_it(
    folder: Path, private: Path, tmp_path: Path
) -> None:
    before = {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    out = tmp_path / "out"
    done = run("zine", folder, "--private", private, "--output", out)
    assert done.code == 0, done
    assert holding(out) == ["winter-2026-screen.pdf"]
    assert {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()} == before
    assert run("build", folder).code == 0
    assert (folder / "build/site/index.html").is_file()
    assert holding(folder) == []


def test_a_sheet_takes_it_too_and_gives_it_no_address(folder: Path, tmp_path: Path) -> None:
    settings = folder / "content/commons.yml"
    settings.write_text(settings.read_text().replace("kind: norm", "kind: assembly"))
    minutes = (folder / "content/assemblies/asm-2026-03.md").read_text()
    moved = tmp_path / "private/content/assemblies"
    moved.mkdir(parents=True)
    (moved / "asm-2026-02.md").write_text(minutes)
    refused = run("sheet", folder, "minutes", "--private", tmp_path / "private", "--output", moved)
    # The public folder still holds an assembly, which is an error of its own.
    assert refused.code == 1
    assert "not-for-this-folder" in refused.out


@pytest.mark.parametrize("where", ["private", "content/private", "build/private"])
def test_a_private_folder_in_the_book_is_refused(folder: Path, tmp_path: Path, where: str) -> None:
    inside = folder / where
    (inside / "content/norms").mkdir(parents=True)
    (inside / "content/norms/quillwort.md").write_text(NORM)
    refused = run("zine", folder, "--private", inside, "--output", tmp_path / "out")
    assert refused.code == 2
    assert "lies in the book" in refused.err
    assert not (tmp_path / "out").exists()


def test_what_is_printed_does_not_go_into_the_book(folder: Path, private: Path) -> None:
    nowhere = run("zine", folder, "--private", private)
    inside = run("zine", folder, "--private", private, "--output", folder / "build/site")
    assert (nowhere.code, inside.code) == (2, 2)
    assert "--output" in nowhere.err
    assert holding(folder) == []


def test_only_kinds_for_paper_are_taken(folder: Path, private: Path, tmp_path: Path) -> None:
    (private / "content/pages").mkdir()
    (private / "content/pages/a-page.md").write_text("---\ntitle: A page\n---\nWords.\n")
    refused = run("zine", folder, "--private", private, "--output", tmp_path / "out")
    assert refused.code == 2
    assert "`page`" in refused.err


def test_a_private_record_keeps_the_rules_of_the_book(
    folder: Path, private: Path, tmp_path: Path
) -> None:
    file = private / "content/norms/quillwort.md"
    file.write_text(NORM.replace("adopted_by: dec-2026-001", "adopted_by: dec-2026-099"))
    refused = run("zine", folder, "--private", private, "--output", tmp_path / "out")
    assert refused.code == 1
    assert "content/norms/quillwort.md" in refused.out
    assert not (tmp_path / "out").exists()


def test_nothing_private_is_read_where_machines_build(
    folder: Path, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    assert run("zine", folder, "--private", private, "--output", tmp_path / "out").code == 2


def test_in_the_public_folder_it_is_an_error(folder: Path, private: Path) -> None:
    (folder / "content/norms").mkdir(exist_ok=True)
    (private / "content/norms/quillwort.md").rename(folder / "content/norms/quillwort.md")
    found = run("check", folder)
    assert found.code == 1
    assert "not-for-this-folder" in found.out
