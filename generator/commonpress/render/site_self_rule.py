# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of self-government: seven questions, each answered by figures that lead to records."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.derive.halflife import Life
from commonpress.derive.publication import Standing
from commonpress.render.addresses import SELF_RULE
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_guardrails import rail_of

_WAITING = (Life.DUE, Life.DORMANT)


def self_rule_sheets(desk: Desk) -> Iterator[Sheet]:
    """The page, where anything of self-rule is told: assemblies or guardrails."""
    book = desk.publication
    if not (book.assemblies or book.guardrails):
        return
    rails = [rail_of(view) for view in book.guardrails if not view.is_over]
    yield desk.sheet(
        ("self_government",),
        SELF_RULE,
        "self-government",
        kind="self-government",
        pictures=[rail.mark for rail in rails],
        rule=book.self_rule,
        running=[view for view in book.projects if not view.record.ended],
        open=[v for v in book.decisions if v.standing is Standing.OPEN],
        rails=rails,
        past=[b for rail in rails for b in rail.view.breaches if not b.waived_by],
        asked=book.scrutiny,
        waiting=[view for view in book.practices if view.life in _WAITING],
        review=[v for v in book.decisions if v.standing is Standing.REVIEW_DUE],
        answer=next((v for v in book.guardrails if v.answers and not v.is_over), None),
    )
