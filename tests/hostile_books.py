# SPDX-License-Identifier: AGPL-3.0-or-later
"""The attacks of `tests/hostile/`: each a tiny book with a line that says what it tries.

    tries: what would happen, if it worked
    refused: the findings of `check`, in any order
    page: where on the site it comes out, for an attack that is printed and does nothing
    shows: words that stand there

    === path/in/the/book
    what the file holds

    === path/in/the/book -> where a link leads

What no editor shows is written out: `⟦U+202E⟧` is a sign, `⟦0xC0⟧` a byte, `⟦ab × 3⟧` is ababab.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "hostile"
_SIGN = re.compile(r"⟦U\+([0-9A-F]+)⟧")
_BYTE = re.compile(r"⟦0x([0-9A-F]{2})⟧")
_TIMES = re.compile(r"⟦([^⟦⟧]+) × ([0-9]+)⟧")


@dataclass(frozen=True)
class Attack:
    """One attack: what it tries, what is to come of it, and the book that tries it."""

    name: str
    tries: str
    refused: tuple[str, ...]
    page: str
    shows: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...]
    links: tuple[tuple[str, str], ...]

    def write(self, book: Path) -> None:
        """Lay the book down in a folder."""
        for path, content in self.files:
            (book / path).parent.mkdir(parents=True, exist_ok=True)
            (book / path).write_bytes(content)
        for path, target in self.links:
            (book / path).parent.mkdir(parents=True, exist_ok=True)
            (book / path).symlink_to(target)


def attacks() -> tuple[Attack, ...]:
    """Every attack there is, by name."""
    return tuple(_attack(file) for file in sorted(FOLDER.glob("*.txt")))


def _attack(file: Path) -> Attack:
    head, *sections = file.read_text(encoding="utf-8").split("\n=== ")
    said: dict[str, list[str]] = {}
    for line in head.strip().splitlines():
        name, _, value = line.partition(": ")
        said.setdefault(name, []).append(value)
    files, links = [], []
    for section in sections:
        path, _, content = section.partition("\n")
        place, leads, target = path.partition(" -> ")
        if leads:
            links.append((place, target))
        else:
            files.append((_written(place).decode(), _written(content)))
    return Attack(
        name=file.stem,
        tries=" ".join(said["tries"]),
        refused=tuple(" ".join(said.get("refused", [])).split()),
        page="".join(said.get("page", [])),
        shows=tuple(said.get("shows", [])),
        files=tuple(files),
        links=tuple(links),
    )


def _written(text: str) -> bytes:
    """Text with what no editor shows put in."""
    text = _SIGN.sub(lambda found: chr(int(found[1], 16)), text)
    text = _TIMES.sub(lambda found: found[1] * int(found[2]), text)
    pieces = _BYTE.split(text)
    return b"".join(
        bytes.fromhex(piece) if number % 2 else piece.encode()
        for number, piece in enumerate(pieces)
    )
