# SPDX-License-Identifier: AGPL-3.0-or-later
"""The census on the site: the reliance index, what each census tells, and the slip itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commonpress.derive.census import CensusSeries, DomainView, Reliance
from commonpress.render import census_words as said
from commonpress.render.addresses import index_address, record_address
from commonpress.render.census_form import form_address
from commonpress.render.charts.pens import SCREEN, Pens
from commonpress.render.charts.ranges import Range, RangeGroup, ranges
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.voice import say

PART = "census"
_WIDE, _NARROW = 640.0, 328.0


def census_sheets(desk: Desk) -> Iterator[Sheet]:
    """The page of all censuses, a page for each, and one for each slip."""
    series = desk.publication.censuses
    if not series:
        return
    drawn = {each.slip.id: _pictures(each) for each in series}
    yield desk.sheet(
        ("censuses",),
        index_address("census"),
        PART,
        kind="census",
        pictures=[picture for own in drawn.values() for picture in own.values()],
        series=series,
        drawn=drawn,
        said=said,
    )
    yield desk.sheet(
        ("questionnaires",),
        index_address("questionnaire"),
        PART,
        kind="census",
        series=series,
    )
    for each in series:
        yield from _sheets_of(desk, each)


def _sheets_of(desk: Desk, series: CensusSeries) -> Iterator[Sheet]:
    slip = series.slip
    yield desk.sheet(
        ("questionnaire",),
        record_address("questionnaire", slip.id),
        PART,
        record=slip,
        series=series,
        form=form_address(slip),
    )
    for view in series.censuses:
        yield desk.sheet(
            ("census",),
            record_address("census", view.record.id),
            PART,
            record=view.record,
            view=view,
            series=series,
            said=said,
        )


def _pictures(series: CensusSeries) -> dict[str, Picture]:
    """A drawing of each question that has been answered: who turns here, and for quarrels where."""
    found: dict[str, Picture] = {}
    told = [domain for domain in series.domains if domain.years]
    if told:
        found["reliance"] = _picture(f"reliance-{series.slip.id}", told)
    for domain in series.conflicts:
        if domain.years:
            found["conflict"] = _picture_of_conflict(f"mediation-{series.slip.id}", domain)
    return found


def _picture(name: str, domains: Sequence[DomainView]) -> Picture:
    says = " ".join(said.domain_said(domain) for domain in domains)
    groups = [
        RangeGroup(domain.question.title, tuple(map(range_of, domain.years))) for domain in domains
    ]
    return _drawn(name, groups, says)


def _picture_of_conflict(name: str, domain: DomainView) -> Picture:
    groups = conflict_groups(domain)
    says = " ".join(
        say("{who}, {year}: {share}.", who=group.title, year=each.name, share=each.amount)
        for group in groups
        for each in group.ranges
    )
    return _drawn(name, groups, says)


def _drawn(name: str, groups: Sequence[RangeGroup], says: str) -> Picture:
    narrow = Picture(f"{name}-narrow", range_drawing(groups, _NARROW, SCREEN, says))
    return Picture(name, range_drawing(groups, _WIDE, SCREEN, says), says, narrow)


def conflict_groups(domain: DomainView) -> list[RangeGroup]:
    """Quarrels that were brought here, and those taken elsewhere."""
    return [
        RangeGroup(domain.here.title, tuple(map(range_of, domain.years))),
        RangeGroup(say("Elsewhere"), tuple(map(range_of, domain.elsewhere))),
    ]


def range_of(found: Reliance) -> Range:
    """A year as a bar."""
    if found.low is None or found.high is None:
        return Range(found.year, said.share_words(found))
    return Range(found.year, said.share_words(found), found.low / 100, found.high / 100)


def range_drawing(groups: Sequence[RangeGroup], width: float, pens: Pens, title: str) -> str:
    """The drawing of ranges, with the words at its two ends."""
    return ranges(groups, (say("none"), say("all households")), width, pens, title)
