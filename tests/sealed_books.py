# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tiny sealed books for tests, sealed by the command as a commons would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.books import Run, book, run

FOLDER = "ledger/seal"
LEAVES = f"{FOLDER}/leaves.txt"
SALTS = f"{FOLDER}/salts/0000.jsonl"
CHECKPOINT = f"{FOLDER}/checkpoint.txt"
CHANGES = f"{FOLDER}/changes.yml"
WITHDRAWALS = f"{FOLDER}/withdrawals.yml"
ORIGIN = "tidewater-row.example/seal"
DECISION = "content/decisions/dec-2026-001.md"


def seal(folder: Path, on: str = "2026-03-12", *options: str) -> Run:
    """Seal a book on a day."""
    return run("seal", folder, "--origin", ORIGIN, "--on", on, *options)


def sealed_book(folder: Path, files: dict[str, str | bytes | None] | None = None) -> Path:
    """A small book without findings, sealed on 12 March 2026."""
    tiny = book(folder, files)
    said = seal(tiny)
    assert said.code == 0, said
    return tiny


def rewrite(file: Path, old: str, new: str) -> None:
    """Change one passage of a file. It must stand there once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def append(file: Path, text: str) -> None:
    """Write below what a file holds."""
    with file.open("a", encoding="utf-8", newline="\n") as opened:
        opened.write(text)


def lines_of(folder: Path) -> list[dict[str, Any]]:
    """What each leaf is of."""
    return [json.loads(line) for line in (folder / SALTS).read_text().splitlines()]


def leaves_of(folder: Path) -> list[str]:
    """The leaves, in base64."""
    return (folder / LEAVES).read_text().splitlines()


def index_of(folder: Path, record_id: str, version: int = 1) -> int:
    """The leaf of a version of a record."""
    (index,) = (
        index
        for index, line in enumerate(lines_of(folder))
        if (line["id"], line.get("version", 1)) == (record_id, version)
    )
    return index


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of the seal."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted((folder / FOLDER).rglob("*"))
        if file.is_file()
    }
