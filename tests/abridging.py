# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small sound book with a ledger, lines of it written otherwise, and memories for tests."""

from __future__ import annotations

import re
from pathlib import Path

from bench.size import Size

SMALL = Size(months=3, entries=900, assemblies=6, decisions=15, cases=2, norms=1, prose=100)


class Notebook:
    """A memory for one test, that counts the months it is given."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.made = 0

    def recall(self, of: str) -> bytes | None:
        """What was kept, if anything."""
        return self.kept.get(of)

    def keep(self, of: str, made: bytes) -> None:
        """Keep it, and count what is a list, as an abridged month is."""
        self.kept[of] = made
        self.made += made[0] >> 4 == 9

    def forget_verdicts(self) -> None:
        """Keep months and texts, and no more that a whole book was sound."""
        self.kept = {of: made for of, made in self.kept.items() if made != b"sound"}


class Babbler(Notebook):
    """A memory that says the same nonsense of everything."""

    def recall(self, of: str) -> bytes | None:
        """Nonsense."""
        del of
        return b"\x93nonsense"


def months_of(book: Path) -> list[Path]:
    return sorted((book / "ledger").glob("20*/*.yml"))


def rewritten(text: str, number: int, name: str, value: str | None) -> str:
    """A month in which one field of one line is another, is new, or (None) is gone."""
    start, *lines = text.split("\n  - ")
    line = lines[number % len(lines)]
    pattern = rf"(?m)^(    )?{name}: .*(\n|\Z)"
    if value is None:
        new = re.sub(pattern, "", line) if name != "id" else line
    elif re.search(pattern, line):
        new = re.sub(pattern, lambda found: f"{found[1] or ''}{name}: {value}{found[2]}", line)
    else:
        new = line.rstrip("\n") + f"\n    {name}: {value}" + "\n" * line.endswith("\n")
    lines[number % len(lines)] = new
    return "\n  - ".join([start, *lines])
