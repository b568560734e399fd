# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress number`: ids are filled in, and no other byte changes."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.read.book import read_book
from tests.books import MARCH, Run, book, run

TABLE = "ledger/2026/2026-03.csv"
APRIL = "ledger/2026/2026-04.yml"
REST = "date: 2026-03-05, action: received, resource: vegetables, quantity: 3, unit: kg"


def numbered(folder: Path, content: str | bytes, path: str = MARCH) -> tuple[Run, bytes]:
    """Write one month, number the book, and give back what was said and what stands there now."""
    tiny = book(folder, {path: content, **({MARCH: None} if path == TABLE else {})})
    return run("number", tiny), (tiny / path).read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- id:\n    date: 2026-03-05\n", "- id: ent-2026-03-0001\n    date: 2026-03-05\n"),
        ("- id: \n    date: x\n", "- id: ent-2026-03-0001 \n    date: x\n"),
        ("- id: # blank\n    date: x\n", "- id: ent-2026-03-0001 # blank\n    date: x\n"),
        ('- id: ""\n    date: x\n', "- id: ent-2026-03-0001\n    date: x\n"),
        ("- id: ''\n", "- id: ent-2026-03-0001\n"),
        ("- date: x\n    id:\n", "- date: x\n    id: ent-2026-03-0001\n"),
        ("- date: x\n    unit: kg\n", "- id: ent-2026-03-0001\n    date: x\n    unit: kg\n"),
        (
            "-   date: x\n      unit: kg\n",
            "-   id: ent-2026-03-0001\n      date: x\n      unit: kg\n",
        ),
        ("-\n    date: x\n", "-\n    id: ent-2026-03-0001\n    date: x\n"),
        ("- {date: x, unit: kg}\n", "- {id: ent-2026-03-0001, date: x, unit: kg}\n"),
        ("- {id: , date: x}\n", "- {id: ent-2026-03-0001, date: x}\n"),
        ("- {id: '', date: x}\n", "- {id: ent-2026-03-0001, date: x}\n"),
        ("- {\n     date: x}\n", "- {\n     id: ent-2026-03-0001, date: x}\n"),
        ("- {}\n", "- {id: ent-2026-03-0001}\n"),
        ("- é: x\n", "- id: ent-2026-03-0001\n    é: x\n"),
    ],
)
def test_an_id_is_written_where_it_belongs(tmp_path: Path, before: str, after: str) -> None:
    said, now = numbered(tmp_path, f"# March\nentries:\n  {before}# end\n")
    assert said.code == 0
    assert now.decode() == f"# March\nentries:\n  {after}# end\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id,COLS\n,ROW\n", "id,COLS\nent-2026-03-0001,ROW\n"),
        ('id,COLS\n"",ROW\n', "id,COLS\nent-2026-03-0001,ROW\n"),
        ("id,COLS\n  ,ROW\n", "id,COLS\nent-2026-03-0001,ROW\n"),
        ("COLS,id\nROW,\nROW,\n", "COLS,id\nROW,ent-2026-03-0001\nROW,ent-2026-03-0002\n"),
        ("COLS\nROW\n\nROW\n", "id,COLS\nent-2026-03-0001,ROW\n\nent-2026-03-0002,ROW\n"),
        (
            'note,COLS,id\n"x\ny",ROW,\n,ROW,ent-2026-03-0007\n',
            'note,COLS,id\n"x\ny",ROW,ent-2026-03-0008\n,ROW,ent-2026-03-0007\n',
        ),
        (
            'note,COLS\n"x\ny",ROW\n,ROW\n',
            'id,note,COLS\nent-2026-03-0001,"x\ny",ROW\nent-2026-03-0002,,ROW\n',
        ),
    ],
)
def test_an_id_is_written_into_its_column(tmp_path: Path, before: str, after: str) -> None:
    said, now = numbered(tmp_path, filled(before), TABLE)
    assert said.code == 0
    assert now.decode() == filled(after)


def filled(table: str) -> str:
    columns = "date,action,resource,quantity,unit"
    return table.replace("COLS", columns).replace("ROW", "2026-03-05,received,vegetables,3,kg")


def test_numbers_follow_the_highest_of_their_month_in_either_form(tmp_path: Path) -> None:
    tiny = book(
        tmp_path,
        {
            TABLE: filled("id,COLS\nent-2026-03-0019,ROW\n,ROW\n"),
            MARCH: f"entries:\n  - {{{REST}}}\n  - {{id: ent-2026-03-0007, {REST}}}\n",
            APRIL: f"entries:\n  - {{{REST}}}\n",
        },
    )
    said = run("number", tiny)
    assert said == Run(
        0,
        f"{TABLE}: 1 entry numbered, ent-2026-03-0020\n"
        f"{MARCH}: 1 entry numbered, ent-2026-03-0021\n"
        f"{APRIL}: 1 entry numbered, ent-2026-04-0001\n",
        "",
    )


