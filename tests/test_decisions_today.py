# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds today is told by subject, what is open with its last call, what is due, what ended."""

from __future__ import annotations

from commonpress.derive.disclose import disclose
from commonpress.kinds.decision import State
from commonpress.render.site import site_pages
from tests.registers import assembly, day, decision, draft, register

BOOK = register(
    assembly("2026-03-01", "dec-2026-001", "dec-2026-002", "dec-2026-003"),
    decision("dec-2026-001", title="Soup on Tuesdays", subject="kitchen"),
    decision(
        "dec-2026-002", title="A week for tools", subject="tools", review_on=day("2026-05-01")
    ),
    decision(
        "dec-2026-003",
        title="A blue shelf",
        state=State.REPEALED,
        ended_on=day("2026-04-12"),
        repealed_by="dec-2026-001",
    ),
    draft("dec-2026-004", "2026-05-01"),
    decision(
        "dec-2026-005",
        title="Coal in July",
        state=State.LAST_CALL,
        decided_on=None,
        decided_at="",
        proposed_on=day("2026-06-01"),
        last_call_on=day("2026-06-14"),
    ),
)


def test_the_decisions_of_today_stand_on_one_page() -> None:
    pages = site_pages(disclose(BOOK, day("2026-06-30")))
    page = next(p for p in pages if p.address == "decisions/today.html")
    open_ones, rest = page.body.split('id="review"')
    due, rest = rest.split("What is in force, by subject")
    by_subject, repealed = rest.split('id="repealed"')
    assert "Coal in July" in open_ones
    assert "adopted from 28\u00a0June 2026" in open_ones
    assert "A second fridge is bought" in open_ones
    assert "A week for tools" in due
    assert "Soup on Tuesdays" not in due
    assert by_subject.index("Kitchen") < by_subject.index("Soup") < by_subject.index("Tools")
    assert "A blue shelf" not in by_subject
    assert "A blue shelf" in repealed
