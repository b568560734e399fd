# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress seal`: what is added to the log, what may change, and what is refused."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from commonpress.check import check_book
from commonpress.check.projection import project
from commonpress.check.sealed import NEVER_CHANGE
from commonpress.ground.canonical import format_canonical
from commonpress.kinds import KINDS
from commonpress.kinds.seal import Withdrawal
from commonpress.pipeline import publish
from commonpress.read.book import read_book
from tests.books import MARCH, SETTINGS, SOUND, Run, book, findings, run
from tests.registers import entry
from tests.sealed_books import (
    CHECKPOINT,
    FOLDER,
    ORIGIN,
    append,
    files_of,
    index_of,
    leaves_of,
    lines_of,
    rewrite,
    seal,
    sealed_book,
)

SAMPLE = Path(__file__).parents[1]
# Written down later than what has been sealed, of an earlier day, with a smaller id.
LATE = """\
  - id: ent-2026-03-0000
    date: 2026-03-02
    action: received
    resource: euro
    quantity: 5
    unit: EUR
    recorded: 2026-03-20
"""


def slugs(folder: Path) -> list[str]:
    return [found[0] for found in findings(folder)]


# --- what is added --------------------------------------------------------------------------------


def test_a_book_is_sealed_whole(tmp_path: Path) -> None:
    tiny = book(tmp_path)
    said = seal(tiny)
    assert said.code == 0
    assert said.out.startswith(
        "Sealed the settings, 3 handles, 2 roles, 1 assembly, 1 decision, 1 project, "
        "2 categories, 2 resources, 7 accounts and 3 entries.\n"
        f"\n{ORIGIN} 23\n"
    )
    assert sorted(files_of(tiny)) == [
        CHECKPOINT,
        f"{FOLDER}/leaves.txt",
        f"{FOLDER}/log.yml",
        f"{FOLDER}/salts/0000.jsonl",
    ]
    assert findings(tiny) == ()


