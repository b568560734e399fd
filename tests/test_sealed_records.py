# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of sealed records: entries never change, others grow, and a change is said aloud."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.books import MARCH, SETTINGS, findings, run
from tests.sealed_books import (
    CHANGES,
    DECISION,
    append,
    files_of,
    index_of,
    lines_of,
    rewrite,
    seal,
    sealed_book,
)

TERM = """\
  - holder: juniper
    start: 2026-04-06
    end: 2026-07-05
    filled: lot
"""


def slugs(folder: Path) -> list[str]:
    return [found[0] for found in findings(folder)]


# --- entries never change -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("quantity: 42.5", "quantity: 42.50", ""),
        ("quantity: 42.5", "quantity: 43", "quantity"),
        ("quantity: 42.5\n    unit: kg", "quantity: 3.5\n    unit: crate", "quantity unit"),
        ("households: 18", "households: 19", "households"),
        ("households: 18", "households: 18\n    note: Rain all day.", "note"),
        ("    from: counts\n    to: store\n", "    from: counts\n", "to"),
        ("    from: counts\n    to: store\n", "    to: store\n    from: counts\n", ""),
        ("id: ent-2026-03-0003", "id: ent-2026-03-0004", "missing"),
    ],
)
def test_a_sealed_entry_is_never_edited(tmp_path: Path, old: str, new: str, field: str) -> None:
    tiny = sealed_book(tmp_path)
    before = files_of(tiny)
    rewrite(tiny / MARCH, old, new)
    said = run("check", tiny, "--only", "sealed-changed", "--only", "sealed-missing")
    named = [line.split("`")[1] for line in said.out.splitlines() if "[sealed-changed]" in line]
    if field == "missing":
        assert "the entry `ent-2026-03-0003` was sealed on 2026-03-12, and is not" in said.out
    else:
        assert named == field.split()
    assert seal(tiny, "2026-03-20").code == (1 if field else 0)
    assert files_of(tiny) == before


def test_what_is_refused_says_how_to_put_it_right(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / MARCH, "households: 18", "households: 19")
    assert run("check", tiny).out == (
        "ledger/2026/2026-03.yml:14:17: error[sealed-changed] `households` of "
        "`ent-2026-03-0002` is not what was sealed on 2026-03-12\n"
        "   14 |     households: 19\n"
        "      |                 ^^\n"
        "      = put it back, and write a new line with `corrects: ent-2026-03-0002` "
        "and the reason\n"
        "      = sealed on 2026-03-12: ledger/seal/salts/0000.jsonl:22:1\n\n"
        "1 error in 1 file.\n"
    )


def test_a_change_cannot_be_said_of_an_entry(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / MARCH, "households: 18", "households: 19")
    say_change(tiny, "entry", "ent-2026-03-0002")
    assert slugs(tiny) == ["sealed-changed"]


def test_a_correction_is_a_leaf_of_its_own(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    append(
        tiny / MARCH,
        "  - {id: ent-2026-03-0004, date: 2026-03-05, action: received, resource: vegetables, "
        "quantity: 0.5, unit: kg, corrects: ent-2026-03-0001, reason: One crate was overlooked}\n",
    )
    assert slugs(tiny) == []
    assert seal(tiny, "2026-03-20").out.startswith("Sealed 1 entry.\n")


# --- other records grow ---------------------------------------------------------------------------


def say_change(tiny: Path, kind: str, record_id: str, *, version: int = 2, more: str = "") -> None:
    text = (
        f"  - kind: {kind}\n    id: {record_id}\n    version: {version}\n"
        f"    type: correction\n    date: 2026-03-18\n    reason: A slip of the pen\n{more}"
    )
    file = tiny / CHANGES
    if not file.exists():
        file.write_text("changes:\n")
    append(file, text)


def test_a_term_may_be_added_and_handed_over(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    role = tiny / "content/roles/facilitator.yml"
    rewrite(role, "    filled: lot\n", f"    filled: lot\n    handover_on: 2026-04-05\n{TERM}")
    assert slugs(tiny) == []
    said = seal(tiny, "2026-04-06")
    assert said.out.startswith("Sealed 1 role.\nRead differently than before: facilitator.\n")
    assert lines_of(tiny)[-1]["version"] == 2
    assert "marks" not in lines_of(tiny)[index_of(tiny, "facilitator")]
    rewrite(role, "start: 2026-04-06", "start: 2026-04-07")
    assert slugs(tiny) == ["sealed-changed"]


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        ("content/roles/facilitator.yml", "holder: wren", "holder: juniper", "terms.0.holder"),
        ("content/roles/treasurer.yml", "handles_money: yes\n", "", "handles_money"),
        (DECISION, "agree: 12", "agree: 13", "tally.agree"),
        (DECISION, "  abstain: 2\n", "", "tally.abstain"),
        (DECISION, "Nobody likes yesterday's bread.", "Nobody likes old bread.", "body"),
        (DECISION, "review_on: 2026-09-06", "review_on: 2027-09-06", "review_on"),
        (SETTINGS, "harms:\n  - Harsh words\n", "harms:\n  - Gossip\n", "harms.0"),
        (SETTINGS, "harms:", "quorum: 4\nharms:", "quorum"),
        (SETTINGS, "harms:", "limits: {stagnant_months: 5}\nharms:", "limits"),
        ("ledger/accounts.yml", "title: Cash box", "title: Tin", "title"),
    ],
)
def test_what_was_written_stays(tmp_path: Path, file: str, old: str, new: str, field: str) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / file, old, new)
    told = [line for line in run("check", tiny).out.splitlines() if "[sealed-changed]" in line]
    assert [line.split("`")[1] for line in told] == [field]
    assert seal(tiny, "2026-03-20").code == 1


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (SETTINGS, "name: ", "tagline: By the canal\nname: "),
        (SETTINGS, "  - Harsh words\n", "  - Harsh words\n  - Gossip\n"),
        (DECISION, "summary:", "progress: 20\nsummary:"),
        (DECISION, "summary:", "milestones: [{title: Ask the bakery}]\nsummary:"),
        ("ledger/accounts.yml", "title: Bills\n", "title: Bills\n    closed: 2030-01-01\n"),
        ("content/handles.yml", "id: osier\n", "id: osier\n    retired_on: 2027-01-01\n"),
        (
            "ledger/resources.yml",
            "        is: 12\n",
            "        is: 12\n      - {unit: box, is: 5}\n",
        ),
    ],
)
def test_more_may_be_added(tmp_path: Path, file: str, old: str, new: str) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / file, old, new)
    assert slugs(tiny) == []
    assert seal(tiny, "2026-03-20").out.startswith("Sealed ")
    assert lines_of(tiny)[-1]["version"] == 2
    assert slugs(tiny) == []


