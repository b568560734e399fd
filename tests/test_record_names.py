# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files, folders and ids called after a person are told, and nothing printed repeats the name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from commonpress.check.report import FORMATS
from tests.books import MARCH, SOUND, book, diagnostics, edited, run
from tests.pictures import png

NAMES = re.compile("amaranta|quispe|maribel", re.IGNORECASE)
PAGE = "---\ntitle: Take part\ndescription: How.\n---\nCome and eat.\n"
NOTED = SOUND[MARCH].replace("unit: kg\n", "unit: kg\n    note: Brought by Quispe\n", 1)
PRACTICE = "---\ntitle: The pot\nform: ritual\nstarted: 2026-01-10\n---\nSoup.\n"
ALLOWED = """\
terms:
  - {term: Amaranta Row, kind: place, scope: [page], reason: A street that the city named,
     approved_by: facilitator, review_by: 2027-01-01}
"""


def told(folder: Path) -> list[tuple[str, str]]:
    """The findings about names, with the message."""
    found = ((f.code.slug, f.message) for f in diagnostics(folder))
    return [one for one in found if one[0] in {"named-after-somebody", "id-like-a-name"}]


@pytest.mark.parametrize(
    "path",
    [
        "content/pages/amaranta.md",
        "content/pages/amaranta/hours.md",
        "content/pages/ask-amaranta-first.md",
        "content/norms/maribel-knocks.md",
        "content/media/maribel.png",
        "content/projects/amaranta/README.md",
        "content/pages/Amaranta Quispe.md",
        "content/letters/maribel.md",
    ],
)
def test_a_file_or_folder_called_after_somebody_is_told(path: str, tmp_path: Path) -> None:
    content: str | bytes = png() if path.endswith("png") else PAGE
    folder = book(tmp_path, {path: content})
    assert {slug for slug, _ in told(folder)} == {"id-like-a-name"}
    for form in FORMATS:
        assert not NAMES.search(run("check", folder, "--format", form).out), form


@pytest.mark.parametrize("path", ["cases/amaranta.md", "cases/rose-and-hope.md"])
def test_among_stories_such_a_name_is_an_error_and_no_part_of_it_is_shown(
    path: str, tmp_path: Path
) -> None:
    folder = book(tmp_path, {path: "---\ntitle: x\n---\nx\n"})
    for form in FORMATS:
        said = run("check", folder, "--format", form)
        assert said.code == 1
        assert not re.search("amaranta|rose|hope", said.out, re.IGNORECASE), form
    if "amaranta" in path:
        assert told(folder)[0][0] == "named-after-somebody"


def test_a_name_that_a_note_holds_is_an_error_in_the_name_of_a_page(tmp_path: Path) -> None:
    folder = book(tmp_path, {MARCH: NOTED, "content/pages/quispe-knows.md": PAGE})
    ((slug, message),) = told(folder)
    assert slug == "named-after-somebody"
    assert "the name of a file or folder in content/pages" in message
    assert not NAMES.search(run("check", folder).out)


def test_an_id_in_a_list_is_told_and_so_hidden_wherever_it_is_quoted(tmp_path: Path) -> None:
    accounts = SOUND["ledger/accounts.yml"].replace("id: store\n", "id: amaranta\n")
    folder = book(tmp_path, {"ledger/accounts.yml": accounts})
    assert ("id-like-a-name",) in {one[:1] for one in told(folder)}
    said = run("check", folder)
    assert "ledger/accounts.yml" in said.out
    assert not NAMES.search(said.out)
    wrong = edited(MARCH, "    to: store\n", "    to: amarant\n")
    folder = book(tmp_path / "near", {"ledger/accounts.yml": accounts, **wrong})
    said = run("check", folder)
    assert "unknown-reference" in said.out, "its hint would name the nearest account"
    assert not NAMES.search(said.out)


def test_who_asks_on_their_own_machine_is_shown_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    folder = book(tmp_path, {"content/pages/amaranta.md": PAGE})
    assert "content/pages/amaranta.md:1:1" in run("check", folder, "--show").out


def test_a_place_on_the_list_may_stand_in_a_name_and_is_used_by_it(tmp_path: Path) -> None:
    files = {"content/pages/amaranta-row.md": PAGE, "content/allow.yml": ALLOWED}
    folder = book(tmp_path, files)
    assert [f.code.slug for f in diagnostics(folder)] == []
    other = book(tmp_path / "other", {**files, "content/media/amaranta-row.png": png()})
    assert told(other) == []
    practice = book(tmp_path / "practice", {**files, "content/practices/amaranta-row.md": PRACTICE})
    assert [slug for slug, _ in told(practice)] == ["id-like-a-name"], "it may stand in pages alone"


def test_handles_and_words_are_no_names(tmp_path: Path) -> None:
    files = {f"content/pages/{name}.md": PAGE for name in ("wren", "rose-garden", "asm", "faq")}
    assert told(book(tmp_path, files)) == []


@pytest.mark.parametrize(
    ("field", "written", "marked"),
    [
        ("note: Brought by Quispe today", (22, 28), "Quispe"),
        ("note: 'Brought by Quispe today'", (23, 29), "Quispe"),
        ("note: >-\n      Brought by\n      Quispe", (11, 0), ">"),
    ],
)
def test_a_finding_marks_what_it_means_in_its_line(
    field: str, written: tuple[int, int], marked: str, tmp_path: Path
) -> None:
    text = SOUND[MARCH].replace("unit: kg\n", f"unit: kg\n    {field}\n", 1)
    found, *_ = json.loads(run("check", book(tmp_path, {MARCH: text}), "--format", "json").out)
    line = text.split("\n")[found["line"] - 1]
    assert (found["column"], found["end_column"]) == written
    assert line[found["column"] - 1 :].startswith(marked)
