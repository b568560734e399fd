# SPDX-License-Identifier: AGPL-3.0-or-later
"""A book judged by its abridged months is told what it is told line by line, the last word alike.

Every small bad book of the error catalogue is judged both ways, and so is a sound one in which one
line is written otherwise; each a second time from what was remembered of the first.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bench.book_of import write_book
from bench.size import Size
from commonpress.check import check_book, find_faults
from commonpress.check.abridged_book import AbridgedRegister, abridged_book, judge_abridged
from commonpress.check.months import MonthShaper
from commonpress.ground.diagnostics import Diagnostic
from commonpress.kinds.entry import Entry
from commonpress.read.book import read_book
from commonpress.write.memory import FolderMemory, program_at
from tests.abridging import SMALL, Babbler, Notebook, months_of, rewritten
from tests.odd_books import MAKERS

ROOT = Path(__file__).parents[1]
ERRORS = ROOT / "tests" / "errors"
BOOKS = sorted(
    folder.name
    for folder in ERRORS.iterdir()
    if (folder / "book" / "ledger").is_dir() and folder.name not in MAKERS
)


def judged(book: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with a book; both ways say the same, with and without memory."""
    read = read_book(book, quickly=True)
    carefully = check_book(read)[1]
    notebook = Notebook()
    assert find_faults(read, notebook, long=0) == carefully
    assert find_faults(read, notebook, long=0) == carefully
    notebook.forget_verdicts()
    assert find_faults(read, notebook, long=0) == carefully
    return carefully


# --- bad books -----------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", BOOKS)
def test_a_bad_book_is_told_the_same(slug: str) -> None:
    judged(ERRORS / slug / "book")


def test_the_sample_is_told_the_same() -> None:
    judged(ROOT)


# --- a sound book, with one line written otherwise -----------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("sound")
    write_book(book, SMALL)
    return book


def test_a_sound_book_is_judged_by_fewer_lines(sound: Path) -> None:
    assert judged(sound) == ()
    read = read_book(sound, quickly=True)
    book = abridged_book(read, MonthShaper(), Notebook())
    assert book is not None
    lines = [record for record in book.shaped.records if isinstance(record, Entry)]
    assert 0 < len(lines) < SMALL.entries
    register = AbridgedRegister(book, read.paths)
    assert judge_abridged(register, book) == ()


VALUES = {
    "date": ["2016-01-01", "2016-01-31", "2016-02-29", "2016-03-01", "1999-01-01"],
    "action": "received distributed moved lent returned made used spoiled paid counted".split(),
    "resource": ["vegetables", "euro", "tools", "meals", "nothing-known"],
    "quantity": ["0", "0.1", "1", "5000", "0.100"],
    "unit": ["kg", "EUR", "tool", "crate", "stone"],
    "from": ["store", "grocers", "nowhere", "cash-box", "before-the-book"],
    "to": ["store", "guests", "nowhere", "cash-box", "supplies"],
    "project": ["long-table", "nothing"],
    "households": ["0", "1", "4", "5", "12"],
    "contributors": ["1", "2"],
    "group": ["bread", "meal-1"],
    "corrects": ["ent-2016-01-0001", "ent-2016-02-0002", "ent-2016-01-0009", "ent-2000-01-0001"],
    "reason": ["Read off the wrong line", "Call 07700 900123"],
    "note": ["Write to someone@commons.example", "Carried in the rain", "'quoted'"],
    "due": ["2016-02-01", "2015-01-01"],
    "recorded": ["2016-02-01", "2015-01-01", "2030-01-01"],
    "tolerance": ["0", "5"],
    "receipt": ["withheld", "r-1"],
    "decision": ["dec-2016-001", "dec-1999-001"],
    "approved_by": ["[treasurer]", "[nobody]"],
    "id": ["ent-2016-01-0001", "ent-2016-02-9999", "ent-2017-02-0001"],
}


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(0, SMALL.months - 1),
            st.integers(0, SMALL.entries),
            st.sampled_from(
                [(name, value) for name, values in VALUES.items() for value in (*values, None)]
            ),
        ),
        min_size=1,
        max_size=2,
    )
)
def test_a_line_written_otherwise_is_told_the_same(
    sound: Path, changes: list[tuple[int, int, tuple[str, str | None]]]
) -> None:
    months = months_of(sound)
    texts = {month: month.read_text(encoding="utf-8") for month in months}
    try:
        for index, number, (name, value) in changes:
            text = months[index].read_text(encoding="utf-8")
            months[index].write_text(rewritten(text, number, name, value), encoding="utf-8")
        found = judged(sound)
        event("sound" if not found else "faulty")
    finally:
        for month, text in texts.items():
            month.write_text(text, encoding="utf-8")


