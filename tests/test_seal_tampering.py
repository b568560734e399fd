# SPDX-License-Identifier: AGPL-3.0-or-later
"""Any single change of a record, a salt, the order, a leaf or a checkpoint is seen."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check import check_book
from commonpress.check.projection import project
from commonpress.check.seal import Seal
from commonpress.check.seal_rules import extends
from commonpress.check.sealed import Standing, compare, opens
from commonpress.derive.sealing import add_leaves, unsealed
from commonpress.ground.marks import How, differences, marks_of
from commonpress.ground.merkle import EMPTY_ROOT
from commonpress.kinds import KINDS
from commonpress.kinds.base import Record, field_notes_of
from commonpress.kinds.seal import SealLog
from commonpress.read.book import read_book
from tests.books import findings
from tests.sealed_books import CHECKPOINT, FOLDER, LEAVES, SALTS, append, seal, sealed_book

SAMPLE = Path(__file__).parents[1]
DAY = dt.date(2026, 7, 1)


@cache
def sample() -> tuple[dict[str, tuple[Record, ...]], Seal]:
    """The records of the sample commons, and a seal of them with known salts."""
    register, _ = check_book(read_book(SAMPLE))
    assert register
    records = {kind.name: register.of(kind.record) for kind in KINDS}
    log = Seal(SealLog(log="tidewater-row.example/seal", begun=DAY))
    added = unsealed(records, log)
    salts = [sha256(one.id.encode()).digest()[:16] for one in added]
    return records, add_leaves(log, added, salts, DAY)


def test_every_record_opens_its_leaf_and_no_other() -> None:
    records, log = sample()
    assert {one.standing for one in compare(records, log)} == {Standing.SAME}
    everything = [record for group in records.values() for record in group]
    assert len(everything) == log.size
    for step, record in enumerate(everything[:40]):
        opened = [index for index in range(0, log.size, 7) if opens(record, index, log)]
        assert opened == ([step] if step % 7 == 0 else [])


# --- records --------------------------------------------------------------------------------------


OTHERWISE: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (Enum, lambda value: next((one for one in type(value) if one is not value), None)),
    (bool, lambda value: not value),
    (int, lambda value: value + 1),
    (Decimal, lambda value: value + 1),
    (str, lambda value: f"{value}x"),
    (dt.date, lambda value: value + dt.timedelta(days=1)),
    (tuple, lambda value: value[:-1] or ("x",)),
    (msgspec.Struct, lambda value: changed(value, value.__struct_fields__[0])),
)


def otherwise(value: Any) -> Any:
    """Another value for the same field."""
    return next((to(value) for kind, to in OTHERWISE if isinstance(value, kind)), "x")


def changed(struct: Any, field: str) -> Any:
    return msgspec.structs.replace(struct, **{field: otherwise(getattr(struct, field))})


def test_any_field_of_any_record_is_held() -> None:
    records, log = sample()
    index = 0
    for group in records.values():
        for record in group[:25]:
            notes = field_notes_of(type(record))
            for field in record.__struct_fields__:
                if field != "places" and notes[field].get("published") is not False:
                    assert not opens(changed(record, field), index, log), (record.id, field)
            index += 1
        index += len(group[25:])


def test_the_field_that_was_changed_is_named() -> None:
    records, _ = sample()
    (decision, *_) = records["decision"]
    shown = project(decision)
    salt = bytes(16)
    marks = marks_of(shown, salt)
    assert list(differences(marks, shown, salt)) == []
    for name in shown:
        rest = {other: value for other, value in shown.items() if other != name}
        assert [(d.field, d.how) for d in differences(marks, rest, salt)] == [(name, How.REMOVED)]
        assert [(d.field, d.how) for d in differences(marks_of(rest, salt), shown, salt)] == [
            (name, How.ADDED)
        ]
        text = {**shown, name: "something else"}
        assert [(d.field, d.how) for d in differences(marks, text, salt)] == [(name, How.CHANGED)]
    assert len(list(differences(marks, shown, bytes(15) + b"\1"))) >= len(shown)


# --- salts, days, versions, order -----------------------------------------------------------------


@given(st.data())
def test_one_bit_of_one_salt_is_held(data: st.DataObject) -> None:
    records, log = sample()
    everything = [record for group in records.values() for record in group]
    index = data.draw(st.integers(0, log.size - 1))
    at, letter = data.draw(st.integers(0, 20)), data.draw(st.sampled_from("ABCDEFGHIJKLMNOP"))
    line = log.lines[index]
    salt = line.salt[:at] + letter + line.salt[at + 1 :]
    spoiled = [
        msgspec.structs.replace(line, sealed_on=line.sealed_on + dt.timedelta(days=1)),
        msgspec.structs.replace(line, version=2),
        msgspec.structs.replace(line, kind=f"{line.kind}s"),
    ]
    if salt != line.salt:
        spoiled.append(msgspec.structs.replace(line, salt=salt))
    for one in spoiled:
        lines = (*log.lines[:index], one, *log.lines[index + 1 :])
        assert not opens(everything[index], index, replace(log, lines=lines))


@given(st.data())
def test_the_order_is_held(data: st.DataObject) -> None:
    _, log = sample()
    assert log.checkpoint
    one = data.draw(st.integers(0, log.size - 2))
    other = data.draw(st.integers(one + 1, log.size - 1))
    moved = list(log.leaves)
    moved[one], moved[other] = moved[other], moved[one]
    for leaves in (moved, moved[:-1], [*moved, moved[0]]):
        assert not extends(replace(log, leaves=tuple(leaves)), log.checkpoint)


def test_every_size_the_log_ever_had_is_extended() -> None:
    _, log = sample()
    checkpoint = log.checkpoint
    assert checkpoint
    for size in range(log.size):
        earlier = add_checkpoint(replace(log, leaves=log.leaves[:size], lines=log.lines[:size]))
        assert earlier.checkpoint
        assert extends(log, earlier.checkpoint)
        assert not extends(earlier, checkpoint)
        wrong = sha256(earlier.checkpoint.root).digest()
        assert not extends(log, replace(earlier.checkpoint, root=wrong))
        assert not extends(log, replace(earlier.checkpoint, origin="other.example/seal"))


def add_checkpoint(log: Seal) -> Seal:
    return add_leaves(log, (), (), DAY)


def test_an_empty_log_is_the_beginning_of_every_log() -> None:
    _, log = sample()
    empty = add_checkpoint(Seal(log.log))
    assert empty.checkpoint
    assert (empty.checkpoint.size, empty.checkpoint.root) == (0, EMPTY_ROOT)
    assert extends(log, empty.checkpoint)


# --- the files, through the command ---------------------------------------------------------------


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book sealed twice, with the first checkpoint on a poster."""
    tiny = sealed_book(tmp_path_factory.mktemp("sealed"))
    assert seal(tiny, "2026-03-13", "--printed", "poster").code == 0
    append(tiny / "content/handles.yml", "  - {id: bracken, consented_on: 2026-03-14}\n")
    assert seal(tiny, "2026-03-14").code == 0
    assert findings(tiny) == ()
    return tiny


