# SPDX-License-Identifier: AGPL-3.0-or-later
"""One slip of the pen hides no other fault, and makes none up.

The sample commons gives no finding. So whatever of it cannot be read, nothing may be found
but that: each finding beside it would be a false one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import is_
from pathlib import Path

import pytest

from commonpress.check import check_book, rules
from commonpress.check.missing import Missing, missing_records, torn_records
from commonpress.check.records import shape_records
from commonpress.check.register import Register
from commonpress.kinds import KIND_OF, KIND_OF_RECORD
from commonpress.kinds.base import Record
from commonpress.kinds.commons import COMMONS
from commonpress.read.book import read_book
from commonpress.read.raw import RawRecord
from tests.books import MARCH, SETTINGS, SOUND, book, diagnostics, edited, findings, run

ROOT = Path(__file__).parents[1]
ERRORS = ROOT / "tests" / "errors"
DECISION = "content/decisions/dec-2026-001.md"
SAMPLE = read_book(ROOT)
PATHS = sorted({raw.path for raw in SAMPLE.raws})
# All files that hold several records, and some of those that hold one.
FILES = [path for path in PATHS if not path.endswith(".md")] + [
    path for path in PATHS if path.endswith(".md")
][::6]
RECORDS = shape_records(SAMPLE).records


def told_without(is_gone: Callable[[Record], bool], missing: Missing) -> list[tuple[str, str]]:
    """The codes and files of what every rule says of the sample without some of its records."""
    kept = (one for one in RECORDS if not is_gone(one))
    register = Register(kept, missing, paths=SAMPLE.paths)
    return [(finding.code.slug, finding.span.path) for finding in rules.judge(register)]


def some_of_each() -> Iterator[RawRecord]:
    """A few records of every kind, from first to last."""
    for _, group in groupby(SAMPLE.raws, key=lambda raw: raw.kind.name):
        raws = [raw for raw in group if raw.kind is not COMMONS]
        yield from raws[:: max(len(raws) // 6, 1)]


def test_no_rule_takes_a_record_that_cannot_be_read_for_a_fault() -> None:
    for raw in some_of_each():
        (gone,) = [r for r in RECORDS if KIND_OF_RECORD[type(r)] is raw.kind and r.id == raw.id]
        assert told_without(partial(is_, gone), missing_records(SAMPLE, [raw])) == [], raw.id


@pytest.mark.parametrize("path", FILES)
def test_a_file_that_cannot_be_read_makes_nothing_else_wrong(path: str) -> None:
    raws = tuple(raw for raw in SAMPLE.raws if raw.path != path)
    missing = missing_records(replace(SAMPLE, raws=raws, unread=(path,)), ())
    is_settings = path == SETTINGS
    assert told_without(lambda one: one.path == path and not is_settings, missing) == []


@pytest.mark.parametrize("folder", ["cases", "content/decisions", "content", "ledger/2026"])
def test_a_folder_that_cannot_be_read_makes_nothing_else_wrong(folder: str) -> None:
    raws = tuple(raw for raw in SAMPLE.raws if not raw.path.startswith(f"{folder}/"))
    found = check_book(replace(SAMPLE, raws=raws, unread=(folder,)))[1]
    assert [(finding.code.slug, finding.span.path) for finding in found] == []


def test_without_what_rules_need_they_would_be_misled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same book, and every rule asked whatever is missing."""
    monkeypatch.setattr(rules, "NEEDS", {})
    month = next(path for path in FILES if path.startswith("ledger/20"))
    wrong = {slug for slug, _ in told_without(lambda one: one.path == month, Missing())}
    assert wrong >= {"stock-negative", "count-differs"}


@pytest.mark.parametrize(
    ("path", "elsewhere"),
    [
        (DECISION, "content/decisions/dec-2026-001.yml"),
        (DECISION, "content/dec-2026-001.md"),
        (MARCH, "ledger/2026/march.yml"),
        ("content/handles.yml", "content/handles.yaml"),
    ],
)
def test_a_record_in_the_wrong_place_is_not_missed_by_those_that_name_it(
    tmp_path: Path, path: str, elsewhere: str
) -> None:
    tiny = book(tmp_path, {path: None, elsewhere: SOUND[path]})
    assert findings(tiny) == (("misplaced-file", elsewhere, 1, 1),)


def test_all_is_told_at_once_and_no_stock_looks_empty(tmp_path: Path) -> None:
    """An entry with a slip, a decision that contradicts itself, a link that leads nowhere."""
    decision = SOUND[DECISION].replace("    chosen: yes\n", "")
    tiny = book(
        tmp_path,
        {
            **edited(MARCH, "quantity: 42.5", "quantity: 42,5"),
            DECISION: decision.replace("projects: [long-table]", "projects: [long-tabel]"),
        },
    )
    assert findings(tiny) == (
        ("one-option-chosen", DECISION, 8, 3),
        ("unknown-reference", DECISION, 22, 12),
        ("not-a-quantity", MARCH, 6, 15),
    )
    said = run("check", tiny).out
    assert said.endswith("What hangs on a record that cannot be read is checked once it can.\n")
    mended = book(tmp_path, {MARCH: SOUND[MARCH], DECISION: decision})
    assert "cannot be read" not in run("check", mended).out


