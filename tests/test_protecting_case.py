# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress protect case` on a private draft: what it writes, what it refuses, what it hides."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.case_protect import whole_months
from commonpress.check.generalising import Description, Widened, widened, wider
from commonpress.ground.periods import Calendar, add_months
from commonpress.kinds.case import HouseholdKind, PartyRole
from tests.books import run

DRAFT = """\
---
title: Maribel shouted at Tomasz over the pots
harm: Harsh words
place: the kitchen
household: with_children
role: cook
parties:
  - {names: [Tomasz Wieczorek, Tomek], role: cook, part: harmed}
  - {names: [Maribel Ocampo], role: bench_keeper, part: responsible}
steps:
  - {stage: reported, date: 2025-01-31, text: Tomasz said that Maribel had shouted.}
  - {stage: mediation, date: 2025-02-28, text: Maribel's pots stay on the left.}
  - {stage: closed, date: 2025-07-15, text: Both have eaten at one table since.}
outcome: agreement
consent: {harmed: yes, responsible: yes}
reviewed_by: [bench-keeper, minute-keeper]
---
A pot can wait, said Tomek, and Maribel Ocampo said nothing.
"""
BENCH = """\
title: Bench keeper
about: Hears people out.
terms:
  - {holder: wren, start: 2024-12-01, end: 2025-11-30, filled: lot}
"""
PRIVATE = ("Maribel", "Ocampo", "Tomasz", "Wieczorek", "Tomek", "2025-01-31", "kitchen", "shouted")


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def book(folder: Path) -> Path:
    """A book of a commons that has two roles and no case yet."""
    files = {
        "content/commons.yml": (
            "name: Row\nharms:\n  - Harsh words\nplaces_of_cases:\n  - the kitchen\n"
        ),
        "content/handles.yml": "handles:\n  - {id: wren, consented_on: 2024-01-01}\n",
        "content/roles/bench-keeper.yml": BENCH,
        "content/roles/minute-keeper.yml": "title: Minute keeper\nabout: Writes.\n",
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "cases").mkdir()
    return folder


def protect(
    tmp_path: Path, draft: str = DRAFT, batch: str = "2026-spring", at: str = "draft.md"
) -> tuple[int, str]:
    folder = tmp_path / "book"
    if not folder.exists():
        book(folder)
    private = tmp_path / at
    private.write_text(draft, encoding="utf-8")
    done = run(
        "protect", "case", private, "--book", folder, "--batch", batch, "--output",
        folder / "cases",
    )  # fmt: skip
    return done.code, done.out + done.err


def test_a_draft_becomes_a_case_that_names_nobody(tmp_path: Path) -> None:
    code, said = protect(tmp_path)
    assert code == 0, said
    written = (tmp_path / "book/cases/case-2025-001.md").read_text(encoding="utf-8")
    assert (
        written
        == """\
---
title: Person B shouted at Person A over the pots
harm: Harsh words
period: 2025
place: none
household: none
parties:
  - person: Person A
    role: cook
    part: harmed
  - person: Person B
    role: member
    part: responsible
steps:
  - stage: reported
    month: 0
    text: Person A said that Person B had shouted.
  - stage: mediation
    month: 1
    text: "Person B's pots stay on the left."
  - stage: closed
    month: 5
    text: Both have eaten at one table since.
outcome: agreement
consent:
  harmed: yes
  responsible: yes
reviewed_by:
  - bench-keeper
  - minute-keeper
rested_months: 6
batch: 2026-spring
anonymised:
  - The people are written as letters.
  - Days were counted in whole months since the report.
  - Where it happened was left out.
  - What kind of household it was in was left out.
  - A role that described it was left out.
  - The month was left out.
  - The season was left out.
  - A role that one person alone held is written as member.
---
A pot can wait, said Person A, and Person B said nothing.
"""
    )
    assert "`case-2025-001` may be committed" in said
    assert "first of its batch" in said
    assert not [word for word in PRIVATE if word in said]
    assert run("check", tmp_path / "book").code == 0


def test_the_next_case_gets_the_next_id_and_joins_the_batch(tmp_path: Path) -> None:
    protect(tmp_path)
    code, said = protect(tmp_path)
    assert code == 0
    assert "`case-2025-002` may be committed" in said
    assert "first of its batch" not in said


def test_what_enough_cases_share_is_said(tmp_path: Path) -> None:
    """Four published cases of one season and place: the fifth may say both."""
    folder = book(tmp_path / "book")
    said = DRAFT.replace("household: with_children\nrole: cook\n", "").replace(
        "role: bench_keeper", "role: member"
    )
    protect(tmp_path, said)
    first = (folder / "cases/case-2025-001.md").read_text(encoding="utf-8")
    alike = first.replace("period: 2025", "period: 2025-01").replace(
        "place: none", "place: the kitchen"
    )
    for number in range(1, 5):
        (folder / f"cases/case-2025-{number:03}.md").write_text(alike, encoding="utf-8")
    code, out = protect(tmp_path, said)
    assert code == 0, out
    fifth = (folder / "cases/case-2025-005.md").read_text(encoding="utf-8")
    assert "period: 2025-01\nplace: the kitchen\n" in fifth
    assert run("check", folder).code == 0


