# SPDX-License-Identifier: AGPL-3.0-or-later
"""Withdrawal leaves a scar and no way back: leaf and tombstone stay, record and salt go."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commonpress.ground.merkle import leaf_hash
from tests.books import MARCH, findings, run
from tests.sealed_books import (
    CHANGES,
    DECISION,
    FOLDER,
    LEAVES,
    SALTS,
    WITHDRAWALS,
    append,
    files_of,
    index_of,
    leaves_of,
    lines_of,
    rewrite,
    seal,
    sealed_book,
)

EUROS = "ent-2026-03-0004"
# A small gift of money: what it says is soon tried.
GIFT = f"""\
  - id: {EUROS}
    date: 2026-03-05
    action: received
    resource: euro
    quantity: 35
    unit: EUR
"""


def slugs(folder: Path) -> list[str]:
    return [found[0] for found in findings(folder)]


def tombstone(kind: str, record_id: str, *, version: int | None = None, day: str = "04-02") -> str:
    at = "" if version is None else f"    version: {version}\n"
    return (
        f"  - kind: {kind}\n    id: {record_id}\n{at}    date: 2026-{day}\n"
        "    decision: dec-2026-001\n    reason: Who gave it asked for it.\n"
    )


def withdraw(tiny: Path, text: str) -> None:
    file = tiny / WITHDRAWALS
    if not file.exists():
        file.write_text("withdrawals:\n")
    append(file, text)


@pytest.fixture
def with_gift(tmp_path: Path) -> Path:
    """A sealed book in which someone gave 35 euros."""
    tiny = sealed_book(tmp_path)
    append(tiny / MARCH, GIFT)
    assert seal(tiny, "2026-03-13").code == 0
    return tiny


@pytest.fixture
def withdrawn(with_gift: Path) -> Path:
    """The same book after the gift was withdrawn and the book was sealed again."""
    rewrite(with_gift / MARCH, GIFT, "")
    withdraw(with_gift, tombstone("entry", EUROS))
    assert slugs(with_gift) == ["withdrawal-waiting"]
    said = seal(with_gift, "2026-04-02")
    assert said.out.startswith("Sealed 1 withdrawal.\nTaken out with its salt: 1.\n"), said
    return with_gift


# --- the scar -------------------------------------------------------------------------------------


def test_the_leaf_stays_and_the_salt_goes(with_gift: Path) -> None:
    before = leaves_of(with_gift)
    index = index_of(with_gift, EUROS)
    rewrite(with_gift / MARCH, GIFT, "")
    withdraw(with_gift, tombstone("entry", EUROS))
    assert seal(with_gift, "2026-04-02").code == 0
    assert leaves_of(with_gift)[:-1] == before
    assert lines_of(with_gift)[index] == {
        "id": EUROS,
        "kind": "entry",
        "sealed_on": "2026-03-13",
    }
    last = lines_of(with_gift)[-1]
    assert (last["kind"], last["id"]) == ("withdrawal", f"entry {EUROS}")
    assert slugs(with_gift) == []


def test_who_verifies_is_told_when_and_by_which_decision(withdrawn: Path) -> None:
    said = run("verify", EUROS, withdrawn)
    assert said.code == 0
    assert " ".join(said.out.replace("\u00a0", " ").split()).startswith(
        f"This entry (`{EUROS}`) is in the log, and has been since 13 March 2026. It was "
        "withdrawn on 2 April 2026 by the decision `dec-2026-001`: Who gave it asked for it. "
        "Its leaf stays; what it said cannot be found from it. Nothing has been printed"
    )


def test_a_withdrawn_id_is_never_used_again(withdrawn: Path) -> None:
    append(withdrawn / MARCH, GIFT.replace("35", "40"))
    assert slugs(withdrawn) == ["withdrawn-still-here"]


def test_a_tombstone_is_not_rewritten_nor_taken_away(withdrawn: Path) -> None:
    text = (withdrawn / WITHDRAWALS).read_text()
    (withdrawn / WITHDRAWALS).write_text(text.replace("asked for it", "was asked"))
    assert slugs(withdrawn) == ["sealed-changed"]
    assert "a tombstone stays as it was written" in run("check", withdrawn).out
    (withdrawn / WITHDRAWALS).write_text("withdrawals: []\n")
    assert slugs(withdrawn) == ["seal-incomplete"]


@pytest.mark.parametrize(
    ("stone", "slug"),
    [
        (tombstone("entry", "ent-2026-03-0009"), "change-of-nothing"),
        (tombstone("page", EUROS), "change-of-nothing"),
        (tombstone("entry", EUROS, version=2), "change-of-nothing"),
        (tombstone("entry", EUROS).replace("dec-2026-001", "dec-2026-007"), "unknown-reference"),
        (tombstone("entry", EUROS, day="02-28"), "decision-not-in-force"),
        (tombstone("entry", EUROS) * 2, "change-of-nothing"),
    ],
)
def test_a_tombstone_must_fit(with_gift: Path, stone: str, slug: str) -> None:
    rewrite(with_gift / MARCH, GIFT, "")
    withdraw(with_gift, stone)
    assert slug in slugs(with_gift)


def test_a_reason_leads_to_nobody(with_gift: Path) -> None:
    rewrite(with_gift / MARCH, GIFT, "")
    stone = tombstone("entry", EUROS).replace("Who gave it", "sorrel@mail.example")
    withdraw(with_gift, stone)
    said = run("check", with_gift)
    assert "error[private-contact] an e-mail address stands here: s……e (19 characters)" in said.out
    assert "sorrel" not in said.out


def test_what_only_disappears_is_missed(with_gift: Path) -> None:
    rewrite(with_gift / MARCH, GIFT, "")
    assert slugs(with_gift) == ["sealed-missing"]
    assert run("verify", EUROS, with_gift).code == 1


# --- one version ----------------------------------------------------------------------------------


def test_one_version_may_be_withdrawn_and_the_corrected_one_stay(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / DECISION, "Nobody likes yesterday's bread.", "Old bread makes soup.")
    withdraw(tiny, tombstone("decision", "dec-2026-001", version=1))
    assert slugs(tiny) == ["withdrawal-waiting"]
    assert "Sealed 1 decision and 1 withdrawal.\n" in seal(tiny, "2026-04-02").out
    assert slugs(tiny) == []
    first, second = (lines_of(tiny)[index_of(tiny, "dec-2026-001", number)] for number in (1, 2))
    assert "salt" not in first
    assert "salt" in second
    rewrite(tiny / DECISION, "Old bread makes soup.", "Nobody likes yesterday's bread.")
    assert slugs(tiny) == ["sealed-changed"]


def test_an_earlier_version_may_be_withdrawn_later(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / DECISION, "Nobody likes yesterday's bread.", "Old bread makes soup.")
    change = (
        "changes:\n  - {kind: decision, id: dec-2026-001, version: 2, type: correction, "
        "date: 2026-03-18, reason: It was said in anger}\n"
    )
    (tiny / CHANGES).write_text(change)
    assert seal(tiny, "2026-03-18").code == 0
    withdraw(tiny, tombstone("decision", "dec-2026-001", version=1))
    assert slugs(tiny) == ["withdrawal-waiting"]
    assert seal(tiny, "2026-04-02").code == 0
    assert "salt" not in lines_of(tiny)[index_of(tiny, "dec-2026-001")]
    assert slugs(tiny) == []


# --- no way back ----------------------------------------------------------------------------------


def guesses() -> Iterator[dict[str, Any]]:
    """Every gift of up to 100 euros on any day of March: what a curious neighbour would try."""
    for day, euros in itertools.product(range(1, 32), range(1, 101)):
        yield {
            "action": "received",
            "date": f"2026-03-{day:02}",
            "id": EUROS,
            "quantity": str(euros),
            "resource": "euro",
            "unit": "EUR",
        }


def found_by_trying(tiny: Path, salts: list[str], index: int) -> list[dict[str, Any]]:
    """The records that would make this leaf with one of these salts."""
    leaf = base64.b64decode(leaves_of(tiny)[index])
    found = []
    for salt, record in itertools.product(salts, guesses()):
        envelope = {
            "kind": "entry",
            "record": record,
            "salt": salt,
            "sealed_on": "2026-03-13",
            "version": 1,
        }
        content = json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode()
        if leaf_hash(content) == leaf:
            found.append(record)
    return found


def test_with_its_salt_a_small_record_is_found_by_trying(with_gift: Path) -> None:
    """The attack works: this is what the salt is taken out for."""
    index = index_of(with_gift, EUROS)
    (found,) = found_by_trying(with_gift, [lines_of(with_gift)[index]["salt"]], index)
    assert (found["date"], found["quantity"]) == ("2026-03-05", "35")


def test_a_withdrawn_record_is_not_found_by_trying(with_gift: Path) -> None:
    index = index_of(with_gift, EUROS)
    before = lines_of(with_gift)[index]
    rewrite(with_gift / MARCH, GIFT, "")
    withdraw(with_gift, tombstone("entry", EUROS))
    assert seal(with_gift, "2026-04-02").code == 0
    left = b"".join(files_of(with_gift).values()).decode()
    assert before["salt"] not in left
    # Marks are short, and another record may have one by chance; none is left beside this leaf.
    assert "marks" not in lines_of(with_gift)[index]
    salts = ["", "A" * 22 + "==", *(line["salt"] for line in lines_of(with_gift) if "salt" in line)]
    assert found_by_trying(with_gift, salts, index) == []


def test_what_stands_in_the_folder_says_nothing_of_what_was_withdrawn(withdrawn: Path) -> None:
    said = "".join(
        file.read_text() for file in withdrawn.rglob("*") if file.is_file() and file.suffix != ".md"
    )
    assert "quantity: 35" not in said
    assert "EUR\n" in said  # the unit of the resource; the gift's own line is gone
    assert (withdrawn / MARCH).read_text().count("EUR") == 0
    assert sorted(path for path in files_of(withdrawn)) == [
        f"{FOLDER}/checkpoint.txt",
        LEAVES,
        f"{FOLDER}/log.yml",
        SALTS,
        WITHDRAWALS,
    ]


def test_a_link_to_what_was_withdrawn_says_so(tmp_path: Path) -> None:
    """Someone who reads the finding is not told to write the record again."""
    folder = sealed_book(tmp_path)
    append(folder / MARCH, GIFT)
    assert seal(folder, "2026-03-13").code == 0
    append(folder / MARCH, GIFT.replace(EUROS, "ent-2026-03-0005") + f"    corrects: {EUROS}\n")
    rewrite(folder / MARCH, GIFT + GIFT[:12], GIFT[:12])
    (folder / WITHDRAWALS).write_text(
        f"withdrawals:\n  - {{kind: entry, id: {EUROS}, date: 2026-04-02, "
        "decision: dec-2026-001, reason: Counted in the wrong store}\n"
    )
    said = run("check", folder, "--only", "unknown-reference")
    assert f"`{EUROS}` was withdrawn on 2026-04-02" in said.out
    assert "name another entry, or say it in words that need none" in said.out
    assert "did you mean" not in said.out
