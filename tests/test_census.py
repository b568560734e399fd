# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress protect census` as people run it, and the two censuses of the sample commons."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.sample_census import write_answers

from tests.books import run

ROOT = Path(__file__).parents[1]
DAYS = {"2025": "2025-01-19", "2026": "2026-01-18"}


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answers")
    write_answers(folder)
    return folder


def protect(source: Path, output: Path, day: str, book: Path = ROOT) -> tuple[int, str]:
    done = run(
        "protect", "census", source, "--book", book, "--questionnaire", "where-we-turn",
        "--date", day, "--output", output,
    )  # fmt: skip
    return done.code, done.out + done.err


@pytest.mark.parametrize("year", sorted(DAYS))
def test_the_census_of_the_sample_is_made_of_its_answers(
    year: str, private: Path, tmp_path: Path
) -> None:
    made = tmp_path / f"{year}.yml"
    code, said = protect(private / f"{year}.csv", made, DAYS[year])
    assert code == 0, said
    assert made.read_text() == (ROOT / "content" / "census" / f"{year}.yml").read_text()
    assert said.endswith("Now destroy the answers.\n")


def test_a_folder_of_single_slips_is_the_same_as_one_file(private: Path, tmp_path: Path) -> None:
    head, *rows = (private / "2026.csv").read_text().splitlines()
    slips = tmp_path / "slips"
    slips.mkdir()
    for number, row in enumerate(rows):
        (slips / f"slip-{number:03}.csv").write_text(f"{head}\n{row}\n")
    code, said = protect(slips, tmp_path / "made.yml", DAYS["2026"])
    assert code == 0, said
    assert (tmp_path / "made.yml").read_bytes() == (ROOT / "content/census/2026.yml").read_bytes()


def test_answers_inside_the_book_or_its_git_folder_are_refused(tmp_path: Path) -> None:
    book = tmp_path / "garden" / "book"
    (book / "content").mkdir(parents=True)
    (tmp_path / "garden" / ".git").mkdir()
    for place in (book / "content" / "answers.csv", tmp_path / "garden" / "answers.csv"):
        place.write_text("food\ntable\n")
        code, said = protect(place, tmp_path / "made.yml", DAYS["2026"], book)
        assert code == 2
        assert "lies in the book, which is public" in said
    assert not (tmp_path / "made.yml").exists()


def test_no_census_is_made_where_others_read_the_log(
    private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    code, said = protect(private / "2026.csv", tmp_path / "made.yml", DAYS["2026"])
    assert (code, (tmp_path / "made.yml").exists()) == (2, False)
    assert "a machine of your own" in said


def test_an_answer_that_the_slip_does_not_have_is_not_repeated(tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text("food,phone\ntable,\nour aunt in the next street,555\n")
    code, said = protect(answers, tmp_path / "made.yml", DAYS["2026"])
    assert code == 1
    assert "answers.csv:3:1: error[not-a-choice] this is no answer to `food`" in said
    assert "error[unknown-field] the slip `where-we-turn` asks nothing" in said
    assert "aunt" not in said
    assert "555" not in said
    assert not (tmp_path / "made.yml").exists()