# --- one of three lines that are added up, written otherwise -------------------------------------

ALIKE = {
    "received": "resource: bread, unit: kg, from: bakeries, to: store",
    "distributed": "resource: bread, unit: kg, households: 12",
    "lent": "resource: tools, unit: tool, from: tool-room, to: loans, due: 2016-02-20",
    "used": "resource: vegetables, unit: kg, group: soup",
    "made": "resource: meals, unit: meals, group: soup",
    "moved": "resource: vegetables, unit: kg, from: store, to: cart, project: roll-cart",
}
OPENING = (
    "action: received, resource: bread, unit: kg, from: before-the-book, to: store",
    "action: received, resource: vegetables, unit: kg, from: before-the-book, to: store",
    "action: received, resource: tools, unit: tool, from: before-the-book, to: tool-room",
)


def month_of_alike() -> str:
    """A month in which each action stands three times on one day."""
    lines = [f"date: 2016-01-04, {line}, quantity: 20" for line in OPENING]
    for action, said in ALIKE.items():
        lines += [f"date: 2016-01-20, action: {action}, {said}, quantity: {n}" for n in (1, 2, 3)]
    return "entries:\n" + "".join(
        f"  - id: ent-2016-01-{number:04d}\n    " + "\n    ".join(line.split(", ")) + "\n"
        for number, line in enumerate(lines, 1)
    )


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("alike")
    size = Size(months=1, entries=40, assemblies=1, decisions=2, cases=0, norms=0, prose=20)
    write_book(book, size)
    months_of(book)[0].write_text(month_of_alike(), encoding="utf-8")
    return book


def test_lines_that_are_alike_are_judged_as_their_sum(alike: Path) -> None:
    assert judged(alike) == ()
    book = abridged_book(read_book(alike, quickly=True), MonthShaper(), Notebook())
    assert book is not None
    lines = [record for record in book.shaped.records if isinstance(record, Entry)]
    assert [line.quantity for line in lines] == [20] * len(OPENING) + [6] * len(ALIKE)


@pytest.mark.parametrize("action", sorted(ALIKE))
def test_no_line_hides_behind_those_it_is_like(alike: Path, action: str) -> None:
    """The second of three lines, and every field of it with every value."""
    month = months_of(alike)[0]
    text = month.read_text(encoding="utf-8")
    number = len(OPENING) + 3 * list(ALIKE).index(action) + 1
    faulty = 0
    try:
        for name, values in VALUES.items():
            for value in (*values, None):
                month.write_text(rewritten(text, number, name, value), encoding="utf-8")
                faulty += bool(judged(alike))
    finally:
        month.write_text(text, encoding="utf-8")
    assert faulty > 0