def test_hours_are_numbered_in_a_row_of_their_own(tmp_path: Path) -> None:
    path = "ledger/hours/2026-03.csv"
    table = "id,date,work,minutes\nhrs-2026-03-011,2026-03-05,Cooking,90\n,2026-03-06,Cooking,60\n"
    said, now = numbered(tmp_path, table, path)
    assert said.out == f"{path}: 1 line of hours numbered, hrs-2026-03-012\n"
    assert now.decode() == table.replace("\n,", "\nhrs-2026-03-012,")


def test_a_book_without_blanks_is_left_alone(tmp_path: Path) -> None:
    tiny = book(tmp_path)
    before = (tiny / MARCH).stat().st_mtime_ns
    assert run("number", tiny) == Run(0, "Every line of the ledger has its id.\n", "")
    assert (tiny / MARCH).stat().st_mtime_ns == before


def test_line_ends_the_mark_and_the_mode_stay(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfentries:\r\n  - date: 2026-03-05\r\n    unit: kg\r\n"
    tiny = book(tmp_path, {MARCH: content})
    (tiny / MARCH).chmod(0o640)
    assert run("number", tiny).code == 0
    assert (tiny / MARCH).read_bytes() == content.replace(
        b"- date", b"- id: ent-2026-03-0001\r\n    date"
    )
    assert (tiny / MARCH).stat().st_mode & 0o777 == 0o640
    assert [file.name for file in (tiny / "ledger/2026").iterdir()] == ["2026-03.yml"]


def test_a_mark_before_the_first_column_stays_before_it(tmp_path: Path) -> None:
    _, now = numbered(tmp_path, b"\xef\xbb\xbf" + filled("COLS\nROW\n").encode(), TABLE)
    assert now.decode().startswith("\ufeffid,date,")


def test_nothing_is_numbered_while_a_month_cannot_be_read(tmp_path: Path) -> None:
    blank = f"entries:\n  - {{{REST}}}\n"
    tiny = book(tmp_path, {MARCH: blank, APRIL: "entries:\n  - date:2026-04-01\n"})
    said = run("number", tiny)
    assert said.code == 1
    assert f"{APRIL}:2:5: error[not-fields]" in said.out
    assert said.out.endswith("Nothing was numbered: the months above cannot be read.\n")
    assert (tiny / MARCH).read_text() == blank


def test_what_would_not_read_the_same_afterwards_is_not_written(tmp_path: Path) -> None:
    content = "entries:\n  - ? date\n    : 2026-03-05\n    id: |\n\n    unit: kg\n"
    said, now = numbered(tmp_path, content)
    assert (said.code, now.decode()) == (2, content)
    assert f"{MARCH} is written in an unusual way" in said.err


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank = f"entries:\n  - {{{REST}}}\n"
    tiny = book(tmp_path, {MARCH: blank, APRIL: blank})
    wrote = Path.write_bytes

    def full_disk(file: Path, content: bytes) -> int:
        if "2026-04" in file.name:
            raise OSError(28, "No space left on device")
        return wrote(file, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    said = run("number", tiny)
    assert said.code == 2
    assert "No space left on device" in said.err
    assert (tiny / MARCH).read_text() == (tiny / APRIL).read_text() == blank
    assert sorted(file.name for file in (tiny / "ledger/2026").iterdir()) == [
        "2026-03.yml",
        "2026-04.yml",
    ]


FIELDS = st.lists(
    st.sampled_from(["id:", "id: ''", 'id: ""', "id: ent-2026-03-0033", "note: é", "unit: kg # x"]),
    min_size=1,
    max_size=3,
    unique_by=lambda field: field.split(":")[0],
)
ENTRIES = st.lists(FIELDS, min_size=1, max_size=4)


def block(fields: list[str]) -> str:
    return "  - " + "\n    ".join(fields) + "\n"


def braces(fields: list[str]) -> str:
    """In braces a blank needs a space after its colon."""
    plain = [
        f"{field.split(' #')[0]} " if field == "id:" else field.split(" #")[0] for field in fields
    ]
    return "  - {" + ", ".join(plain) + "}\n"


@given(ENTRIES, st.sampled_from([block, braces]), st.sampled_from(["\n", "\r\n"]))
def test_numbering_adds_ids_only_and_needs_no_second_time(
    entries: list[list[str]], style: object, end: str
) -> None:
    assert callable(style)
    content = ("entries:\n" + "".join(map(style, entries))).replace("\n", end)
    with TemporaryDirectory() as name:
        tiny = book(Path(name), {MARCH: content.encode()})
        assert run("number", tiny).code == 0
        once = (tiny / MARCH).read_bytes().decode()
        ids = [raw.id for raw in read_book(tiny).raws if raw.kind.name == "entry"]
        assert run("number", tiny).out == "Every line of the ledger has its id.\n"
        assert (tiny / MARCH).read_bytes().decode() == once
    assert len(ids) == len(entries)
    assert all(re.fullmatch(r"ent-2026-03-\d{4}", one) for one in ids)
    kept = re.sub(r"(\bid: )?ent-2026-03-(?!0033)\d{4}(, |\r?\n    )?", "", once)
    assert re.sub(r"[\s,'\"]|id:", "", kept) == re.sub(r"[\s,'\"]|id:", "", content)
