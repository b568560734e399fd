# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes for the wall: one assembly on the two sides of a sheet, or on two sheets side by side."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.derive.publication import AssemblyView
from commonpress.render.sheet_desk import Sheet, SheetDesk, UnknownSheetError

PAGES = 2


def minutes(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """What was decided on the first page, what was said on the second."""
    view = _held(desk, of)
    meeting = view.record
    taken = {d.id for d in view.decisions}
    decisions = [d for d in desk.publication.decisions if d.record.id in taken]
    given = {
        "view": view,
        "meeting": meeting,
        "decisions": decisions,
        "address": desk.address_of("assembly", meeting.id),
    }
    # Apart, the second page begins with what was said; together, it runs on from the first.
    settings = [
        {**given, "apart": apart, "summaries": summaries, "agenda": agenda}
        for apart, summaries, agenda in (
            (True, True, True),
            (False, True, True),
            (False, False, True),
            (False, False, False),
        )
    ]
    records = (meeting, *(d.record for d in decisions))
    yield Sheet(
        f"minutes-{meeting.id}", "minutes", tuple(settings), records, ("minutes.css",), PAGES
    )


def _held(desk: SheetDesk, of: str) -> AssemblyView:
    """The assembly of this id, or the last that was held; one that was not has no minutes."""
    held = {v.record.id: v for v in desk.publication.assemblies if v.record.was_held}
    if not held:
        raise UnknownSheetError("no assembly has been held")
    if of and of not in held:
        raise UnknownSheetError(f"no assembly `{of}` was held; the last was {next(iter(held))}")
    return held[of] if of else next(iter(held.values()))
