# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report of a season on one sheet: what circulated, drawn and added up, and the checkpoint."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.render.addresses import statement_address
from commonpress.render.sheet_desk import Sheet, SheetDesk, UnknownSheetError
from commonpress.render.zine_circulated import circulated


def season_report(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """The report of the season of this name, or of the last."""
    reports = {one.statement.period.name: one for one in desk.publication.reports}
    if not reports:
        raise UnknownSheetError("the book has no line in its ledger")
    wanted = of or list(reports)[-1]
    if wanted not in reports:
        raise UnknownSheetError(f"there is no season `{wanted}`; there is {', '.join(reports)}")
    season = reports[wanted].statement.period
    made = circulated(reports[wanted], season)
    if made is None:
        raise UnknownSheetError(f"in {wanted} nothing of one unit moved")
    address = desk.on_site(statement_address(wanted))
    given = {"made": made, "season": season, "address": address}
    settings = tuple({**given, "stock": stock} for stock in (True, False))
    yield Sheet(f"season-{wanted}", "season", settings, (), ("season.css",))
