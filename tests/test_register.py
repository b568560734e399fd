# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register: records by kind and id, in a settled order, each id once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check import check_book
from commonpress.check.postings import Journal, book_postings
from commonpress.check.register import BEFORE_EVERYTHING, Register
from commonpress.ground.numbering import Numbering
from commonpress.ground.spelling import distance, nearest
from commonpress.kinds import KIND_OF
from commonpress.kinds.entry import Entry
from commonpress.kinds.ledger import Account, Resource
from commonpress.pipeline import publish
from commonpress.read.book import read_book
from tests.books import MARCH, SOUND, book, diagnostics, edited, findings

DECISION = SOUND["content/decisions/dec-2026-001.md"]


def registered(folder: Path) -> Register:
    register, _ = check_book(read_book(folder))
    assert register
    return register


def test_records_are_found_by_kind_and_id(tmp_path: Path) -> None:
    register = registered(book(tmp_path))
    found = register.get("resource", "vegetables")
    assert isinstance(found, Resource)
    assert found.unit == "kg"
    assert register.get("category", "vegetables") is not found
    assert register.get("resource", "carrots") is None
    assert register.settings.name == "Tidewater Row Commons"


@pytest.mark.parametrize(
    ("kind", "is_posted_anew"),
    [("handle", False), ("decision", False), ("account", True), ("entry", True), ("project", True)],
)
def test_the_ledger_is_posted_once_while_it_is_the_same(
    tmp_path: Path, kind: str, *, is_posted_anew: bool
) -> None:
    register = registered(book(tmp_path))
    left = [one for name in KIND_OF if name != kind for one in register.of(KIND_OF[name].record)]
    narrowed = register.narrowed(left)
    assert narrowed.ids(kind) == ()
    assert (narrowed.journal is not register.journal) is is_posted_anew