def test_once_it_can_be_read_the_rest_is_judged(tmp_path: Path) -> None:
    """The count that was held back is told in the end: nothing is lost, only later."""
    wrong = SOUND[MARCH].replace("quantity: 12.5", "quantity: 13")
    slip = book(tmp_path, {MARCH: wrong.replace("quantity: 42.5", "quantity: 42,5")})
    assert [slug for slug, *_ in findings(slip)] == ["not-a-quantity"]
    assert [slug for slug, *_ in findings(book(tmp_path, {MARCH: wrong}))] == ["count-differs"]


def test_a_link_to_a_record_with_a_slip_is_no_broken_link(tmp_path: Path) -> None:
    """Its id is that of its file; any other id is as unknown as before."""
    slip = edited("content/projects/long-table.md", "started: 2025-06-01", "started: 1 June 2025")
    assert [slug for slug, *_ in findings(book(tmp_path, slip))] == ["not-a-date"]
    tiny = book(tmp_path, {**slip, **edited(DECISION, "[long-table]", "[long-tabel]")})
    assert [slug for slug, *_ in findings(tiny)] == ["unknown-reference", "not-a-date"]


def test_a_record_from_which_a_line_is_lost_is_not_judged_and_its_neighbours_are(
    tmp_path: Path,
) -> None:
    """Of two equal keys none counts, so nobody can say what that entry is of."""
    entries = SOUND[MARCH].replace(
        "    quantity: 30\n    unit: kg\n    households: 18\n",
        "    quantity: 30\n    unit: kg\n    unit: crate\n    quantity: 3\n",
    )
    entries = entries.replace("quantity: 42.5\n    unit: kg", "quantity: 42.5\n    unit: stone")
    read = read_book(book(tmp_path, {MARCH: entries}))
    ids = [raw.id for index, raw in enumerate(read.raws) if index in torn_records(read)]
    assert ids == ["ent-2026-03-0002"]
    assert [(d.code.slug, d.span.line) for d in diagnostics(tmp_path)] == [
        ("unknown-unit", 7),
        ("doubled-key", 14),
        ("doubled-key", 15),
    ]


def test_settings_that_cannot_be_read_leave_the_rest_to_the_limits_of_every_book(
    tmp_path: Path,
) -> None:
    tiny = book(
        tmp_path,
        {
            **edited(SETTINGS, "default_project: long-table", "default_projct: long-table"),
            **edited(DECISION, "last_call_on: 2026-02-08", "last_call_on: 2026-02-27"),
        },
    )
    assert [slug for slug, *_ in findings(tiny)] == ["unknown-field", "last-call-too-short"]
    assert check_book(read_book(tiny))[0] is None


def test_a_decision_by_an_assembly_that_cannot_be_read_may_have_been_urgent(tmp_path: Path) -> None:
    assembly = "content/assemblies/asm-2026-03.md"
    urgent = {
        **edited(DECISION, "last_call_on: 2026-02-08\n", ""),
        assembly: SOUND[assembly].replace("kind: open", "kind: emergency"),
    }
    assert findings(book(tmp_path, urgent)) == ()
    urgent[assembly] = SOUND[assembly].replace("kind: open", "kind: urgent")
    assert [slug for slug, *_ in findings(book(tmp_path, urgent))] == ["not-a-choice"]


def test_cases_are_counted_and_holders_named_once_all_of_them_can_be_read(tmp_path: Path) -> None:
    """Five cases told alike are enough, also while one of them has a slip; so are two holders."""
    tiny = shutil.copytree(ERRORS / "case-too-specific" / "book", tmp_path / "cases")
    case = tiny / "cases" / "case-2025-003.md"
    for number in (4, 5, 6, 7):
        shutil.copy(case, case.with_name(f"case-2025-00{number}.md"))
    assert findings(tiny) == ()
    case.write_text(case.read_text("utf-8").replace("month: 2", "month: two"), "utf-8")
    assert [slug for slug, *_ in findings(tiny)] == ["not-a-number"]

    tiny = shutil.copytree(ERRORS / "role-points-at-one" / "book", tmp_path / "roles")
    role = tiny / "content" / "roles" / "bench-keeper.yml"
    other = role.with_name("second-bench-keeper.yml")
    other.write_text(role.read_text("utf-8").replace("osier", "wren"), "utf-8")
    handles = tiny / "content" / "handles.yml"
    handle = "  - id: wren\n    consented_on: 2024-06-01\n"
    handles.write_text(handles.read_text("utf-8") + handle, "utf-8")
    assert findings(tiny) == ()
    other.write_text(other.read_text("utf-8").replace("rotation", "turns"), "utf-8")
    assert [slug for slug, *_ in findings(tiny)] == ["not-a-choice"]


def test_a_new_number_is_none_that_a_record_with_a_slip_has(tmp_path: Path) -> None:
    twice = SOUND[MARCH].replace("ent-2026-03-0002", "ent-2026-03-0001")
    tiny = book(tmp_path, {MARCH: twice.replace("quantity: 12.5", "quantity: 12,5")})
    (doubled,) = [d for d in diagnostics(tiny) if d.code.slug == "doubled-id"]
    assert doubled.hint == "the next free one is `ent-2026-03-0004`"


def test_the_kinds_that_rules_need_are_kinds() -> None:
    assert set(rules.NEEDS) <= set(rules.RULES)
    assert all(kinds and set(kinds) <= set(KIND_OF) for kinds in rules.NEEDS.values())
