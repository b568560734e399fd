# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of funds: on whom the commons leans, what each fund asks for, and how it can be left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from commonpress.derive.answers import Funding, FundingView, share_of
from commonpress.render import words
from commonpress.render.addresses import index_address
from commonpress.render.charts.bars import Part, strip
from commonpress.render.charts.pens import SCREEN, Pattern
from commonpress.render.ledger_pictures import shares_picture
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.voice import say

_STRIP, _STRIP_NARROW = (940.0, 34.0), (328.0, 28.0)
_MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a part of the money came from; `share` is told of institutions only.

    `source` is the name of an institution, or "pooled", "earned" or "undeclared".
    """

    source: str
    kind: str
    amount: Decimal
    part: Decimal  # of the whole, for the drawing
    share: Decimal | None
    pattern: Pattern


def fund_sheets(desk: Desk) -> Iterator[Sheet]:
    """The page of all funds, where the book keeps any."""
    view = desk.publication.funding
    if view is None:
        return
    origins = tuple(origins_of(view.now))
    picture = _picture(desk, view, origins)
    shares = shares_picture(view, lambda amount: desk.amount(amount, view.unit))
    source = desk.publication.sources.get(("fund", view.funds[0].record.id), "")
    yield desk.sheet(
        ("funds",),
        index_address("fund"),
        "ledger",
        pictures=[drawn for drawn in (picture, shares) if drawn],
        source=source,
        kind="funds",
        view=view,
        now=view.now,
        origins=origins,
        picture=picture,
        shares=shares,
        months=view.months[-_MONTHS_SHOWN:],
    )


def origins_of(now: Funding) -> Iterator[Origin]:
    """Institutions first, the largest first; then all other money."""
    for funder in now.funders:
        yield Origin(
            funder.funder, funder.kind.value, funder.amount, funder.share, funder.share,
            Pattern.SOLID,
        )  # fmt: skip
    others = (
        ("earned", now.earned, Pattern.UPRIGHT),
        ("pooled", now.pooled, Pattern.LEVEL),
        ("undeclared", now.undeclared, Pattern.SLANT),
    )
    for source, amount, pattern in others:
        if amount:
            yield Origin(source, source, amount, share_of(amount, now.total), None, pattern)


def _picture(desk: Desk, view: FundingView, origins: tuple[Origin, ...]) -> Picture | None:
    parts = [Part(float(origin.part), origin.pattern) for origin in origins if origin.part > 0]
    if not parts:
        return None
    outside = sum((o.amount for o in origins if o.share is not None), Decimal(0))
    says = say(
        "Of {total} received in twelve months, {share} came from institutions.",
        total=desk.amount(view.now.total, view.unit),
        share=words.percent(share_of(outside, view.now.total)),
    )
    narrow = Picture("funding-narrow", strip(parts, *_STRIP_NARROW, SCREEN, says))
    return Picture("funding", strip(parts, *_STRIP, SCREEN, says), says, narrow)