def test_a_book_is_posted_once_from_check_to_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where something is left out of what is published: a tally of few people."""
    posted = []

    def counted(register: Register) -> Journal:
        posted.append(register)
        return book_postings(register)

    monkeypatch.setattr("commonpress.check.register.book_postings", counted)
    few = edited("content/assemblies/asm-2026-03.md", "present: 14", "present: 5")
    for changed in ({}, few):
        posted.clear()
        assert publish(book(tmp_path, changed), draft=True).publication
        assert len(posted) == 1


def test_a_kind_without_records_is_empty(tmp_path: Path) -> None:
    register = registered(book(tmp_path, bare=True))
    assert register.of(Entry) == register.entries == ()
    assert register.book_date == BEFORE_EVERYTHING


def test_records_stand_in_the_order_of_their_days_and_then_ids(tmp_path: Path) -> None:
    late_first = """
        entries:
          - {id: ent-2026-03-0009, date: 2026-03-01, action: received, resource: euro, quantity: 1,
             unit: EUR, from: small-gifts, to: cash-box}
          - {id: ent-2026-03-0008, date: 2026-03-03, action: received, resource: euro, quantity: 1,
             unit: EUR, from: small-gifts, to: cash-box}
          - {id: ent-2026-03-0007, date: 2026-03-03, action: received, resource: euro, quantity: 1,
             unit: EUR, from: small-gifts, to: cash-box}
    """
    register = registered(book(tmp_path, {MARCH: late_first}))
    assert [entry.id[-1] for entry in register.entries] == ["9", "7", "8"]
    accounts = [account.id for account in register.of(Account)]
    assert accounts == sorted(accounts)


@pytest.mark.parametrize(
    ("path", "old", "new", "day"),
    [
        (MARCH, "", "", "2026-03-04"),
        (MARCH, "    households: 18", "    households: 18\n    recorded: 2026-03-20", "2026-03-20"),
    ],
)
def test_a_book_is_as_old_as_the_newest_thing_that_happened(
    tmp_path: Path, path: str, old: str, new: str, day: str
) -> None:
    register = registered(book(tmp_path, {path: SOUND[path].replace(old, new, 1)}))
    assert register.book_date == dt.date.fromisoformat(day)


def test_what_is_planned_does_not_move_the_date_of_a_book(tmp_path: Path) -> None:
    planned = """
        ---
        date: 2027-03-01
        place: Rope works yard
        kind: open
        held: planned
        ---
    """
    register = registered(book(tmp_path, {"content/assemblies/asm-2027-03.md": planned}))
    assert register.book_date == dt.date(2026, 3, 4)


def test_a_decision_moves_the_date_of_a_book(tmp_path: Path) -> None:
    later = DECISION.replace("decided_on: 2026-03-01", "decided_on: 2026-04-12")
    register = registered(book(tmp_path, {"content/decisions/dec-2026-001.md": later}))
    assert register.book_date == dt.date(2026, 4, 12)


def test_an_id_that_names_two_records_is_told_with_both_places_and_the_next_free_one(
    tmp_path: Path,
) -> None:
    twice = SOUND[MARCH].replace("ent-2026-03-0002", "ent-2026-03-0001")
    found = [d for d in diagnostics(book(tmp_path, {MARCH: twice})) if d.code.slug == "doubled-id"]
    (finding,) = found
    assert (finding.span.line, finding.related[0].span.line) == (8, 2)
    assert finding.hint == "the next free one is `ent-2026-03-0004`"


def test_two_that_are_doubled_are_given_two_ids(tmp_path: Path) -> None:
    thrice = SOUND[MARCH].replace("-0002", "-0001").replace("-0003", "-0001")
    found = [d for d in diagnostics(book(tmp_path, {MARCH: thrice})) if d.code.slug == "doubled-id"]
    assert [d.hint[-5:-1] for d in found] == ["0002", "0003"]


def test_ids_of_different_kinds_may_be_the_same(tmp_path: Path) -> None:
    assert "vegetables" in SOUND["ledger/resources.yml"].split("resources:")[0]
    assert findings(book(tmp_path)) == ()


def test_the_first_of_two_records_with_an_id_is_kept(tmp_path: Path) -> None:
    handles = SOUND["content/handles.yml"] + "  - id: wren\n    consented_on: 2026-01-01\n"
    register = registered(book(tmp_path, {"content/handles.yml": handles}))
    wren = register.get("handle", "wren")
    assert wren
    assert wren.span("id").line == 6


@given(
    st.lists(st.sampled_from(["dec-2026-001", "dec-2026-009", "dec-2025-050", "wren", "wren-3"]))
)
def test_a_number_is_never_given_twice(taken: list[str]) -> None:
    numbering = Numbering(taken)
    given_out = [numbering.next_like(one) for one in [*taken, "dec-2026-001", "wren"]]
    assert len({*taken, *given_out}) == len(set(taken)) + len(given_out)


def test_the_next_number_follows_the_highest_and_fills_no_gap() -> None:
    numbering = Numbering(["dec-2026-001", "dec-2026-007", "dec-2025-099"])
    assert numbering.next("dec-2026-", 3) == "dec-2026-008"
    assert numbering.next("dec-2027-", 3) == "dec-2027-001"
    assert Numbering(["ent-2026-03-9999"]).next("ent-2026-03-", 4) == "ent-2026-03-10000"
    assert Numbering([]).next_like("wren") == "wren-2"


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("quantitiy", "quantity"),
        ("qauntity", "quantity"),
        ("Quantity", "quantity"),
        ("quant", ""),
        ("aprovedby", "approved_by"),
        ("approved-by", "approved_by"),
        ("t", "to"),
        ("zz", ""),
        ("", ""),
    ],
)
def test_a_near_name_is_found(word: str, near: str) -> None:
    assert nearest(word, ["approved_by", "quantity", "to", "unit"]) == near


def edits(one: str, other: str) -> int:
    """The textbook recursion (optimal string alignment), as an independent judge."""
    if not one or not other:
        return len(one) + len(other)
    choices = [
        edits(one[1:], other) + 1,
        edits(one, other[1:]) + 1,
        edits(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and len(other) > 1 and (one[0], one[1]) == (other[1], other[0]):
        choices.append(edits(one[2:], other[2:]) + 1)
    return min(choices)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 3))
def test_the_distance_of_words_is_the_textbook_one(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(edits(one, other), most + 1)
