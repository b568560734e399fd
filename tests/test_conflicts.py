# SPDX-License-Identifier: AGPL-3.0-or-later
"""How conflicts were met: figures of published cases alone, and the graph of precedents."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.derive.conflicts import conflicts
from commonpress.derive.precedents import case_views
from commonpress.kinds.case import Case, Outcome, Without
from commonpress.pipeline import publish
from commonpress.render.charts.lettering import width_of
from commonpress.render.charts.pens import SCREEN
from commonpress.render.charts.precedents import Line, Manner, Row, lanes_of, precedents
from commonpress.render.site import make_site
from tests.books import run
from tests.registers import case, register, steps

AGREED = "reported:0 agreement:{} follow_up:4 closed:5"


def counted(*cases: Case, least: int = 5):  # type: ignore[no-untyped-def]
    return conflicts(case_views(register(*cases)), least)


def agreed(number: int, month: int = 1, **more: object) -> Case:
    return case(f"case-2025-{number:03}", steps=steps(AGREED.format(min(month, 4))), **more)


def test_harms_and_outcomes_are_counted() -> None:
    told = counted(
        agreed(1),
        agreed(2, met_without=(Without.POLICE, Without.COURTS)),
        case("case-2025-003", harm="Gossip", outcome=Outcome.NO_AGREEMENT),
        case("case-2025-004", met_without=(Without.POLICE,), outcome=Outcome.PARTIAL),
    )
    assert told.outcomes == (Outcome.AGREEMENT, Outcome.PARTIAL, Outcome.NO_AGREEMENT)
    rows = [(row.harm, len(row.cases), row.outcomes) for row in told.harms]
    assert rows == [("Harsh words", 3, (2, 1, 0)), ("Gossip", 1, (0, 0, 1))]
    assert (told.without_police, told.without_courts, told.without_both) == (2, 1, 1)
    assert (told.agreed, told.followed_up) == (3, 2)
    assert dict(told.reached) == {
        "reported": 4, "mediation": 2, "agreement": 2, "follow_up": 2, "closed": 4,
    }  # fmt: skip


def test_a_middle_of_months_is_told_of_enough_agreements() -> None:
    cases = [agreed(number, month) for number, month in enumerate((0, 1, 3, 4), 1)]
    assert counted(*cases).months is None
    told = counted(*cases, agreed(5, 2)).months
    assert told is not None
    assert (told.cases, told.shortest, told.middle, told.longest) == (5, 0, Decimal(2), 4)


LINES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(list(Manner)))
    .filter(lambda one: one[0] != one[1])
    .map(lambda one: Line(max(one[:2]), min(one[:2]), one[2])),
    max_size=14,
    unique_by=lambda line: (line.later, line.earlier),
)


@given(LINES)
def test_no_two_lines_of_a_lane_touch(lines: list[Line]) -> None:
    lanes = lanes_of(lines)
    for (a, one), (b, other) in combinations(zip(lanes, lines, strict=True), 2):
        if a == b:
            assert one.later < other.earlier or other.later < one.earlier


@pytest.mark.parametrize("width", [940.0, 328.0])
def test_words_and_lines_stand_apart(width: float) -> None:
    rows = [Row(f"case-2025-{n:03}", "Somebody shouted in the kitchen again") for n in range(10)]
    lines = [Line(later, later - 1, Manner.LEANS) for later in range(1, 10)]
    lines += [Line(9, 0, Manner.OVERRULES), Line(8, 1, Manner.PARTS), Line(7, 2, Manner.NARROWS)]
    root = ET.fromstring(precedents(rows, lines, width, SCREEN, "Cases"))  # noqa: S314
    svg = "{http://www.w3.org/2000/svg}"
    ends = [
        float(text.get("x", "0")) + width_of(text.text or "", SCREEN.text)
        for text in root.iter(f"{svg}text")
    ]
    begins = [
        float(path.get("d", "M0")[1:].split()[0])
        for path in root.iter(f"{svg}path")
        if path.get("stroke-width") == "2.5"
    ]
    assert len(begins) == len(lines)
    assert max(ends) < min(begins)


# --- a commons with four cases -------------------------------------------------------------------

CASE = """\
---
title: {title}
harm: {harm}
period: "2025"
parties:
  - {{person: Person A, role: member, part: harmed}}
  - {{person: Person B, role: member, part: responsible}}
steps:
  - {{stage: reported, month: 0, text: Person A came to the bench.}}
  - {{stage: agreement, month: 1, text: Both agreed on what to do next time.}}
  - {{stage: closed, month: 3, text: Both have eaten at one table since.}}
outcome: agreement
met_without: [police, courts]
consent: {{harmed: yes, responsible: yes}}
reviewed_by: [bench-keeper, minute-keeper]
rested_months: 6
batch: 2026-spring
anonymised:
  - The evening was left out.
{cites}---
A pot can wait.
"""


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A commons with four cases, each with its year and nothing finer."""
    folder = tmp_path_factory.mktemp("four")
    for path, text in {
        "content/commons.yml": (
            "name: Row\nsite_url: https://row.example/\n"
            "edit_url: https://forge.example/row/_edit/\nharms:\n  - Harsh words\n  - Gossip\n"
        ),
        "content/roles/bench-keeper.yml": "title: Bench keeper\nabout: Hears people out.\n",
        "content/roles/minute-keeper.yml": "title: Minute keeper\nabout: Writes.\n",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "cases").mkdir()
    for number in range(1, 5):
        cites = (
            f"cites:\n  - {{case: case-2025-00{number - 1}, treatment: followed, why: So again.}}\n"
            if number > 1
            else ""
        )
        harm = "Gossip" if number == 4 else "Harsh words"
        text = CASE.format(title="Someone shouted over the pots", harm=harm, cites=cites)
        (folder / f"cases/case-2025-00{number}.md").write_text(text, encoding="utf-8")
    return folder


def test_a_commons_with_four_cases_publishes_all_four(four: Path) -> None:
    checked = run("check", four)
    assert (checked.code, "No findings" in checked.out + checked.err) == (0, True)
    book = publish(four).publication
    assert book is not None
    pages = {page.address: page for page in make_site(book).pages}
    assert sum(address.startswith("cases/case-") for address in pages) == 4
    told = pages["cases/how-they-were-met.html"].body
    assert "Every conflict that is told here ended in an agreement" in told
    assert "Harsh words" in told
    assert "case-2025-003" in told
    assert "Fewer than 5 cases" in told
    case_page = pages["cases/case-2025-002.html"].body
    assert "Both agreed on what to do next time." in case_page
    assert "In force" in case_page


def test_no_page_of_a_case_leads_to_when_it_was_edited(four: Path) -> None:
    book = publish(four).publication
    assert book is not None
    pages = {page.address: page for page in make_site(book).pages}
    cases = [page for address, page in pages.items() if address.startswith("cases/case-")]
    assert [page.source for page in cases] == [None] * 4
    assert pages["roles/bench-keeper.html"].source == "content/roles/bench-keeper.yml"
    assert not [page.address for page in cases if "forge.example" in page.body]
