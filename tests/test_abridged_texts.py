# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts of a book with an abridged ledger are told as line by line, whatever is remembered."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bench.book_of import write_book
from commonpress.check import check_book, find_faults
from commonpress.check.abridged_book import AbridgedRegister, abridged_book, judge_abridged
from commonpress.check.months import MonthShaper
from commonpress.check.privacy import reading
from commonpress.ground.sharing import working_in
from commonpress.read.book import read_book
from tests.abridging import SMALL, Notebook, months_of, rewritten

NOTES = [
    "Ask Quillfeather about it",
    "For quillfeather",
    "Our sister rose",
    "Rope Works gave it",
    "Larch gave it",
    "Carried in the rain",
    "Call 07700 900123",
]
SAID = [
    "Quillfeather spoke for it.",
    "They met Tamsel there.",
    "We thank Larch for it.",
    "So be it.",
]
TERMS = ["Quillfeather", "Rope Works", "Larch", "Tamsel"]


def allowed(terms: list[str]) -> str:
    """An allow-list."""
    about = (
        "kind: place\n    reason: A place.\n    approved_by: treasurer\n    review_by: 2099-01-01\n"
    )
    return "terms:\n" + "".join(f"  - term: {term}\n    {about}" for term in terms)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Notebook]:
    """A book of its own, and one memory for all that is tried with it."""
    book = tmp_path_factory.mktemp("told") / "book"
    write_book(book, SMALL)
    return book, Notebook()


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.integers(0, SMALL.months - 1),
            st.integers(0, SMALL.entries),
            st.sampled_from(NOTES),
        ),
        max_size=3,
    ),
    st.sampled_from(SAID),
    st.lists(st.sampled_from(TERMS), unique=True),
    st.sampled_from(["en", "ar"]),
)
def test_people_in_notes_are_told_the_same(
    told: tuple[Path, Notebook],
    notes: list[tuple[int, int, str]],
    said: str,
    terms: list[str],
    language: str,
) -> None:
    """Whatever is remembered of other notes, other words that are known, another language."""
    book, notebook = told
    record, allow = book / "content/decisions/dec-2016-001.md", book / "content/allow.yml"
    commons = book / "content" / "commons.yml"
    changed = [*months_of(book), record, commons]
    texts = {file: file.read_text(encoding="utf-8") for file in changed}
    try:
        for index, number, note in notes:
            month = months_of(book)[index]
            text = month.read_text(encoding="utf-8")
            month.write_text(rewritten(text, number, "note", note), encoding="utf-8")
        record.write_text(f"{texts[record]}\n\n{said}\n", encoding="utf-8")
        commons.write_text(f"{texts[commons]}language: {language}\n", encoding="utf-8")
        if terms:
            allow.write_text(allowed(terms), encoding="utf-8")
        read = read_book(book, quickly=True)
        carefully = check_book(read)[1]
        for memory in (Notebook(), notebook, notebook):
            assert find_faults(read, memory, long=0) == carefully
            memory.forget_verdicts()
            assert find_faults(read, memory) == carefully  # line by line
        event(f"{len(carefully)} findings")
    finally:
        allow.unlink(missing_ok=True)
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")


@settings(max_examples=8)
@given(
    st.lists(st.tuples(st.integers(0, SMALL.entries), st.sampled_from(NOTES)), max_size=3),
    st.sampled_from(SAID),
    st.lists(st.sampled_from(TERMS), unique=True),
)
def test_two_processes_tell_the_same(
    told: tuple[Path, Notebook], notes: list[tuple[int, str]], said: str, terms: list[str]
) -> None:
    """Months abridged and texts read in two processes, however few they are."""
    book, _ = told
    record, allow = book / "content/decisions/dec-2016-001.md", book / "content/allow.yml"
    texts = {file: file.read_text(encoding="utf-8") for file in (months_of(book)[0], record)}
    try:
        for number, note in notes:
            month = months_of(book)[0]
            text = month.read_text(encoding="utf-8")
            month.write_text(rewritten(text, number, "note", note), encoding="utf-8")
        record.write_text(f"{texts[record]}\n\n{said}\n", encoding="utf-8")
        if terms:
            allow.write_text(allowed(terms), encoding="utf-8")
        read = read_book(book, quickly=True)
        carefully = check_book(read)[1]
        with pytest.MonkeyPatch.context() as patch, working_in(2):
            patch.setattr(reading, "_MUCH", 0)
            patch.setattr(sys.modules[AbridgedRegister.__module__], "_MANY", 0)
            for memory in (Notebook(), None):
                assert find_faults(read, memory, long=0) == carefully
                assert find_faults(read, memory) == carefully
    finally:
        allow.unlink(missing_ok=True)
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")


def test_a_warning_elsewhere_leaves_the_ledger_abridged(told: tuple[Path, Notebook]) -> None:
    book, _ = told
    record = book / "content/decisions/dec-2016-001.md"
    text = record.read_text(encoding="utf-8")
    try:
        record.write_text(f"{text}\n\nThey met Tamsel there.\n", encoding="utf-8")
        read = read_book(book, quickly=True)
        abridged = abridged_book(read, MonthShaper(), Notebook())
        assert abridged is not None
        found = judge_abridged(AbridgedRegister(abridged, read.paths), abridged)
        assert found is not None
        assert [finding.code.slug for finding in found] == ["likely-name"]
    finally:
        record.write_text(text, encoding="utf-8")
