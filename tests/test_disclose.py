# SPDX-License-Identifier: AGPL-3.0-or-later
"""The second wall: what may not be seen is in no file of the output, not even of a draft."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.books import MARCH, SOUND, book, called

ROOT = Path(__file__).parents[1]
MARKER = "someone@hidden-house.example"


def holding(folder: Path, marker: str) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and marker.encode() in path.read_bytes()
    ]


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    """A draft of a book in which a case and an entry hold an address of someone."""
    case = (ROOT / "cases" / "case-2024-006.md").read_text(encoding="utf-8")
    marked = {
        "cases/case-2024-006.md": f"{case}\nWrite to {MARKER} for more.\n",
        MARCH: SOUND[MARCH].replace("quantity: 42.5", f"quantity: 42.5\n    note: ask {MARKER}"),
    }
    folder = book(tmp_path, marked)
    run = called("build", folder, "--output", tmp_path / "out", "--draft")
    assert run.code == 1
    assert MARKER not in run.out + run.err
    return tmp_path / "out"


def test_a_draft_is_printed_without_what_is_private(drafted: Path) -> None:
    assert holding(drafted, MARKER) == []
    assert holding(drafted, "hidden-house") == []


def test_the_search_for_a_marker_would_find_one(drafted: Path) -> None:
    """The control: what is not private is found by the same search."""
    assert holding(drafted, "The Long Table")


def test_figures_stay_right_when_words_are_withheld(drafted: Path) -> None:
    entries = (drafted / "data" / "entries.csv").read_text(encoding="utf-8")
    assert "42.5" in entries


def test_only_one_module_makes_a_publication() -> None:
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "generator").rglob("*.py"))
        if any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Publication"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]
    assert makers == ["generator/commonpress/derive/disclose.py"]