Lines = list[str]


def swapped(lines: Lines) -> Lines:
    return [lines[1], lines[0], *lines[2:]]


def cut(lines: Lines) -> Lines:
    return lines[:-1]


def doubled(lines: Lines) -> Lines:
    return [*lines, lines[-1]]


@pytest.mark.parametrize("path", [LEAVES, SALTS])
@pytest.mark.parametrize("spoil", [swapped, cut, doubled])
def test_a_spoiled_file_is_seen(
    sealed: Path, tmp_path: Path, path: str, spoil: Callable[[Lines], Lines]
) -> None:
    tiny = Path(shutil.copytree(sealed, tmp_path / "book"))
    spoil_file(tiny / path, spoil)
    assert findings(tiny) != ()
    assert seal(tiny, "2026-03-20").code == 1


@pytest.mark.parametrize("spoil", [swapped, cut, doubled])
def test_files_that_were_spoiled_alike_are_seen(
    sealed: Path, tmp_path: Path, spoil: Callable[[Lines], Lines]
) -> None:
    tiny = Path(shutil.copytree(sealed, tmp_path / "book"))
    for path in (LEAVES, SALTS):
        spoil_file(tiny / path, spoil)
    assert "log-rewritten" in slugs(tiny) or "seal-incomplete" in slugs(tiny)


def test_a_log_that_was_made_anew_does_not_fit_the_paper(sealed: Path, tmp_path: Path) -> None:
    """Whoever rewrites everything in the folder still cannot rewrite what was printed."""
    tiny = Path(shutil.copytree(sealed, tmp_path / "book"))
    poster = tiny / FOLDER / "printed/poster.txt"
    on_paper = poster.read_bytes()
    shutil.rmtree(tiny / FOLDER)
    assert seal(tiny, "2026-03-12").code == 0
    assert slugs(tiny) == []
    poster.parent.mkdir()
    poster.write_bytes(on_paper)
    assert slugs(tiny) == ["log-rewritten"]
    assert seal(tiny, "2026-03-20").code == 1


def test_every_letter_of_a_checkpoint_is_held(sealed: Path, tmp_path: Path) -> None:
    tiny = Path(shutil.copytree(sealed, tmp_path / "book"))
    for path in (CHECKPOINT, f"{FOLDER}/printed/poster.txt"):
        text = (tiny / path).read_text()
        for at in range(0, len(text), 5):
            letter = "1" if text[at] != "1" else "2"
            (tiny / path).write_text(text[:at] + letter + text[at + 1 :])
            assert slugs(tiny) in (["log-rewritten"], ["seal-unreadable"]), at
        (tiny / path).write_text(text)
    assert slugs(tiny) == []


def slugs(tiny: Path) -> list[str]:
    return [found[0] for found in findings(tiny)]


def spoil_file(file: Path, spoil: Callable[[Lines], Lines]) -> None:
    file.write_text("".join(spoil(file.read_text().splitlines(keepends=True))))
