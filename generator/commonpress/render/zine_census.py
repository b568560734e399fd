# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chapter of an issue that tells who relies on the commons, by its last two censuses."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commonpress.derive.census import CensusSeries, CensusView, DomainView, Reliance
from commonpress.derive.publication import Publication
from commonpress.render import census_words
from commonpress.render.charts.pens import PAPER
from commonpress.render.charts.ranges import RangeGroup
from commonpress.render.site_census import range_drawing, range_of
from commonpress.render.voice import say

_WIDTH = 122.5  # as wide as the page's text
_YEARS = 2


@dataclass(frozen=True, slots=True)
class TableLine:
    """A domain of the table: its title, and its share as printed for each year."""

    title: str
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """All that the chapter prints; drawings are finished SVG."""

    series: CensusSeries
    latest: CensusView
    years: tuple[str, ...]
    crisis: str  # the share of households that turn here in a crisis, where it is a number
    reliance: str
    lines: tuple[TableLine, ...]
    conflict_lines: tuple[TableLine, ...]


def census_chapter(publication: Publication) -> Chapter | None:
    """The chapter of the first slip that was answered; None where no census was held."""
    series = next((each for each in publication.censuses if each.censuses), None)
    if series is None:
        return None
    domains = [_newest(domain) for domain in series.domains]
    conflicts = [_newest(domain) for domain in series.conflicts]
    crises = [domain.years[-1] for domain in series.crises]
    latest = [replace(range_of(d.years[-1]), name=d.question.title) for d in domains]
    groups = [RangeGroup(series.censuses[0].record.year, tuple(latest))]
    return Chapter(
        series=series,
        latest=series.censuses[0],
        years=tuple(view.record.year for view in reversed(series.censuses[:_YEARS])),
        crisis=_number(crises[0]) if crises else "",
        reliance=range_drawing(groups, _WIDTH, PAPER, _said(groups)),
        lines=tuple(_line(domain.question.title, domain.years) for domain in domains),
        conflict_lines=_apart(conflicts[0]) if conflicts else (),
    )


def _newest(domain: DomainView) -> DomainView:
    return replace(domain, years=domain.years[-_YEARS:], elsewhere=domain.elsewhere[-_YEARS:])


def _number(found: Reliance) -> str:
    return "" if found.about is None else str(found.about)


def _line(title: str, years: tuple[Reliance, ...]) -> TableLine:
    return TableLine(title, tuple(map(census_words.share_words, years)))


def _apart(domain: DomainView) -> tuple[TableLine, ...]:
    """Households that brought a quarrel here, and that took it elsewhere."""
    return tuple(
        TableLine(title, tuple(map(census_words.households_words, years)))
        for title, years in (
            (domain.here.title, domain.years),
            (say("Elsewhere"), domain.elsewhere),
        )
    )


def _said(groups: list[RangeGroup]) -> str:
    return " ".join(
        say("{what}, {which}: {share}.", what=group.title, which=each.name, share=each.amount)
        for group in groups
        for each in group.ranges
    )
