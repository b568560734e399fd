# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases and norms: how conflicts were met, and what people agreed from them."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.derive.conflicts import conflicts
from commonpress.derive.publication import CaseView
from commonpress.kinds.case import Step
from commonpress.render.addresses import CONFLICTS, index_address, record_address
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_marks import step_picture
from commonpress.render.site_precedents import citation_rows, manners_in, precedents_picture

PART = "cases"


def case_sheets(desk: Desk) -> Iterator[Sheet]:
    """The list of cases, and a page for each."""
    views = desk.publication.cases
    if not views and not desk.publication.norms:
        return
    yield desk.sheet(
        ("cases",),
        index_address("case"),
        PART,
        kind="cases",
        views=views,
        without=[view for view in views if view.record.met_without],
        norms=desk.publication.norms,
        conflicts=CONFLICTS,
    )
    if views:
        yield _conflicts_sheet(desk)
    for view in views:
        yield _case_sheet(desk, view)


def norm_sheets(desk: Desk) -> Iterator[Sheet]:
    """The list of norms, and a page for each."""
    views = desk.publication.norms
    if not views:
        return
    yield desk.sheet(
        ("norms",),
        index_address("norm"),
        PART,
        kind="norms",
        holding=[view for view in views if view.in_force],
        ended=[view for view in views if not view.in_force],
    )
    replaced = {norm.record.id: norm.record for norm in views}
    for view in views:
        address = record_address("norm", view.record.id)
        yield desk.sheet(
            ("norm",),
            address,
            PART,
            record=view.record,
            view=view,
            replaces=[replaced[i] for i in view.record.replaces if i in replaced],
        )


def _conflicts_sheet(desk: Desk) -> Sheet:
    """How the published cases were met, counted, and the graph of what leans on what."""
    book = desk.publication
    rows = citation_rows(book.cases)
    picture = precedents_picture(rows)
    return desk.sheet(
        ("conflicts",),
        CONFLICTS,
        PART,
        kind="conflicts",
        pictures=[picture] if picture else [],
        told=conflicts(book.cases, book.commons.limits.case_k),
        views=book.cases,
        norms=book.norms,
        citations=rows,
        manners=manners_in(rows),
        picture=picture,
    )


def _case_sheet(desk: Desk, view: CaseView) -> Sheet:
    steps: list[tuple[Step, Picture]] = [
        (step, step_picture(step.stage)) for step in view.record.steps
    ]
    return desk.sheet(
        ("case",),
        record_address("case", view.record.id),
        PART,
        record=view.record,
        pictures=[picture for _, picture in steps],
        view=view,
        steps=steps,
    )
