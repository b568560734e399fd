# SPDX-License-Identifier: AGPL-3.0-or-later
"""The map of functions as a sheet for the wall."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.derive.functions import functions_of
from commonpress.render.sheet_desk import Sheet, SheetDesk, UnknownSheetError

_MOST = 12


def functions_map(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """The map as a sheet lying on its long edge, with the number of each line."""
    lines = functions_of(desk.publication)
    if of or not lines:
        said = "it shows all projects, and has no id" if of else "no project is running"
        raise UnknownSheetError(f"the map of functions cannot be made: {said}")
    given = {"lines": lines[:_MOST], "left": len(lines) - _MOST}
    address = desk.on_site("projects/index.html")
    settings = tuple({**given, "address": address, "whom": whom} for whom in (True, False))
    records = tuple(line.record for line in lines)
    yield Sheet("functions", "functions", settings, records, ("functions.css",), lying=True)
