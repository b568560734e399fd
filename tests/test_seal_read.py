# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a seal: whatever its files hold, the reader says what is wrong and never stops."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.read.seal import BLOCK, place_of_line
from tests.books import MARCH, book, findings
from tests.sealed_books import (
    CHANGES,
    CHECKPOINT,
    FOLDER,
    LEAVES,
    SALTS,
    WITHDRAWALS,
    files_of,
    seal,
    sealed_book,
)

LOG = f"{FOLDER}/log.yml"


def said(tiny: Path) -> list[tuple[str, str, int]]:
    return [found[:3] for found in findings(tiny)]


def test_a_book_without_a_seal_says_nothing(tmp_path: Path) -> None:
    assert said(book(tmp_path, {f"{FOLDER}/.gitkeep": "", f"{FOLDER}/README.md": "Soon.\n"})) == []


def test_the_line_ends_of_other_systems_are_taken(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    for path, content in files_of(tiny).items():
        (tiny / path).write_bytes(content.replace(b"\n", b"\r\n"))
    assert said(tiny) == []


@pytest.mark.parametrize("path", [LOG, LEAVES, CHECKPOINT])
def test_a_missing_file_is_told(tmp_path: Path, path: str) -> None:
    tiny = sealed_book(tmp_path)
    (tiny / path).unlink()
    assert said(tiny) == [("seal-unreadable", path, 1)]


def test_missing_salts_are_told(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    (tiny / SALTS).unlink()
    assert said(tiny) == [("seal-incomplete", LEAVES, 1)]


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        (LEAVES, b"\xff\xfe\n", 1),
        (LEAVES, b"AAAA\n", 1),
        (LEAVES, b"\n", 1),
        (SALTS, b"[]\n", 1),
        (SALTS, b'{"kind":"entry","id":"a","sealed_on":"2026-03-12","extra":1}\n', 1),
        (SALTS, b'{"kind":"entry","id":"a\\u001b[1m","sealed_on":"2026-03-12"}\n', 1),
        (SALTS, b'{"kind":"entry","id":"a","sealed_on":"12 March"}\n', 1),
        (SALTS, b'{"kind":"entry","id":"a","sealed_on":"2026-03-12","marks":' + b"[" * 5000, 1),
        (CHECKPOINT, b"", 1),
        (CHECKPOINT, b"\xff", 1),
        (f"{FOLDER}/printed/spring-2026.txt", b"origin\n1\n", 1),
    ],
)
def test_what_the_program_did_not_write_is_told(
    tmp_path: Path, path: str, content: bytes, line: int
) -> None:
    tiny = sealed_book(tmp_path)
    (tiny / path).parent.mkdir(exist_ok=True)
    (tiny / path).write_bytes(content)
    assert set(said(tiny)) == {("seal-unreadable", path, line)}


@pytest.mark.parametrize("name", ["notes.txt", "salts/0000.json", "printed/Spring.txt", "a/b.txt"])
def test_a_stray_file_is_told(tmp_path: Path, name: str) -> None:
    tiny = sealed_book(tmp_path)
    (tiny / FOLDER / name).parent.mkdir(exist_ok=True)
    (tiny / FOLDER / name).write_text("origin\n")
    assert said(tiny) == [("misplaced-file", f"{FOLDER}/{name}", 1)]


@pytest.mark.parametrize("path", [LEAVES, SALTS, WITHDRAWALS])
def test_a_link_is_not_followed(tmp_path: Path, path: str) -> None:
    tiny = sealed_book(tmp_path / "book")
    elsewhere = tmp_path / "elsewhere"
    if (tiny / path).exists():
        (tiny / path).rename(elsewhere)
    (tiny / path).symlink_to(elsewhere)
    assert said(tiny) == [("symlink", path, 1)]


def test_the_seal_itself_is_no_link(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path / "book")
    (tiny / FOLDER).rename(tmp_path / "elsewhere")
    (tiny / FOLDER).symlink_to(tmp_path / "elsewhere")
    assert said(tiny) == [("symlink", FOLDER, 1)]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    os.mkfifo(tiny / WITHDRAWALS)
    assert said(tiny) == [("not-a-file", WITHDRAWALS, 1)]


@pytest.mark.parametrize(
    ("path", "content", "slug"),
    [
        (WITHDRAWALS, "withdrawals:\n  - {id: a, kind: page}\n", "missing-field"),
        (WITHDRAWALS, "changes:\n  - {id: a}\n", "unknown-key"),
        (CHANGES, "changes: &a\n  - {id: a}\n", "yaml-anchor"),
        (CHANGES, "changes:\n  - {id: A b, kind: page}\n", "id-form"),
        (LOG, "log: a\nbegun: soon\n", "not-a-date"),
        (LOG, "log: a\nbegun: 2026-03-12\nkey: b\n", "unknown-field"),
    ],
)
def test_what_people_write_is_read_like_any_record(
    tmp_path: Path, path: str, content: str, slug: str
) -> None:
    tiny = sealed_book(tmp_path)
    (tiny / path).write_text(content)
    assert slug in [found[0] for found in findings(tiny)]
    assert {found[1] for found in findings(tiny)} == {path}


def test_other_findings_are_told_beside_a_broken_seal(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    (tiny / LEAVES).unlink()
    text = (tiny / MARCH).read_text()
    (tiny / MARCH).write_text(text.replace("quantity: 12.5", "quantity: 99"))
    assert [found[0] for found in findings(tiny)] == ["count-differs", "seal-unreadable"]


def test_salts_are_kept_in_blocks() -> None:
    assert str(place_of_line(0)).startswith("Span(path='ledger/seal/salts/0000.jsonl', line=1,")
    last = place_of_line(BLOCK * 12 - 1)
    assert (last.path, last.line) == ("ledger/seal/salts/0011.jsonl", BLOCK)


PATHS = [LOG, LEAVES, SALTS, CHECKPOINT, WITHDRAWALS, CHANGES, f"{FOLDER}/printed/a.txt"]


@given(st.sampled_from(PATHS), st.binary(max_size=200), st.integers(0, 60), st.booleans())
def test_no_bytes_stop_the_reader(path: str, junk: bytes, at: int, whole: bool) -> None:  # noqa: FBT001
    with TemporaryDirectory() as name:
        tiny = book(Path(name), bare=True)
        assert seal(tiny).code == 0
        file = tiny / path
        file.parent.mkdir(exist_ok=True)
        before = file.read_bytes() if file.exists() else b""
        file.write_bytes(junk if whole else before[:at] + junk + before[at:])
        for slug, where, *_ in findings(tiny):
            assert slug
            assert where