def test_a_line_is_doubled_across_two_files_of_a_month(sound: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(sound, book)
    first = months_of(book)[0]

    first.with_suffix(".csv").write_text(
        "id,date,action,resource,quantity,unit,from,to\n"
        "ent-2016-01-0001,2016-01-02,received,bread,1,kg,bakeries,store\n",
        encoding="utf-8",
    )
    assert "doubled-id" in {finding.code.slug for finding in judged(book)}


def field_of(text: str, name: str) -> str:
    """What stands first under a name."""
    return str(re.findall(rf"{name}: (\S+)", text)[0])


def test_a_correction_reaches_into_another_month(sound: Path, tmp_path: Path) -> None:
    """The line it corrects is judged whole there, not as part of a sum."""
    book = tmp_path / "book"
    shutil.copytree(sound, book)
    last = months_of(book)[-1]
    first = months_of(book)[0].read_text(encoding="utf-8")
    line = next(
        line for line in first.split("\n  - ") if "action: received" in line and "bread" in line
    )
    name, quantity = field_of(line, "id"), field_of(line, "quantity")
    day = field_of(last.read_text(encoding="utf-8"), "date")
    much, little = f"{float(quantity) + 0.1:.1f}", "0.1"
    codes = []
    for taken in (little, much):
        added = (
            f"  - id: ent-{day[:7]}-9001\n    date: {day}\n    action: received\n"
            f"    resource: bread\n    quantity: {taken}\n    unit: kg\n    from: store\n"
            f"    to: bakeries\n    corrects: {name}\n    reason: Weighed with the crate\n"
        )
        text = last.read_text(encoding="utf-8")
        last.write_text(text + added, encoding="utf-8")
        codes.append({finding.code.slug for finding in judged(book)})
        last.write_text(text, encoding="utf-8")
    assert "correction-too-large" in codes[1] - codes[0]


# --- memory --------------------------------------------------------------------------------------


def test_only_the_month_that_changed_is_read_again(sound: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(sound, book)
    notebook = Notebook()
    find_faults(read_book(book, quickly=True), notebook, long=0)
    assert notebook.made == SMALL.months
    month = months_of(book)[1]
    month.write_text(
        rewritten(month.read_text(encoding="utf-8"), 3, "note", "Carried in the rain"),
        encoding="utf-8",
    )
    find_faults(read_book(book, quickly=True), notebook, long=0)
    assert notebook.made == SMALL.months + 1


def test_nonsense_in_memory_is_read_as_nothing(sound: Path) -> None:
    babbler = Babbler()
    assert find_faults(read_book(sound, quickly=True), babbler, long=0) == ()
    assert babbler.made == SMALL.months


def test_a_sound_book_is_known_until_anything_of_it_changes(sound: Path, tmp_path: Path) -> None:
    book, notebook = tmp_path / "book", Notebook()
    shutil.copytree(sound, book)
    find_faults(read_book(book, quickly=True), notebook)
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr("commonpress.check._find")  # so that nobody can ask a rule
        assert find_faults(read_book(book, quickly=True), notebook) == ()
        (book / "content" / "media").mkdir()
        (book / "content" / "media" / "quillfeather.jpg").write_bytes(b"")
        with pytest.raises(NameError):
            find_faults(read_book(book, quickly=True), notebook)


def test_a_folder_keeps_what_was_asked_for_and_nothing_of_another_program(tmp_path: Path) -> None:
    memory = FolderMemory(tmp_path, "months", b"one")
    memory.keep("March", b"made of March")
    memory.keep("April", b"made of April")
    later = FolderMemory(tmp_path, "months", b"one")
    assert (later.recall("March"), later.recall("May")) == (b"made of March", None)
    later.forget_the_rest()
    assert FolderMemory(tmp_path, "months", b"one").recall("April") is None
    assert FolderMemory(tmp_path, "months", b"two").recall("March") is None
    assert [file.name for file in tmp_path.iterdir()] == ["build"]
    assert "*" in (tmp_path / "build" / ".cache" / ".gitignore").read_text(encoding="utf-8")


@pytest.mark.parametrize("linked", ["build", "build/.cache", "build/.cache/months"])
def test_a_link_leads_no_memory_out_of_the_book(tmp_path: Path, linked: str) -> None:
    book, outside = tmp_path / "book", tmp_path / "outside"
    outside.mkdir()
    (book / linked).parent.mkdir(parents=True)
    (book / linked).symlink_to(outside)
    memory = FolderMemory(book, "months", b"one")
    memory.keep("March", b"made of March")
    memory.forget_the_rest()
    assert memory.recall("March") is None
    assert list(outside.iterdir()) == []


def test_a_program_is_known_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1\n", encoding="utf-8")
    first = program_at(tmp_path, "1")
    assert program_at(tmp_path, "1") == first
    assert program_at(tmp_path, "2") != first
    (tmp_path / "one.py").write_text("a = 12\n", encoding="utf-8")
    assert program_at(tmp_path, "1") != first
