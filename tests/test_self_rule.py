# SPDX-License-Identifier: AGPL-3.0-or-later
"""Self-rule in figures: a year of assemblies and roles, and a page that answers seven questions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.derive.disclose import disclose
from commonpress.derive.self_rule import SelfRule, gini
from commonpress.kinds.assembly import Held
from commonpress.pipeline import publish
from commonpress.render.site import site_pages
from tests.registers import assembly, day, decision, register, role, term

AMOUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [([7], "0"), ([5, 5, 5], "0"), ([0, 0, 0, 12], "0.75"), ([1, 3], "0.25")],
)
def test_concentration_is_nothing_where_all_have_the_same(
    amounts: list[int], expected: str
) -> None:
    assert gini(amounts) == Decimal(expected)


@given(amounts=AMOUNTS)
def test_concentration_is_the_mean_difference_between_two(amounts: list[int]) -> None:
    total, count = sum(amounts), len(amounts)
    if not total:
        assert gini(amounts) is None
        return
    differences = sum(abs(a - b) for a in amounts for b in amounts)
    expected = Decimal(differences) / (2 * count * total)
    found = gini(amounts)
    assert found is not None
    assert abs(found - expected) < Decimal("1e-20")


def told(as_of: str = "2026-06-30") -> SelfRule:
    """A year with an assembly before it, one without a quorum, and three terms of two people."""
    records = (
        assembly("2025-06-30", "dec-2025-001", present=20),
        decision("dec-2025-001", "2025-06-30"),
        assembly("2025-07-06", "dec-2025-002", present=21),
        decision("dec-2025-002", "2025-07-06"),
        assembly("2025-08-03", present=9, quorum=15),
        assembly("2025-09-07", present=16),
        assembly("2026-07-05", held=Held.PLANNED, present=None),
        role("cook", term("wren 2025-01-01 2025-07-02"), term("osier 2025-07-03 2026-06-30")),
        role("keeper", term("osier 2026-06-01 2026-12-31")),
    )
    return disclose(register(*records), day(as_of)).self_rule


def test_a_year_ends_on_the_day_of_the_book() -> None:
    rule = told()
    assert (rule.period.start, rule.period.end) == (day("2025-07-01"), day("2026-06-30"))
    assert [v.record.id for v in rule.assemblies] == ["asm-2025-09", "asm-2025-08", "asm-2025-07"]
    assert [v.record.id for v in rule.adopted] == ["dec-2025-002"]
    assert rule.without_quorum == 1
    assert rule.present == 16


def test_only_the_days_within_the_year_count() -> None:
    rule = told()
    assert (rule.holders, rule.terms) == (2, 3)
    assert rule.rotation == Decimal(2) / 3
    concentration = gini([2, 363 + 30])
    assert rule.concentration is not None
    assert concentration is not None
    assert round(rule.concentration, 9) == round(concentration, 9)
    assert rule.longest is not None
    assert rule.longest.record.id == "cook"


def test_the_page_answers_seven_questions_and_leads_to_the_records() -> None:
    shown = publish(Path(__file__).parents[1], as_of=day("2026-06-30")).publication
    assert shown is not None
    page = next(p for p in site_pages(shown) if p.address == "self-government.html")
    assert page.body.count("?</h2>") == 7
    ids = [view.record.id for view in shown.self_rule.adopted]
    ids += [view.record.id for view in shown.scrutiny]
    ids += [view.record.id for view in shown.guardrails]
    assert [name for name in ids if f'/{name}.html"' not in page.body] == []
