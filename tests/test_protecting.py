# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress protect ledger` on a day-book: what it writes, what waits, what it refuses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.books import book, run

HEAD = "date,action,resource,quantity,unit,from,to,household\n"
DAYS = (
    HEAD
    + "2026-03-05,received,vegetables,20,kg,,,\n"
    + "".join(f"2026-03-06,distributed,vegetables,2,kg,store,neighbours,{w}\n" for w in "abcde")
    + "2026-03-09,distributed,vegetables,1,kg,store,neighbours,a\n"
    + "2026-03-10,counted,vegetables,21.5,kg,counts,store,\n"
    + "".join(f"2026-03-12,distributed,vegetables,1,kg,store,neighbours,{w}\n" for w in "bcde")
    + "2026-03-31,counted,vegetables,17.5,kg,counts,store,\n"
    + "2026-04-02,distributed,vegetables,3,kg,store,neighbours,f\n"
)


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def protect(tmp_path: Path, daybook: str = DAYS) -> tuple[int, str]:
    folder = book(tmp_path / "book")
    private = tmp_path / "private.csv"
    private.write_text(daybook, encoding="utf-8")
    done = run(
        "protect", "ledger", private, "--book", folder, "--output", tmp_path / "public.csv",
        "--waiting", tmp_path / "waiting.csv",
    )  # fmt: skip
    return done.code, done.out + done.err


def rows(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [" ".join(cell for cell in row.values() if cell) for row in csv.DictReader(lines)]


def test_a_day_book_becomes_lines_that_may_be_committed(tmp_path: Path) -> None:
    code, said = protect(tmp_path)
    assert code == 0
    assert rows(tmp_path / "public.csv") == [
        "2026-03-05 received vegetables 20 kg",
        "2026-03-06 distributed vegetables 10 kg store neighbours 5",
        "2026-03-12 distributed vegetables 5 kg store neighbours 5 several days of a week together",
        "2026-03-31 counted vegetables 17.5 kg counts store",
    ]
    assert rows(tmp_path / "waiting.csv") == [
        "2026-04-02 distributed vegetables 3 kg store neighbours f"
    ]
    assert "4 lines may be committed. 1 private line must wait. Left out" in said


def test_what_is_written_gives_no_finding_in_the_book(tmp_path: Path) -> None:
    protect(tmp_path)
    folder = tmp_path / "book"
    month = folder / "ledger" / "2026" / "2026-03.csv"
    month.write_bytes((tmp_path / "public.csv").read_bytes())
    assert run("number", folder).code == 0
    done = run("check", folder)
    assert done.code == 0, done.out


def test_what_waits_is_read_again_with_what_comes(tmp_path: Path) -> None:
    protect(tmp_path)
    later = (tmp_path / "waiting.csv").read_text(encoding="utf-8")
    later += "".join(
        f"2026-04-0{n},distributed,vegetables,1,kg,store,neighbours,{w}\n"
        for n, w in enumerate("bcde", 6)
    )
    code, _ = protect(tmp_path / "again", later)
    assert code == 0
    assert rows(tmp_path / "again" / "public.csv") == [
        "2026-04-09 distributed vegetables 7 kg store neighbours 5 several days of a month together"
    ]


def test_a_private_file_in_the_book_is_refused(tmp_path: Path) -> None:
    folder = book(tmp_path)
    inside = folder / "ledger" / "private.csv"
    inside.write_text(DAYS, encoding="utf-8")
    done = run(
        "protect", "ledger", inside, "--book", folder, "--output", tmp_path / "p.csv",
        "--waiting", tmp_path / "w.csv",
    )  # fmt: skip
    assert done.code == 2
    assert "lies in the book, which is public" in done.err
    assert not (tmp_path / "p.csv").exists()


def test_it_is_refused_where_others_read_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    code, said = protect(tmp_path)
    assert code == 2
    assert "a machine of your own" in said


def test_a_faulty_day_book_is_told_line_by_line_and_nothing_is_written(tmp_path: Path) -> None:
    code, said = protect(tmp_path, DAYS.replace("2026-03-09", "9 March").replace(",20,", ",20kg,"))
    assert code == 1
    assert "private.csv:2:" in said
    assert "private.csv:8:" in said
    assert not (tmp_path / "public.csv").exists()