def test_a_leaf_is_the_hash_of_what_is_published(tmp_path: Path) -> None:
    """Worked out once more by hand, from the book and the salt alone."""
    tiny = sealed_book(tmp_path)
    index = index_of(tiny, "ent-2026-03-0002")
    content = {
        "kind": "entry",
        "record": {
            "action": "distributed",
            "date": "2026-03-03",
            "households": 18,
            "id": "ent-2026-03-0002",
            "quantity": "30",
            "resource": "vegetables",
            "unit": "kg",
        },
        "salt": lines_of(tiny)[index]["salt"],
        "sealed_on": "2026-03-12",
        "version": 1,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    leaf = hashlib.sha256(b"\0" + text.encode()).digest()
    assert leaves_of(tiny)[index] == base64.b64encode(leaf).decode()
    assert len(base64.b64decode(content["salt"])) == 16


def test_two_sealings_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = (sealed_book(tmp_path / name) for name in ("one", "other"))
    assert set(leaves_of(one)).isdisjoint(leaves_of(other))
    salts = [line["salt"] for line in (*lines_of(one), *lines_of(other))]
    assert len(set(salts)) == len(salts)


def test_sealing_again_changes_nothing(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    before = files_of(tiny)
    said = seal(tiny, "2026-03-20")
    assert said.out.startswith("Everything that is published has been sealed before.\n")
    assert files_of(tiny) == before


def test_the_order_is_that_of_first_publication(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    before = leaves_of(tiny)
    rewrite(tiny / MARCH, "entries:\n", f"entries:\n{LATE}")
    assert seal(tiny, "2026-03-20").out.startswith("Sealed 1 entry.\n")
    assert leaves_of(tiny)[:-1] == before
    late = lines_of(tiny)[-1]
    assert (late["id"], late["sealed_on"]) == ("ent-2026-03-0000", "2026-03-20")


def test_nothing_is_sealed_while_an_error_stands(tmp_path: Path) -> None:
    tiny = book(tmp_path)
    rewrite(tiny / MARCH, "quantity: 30", "quantity: 3O")
    said = seal(tiny)
    assert said.code == 1
    assert "error[not-a-quantity]" in said.out
    assert said.out.endswith("Nothing was sealed: what is written above comes first.\n")
    assert files_of(tiny) == {}


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = sealed_book(tmp_path)
    before = files_of(tiny)
    append(tiny / "content/handles.yml", "  - {id: bracken, consented_on: 2026-03-14}\n")
    wrote = Path.write_bytes

    def full_disk(file: Path, content: bytes) -> int:
        if "checkpoint" in file.name:
            raise OSError(28, "No space left on device")
        return wrote(file, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    said = seal(tiny, "2026-03-14")
    assert (said.code, said.err) == (2, "commonpress seal: No space left on device\n")
    assert files_of(tiny) == before


# --- the log's name, its days, and what is printed ------------------------------------------------


def test_a_log_is_called_after_the_site(tmp_path: Path) -> None:
    tiny = book(tmp_path, {SETTINGS: SOUND[SETTINGS] + "site_url: https://row.example/book/\n"})
    assert run("seal", tiny, "--on", "2026-03-12").code == 0
    assert (tiny / CHECKPOINT).read_text().startswith("row.example/book/seal\n23\n")


def test_a_log_needs_a_name_and_keeps_it(tmp_path: Path) -> None:
    tiny = book(tmp_path)
    said = run("seal", tiny)
    assert said.code == 2
    assert "the log needs a name" in said.err
    assert run("seal", tiny, "--origin", "a b").code == 2
    assert seal(tiny).code == 0
    said = run("seal", tiny, "--origin", "other.example/seal", "--on", "2026-03-13")
    assert said.err == f"commonpress seal: this log is called `{ORIGIN}`, and keeps its name\n"


def test_days_do_not_run_backwards(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    said = seal(tiny, "2026-03-11")
    assert said == Run(
        2, "", "commonpress seal: the last sealing was on 2026-03-12, which is after 2026-03-11\n"
    )
    assert run("seal", tiny, "--on", "12 March").code == 2


def test_the_day_of_a_sealing_is_today(tmp_path: Path) -> None:
    tiny = book(tmp_path)
    before = dt.datetime.now(dt.UTC).astimezone().date()
    assert run("seal", tiny, "--origin", ORIGIN).code == 0
    after = dt.datetime.now(dt.UTC).astimezone().date()
    assert lines_of(tiny)[0]["sealed_on"] in {before.isoformat(), after.isoformat()}


ZINE = "content/zines/spring-2026.md"
ISSUE = """\
---
title: Spring 2026
number: 1
season: 2026-spring
date: 2026-03-12
state: STATE
sections:
  - section: ledger
---
"""


def test_a_final_zine_keeps_the_checkpoint_it_prints(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path, {ZINE: ISSUE.replace("STATE", "proof")})
    kept = tiny / FOLDER / "printed/spring-2026.txt"
    assert not kept.exists()
    rewrite(tiny / ZINE, "proof", "final")
    assert "Kept the checkpoint that `spring-2026` prints.\n" in seal(tiny, "2026-03-20").out
    printed = kept.read_text()
    assert printed == (tiny / CHECKPOINT).read_text()
    append(tiny / "content/handles.yml", "  - {id: bracken, consented_on: 2026-03-14}\n")
    assert seal(tiny, "2026-03-21").code == 0
    assert kept.read_text() == printed != (tiny / CHECKPOINT).read_text()
    assert slugs(tiny) == []


def test_what_was_finished_before_the_log_began_prints_no_checkpoint(tmp_path: Path) -> None:
    early = ISSUE.replace("STATE", "final").replace("2026-03-12", "2026-03-11")
    tiny = sealed_book(tmp_path, {ZINE: early})
    assert not (tiny / FOLDER / "printed").exists()


def test_a_poster_keeps_its_checkpoint_under_a_name_of_its_own(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    said = seal(tiny, "2026-03-20", "--printed", "poster-march")
    assert "Kept the checkpoint that `poster-march` prints.\n" in said.out
    said = seal(tiny, "2026-03-21", "--printed", "poster-march")
    assert said.err == (
        "commonpress seal: `poster-march` has been printed; give this one another name\n"
    )
    assert seal(tiny, "2026-03-21", "--printed", "../escape").code == 2


# --- the projection -------------------------------------------------------------------------------


def test_what_is_sealed_is_what_is_published() -> None:
    """What `disclose` lets through and what `check` compares with are the same records."""
    publication = publish(SAMPLE).publication
    register, _ = check_book(read_book(SAMPLE))
    assert publication
    assert register
    for kind in KINDS:
        shown = [project(record) for record in publication.records[kind.name]]
        assert shown == [project(record) for record in register.of(kind.record)], kind.name
        assert all(map(format_canonical, shown))


@pytest.mark.parametrize(
    "struct", [Withdrawal, *(kind.record for kind in KINDS if kind.name in NEVER_CHANGE)]
)
def test_what_never_changes_may_still_get_new_fields(struct: Any) -> None:
    """A field that is added to a kind in later years is left out of all old leaves."""
    optional = [field for field in msgspec.structs.fields(struct) if not field.required]
    blank = {field.name for field in optional if field.default in (None, "", ())}
    assert {field.name for field in optional} - blank <= {"places"}


def test_a_quantity_is_sealed_by_its_value() -> None:
    one = entry("0001 2026-03-02 received 2.50 kg rice")
    assert project(one)["quantity"] == "2.5"
    assert project(msgspec.structs.replace(one, quantity=Decimal("2.5"))) == project(one)


def test_numbers_that_others_would_round_are_sealed_as_text() -> None:
    large = msgspec.structs.replace(entry("0001 2026-03-02 received 1 kg rice"), households=2**53)
    assert project(large)["households"] == "9007199254740992"
