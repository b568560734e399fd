# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is held back is sealed on arrival, and once it is shown it verifies as written by then."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonpress.ground.commitments import commitment
from tests.books import findings
from tests.sealed_books import append, rewrite, seal, sealed_book
from tests.test_verify import on_one_line, verify

SALT = "00112233445566778899aabbccddeeff"
TEXT = "The office asked for a list of everyone who eats here. We sent none."
FILE = "content/scrutiny/scr-2026-001.md"
HELD = f"""\
---
title: The office asked a question
date: 2026-03-12
code: information_request
office: The city's office
held:
  until: 2026-09-01
  decision: dec-2026-001
  hash: {commitment(SALT, TEXT)}
---
We asked for time.
"""
SHOWN = f"  salt: {SALT}\n  text: {TEXT}\n  shown_on: 2026-04-01\n"
BY_THEN = "What was held back and is shown today was written by 12 March 2026"


@pytest.fixture
def arrived(tmp_path: Path) -> Path:
    """A book that sealed the hash on arrival, and printed a poster after that."""
    tiny = sealed_book(tmp_path / "book", {FILE: HELD})
    assert seal(tiny, "2026-03-13", "--printed", "poster").code == 0
    return tiny


def show(tiny: Path, more: str = "") -> None:
    rewrite(tiny / FILE, "---\nWe asked", f"{SHOWN}{more}---\nWe asked")


def test_what_is_still_held_back_says_nothing_of_its_text(arrived: Path) -> None:
    said = on_one_line(verify(arrived, "scr-2026-001"))
    assert "has been since 12 March 2026" in said
    assert BY_THEN not in said


@pytest.mark.parametrize("sealed_again", [False, True])
def test_what_is_shown_later_verifies_as_written_by_then(
    arrived: Path,
    sealed_again: bool,  # noqa: FBT001 - a case of the test
) -> None:
    show(arrived, "outcome: They did not come back.\n")
    assert findings(arrived) == ()
    if sealed_again:
        assert seal(arrived, "2026-04-01").code == 0
    said = verify(arrived, "scr-2026-001")
    assert said.code == 0
    assert BY_THEN in on_one_line(said)
    assert "`poster` was printed after that" in on_one_line(said)


def test_another_text_under_the_same_hash_is_an_error(arrived: Path) -> None:
    show(arrived)
    rewrite(arrived / FILE, "We sent none", "We sent two")
    assert "held-text-differs" in [found[0] for found in findings(arrived)]
    assert BY_THEN not in on_one_line(verify(arrived, "scr-2026-001"))


def test_a_hash_that_was_exchanged_after_sealing_proves_nothing(arrived: Path) -> None:
    other = TEXT.replace("none", "two")
    show(arrived)
    rewrite(arrived / FILE, commitment(SALT, TEXT), commitment(SALT, other))
    rewrite(arrived / FILE, "We sent none", "We sent two")
    assert "sealed-changed" in [found[0] for found in findings(arrived)]
    assert BY_THEN not in on_one_line(verify(arrived, "scr-2026-001"))


def test_marks_alone_prove_nothing(arrived: Path) -> None:
    """Even with the marks of the log made to fit, the leaf has to fit as well."""
    show(arrived)
    rewrite(arrived / FILE, "title: The office asked a question", "title: Another question")
    assert BY_THEN not in on_one_line(verify(arrived, "scr-2026-001"))


def test_a_text_that_was_never_held_back_says_nothing_of_it(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path / "book")
    assert BY_THEN not in on_one_line(verify(tiny, "dec-2026-001"))
    append(tiny / "content/handles.yml", "  - {id: bracken, consented_on: 2026-03-14}\n")
    assert seal(tiny, "2026-03-14").code == 0
