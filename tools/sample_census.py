# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers for the two censuses of the sample commons, which nobody ever gave.

A commons has answers before it has tables, so the sample has them too: `python -m
tools.sample_census FOLDER` writes `2025.csv` and `2026.csv`, always the same, and
`commonpress protect census` makes `content/census/` of them. They are private like any others, so
the folder lies outside the book and is thrown away afterwards.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from random import Random

# How many households of a hundred gave each answer; the rest left the question blank. In the
# second year more had heard of the bench, and the food bank had moved away.
Weights = dict[str, dict[str, int]]
_FIRST: Weights = {
    "food": {"table": 42, "family": 13, "friends": 6, "food-bank": 14, "no-need": 22},
    "tools": {"library": 47, "borrowed": 24, "bought": 13, "no-need": 13},
    "childcare": {"circle": 17, "family": 22, "paid": 4, "no-need": 54},
    "dispute": {"bench": 12, "landlord": 13, "police": 7, "kept-quiet": 17, "no-dispute": 46},
    "crisis": {"commons": 33, "family": 32, "office": 16, "nobody": 15},
    "children": {"yes": 41, "no": 57},
}
_SECOND: Weights = {
    "food": {"table": 53, "family": 12, "friends": 6, "food-bank": 7, "no-need": 19},
    "tools": {"library": 56, "borrowed": 19, "bought": 12, "no-need": 11},
    "childcare": {"circle": 21, "family": 19, "paid": 4, "no-need": 53},
    "dispute": {"bench": 21, "landlord": 11, "police": 4, "kept-quiet": 13, "no-dispute": 48},
    "crisis": {"commons": 44, "family": 28, "office": 13, "nobody": 13},
    "children": {"yes": 40, "no": 58},
}
_YEARS = ((2025, 84, _FIRST), (2026, 96, _SECOND))
_SEED = "where does your household turn"


def answers(year: int) -> list[dict[str, str]]:
    """What every household answered in a year; a question left blank is not in it."""
    households, weights = next((n, w) for y, n, w in _YEARS if y == year)
    chance = Random(f"{_SEED} {year}")  # noqa: S311 - the same answers each time are wanted
    columns = {q: _column(chance, households, own) for q, own in weights.items()}
    return [{q: column[n] for q, column in columns.items()} for n in range(households)]


def _column(chance: Random, households: int, weights: dict[str, int]) -> list[str]:
    """The answers to one question, in the shares given, in the order of nobody's door."""
    column = [a for a, share in weights.items() for _ in range(round(share * households / 100))]
    column = column[:households] + [""] * (households - len(column))
    chance.shuffle(column)
    return column


def write_answers(folder: Path) -> list[Path]:
    """A file of answers for each year."""
    files = []
    for year, _, weights in _YEARS:
        files.append(folder / f"{year}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, list(weights), lineterminator="\n")
            rows.writeheader()
            rows.writerows(answers(year))
    return files


if __name__ == "__main__":
    for written in write_answers(Path(sys.argv[1])):
        sys.stdout.write(f"{written}\n")