def test_a_decision_comes_to_its_end_and_does_not_come_back(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / DECISION, "state: adopted", "state: expired\nended_on: 2026-03-15")
    assert slugs(tiny) == []
    assert seal(tiny, "2026-03-20").code == 0
    rewrite(tiny / DECISION, "state: expired\nended_on: 2026-03-15", "state: adopted")
    told = run("check", tiny, "--only", "sealed-changed").out
    assert "`ended_on` of `dec-2026-001` was sealed on 2026-03-20, and has been taken out" in told
    assert "`state` of `dec-2026-001` is not what was sealed on 2026-03-20" in told


PROPOSAL = "content/decisions/dec-2026-002.md"
PROPOSED = """\
---
title: A second bench is built
state: proposed
subject: yard
question: Do we build a second bench?
options:
  - {title: One, meaning: As before.}
  - {title: Two, meaning: Room for eight more.}
drafted_on: 2026-03-02
proposed_on: 2026-03-03
---
"""


def test_a_proposal_changes_until_it_is_decided(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path, {PROPOSAL: PROPOSED})
    assert lines_of(tiny)[index_of(tiny, "dec-2026-002")]["open"] is True
    rewrite(tiny / PROPOSAL, "A second bench", "A third bench")
    assert slugs(tiny) == []
    assert seal(tiny, "2026-03-20").out.startswith(
        "Sealed 1 decision.\nRead differently than before: dec-2026-002.\n"
    )


def test_a_free_page_changes_whenever_it_likes(tmp_path: Path) -> None:
    page = "content/pages/take-part.md"
    tiny = sealed_book(tmp_path, {page: "---\ntitle: Take part\n---\n1 pot on Tuesday.\n"})
    for number, day in ((2, "2026-03-20"), (3, "2026-03-21")):
        rewrite(tiny / page, f"{number - 1} pot", f"{number} pot")
        assert slugs(tiny) == []
        assert seal(tiny, day).code == 0
        assert lines_of(tiny)[-1]["version"] == number


def test_a_change_that_is_said_is_sealed_with_what_was_said(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / DECISION, "yesterday's bread", "old bread")
    say_change(tiny, "decision", "dec-2026-001")
    assert slugs(tiny) == []
    assert seal(tiny, "2026-03-20").code == 0
    assert slugs(tiny) == []
    rewrite(tiny / CHANGES, "A slip of the pen", "We thought again")
    assert slugs(tiny) == ["sealed-changed"]
    assert (
        "what the seal says about `dec-2026-001` is not what was sealed" in run("check", tiny).out
    )


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("decision dec-2026-001 2 dec-2026-001", None),
        ("decision dec-2026-001 1", "change-of-nothing"),
        ("decision dec-2026-001 3", "change-of-nothing"),
        ("decision dec-2026-009 2", "change-of-nothing"),
        ("decisions dec-2026-001 2", "change-of-nothing"),
        ("decision dec-2026-001 2 dec-2026-007", "unknown-reference"),
    ],
)
def test_what_is_said_about_a_change_must_fit(tmp_path: Path, said: str, slug: str | None) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / DECISION, "yesterday's bread", "old bread")
    kind, record_id, version, *decision = said.split()
    more = f"    decision: {decision[0]}\n" if decision else ""
    say_change(tiny, kind, record_id, version=int(version), more=more)
    found = [one for one in slugs(tiny) if one != "sealed-changed"]
    assert found == ([slug] if slug else [])


def test_a_change_is_said_once(tmp_path: Path) -> None:
    tiny = sealed_book(tmp_path)
    rewrite(tiny / DECISION, "yesterday's bread", "old bread")
    say_change(tiny, "decision", "dec-2026-001")
    say_change(tiny, "decision", "dec-2026-001")
    assert slugs(tiny) == ["change-of-nothing"]