@pytest.mark.parametrize(
    ("before", "after", "slug", "line"),
    [
        ("2025-07-15", "2026-01-15", "case-not-rested", 13),
        ("A pot can", "A pot of Kasia can", "private-name", 18),
        ("said Tomek", "said tomek", "private-name", 18),
        ("harmed: yes", "harmed: no", "case-consent", 15),
        ("[bench-keeper, minute-keeper]", "[bench-keeper]", "case-review", 16),
        ("Both have", "On 4 May 2025 both have", "private-moment", 13),
        ("Both have", "The bench keeper and both have", "role-points-at-one", 13),
        ("mediation, date: 2025-02-28", "mediation, date: 2025-01-02", "case-steps", 12),
        ("harm: Harsh words", "harm: Maribel", "case-word-not-listed", 3),
        ("date: 2025-01-31", "date: Maribel", "not-a-date", 11),
        ("outcome: agreement", "outcome: Maribel", "not-a-choice", 14),
        ("harm: Harsh words", "harm: Harsh words\nMaribel: Ocampo", "unknown-field", 4),
    ],
)  # fmt: skip
def test_what_may_not_be_published_is_told_at_its_place_in_the_draft(
    tmp_path: Path, before: str, after: str, slug: str, line: int
) -> None:
    assert before in DRAFT
    code, said = protect(tmp_path, DRAFT.replace(before, after))
    assert code == 1
    assert f"draft.md:{line}:" in said
    assert f"[{slug}]" in said
    assert not [word for word in (*PRIVATE, "Kasia", "tomek") if word in said]
    assert list((tmp_path / "book/cases").iterdir()) == []


def test_a_draft_in_the_book_or_in_its_git_folder_is_refused(tmp_path: Path) -> None:
    folder = book(tmp_path / "book")
    assert "keep it elsewhere" in protect(tmp_path, at="book/cases/draft.md")[1]
    (folder / "cases/draft.md").unlink()
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    code, said = protect(tmp_path, at="draft.md")
    assert code == 2
    assert "keep it elsewhere" in said


def test_it_does_not_run_on_a_machine_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    assert protect(tmp_path)[0] == 2


@pytest.mark.parametrize("batch", ["2026-05", "2026", "soon"])
def test_a_batch_is_a_season(tmp_path: Path, batch: str) -> None:
    code, said = protect(tmp_path, batch=batch)
    assert code == 2
    assert "no season" in said


def test_the_file_is_called_as_its_id(tmp_path: Path) -> None:
    folder = book(tmp_path / "book")
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    done = run(
        "protect", "case", tmp_path / "draft.md", "--book", folder, "--batch", "2026-spring",
        "--output", folder / "cases/case-2025-009.md",
    )  # fmt: skip
    assert done.code == 2
    assert "`case-2025-001.md`" in done.err


# --- the fixed order -----------------------------------------------------------------------------


def test_the_order_of_saying_less_is_fixed() -> None:
    one = Description("2025-06", "the yard", HouseholdKind.WITH_CHILDREN, PartyRole.COOK)
    steps = []
    while step := wider(one, Calendar.MONTHS):
        steps.append(step[0])
        one = step[1]
    assert steps == list(Widened)
    assert one == Description("2025")


def test_a_case_with_only_its_year_always_passes() -> None:
    assert widened(Description("2025"), [], 5, Calendar.SOLAR) == (Description("2025"), ())


PLACES = st.sampled_from(["none", "the yard", "the kitchen"])
ROLES = st.sampled_from([None, PartyRole.COOK])
SAID = st.builds(
    Description,
    st.sampled_from(["2025", "2025-06", "2025-07", "2025-summer"]),
    PLACES,
    st.sampled_from(list(HouseholdKind)),
    ROLES,
)


@given(SAID, st.lists(SAID, max_size=12), st.integers(1, 4))
def test_what_is_left_is_shared_or_only_a_year(
    one: Description, published: list[Description], least: int
) -> None:
    found, steps = widened(one, published, least, Calendar.SOLAR)
    assert published.count(found) + 1 >= least or wider(found, Calendar.SOLAR) is None
    assert list(steps) == sorted(steps, key=list(Widened).index)
    assert (not steps) is (found == one)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_whole_months_are_as_many_as_fit(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    months = whole_months(first, last)
    assert add_months(first, months) <= last < add_months(first, months + 1)
